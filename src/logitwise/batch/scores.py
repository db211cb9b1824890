"""Scores to what kernels read: every value looked at once, and closer only where something shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logitwise.batch.causes import cause_of_range, cause_of_sums
from logitwise.batch.extremes import extremes
from logitwise.batch.fault import REJECT, Fault
from logitwise.batch.shown import shown
from logitwise.errors import ScoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.batch.column import Column
    from logitwise.batch.origin import Origin

ROUNDING, TOLERANCE = 1e-5, 1e-3
Array = NDArray[Any]


def floats_of(column: Column, what: str) -> tuple[Array, str]:
    """Native float32 or float64, and the precision that the scores were given in.

    Raises:
        ScoreError: complex numbers, text, times, objects.
    """
    values = column.values
    kind, given = values.dtype.kind, values.dtype.name
    if column.names is not None:
        first = shown(str(column.names[int(values.flat[0])])) if values.size and column.names else "empty"
        raise ScoreError(
            f"{what}: the scores are text (the first is {first}); numbers were expected: store them as such, or name "
            "the columns that hold them"
        )
    if kind == "c":
        raise ScoreError(f"{what}: complex numbers ({given}); real numbers were expected")
    if kind == "O":
        raise ScoreError(f"{what}: Python objects (dtype object, which only pickle can store); numbers were expected")
    if given == "bfloat16":
        return values.astype(np.float32), "float32"
    if kind not in "buif":
        raise ScoreError(f"{what}: values of type {given}; numbers were expected")
    if given == "float16":
        return values.astype(np.float32), "float16"
    if given in {"float32", "float64"}:
        return (values if values.dtype.isnative else values.astype(given)), given
    return values.astype(np.float64), "float64"


@dataclass(frozen=True, slots=True)
class ScoreCheck:
    """The checks of one scale and head.

    Attributes:
        what: ``logits`` or ``probabilities``, for messages.
        competing: the values of a row compete (a softmax), so rows are checked as wholes.
        origin: where the rows came from.
        precision: name of the type the scores were given in.
    """

    what: str
    competing: bool
    origin: Origin
    precision: str

    def faults(self, scores: Array, column: Column, sums: Array | None = None) -> list[Fault]:
        """Every reason for which some rows cannot be counted.

        Args:
            scores: ``(rows,)`` or ``(rows, width)`` floats.
            column: the same as the source gave them.
            sums: row sums of probabilities that compete, where some may miss one by more than rounding.
        """
        low, high = extremes(scores)
        found = []
        if column.null is not None and column.null.any():
            found.append(self._cells(column.null, "score is missing", self._null_error(column)))
        if np.isnan(low):
            found.append(self._nan(scores, column.null))
            low, high = extremes(scores[~np.isnan(scores)])
        found += self._logit_faults(scores, low, high) if self.what == "logits" else self._range(scores, low, high)
        if sums is not None:
            found += self._sum_faults(scores, sums, found)
        return [fault for fault in found if fault.rows.any()]

    def _nan(self, scores: Array, null: Array | None) -> Fault:
        cells = np.isnan(scores) if null is None else np.isnan(scores) & ~null
        return self._cells(cells, "score is NaN", lambda place, _i, _j: ScoreError(self._nan_text(place)))

    def _nan_text(self, place: str) -> str:
        return f"{self._start()}NaN at {place}; mend it where it is made, or leave such rows out ({REJECT})"

    def _null_error(self, column: Column) -> Callable[[str, int, int], ScoreError]:
        def error(place: str, i: int, j: int) -> ScoreError:
            spelled = column.spelling(i, j)
            return ScoreError(
                f"{self._start()}{spelled} at {place}, where a number that float64 holds was expected; "
                f"mend it where it is made, or leave such rows out ({REJECT})"
            )

        return error

    def _logit_faults(self, scores: Array, low: float, high: float) -> list[Fault]:
        if not self.competing:
            return []  # of a single sigmoid, an infinite logit is a probability of exactly 0 or 1
        found = []
        if high == np.inf:
            found.append(self._cells(scores == np.inf, "logit is +inf", self._inf_error))
        if low == -np.inf:
            rows = (scores == -np.inf).all(axis=1)
            if rows.any():
                text = "every logit is -inf at"
                reason = "which leaves no class possible; mask a class, not all of them"
                found.append(
                    Fault(
                        "every logit is -inf",
                        rows,
                        lambda i: ScoreError(f"{self._start()}{text} {self.origin.row(i)}, {reason}"),
                    )
                )
        return found

    def _inf_error(self, place: str, _i: int, _j: int) -> ScoreError:
        overflow = "float16 overflows above 65504: store logits in float32"
        hint = overflow if self.precision == "float16" else f"usually an overflow upstream ({overflow})"
        return ScoreError(f"{self._start()}+inf at {place}; a softmax of it is undefined; {hint}")

    def _range(self, scores: Array, low: float, high: float) -> list[Fault]:
        found = []
        cause = cause_of_range(low, high)

        def below(place: str, i: int, j: int) -> ScoreError:
            return ScoreError(f"{self._start()}a negative value, {_cell(scores, i, j)}, at {place}. {cause}")

        def above(place: str, i: int, j: int) -> ScoreError:
            return ScoreError(f"{self._start()}{_cell(scores, i, j)} at {place}, where at most 1 was expected. {cause}")

        if low < 0:
            found.append(self._cells(scores < 0, "probability is negative", below))
        if high > 1 + TOLERANCE and not self.competing:
            found.append(self._cells(scores > 1 + TOLERANCE, "probability is above 1", above))
        return found

    def _sum_faults(self, scores: Array, sums: Array, found: list[Fault]) -> list[Fault]:
        off = ~(np.abs(sums - 1) <= TOLERANCE)
        for fault in found:
            off &= ~fault.rows
        if not off.any():
            return []
        cause = cause_of_sums(scores, sums)

        def error(i: int) -> ScoreError:
            return ScoreError(
                f"{self._start()}{self.origin.row(i)} sums to {sums[i]:.6g}, where a softmax sums to 1 "
                f"(within {TOLERANCE:g}). {cause}"
            )

        return [Fault("row does not sum to 1", off, error)]

    def _cells(self, cells: Array, reason: str, error: Callable[[str, int, int], ScoreError]) -> Fault:
        rows = cells if cells.ndim == 1 else np.asarray(cells.any(axis=1))

        def at(i: int) -> ScoreError:
            j = 0 if cells.ndim == 1 else int(np.argmax(cells[i]))
            named = cells.ndim == 2 or self.origin.columns is not None
            place = f"{self.origin.row(i)}, {self.origin.column(j)}" if named else self.origin.row(i)
            return error(place, i, j)

        return Fault(reason, rows, at)

    def _start(self) -> str:
        return f"{self.origin.of(self.what)}: " + (f"among the {self.what}, " if self.origin.name else "")


def _cell(scores: Array, i: int, j: int) -> str:
    return f"{float(scores[i] if scores.ndim == 1 else scores[i, j]):.6g}"
