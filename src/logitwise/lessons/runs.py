"""Recorded trainings: small networks of several activations and depths on handwritten digits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from logitwise.errors import FormatError

VERSION: Final = 1
NAME: Final = "runs.lock.json"


@dataclass(frozen=True, slots=True)
class Run:
    """One network, trained and judged.

    Attributes:
        activation: of every hidden layer.
        depth: hidden layers.
        initialiser: ``glorot`` or ``he``.
        seed: of weights and of the order of rows.
        epochs: how long it was trained.
        loss: cross-entropy in nats on the training rows, one an epoch.
        accuracy: on the held-out rows, one an epoch.
        gradients_start: norm of the loss's gradient by the weights of each layer before training, first layer first;
            the output layer is the last.
        gradients_end: the same after training.
        final: what `logitwise.evaluate` says of the held-out rows: value, lower and upper limit by metric.
    """

    activation: str
    depth: int
    initialiser: str
    seed: int
    epochs: int
    loss: tuple[float, ...]
    accuracy: tuple[float, ...]
    gradients_start: tuple[float, ...]
    gradients_end: tuple[float, ...]
    final: dict[str, tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """All runs, with how they were made.

    Attributes:
        setting: the data, the split and the network, in sentences.
        versions: of what trained them.
        runs: in the order of their settings.
    """

    setting: dict[str, Any]
    versions: dict[str, str]
    runs: tuple[Run, ...]


@cache
def recorded() -> Recorded:
    """Everything in the file that is shipped."""
    return read(files("logitwise.lessons").joinpath(NAME).read_text(encoding="utf-8"))


def runs() -> tuple[Run, ...]:
    """The runs that are shipped.

    >>> {run.activation for run in runs()} >= {"sigmoid", "relu"}
    True
    """
    return recorded().runs


def runs_of(activation: str, *, depth: int | None = None, initialiser: str | None = None) -> tuple[Run, ...]:
    """The runs of an activation, of a depth and an initialiser where they are given; one for each seed.

    >>> sorted({run.depth for run in runs_of("sigmoid")})
    [1, 2, 4, 8]
    """
    return tuple(
        run
        for run in runs()
        if run.activation == activation and depth in (None, run.depth) and initialiser in (None, run.initialiser)
    )


def read(text: str) -> Recorded:
    """Runs from the text of their file.

    Raises:
        FormatError: it is no file of runs of this version.
    """
    try:
        document = json.loads(text)
        if document["version"] != VERSION:
            raise FormatError(f"{NAME} is of version {document['version']}; this logitwise reads version {VERSION}")
        return Recorded(document["setting"], document["versions"], tuple(map(_run, document["runs"])))
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"{NAME} cannot be read: {error!r}") from error


def _run(document: dict[str, Any]) -> Run:
    series = ("loss", "accuracy", "gradients_start", "gradients_end")
    final = {name: tuple(limits) for name, limits in document["final"].items()}
    return Run(**{**document, **{name: tuple(document[name]) for name in series}, "final": final})
