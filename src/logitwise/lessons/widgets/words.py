"""Numbers as sentences and tables say them."""

from __future__ import annotations

from math import isfinite, isnan

from logitwise.lessons.widgets.svg.numbers import power

UNDEFINED = "undefined"


def share(value: float) -> str:
    """A share to three decimals; what has no value is said to have none.

    >>> share(0.90506), share(float("nan"))
    ('0.905', 'undefined')
    """
    return UNDEFINED if isnan(value) else f"{value:.3f}"


def chance(value: float) -> str:
    """A probability to four decimals; one that they would make 0 keeps its size.

    >>> chance(0.5), chance(3.0e-7), chance(0.0)
    ('0.5000', '3.0·10⁻⁷', '0.0000')
    """
    return digits(value, 2) if 0 < value < 1e-4 else f"{value:.4f}"


def count(value: float) -> str:
    """Rows; weighted ones may be parts of a row.

    >>> count(1234.0), count(2.25)
    ('1,234', '2.2')
    """
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def signed(value: float, digits: int = 1) -> str:
    """With a real minus sign.

    >>> signed(-0.04), signed(2.0), signed(-1.26, 2)
    ('0.0', '2.0', '−1.26')
    """
    shown = f"{value:.{digits}f}"
    return shown.lstrip("-") if float(shown) == 0 else shown.replace("-", "−")


def digits(value: float, of: int = 4) -> str:
    """A number of any size to a few significant digits.

    >>> digits(0.00012346), digits(-5.0), digits(float("inf")), digits(6.04e-6, 2)
    ('0.0001235', '−5', '∞', '6.0·10⁻⁶')
    >>> digits(12345.6), digits(999.99)
    ('12,346', '1,000')
    """
    if isnan(value):
        return UNDEFINED
    if not isfinite(value):
        return "∞" if value > 0 else "−∞"
    shown = f"{value:.{of}g}"
    if 999.5 <= abs(value) < 1e9:
        shown = f"{value:,.0f}"
    if "e" in shown:
        mantissa, _, exponent = f"{value:.{of - 1}e}".partition("e")
        shown = f"{mantissa}·{power(int(exponent))}"
    return shown.replace("-", "−")


def written(value: float) -> str:
    """A number as a form field holds it.

    >>> written(2.0), written(-0.25)
    ('2', '-0.25')
    """
    return f"{value:.10g}"
