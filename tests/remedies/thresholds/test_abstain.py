"""A band in which nothing is decided."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import NoGuaranteeError, OptionError
from logitwise.head import Head
from logitwise.remedies.abstain import abstain
from logitwise.remedies.splits import of_cells
from logitwise.rule import Rule
from logitwise.rule.applied import ABSTAINED


def test_a_rule_with_the_band_decides_as_many_rows_and_errs_as_often(cells, binormal):
    z, y = binormal(2.0, 0.4).rows(3000, np.random.default_rng(0))
    band = abstain(cells(z, y), error=0.05)
    rule = Rule(Head("sigmoid", ("no", "yes")), thresholds=(band.threshold,), abstain=(band.low, band.high))
    decisions = rule.apply(logits=z).decisions
    made = decisions != ABSTAINED
    assert made.mean() == pytest.approx(band.apparent["decided"])
    assert (decisions[made] != y[made]).mean() == pytest.approx(band.apparent["error"])


def test_it_reaches_equally_far_on_both_sides_in_log_odds(binormal):
    band = abstain(binormal(2.0, 0.4).cells(20_000, np.random.default_rng(0)), error=0.05, threshold=0.3)
    low, high = (np.log(p / (1 - p)) - np.log(0.3 / 0.7) for p in (band.low, band.high))
    assert -low == pytest.approx(high, abs=0.02)


def test_scores_that_never_err_leave_nobody_out(cells):
    z = np.linspace(-3, 3, 1000)
    band = abstain(cells(z, (z > 0).astype(int)), error=0.05)
    assert band.low == band.high == 0.5
    assert band.apparent["decided"] == 1


def test_scores_that_err_everywhere_are_refused_with_the_nearest(binormal):
    with pytest.raises(NoGuaranteeError, match=r"however wide the band: the nearest are the .* surest of 2,000 rows"):
        abstain(binormal(0.5, 0.5).cells(2000, np.random.default_rng(0)), error=0.01)


@pytest.mark.parametrize("error", [0, 1, -0.1, float("nan")])
def test_an_error_rate_that_is_none_is_refused(cells, error):
    with pytest.raises(OptionError, match="expected an error rate above 0 and below 1"):
        abstain(cells([0.0, 1.0], [0, 1]), error=error)


def test_the_cross_fitted_error_keeps_near_the_limit(binormal):
    cells = binormal(2.0, 0.4).cells(5000, np.random.default_rng(1))
    band = abstain(cells, error=0.05, pairs=of_cells(cells))
    assert band.corrected["error"] < 0.06
    assert band.corrected["decided"] == pytest.approx(band.apparent["decided"], abs=0.15)


def test_more_errors_than_allowed_are_seldom_made(binormal):
    world, rng, broken = binormal(2.0, 0.4), np.random.default_rng(2), 0
    for _ in range(150):
        band = abstain(world.cells(3000, rng), error=0.05)
        (missed, kept), (hit, false) = (world.rates(np.log(p / (1 - p))) for p in (band.low, band.high))
        wrong = 0.4 * (1 - missed) + 0.6 * false
        made = 0.4 * (1 - missed + hit) + 0.6 * (1 - kept + false)
        broken += wrong > 0.05 * made
    assert broken / 150 <= 0.05
