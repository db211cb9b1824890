"""Figures of the lesson as a chart needs them: numbers and lists of numbers."""

from __future__ import annotations

from logitwise.errors import FormatError
from logitwise.lessons.figures import figure


def number(name: str) -> float:
    """A figure that is one number.

    Raises:
        FormatError: there is no such figure, or it is none.
    """
    value = figure(name)
    if isinstance(value, str | list):
        raise FormatError(f"figure {name!r}: expected a number for a chart, got {value!r:.40}")
    return float(value)


def numbers(name: str) -> list[float]:
    """A figure that is a list of numbers.

    Raises:
        FormatError: there is no such figure, or it is none.
    """
    value = figure(name)
    if not isinstance(value, list) or any(isinstance(each, str) for each in value):
        raise FormatError(f"figure {name!r}: expected a list of numbers for a chart, got {value!r:.40}")
    return [float(each) for each in value]
