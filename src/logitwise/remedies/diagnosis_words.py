"""How a diagnosis of probabilities is said."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import TYPE_CHECKING, Final

from logitwise.metrics.wording import number, percent

if TYPE_CHECKING:
    from logitwise.remedies.diagnosis import Diagnosis, Estimated

CONSTANT: Final = "every row has the same score (constant), so that its temperature is unknown"
SEPARATED: Final = {
    "right": "a threshold separates the outcomes, so that there is no finite optimum of temperature or slope",
    "inverted": "the scores are inverted: every row with the outcome scores below all others",
}
HARDLY_OVERLAP: Final = (
    "the rows tell too little of a slope: nearly all weight is on one score, or outcomes hardly overlap"
)
TOO_FEW: Final = "too few rows to tell: {} are needed, and {} of each outcome"


def inverted(slope: Estimated) -> str:
    """A slope of at most 0."""
    if slope.high < 0:
        return (
            "the scores are inverted: rows with higher ones hold the outcome less often "
            f"(slope {number(slope.value)}, {_between(slope)})"
        )
    return (
        "the scores rank no better than chance and may as well be inverted "
        f"(slope {number(slope.value)}, {_between(slope)})"
    )


def _between(x: Estimated) -> str:
    return f"95 %: {number(x.low)} to {number(x.high)}"


def _honest(seen: Diagnosis) -> str:
    heat = seen.temperature
    known = "" if isnan(heat.value) else f" (temperature {number(heat.value)}, {_between(heat)})"
    return f"no miscalibration can be told from chance{known}"


def _over_confident(seen: Diagnosis) -> str:
    heat = seen.temperature
    return f"over-confident: log-odds are {number(heat.value)} times too large ({_between(heat)}){_and_shifted(seen)}"


def _under_confident(seen: Diagnosis) -> str:
    heat = seen.temperature
    size = f"{number(1 / heat.value)} times too small (95 %: {number(1 / heat.high)} to {number(1 / heat.low)})"
    return f"under-confident: log-odds are {size}{_and_shifted(seen)}"


def _and_shifted(seen: Diagnosis) -> str:
    if seen.intercept.low <= 0 <= seen.intercept.high:
        return ""
    way = "low" if seen.intercept.value > 0 else "high"
    return f"; probabilities are too {way} besides (intercept {number(seen.intercept.value)})"


def _shifted(seen: Diagnosis) -> str:
    shift = seen.shift
    way, sign = ("low", 1) if shift.value > 0 else ("high", -1)
    low, high = sorted((sign * shift.low, sign * shift.high))
    size = f"{number(sign * shift.value)} in log-odds (95 %: {number(low)} to {number(high)})"
    text = f"shifted: probabilities are too {way}, by {size}"
    if seen.slope.low <= 1 <= seen.slope.high:
        return text
    return f"{text}; {'over' if seen.slope.value < 1 else 'under'}-confident besides (slope {number(seen.slope.value)})"


def _shape(seen: Diagnosis) -> str:
    return (
        f"of the wrong shape: probabilities are off by {percent(seen.gap)} on average, and by {percent(seen.gap_left)} "
        "still after the best slope and shift"
    )


SENTENCES: Final[dict[str, Callable[[Diagnosis], str]]] = {
    "honest": _honest,
    "over-confident": _over_confident,
    "under-confident": _under_confident,
    "shifted": _shifted,
    "shape": _shape,
}
