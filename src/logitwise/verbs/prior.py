"""Outputs without labels from where a model is used, read from an array or a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from logitwise.batch import Column
from logitwise.errors import EmptyError, InputError, OptionError
from logitwise.remedies.unlabeled import Unlabeled
from logitwise.sources.names import Asked
from logitwise.sources.paths import open_path
from logitwise.verbs.apply import chosen
from logitwise.verbs.gather import limits_of

if TYPE_CHECKING:
    from logitwise.head import Head
    from logitwise.sources.table import Table
    from logitwise.tallies import Tally
    from logitwise.verbs.gather import Rows


def unlabeled_of(source: Any, tally: Tally, *, rows: Rows) -> Unlabeled:
    """Outputs without labels.

    Args:
        source: an array in the scale of the judged rows, or the path of a file whose columns are named like theirs.
        tally: the judged rows.
        rows: what was said of them: names of columns, limits.

    Raises:
        InputError: a file without such columns or rows, or outputs of another head.
    """
    if not isinstance(source, str | os.PathLike):
        if tally.scale not in ("logits", "probabilities"):
            raise OptionError("unlabeled= goes with logits or probabilities")
        return _of_array(source, tally.head, tally.scale)
    table = open_path(source, limits_of(rows.limits))
    try:
        return _of_table(table, tally, rows)
    except InputError as error:
        if str(error).startswith(table.file):
            raise
        raise type(error)(f"{table.file}: {error}") from error


def _of_array(source: Any, head: Head, scale: str) -> Unlabeled:
    try:
        scores = np.asarray(source)
        fits = scores.ndim > 0 and scores.dtype != object
    except (TypeError, ValueError, RuntimeError):
        fits = False
    if not fits:
        what = type(source).__name__
        raise OptionError(f"unlabeled is an array of outputs without labels, or the path of a file of them, not {what}")
    return Unlabeled.of(head, **{scale: scores})


def _of_table(table: Table, tally: Tally, rows: Rows) -> Unlabeled:
    named = {name: value for name, value in rows.scores.items() if isinstance(value, str)}
    asked = Asked(
        logits=named.get("logits"), probabilities=named.get("probabilities"), head=tally.head.kind
    )  # fmt: skip
    scale, group = chosen(table, tally.head, asked)
    found: Unlabeled | None = None
    for part in table.parts((), group.columns):
        column = Column.stacked([part.columns[name] for name in group.columns])
        more = Unlabeled.of(tally.head, **{scale: column.values})
        found = more if found is None else found + more
    if found is None:
        raise EmptyError(f"{table.file} has no rows")
    return found
