"""F1 by way of the Jaccard share."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.metrics.f1 import F1Direct
from logitwise.metrics.proportion import Binomial

CASES = {"tp20_fp5_fn10": (20, 35), "tp0_fp3_fn4": (0, 7), "tp7_fp0_fn0": (7, 7), "tp180_fp20_fn60": (180, 260)}


@pytest.mark.parametrize("name", CASES)
def test_the_interval_is_wilson_direct(value, name):
    law = F1Direct(Binomial(*CASES[name]))
    expected = value(f"f1_wilson_direct.{name}")  # Lam, Gopal and Qian (2023)
    np.testing.assert_allclose((law.value, *law.interval(0.95)), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", [name for name in CASES if name != "tp7_fp0_fn0"])
def test_the_verdict_limits_are_clopper_pearson_direct(value, name):
    law = F1Direct(Binomial(*CASES[name]))
    expected = value(f"f1_clopper_direct.{name}")
    np.testing.assert_allclose((law.lower(0.025), law.upper(0.025)), expected, rtol=1e-9, atol=1e-12)
