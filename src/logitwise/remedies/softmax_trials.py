"""Recalibrations of a softmax tried on the same rows, and how far apart they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.wording import counted, quoted
from logitwise.remedies import softmax_bias, softmax_vector
from logitwise.remedies.recalibration import Candidate
from logitwise.remedies.softmax_cross_fitting import cross_fitted, fitted
from logitwise.remedies.softmax_rows import SoftmaxRows, row_losses, rows_of
from logitwise.remedies.softmax_temperature import TemperatureFit, design_effect, fit_temperature
from logitwise.rule import Identity, Temperature

if TYPE_CHECKING:
    from logitwise.rule import Calibration
    from logitwise.tallies import Tally

Floats = NDArray[np.float64]
SOFTMAX_METHODS: Final = ("none", "temperature", "bias", "vector")
"""From the simplest on."""
LEAST_ROWS: Final = {"bias": softmax_bias.LEAST_ROWS, "vector": softmax_vector.LEAST_ROWS}


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Methods with their fits on all rows and their cross-fitted losses.

    None and temperature are judged on all rows where sums by temperature are kept. The others are judged on the row
    sample by how far they are from temperature there.

    Attributes:
        temperature: of temperature scaling.
        calibrations: those that were tried, by method.
        refused: why others were not.
        rows: the row sample, where others than none and temperature were tried.
        held: ``(rows,)`` cross-fitted log losses of the sample by method.
        effect: design effect of groups, by which the variances of the sample grow.
    """

    temperature: TemperatureFit
    calibrations: Mapping[str, Calibration]
    refused: Mapping[str, str]
    rows: SoftmaxRows | None
    held: Mapping[str, Floats]
    effect: float

    @classmethod
    def of(cls, tally: Tally, wanted: Sequence[str]) -> Trials:
        """Try the methods that are wanted, and temperature."""
        fit = fit_temperature(tally)
        rows = None if tally.weighted is not None else rows_of(tally)
        t = fit.temperature
        refused = {name: why for name in wanted if (why := why_not(name, tally, fit, rows)) is not None}
        calibrations: dict[str, Calibration] = {"none": Identity(), "temperature": Temperature(t)}
        on_sample = [name for name in wanted if name in LEAST_ROWS and name not in refused]
        held: dict[str, Floats] = {}
        if rows is not None and on_sample:
            calibrations |= {name: fitted(name, rows, temperature=t) for name in on_sample}
            for name, known in calibrations.items():
                logits = cross_fitted(rows, known, method=name, temperature=t)
                held[name] = row_losses(logits, rows.labels)
        effect = design_effect(tally, None) if held else 1.0
        return cls(fit, calibrations, refused, rows if held else None, held, effect)

    def loss(self, method: str) -> float:
        """Cross-fitted mean log loss in nats."""
        if method == "none":
            return self.temperature.before
        if self.rows is None or method == "temperature":
            return self.temperature.after
        return self.temperature.after + self.rows.mean(self.held[method] - self.held["temperature"])

    def error(self, one: str, other: str) -> float:
        """Paired standard error of the difference of two."""
        if one == other:
            return 0.0
        if self.rows is None or {one, other} == {"none", "temperature"}:
            return self.temperature.gain_se
        return self.rows.standard_error(self.held[one] - self.held[other]) * sqrt(self.effect)

    def candidates(self, wanted: Sequence[str]) -> tuple[Candidate, ...]:
        """Each method against the best of those that were tried."""
        tried = [name for name in wanted if name not in self.refused]
        best = min(tried, key=self.loss, default="none")
        return tuple(
            Candidate(
                name, self.calibrations[name], self.loss(name), self.loss(name) - self.loss(best),
                self.error(name, best),
            )
            if name in tried
            else Candidate(name, None, nan, nan, nan, self.refused[name])
            for name in wanted
        )  # fmt: skip

    def changed(self, method: str) -> float:
        """Share of sampled rows that are decided otherwise after a method; 0 where it keeps the order."""
        if self.rows is None or method not in LEAST_ROWS:
            return 0.0
        after = self.calibrations[method](self.rows.z).argmax(axis=1)
        return self.rows.mean((after != self.rows.z.argmax(axis=1)).astype(np.float64))


def why_not(method: str, tally: Tally, fit: TemperatureFit, rows: SoftmaxRows | None) -> str | None:
    """Why a method cannot be had on these rows, else None."""
    least = LEAST_ROWS.get(method)
    if least is None:
        return None
    if rows is None:
        return (
            "weighted rows keep no sample to fit it on" if tally.weighted is not None else "no sample of rows is kept"
        )
    if fit.kind == "no finite optimum":
        return "every row is decided rightly, so there is no finite optimum"
    return _too_few(rows, least, tally.head.classes) or _infinite(rows)


def _too_few(rows: SoftmaxRows, least: int, classes: Sequence[str]) -> str | None:
    k = int(rows.support.argmin())
    if rows.support[k] < least:
        where = "" if rows.complete else f" in the sample of {rows.rows:,.0f}"
        found = counted(int(rows.support[k]), "row")
        return f"{quoted(classes[k])} has {found}{where}, it needs {least} of each class"
    if rows.contents < least:
        return f"of different rows there are {rows.contents:,}, it needs {least}"
    return None


def _infinite(rows: SoftmaxRows) -> str | None:
    if np.isfinite(rows.losses()).all():
        return None
    return "the row sample is kept in float32, in which some rows give their truth a probability of 0"
