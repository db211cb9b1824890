"""A number to be computed: each wrong option is what a misconception computes."""

from __future__ import annotations

import re
from dataclasses import replace
from math import isfinite
from typing import Any, Final

from logitwise.lessons.bank.question import Option, Variant
from logitwise.lessons.building.alike import near_a_tie
from logitwise.lessons.building.namespace import Namespace
from logitwise.lessons.building.options import checked
from logitwise.lessons.building.rejected import UnluckyError
from logitwise.lessons.building.source import Source

READABLE: Final = re.compile(r"(?=.*[-+*/])(?!.*\w\()(?!.*[A-Za-z_]\.)[\w\s()+\-*/.]{3,40}")
"""Arithmetic on plain names, without calls, which says to people what was computed."""


def build(source: Source, names: Namespace, plain: Variant) -> Variant:
    """Compute the key and what the misconceptions compute."""
    key = _option(source, names, {"value": source.text("right")})
    wrong = [_option(source, names, part) for part in source.parts("wrong")]
    return replace(plain, options=checked(source.id, [key, *wrong]))


def _option(source: Source, names: Namespace, part: dict[str, Any]) -> Option:
    expression, misconception = part["value"].strip(), part.get("misconception")
    told = names.filled(part["evidence"]) if "evidence" in part else ""
    formula = f"this is {expression}" if READABLE.fullmatch(expression) else ""
    shown = _shown(source, names, names.value(expression))
    return Option(shown, False, misconception is None, told or formula, misconception)


def _shown(source: Source, names: Namespace, value: Any) -> str:
    if isinstance(value, str):
        return value
    form = source.fields.get("format", "")
    if not isfinite(value):
        raise UnluckyError(f"{source.id}: an option is {value}")
    text = names.filled(form, x=value) if "{" in form else format(value, form)
    if near_a_tie(float(value), text):
        raise UnluckyError(f"{source.id}: an option is {value!r}, which rounds to {text!r} or to its neighbour")
    return text
