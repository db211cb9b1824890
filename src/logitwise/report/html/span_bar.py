"""An interval drawn on the way from 0 to 1: positions of a bar inside a table, as SVG takes them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite, log10, nan

LEAST = 0.4
"""Per cent of the width that an interval is drawn at least, so that a narrow one is seen."""


@dataclass(frozen=True, slots=True)
class SpanBar:
    """Positions in per cent of the width; empty where nothing is drawn.

    Attributes:
        low: where the interval begins.
        width: of the interval.
        value: where the estimate stands.
        rival: where the number stands that it is held against.
        ends: what the axis begins and ends with, as text; empty where that is 0 and 1.
    """

    low: str
    width: str
    value: str
    rival: str
    ends: tuple[str, ...] = ()


def span_bar(
    value: float, low: float, high: float, *, rival: float = nan, ends: tuple[float, float] = (0.0, 1.0)
) -> SpanBar | None:
    """None where the value does not lie between 0 and 1; an interval that is not known is left out.

    >>> span_bar(0.5, 0.4, 0.65, rival=0.9)
    SpanBar(low='40%', width='25%', value='50%', rival='90%', ends=())
    >>> span_bar(0.89, 0.885, 0.895, rival=0.888, ends=around(0.885, 0.895))
    SpanBar(low='25%', width='50%', value='50%', rival='40%', ends=('0.88', '0.9'))
    >>> span_bar(2.3, 2.1, 2.5) is None
    True
    """
    if not 0 <= value <= 1:
        return None
    known = isfinite(low) and isfinite(high) and 0 <= low <= high <= 1
    first, last = ends
    low, high, value, rival = ((each - first) / (last - first) for each in (low, high, value, rival))
    start, wide = (low, high - low) if known else (nan, nan)
    return SpanBar(
        _at(min(start, 1 - LEAST / 100)), _at(max(wide, LEAST / 100)) if known else "", _at(value), _at(rival),
        () if ends == (0.0, 1.0) else tuple(f"{end:.12g}" for end in ends),
    )  # fmt: skip


def around(low: float, high: float) -> tuple[float, float]:
    """Ends of an axis that shows no more than two numbers and as much room as lies between them, rounded outwards.

    >>> around(0.8841, 0.8952), around(0.998, 1.0)
    ((0.87, 0.91), (0.997, 1.0))
    """
    apart = max(high - low, 1e-9)
    digits = -floor(log10(apart))
    first, last = floor((low - apart / 2) * 10**digits), ceil((high + apart / 2) * 10**digits)
    return max(0.0, round(first / 10**digits, digits)), min(1.0, round(last / 10**digits, digits))


def _at(share: float) -> str:
    return f"{round(100 * share, 2):g}%" if 0 <= share <= 1 else ""
