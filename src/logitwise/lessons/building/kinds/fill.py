"""Blanks in code: every accepted fill is run and passes, every known wrong one is run and fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from logitwise.lessons.bank.fill_text import same_code
from logitwise.lessons.bank.question import Fills, Variant
from logitwise.lessons.building.kinds.predicate import passes
from logitwise.lessons.building.namespace import Namespace
from logitwise.lessons.building.rejected import RejectedError
from logitwise.lessons.building.source import Source

BLANK: Final = "___"


def build(source: Source, names: Namespace, plain: Variant) -> Variant:
    """Run the code with every fill."""
    accepted = [_fills(source, names, each["fills"]) for each in source.parts("accepted")]
    wrong = [(_fills(source, names, each["fills"]), str(each["misconception"])) for each in source.parts("wrong")]
    if not accepted or not wrong:
        raise RejectedError(f"{source.id}: an accepted and a wrong fill are needed")
    for one, (other, _) in product(accepted, wrong):
        if all(same_code(a, b) for a, b in zip(one, other, strict=True)):
            raise RejectedError(f"{source.id}: {one} is accepted and wrong")
    for fills in accepted:
        passed, evidence = _tried(source, names, plain.code, fills)
        if not passed:
            raise RejectedError(f"{source.id}: the accepted fill {fills} {evidence}")
    told = [(fills, misconception, _failing(source, names, plain.code, fills)) for fills, misconception in wrong]
    return replace(plain, fills=Fills(tuple(accepted), tuple(told)))


def _fills(source: Source, names: Namespace, given: Sequence[str]) -> tuple[str, ...]:
    filled = tuple(names.filled(each) if source.fields.get("fill_code") else str(each) for each in given)
    if len(filled) != source.text("code").count(BLANK):
        raise RejectedError(f"{source.id}: {len(filled)} fills for {source.text('code').count(BLANK)} blanks")
    return filled


def _failing(source: Source, names: Namespace, code: str, fills: Sequence[str]) -> str:
    passed, evidence = _tried(source, names, code, fills)
    if passed:
        raise RejectedError(f"{source.id}: the wrong fill {fills} passes, so two fills are right")
    return evidence


def _tried(source: Source, names: Namespace, code: str, fills: Sequence[str]) -> tuple[bool, str]:
    pieces = code.split(BLANK)
    whole = pieces[0] + "".join(fill + piece for fill, piece in zip(fills, pieces[1:], strict=True))
    return passes(names.fresh(), whole, source.text("check_code"))
