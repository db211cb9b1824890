"""Weights of rows as whole multiples of 2^-28, so that sums of them are exact in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.batch.fault import Fault, Rows
from logitwise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from logitwise.batch.column import Column
    from logitwise.batch.origin import Origin

BITS: Final = 28
UNIT: Final = 2.0**BITS
SMALLEST: Final = 2.0**-21  # rounding moves a weight by no more than 0.4 %, and sums by far less
LARGEST: Final = 2.0**24
SCALE = "divide all weights by their mean: only their ratios count"


def weights_of(column: Column, place: str, origin: Origin) -> tuple[NDArray[np.float64], list[Fault]]:
    """Weights as float64, and what keeps a row's from being one.

    Args:
        column: numbers.
        place: the start of messages: the file and the column.
        origin: where the rows came from.

    Raises:
        InputError: no numbers.
    """
    if column.names is not None or column.values.dtype.kind not in "fiub":
        kind = "text" if column.names else column.values.dtype
        raise InputError(f"{place}: numbers were expected as weights, got {kind}")
    values = column.values.astype(np.float64)
    if column.null is not None:
        values = np.where(column.null, np.nan, values)

    negative = (values < 0) & np.isfinite(values)
    return values, faults_of(
        values,
        f"{place}: the weight",
        origin,
        {
            "weight is missing": (np.isnan(values), lambda _: "is missing (NaN or null); every row needs one"),
            "weight is infinite": (np.isinf(values), lambda w: f"is {w}; a finite number was expected"),
            "weight is negative": (negative, lambda w: f"is negative, {w:g}; 0 or more was expected"),
        },
    )


def sizes_of(weights: NDArray[np.float64], what: str, origin: Origin) -> list[Fault]:
    """Weights, or their products with class weights, that no exact sum can hold."""
    small, large = f"{SMALLEST:.2g}, the smallest that is told from 0", f"{LARGEST:.3g}, the largest that sums exactly"
    with np.errstate(invalid="ignore"):  # a weight that is missing has a fault already
        tiny, huge = (weights > 0) & (weights < SMALLEST), np.isfinite(weights) & (weights > LARGEST)
    return faults_of(
        weights,
        what,
        origin,
        {
            "weight is too small": (tiny, lambda w: f"is {w:g}, smaller than {small}; {SCALE}"),
            "weight is too large": (huge, lambda w: f"is {w:g}, larger than {large}; {SCALE}"),
        },
    )


def faults_of(
    values: NDArray[np.float64], start: str, origin: Origin, reasons: Mapping[str, tuple[Rows, Callable[[float], str]]]
) -> list[Fault]:
    """The reasons that hold for any row, each with its words about the first one."""

    def fault(reason: str, rows: Rows, words: Callable[[float], str]) -> Fault:
        return Fault(reason, rows, lambda i: InputError(f"{start} of {origin.row(i)} {words(float(values[i]))}"))

    return [fault(reason, rows, words) for reason, (rows, words) in reasons.items() if rows.any()]


def units(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Weights in units of 2^-28.

    >>> units(np.array([0.0, 1.0, 0.5])).tolist()
    [0, 268435456, 134217728]
    """
    return np.rint(weights * UNIT).astype(np.int64)
