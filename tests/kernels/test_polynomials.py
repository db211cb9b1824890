"""The polynomials against mpmath, and their coefficients against how they are said to be made."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest

from logitwise.kernels import polynomials as poly


def interpolate(f, low, high, degree):
    """Monomial coefficients of the polynomial through the Chebyshev nodes of an interval."""
    nodes = [
        (low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (2 * k + 1) / (2 * (degree + 1)))
        for k in range(degree + 1)
    ]
    powers = mp.matrix([[x**j for j in range(degree + 1)] for x in nodes])
    return [float(c) for c in mp.lu_solve(powers, mp.matrix([f(x) for x in nodes]))]


def test_coefficients_of_the_exponential_interpolate_it():
    with mp.workdps(60):
        edge = mp.log(2) / 2 * mp.mpf("1.0001")
        expected = interpolate(lambda r: (mp.e**r - 1 - r) / r**2, -edge, edge, 9)
    stored = [getattr(poly, f"E{i}") for i in range(10)]
    assert stored == expected


def test_coefficients_of_the_logarithm_interpolate_it():
    with mp.workdps(60):
        edge = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * mp.mpf("1.0001")
        expected = interpolate(lambda t: (mp.atanh(mp.sqrt(t)) / mp.sqrt(t) - 1) / t, mp.mpf(0), edge, 6)
    stored = [getattr(poly, f"L{i}") for i in range(7)]
    assert stored == expected


@pytest.mark.parametrize("a", [0.0, 1e-300, 1e-9, 0.3, 1.0, 17.3, 100.0, 699.9])
def test_exponential_equals_mpmath(a):
    assert poly.exp_of_minus(np.array([a]))[0] == pytest.approx(float(mp.exp(-mp.mpf(a))), rel=1e-15)


@pytest.mark.parametrize("x", [5e-324, 1e-310, 1e-20, 0.5, 0.7071, 1 - 1e-16, 1.0, 1.5, 1e300])
def test_logarithm_equals_mpmath(x):
    assert poly.log(np.array([x]))[0] == pytest.approx(float(mp.log(mp.mpf(x))), rel=1e-15, abs=1e-16)


def test_exponential_of_zero_is_one_and_beyond_700_nothing():
    assert poly.exp_of_minus(np.array([0.0, 700.0, 700.1, np.inf])).tolist()[::2] == [1.0, 0.0]
    assert poly.exp_of_minus(np.array([700.0]))[0] > 0


def test_logarithm_has_its_limits():
    assert poly.log(np.array([0.0, 1.0, np.inf])).tolist() == [-np.inf, 0.0, np.inf]
