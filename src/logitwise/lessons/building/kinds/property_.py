"""Statements of which exactly one survives thousands of random cases; the others meet their smallest counterexample."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np

from logitwise.lessons.bank.question import Option, Variant
from logitwise.lessons.building.namespace import Namespace
from logitwise.lessons.building.options import checked
from logitwise.lessons.building.source import Source

CASES: Final = 3_000
SIZES: Final = 20
"""Cases grow from size 1 to this one, so that the first counterexample is a small one."""


def build(source: Source, names: Namespace, plain: Variant) -> Variant:
    """Try every statement on every case until it fails."""
    parts = source.parts("option")
    cases = int(source.fields.get("cases", CASES))
    failed: dict[int, str] = {}
    for number in range(cases):
        if len(failed) == len(parts):
            break
        case = _case(source, names, number, 1 + number * SIZES // cases)
        for k, part in enumerate(parts):
            if k not in failed and not case.value(part["holds"]):
                failed[k] = _counterexample(source, case, part)
    held = f"held in all {cases:,} random cases"
    options = [_option(names, part, failed.get(k), held) for k, part in enumerate(parts)]
    return replace(plain, options=checked(source.id, options))


def _case(source: Source, names: Namespace, number: int, size: int) -> Namespace:
    case = object.__new__(Namespace)  # the names of the variant with those of the case, without drawing again
    case.source, case.seed = source, names.seed
    case.names = {**names.names, "rng": np.random.default_rng([names.seed, number]), "size": size}
    case.run(source.text("case"))
    return case


def _counterexample(source: Source, case: Namespace, part: dict[str, Any]) -> str:
    told = part.get("counterexample") or source.text("counterexample")
    return f"fails: {case.filled(told)}"


def _option(names: Namespace, part: dict[str, Any], failed: str | None, held: str) -> Option:
    right = failed is None
    return Option(names.filled(part["text"]), False, right, failed or held, part.get("misconception"))
