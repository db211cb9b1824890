"""A model with its inputs and their labels: predicted batch by batch, so memory stays flat in rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from logitwise.batch import Batch, Beside, Column, Intake, Origin, declare
from logitwise.batch.intake import Invalid
from logitwise.batch.shown import listed, shown
from logitwise.batch.vocabulary import distinct
from logitwise.errors import ColumnError, EmptyError, FileError, OptionError, ShapeError, SuffixError
from logitwise.frameworks.inputs import batches, count_rows
from logitwise.frameworks.models import framework_of, open_model, read_file
from logitwise.frameworks.network import Network
from logitwise.head import HeadKind
from logitwise.sources.arrays import given
from logitwise.sources.datasets import open_dataset
from logitwise.sources.limits import Limits
from logitwise.sources.names import LABELS, BesideNames
from logitwise.sources.npz import NpzTable
from logitwise.sources.reading import Reading

INPUTS = ("x", "inputs")
Rows = Iterator[tuple[int, Any, Column]]  # number of the first row, inputs, labels


@dataclass(frozen=True, slots=True)
class _Declared:
    """What the caller declared about the rows."""

    head: HeadKind | None
    classes: Sequence[object] | None
    positive: object
    threshold: float
    invalid: Invalid


def open_model_data(  # noqa: PLR0913 each is one thing that a user may declare
    y: Any,
    *,
    model: Any,
    inputs: Any = None,
    head: HeadKind | None = None,
    classes: Sequence[object] | None = None,
    positive: object = None,
    threshold: float = 0.5,
    beside: Beside | None = None,
    invalid: Invalid = "refuse",
) -> Reading:
    """Labels with the model that is to be judged on them.

    Args:
        y: labels, one a row of `inputs`; or, without `inputs`, a ``tf.data.Dataset`` or a PyTorch ``DataLoader`` of
            batches ``(inputs, labels)``.
        model: a Keras model, the path of one, a ``torch.nn.Module``, or a scikit-learn classifier.
        inputs: what the model takes: an array, a frame, a tensor, or a tuple, list or dict of them.
        head: kind of head where the model leaves it open (no last activation); None: as the model says.
        classes: class names in the order of the model's outputs; None: scikit-learn's ``classes_``, or by the labels.
        positive: name of the positive class where there are two.
        threshold: decision threshold on the probability scale.
        beside: ids, groups, weights and slices of the same rows.
        invalid: what to do with rows that cannot be counted.

    Raises:
        ModelError: a model that cannot be read or called.
        ShapeError: labels and inputs that do not fit each other.
        OptionError: a head that contradicts the model's last activation, or options that do not go together.
        FileError, FormatError, UnsafeError, SuffixError: a model path that cannot be opened.
    """
    declared = _Declared(head, classes, positive, threshold, invalid)
    if inputs is None:
        if beside is not None and beside.columns:
            named = " and ".join(beside.columns)
            raise OptionError(
                f"{named}: a dataset that yields (inputs, labels) has no place for it; give labels and inputs as "
                "arrays, with one value a row beside them"
            )
        return _open_dataset(y, model, declared, Beside() if beside is None else beside)
    return _open_arrays(y, inputs, model, declared, beside=beside, origin=Origin(label="y"))


def open_model_file(  # noqa: PLR0913
    path: str | Path,
    *,
    model: Any,
    label: str | None = None,
    head: HeadKind | None = None,
    classes: Sequence[object] | None = None,
    positive: object = None,
    threshold: float = 0.5,
    invalid: Invalid = "refuse",
    beside: BesideNames = BesideNames(),  # noqa: B008 BesideNames is frozen
    class_weights: Mapping[str, float] | None = None,
    limits: Limits = Limits(),  # noqa: B008 Limits is frozen
) -> Reading:
    """An NPZ of inputs (key ``x`` or ``inputs``) and labels, for a model.

    Raises:
        ColumnError: keys that are missing, or of which several may be meant.
        FileError, FormatError, UnsafeError, LimitError, SuffixError: files that cannot be opened, the model first.
    """
    if framework_of(model) == "keras":
        model = read_file(model)  # whatever is wrong with it is said before any data are read
    place = Path(path)
    if place.suffix.lower() != ".npz":
        raise SuffixError(
            f"{path}: with a model, inputs and labels are read from an .npz file (keys x or inputs, and labels)"
        )
    if not place.is_file():
        raise FileError(f"{path}: no such file")
    table = NpzTable.open(place, str(path), limits)
    inputs = _key(table.names, INPUTS, str(path), "inputs of the model")
    if label is not None and label not in table.names:
        raise ColumnError(f"{path}: --label names {label}, which is not there; the keys are {listed(table.names)}")
    truth = label or _key(table.names, LABELS, str(path), "labels", hint=": name it with --label")
    declared = _Declared(head, classes, positive, threshold, invalid)
    origin = Origin(str(path), label=truth)
    for name in beside.columns:
        if name not in table.names:
            raise ColumnError(f"{path}: there is no key {name}; the keys are {listed(table.names)}")
    columns = {what: Column.of(table.load(name)) for what, name in beside.single.items()}
    slices = {name: Column.of(table.load(name)) for name in beside.slices}
    places = {what: f"key {shown(name)}" for what, name in beside.single.items()}
    extra = Beside(**columns, slices=slices, class_weights=class_weights or {}, places=places)
    reading = _open_arrays(table.load(truth), table.load(inputs), model, declared, beside=extra, origin=origin)
    return _with(reading, f"{path}: inputs {inputs}, labels {truth}. {reading.read_from}")


def _with(reading: Reading, read_from: str) -> Reading:
    return Reading(reading.head, reading.scale, read_from, reading.notes, reading.rows, reading.batches)


def _key(names: tuple[str, ...], wanted: Sequence[str], file: str, what: str, *, hint: str = "") -> str:
    found = [name for name in wanted if name in names]
    if len(found) > 1:
        raise ColumnError(f"{file}: {listed(found)} may each hold the {what}; keep one{hint}")
    if not found:
        raise ColumnError(
            f"{file}: no key of the {what}; there are {listed(names)}, and {', '.join(wanted)} are looked for{hint}"
        )
    return found[0]


def _open_arrays(  # noqa: PLR0913
    y: Any, inputs: Any, model: Any, declared: _Declared, *, beside: Beside | None, origin: Origin
) -> Reading:
    if framework_of(model) == "sklearn" and isinstance(inputs, list | tuple):
        inputs = np.asarray(inputs, dtype=object if all(isinstance(item, str) for item in inputs) else None)
    rows = count_rows(inputs)
    truth = given(y, origin.label).column
    extra = beside or Beside()
    for name, column in {origin.of(origin.label): truth, **extra.columns}.items():
        if column is not None and len(column) != rows:
            raise ShapeError(f"{name}: {len(column)} values for {rows} rows of inputs; one a row was expected")

    def parts() -> Rows:
        for start, batch in batches(inputs):
            yield start, batch, _part(truth, start, start + count_rows(batch))

    vocabulary = None if truth.names is None else distinct(truth)
    return _reading(parts, model, declared, origin=origin, rows=rows, beside_of=extra.part, vocabulary=vocabulary)


def _open_dataset(dataset: Any, model: Any, declared: _Declared, beside: Beside) -> Reading:
    opened = open_dataset(dataset, framework_of(model))
    origin = Origin(label="labels")
    reading = _reading(
        opened.parts, model, declared, origin=origin, rows=opened.rows, beside_of=lambda _start, _stop: beside
    )
    return replace(reading, notes=(*opened.notes, *reading.notes))


def _reading(  # noqa: PLR0913
    parts: Callable[[], Rows],
    model: Any,
    declared: _Declared,
    *,
    origin: Origin,
    rows: int | None,
    beside_of: Callable[[int, int], Beside] = lambda _start, _stop: Beside(),
    vocabulary: frozenset[Any] | None = None,
) -> Reading:
    """Open the model on the first batch, declare what its rows mean, and leave the rest to be predicted on demand."""
    begun = parts()
    first = next(begun, None)
    if first is None:
        raise EmptyError("the dataset yields no batch; expected at least one row")
    passes = [chain([first], begun)]  # the first pass goes on, since a data set may be a stream, or shuffled, or slow
    network = open_model(model, example=first[1])
    intake = _intake(network, first, declared, origin, vocabulary)
    predict = _of_positive(network, intake)

    def predicted() -> Iterator[Batch]:
        used = 0
        for start, inputs, labels in passes.pop() if passes else parts():
            beside = beside_of(start, start + len(labels))
            batch = intake.batch(labels, predict(inputs), origin=origin.at(start), beside=beside)
            used += batch.rows
            yield batch
        if not used:
            raise EmptyError(f"{origin.of(origin.label)}: no rows are left, all were rejected")

    said = f"; head {declared.head}, as declared" if declared.head not in {None, network.kind} else ""
    return Reading(intake.head, network.scale, network.read_from + said, network.notes, rows, predicted)


def _of_positive(network: Network, intake: Intake) -> Callable[[Any], Any]:
    """Scores as the head means them: log-odds of one column are of the last class, which need not be the positive."""
    if network.classes is None or network.scale != "logits" or network.units != 1 or intake.head.positive != 0:
        return network.predict
    return lambda inputs: -network.predict(inputs)


def _intake(
    network: Network,
    first: tuple[int, Any, Column],
    declared: _Declared,
    origin: Origin,
    vocabulary: frozenset[Any] | None,
) -> Intake:
    classes, named = _classes(network, declared.classes)
    return declare(
        labels=first[2],
        scores=network.predict(first[1]),
        scale=network.scale,
        origin=origin,
        head=_head(network, declared.head),
        classes=classes,
        positive=declared.positive,
        threshold=declared.threshold,
        invalid=declared.invalid,
        named=named,
        vocabulary=vocabulary,
    )


def _head(network: Network, head: HeadKind | None) -> HeadKind:
    """The declared head where the model leaves it open, else its own."""
    binary = {"sigmoid", "softmax"}  # of two classes, which scikit-learn gives in one column or in two
    same = head in {None, network.kind} or (
        network.classes is not None and len(network.classes) == 2 and head in binary
    )
    if head is None or same:
        return network.kind
    if not network.assumed:
        raise OptionError(f"head (--head) says {head}, the model says {network.kind}: {network.read_from}")
    return head


def _classes(network: Network, classes: Sequence[object] | None) -> tuple[Sequence[object] | None, bool]:
    """Class names in the order of the outputs, and whether labels join them by name alone."""
    known = network.classes
    if known is None or classes is None:
        return (classes, False) if known is None else (known, True)
    if {str(value) for value in known} == {str(value) for value in classes}:
        return known, True
    if known == tuple(range(len(classes))):  # names for the codes 0 to C - 1
        return classes, False
    raise OptionError(f"classes name {listed(list(classes))}; the model was fitted on {listed(known)}")


def _part(column: Column, start: int, stop: int) -> Column:
    """Some rows of a column; what stands in a null is spelled by its place in the whole."""
    spelled = column.spelled
    shifted = None if spelled is None else lambda row, k: spelled(row + start, k)
    null = None if column.null is None else column.null[start:stop]
    return Column(column.values[start:stop], null, column.names, shifted)
