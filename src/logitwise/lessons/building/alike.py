"""Whether two texts say the same, and whether a number is rounded by a hair."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from typing import Final

_DECIMAL: Final = re.compile(r"-?\d*\.(\d+)")
_FRACTION: Final = re.compile(r"(-?[\d.]+)\s*/\s*([\d.]+)")
_THOUSANDS: Final = re.compile(r"(?<=\d)[,\u202f\u2009_](?=\d{3}(?!\d))")
_APART: Final = 1.5
"""Last digits by which two shown decimals must differ, so that rounding on the way decides nothing."""
_TIE: Final = 1e-9
"""Relative distance to a rounding tie within which two ways of computing may round differently."""


def alike(a: str, b: str) -> bool:
    """Whether two texts are the same up to spaces, the same number, or decimals that differ by rounding alone."""
    if a.split() == b.split():
        return True
    one, other = number(a), number(b)
    if one is None or other is None:
        return False
    if math.isclose(one, other, rel_tol=1e-12, abs_tol=0.0):
        return True
    decimals = _DECIMAL.fullmatch(_plain(a).rstrip(" %")), _DECIMAL.fullmatch(_plain(b).rstrip(" %"))
    if decimals[0] is None or decimals[1] is None or ("%" in a) != ("%" in b):
        return False
    digits = min(len(decimals[0][1]), len(decimals[1][1]))
    return bool(abs(float(decimals[0][0]) - float(decimals[1][0])) < _APART * 10.0**-digits)


def number(text: str) -> float | None:
    """What a text is as a number: decimals, thousands, exponents, fractions, percent; None where it is none.

    Examples:
        >>> [number(each) for each in ("0.5", "1/2", "50 %", "5e-1", "\u2212 0.5", "1,000", "half")]
        [0.5, 0.5, 0.5, 0.5, -0.5, 1000.0, None]
    """
    plain = _plain(text)
    percent = plain.endswith("%")
    plain = plain.rstrip("% ")
    fraction = _FRACTION.fullmatch(plain)
    parts = fraction.groups() if fraction is not None else (plain, "1")
    try:
        above, below = (float(each) for each in parts)
    except ValueError:
        return None
    if below == 0 or not math.isfinite(above):
        return None
    return above / below / (100 if percent else 1)


def near_a_tie(value: float, text: str) -> bool:
    """Whether a value lies so near the middle between two shown numbers that rounding it is a matter of luck.

    Examples:
        >>> near_a_tie(2.5, "2"), near_a_tie(2.4, "2"), near_a_tie(0.125, "12.5%")
        (True, False, False)
    """
    plain = _plain(text)
    try:
        shown = Decimal(plain.rstrip("% "))
    except InvalidOperation:
        return False
    if not shown.is_finite():
        return False
    scaled = value * (100 if plain.endswith("%") else 1)
    step = 10.0 ** int(shown.as_tuple().exponent)
    return math.isclose(abs(scaled - float(shown)), step / 2, rel_tol=0.0, abs_tol=_TIE * max(abs(scaled), step))


def _plain(text: str) -> str:
    """With a plain minus that stands at its number, and without thousands separators."""
    return re.sub(r"^-\s+", "-", _THOUSANDS.sub("", text.strip().replace("\u2212", "-")))
