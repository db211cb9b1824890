"""Data sets of other people: batches of inputs and labels, one pass, their errors told with the batch they came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from logitwise.batch import Column
from logitwise.errors import InputError, LogitwiseError, ModelError, OptionError, ShapeError
from logitwise.frameworks.inputs import count_rows
from logitwise.sources.arrays import given

Part = tuple[int, Any, Column]  # number of the first row, inputs, labels


@dataclass(frozen=True, slots=True)
class Dataset:
    """Batches of inputs with their labels.

    Attributes:
        parts: one pass over them.
        rows: how many rows there are, None where only reading tells.
        notes: what is not as a reader would expect.
    """

    parts: Callable[[], Iterator[Part]]
    rows: int | None = None
    notes: tuple[str, ...] = ()


def open_dataset(dataset: Any, framework: str) -> Dataset:
    """A ``tf.data.Dataset`` for a Keras model, or a ``DataLoader`` for a PyTorch module.

    Raises:
        OptionError, ShapeError: another object, or one that does not yield batches of inputs and labels once.
        ModelError: a data set of another framework than the model.
    """
    kind = next((kind for kind, known in _KINDS.items() if _is(dataset, *known)), None)
    if kind == "dataset":
        raise OptionError(
            f"a {type(dataset).__name__} yields single rows; expected batches: wrap it in "
            "torch.utils.data.DataLoader(dataset, batch_size=256)"
        )
    if kind is None:
        raise OptionError(
            "with a model, give labels and inputs=..., or a tf.data.Dataset or torch DataLoader of (inputs, labels); "
            f"got a {type(dataset).__name__} without inputs"
        )
    if framework != kind:
        whose = "a tf.data.Dataset goes with a Keras model" if kind == "keras" else _LOADER_GOES
        raise ModelError(f"{whose}; give this {_NAMES[framework]} labels and inputs=...")
    if kind == "torch":
        from logitwise.sources.loaders import notes_of, rows_of, split  # noqa: PLC0415

        return Dataset(lambda: _parts(dataset, split), rows_of(dataset), notes_of(dataset))
    _check_elements(dataset)
    return Dataset(lambda: _parts(dataset, tuple))


_KINDS = {
    "keras": ("tensorflow", "DatasetV2"),
    "torch": ("torch", "DataLoader"),
    "dataset": ("torch", "Dataset"),
}
_NAMES = {"keras": "Keras model", "torch": "PyTorch module", "sklearn": "scikit-learn classifier"}
_LOADER_GOES = "a DataLoader goes with a torch.nn.Module"


def _is(dataset: object, home: str, name: str) -> bool:
    return any(base.__module__.startswith(f"{home}.") and base.__name__ == name for base in type(dataset).__mro__)


def _parts(dataset: Iterable[Any], split: Callable[[Any], tuple[Any, Any]]) -> Iterator[Part]:
    start = 0
    for number, element in enumerate(_read(dataset)):
        inputs, labels = split(element)
        rows, column = count_rows(inputs), given(labels, "labels").column
        if len(column) != rows:
            raise ShapeError(
                f"dataset, batch {number}, from row {start} on: {rows} rows of inputs, {len(column)} labels; "
                "expected batches with one label a row (is .batch(256) missing?)"
            )
        yield start, inputs, column
        start += rows


def _read(dataset: Iterable[Any]) -> Iterator[Any]:
    """What a data set yields; an error of the code behind it says in which batch, and keeps its cause."""
    number = 0
    try:
        for element in dataset:
            yield element
            number += 1
    except LogitwiseError:
        raise
    except Exception as error:
        raise InputError(
            f"dataset, batch {number} (counted from 0): reading it failed with {type(error).__name__}: {_told(error)}"
        ) from error


def _told(error: Exception) -> str:
    """The line that says what happened, without what TensorFlow and worker processes put around it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or ["no message"]
    line = lines[-1] if lines[0].startswith("Caught ") else lines[0]
    return (line.partition("}} ")[2] if line.startswith("{{") and "}} " in line else line)[:300]


def _check_elements(dataset: Any) -> None:
    spec = dataset.element_spec
    if isinstance(spec, tuple) and len(spec) == 3:
        raise OptionError("the dataset yields (inputs, labels, weights): weights cannot be counted yet; map them away")
    if not isinstance(spec, tuple) or len(spec) != 2:
        raise OptionError(f"the dataset yields {type(spec).__name__}; expected a tuple (inputs, labels)")
    if getattr(getattr(spec[1], "shape", None), "rank", None) == 0:
        raise ShapeError("the dataset yields single rows; expected batches: add .batch(256)")
    if int(dataset.cardinality()) == -1:  # tf.data.INFINITE_CARDINALITY
        raise OptionError("the dataset repeats for ever; expected one pass: leave .repeat() out, or add .take(batches)")
