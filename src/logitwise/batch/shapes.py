"""Which head a shape means, and whether scores have the shape that was declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.errors import EmptyError, OptionError, ShapeError

if TYPE_CHECKING:
    from logitwise.batch.column import Column
    from logitwise.batch.origin import Origin
    from logitwise.head import HeadKind, Scale

KINDS = ("sigmoid", "softmax", "multilabel")


def head_of_shape(
    labels: Column, scores: Column, scale: Scale, head: HeadKind | None, origin: Origin
) -> tuple[HeadKind, int]:
    """Kind of head, and score columns a row.

    Raises:
        OptionError: a head that does not exist.
        ShapeError: shapes that fit no head, or not the one that was named.
    """
    if head is not None and head not in KINDS:
        raise OptionError(f"head (--head) must be one of {', '.join(KINDS)}; got {head}")
    name, shape = origin.of(scale), scores.shape
    if len(shape) not in {1, 2}:
        raise ShapeError(
            f"{name}: {scale} of {_dimensions(len(shape))}; one (rows) or two (rows, classes) dimensions were expected"
        )
    width = 1 if len(shape) == 1 else shape[1]
    if not 1 <= labels.values.ndim <= 2:
        raise ShapeError(
            f"{origin.of(origin.label)}: labels of {_dimensions(labels.values.ndim)}; (rows,) was expected"
        )
    _rows_fit(labels, scores, scale, origin)
    if not len(scores):
        raise EmptyError(f"{name}: no rows")
    if width == 0:
        raise ShapeError(f"{name}: {scale} without a single column")
    if scale == "decisions" and width > 1 and head != "multilabel":
        raise ShapeError(
            f"{name}: {width} decisions a row; one a row was expected, or a head that may hold several labels: say "
            "head='multilabel' (--head multilabel)"
        )
    if head is None:
        head = "sigmoid" if width == 1 else "softmax"
    if head == "sigmoid" and width > 1:
        raise ShapeError(
            f"{name}: a sigmoid has one score a row, here are {width}: is it a softmax or multilabel head?"
        )
    if head == "softmax" and width == 1 and scale != "decisions":
        raise ShapeError(
            f"{name}: a softmax of one unit is always 1 and says nothing: say sigmoid, or give two columns"
        )
    return head, width


def scores_of_width(scores: Column, width: int, origin: Origin) -> Column:
    """The scores as ``(rows,)`` for one score a row, else ``(rows, width)``.

    Raises:
        ShapeError: another width than was declared.
    """
    if scores.values.ndim == 2 and scores.shape[1] == 1 == width:
        return scores.reshaped((-1,))
    found = 1 if scores.values.ndim == 1 else scores.shape[-1]
    if scores.values.ndim > 2 or found != width:
        raise ShapeError(f"{origin.of('scores')}: {found} scores a row from {origin.row(0)} on, {width} were expected")
    return scores


def _rows_fit(labels: Column, scores: Column, scale: Scale, origin: Origin) -> None:
    rows, truths = len(scores), len(labels)
    if rows == truths:
        return
    name = origin.of(scale)
    if len(scores.shape) == 2 and scores.shape[1] == truths:
        raise ShapeError(
            f"{name}: {scale} of shape {rows} x {scores.shape[1]} with {truths} labels look transposed; "
            f"(rows, classes) was expected, here {truths} x {rows}"
        )
    raise ShapeError(f"{name}: {rows} rows of {scale}, {truths} labels in {origin.label}; one label a row was expected")


def _dimensions(count: int) -> str:
    return "1 dimension" if count == 1 else f"{count} dimensions"
