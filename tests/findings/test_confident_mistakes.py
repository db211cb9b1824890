"""LW405: more confident mistakes than claimed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import poisson

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.confident_mistakes import PITFALL
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.policy import baseline


def look(labels, **outputs):
    return PITFALL.look(Facts(lw.tally(labels, **outputs), baseline()))


def sure(wrong, *, rows=1_000, p=0.998):
    """Rows of one confidence, so many of which are wrong."""
    return [0] * wrong + [1] * (rows - wrong), np.full(rows, p)


@pytest.mark.parametrize(("wrong", "kind"), [(5, Clear), (6, Found)])
def test_mistakes_beyond_the_poisson_limit_are_named(wrong, kind):
    labels, p = sure(wrong)  # 2 expected
    assert (poisson.sf(wrong - 1, 2.0) < 0.025) == (kind is Found)  # half of 5 %
    assert isinstance(look(labels, probabilities=p), kind)


def test_the_numbers_are_said():
    labels, p = sure(20)
    assert look(labels, probabilities=p).sentence.startswith(
        "Of 1,000 rows given 99 % or more, 20 are wrong, 10 times as many as the 2 that they claim"
    )


def test_two_mistakes_are_single_cases():
    labels, p = sure(2, rows=100, p=0.9999)
    assert isinstance(look(labels, probabilities=p), Clear)
    labels, p = sure(3, rows=100, p=0.9999)
    assert isinstance(look(labels, probabilities=p), Found)


def test_a_sure_excess_of_less_than_half_is_left_alone():
    labels, p = sure(140, rows=50_000)  # 100 expected
    assert isinstance(look(labels, probabilities=p), Clear)
    labels, p = sure(160, rows=50_000)
    assert isinstance(look(labels, probabilities=p), Found)


def test_certainty_admits_no_mistake():
    labels, p = sure(3, p=1.0)
    assert "none can be" in look(labels, probabilities=p).sentence
    assert isinstance(look(*sure(0, p=1.0)[:1], probabilities=p), NotApplicable)


def test_both_ends_of_two_classes_are_sure():
    labels = [1] * 10 + [0] * 500
    assert look(labels, probabilities=[0.002] * 510).evidence["wrong"] == 10


def test_the_label_is_named():
    right, p = sure(2)
    wrong, _ = sure(20)
    seen = look(np.stack([right, wrong], axis=1), probabilities=np.stack([p, p], axis=1), head="multilabel")
    assert seen.of == ("1",)


def test_a_softmax_is_judged_by_its_top_class():
    p = np.tile([0.997, 0.002, 0.001], (1_000, 1))
    assert isinstance(look([1] * 20 + [0] * 980, probabilities=p), Found)
    assert isinstance(look([1] * 3 + [0] * 997, probabilities=p), Clear)


@pytest.mark.parametrize("outputs", [{"decisions": [0, 1] * 20}, {"probabilities": [0.4, 0.6] * 20}])
def test_without_confident_rows_it_is_not_applicable(outputs):
    assert isinstance(look([0, 1] * 20, **outputs), NotApplicable)


def test_healthy_models_are_seldom_named():
    rng = np.random.default_rng(0)
    draws = [rng.normal(0, 4, 500) for _ in range(100)]
    named = sum(isinstance(look((rng.random(500) < 1 / (1 + np.exp(-z))) * 1, logits=z), Found) for z in draws)
    assert named <= 5  # 5 %


@pytest.mark.parametrize(("wrong", "verb"), [(1, "1 is wrong"), (2, "2 are wrong")])
def test_how_many_of_a_label_are_wrong_is_a_sentence(wrong, verb):
    p = np.column_stack([np.full(1000, 0.995), np.full(1000, 0.5)])
    y = np.column_stack([np.arange(1000) >= wrong, np.arange(1000) % 2]).astype(int)
    report = lw.evaluate(y, probabilities=p, head="multilabel", classes=["a b", "c"], policy="baseline")
    said = next(each.sentence for each in report.findings if each.code == "LW405")
    assert f"Of 1,000 rows given 99 % or more for label 'a b', {verb};" in said
