"""What the shown code prints: it is run, and so is the code that each misconception takes it for."""

from __future__ import annotations

from dataclasses import replace

from logitwise.lessons.bank.question import Option, Variant
from logitwise.lessons.building.namespace import Namespace, outcome
from logitwise.lessons.building.options import checked
from logitwise.lessons.building.rejected import RejectedError
from logitwise.lessons.building.source import Source


def build(source: Source, names: Namespace, plain: Variant) -> Variant:
    """Run the code and what it is taken for."""
    key = Option(_printed(source, names, plain.code), True, True, "this is what the code prints")
    wrong = [_wrong(source, names, each["code"], each.get("misconception")) for each in source.parts("wrong")]
    return replace(plain, options=checked(source.id, [key, *wrong]))


def _wrong(source: Source, names: Namespace, code: str, misconception: str | None) -> Option:
    filled = names.filled(code) if source.fields.get("fill_code") else code
    return Option(_printed(source, names, filled), True, False, "the code does not print this", misconception)


def _printed(source: Source, names: Namespace, code: str) -> str:
    try:
        printed = names.fresh().run(code)
    except Exception as error:
        raise RejectedError(f"{source.id}: the code\n{code}\n{outcome(error)}") from error
    if not printed:
        raise RejectedError(f"{source.id}: the code\n{code}\nprints nothing")
    return printed
