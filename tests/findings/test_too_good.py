"""LW207: perfect separation."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found, NotApplicable
from logitwise.findings.too_good import PITFALL
from logitwise.policy import baseline

RNG = np.random.default_rng(0)
Y = np.arange(400) % 2
SURE = np.where(Y == 1, 0.95, 0.05) + RNG.normal(0, 0.01, 400)


def look(*source, **said):
    return PITFALL.look(Facts(lw.tally(*source, **said), baseline()))


def test_perfect_and_sure_looks_like_a_leak():
    assert "leak" in look(Y, probabilities=SURE).sentence


def test_one_row_on_the_wrong_side_is_enough_to_be_real():
    p = SURE.copy()
    p[0] = 0.97
    assert isinstance(look(Y, probabilities=p), Clear)


@pytest.mark.parametrize(("rows", "outcome"), [(400, Clear), (2000, Found)])
def test_scores_in_the_middle_take_more_rows(rows, outcome):
    y = np.arange(rows) % 2
    assert isinstance(look(y, probabilities=np.where(y == 1, 0.7, 0.3)), outcome)


@pytest.mark.parametrize(("rows", "outcome"), [(49, NotApplicable), (50, Found)])
def test_fewer_than_fifty_rows_say_little(rows, outcome):
    assert isinstance(look(Y[:rows], probabilities=SURE[:rows]), outcome)


@pytest.mark.parametrize(("positives", "outcome"), [(9, Clear), (10, Found)])
def test_so_do_fewer_than_ten_of_a_class(positives, outcome):
    y = (np.arange(100) < positives).astype(int)
    assert isinstance(look(y, probabilities=np.where(y == 1, 0.95, 0.05)), outcome)


@pytest.mark.parametrize(("margin", "outcome"), [(10, Found), (2, Clear)])
def test_several_classes_are_perfect_where_all_are_right_and_sure(margin, outcome):
    y = np.arange(60) % 3
    assert isinstance(look(y, logits=margin * (2.0 * np.eye(3)[y] - 1) / 2), outcome)


@pytest.mark.parametrize(("rows", "outcome"), [(299, Found), (298, Clear)])
def test_decisions_take_299_rows(rows, outcome):
    """log 0.05 / log 0.99 = 298.07."""
    assert isinstance(look(Y[:rows], decisions=Y[:rows]), outcome)


def test_a_leaked_label_is_named():
    y = np.c_[Y, RNG.integers(0, 2, 400)]
    seen = look(y, probabilities=np.c_[SURE, RNG.random(400)], head="multilabel", classes=["red", "round"])
    assert seen.of == ("red",)


def test_healthy_models_are_rarely_blamed():
    blamed = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        z = rng.normal(0, 12, 60)  # ROC AUC above 0.99
        blamed += isinstance(look((rng.random(60) < 1 / (1 + np.exp(-z))).astype(int), logits=z), Found)
    assert blamed <= 5
