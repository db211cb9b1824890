"""Runs of a design: each draws rows, tallies them, measures, and sees on which side of the truth the limits lie."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from functools import cache
from math import isnan, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics import NAMES, measure
from logitwise.metrics.parameters import Parameters

from .design import ALPHA, Design
from .true_calibration import PREVALENCE, TOP
from .true_values import true_value

RUNS = int(os.environ.get("LOGITWISE_TRUTH_RUNS", "300"))
"""Of each design in the tests; the table in the documentation is made with more."""
ASKED = Parameters(prevalence=PREVALENCE, top_k=TOP)
THIRD = ALPHA / 3
"""Level at which each of three requirements fails."""


@dataclass(frozen=True, slots=True)
class Misses:
    """What became of the limits of one metric in one design.

    Attributes:
        truth: the true value.
        runs: how many.
        limited: share of the runs with a lower and an upper limit; the others decide nothing.
        above: share in which the lower limit at 5 % lies above the truth.
        below: share in which the upper limit at 5 % lies below it.
        above_third: the same of the lower limit at a third of 5 %, as used where three requirements may fail.
        below_third: the same of the upper limit.
        both: share in which some bound would pass and fail at once; none may.
        gap: mean and standard error of the raw calibration gap, which may be negative; else NaN.
        method: how the limits are made.
    """

    truth: float
    runs: int
    limited: tuple[float, float]
    above: float
    below: float
    above_third: float
    below_third: float
    both: float
    gap: tuple[float, float]
    method: str


@cache
def simulate(design: Design, runs: int = RUNS) -> dict[str, Misses]:
    """The misses of every metric of a design; the same for the same number of runs."""
    runs = max(50, round(runs * design.share))
    rng = np.random.default_rng(zlib.crc32(design.scene.name.encode()))
    metrics = [m for m in design.metrics if m.split()[-1] in NAMES]
    limits = np.full((len(metrics), runs, 6), nan)
    methods = [""] * len(metrics)
    for run in range(runs):
        tally = design.scene.sample(rng)
        for i, metric in enumerate(metrics):
            *average, name = metric.split()
            m = measure(tally, name, average=average[0] if average else None, parameters=ASKED)
            raw = getattr(m.law, "gap", nan)
            limits[i, run] = m.lower(ALPHA), m.upper(ALPHA), m.lower(THIRD), m.upper(THIRD), m.value, raw
            methods[i] = methods[i] or m.method
    return {
        metric: misses(limits[i].T, true_value(design.scene, metric), methods[i]) for i, metric in enumerate(metrics)
    }


def misses(limits: NDArray[np.float64], truth: float, method: str) -> Misses:
    """Counted over the runs; a limit that does not exist, NaN, misses nothing."""
    lower, upper, lower_third, upper_third, value, raw = limits
    close = 1e-9 * max(1.0, abs(truth))  # rounding of the truth
    crossed = (lower > upper_third) | (lower_third > upper) | (lower > value) | (value > upper_third)
    gap = (nan, nan) if isnan(raw[0]) else (float(raw.mean()), float(raw.std() / sqrt(len(raw))))
    return Misses(
        truth=truth,
        runs=len(lower),
        limited=(float(1 - np.isnan(lower).mean()), float(1 - np.isnan(upper).mean())),
        above=float((lower > truth + close).mean()),
        below=float((upper < truth - close).mean()),
        above_third=float((lower_third > truth + close).mean()),
        below_third=float((upper_third < truth - close).mean()),
        both=float(crossed.mean()),
        gap=gap,
        method=method,
    )


def allowance(level: float, runs: int) -> float:
    """The level with three standard errors of a share that is counted in so many runs."""
    return level + 3 * sqrt(level * (1 - level) / runs)
