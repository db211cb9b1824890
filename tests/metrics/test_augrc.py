"""Area under the generalised risk-coverage curve."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from logitwise.metrics import measure
from logitwise.metrics.augrc import augrc
from logitwise.tallies.cells import Cells

counted = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=6)


def at(right, wrong, *, exact=True):
    p = np.linspace(0.5, 0.9, len(right))
    return Cells(p, 1 - p, p, 0 * p, np.asarray(right), np.asarray(wrong), exact=exact)


def by_pairs(right, wrong):
    """The share of ordered pairs of rows in which the first is wrong and the second is accepted no earlier."""
    confidence = np.repeat(np.arange(len(right)), np.add(right, wrong))
    is_wrong = np.concatenate([[0] * r + [1] * w for r, w in zip(right, wrong, strict=True)])
    below = (confidence[:, None] > confidence) + 0.5 * (confidence[:, None] == confidence)
    against_right = is_wrong[:, None] * (1 - is_wrong) * below
    return float(against_right.mean() + is_wrong.mean() ** 2 / 2)


def test_it_is_fd_shifts(value, rows, softmax):
    found = measure(softmax(*rows("multi90")), "augrc")
    assert found.value == pytest.approx(value("fdshifts.multi90.aurc_augrc_eaurc")[1], rel=1e-9)
    assert found.certificate == 0


def test_with_ties_it_is_fd_shifts(value, rows):
    z, y = rows("multi90")
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    levels, place = np.unique(p.max(axis=1).round(1), return_inverse=True)
    right = np.bincount(place, p.argmax(axis=1) == y).astype(int)
    some = Cells(levels, 1 - levels, levels, 0 * levels, right, np.bincount(place) - right, exact=True)
    assert augrc(some).value == pytest.approx(value("fdshifts.multi90_conf_rounded1.aurc_augrc")[1], rel=1e-9)


@given(counted)
def test_it_is_a_share_of_pairs_of_rows(pairs):
    right, wrong = np.array(pairs).T
    if right.sum() + wrong.sum():
        assert augrc(at(right, wrong)).value == pytest.approx(by_pairs(right, wrong), abs=1e-12)


@given(counted)
def test_limits_and_interval_hold_the_value(pairs):
    right, wrong = np.array(pairs).T
    if right.sum() + wrong.sum():
        found = augrc(at(right, wrong))
        shown = found.estimate()
        assert shown.low <= found.value <= shown.high
        assert found.lower(0.05) <= found.value <= found.upper(0.05)


def test_the_certificate_bounds_every_order_inside_cells():
    best, worst = at([0, 3, 0, 5], [2, 0, 1, 0]), at([3, 0, 5, 0], [0, 2, 0, 1])
    found = augrc(at([3, 5], [2, 1], exact=False))
    assert augrc(worst).value - found.value == pytest.approx(found.certificate)
    assert found.value - augrc(best).value == pytest.approx(found.certificate)


def test_without_errors_the_error_rate_alone_limits_it():
    found = augrc(at([0, 100], [0, 0]))
    e = 1 - 0.05 ** (1 / 100)
    assert (found.value, found.lower(0.05)) == (0.0, 0.0)
    assert found.upper(0.05) == pytest.approx(e * (1 - e / 2))


def test_when_all_are_wrong_it_is_a_half():
    found = augrc(at([0, 0], [50, 50]))
    assert (found.value, found.upper(0.05)) == (0.5, 0.5)
    assert found.lower(0.05) == pytest.approx((0.05 ** (1 / 100)) ** 2 / 2)


@pytest.mark.slow
@pytest.mark.parametrize(("error", "size"), [(0.01, 200), (0.05, 200), (0.2, 50), (0.6, 50)])
def test_verdict_limits_keep_their_level(error, size):
    """Nominal .05; confident errors among others, truth from 400,000 rows; tolerance for 400 draws."""
    rng = np.random.default_rng(1)

    def some(n):
        right = rng.random(n) >= error
        of_errors = np.where(rng.random(n) < 0.1, rng.normal(5, 1, n), rng.normal(size=n))
        score = np.where(right, rng.normal(2, 1, n), of_errors)
        levels, place = np.unique(score, return_inverse=True)
        hits = np.bincount(place, right).astype(int)
        return augrc(Cells(levels, levels, levels, levels, hits, np.bincount(place) - hits, exact=True))

    truth = some(400_000).value
    laws = [some(size).law for _ in range(400)]
    assert np.mean([law.lower(0.05) > truth for law in laws]) <= 0.09
    assert np.mean([law.upper(0.05) < truth for law in laws]) <= 0.09
