"""What the shown code prints: it is run, and so is the code that each misconception takes it for."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any, Final

from logitwise.lessons.bank.question import Option, Variant
from logitwise.lessons.building.namespace import Namespace, outcome
from logitwise.lessons.building.options import checked
from logitwise.lessons.building.rejected import RejectedError
from logitwise.lessons.building.source import Source

_SHORT: Final = 72
"""Characters of a line that is read at a glance."""
_UNTOLD: Final = "the code does not print this"


def build(source: Source, names: Namespace, plain: Variant) -> Variant:
    """Run the code and what it is taken for."""
    key = Option(_printed(source, names, plain.code), True, True, "this is what the code prints")
    wrong = [_wrong(source, names, plain.code, each) for each in source.parts("wrong")]
    return replace(plain, options=checked(source.id, [key, *wrong]))


def _wrong(source: Source, names: Namespace, shown: str, part: dict[str, Any]) -> Option:
    code = names.filled(part["code"]) if source.fields.get("fill_code") else part["code"]
    told = names.filled(part["evidence"]) if "evidence" in part else misread(code, shown)
    return Option(_printed(source, names, code), True, False, told, part.get("misconception"))


def misread(code: str, shown: str) -> str:
    r"""What the shown code is taken for: the code itself, or the one line in which it differs, where that is short.

    Examples:
        >>> misread("print(1 + x)", "print(1 * x)")
        'this is what `print(1 + x)` would print'
        >>> misread("x = 1 + y\nprint(x)", "x = 1 * y\nprint(x)")
        'this is what the code would print with `x = 1 + y`'
    """
    lines, others = ([line.strip() for line in text.strip().splitlines()] for text in (code, shown))
    differing = [line for line in lines if line not in others]
    if not differing or len(differing) > 1 or len(differing[0]) > _SHORT or literal(differing[0]):
        return _UNTOLD
    if len(lines) == 1:
        return f"this is what `{differing[0]}` would print"
    return f"this is what the code would print with `{differing[0]}`" if len(lines) == len(others) else _UNTOLD


def literal(line: str) -> bool:
    """Whether a line prints what is written in it, which says nothing of how it came about."""
    try:
        tree = ast.parse(line)
    except SyntaxError:  # the beginning of a block
        return False
    worked = ast.BinOp | ast.Attribute | ast.Subscript | ast.JoinedStr
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"print"}
    return not named and not any(isinstance(node, worked) for node in ast.walk(tree))


def _printed(source: Source, names: Namespace, code: str) -> str:
    try:
        printed = names.fresh().run(code)
    except Exception as error:
        raise RejectedError(f"{source.id}: the code\n{code}\n{outcome(error)}") from error
    if not printed:
        raise RejectedError(f"{source.id}: the code\n{code}\nprints nothing")
    return printed
