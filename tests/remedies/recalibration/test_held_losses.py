"""Losses on rows that a calibration did not see, and paired differences."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_rel

from logitwise.remedies.held_losses import HeldLosses, mean_loss
from logitwise.rule import Affine, Identity


def by_rows(z, y, calibration):
    return np.logaddexp(0, (1 - 2 * y) * calibration(z))


def test_mean_and_difference_are_those_of_the_rows(cells, drawn):
    z, y = drawn(0, 400)
    parts = [cells(z[:300], y[:300]), cells(z[300:], y[300:])]
    other = [Affine(0.5, 0.1), Affine(0.6, 0.0)]
    mine, theirs = HeldLosses.of(parts, [Identity()] * 2, grouped=False), HeldLosses.of(parts, other, grouped=False)
    a = by_rows(z, y, Identity())
    b = np.concatenate([by_rows(z[:300], y[:300], other[0]), by_rows(z[300:], y[300:], other[1])])
    assert mine.mean == pytest.approx(a.mean())
    found, expected = mine.less(theirs), ttest_rel(a, b)
    assert found.mean / found.se == pytest.approx(expected.statistic)
    assert found.within(0.95) == pytest.approx(tuple(expected.confidence_interval(0.95)))


def test_rows_of_a_fold_that_err_together_widen_the_error(cells):
    z, y = np.tile([1.0, -1.0], 100), np.repeat([1, 0, 1, 0], 50)
    parts = [cells(z[k : k + 50], y[k : k + 50]) for k in range(0, 200, 50)]
    moved = [Affine(1.0, 1.0)] * 4
    alone, together = (
        HeldLosses.of(parts, moved, grouped=g).less(HeldLosses.of(parts, [Identity()] * 4, grouped=g))
        for g in (False, True)
    )
    assert together.mean == alone.mean
    assert together.se > 2 * alone.se
    assert together.freedom == pytest.approx(3)


def test_a_certain_and_wrong_row_has_infinite_loss(cells):
    assert mean_loss(cells([0.0, np.inf], [1, 0])) == np.inf
    assert mean_loss(cells([0.0, np.inf], [1, 1])) == pytest.approx(np.log(2) / 2)
