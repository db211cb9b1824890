"""Arrays, tensors and frames in memory, handed over as arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from logitwise.batch import Batch, Beside, Origin, declare
from logitwise.errors import ColumnError, EmptyError, OptionError
from logitwise.sources.alignment import aligned
from logitwise.sources.arrays import Given, given
from logitwise.sources.groups import Group
from logitwise.sources.reading import Reading
from logitwise.sources.telling import beside_told, notes_on, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from logitwise.batch.intake import Invalid
    from logitwise.head import HeadKind, Scale

NOTHING = Beside()


def open_arrays(  # noqa: PLR0913  each is one thing that a user may say
    y: Any,
    *,
    logits: Any = None,
    probabilities: Any = None,
    decisions: Any = None,
    head: HeadKind | None = None,
    classes: Sequence[object] | None = None,
    positive: object = None,
    threshold: float = 0.5,
    beside: Beside = NOTHING,
    invalid: Invalid = "refuse",
) -> Reading:
    """Labels with scores in memory.

    Args:
        y: labels ``(rows,)``, ``(rows, 1)`` or a matrix of 0 and 1.
        logits: scores ``(rows,)`` or ``(rows, classes)`` before the output activation.
        probabilities: scores after it.
        decisions: a class a row, or 0 and 1 a label.
        head: kind of head; None: by shape.
        classes: class names in the order of label codes and score columns.
        positive: the positive class where there are two.
        threshold: decision threshold on the probability scale.
        beside: ids, groups, weights, confidence and slices of the same rows.
        invalid: ``refuse`` or ``reject`` rows that cannot be counted.

    Raises:
        InputError: whatever keeps the rows from being counted, in one sentence.
    """
    scale, value = _one_of(logits, probabilities, decisions)
    scores, group = _ordered(given(value, scale), classes, scale)
    truth = _matched(given(y, "y"), scores, group)
    origin = Origin(None, 0, None if group is None else group.columns, "y")
    named = group is not None and group.classes is not None and classes is None
    intake = declare(
        labels=truth.column,
        scores=scores.column,
        scale=scale,
        origin=origin,
        head=head,
        classes=group.classes if group is not None and group.classes is not None else classes,
        positive=positive,
        threshold=threshold,
        invalid=invalid,
        named=named,
    )

    def batches() -> Iterator[Batch]:
        batch = intake.batch(truth.column, scores.column, origin=origin, beside=beside)
        if not batch.rows:
            raise EmptyError(f"{scale}: no rows are left, all were rejected")
        yield batch

    words = [f"{scale} from {scores.told}", f"labels from {truth.told}" + (", joined by name" if named else "")]
    words += beside_told(dict.fromkeys(beside.columns, ""))
    read_from = told(words, intake, said=head is not None)
    return Reading(intake.head, scale, read_from, notes_on(scores.column, intake), len(scores.column), batches)


def _one_of(logits: Any, probabilities: Any, decisions: Any) -> tuple[Scale, Any]:
    values: dict[Scale, Any] = {"logits": logits, "probabilities": probabilities, "decisions": decisions}
    said = [(scale, value) for scale, value in values.items() if value is not None]
    if len(said) != 1:
        names = " and ".join(scale for scale, _ in said) or "none"
        raise OptionError(f"exactly one of logits, probabilities, decisions was expected; got {names}")
    return said[0]


def _ordered(scores: Given, classes: Sequence[object] | None, scale: Scale) -> tuple[Given, Group | None]:
    """The columns of a frame in the order of the declared classes."""
    if scores.group is None:
        return scores, None
    group = aligned(scores.group, classes, scale)
    return scores.taken(group), group


def _matched(truth: Given, scores: Given, group: Group | None) -> Given:
    """A frame of label columns in the order of the score columns, joined by what the names stand for."""
    if truth.group is None or truth.group.classes is None or group is None or group.classes is None:
        return truth
    by_class = dict(zip(truth.group.classes, truth.group.columns, strict=True))
    stands_for = scores.group.classes if scores.group is not None and scores.group.classes else group.classes
    if set(by_class) != set(stands_for):
        raise ColumnError(
            f"y: label columns {truth.group.shown} and score columns {group.shown} do not stand for the same classes"
        )
    return truth.taken(Group(tuple(by_class[c] for c in stands_for), tuple(stands_for)))
