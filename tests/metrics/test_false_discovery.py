"""Adjusted p-values, against R 4.2.2 `p.adjust`."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.metrics.false_discovery import benjamini_hochberg, benjamini_yekutieli, holm

# The 15 p-values of Benjamini and Hochberg (1995), section 3.2.
P = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1.0]  # fmt: skip


@pytest.mark.parametrize(("adjust", "name"), [(holm, "holm"), (benjamini_yekutieli, "BY")])
def test_adjusted_p_values_are_those_of_r(value, adjust, name):
    assert adjust(P) == pytest.approx(value(f"R_p_adjust_BH1995_15pvals.{name}"), abs=1e-11)


def test_benjamini_hochberg_is_benjamini_yekutieli_without_its_factor(value):
    factor = sum(1 / k for k in range(1, 16))
    small = np.array(value("R_p_adjust_BH1995_15pvals.BY"))[:9]  # the others were cut at 1
    assert benjamini_hochberg(P)[:9] == pytest.approx(small / factor, abs=1e-11)


def test_four_of_the_fifteen_are_found_at_a_rate_of_005():
    assert (benjamini_hochberg(P) <= 0.05).sum() == 4  # as the paper says


@pytest.mark.parametrize("adjust", [benjamini_hochberg, benjamini_yekutieli, holm])
def test_what_has_no_p_value_is_no_test(adjust):
    with_gap = adjust([0.01, np.nan, 0.04])
    assert np.isnan(with_gap[1])
    assert with_gap[[0, 2]].tolist() == adjust([0.01, 0.04]).tolist()
    assert adjust([]).tolist() == []


@pytest.mark.parametrize("adjust", [benjamini_hochberg, benjamini_yekutieli, holm])
def test_the_order_of_tests_does_not_matter(adjust):
    order = np.random.default_rng(0).permutation(len(P))
    assert adjust(np.array(P)[order]) == pytest.approx(adjust(P)[order])
