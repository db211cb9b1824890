"""Facts of the rows that a reader should know and no number says."""

from __future__ import annotations

from logitwise.metrics.catalogue import MOST_LISTED
from logitwise.metrics.weighting import as_counted
from logitwise.metrics.wording import class_name, counted, named, number, percent
from logitwise.tallies import Tally


def notes_on_rows(tally: Tally) -> tuple[str, ...]:
    """What was noticed while the rows were counted, one sentence each."""
    notes = []
    if tally.renormalised:
        rows = counted(tally.renormalised, "row")
        notes.append(f"in {rows} the probabilities' sum missed one a little; they were divided by it")
    if tally.ties:
        notes.append(
            f"{counted(tally.ties, 'row')} tie: several classes share the largest score, and the first was taken"
        )
    support = [] if tally.confusion is None else tally.confusion.support.tolist()
    absent = [name for name, rows in zip(tally.head.classes, support, strict=tally.confusion is not None) if rows == 0]
    if absent:
        notes.append(
            f"no row is of {named(absent)}, so nothing can be said about {'it' if len(absent) == 1 else 'them'}"
        )
    hidden = [name for name in tally.head.classes if not name.isprintable()]
    if hidden:
        names = ", ".join(class_name(name) for name in hidden[:3])
        notes.append(f"class names hold invisible or control characters, shown here as escapes: {names}")
    if tally.duplicate_ids:
        share = percent(tally.duplicate_ids)
        notes.append(f"duplicate ids: {share} of the rows carry an id that another row had before; every row counts")
    worth = None if tally.weighted is None else as_counted(tally).confusion
    if worth is not None:
        notes.append(
            f"rows are weighted: {counted(tally.rows, 'row')} are worth about "
            f"{round(worth.rows):,} of equal weight in intervals; counts and the matrix are "
            "of rows"
        )
    if tally.rows_per_content is not None and tally.rows_per_content > 1.2:
        often = number(tally.rows_per_content)
        notes.append(f"rows repeat ({often} for each distinct output), which widens intervals: give ids (ids=, --id)")
    if len(tally.head.classes) > MOST_LISTED and tally.head.kind == "softmax":
        notes.append(
            f"above {MOST_LISTED:,} classes their figures are not listed; report.metric(name, of=class) gives any one"
        )
    return tuple(notes)
