"""Cells made from rows, and a world in which what a threshold truly reaches is known."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import pytest
from scipy.special import expit, ndtr

from logitwise.tallies.cells import Cells


def cells_of(z, y) -> Cells:
    """One cell a distinct logit."""
    z, y = np.asarray(z, np.float64), np.asarray(y, np.int64)
    distinct, back = np.unique(z, return_inverse=True)
    positives, negatives = (np.bincount(back, each, len(distinct)).astype(np.int64) for each in (y, 1 - y))
    p = expit(distinct)
    return Cells(p, expit(-distinct), p, 0 * p, positives, negatives, exact=True)


@pytest.fixture(scope="session")
def cells():
    """Cells of logits and outcomes."""
    return cells_of


@pytest.fixture(scope="session")
def cells_of_probabilities():
    """Cells of distinct probabilities, ascending, with counts."""

    def make(p, positives, negatives) -> Cells:
        p = np.asarray(p, np.float64)
        return Cells(p, 1 - p, p, 0 * p, np.asarray(positives), np.asarray(negatives), exact=True)

    return make


@dataclass(frozen=True)
class Binormal:
    """Scores normal with unit variance in both classes, `apart` apart; logits are calibrated."""

    apart: float
    prevalence: float

    @property
    def prior(self) -> float:
        return log(self.prevalence / (1 - self.prevalence))

    def rows(self, n, rng):
        y = (rng.random(n) < self.prevalence).astype(np.int64)
        return self.apart * (rng.normal(size=n) + self.apart * y) - self.apart**2 / 2 + self.prior, y

    def cells(self, n, rng) -> Cells:
        return cells_of(*self.rows(n, rng))

    def rates(self, cut):
        """Recall and false positive rate of a threshold in log-odds."""
        x = (cut - self.prior) / self.apart + self.apart / 2
        return ndtr(self.apart - x), ndtr(-x)

    def precision(self, cut):
        recall, false = self.rates(cut)
        return recall * self.prevalence / (recall * self.prevalence + false * (1 - self.prevalence))

    def f1(self, cut):
        recall, false = self.rates(cut)
        taken = recall * self.prevalence + false * (1 - self.prevalence)
        return 2 * recall * self.prevalence / (taken + self.prevalence)


@pytest.fixture(scope="session")
def binormal():
    """Makes such a world."""
    return Binormal
