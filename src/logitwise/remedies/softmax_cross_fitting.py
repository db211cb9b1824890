"""Recalibrated logits of sampled rows, each by a fit on rows other than itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logitwise.remedies.softmax_bias import fit_biased
from logitwise.remedies.softmax_temperature import CAP
from logitwise.remedies.softmax_vector import fit_vector
from logitwise.remedies.splits import FOLDS
from logitwise.remedies.temperature_optimum import Below, root
from logitwise.rule import Biased, Identity, Temperature, Vector

if TYPE_CHECKING:
    from logitwise.remedies.softmax_rows import SoftmaxRows
    from logitwise.rule import Calibration

Floats = NDArray[np.float64]
SoftmaxCalibration = Identity | Temperature | Biased | Vector


def fitted(
    method: str, rows: SoftmaxRows, *, temperature: float, start: Calibration | None = None
) -> SoftmaxCalibration:
    """A method of `logitwise.rule.METHODS` on rows whose temperature is known."""
    if method == "temperature":
        return Temperature(temperature)
    if method == "bias":
        return fit_biased(rows, beta=1 / temperature, start=start if isinstance(start, Biased) else None)
    if method == "vector":
        return fit_vector(rows, beta=1 / temperature, start=start if isinstance(start, Vector) else None)
    return Identity()


def cross_fitted(rows: SoftmaxRows, calibration: Calibration, *, method: str, temperature: float) -> Floats:
    """``(rows, classes)`` logits after `method`, fitted for each fifth of the rows on the other four.

    Args:
        rows: sampled rows.
        calibration: the fit on all of them, from which those on four fifths begin.
        method: its name.
        temperature: of temperature scaling on all of them.
    """
    if method == "none":
        return rows.z
    z = np.empty_like(rows.z)
    for fold in range(FOLDS):
        held = rows.folds == fold
        rest = rows.take(~held)
        if not held.any() or not len(rest.z):
            z[held] = np.asarray(calibration(rows.z[held]))
            continue
        known = fitted(method, rest, temperature=refitted(rest, temperature), start=calibration)
        z[held] = known(rows.z[held])
    return z


def refitted(rows: SoftmaxRows, temperature: float) -> float:
    """T on some of the rows, from the T of all; where these have no best one, that of all."""
    try:
        return 1 / root(Below.of(rows), start=1 / temperature)
    except ValueError:
        return max(temperature, 1 / CAP)
