"""Calibration of one class: one against the rest, and of the confidence where it is decided."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.batch import Batch
from logitwise.head import Head
from logitwise.metrics import measure, measure_all
from logitwise.metrics.calibration import calibration_gap
from logitwise.metrics.names import MOST_COSTLY
from logitwise.tallies.of_batch import tally_batch


@pytest.fixture(scope="module")
def judged(softmax):
    """Overconfident where c0 is decided, right elsewhere."""
    rng = np.random.default_rng(1)
    z = 2 * rng.normal(size=(6000, 3))
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    y = np.array([rng.choice(3, p=row) for row in p])
    z[p.argmax(axis=1) == 0] *= 3
    return softmax(z, y), z, y


def test_each_decided_class_has_its_own_gap(judged):
    tally, _, _ = judged
    gaps = [measure(tally, "top_label_gap", of=f"c{k}") for k in range(3)]
    assert gaps[0].lower(0.05) > 0.05
    assert max(gaps[1].value, gaps[2].value) < 0.03
    assert gaps[0].n == tally.confusion.predicted[0]


def test_of_one_class_it_is_the_gap_of_the_rows_decided_to_be_of_it(judged, cells):
    tally, z, y = judged
    top = np.sort(z - z.max(axis=1, keepdims=True), axis=1)
    log_odds = -np.log(np.exp(top[:, :-1]).sum(axis=1))
    mine = z.argmax(axis=1) == 0
    expected = calibration_gap(cells(log_odds[mine], y[mine] == 0)).gap
    found = measure(tally, "top_label_gap", of="c0")
    assert found.value == pytest.approx(expected, abs=0.005 + found.certificate)


def test_the_gap_of_a_class_of_a_softmax_is_that_of_the_class_against_the_rest(judged, cells):
    tally, z, y = judged
    p = np.exp(z - z.max(axis=1, keepdims=True))
    others = p.sum(axis=1) - p[:, 1]
    found = measure(tally, "calibration_gap", of="c1")
    assert found.value == pytest.approx(calibration_gap(cells(np.log(p[:, 1] / others), y == 1)).gap, abs=0.005)
    assert measure(tally, "calibration_gap").of is None


@pytest.mark.parametrize(("classes", "listed"), [(MOST_COSTLY, True), (MOST_COSTLY + 1, False)])
def test_gaps_by_class_are_listed_of_few_classes_and_can_be_asked_of_many(softmax, classes, listed):
    rng = np.random.default_rng(2)
    tally = softmax(rng.normal(size=(300, classes)), rng.integers(0, classes, 300))
    by_class = {m.name for m in measure_all(tally) if m.of is not None}
    assert ({"calibration_gap", "top_label_gap"} <= by_class) == listed
    assert measure(tally, "calibration_gap", of="c7").of == "c7"
    decided = tally.confusion.predicted[7]
    assert measure(tally, "top_label_gap", of="c7").undefined.startswith(f"{decided} rows are too few")


def test_decisions_with_a_confidence_have_what_is_of_confidence():
    rng = np.random.default_rng(3)
    confidence = rng.uniform(0.4, 1, 3000)
    decided = rng.integers(0, 3, 3000)
    y = np.where(rng.random(3000) < confidence, decided, (decided + 1) % 3)
    batch = Batch(Head("softmax", ("a", "b", "c")), "decisions", y.astype(np.int32), decided, confidence=confidence)
    tally = tally_batch(batch)
    found = {(m.name, m.of) for m in measure_all(tally)}
    assert {("calibration_gap", None), ("ece15", None), ("augrc", None), ("confident_errors", None)} <= found
    assert {("top_label_gap", name) for name in "abc"} <= found
    assert measure(tally, "calibration_gap").value < 0.03
    assert measure(tally, "roc_auc", of="a").undefined == "decisions hold no probabilities"
    assert np.isnan(measure(tally, "calibration_gap", of="a").value)
