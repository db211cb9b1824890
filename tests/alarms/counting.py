"""Runs of a world, and what came up in how many of them."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtrc

from .sample import ALLOWED, SEVERITY, found_in, is_found
from .world import Healthy, Planted

FEWEST = 20
CERTAIN = 5
"""Runs of a fault in which chance plays no part."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often one finding came up.

    Attributes:
        runs: how many samples were judged.
        found: in how many of them.
    """

    runs: int
    found: int

    @property
    def share(self) -> float:
        """Part of the samples."""
        return self.found / self.runs


def alarms(world: Healthy, runs: int, only: str = "") -> dict[str, Count]:
    """Of each code, or of one, how often it came up; the same for the same number of runs."""
    runs = max(FEWEST, round(runs * world.share))
    rng = np.random.default_rng(zlib.crc32(world.name.encode()))
    seen: Counter[str] = Counter()
    for _ in range(runs):
        sample = world.draw(rng)
        seen.update([only] * is_found(sample, only) if only else found_in(sample))
    return {code: Count(runs, seen[code]) for code in ([only] if only else SEVERITY)}


def detected(fault: Planted, runs: int) -> tuple[Count, ...]:
    """How often a fault is found when it is weak, clear and gross."""
    runs = CERTAIN if fault.certain else max(FEWEST, runs)
    counts = []
    for strength in fault.strengths:
        rng = np.random.default_rng(zlib.crc32(f"{fault.code} {fault.name} {strength}".encode()))
        counts.append(Count(runs, sum(is_found(fault.draw(rng, strength), fault.code) for _ in range(runs))))
    return tuple(counts)


def chance(count: Count, code: str) -> float:
    """Probability of so many alarms or more if their share were just what is allowed; 1 of a note."""
    allowed = ALLOWED.get(SEVERITY[code])
    return 1.0 if allowed is None or not count.found else float(bdtrc(count.found - 1, count.runs, allowed))
