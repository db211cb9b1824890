"""Worlds whose rows come with something beside them: a group that they share, or a weight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from scipy.special import ndtr

import logitwise as lw
from logitwise.tallies import Tally

from .scenes import POOL, Floats, Pools, World


@dataclass(frozen=True, eq=False)
class Grouped:
    """Rows of the same group that are alike in label and in score, though each row alone is like any of the base.

    Attributes:
        name: what the design is, for the table.
        base: two classes, by ascending score, of which every single row is drawn.
        groups: how many.
        sizes: rows of the smallest and of the largest.
        alike: correlation within groups, of latent labels and of latent scores.
    """

    name: str
    base: Pools
    groups: int
    sizes: tuple[int, int]
    alike: float

    @property
    def world(self) -> World:
        return self.base.world

    def sample(self, rng: np.random.Generator) -> Tally:
        size = rng.integers(self.sizes[0], self.sizes[1] + 1, self.groups)
        group = np.repeat(np.arange(self.groups), size)
        share = self.base.counts[1] / sum(self.base.counts)
        y = (self._levels(rng, group) < share).astype(np.int64)
        place = (self._levels(rng, group) * POOL).astype(np.int64)
        z = np.stack([pool[0] for pool in self.base.pools])[y, place]
        return lw.tally(y, logits=z, groups=group)

    def _levels(self, rng: np.random.Generator, group: np.ndarray) -> Floats:
        """Uniform on 0 to 1, alike within groups."""
        shared, own = rng.normal(size=self.groups), rng.normal(size=len(group))
        return ndtr(sqrt(self.alike) * shared[group] + sqrt(1 - self.alike) * own)


@dataclass(frozen=True, eq=False)
class Weighted:
    """Rows that were not drawn as often as they occur, with the weights that set it right.

    Attributes:
        name: what the design is, for the table.
        base: what is drawn.
        weight: of a row by its logits and label.
    """

    name: str
    base: Pools
    weight: Callable[[Floats, np.ndarray], Floats]

    @property
    def world(self) -> World:
        drawn = self.base.world
        w = drawn.w * self.weight(drawn.z, drawn.y)
        return replace(drawn, w=w / w.sum())

    def sample(self, rng: np.random.Generator) -> Tally:
        z, y = self.base.rows(rng)
        return lw.tally(y, logits=z, sample_weight=self.weight(z, y))
