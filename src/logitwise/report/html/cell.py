"""Cells of a table that can be sorted, some with their interval as a bar."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isnan
from typing import TYPE_CHECKING

from logitwise.metrics.wording import percent, tabled
from logitwise.report.key_numbers import interval_text

if TYPE_CHECKING:
    from logitwise.metrics import Estimate


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: what it says.
        key: number that it is sorted by; empty for what is undefined, which stands last.
        span: path of the interval in a picture of 100 by 10; empty without one.
        mark: path of the value in it.
        why: why there is no value, for a reader who asks.
        sought: whether a search looks at it too, as at the row's heading.
    """

    text: str
    key: str = ""
    span: str = ""
    mark: str = ""
    why: str = ""
    sought: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Heading of a column.

    Attributes:
        name: what it says.
        number: whether its cells are set to the right.
    """

    name: str
    number: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        name: its heading, visible.
        key: number that headings are sorted by.
        cells: the others.
        marked: whether it stands out, which a cell says too.
    """

    name: str
    key: str
    cells: tuple[Cell, ...]
    marked: bool = False


def key(value: float) -> str:
    """What a script sorts by.

    >>> key(0.123456789), key(float("nan"))
    ('0.12345679', '')
    """
    return "" if isnan(value) else f"{value:.8g}"


def count(rows: float) -> Cell:
    """A number of rows."""
    return Cell(f"{rows:,}", key(rows))


def share(value: float) -> Cell:
    """A share in per cent."""
    return Cell(percent(value), key(value))


def value(estimate: Estimate) -> Cell:
    """A metric's value, a dash where it is undefined."""
    if isnan(estimate.value):
        return Cell("–", why=estimate.undefined or "")
    return Cell(tabled(estimate.value), key(estimate.value))


def interval(estimate: Estimate) -> Cell:
    """A metric's interval as text and bar, sorted by its lower end."""
    if isnan(estimate.value) or not (isfinite(estimate.low) and isfinite(estimate.high)):
        return Cell("–", why=interval_text(estimate))
    return Cell(
        interval_text(estimate), key(estimate.low), *_bar(estimate.low, estimate.value, estimate.high, most=1.0)
    )  # fmt: skip


def interval_of_share(low: float, value: float, high: float, *, most: float) -> Cell:
    """The same of a share, in per cent, with a bar that goes up to `most`."""
    return Cell(f"{percent(low)[:-2]} to {percent(high)}", key(low), *_bar(low, value, high, most=most))


def _bar(low: float, value: float, high: float, *, most: float) -> tuple[str, str]:
    low, value, high = (100 * each / most for each in (low, value, high))
    return f"M{low:.3g} 5H{high:.3g}", f"M{value:.3g} 1V9"
