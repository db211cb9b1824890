"""Files and frames with columns: which are taken, what they mean, and the stream of their rows."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from logitwise.batch import Column, Intake, declare
from logitwise.batch.shown import listed
from logitwise.batch.vocabulary import distinct
from logitwise.errors import FileError
from logitwise.sources.alignment import aligned
from logitwise.sources.frames import FrameTable
from logitwise.sources.groups import Group
from logitwise.sources.lazy import LazyTable, is_lazy
from logitwise.sources.limits import Limits
from logitwise.sources.names import Asked, BesideNames, Chosen, Finder
from logitwise.sources.paths import expanded, open_path
from logitwise.sources.reading import Reading
from logitwise.sources.schemas import check_schema
from logitwise.sources.stream import Stream
from logitwise.sources.telling import beside_told, columns_told, notes_on, told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from logitwise.batch.intake import Invalid
    from logitwise.head import HeadKind
    from logitwise.sources.table import Table


def open_table(  # noqa: PLR0913  each is one thing that a user may say
    source: Any,
    *,
    label: str | None = None,
    logits: str | None = None,
    probabilities: str | None = None,
    decisions: str | None = None,
    beside: BesideNames = BesideNames(),  # noqa: B008  BesideNames is frozen
    class_weights: Mapping[str, float] | None = None,
    head: HeadKind | None = None,
    classes: Sequence[object] | None = None,
    positive: object = None,
    threshold: float = 0.5,
    invalid: Invalid = "refuse",
    limits: Limits = Limits(),  # noqa: B008  Limits is frozen
) -> Reading:
    """Open a path or pattern (Parquet, CSV, NPZ, Arrow, JSON Lines), several of one schema, a frame, or a query.

    Args:
        source: path, pattern or paths; frame (pandas, polars, PyArrow); query (DuckDB relation, polars lazy frame).
        label: label column: a name, or for multilabel a list with commas or a pattern; None: by name.
        logits: score columns that hold logits, said likewise.
        probabilities: score columns that hold probabilities.
        decisions: column that holds decisions.
        beside: columns of ids, groups, weights, confidence and slices.
        class_weights: a factor for the rows of some classes.
        head: kind of head; None: by shape.
        classes: class names in order; None: from the score columns or labels.
        positive: the positive class where there are two.
        threshold: decision threshold on the probability scale.
        invalid: ``refuse`` or ``reject`` rows that cannot be counted.
        limits: limits against hostile files.

    Raises:
        InputError: whatever keeps the rows from being counted, in one sentence.
    """
    asked = Asked(label, logits, probabilities, decisions, head, beside)
    stream = _stream(_tables(source, limits), asked, classes)
    stream.class_weights = class_weights or {}
    truth, scores, origin = stream.first()
    chosen = stream.chosen
    names = chosen.classes if chosen.classes is not None else classes
    intake = declare(
        labels=truth,
        scores=scores,
        scale=chosen.scale,
        origin=origin,
        head=head,
        classes=names,
        positive=positive,
        threshold=threshold,
        invalid=invalid,
        named=classes is None and chosen.classes is not None,
        vocabulary=_vocabulary(stream) if _names_are_in_rows(chosen, truth, names, positive) else None,
    )
    return Reading(
        head=intake.head,
        scale=intake.scale,
        read_from=_read_from(stream, intake, head),
        notes=(*notes_on(scores, intake), *_notes(chosen)),
        rows=_rows(stream.tables, scores),
        batches=lambda: stream.batches(intake),
    )


def _stream(tables: list[Table], asked: Asked, classes: Sequence[object] | None) -> Stream:
    """The columns to read, in the order of the declared classes."""
    chosen = Finder(tables[0].names, tables[0].file, tables[0].word).choose(asked)
    group = aligned(Group(chosen.scores, chosen.classes), classes, tables[0].file)
    labels = _reordered(chosen, group)
    chosen = replace(chosen, labels=labels, scores=group.columns, classes=group.classes)
    for table in tables[1:]:
        check_schema(tables[0], table, chosen=chosen, asked=asked)
    return Stream(tables, chosen)


def _rows(tables: Sequence[Table], first: Column) -> int | None:
    """All rows where the tables know; a single NPZ is read as a whole, so its first part knows."""
    if len(tables) == 1 and tables[0].word == "key":
        return len(first)
    known = [table.rows for table in tables if table.rows is not None]
    return sum(known) if len(known) == len(tables) else None


def _tables(source: Any, limits: Limits) -> list[Table]:
    if isinstance(source, str | os.PathLike | list | tuple):
        paths = [source] if isinstance(source, str | os.PathLike) else source
        if not paths:
            raise FileError("no file was named")
        return [open_path(path, limits) for path in expanded(paths)]
    return [LazyTable.of(source) if is_lazy(source) else FrameTable.of(source)]


def _reordered(chosen: Chosen, group: Group) -> tuple[str, ...]:
    """Label columns of a multilabel head in the order of their score columns."""
    if len(chosen.labels) == 1:
        return chosen.labels
    partner = dict(zip(chosen.scores, chosen.labels, strict=True))
    return tuple(partner[s] for s in group.columns)


def _names_are_in_rows(chosen: Chosen, truth: Column, names: Sequence[object] | None, positive: object) -> bool:
    """Whether only the rows themselves say which classes there are, so that all of them are looked at first."""
    if names is not None or len(chosen.labels) > 1:
        return False
    if chosen.scale == "decisions":
        return True
    return positive is not None and not (truth.names is None and str(positive) in {"0", "1", "True", "False"})


def _vocabulary(stream: Stream) -> frozenset[Any]:
    """Distinct labels (and decisions) over all rows."""
    found: frozenset[Any] = frozenset()
    for truth, scores, _ in stream.raw():
        found |= frozenset(range(truth.shape[1])) if truth.values.ndim == 2 and truth.shape[1] > 1 else distinct(truth)
        if stream.chosen.scale == "decisions":
            found |= distinct(scores)
    return found


def _read_from(stream: Stream, intake: Intake, head: HeadKind | None) -> str:
    tables, chosen = stream.tables, stream.chosen
    files = tables[0].file if len(tables) == 1 else f"{len(tables)} files ({tables[0].file}, ...)"
    words = [
        f"{chosen.scale} from {columns_told(chosen.word, chosen.scores)} of {files}",
        f"labels from {columns_told(chosen.word, chosen.labels)}" + (", joined by name" if chosen.classes else ""),
    ]
    words += beside_told({**chosen.beside.single, **{f"slice {name}": name for name in chosen.beside.slices}})
    if chosen.left_out:
        words.append(f"left out: {listed(chosen.left_out)}")
    return told(words, intake, said=head is not None)


def _notes(chosen: Chosen) -> tuple[str, ...]:
    if not chosen.unmatched:
        return ()
    return (f"without a partner among labels and scores, so left out: {listed(chosen.unmatched)}",)
