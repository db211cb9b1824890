"""Isotonic recalibration of one score."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit

from logitwise.remedies.isotonic import isotonic


def without_prior(found, p, y):
    """The curve as it is before one more row is mixed in."""
    return (expit(found(logit(p))) * (len(y) + 1) - y.mean()) / len(y)


def test_it_is_that_of_scikit_learn(value, rows, cells):
    z, y = rows("bin2000")
    at = without_prior(isotonic(cells(z, y)), np.array([0.1, 0.5, 0.9]), y)
    assert at == pytest.approx(value("isotonic_pred_at_0.1_0.5_0.9.bin2000"), abs=1e-9)
    brier = np.mean((without_prior(isotonic(cells(z, y)), expit(z), y) - y) ** 2)
    assert brier == pytest.approx(value("isotonic_brier_logloss_after.bin2000")[0], abs=1e-9)


def test_at_every_row_it_is_that_of_scikit_learn_today(rows, cells, of_scikit_learn):
    z, y = rows("bin60")
    assert without_prior(isotonic(cells(z, y)), expit(z), y) == pytest.approx(
        of_scikit_learn("isotonic", z, y).predict(z), abs=1e-12
    )


def test_no_probability_is_zero_or_one(cells):
    found = isotonic(cells([-2, -1, 1, 2], [0, 0, 1, 1]))
    assert found.values == pytest.approx((0.1, 0.1, 0.9, 0.9))  # (4 p + 1/2) / 5
    assert np.isfinite(found(np.array([-1e300, 0.0, 1e300]))).all()


def test_logits_that_share_a_probability_are_one_knot(cells):
    found = isotonic(cells([0.0, 40.0, 41.0, 42.0], [0, 0, 1, 1]))
    assert (np.diff(found.scores) > 0).all()
    assert found.scores[-1] == 1


def test_inverted_scores_become_one_block(cells):
    found = isotonic(cells([-2, -1, 1, 2], [1, 1, 0, 0]))
    assert found.values == (0.5, 0.5)


def test_equal_scores_are_one_knot(cells):
    assert isotonic(cells([1.0] * 4, [0, 0, 0, 1])).values == (0.25,)


def test_a_rule_file_takes_its_knots(cells, drawn, tmp_path):
    from logitwise.head import Head
    from logitwise.rule import Rule, load_rule

    found = isotonic(cells(*drawn(7, 3000)))
    Rule(Head("sigmoid", ("no", "yes")), (found,), thresholds=(0.5,)).save(tmp_path / "rule.json")
    assert load_rule(tmp_path / "rule.json").calibrations == (found,)
