"""Recalibrated reliability: what recalibration would make of the probabilities, on rows that did not fit it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np

from logitwise.errors import RemedyError
from logitwise.metrics.coarse import FOR_FITS, coarsen
from logitwise.metrics.curves.thinning import thin
from logitwise.metrics.pav import isotonic
from logitwise.rule import Temperature
from logitwise.tallies.cells import Cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.remedies.recalibration import Recalibration
    from logitwise.remedies.softmax_rows import SoftmaxRows
    from logitwise.report.report import Report
    from logitwise.report.stated import Stated
    from logitwise.tallies import Tally

    Floats = NDArray[np.float64]

OF_SOFTMAX: Final = ("none", "temperature")
"""What is tried of a softmax: the rest is fitted row by row, which takes longer than a page may."""
MOST_SCORES: Final = 250_000
"""Sampled rows by classes up to which a temperature is fitted five times over, to be shown on other rows."""
MOST_FITTED: Final = 2_000_000
"""Sampled rows by classes that a temperature is fitted to where no sums over all rows are kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """What recalibration was chosen, and the curve after it.

    Attributes:
        method: its name, ``none`` where probabilities are better left as they are; empty where none can be had.
        predicted: ``(points,)`` recalibrated probability; none where nothing is recalibrated.
        observed: ``(points,)`` isotonic frequency of the outcome.
        own_rows: the curve is of the rows that the recalibration was fitted to.
        before: log loss as given, nats.
        gain: of log loss by cross-fitting; NaN where it could not be judged.
        low: lower end of its interval at 95 %.
        high: upper end.
        diagnosis: what was wrong, in words.
        said: what a reader must know; why none can be had.
    """

    method: str
    predicted: Floats
    observed: Floats
    own_rows: bool
    before: float
    gain: float
    low: float
    high: float
    diagnosis: str
    said: tuple[str, ...]


_MADE: WeakKeyDictionary[Report, dict[int | None, Overlay]] = WeakKeyDictionary()
"""By report and code of the outcome, as long as the report is there: a page and every chart of it need the same."""


def overlay(report: Report, shown: Stated) -> Overlay:
    """What `logitwise tune` would choose for this score; of a softmax, none or temperature.

    Five folds: every row is recalibrated by a fit on the other four (whole groups where there are groups).
    """
    known = _MADE.setdefault(report, {})
    if shown.k not in known:
        known[shown.k] = _overlay(report, shown)
    return known[shown.k]


def _overlay(report: Report, shown: Stated) -> Overlay:
    if report.tally.scale == "decisions":
        return _without("decisions hold no probability but their own; give logits or probabilities of every class")
    try:
        if shown.k is not None:
            return _of_score(report, shown.k)
        return _of_softmax(report)
    except RemedyError as error:
        return _without(str(error))


def _of_score(report: Report, k: int) -> Overlay:
    from logitwise.remedies.recalibrate import recalibrate  # noqa: PLC0415  late: only where there is a score

    found = recalibrate(report.tally, k)
    return _made(found, None if found.method == "none" else cross_fitted_cells(report, k, found.method), own=False)


def cross_fitted_cells(report: Report, k: int, method: str) -> Cells | None:
    """Rows at the probabilities that a fit without their own fold gives them; None where they cannot be split."""
    from logitwise.remedies import methods  # noqa: PLC0415  as above
    from logitwise.remedies.cross_fit import cross_fit  # noqa: PLC0415
    from logitwise.remedies.scores import joined, recalibrated  # noqa: PLC0415

    data = cross_fit(report.tally, k)
    fitted = [methods.fit(method, pair.fit, few=data.few) for pair in data.pairs]
    return joined([recalibrated(cells, fitted[number]) for cells, number in data.held]) if fitted else None


def _of_softmax(report: Report) -> Overlay:
    from logitwise.remedies.recalibrate_softmax import recalibrate_softmax  # noqa: PLC0415  brings in an optimiser
    from logitwise.remedies.softmax_rows import rows_of  # noqa: PLC0415  with it

    tally = fitted_part(report.tally)
    found = recalibrate_softmax(tally, methods=OF_SOFTMAX)
    if tally is not report.tally:
        found = replace(found, warnings=(*found.warnings, _said_of_part(tally, found)))
    weighted = tally.weighted is not None
    rows = None if weighted else rows_of(tally)
    if found.method != "none" and weighted:
        undrawn = "the curve after it is not drawn, since the row sample knows no weights"
        return _made(replace(found, warnings=(*found.warnings, undrawn)), None, own=False)
    if not isinstance(found.calibration, Temperature) or rows is None:
        return _made(found, None, own=False)
    own = rows.z.size > MOST_SCORES
    return _made(found, top_label_cells(rows, found.calibration, own=own), own=own)


def fitted_part(tally: Tally) -> Tally:
    """With so much of its row sample that a page has the time to fit a temperature to it; as it is where that is all.

    The entries with the smallest hashes are a uniform sample themselves, equal contents together.
    """
    sample = tally.sample
    if sample is None or tally.temperature is not None or sample.scores.size <= MOST_FITTED:
        return tally
    end = int(np.searchsorted(sample.hashes, sample.hashes[MOST_FITTED // sample.scores.shape[1]]))
    kept = slice(end)
    part = replace(
        sample, hashes=sample.hashes[kept], labels=sample.labels[kept], scores=sample.scores[kept],
        counts=sample.counts[kept],
    )  # fmt: skip
    return replace(tally, sample=part) if end else tally


def _said_of_part(tally: Tally, found: Recalibration) -> str:
    assert tally.sample is not None  # noqa: S101  the caller looked
    more = "the command takes more of them"
    if found.method == "temperature":
        return more
    return f"tried on a uniform sample of {tally.sample.counts.sum():,} of {tally.rows:,} rows; {more}"


def top_label_cells(rows: SoftmaxRows, calibration: Temperature, *, own: bool) -> Cells:
    """Confidence of sampled rows after a temperature, by whether the decision is right.

    Args:
        rows: the sample.
        calibration: fitted to all rows.
        own: take it as it is; else each fifth of the rows gets the one that the others fit.
    """
    from logitwise.remedies.softmax_cross_fitting import cross_fitted  # noqa: PLC0415  brings in an optimiser

    t = calibration.temperature
    z = calibration(rows.z) if own else cross_fitted(rows, calibration, method="temperature", temperature=t)
    sure = 1 / np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1)  # the largest share of a softmax
    right = rows.z.argmax(axis=1) == rows.labels
    p, at = np.unique(sure, return_inverse=True)
    hits, count = (np.bincount(at, w, len(p)).astype(np.int64) for w in (rows.counts * right, rows.counts))
    return Cells(p, 1 - p, p, np.zeros(len(p)), hits, count - hits, exact=True)


def _made(found: Recalibration, cells: Cells | None, *, own: bool) -> Overlay:
    predicted, observed = _no_curve() if cells is None else frequencies(cells)
    return Overlay(
        found.method, predicted, observed, own, found.before, found.gain, found.gain_low, found.gain_high,
        found.diagnosis, found.warnings,
    )  # fmt: skip


def frequencies(cells: Cells) -> tuple[Floats, Floats]:
    """Isotonic frequency of the outcome by probability: points ``predicted`` and ``observed``."""
    coarse = coarsen(cells, FOR_FITS)
    observed = isotonic(coarse.hits, coarse.rows)
    at = thin(coarse.p, observed)
    return coarse.p[at], observed[at]


def _without(why: str) -> Overlay:
    return Overlay("", *_no_curve(), own_rows=False, before=nan, gain=nan, low=nan, high=nan, diagnosis="", said=(why,))


def _no_curve() -> tuple[Floats, Floats]:
    return np.zeros(0), np.zeros(0)
