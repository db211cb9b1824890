"""From whatever holds rows to one tally, with the sentences that say what was taken."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import reduce
from numbers import Real
from operator import add
from typing import Any

from logitwise.engines import run
from logitwise.engines.local import Progress
from logitwise.errors import EmptyError, InputError, OptionError
from logitwise.policy import Policy
from logitwise.sources import Limits, Reading, open_arrays, open_confusion, open_table
from logitwise.sources.beside import beside_of_arrays, beside_of_names
from logitwise.sources.frames import is_frame
from logitwise.sources.paths import expanded
from logitwise.tallies import Tally, load_tally, tally_of_confusion


@dataclass(frozen=True, slots=True)
class Rows:
    """What was said about where the rows are and what they mean; the fields are the keywords of `lw.evaluate`."""

    source: Any = None
    model: Any = None
    inputs: Any = None
    logits: Any = None
    probabilities: Any = None
    decisions: Any = None
    confusion: Any = None
    label: str | None = None
    head: Any = None
    classes: Sequence[object] | None = None
    positive: object = None
    threshold: float | None = None
    sample_weight: Any = None
    class_weight: Mapping[str, float] | None = None
    groups: Any = None
    ids: Any = None
    slices: Any = None
    confidence: Any = None
    invalid: Any = None
    limits: Any = None

    def __post_init__(self) -> None:
        ordered = self.classes is None or hasattr(self.classes, "__getitem__")
        if not ordered or isinstance(self.classes, (str, bytes, Mapping)):
            raise OptionError("classes are names in the order of the outputs, like ['cat', 'dog']; a list was expected")
        if self.threshold is not None and not isinstance(self.threshold, Real):
            raise OptionError(f"threshold is a number between 0 and 1, not {type(self.threshold).__name__}")

    def under(self, policy: Policy) -> Rows:
        """With what the policy declares wherever nothing was said."""
        said = {name: getattr(self, name) for name in ("head", "classes", "positive", "threshold")}
        declared = {name: getattr(policy.task, name) for name, value in said.items() if value is None}
        return replace(self, **declared, invalid=self.invalid or policy.rows.invalid)

    @property
    def declared(self) -> dict[str, Any]:
        """Head, classes, positive class, threshold and what to do with invalid rows, as sources take them."""
        if self.invalid not in (None, "refuse", "reject"):
            raise OptionError(f"invalid is 'refuse' or 'reject', not {self.invalid!r}")
        threshold = 0.5 if self.threshold is None else self.threshold
        declared = {name: getattr(self, name) for name in ("head", "classes", "positive")}
        return {**declared, "threshold": threshold, "invalid": self.invalid or "refuse"}

    @property
    def beside(self) -> dict[str, Any]:
        """What was given beside labels and scores, one column each; None where nothing was."""
        return {
            "ids": self.ids, "groups": self.groups, "weights": self.sample_weight, "confidence": self.confidence
        }  # fmt: skip

    @property
    def class_weights(self) -> dict[str, float]:
        """Factors by class name."""
        if self.class_weight is None:
            return {}
        if not isinstance(self.class_weight, Mapping):
            raise OptionError("class_weight maps class names to numbers, like {'malignant': 5.0}")
        if not all(isinstance(w, Real) for w in self.class_weight.values()):
            raise OptionError("class_weight maps class names to numbers, like {'malignant': 5.0}")
        return {str(name): float(weight) for name, weight in self.class_weight.items()}

    @property
    def paths(self) -> list[str]:
        """The files that paths and patterns name; with arrays of outputs a list of strings is labels, not files."""
        if isinstance(self.source, (str, os.PathLike)):
            return expanded([self.source])
        named = isinstance(self.source, (list, tuple)) and all(
            isinstance(item, (str, os.PathLike)) for item in self.source
        )
        return expanded(self.source) if named and self.named and self.inputs is None else []

    @property
    def named(self) -> bool:
        """Whether outputs, where said at all, are names of columns."""
        return all(isinstance(value, str) for value in self.scores.values())

    @property
    def scores(self) -> dict[str, Any]:
        """The outputs that were given, by their scale."""
        named = {name: getattr(self, name) for name in ("logits", "probabilities", "decisions")}
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Gathered:
    """A tally, and what the report says of where it came from."""

    tally: Tally
    read_from: str
    notes: tuple[str, ...] = ()


def named_file(rows: Rows) -> str | None:
    """The one file that holds outputs, so that a message can name it; of a model it would need more than a name."""
    return rows.paths[0] if len(rows.paths) == 1 and rows.model is None else None


def gather(rows: Rows, *, policy: Policy | None = None, progress: Progress | None = None) -> Gathered:
    """Find the rows and count them; what a policy declares of the task holds where nothing was said.

    Raises:
        OptionError: nothing to judge was given, or several things at once.
        EmptyError: there is no row that can be judged.
    """
    if rows.confusion is not None:
        check_only(rows, "a confusion matrix", besides={"confusion", "classes", "positive", "limits"})
        limits = limits_of(rows.limits)
        head, matrix, read_from = open_confusion(
            rows.confusion, classes=rows.classes, positive=rows.positive, limits=limits
        )
        return Gathered(tally_of_confusion(matrix, head=head), read_from)
    saved = saved_tallies(rows)
    if saved is not None:
        return saved if policy is None else weighing(saved)
    reading = open_rows(rows if policy is None else rows.under(policy))
    tally = run(reading.batches(), total=reading.rows, progress=progress)
    if tally.rows == 0:
        left_out = ", ".join(f"{reason} ({count:,})" for reason, count in tally.rejected.items())
        raise EmptyError(
            f"no rows can be judged: all were left out: {left_out}" if left_out else "there are no rows to judge"
        )
    found = Gathered(tally, reading.read_from, reading.notes)
    return found if policy is None else weighing(found)  # what is only counted may weigh nothing: a shard of more


def weighing(found: Gathered) -> Gathered:
    """The same, where some row counts.

    Raises:
        InputError: all weights are zero.
    """
    weighted = found.tally.weighted
    if weighted is not None and found.tally.rows and not weighted.total:
        raise InputError(f"{found.read_from.split(';')[0]}: all weights are zero, so that no row counts")
    return found


def saved_tallies(rows: Rows) -> Gathered | None:
    """The tally that was given, or read from ``.tally`` files; None where the source is none."""
    if len({os.path.realpath(path) for path in rows.paths}) < len(rows.paths):
        raise OptionError("the same file was given twice; its rows would be counted twice")
    if isinstance(rows.source, Tally):
        tallies, read_from = [rows.source], "a tally"
    else:
        paths = rows.paths
        if not paths or not all(path.lower().endswith(".tally") for path in paths):
            return None
        tallies, read_from = [load_tally(path) for path in paths], f"saved tallies: {', '.join(paths)}"
    check_only(rows, "a tally, which has its head, classes and decision rule already,", besides={"source"})
    tally = reduce(add, tallies)
    if tally.rows == 0:
        raise EmptyError(f"{read_from}: no rows to judge")
    return Gathered(tally, read_from)


def open_rows(rows: Rows) -> Reading:
    """The reading of a model, a table, or arrays."""
    if rows.model is not None:
        return open_model(rows)
    if rows.source is None:
        raise OptionError("nothing to judge: give labels with logits=, probabilities=, decisions= or model=, or a file")
    if rows.inputs is not None:
        raise OptionError("inputs= goes with model=")
    if rows.paths or (is_frame(rows.source) and rows.named):
        return open_columns(rows)
    if rows.label is not None:
        raise OptionError("label= names a column of a file or frame; here the first argument is the labels themselves")
    if len(rows.scores) != 1:
        given = " and ".join(rows.scores) or "none of them"
        raise OptionError(f"give exactly one of model=, logits=, probabilities=, decisions=, confusion=; got {given}")
    beside = beside_of_arrays(rows.beside, rows.slices, rows.class_weights)
    return open_arrays(rows.source, **rows.scores, beside=beside, **rows.declared)


def open_columns(rows: Rows) -> Reading:
    """The reading of files or a frame, whose columns hold labels and outputs."""
    beside = beside_of_names(rows.beside, rows.slices)
    paths = rows.paths
    source = rows.source if not paths else paths if len(paths) > 1 else paths[0]
    return open_table(
        source,
        label=rows.label,
        **rows.scores,
        beside=beside,
        class_weights=rows.class_weights,
        **rows.declared,
        limits=limits_of(rows.limits),
    )


def open_model(rows: Rows) -> Reading:
    """The reading of a model on a file of inputs, on arrays, or on a data set."""
    from logitwise.sources.models import (  # noqa: PLC0415  only a model needs its adapters
        open_model_data,
        open_model_file,
    )

    if rows.scores:
        raise OptionError(
            f"give exactly one of model=, logits=, probabilities=, decisions=; got model and {next(iter(rows.scores))}"
        )
    if rows.source is None:
        raise OptionError(
            "a model needs labels and inputs: lw.evaluate(y, model=model, inputs=x), or a data set of both"
        )
    paths = rows.paths
    if paths:
        if len(paths) > 1:
            raise OptionError("a model is judged on one file of inputs and labels")
        return open_model_file(
            paths[0],
            model=rows.model,
            label=rows.label,
            **rows.declared,
            beside=beside_of_names(rows.beside, rows.slices),
            class_weights=rows.class_weights,
            limits=limits_of(rows.limits),
        )
    beside = beside_of_arrays(rows.beside, rows.slices, rows.class_weights)
    return open_model_data(rows.source, model=rows.model, inputs=rows.inputs, beside=beside, **rows.declared)


def limits_of(said: Any) -> Limits:
    """Limits as they were said: None, ``NAME=VALUE`` texts, or the value itself."""
    return said if isinstance(said, Limits) else Limits.parse(list(said or []))


def check_only(rows: Rows, name: str, *, besides: set[str]) -> None:
    """Refuse whatever was said that could not be heeded."""
    said = [f.name for f in fields(rows) if f.name not in besides and getattr(rows, f.name) is not None]
    if said:
        raise OptionError(f"{name} is judged on its own; it was given with {', '.join(said)}")
