"""An interval drawn on the way from 0 to 1: positions of a bar inside a table, as SVG takes them."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan

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
    """

    low: str
    width: str
    value: str
    rival: str


def span_bar(value: float, low: float, high: float, *, rival: float = nan) -> SpanBar | None:
    """None where the value does not lie between 0 and 1; an interval that is not known is left out.

    >>> span_bar(0.5, 0.4, 0.65, rival=0.9)
    SpanBar(low='40%', width='25%', value='50%', rival='90%')
    >>> span_bar(2.3, 2.1, 2.5) is None
    True
    """
    if not 0 <= value <= 1:
        return None
    known = isfinite(low) and isfinite(high) and 0 <= low <= high <= 1
    start, wide = (low, high - low) if known else (nan, nan)
    return SpanBar(
        _at(min(start, 1 - LEAST / 100)), _at(max(wide, LEAST / 100)) if known else "", _at(value), _at(rival)
    )


def _at(share: float) -> str:
    return f"{round(100 * share, 2):g}%" if 0 <= share <= 1 else ""
