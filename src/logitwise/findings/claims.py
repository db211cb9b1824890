"""Claims: what probabilities say of an outcome on average, against how often it happens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite, nan
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.findings.facts import Facts, known
from logitwise.metrics.calibration_slope import calibration_slope
from logitwise.metrics.clusters import Clustered, freedom_of
from logitwise.metrics.observed_over_expected import observed_over_expected
from logitwise.metrics.weighting import as_counted
from logitwise.metrics.wording import number
from logitwise.tallies.cells import Cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from logitwise.metrics import Measurement
    from logitwise.tallies import Tally

POINTS: Final = 0.01
"""Smallest distance between stated and true frequencies that is worth a finding: one point. A judgement."""
PART: Final = 0.2
"""The same where the rarer outcome is rare: a fifth of how often it happens, where that is less. A judgement."""
CAUTION: Final = 0.5
"""Part of the policy's level that each way of looking at calibration takes, since there are several. A judgement."""
NO_CLAIMS: Final = "there are no probabilities: decisions claim nothing of themselves"


@dataclass(frozen=True, slots=True)
class Claim:
    """One outcome whose probability is stated: the positive class, a label, or "the top class is right".

    Attributes:
        of: the label; None of the positive class and of the top class.
        share: how often it holds; NaN where unknown.
        claimed: mean stated probability.
        ratio: `share` over `claimed`, with its law.
        gap: the calibration gap, with its law.
        slope: calibration slope, of rows with finite log-odds; None of the top class.
    """

    of: str | None
    share: float
    claimed: float
    ratio: Measurement
    gap: Measurement
    slope: Measurement | None

    @property
    def material(self) -> float:
        """How far stated and true frequencies must be apart to matter here."""
        return least_distance(self.share)


def least_distance(share: float) -> float:
    """A point, or a fifth of the rarer outcome where that is less.

    >>> least_distance(0.5), least_distance(0.01)
    (0.01, 0.002)
    """
    return min(POINTS, PART * min(share, 1 - share))


def points(distance: float) -> str:
    """A distance between shares in percentage points: one decimal, more where it is small.

    >>> points(0.11796), points(0.0002), points(0.0)
    ('11.8 percentage points', '0.02 percentage points', '0 percentage points')
    """
    said = number(100 * distance) if abs(distance) < POINTS / 20 else f"{100 * distance:.1f}"
    return f"{said} percentage points"


def by_top_class(facts: Facts) -> bool:
    """Whether what is claimed is that the top class is right, not that an outcome holds."""
    return not facts.with_scores or not (facts.head.binary or facts.multilabel)


def several(facts: Facts) -> bool:
    """Whether more than one label may be named."""
    return facts.multilabel and facts.with_scores


def without_claims(facts: Facts) -> str | None:
    """Why nothing is claimed of these rows, or None where something is."""
    if not facts.with_scores and facts.counted.confidence is None:
        return NO_CLAIMS
    return facts.for_another_mix


def level(facts: Facts, tests: int) -> float:
    """One-sided level of each of so many tests."""
    return CAUTION * facts.policy.confidence.alpha / max(tests, 1)


def of_each(facts: Facts, name: str) -> tuple[Measurement, ...]:
    """A metric of the positive class, of the top class, or of each label."""
    return facts.of_each_class(name) if several(facts) else (facts.metric(name),)


def claims(facts: Facts) -> tuple[Claim, ...]:
    """Every outcome whose probability is stated, those furthest from the truth first."""
    if by_top_class(facts):
        gap = facts.metric("calibration_gap")
        ratio = _ratio(facts.tally, lambda tally: tally.confidence_cells())
        cells = facts.counted.confidence_cells()
        share, claimed = (nan, nan) if cells is None else mean_claimed(cells)
        found = [Claim(None, share, claimed, ratio, gap, None)]
    else:
        columns = zip(*(of_each(facts, name) for name in _OF_AN_OUTCOME), strict=True)
        found = [
            _of_outcome(facts, share.value, ratio, gap, _slope(facts, slope, k))
            for k, (share, ratio, gap, slope) in enumerate(columns)
        ]
    return tuple(sorted(found, key=lambda claim: -claim.gap.value if known(claim.gap) else 1.0))


_OF_AN_OUTCOME: Final = ("prevalence", "observed_over_expected", "calibration_gap", "calibration_slope")


def of_class(facts: Facts, k: int) -> Measurement:
    """How often a class of a softmax comes up over how often it is expected, as if rows stood alone."""
    cells = facts.cells(k)
    return observed_over_expected(_none() if cells is None else cells, facts.classes[k])


def of_class_by_group(facts: Facts, k: int) -> Measurement:
    """The same, with rows of a group together."""
    return _ratio(facts.tally, lambda tally: tally.cells(k))


def mean_claimed(cells: Cells) -> tuple[float, float]:
    """How often an outcome holds and how often it is said to; NaN without rows.

    >>> mean_claimed(_none())
    (nan, nan)
    """
    n = cells.rows
    if not n:
        return nan, nan
    return float(cells.positives.sum()) / n, float(cells.p @ (cells.positives + cells.negatives)) / n


def part_of(cells: Cells, kept: NDArray[np.bool_]) -> Cells:
    """Some of the cells."""
    columns = {name: getattr(cells, name)[kept] for name in ("p", "q", "edge", "width", "positives", "negatives")}
    return replace(cells, **columns)


def _of_outcome(facts: Facts, share: float, ratio: Measurement, gap: Measurement, slope: Measurement) -> Claim:
    """Of a label or the positive class."""
    claimed = share / ratio.value if ratio.value > 0 else nan  # NaN too where the ratio is
    return Claim(gap.of if facts.multilabel else None, share, claimed, ratio, gap, slope)


def _slope(facts: Facts, slope: Measurement, k: int) -> Measurement:
    """Where some log-odds are infinite, of the other rows: chosen by their score, they are calibrated as well."""
    if known(slope) or facts.tally.clusters is not None:
        return slope
    cells = facts.cells(k)
    if cells is None:
        return slope
    inside = (cells.p > 0) & (cells.q > 0)
    if inside.all():
        return slope
    return calibration_slope(part_of(cells, inside), slope.of)


def _ratio(tally: Tally, cells_of: Callable[[Tally], Cells | None]) -> Measurement:
    """Observed over expected, by folds of groups where there are groups."""
    cells = cells_of(as_counted(tally))
    measured = observed_over_expected(_none() if cells is None else cells)
    if tally.clusters is None or not isfinite(measured.value):
        return measured
    parts = [cells_of(as_counted(part)) for part in tally.clusters.values()]
    sums = np.array([_sums(part) for part in parts if part is not None])
    rest = sums.sum(axis=0) - sums
    with np.errstate(divide="ignore", invalid="ignore"):
        left_out = rest[:, 0] / rest[:, 1]
    law = Clustered(
        measured.law, measured.value, left_out, tally.group_count,
        unit_range=False, freedom=freedom_of(sums[:, 2]), positive=True,
    )  # fmt: skip
    return replace(measured, law=law)


def _sums(cells: Cells) -> tuple[float, float, float]:
    """Rows in which it holds, rows in which it is expected, and all rows."""
    rows = cells.positives + cells.negatives
    return float(cells.positives.sum()), float(cells.p @ rows), float(rows.sum())


def _none() -> Cells:
    none, no_rows = np.zeros(0), np.zeros(0, np.int64)
    return Cells(none, none, none, none, no_rows, no_rows, exact=True)
