"""Reports made from rows and matrices."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import logitwise as lw
from logitwise.lessons.yours.questions import own_questions


def of_matrix(counts, classes=("A", "B", "C"), **changed):
    return lw.evaluate(confusion=counts, classes=list(classes), policy="baseline", **changed)


def of_scores(
    *, rows: int = 4000, prevalence: float = 0.3, scale: float = 1.0, seed: int = 0, names=("no", "yes"), **changed
):
    """A sigmoid whose probabilities are honest at scale 1: labels are drawn by them."""
    random = np.random.default_rng(seed)
    logits = random.normal(np.log(prevalence / (1 - prevalence)), 2.5, rows)
    labels = (random.random(rows) < 1 / (1 + np.exp(-logits))).astype(int)
    return lw.evaluate(labels, logits=scale * logits, head="sigmoid", classes=list(names), policy="baseline", **changed)


@pytest.fixture
def reports():
    return SimpleNamespace(of_matrix=of_matrix, of_scores=of_scores)


@pytest.fixture
def made():
    """The questions of a report by maker, and why others were refused."""

    def by_maker(source):
        found = own_questions(source)
        questions = {each.id.split("-", 1)[1].rpartition("-")[0].replace("-", " "): each for each in found.questions}
        return SimpleNamespace(**questions, all=questions, refused=found.refused, found=found)

    return by_maker


@pytest.fixture
def key():
    """What the one right option of a question says."""

    def right(question):
        (option,) = [option for option in question.variants[0].options if option.right]
        return option.text

    return right
