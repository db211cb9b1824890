"""Numbers as ticks say them."""

from __future__ import annotations

from typing import Final

_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain(value: float) -> str:
    """Few digits, a real minus sign.

    >>> plain(0.25), plain(-2.0), plain(12000.0), plain(0.0)
    ('0.25', '−2', '12,000', '0')
    """
    size = abs(value)
    if size and not 1e-4 <= size < 1e6:
        digits, _, exponent = f"{value:.0e}".partition("e")
        return (f"{digits}·10" + str(int(exponent)).translate(_RAISED)).replace("-", "−")
    return f"{value:,.10g}".replace("-", "−") if size else "0"


def power(exponent: int) -> str:
    """A power of ten.

    >>> power(-3), power(0), power(1)
    ('10⁻³', '1', '10')
    """
    return {0: "1", 1: "10"}.get(exponent, "10" + str(exponent).translate(_RAISED))
