"""Metrics of a tally whose rows may be weighted and grouped: values, and laws that know of both."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from math import inf, isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from logitwise.metrics import catalogue
from logitwise.metrics.clusters import METHOD, Clustered, freedom_of
from logitwise.metrics.names import range_of
from logitwise.metrics.parameters import DEFAULTS, Parameters
from logitwise.metrics.reading import Reading
from logitwise.metrics.weighting import effective, worth_of
from logitwise.tallies.parts import Parts
from logitwise.tallies.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from logitwise.metrics.measurement import Measurement
    from logitwise.tallies.tally import Tally


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
    found = catalogue.measure(tally, name, of=of, average=average, parameters=parameters)
    return Asking(tally, parameters).adjusted(found)


def measure_all(tally: Tally, parameters: Parameters = DEFAULTS) -> tuple[Measurement, ...]:
    """Every metric that a tally allows; see `catalogue.measure_all`. Weights and groups enter."""
    asking = Asking(tally, parameters)
    return tuple(asking.adjusted(found) for found in catalogue.measure_all(tally, parameters))


def measure_classes(tally: Tally, name: str, parameters: Parameters = DEFAULTS) -> tuple[Measurement, ...]:
    """One metric of every class or label, in the order of the head."""
    asking, reading = Asking(tally, parameters), Reading(tally, parameters)
    return tuple(asking.adjusted(catalogue.measured(reading, name, of=of, average=None)) for of in tally.head.classes)


class Asking:
    """One tally with what weights and groups need, computed once. Lives as long as one call that measures."""

    def __init__(self, tally: Tally, parameters: Parameters) -> None:
        self.tally = tally
        self.parameters = parameters
        self._readings: dict[tuple[int, float, bool], Reading] = {}

    def adjusted(self, plain: Measurement) -> Measurement:
        """A measurement of rows that count once and stand alone, as weights and groups make it."""
        measured = plain if self.tally.weighted is None else self._weighted(plain, self.tally.weighted, 0)
        return measured if self.tally.clusters is None else self._clustered(measured)

    def _weighted(self, plain: Measurement, weighted: Weighted, place: int) -> Measurement:
        """From the weighted counts, each sum of weights as the rows that it is worth in this metric."""
        k = None if plain.of is None else self.tally.head.classes.index(plain.of)
        worth = worth_of(weighted, plain.name, k=k, averaged=plain.average is not None)
        if not (isfinite(worth) and worth > 0):
            return plain
        key = place, worth, plain.name in GAPS
        if key not in self._readings:
            tally = effective(weighted.counts, worth)
            tally = replace(tally, clusters=self._folds(worth)) if plain.name in GAPS else tally
            self._readings[key] = Reading(tally, self.parameters)
        found = catalogue.measured(self._readings[key], plain.name, of=plain.of, average=plain.average)
        method = f"weighted, {found.n:,.0f} effective of {plain.n:,.0f} rows; {found.method}"
        reason = found.undefined and (plain.undefined or found.undefined)  # which speaks of rows, not of their worth
        return replace(found, n=plain.n, effective_n=float(found.n), method=method, undefined=reason)

    def _folds(self, worth: float) -> Parts | None:
        """The weighted rows of each fold of groups, as rows that count once."""
        if self.tally.clusters is None:
            return None
        held = {name: part.weighted for name, part in self.tally.clusters.items()}
        return Parts({name: effective(part.counts, worth) for name, part in held.items() if part is not None})

    def _clustered(self, measured: Measurement) -> Measurement:
        if measured.name in GAPS:  # cross-fitted by folds of groups already, and widened by them
            return measured
        thetas = [each(Key(measured.name, measured.of, measured.average)) for each in self._left_out]
        left_out = np.array([theta for theta in thetas if theta is not None])
        groups = 0 if self.tally.groups is None else self.tally.groups.distinct
        span = range_of(measured.name)
        law = Clustered(
            measured.law, measured.value, left_out, groups, span == (0.0, 1.0), self._freedom, span == (0.0, inf)
        )
        method = METHOD.format(folds=len(left_out), groups=groups, inner=measured.method)
        return replace(measured, law=law, method=method, design_effect=law.design_effect)

    @cached_property
    def _freedom(self) -> float:
        """Degrees of freedom of the folds of groups."""
        folds = [] if self.tally.clusters is None else list(self.tally.clusters.values())
        return freedom_of([part.rows if part.weighted is None else part.weighted.total for part in folds])

    @cached_property
    def _left_out(self) -> Sequence[Callable[[Key], float | None]]:
        """For each fold of groups, what gives a metric without it."""
        folds = Parts() if self.tally.clusters is None else self.tally.clusters
        return [self._value_of(rest, place + 1) for place, rest in enumerate(folds.without_each.values())]

    def _value_of(self, rest: Tally, place: int) -> Callable[[Key], float | None]:
        reading = Reading(rest, self.parameters)

        def value(key: Key) -> float | None:
            plain = catalogue.measured(reading, key.name, of=key.of, average=key.average)
            if rest.weighted is None:
                return plain.value
            return self._weighted(plain, rest.weighted, place).value

        return value
