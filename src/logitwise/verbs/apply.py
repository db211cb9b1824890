"""Apply: a file of outputs through a rule, part by part, into a file of recalibrated probabilities and decisions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logitwise.batch import Column
from logitwise.batch.fault import settle
from logitwise.batch.scores import ROUNDING, ScoreCheck, floats_of
from logitwise.batch.shapes import scores_of_width
from logitwise.batch.shown import listed, shown
from logitwise.batch.sums import row_sums
from logitwise.errors import ColumnError, EmptyError, FileError, OptionError
from logitwise.report.outputs import Outputs, check_target
from logitwise.rule import Applied, Rule, load_rule
from logitwise.rule.applied import ABSTAINED
from logitwise.rule.outputs import checked_outputs
from logitwise.sources.limits import Limits
from logitwise.sources.names import Asked, Finder
from logitwise.sources.paths import open_path
from logitwise.verbs.applied_rows import added, check_kept, check_suffix, writer_of

if TYPE_CHECKING:
    from logitwise.engines.local import Progress
    from logitwise.head import Head, Scale
    from logitwise.sources.groups import Group
    from logitwise.sources.table import Part, Table

KEPT = ("numbers", "text")
AppliedRows = tuple[dict[str, Column], Applied, "Head"]


@dataclass(frozen=True, slots=True)
class AppliedFile:
    """What was written.

    Attributes:
        rows: how many.
        undecided: rows that the rule abstains on.
        left_out: columns that could not be carried over: dates, nested values.
        quoted: names and cells of a CSV that were given an apostrophe, so that no spreadsheet computes them.
    """

    rows: int
    undecided: int
    left_out: tuple[str, ...]
    quoted: int = 0


def apply_rule(  # noqa: PLR0913  each is one thing that a user may say
    rule: Rule | str | os.PathLike[str],
    file: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    logits: str | None = None,
    probabilities: str | None = None,
    limits: Limits = Limits(),  # noqa: B008  Limits is frozen
    progress: Progress | None = None,
) -> AppliedFile:
    """Write the rows of a file with what a rule makes of their outputs; labels are not needed.

    All other columns of numbers and text are carried over. Beside them stand ``probability`` and ``decision`` of two
    classes, ``probability_CLASS`` and ``decision`` of more, ``probability_LABEL`` and ``decision_LABEL`` (0 or 1) of a
    multilabel head; an undecided row has no decision. In ``.npz`` these are the keys ``probabilities`` and
    ``decisions``.

    Args:
        rule: a `Rule`, or the path of one.
        file: the outputs: Parquet, CSV, Arrow, JSON Lines or NPZ.
        out: where to write: ``.parquet``, ``.csv`` or ``.npz``. All of it or nothing appears there.
        logits: name or pattern of the columns of logits; found by name without it.
        probabilities: likewise.
        limits: limits against hostile files.
        progress: called with rows done and rows in all.

    Raises:
        InputError: a rule or file that cannot be read, outputs that do not fit the rule, or a place to write that is
            none.
    """
    target = Path(out)
    check_suffix(target)
    check_target(target)
    if target.resolve() == Path(file).resolve():
        raise FileError(f"{shown(str(out), longest=400)}: is the file that is read; write to another")
    taken = rule if isinstance(rule, Rule) else load_rule(Path(rule))
    table = open_path(file, limits)
    kind = None if taken.head.binary else taken.head.kind  # one score or two: a head of two classes either way
    scale, group = chosen(table, taken.head, Asked(logits=logits, probabilities=probabilities, head=kind))
    others = [name for name in table.names if name not in group.columns]
    kept = tuple(name for name in others if _is_kept(table, name))
    check_kept((*group.columns, *kept), added(taken.head, target), table.file)
    told = _Told(0, 0)
    with Outputs() as outputs:
        outputs.add(
            target, lambda place: _write(place, _rows(taken, table, (scale, group, kept), told, progress), told)
        )
    return AppliedFile(told.rows, told.undecided, tuple(name for name in others if name not in kept), told.quoted)


def chosen(table: Table, head: Head, asked: Asked) -> tuple[Scale, Group]:
    """The score columns that a rule of this head reads, in the order of its classes.

    Raises:
        ColumnError: there are none, or they stand for other classes.
    """
    scale, group = Finder(table.names, table.file, table.word).scores(asked)
    if scale == "decisions":
        raise ColumnError(
            f"{table.file}: only decisions were found ({group.shown}), and a rule is applied to logits or "
            "probabilities: name them with --logits or --probabilities"
        )
    if group.classes is None or len(group.columns) == 1:
        return scale, group
    place = dict(zip(group.classes, group.columns, strict=True))
    if all(name in place for name in head.classes) and (head.kind == "multilabel" or len(place) == len(head.classes)):
        return scale, replace(group, columns=tuple(place[name] for name in head.classes), classes=head.classes)
    if group.numbers is not None and len(group.columns) == len(head.classes):
        return scale, group
    raise ColumnError(
        f"{table.file}: the rule is of the classes {listed(head.classes)}, the score {table.word}s stand for "
        f"{listed(group.classes)}"
    )


@dataclass(slots=True)
class _Told:
    """What is counted while rows pass."""

    rows: int
    undecided: int
    quoted: int = 0


def _is_kept(table: Table, name: str) -> bool:
    kind = table.kind(name)
    return kind is None or kind.word in KEPT


def _rows(
    rule: Rule,
    table: Table,
    columns: tuple[Scale, Group, tuple[str, ...]],
    told: _Told,
    progress: Progress | None,
) -> Iterator[AppliedRows]:
    """Each part of the file with what the rule makes of it."""
    scale, group, kept = columns
    for part in table.parts(kept, group.columns):
        applied = _applied(rule, table, part, scale, group)
        told.rows += len(applied.probabilities)
        told.undecided += int((applied.decisions == ABSTAINED).sum())
        if progress is not None:
            progress(told.rows, table.rows)
        yield {name: part.columns[name] for name in table.names if name in part.columns}, applied, rule.head
    if not told.rows:
        raise EmptyError(f"{table.file} has no rows")


def _applied(rule: Rule, table: Table, part: Part, scale: Scale, group: Group) -> Applied:
    """The rule on some rows, every value checked; a message names file, column and row."""
    column = Column.stacked([part.columns[name] for name in group.columns])
    in_vectors = len(group.columns) == 1 and column.values.ndim == 2
    origin = table.origin(None if in_vectors else group.columns, "").at(part.first_row)
    head = rule.head
    width = len(head.classes) if column.values.ndim == 2 and column.shape[1] > 1 else 1
    if not head.binary and width != len(head.classes) and head.kind == "softmax":
        raise OptionError(f"{table.file}: the rule is of {len(head.classes)} classes, one score a row was found")
    given = scores_of_width(column, width, origin)
    values, precision = floats_of(given, origin.of(scale))
    competing = head.kind != "multilabel" and values.ndim == 2
    sums = row_sums(values, ROUNDING) if scale == "probabilities" and competing else None
    settle(ScoreCheck(scale, competing, origin, precision).faults(values, given, sums), "refuse", {})
    outputs = checked_outputs(head, **_as_keyword(scale, _shaped(values, head)))
    return rule.of_outputs(replace(outputs, precision=np.dtype(precision)))


def _shaped(values: NDArray[Any], head: Head) -> NDArray[Any]:
    return values[:, None] if head.kind == "multilabel" and values.ndim == 1 else values


def _as_keyword(scale: Scale, values: NDArray[Any]) -> Mapping[str, Any]:
    return {"logits": None, "probabilities": None, scale: values}


def _write(place: Path, rows: Iterator[AppliedRows], told: _Told) -> None:
    with writer_of(place) as writer:
        for columns, applied, head in rows:
            writer.add(columns, applied, head)
    told.quoted = writer.quoted
