"""Miscalibration, discrimination and uncertainty."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss

from logitwise.metrics import decompositions, measure
from logitwise.metrics.decomposition import decompose


def parts(found):
    return found.miscalibration, found.discrimination, found.uncertainty, found.score


@pytest.mark.parametrize(("name", "which"), [("corp_brier.bin60", 0), ("corp_logloss.bin2000", 1)])
def test_parts_are_model_diagnostics(value, rows, binary, name, which):
    found = decompositions(binary(*rows(name.split(".")[1])))[which]
    assert parts(found) == pytest.approx(value(f"{name}.mcb_dsc_unc_score"), rel=1e-9)


def test_brier_after_recalibration_is_scikit_learns(rows, binary):
    z, y = rows("ties80")
    p = 1 / (1 + np.exp(-z))
    fitted = IsotonicRegression().fit(p, y).predict(p)
    found, _ = decompositions(binary(z, y))
    assert found.score - found.miscalibration == pytest.approx(brier_score_loss(y, fitted), rel=1e-9)


def test_the_parts_add_up_to_the_scores_that_are_measured(rows, multilabel):
    z, y = rows("multi90")
    tally = multilabel(z, np.eye(3)[y])
    for found in decompositions(tally):
        assert found.score == pytest.approx(found.miscalibration - found.discrimination + found.uncertainty)
        assert found.score == pytest.approx(measure(tally, found.loss, of=found.of).value)


def test_of_a_softmax_it_is_of_the_top_label(rows, softmax):
    z, y = rows("multi90")
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    brier, _ = decompositions(softmax(z, y))
    assert brier.of is None
    assert brier.score == pytest.approx(((p.max(axis=1) - (p.argmax(axis=1) == y)) ** 2).mean())


def test_a_perfect_model_shows_no_miscalibration_beyond_chance(cells):
    rng = np.random.default_rng(1)
    found = []
    for _ in range(60):
        z = rng.normal(0, 2, 1000)
        found.append([part.beyond_chance for part in decompose(cells(z, rng.random(1000) < 1 / (1 + np.exp(-z))))])
    mean, error = np.mean(found, axis=0), np.std(found, axis=0) / np.sqrt(60)
    assert (np.abs(mean) < 4 * error).all()


def test_miscalibration_beyond_chance_is_found(binary):
    rng = np.random.default_rng(2)
    z = rng.normal(0, 2, 20_000)
    brier, log_loss = decompositions(binary(2 * z, rng.random(20_000) < 1 / (1 + np.exp(-z))))
    truth = ((1 / (1 + np.exp(-2 * z)) - 1 / (1 + np.exp(-z))) ** 2).mean()
    assert brier.beyond_chance == pytest.approx(truth, abs=0.002)
    assert log_loss.beyond_chance > 0.05


def test_a_certain_error_makes_the_log_loss_infinite_and_is_said(binary):
    brier, log_loss = decompositions(binary([-np.inf, 1.0, 2.0], [1, 1, 0]))
    assert np.isfinite(parts(brier)).all()
    assert log_loss.miscalibration == np.inf
    assert np.isnan(log_loss.beyond_chance)
    assert log_loss.undefined == "infinite: a row gives probability 0 to the truth"


def test_one_class_has_no_uncertainty_and_nothing_to_discriminate(binary):
    for found in decompositions(binary([0.0, 1.0], [1, 1])):
        assert (found.uncertainty, found.discrimination) == (0, 0)


def test_without_probabilities_there_is_none(matrix):
    assert decompositions(matrix([[5, 1], [2, 3]])) == ()
