"""How reports and verdicts speak: class names made visible, numbers short but never rounded into another claim."""

from __future__ import annotations

import math
import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_NAME = 60
_FRONT, _BACK = 34, 16
"""Letters of a longer name that are shown from its beginning and its end."""

TITLES = {
    "roc_auc": "ROC AUC",
    "partial_auc": "partial AUC",
    "hand_till": "Hand-Till AUC",
    "augrc": "AUGRC",
    "mcc": "MCC",
    "f1": "F1",
    "fbeta": "F-beta",
    "npv": "NPV",
    "ppv_at_prevalence": "PPV at prevalence",
    "npv_at_prevalence": "NPV at prevalence",
    "ece15": "ECE-15",
    "brier": "Brier score",
    "brier_skill": "Brier skill",
    "hamming_loss": "Hamming loss",
}
"""Metrics whose words are not their names with spaces."""
WITH_PARAMETER = {
    "fbeta": "F{:g}",
    "top_k_accuracy": "top-{:g} accuracy",
    "partial_auc": "partial AUC up to a false positive rate of {:g}",
    "ppv_at_prevalence": "PPV at prevalence {:g}",
    "npv_at_prevalence": "NPV at prevalence {:g}",
}
"""The same with what they depend on; others end with it."""

_PLAIN = re.compile(r"[\w.+/&%@-]+\Z")


def visible(text: str) -> str:
    r"""Text with every control, bidi, zero-width or other invisible character written as its escape.

    >>> visible("red\x1b[31m\u202e")
    'red\\x1b[31m\\u202e'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def class_name(name: str) -> str:
    r"""A class name as tables show it: visible, its own backslashes doubled so that no two names look alike, shortened.

    A name of more than 60 letters is cut in its middle, and ends with a checksum of all of it: paths and taxonomies
    differ anywhere.

    >>> class_name("a\nb"), class_name(r"a\nb")
    ('a\\nb', 'a\\\\nb')
    >>> class_name("Q" * 70 + "a")
    'QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ…QQQQQQQQQQQQQQQa #0bf5'
    """
    text = visible(name.replace("\\", "\\\\"))
    if len(text) <= LONGEST_NAME:
        return text
    return f"{text[:_FRONT]}…{text[-_BACK:]} #{zlib.crc32(text.encode()) & 0xFFFF:04x}"


def quoted(name: str) -> str:
    """A class name inside a sentence, in quotes unless it is one plain word.

    >>> quoted("yes"), quoted("not sure")
    ('yes', "'not sure'")
    """
    text = class_name(name)
    return text if _PLAIN.match(text) else f"'{text}'"


def answer(name: str) -> str:
    """A class name as an answer, always in quotes.

    >>> answer("no")
    "'no'"
    """
    return f"'{class_name(name)}'"


def named(names: Sequence[str], *, most: int = 3) -> str:
    """Several class names, the first few spelled out.

    >>> named(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    shown = [quoted(name) for name in names[:most]]
    if len(names) > most:
        return ", ".join(shown) + f" and {len(names) - most:,} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def slice_name(column: str, value: str) -> str:
    """A slice inside a sentence.

    >>> slice_name("site", "A"), slice_name("site", "not known")
    ('site = A', "site = 'not known'")
    """
    return f"{quoted(column)} = {quoted(value)}"


def number(value: float, *, apart_from: float | None = None) -> str:
    """Three digits; more where the value is near 1 or must not be taken for another number.

    Args:
        value: what to write.
        apart_from: a bound; as many digits are written as it takes to lie on the same side of it as the value does.

    >>> number(0.90506), number(0.99962), number(1.0), number(-0.5), number(float("nan"))
    ('0.905', '0.9996', '1', '-0.5', 'undefined')
    >>> number(0.85996, apart_from=0.86)
    '0.85996'
    """
    if not math.isfinite(value):
        return "undefined" if math.isnan(value) else "infinite" if value > 0 else "minus infinity"
    text = _written(value, apart_from)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def tabled(value: float, *, apart_from: float | None = None) -> str:
    """The same for a column of numbers: always at least three decimals, so that they stand under each other.

    >>> tabled(0.9), tabled(1.0), tabled(0.99962), tabled(0.00012), tabled(0.85996, apart_from=0.86)
    ('0.900', '1.000', '0.9996', '0.00012', '0.85996')
    """
    if not math.isfinite(value):
        return number(value)
    text = _written(value, apart_from)
    return f"{value:.3f}" if abs(value) >= 0.001 and len(text) < len(f"{value:.3f}") else text


def percent(share: float) -> str:
    """A share in per cent, one decimal.

    >>> percent(0.90909), percent(1.0), percent(0.99996)
    ('90.9 %', '100.0 %', '99.996 %')
    """
    return (
        f"{100 * share:.1f} %"
        if share in (0, 1) or 0.0005 <= share < 0.9995
        else f"{number(100 * share, apart_from=100)} %"
    )


def times(ratio: float) -> str:
    """How many times as much: three digits, whole from 100 on.

    >>> times(1.2344), times(13.7541), times(1623.44)
    ('1.234', '13.8', '1,623')
    """
    if not 10 <= abs(ratio) < math.inf:
        return number(ratio)
    return f"{ratio:,.1f}" if abs(ratio) < 99.95 else f"{ratio:,.0f}"


def about(count: float) -> str:
    """A count that is an expectation: whole from 10 on.

    >>> about(22.902), about(0.302)
    ('23', '0.302')
    """
    return f"{count:,.0f}" if 10 <= abs(count) < math.inf else number(count)


def confidence(alpha: float) -> str:
    """The level of a one-sided limit.

    >>> confidence(0.05), confidence(0.05 / 25)
    ('95 %', '99.8 %')
    """
    return f"{100 * (1 - alpha):.4g} %"


def level_words(level: float) -> str:
    """The level of a two-sided interval.

    >>> level_words(0.95), level_words(0.999)
    ('95 %', '99.9 %')
    """
    return f"{100 * level:g} %"


def metric_words(name: str, parameter: float | None = None) -> str:
    """A metric in words, as the field writes it, with what it depends on.

    >>> metric_words("balanced_accuracy"), metric_words("top_k_accuracy", 5), metric_words("ppv_at_prevalence", 0.01)
    ('balanced accuracy', 'top-5 accuracy', 'PPV at prevalence 0.01')
    >>> metric_words("roc_auc"), metric_words("ece15"), metric_words("ppv_at_prevalence")
    ('ROC AUC', 'ECE-15', 'PPV at prevalence')
    """
    words = TITLES.get(name) or name.replace("_", " ")
    if parameter is None:
        return words
    return WITH_PARAMETER.get(name, words + " {:g}").format(parameter)


def counted(count: int, singular: str, plural: str | None = None) -> str:
    """A count with its noun.

    >>> counted(1, "row"), counted(2500, "row"), counted(2, "class", "classes")
    ('1 row', '2,500 rows', '2 classes')
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _written(value: float, apart_from: float | None) -> str:
    """Three decimals, or as many more as keep the value on its side of 1 and of a bound."""
    text = ""
    for digits in range(3, 17):
        text = f"{value:.{digits}f}" if abs(value) >= 0.01 else f"{value:.{digits - 1}g}"
        if _faithful(float(text), value, 1.0) and (apart_from is None or _faithful(float(text), value, apart_from)):
            break
    return text


def _faithful(written: float, value: float, bound: float) -> bool:
    """Whether what is written stands in the same order to a bound as the value."""
    return (written > bound) == (value > bound) and (written < bound) == (value < bound)
