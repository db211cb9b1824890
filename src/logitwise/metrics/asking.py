"""Metrics of a tally whose rows may be weighted and grouped: values, and laws that know of both."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from math import inf, isfinite, nan
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitwise.batch.weights import UNIT
from logitwise.metrics import catalogue
from logitwise.metrics.clusters import METHOD, Clustered, freedom_of
from logitwise.metrics.label_averages import label_values
from logitwise.metrics.law import Unbounded
from logitwise.metrics.names import range_of
from logitwise.metrics.parameters import DEFAULTS, Parameters
from logitwise.metrics.reading import Reading
from logitwise.metrics.weighting import Weights, effective, worth_in, worth_of
from logitwise.tallies.parts import Parts
from logitwise.tallies.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from logitwise.metrics.measurement import Measurement
    from logitwise.tallies.tally import Tally


OF_TABLES: Final = (
    "accuracy", "balanced_accuracy", "precision", "recall", "specificity", "npv", "f1", "fbeta", "prevalence",
)  # fmt: skip
"""Metrics of one class that its two by two table gives, of all classes at once."""
NOT_BY_GROUP: Final = "no interval: what it is made of is not kept by group, or a fold of groups holds too much of it"
NO_EFFECT: Final = ("ece15",)
"""Biased upwards by chance alone, so that its interval says nothing of its own spread."""
GAPS: Final = ("calibration_gap", "top_label_gap")


class Key(NamedTuple):
    """What a measurement is of."""

    name: str
    of: str | None
    average: str | None


def measure(
    tally: Tally,
    name: str,
    *,
    of: str | None = None,
    average: str | None = None,
    parameters: Parameters = DEFAULTS,
) -> Measurement:
    """One metric of a tally; see `catalogue.measure`. Weights and groups, where the tally has them, enter.

    Raises:
        OptionError: an unknown name, class or average, or a combination that does not exist.
    """
    return Measures(tally, parameters).one(name, of=of, average=average)


def measure_all(tally: Tally, parameters: Parameters = DEFAULTS) -> tuple[Measurement, ...]:
    """Every metric that a tally allows; see `catalogue.measure_all`. Weights and groups enter."""
    return Measures(tally, parameters).all()


def measure_classes(tally: Tally, name: str, parameters: Parameters = DEFAULTS) -> tuple[Measurement, ...]:
    """One metric of every class or label, in the order of the head."""
    return Measures(tally, parameters).of_classes(name)


class Measures:
    """Metrics of one tally, each computed when it is first asked for, and what several need once."""

    def __init__(self, tally: Tally, parameters: Parameters = DEFAULTS) -> None:
        self._asking, self._reading = Asking(tally, parameters), Reading(tally, parameters)
        self._kept: dict[Key, Measurement] = {}

    def one(self, name: str, *, of: str | None = None, average: str | None = None) -> Measurement:
        """See `measure`."""
        key = Key(name, of, average)
        if key not in self._kept:
            found = catalogue.measured(self._reading, name, of=of, average=average)
            self._kept[key] = self._asking.adjusted(found)
        return self._kept[key]

    def of_classes(self, name: str) -> tuple[Measurement, ...]:
        """See `measure_classes`."""
        return tuple(self.one(name, of=of) for of in self._reading.classes)

    def all(self) -> tuple[Measurement, ...]:
        """See `measure_all`."""
        return tuple(self._adjusted(found) for found in catalogue.everything(self._reading))

    def _adjusted(self, found: Measurement) -> Measurement:
        key = Key(found.name, found.of, found.average)
        return self._kept[key] if key in self._kept else self._asking.adjusted(found)


class Asking:
    """One tally with what weights and groups need, computed once. Lives as long as one call that measures."""

    def __init__(self, tally: Tally, parameters: Parameters) -> None:
        self.tally = tally
        self.parameters = parameters
        self._readings: dict[tuple[float, bool], Reading] = {}

    def adjusted(self, plain: Measurement) -> Measurement:
        """A measurement of rows that count once and stand alone, as weights and groups make it."""
        measured = plain if self.tally.weighted is None else self._weighted(plain, self.tally.weighted)
        return measured if self.tally.clusters is None else self._clustered(measured)

    def _weighted(self, plain: Measurement, weighted: Weighted) -> Measurement:
        """From the weighted counts, each sum of weights as the rows that it is worth in this metric."""
        worth = self._worth(weighted, plain)
        key = worth, plain.name in GAPS
        if key not in self._readings:
            tally = effective(weighted.counts, worth)
            tally = replace(tally, clusters=self._folds(worth)) if plain.name in GAPS else tally
            self._readings[key] = Reading(tally, self.parameters)
        found = catalogue.measured(self._readings[key], plain.name, of=plain.of, average=plain.average)
        method = f"weighted, {found.n:,.0f} effective of {plain.n:,.0f} rows; {found.method}"
        reason = found.undefined and (plain.undefined or found.undefined)  # which speaks of rows, not of their worth
        if plain.name == "hand_till" and plain.undefined is None:
            reason = "the sample of rows that it is made of knows no weights"
        return replace(found, n=plain.n, effective_n=float(found.n), method=method, undefined=reason)

    def _worth(self, weighted: Weighted, plain: Measurement) -> float:
        """What a unit of weight is worth in a metric; where no row of it has any, one row."""
        k = None if plain.of is None else self._place[plain.of]
        averaged = plain.average is not None
        if self.tally.head.kind == "multilabel":
            worth = worth_of(weighted, plain.name, k=k, averaged=averaged)
        else:
            worth = worth_in(self._table, plain.name, k=k, averaged=averaged)
        return worth if isfinite(worth) else 1 / UNIT

    @cached_property
    def _place(self) -> dict[str, int]:
        """Code of each class."""
        return {name: k for k, name in enumerate(self.tally.head.classes)}

    @cached_property
    def _table(self) -> Weights:
        """Sums of weights by class."""
        assert self.tally.weighted is not None  # noqa: S101  # the caller looked
        return Weights.of(self.tally.weighted, None)

    def _folds(self, worth: float) -> Parts | None:
        """The weighted rows of each fold of groups, as rows that count once."""
        if self.tally.clusters is None:
            return None
        held = {name: part.weighted for name, part in self.tally.clusters.items()}
        return Parts({name: effective(part.counts, worth) for name, part in held.items() if part is not None})

    def _clustered(self, measured: Measurement) -> Measurement:
        if measured.name in GAPS:  # cross-fitted by folds of groups already, and widened by them
            return measured
        key = Key(measured.name, measured.of, measured.average)
        left_out = np.array([each(key) for each in self._left_out])
        groups = self.tally.group_count
        span = range_of(measured.name)
        if measured.undefined is None and not np.isfinite(left_out).all():
            return replace(measured, law=Unbounded((nan, nan)), method=NOT_BY_GROUP, design_effect=nan)
        law = Clustered(
            measured.law, measured.value, left_out, groups, span == (0.0, 1.0), self._freedom, span == (0.0, inf)
        )
        method = METHOD.format(folds=len(left_out), groups=groups, inner=measured.method)
        effect = nan if measured.name in NO_EFFECT else law.design_effect
        return replace(measured, law=law, method=method, design_effect=effect)

    @cached_property
    def _freedom(self) -> float:
        """Degrees of freedom of the folds of groups."""
        folds = [] if self.tally.clusters is None else list(self.tally.clusters.values())
        return freedom_of([part.rows if part.weighted is None else part.weighted.total for part in folds])

    @cached_property
    def _left_out(self) -> Sequence[Callable[[Key], float]]:
        """For each fold of groups, what gives a metric without it."""
        folds = Parts() if self.tally.clusters is None else self.tally.clusters
        return [self._value_of(rest) for rest in folds.without_each.values()]

    def _value_of(self, rest: Tally) -> Callable[[Key], float]:
        """What gives any metric of some of the rows; shares of classes come from all classes at once."""
        counted = rest if rest.weighted is None else effective(rest.weighted.counts, 1 / UNIT)
        reading = Reading(counted, self.parameters)
        shares: dict[str, NDArray[np.float64]] = {}

        def value(key: Key) -> float:
            if key.of is None or key.name not in OF_TABLES:
                return catalogue.measured(reading, key.name, of=key.of, average=key.average).value
            if key.name not in shares:
                tp, fp, fn, tn = reading.four.T
                tables = np.stack([tn, fp, fn, tp], axis=-1).reshape(-1, 2, 2)
                shares[key.name] = label_values(tables, key.name, self.parameters.beta)
            return float(shares[key.name][self._place[key.of]])

        return value
