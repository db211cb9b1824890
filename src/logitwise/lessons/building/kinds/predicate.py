"""Snippets of which exactly one does what is asked: every one is run and checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from logitwise.lessons.bank.question import Option, Variant
from logitwise.lessons.building.namespace import Namespace, outcome
from logitwise.lessons.building.options import checked
from logitwise.lessons.building.source import Source


def build(source: Source, names: Namespace, plain: Variant) -> Variant:
    """Run every snippet and its check."""
    return replace(plain, options=checked(source.id, [_option(source, names, each) for each in source.parts("option")]))


def _option(source: Source, names: Namespace, part: dict[str, Any]) -> Option:
    code = names.filled(part["code"]) if source.fields.get("fill_code") else part["code"]
    right, evidence = passes(names.fresh(), code, source.text("check_code"), told=part.get("evidence"))
    text = names.filled(part["text"]) if "text" in part else code.strip("\n")
    return Option(text, "text" not in part, right, evidence, part.get("misconception"))


def passes(names: Namespace, code: str, check: str, *, told: str | None = None) -> tuple[bool, str]:
    """Whether a snippet passes the check, and what running it showed. One that raises does not pass."""
    try:
        names.run(code)
        right = names.holds(check)
    except Exception as error:  # noqa: BLE001  whatever a wrong snippet raises is its evidence
        cause = error.__cause__ if isinstance(error.__cause__, Exception) else error
        return False, outcome(cause)
    return right, names.filled(told) if told else "passes the check" if right else "fails the check"
