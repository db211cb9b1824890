"""A rule in one line, and as a notebook shows it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from logitwise.rule.calibrations import Identity, method_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.rule.rule import Rule

MOST: Final = 4
"""Classes, methods or thresholds that are written out."""


def in_short(rule: Rule) -> str:
    """Kind, classes, methods, what decides, and how many rows it was tuned on.

    >>> from logitwise.head import Head
    >>> from logitwise.rule import Affine, Rule
    >>> in_short(Rule(Head("sigmoid", ("no", "yes")), (Affine(0.5, -1.0),), thresholds=(0.25,)))
    'sigmoid of no, yes; affine; threshold 0.25'
    """
    head = rule.head
    used = dict.fromkeys(method_of(each) for each in rule.calibrations if not isinstance(each, Identity))
    parts = [f"{head.kind} of {_few([visible(name) for name in head.classes])}", _few(list(used)) or "no calibration"]
    if rule.shift is not None:
        parts.append("prior shift")
    if rule.costs is not None:
        parts.append("the class that costs least")
    if rule.thresholds:
        cuts = _few([f"{cut:g}" for cut in rule.thresholds])
        parts.append(f"threshold{'s' if len(rule.thresholds) > 1 else ''} {cuts}")
    if rule.abstain is not None:
        parts.append(f"undecided from {rule.abstain[0]:g} to {rule.abstain[1]:g}")
    if rule.seen is not None:
        parts.append(f"tuned on {rule.seen.rows:,} rows")
    return "; ".join(parts)


def as_html(rule: Rule) -> str:
    """The line and the sentences as one ``div``; names from the data are escaped."""
    said = "".join(f"<li>{escape(visible(each))}</li>" for each in rule.sentences)
    return f"<div><b>Rule</b>: {escape(in_short(rule))}{f'<ul>{said}</ul>' if said else ''}</div>"


def visible(text: str) -> str:
    """Text with what cannot be seen written as its escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _few(words: Sequence[str]) -> str:
    more = len(words) - MOST
    return ", ".join(words[:MOST]) + (f" and {more:,} more" if more > 0 else "")
