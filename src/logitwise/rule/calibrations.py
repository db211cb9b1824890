"""Calibrations: what turns logits into logits whose probabilities can be believed. Pure NumPy, elementwise or a row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from logitwise.activations import log_softmax, sigmoid, softplus

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Identity:
    """Logits as they are."""

    def __call__(self, z: Floats) -> Floats:
        """The same logits."""
        return z


@dataclass(frozen=True, slots=True)
class Temperature:
    """z / T: T > 1 makes over-confident probabilities less sure (Guo et al. 2017, arXiv:1706.04599).

    Attributes:
        temperature: T > 0.

    >>> Temperature(2.0)(np.array([1.0, -4.0])).tolist()
    [0.5, -2.0]
    """

    temperature: float

    def __call__(self, z: Floats) -> Floats:
        """Logits divided by T."""
        return z / self.temperature


@dataclass(frozen=True, slots=True)
class Affine:
    """slope z + intercept, of log-odds (Platt 1999).

    Attributes:
        slope: > 0, so that the order of scores is kept.
        intercept: shift of the log-odds.
    """

    slope: float
    intercept: float

    def __call__(self, z: Floats) -> Floats:
        """Shifted and scaled log-odds."""
        return self.slope * z + self.intercept


@dataclass(frozen=True, slots=True)
class Beta:
    """A ln p - b ln(1 - p) + c, of log-odds (Kull, Silva Filho & Flach 2017, DOI 10.1214/17-EJS1338SI).

    Attributes:
        a: >= 0, weight of ln p.
        b: >= 0, weight of -ln(1 - p); not both are 0.
        c: shift.

    >>> Beta(1.0, 1.0, 0.0)(np.array([-2.0, 3.0])).round(12).tolist()
    [-2.0, 3.0]
    """

    a: float
    b: float
    c: float

    def __call__(self, z: Floats) -> Floats:
        """Recalibrated log-odds; a weight of 0 silences its side, even where it is infinite."""
        low = -self.a * np.asarray(softplus(-z)) if self.a else 0.0
        high = self.b * np.asarray(softplus(z)) if self.b else 0.0
        return np.asarray(low + high + self.c, np.float64)


@dataclass(frozen=True, slots=True)
class Isotonic:
    """A non-decreasing curve through knots, linear between them, constant beyond the ends.

    Attributes:
        scores: ascending probabilities.
        values: non-decreasing probabilities, strictly between 0 and 1.
    """

    scores: tuple[float, ...]
    values: tuple[float, ...]

    def __call__(self, z: Floats) -> Floats:
        """Log-odds of the curve at each probability."""
        p = np.interp(np.asarray(sigmoid(z), np.float64), self.scores, self.values)
        return np.asarray(np.log(p) - np.log1p(-p))


@dataclass(frozen=True, slots=True)
class Biased:
    """z / T + bias of each class (bias-corrected temperature scaling, Alexandari et al. 2020, arXiv:1901.06852).

    Attributes:
        temperature: T > 0.
        biases: one a class.
    """

    temperature: float
    biases: tuple[float, ...]

    def __call__(self, z: Floats) -> Floats:
        """Logits ``(rows, classes)`` divided by T and shifted."""
        return np.asarray(z / self.temperature + np.asarray(self.biases))


@dataclass(frozen=True, slots=True)
class Vector:
    """Scale ln p + bias, each class its own (vector scaling, Guo et al. 2017, arXiv:1706.04599).

    Of ln p and not of z, so that logits and the probabilities that they stand for give the same.

    Attributes:
        scales: one a class, > 0.
        biases: one a class.

    >>> twice = Vector((2.0, 1.0, 1.0), (0.0, 0.0, 0.0))
    >>> bool(np.allclose(twice(np.array([[1.0, 2.0, 3.0]])), twice(np.array([[6.0, 7.0, 8.0]]))))
    True
    """

    scales: tuple[float, ...]
    biases: tuple[float, ...]

    def __call__(self, z: Floats) -> Floats:
        """Logits ``(rows, classes)`` as ln p, scaled and shifted."""
        return np.asarray(log_softmax(z, axis=-1) * np.asarray(self.scales) + np.asarray(self.biases))


Calibration = Identity | Temperature | Affine | Beta | Isotonic | Biased | Vector

METHODS: dict[str, type[Calibration]] = {
    "none": Identity,
    "temperature": Temperature,
    "affine": Affine,
    "beta": Beta,
    "isotonic": Isotonic,
    "bias": Biased,
    "vector": Vector,
}
"""Calibrations by the name that rule files and reports use."""


def method_of(calibration: Calibration) -> str:
    """Its name.

    >>> method_of(Temperature(2.0))
    'temperature'
    """
    return next(name for name, kind in METHODS.items() if isinstance(calibration, kind))
