"""Worlds in which the truth is known: rows are drawn from them, and every metric's true value can be computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtri, softmax

from logitwise.batch import Batch
from logitwise.head import Head
from logitwise.tallies import Tally, tally_batch, tally_of_confusion

from .shapes import Draw, Floats

POOL = 100_000
"""Rows of each class that a world holds; runs draw from them with replacement, so that its values are the truth."""


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """All rows of a population, each with its probability of being drawn.

    Attributes:
        kind: ``sigmoid``, ``softmax``, ``multilabel`` or ``confusion``.
        y: class codes, or for multilabel ``(rows, labels)`` of 0 and 1; of a confusion the true class of each cell.
        z: logits; of a confusion the decided class of each cell.
        w: probability of each row, which sum to 1.
    """

    kind: str
    y: NDArray[np.int64]
    z: Floats
    w: Floats

    @property
    def p(self) -> Floats:
        """Probabilities: of the positive class, of each class, or of each label."""
        return softmax(self.z, axis=1) if self.kind == "softmax" else expit(self.z)

    @property
    def decided(self) -> NDArray[np.int64]:
        """What is decided: the class, or for multilabel 0 or 1 of each label."""
        if self.kind == "confusion":
            return self.z.astype(np.int64)
        return self.z.argmax(axis=1) if self.kind == "softmax" else (self.z >= 0).astype(np.int64)


class Scene(Protocol):
    """What a design draws its rows from."""

    name: str

    @property
    def world(self) -> World:
        """The population."""

    def sample(self, rng: np.random.Generator) -> Tally:
        """The tally of one sample, as the library makes it from arrays."""


@cache
def head_of(kind: str, classes: int) -> Head:
    """Classes c0, c1, ...; of two the second is positive."""
    return Head(kind, tuple(f"c{k}" for k in range(classes)))  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class Matrix:
    """Rows that leave only truth against decision.

    Attributes:
        name: what the design is, for the table.
        rows: in a sample.
        prior: share of each class.
        decided: ``(classes, classes)`` of each true class the shares that are decided to be of each.
    """

    name: str
    rows: int
    prior: tuple[float, ...]
    decided: tuple[tuple[float, ...], ...]

    @cached_property
    def cells(self) -> Floats:
        """Probability of each cell."""
        return np.asarray(self.prior)[:, None] * np.asarray(self.decided)

    @property
    def world(self) -> World:
        y, d = np.indices(self.cells.shape).reshape(2, -1)
        return World("confusion", y, d.astype(np.float64), self.cells.ravel())

    def sample(self, rng: np.random.Generator) -> Tally:
        counts = rng.multinomial(self.rows, self.cells.ravel()).reshape(self.cells.shape)
        return tally_of_confusion(counts, head=head_of("sigmoid" if len(counts) == 2 else "softmax", len(counts)))


@dataclass(frozen=True, eq=False)
class Pools:
    """Rows with scores, drawn with replacement from a pool a class, whose exact values are the truth.

    Attributes:
        name: what the design is, for the table.
        counts: rows of each class in a sample: its very number, or with `random` what is expected.
        draw: gives the logits of so many rows of class k, for multilabel (one pool) logits and labels.
        kind: the head.
        random: class counts vary as in a random sample; else they are fixed, which is the harder case for an AUC.
    """

    name: str
    counts: tuple[int, ...]
    draw: Draw
    kind: str = "sigmoid"
    random: bool = True

    @cached_property
    def pools(self) -> list[tuple[Floats, NDArray[np.int64]]]:
        """Logits and labels of each pool."""
        rng = np.random.default_rng(20)
        drawn = [self.draw(rng, k, POOL) for k in range(len(self.counts))]
        return [d if isinstance(d, tuple) else (d, np.full(POOL, k)) for k, d in enumerate(drawn)]

    @property
    def world(self) -> World:
        share = np.asarray(self.counts) / sum(self.counts) / POOL
        z, y = (np.concatenate(part) for part in zip(*self.pools, strict=True))
        return World(self.kind, y, z, np.repeat(share, POOL))

    def rows(self, rng: np.random.Generator) -> tuple[Floats, NDArray[np.int64]]:
        """Logits and labels of one sample."""
        n = sum(self.counts)
        counts = rng.multinomial(n, np.asarray(self.counts) / n) if self.random else self.counts
        at = [rng.integers(0, POOL, m) for m in counts]
        z, y = zip(*((pool[0][i], pool[1][i]) for pool, i in zip(self.pools, at, strict=True)), strict=True)
        return np.concatenate(z), np.concatenate(y)

    def sample(self, rng: np.random.Generator) -> Tally:
        return tally_rows(self.kind, *self.rows(rng))


def tally_rows(kind: str, z: Floats, y: NDArray[np.int64], **batch: object) -> Tally:
    """Logits and labels through the library."""
    head = head_of(kind, 2 if z.ndim == 1 else z.shape[1])
    return tally_batch(Batch(head, "logits", y.astype(np.int32 if kind == "softmax" else np.uint8), z, **batch))  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class Claims:
    """Scores with a smooth curve of what they are worth, for the calibration gap, which no finite pool has.

    Attributes:
        name: what the design is, for the table.
        n: rows in a sample.
        centre: of the normal logits.
        spread: their standard deviation.
        worth: gives the true probability of the positive class at each logit.
    """

    name: str
    n: int
    centre: float
    spread: float
    worth: Callable[[Floats], Floats]

    @cached_property
    def world(self) -> World:
        """A fine grid of quantiles, each of both outcomes: right to about 1e-6."""
        grid = self.centre + self.spread * ndtri((np.arange(POOL) + 0.5) / POOL)
        true = self.worth(grid)
        return World("sigmoid", np.repeat([0, 1], POOL), np.tile(grid, 2), np.concatenate([1 - true, true]) / POOL)

    def sample(self, rng: np.random.Generator) -> Tally:
        z = rng.normal(self.centre, self.spread, self.n)
        return tally_rows("sigmoid", z, rng.random(self.n) < self.worth(z))


@dataclass(frozen=True, eq=False)
class PerfectSoftmax:
    """A softmax whose labels are drawn from its own probabilities.

    Attributes:
        name: what the design is, for the table.
        n: rows in a sample.
        classes: how many.
        spread: standard deviation of the logits.
    """

    name: str
    n: int
    classes: int
    spread: float = 2.0

    @property
    def world(self) -> World:
        raise NotImplementedError  # its gap is 0 by construction

    def sample(self, rng: np.random.Generator) -> Tally:
        z = rng.normal(0, self.spread, (self.n, self.classes))
        return tally_rows("softmax", z, (z + rng.gumbel(size=z.shape)).argmax(axis=1))
