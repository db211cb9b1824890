"""Decisions of a softmax by what mistakes cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitwise.activations import softmax
from logitwise.errors import OptionError, RemedyError
from logitwise.metrics.weighting import as_counted
from logitwise.metrics.wording import named, number, percent, quoted
from logitwise.remedies.softmax_cross_fitting import cross_fitted
from logitwise.remedies.softmax_rows import SoftmaxRows, held_by_float32, rows_of
from logitwise.remedies.softmax_temperature import design_effect
from logitwise.rule import Biased, Identity, Temperature
from logitwise.rule.calibrations import method_of
from logitwise.tallies.confusion import Confusion

if TYPE_CHECKING:
    from logitwise.rule import Calibration
    from logitwise.tallies import Tally

Floats = NDArray[np.float64]
_Z95: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class CostChoice:
    """Deciding for the class that costs least in expectation, against deciding for the largest probability.

    Costs are a row, in the unit of the matrix.

    Attributes:
        costs: ``(truth, decision)``, as a rule takes them.
        before: mean cost of the decisions as given, on all rows.
        apparent: mean cost of least expected cost on the sampled rows, by a calibration that saw them.
        after: the same cross-fitted: before less the saving.
        saving: mean of what it saves on the sampled rows, cross-fitted; below 0 it costs more.
        low: lower end of its interval at 95 %, paired by row.
        high: upper end.
        expected: mean expected cost by the probabilities themselves; far from `after` where these are not calibrated.
        changed: share of rows that are decided otherwise.
        sentences: the same for people.
        warnings: what a user must know: classes never decided, a sample, probabilities that expect other costs.
    """

    costs: tuple[tuple[float, ...], ...]
    before: float
    apparent: float
    after: float
    saving: float
    low: float
    high: float
    expected: float
    changed: float
    sentences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def least_cost(
    tally: Tally, costs: Any, *, calibration: Calibration | None = None, shift: Sequence[float] | None = None
) -> CostChoice:
    """What deciding by least expected cost saves on rows like these.

    Source: Elkan (2001), IJCAI 17, 973.

    Args:
        tally: of a softmax of three or more classes.
        costs: ``(classes, classes)`` of each truth (row) and decision (column); right decisions usually cost 0.
        calibration: fitted on the same rows; it is fitted anew on four fifths of them for the fifth that is judged.
        shift: change of the prior, one number a class: added to the calibrated logits, and rows are weighed by it.

    Raises:
        OptionError: costs that are none, see `checked_costs`.
        RemedyError: outputs that keep no row sample.

    >>> import logitwise as lw
    >>> rows = [[1.0, 0.0, -9.0], [0.0, 1.0, -9.0], [-9.0, -9.0, 9.0]] * 30
    >>> tally = lw.tally([0, 1, 2, 1, 1, 2] * 15, logits=rows, head="softmax")
    >>> choice = least_cost(tally, [[0, 1, 1], [10, 0, 1], [1, 1, 0]])
    >>> round(choice.before, 3), round(choice.after, 3)  # in doubt between 0 and 1 it decides 1
    (1.667, 0.167)
    """
    matrix = checked_costs(costs, tally.head.classes)
    if tally.head.kind != "softmax" or tally.head.binary:
        raise RemedyError(
            "a cost matrix is for a softmax of three or more classes; give two classes or labels two costs"
        )
    rows = None if tally.weighted is not None else rows_of(tally)
    confusion = as_counted(tally).confusion
    if rows is None or not isinstance(confusion, Confusion):
        what = "weighted rows keep" if tally.weighted is not None else f"a tally of {tally.scale} keeps"
        raise RemedyError(f"{what} no sample of rows, on which decisions by cost could be judged")
    moved = np.zeros(len(matrix)) if shift is None else np.asarray(shift, np.float64)
    heavy = confusion.counts * np.exp(moved)[confusion.truth]
    before = float(matrix[confusion.truth, confusion.decision] @ heavy / heavy.sum())
    rows = replace(held_by_float32(rows), counts=rows.counts * np.exp(moved)[rows.labels])
    effect = design_effect(tally, None) if tally.clusters is not None else 1.0
    return _judged(tally, _Case(matrix, rows, calibration or Identity(), moved), before=before, effect=effect)


class _Case(NamedTuple):
    """Costs, rows that weigh as the new prior has it, and what is done to their logits."""

    costs: Floats
    rows: SoftmaxRows
    calibration: Calibration
    shift: Floats


def _judged(tally: Tally, case: _Case, *, before: float, effect: float) -> CostChoice:
    costs, rows, calibration, shift = case
    given, apparent = rows.z.argmax(axis=1), cheapest(np.asarray(calibration(rows.z)) + shift, costs)
    heat = calibration.temperature if isinstance(calibration, Temperature | Biased) else 1.0
    held = shift + cross_fitted(rows, calibration, method=method_of(calibration), temperature=heat)
    decided = cheapest(held, costs)
    saved = costs[rows.labels, given] - costs[rows.labels, decided]
    saving, error = rows.mean(saved), rows.standard_error(saved) * sqrt(effect)
    expected = (np.asarray(softmax(held, axis=-1)) @ costs).min(axis=1)
    off = costs[rows.labels, decided] - expected
    choice = CostChoice(
        tuple(tuple(row) for row in costs.tolist()), before, rows.mean(costs[rows.labels, apparent]), before - saving,
        saving, saving - _Z95 * error, saving + _Z95 * error, rows.mean(expected), rows.mean((given != decided) * 1.0),
    )  # fmt: skip
    believed = abs(rows.mean(off)) <= _Z95 * rows.standard_error(off) * sqrt(effect)
    return replace(choice, sentences=(_sentence(choice),), warnings=_warnings(tally, case, decided, believed=believed))


def cheapest(z: Floats, costs: Floats) -> NDArray[np.int64]:
    """``(rows,)`` the decision of least expected cost, as `logitwise.rule.Rule` takes it."""
    return np.asarray((np.asarray(softmax(z, axis=-1)) @ costs).argmin(axis=1))


def _sentence(choice: CostChoice) -> str:
    verb = "saves" if choice.saving >= 0 else "costs"
    return (
        f"deciding by least expected cost {verb} {number(abs(choice.saving))} a row (95 %: {number(choice.low)} to "
        f"{number(choice.high)}): {number(choice.before)} before, {number(choice.after)} after, cross-fitted; "
        f"{percent(choice.changed)} of rows are decided otherwise"
    )


def _warnings(tally: Tally, case: _Case, decided: NDArray[np.int64], *, believed: bool) -> tuple[str, ...]:
    costs, rows, classes, said = case.costs, case.rows, tally.head.classes, []
    if tally.sample is not None and tally.sample.counts.sum() < tally.rows:
        said.append(f"judged on a uniform sample of {len(rows.z):,} of {tally.rows:,} rows")
    if not believed:
        said.append("the costs that the probabilities expect are not those that come about: recalibrate them first")
    never = np.setdiff1d(np.arange(len(costs)), decided)
    if len(never):
        said.append(f"at these costs no row is decided to be {named([classes[k] for k in never])}")
    cheaper = np.flatnonzero(np.diagonal(costs) > costs.min(axis=1))
    if len(cheaper):
        k = int(cheaper[0])
        other = quoted(classes[int(costs[k].argmin())])
        said.append(
            f"a row of {quoted(classes[k])} costs less if it is called {other} than if it is called right: rows of the "
            "matrix are the truth, columns the decision"
        )
    return tuple(said)


def checked_costs(costs: Any, classes: Sequence[str]) -> Floats:
    """The matrix as numbers.

    Raises:
        OptionError: another size than one row and column a class; costs that are negative or no finite numbers; all
            0; a class whose rows cost the same whatever is decided, or that is decided without cost for any truth.

    >>> checked_costs([[0, 1], [5, 0]], ("no", "yes")).tolist()
    [[0.0, 1.0], [5.0, 0.0]]
    """
    try:
        matrix = np.asarray(costs, np.float64)
    except (TypeError, ValueError) as error:
        raise OptionError("costs: a matrix of numbers was expected, a row a truth and a column a decision") from error
    size = len(classes)
    if matrix.shape != (size, size):
        found = " by ".join(map(str, matrix.shape)) or "one number"
        raise OptionError(f"costs: {size} by {size} were expected, one row and column a class; got {found}")
    wrong = ~np.isfinite(matrix) | (matrix < 0)
    if wrong.any():
        i, j = np.argwhere(wrong)[0]
        where = f"truth {quoted(classes[i])}, decision {quoted(classes[j])}"
        raise OptionError(f"costs: numbers of at least 0 were expected; {where} is {matrix[i, j]:g}")
    if not matrix.any():
        raise OptionError("costs: all are 0, so that no decision is better than another")
    free = np.flatnonzero(~matrix.any(axis=0))
    if len(free):
        name = quoted(classes[free[0]])
        raise OptionError(f"costs: to decide {name} never costs anything, so that always deciding it would be best")
    idle = np.flatnonzero((matrix == matrix[:, :1]).all(axis=1))
    if len(idle):
        name = quoted(classes[idle[0]])
        raise OptionError(f"costs: rows of {name} cost the same whatever is decided: give its mistakes a cost above 0")
    return matrix
