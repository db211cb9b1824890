"""What was said of the rows, as words of a command line, so that a command in a report reads them the same way."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from logitwise.head import Head
    from logitwise.policy import Policy
    from logitwise.verbs.gather import Rows

MOST_FILES: Final = 8
"""Files that a command names; of more it says FILE."""
COLUMNS: Final = {
    "--label": "label", "--logits": "logits", "--probabilities": "probabilities", "--weight": "sample_weight",
    "--group": "groups", "--id": "ids",
}  # fmt: skip
"""Options that name a column, and the field of `Rows` that each fills."""


def words_of(rows: Rows, *, policy: object, rules: Policy, head: Head | None = None) -> tuple[str, ...] | None:
    """Files, then options, as ``evaluate`` and ``tune`` take them; None where no command names the rows.

    Args:
        rows: what was said of them.
        policy: what was said of the policy: a path, its tables, or nothing.
        rules: the policy itself; a command cannot name one that is no file, so what it declares is said.
        head: of the rule that they pass through, which declares what was not said.
    """
    by_path = isinstance(policy, str | os.PathLike)
    saved = any(path.lower().endswith(".tally") for path in rows.paths)  # which has its head and classes already
    said = _as_head(rows if policy is None or by_path or saved else rows.under(rules), head)
    files = _files(said)
    if files is None or said.classes is not None:  # no option says classes
        return None
    options = [word for option, name in COLUMNS.items() for word in _option(option, getattr(said, name))]
    options += [word for name in ("model", "head", "positive") for word in _option(f"--{name}", getattr(said, name))]
    for name, factor in said.class_weights.items():
        options += ["--class-weight", f"{name}={str(factor).removesuffix('.0')}"]
    if said.invalid == "reject":
        options += ["--invalid", "reject"]
    if isinstance(said.limits, list | tuple):
        options += [word for each in said.limits for word in ("--limits", str(each))]
    return (*files, *options, *(["--policy", os.fspath(policy)] if isinstance(policy, str | os.PathLike) else []))


def _as_head(rows: Rows, head: Head | None) -> Rows:
    """With what the rule declares, where a command would not find it by itself."""
    if head is None:
        return rows
    kind = head.kind if head.kind == "multilabel" else None
    first = head.positive_class if head.positive == 0 else None
    return replace(rows, head=rows.head or kind, positive=first if rows.positive is None else rows.positive)


def _files(rows: Rows) -> tuple[str, ...] | None:
    """As they were said; None of arrays, frames and a model that is no file."""
    columns = (getattr(rows, name) for name in (*COLUMNS.values(), "model"))
    if not rows.paths or any(each is not None and not isinstance(each, str | os.PathLike) for each in columns):
        return None
    said = [rows.source] if isinstance(rows.source, str | os.PathLike) else list(rows.source)
    if len(said) > MOST_FILES:
        return ("FILE",)
    return tuple(f"./{each}" if str(each).startswith("-") else os.fspath(each) for each in said)


def _option(option: str, value: Any) -> list[str]:
    return [] if value is None else [option, os.fspath(value) if isinstance(value, os.PathLike) else str(value)]
