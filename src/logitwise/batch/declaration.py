"""Head, scale and label coding, from names, shapes and types; never from what values look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from logitwise.batch.column import Column
from logitwise.batch.intake import Intake, Invalid
from logitwise.batch.labels import ABSENT_TEXT, WHOLE, LabelCoding
from logitwise.batch.scores import floats_of
from logitwise.batch.shapes import head_of_shape
from logitwise.batch.shown import listed, shown
from logitwise.batch.vocabulary import BOOLEANS, distinct, ordered
from logitwise.errors import ColumnError, LabelError, OptionError, ShapeError
from logitwise.head import Head, HeadKind, Scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from logitwise.batch.batch import Form
    from logitwise.batch.origin import Origin


def declare(  # noqa: PLR0913  each is one thing that a user may say
    *,
    labels: Any,
    scores: Any,
    scale: Scale,
    origin: Origin,
    head: HeadKind | None = None,
    classes: Sequence[object] | None = None,
    positive: object = None,
    threshold: float = 0.5,
    invalid: Invalid = "refuse",
    named: bool = False,
    vocabulary: Iterable[Any] | None = None,
) -> Intake:
    """Fix what the rows mean, before any of them is counted.

    Args:
        labels: the first labels, or all of them: their shape, type and, for text, the spelling of the first.
        scores: as many rows of scores.
        scale: what the scores are.
        origin: where they came from.
        head: kind of head, None: by shape.
        classes: class names in the order of codes or score columns; None: by type of the labels.
        positive: name (or code) of the positive class where there are two.
        threshold: decision threshold on the probability scale.
        invalid: what to do with rows that cannot be counted.
        named: the classes are the names of score columns, so labels join them by name and never by position.
        vocabulary: the distinct values of labels and decisions over all rows, where `labels` are only the first.

    Raises:
        ShapeError: shapes that fit no head.
        LabelError: labels that name classes which were not declared.
        OptionError: options that contradict each other.
        ColumnError: class names that are empty or doubled.
    """
    if invalid not in {"refuse", "reject"}:
        raise OptionError(f"invalid (--invalid) must be refuse or reject; got {invalid}")
    truth, given = Column.of(labels), Column.of(scores)
    kind, width = head_of_shape(truth, given, scale, head, origin)
    if scale != "decisions":
        floats_of(Column(given.values[:1], names=given.names), origin.of(scale))
    declared = None if classes is None else _names(classes)
    found = None if vocabulary is None else frozenset(vocabulary)
    if scale != "decisions" or kind == "multilabel":
        count = width if kind == "multilabel" else max(width, 2)
        names = _fitting(declared, count, origin.of(scale))
        if names is None:
            names = _classes_of_labels(truth, count, origin, positive=positive, found=found)
    else:
        names = declared or _decided_classes(_union(truth, given) if found is None else found, origin)
        kind = head or ("sigmoid" if len(names) == 2 else "softmax")
    coding = LabelCoding(names, _numbers(names, named=named), {name.lower() for name in names} != {"true", "false"})
    made = Head(kind, names, None if kind == "multilabel" else _position(positive, names), threshold)
    return Intake(made, scale, _form(made, scale, width), width, coding, invalid)


def _names(classes: Sequence[object]) -> tuple[str, ...]:
    names = tuple(map(_name, classes))
    seen: set[str] = set()
    for name in names:
        if not name.strip():
            raise ColumnError("a class name is empty or blank; every class needs a name that can be read")
        if "\0" in name:
            raise ColumnError(f"class name {shown(name)} holds a NUL character")
        if name in seen:
            raise ColumnError(f"class {shown(name)} is named twice")
        seen.add(name)
    return names


def _name(value: object) -> str:
    """A class as it is named: a whole float is the number it is."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _fitting(names: tuple[str, ...] | None, width: int, name: str) -> tuple[str, ...] | None:
    if names is not None and len(names) != width:
        raise ShapeError(
            f"{name}: {width} classes by the shape of the scores, {len(names)} were named: {listed(names)}"
        )
    return names


def _union(labels: Column, decisions: Column) -> frozenset[Any]:
    """Classes that labels or decisions know; a one-hot label matrix knows as many as it has columns."""
    one_hot = labels.values.ndim == 2 and labels.shape[1] > 1
    return distinct(decisions) | (frozenset(range(labels.shape[1])) if one_hot else distinct(labels))


def _decided_classes(found: frozenset[Any], origin: Origin) -> tuple[str, ...]:
    names = ordered(found)
    if len(names) < 2:
        raise LabelError(
            f"{origin.of('decisions')}: labels and decisions know only one class ({listed(names)}): "
            "name all of them with classes=[...], or [task] classes in a policy"
        )
    return names


def _classes_of_labels(
    labels: Column, classes: int, origin: Origin, *, positive: object, found: frozenset[Any] | None
) -> tuple[str, ...]:
    """Names where none were declared: those that the type of the labels brings."""
    default = tuple(map(str, range(classes)))
    if labels.values.ndim == 2 and labels.shape[1] > 1:
        return default
    if labels.names is None:
        if classes == 2 and positive is not None and str(positive) not in {*default, *BOOLEANS[0]}:
            return _pair(distinct(labels) if found is None else found, positive, origin)
        return BOOLEANS[0] if classes == 2 and labels.values.dtype.kind == "b" else default
    first = _first_text(labels)
    pair = next((p for p in BOOLEANS if first in p), None)
    if classes == 2 and pair is not None:
        return pair
    if first is None or WHOLE.fullmatch(first):
        return default
    if classes == 2 and positive is not None:
        return _pair(distinct(labels) if found is None else found, positive, origin)
    name = origin.of(origin.label)
    if classes == 2:
        raise LabelError(
            f"{name}: labels are text ({shown(first)}, ...), and nothing says of which class the score is: name the "
            "positive class (positive=..., --positive)"
        )
    raise LabelError(
        f"{name}: labels are text ({shown(first)}, ...), and nothing says which of {classes} score columns is which "
        "class: name them in that order with classes=[...], or [task] classes in a policy"
    )


def _first_text(labels: Column) -> str | None:
    codes = labels.values.ravel()
    if labels.null is not None:
        codes = codes[~labels.null.ravel()]
    there = np.array([str(n) not in ABSENT_TEXT for n in labels.names or ()])
    codes = codes[there[codes]]
    return str((labels.names or ())[int(codes[0])]) if codes.size else None


def _pair(found: frozenset[Any], positive: object, origin: Origin) -> tuple[str, ...]:
    """The two classes that labels name, one of them the positive."""
    name = str(positive)
    seen = ordered(found)
    if len(seen) == 1:
        seen = (f"not {name}", name) if seen == (name,) else (seen[0], name)
    if len(seen) != 2 or name not in seen:
        raise LabelError(
            f"{origin.of(origin.label)}: labels name {listed(seen)}, and a sigmoid decides between two classes, one of "
            f"them {shown(name)}: name both with classes=[...], or [task] classes in a policy"
        )
    return seen


def _numbers(names: tuple[str, ...], *, named: bool) -> tuple[int, ...] | None:
    """The whole number that stands for each class: its name where all are numbers, else its place, if places count."""
    places = tuple(range(len(names)))
    if {name.lower() for name in names} == {"true", "false"}:
        return tuple(int(name.lower() == "true") for name in names)
    digits = [n.removeprefix("-") for n in names]
    whole = [d.isascii() and d.isdigit() for d in digits]
    if any(whole) and not all(whole):  # 1 might be the class '1' or the second: only names can tell
        return None
    if all(whole):
        numbers = tuple(int(n) for n in names)
        if len(set(numbers)) == len(numbers):
            return numbers
    return None if named else places


def _position(positive: object, names: tuple[str, ...]) -> int | None:
    if positive is None:
        return None
    if len(names) != 2:
        raise OptionError(f"positive (--positive) is for two classes; here are {len(names)}: {listed(names)}")
    if isinstance(positive, bool) and names == ("0", "1"):
        return int(positive)
    if _name(positive) in names:
        return names.index(_name(positive))
    numbered = _numbers(names, named=False)
    if numbered == (0, 1) and str(positive) in {"0", "1"}:
        return int(str(positive))
    raise OptionError(f"positive (--positive) {shown(positive)} is none of the classes {listed(names)}")


def _form(head: Head, scale: Scale, width: int) -> Form:
    if scale == "probabilities":
        return "odds" if head.binary and width == 2 else "probability"
    return "logit"
