"""What a PyTorch DataLoader yields, how many rows, and which it leaves out or repeats; PyTorch is not imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from logitwise.batch.shown import listed
from logitwise.errors import OptionError, ShapeError

LABELS = ("labels", "label")


def split(element: Any) -> tuple[Any, Any]:
    """Inputs and labels of one batch: a pair, or a dict in which labels have their name.

    Raises:
        OptionError: neither.
        ShapeError: a single row.

    >>> split({"pixels": [[0.5]], "label": [1]})
    ({'pixels': [[0.5]]}, [1])
    """
    if isinstance(element, Mapping):
        inputs, labels = _of_names(element)
    elif isinstance(element, list | tuple) and len(element) == 2:
        inputs, labels = element
    else:
        what = f"{len(element)} things" if isinstance(element, list | tuple) else f"a {type(element).__name__}"
        raise OptionError(
            f"the DataLoader yields {what} a batch; expected (inputs, labels), of several inputs ((first, second), "
            "labels), or a dict with labels: say so in its dataset or collate_fn"
        )
    if not hasattr(labels, "__len__") or getattr(labels, "shape", None) == ():
        raise ShapeError("the DataLoader yields single rows; expected batches: give it batch_size=256")
    return inputs, labels


def _of_names(element: Mapping[Any, Any]) -> tuple[dict[Any, Any], Any]:
    found = [name for name in LABELS if name in element]
    if len(found) != 1 or len(element) < 2:
        wanted = f"both of {listed(found)}" if len(found) > 1 else f"none of {listed(LABELS)} beside inputs"
        raise OptionError(
            f"the DataLoader yields a dict of {listed(list(element))}: {wanted}; expected inputs and labels"
        )
    return {name: value for name, value in element.items() if name != found[0]}, element[found[0]]


def rows_of(loader: Any) -> int | None:
    """Rows that it will yield; None of a stream, or where its dataset makes the batches."""
    drawn = _drawn(loader)
    return drawn - _left(loader) if drawn is not None else None


def notes_of(loader: Any) -> tuple[str, ...]:
    """What a reader must know of the rows.

    Raises:
        OptionError: rows drawn with replacement, which count several times.
    """
    sampler = getattr(loader, "sampler", None)
    name = type(sampler).__name__
    if getattr(sampler, "replacement", False):
        raise OptionError(
            f"the DataLoader's {name} draws rows with replacement, so that some count several times and intervals are "
            "too narrow: judge with a DataLoader that passes once over the dataset, shuffle=False"
        )
    notes = []
    if name == "DistributedSampler":
        notes.append(
            "the DataLoader's DistributedSampler yields this process's share of the rows, the last of them possibly "
            "repeated to even out shares"
        )
    if left := _left(loader):
        notes.append(f"the DataLoader leaves out its last {left} row{'s' if left > 1 else ''} (drop_last=True)")
    return tuple(notes)


def _drawn(loader: Any) -> int | None:
    """Rows that its sampler draws."""
    if not getattr(loader, "batch_size", None):
        return None
    try:
        return len(loader.sampler)
    except TypeError:  # of an iterable dataset
        return None


def _left(loader: Any) -> int:
    """Rows at the end that fill no batch."""
    return (_drawn(loader) or 0) % loader.batch_size if loader.batch_size and loader.drop_last else 0
