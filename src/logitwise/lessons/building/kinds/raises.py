"""Snippets of which exactly one raises, or exactly one runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from logitwise.lessons.bank.question import Option, Variant
from logitwise.lessons.building.namespace import Namespace, outcome
from logitwise.lessons.building.options import checked
from logitwise.lessons.building.rejected import RejectedError
from logitwise.lessons.building.source import Source


def build(source: Source, names: Namespace, plain: Variant) -> Variant:
    """Run every snippet and see which raises."""
    expects = source.text("expects")
    if expects not in ("raises", "runs"):
        raise RejectedError(f"{source.id}: expects is {expects!r}; it can be raises or runs")
    if expects == "raises":
        source.text("error")  # without it any slip of a snippet would do for a key
    return replace(plain, options=checked(source.id, [_option(source, names, each) for each in source.parts("option")]))


def _option(source: Source, names: Namespace, part: dict[str, Any]) -> Option:
    code = names.filled(part["code"]) if source.fields.get("fill_code") else part["code"]
    error = _error(names.fresh(), code)
    wanted = source.fields.get("error")
    if error is not None and wanted is not None and wanted not in [each.__name__ for each in type(error).__mro__]:
        raise RejectedError(f"{source.id}: {code.strip()!r} {outcome(error)}, not {wanted}")
    right = (error is not None) == (source.text("expects") == "raises")
    evidence = "runs" if error is None else outcome(error)
    text = names.filled(part["text"]) if "text" in part else code.strip("\n")
    return Option(text, "text" not in part, right, evidence, part.get("misconception"))


def _error(names: Namespace, code: str) -> Exception | None:
    try:
        names.run(code)
    except Exception as error:  # noqa: BLE001  whatever it raises is what is asked for
        return error
    return None
