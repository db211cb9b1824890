"""A number to be computed: each wrong option is what a misconception computes."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import Any

from logitwise.lessons.bank.question import Option, Variant
from logitwise.lessons.building.namespace import Namespace
from logitwise.lessons.building.options import checked
from logitwise.lessons.building.rejected import UnluckyError
from logitwise.lessons.building.source import Source


def build(source: Source, names: Namespace, plain: Variant) -> Variant:
    """Compute the key and what the misconceptions compute."""
    key = _option(source, names, source.text("right"), None)
    wrong = [_option(source, names, each["value"], each.get("misconception")) for each in source.parts("wrong")]
    return replace(plain, options=checked(source.id, [key, *wrong]))


def _option(source: Source, names: Namespace, expression: str, misconception: str | None) -> Option:
    value = names.value(expression)
    return Option(_shown(source, names, value), False, misconception is None, f"{expression.strip()}", misconception)


def _shown(source: Source, names: Namespace, value: Any) -> str:
    if isinstance(value, str):
        return value
    form = source.fields.get("format", "")
    if not isfinite(value):
        raise UnluckyError(f"{source.id}: an option is {value}")
    return names.filled(form, x=value) if "{" in form else format(value, form)
