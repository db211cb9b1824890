"""What was taken from a source, in a sentence for the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.batch.shown import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from logitwise.batch import Column, Intake


def told(words: Sequence[str], intake: Intake, *, said: bool) -> str:
    """Where scores and labels come from, and how head and scale are known.

    Args:
        words: what the scores and the labels were read from, and further clauses.
        intake: what was fixed.
        said: whether the head was named by the caller.
    """
    head = intake.head
    by = "as said" if said else _known_by(intake)
    count = (
        ""
        if head.kind == "sigmoid"
        else f" of {len(head.classes):,} {'labels' if head.kind == 'multilabel' else 'classes'}"
    )
    positive = f", positive {listed([head.positive_class])}" if head.positive_class is not None else ""
    return "; ".join([*words, f"{head.kind}{count} ({by}){positive}"])


def _known_by(intake: Intake) -> str:
    if intake.scale == "decisions":
        return "by the classes that labels and decisions name"
    return "one score a row" if intake.width == 1 else "one score a class"


def beside_told(columns: Mapping[str, str]) -> list[str]:
    """What stands beside labels and scores, each with where it was found.

    >>> beside_told({"groups": "patient", "slice site": "site"})
    ['groups from patient', 'sliced by site']
    """
    slices = [name.removeprefix("slice ") for name in columns if name.startswith("slice ")]
    others = [f"{what} from {found}" if found else f"{what} given" for what, found in columns.items()
              if not what.startswith("slice ")]  # fmt: skip
    return [*others, *([f"sliced by {listed(slices)}"] if slices else [])]


def notes_on(scores: Column, intake: Intake) -> tuple[str, ...]:
    """What a reader should know about the scores as they were given."""
    kind = scores.values.dtype
    if intake.scale == "logits" and kind.kind in "iu":
        return (f"the logits are integers ({kind.name}): if they were quantised, multiply by their scale first",)
    return ()


def columns_told(word: str, names: Sequence[str]) -> str:
    """Columns of a table in words.

    >>> columns_told("column", ["p_0", "p_1"])
    'columns p_0, p_1'
    """
    return f"{word}{'' if len(names) == 1 else 's'} {listed(names, most=6)}"
