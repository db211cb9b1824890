"""What a healthy world and a planted fault are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from .sample import Sample


@dataclass(frozen=True, slots=True, eq=False)
class Healthy:
    """A model in which nothing is wrong but what is said to be.

    Attributes:
        name: what it is, for the tables.
        draw: one sample of it.
        true: code to reason: what is so in this world by construction, and is no false alarm.
        share: of the runs, where a run is expensive; above 1 where it is cheap.
    """

    name: str
    draw: Callable[[np.random.Generator], Sample]
    true: Mapping[str, str] = field(default_factory=dict)
    share: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Planted:
    """A fault that was put into a sound model.

    Attributes:
        code: of the finding that is to come up.
        name: what the fault is and how strong it is each time, for the table.
        draw: one sample with a fault of such a strength.
        strengths: weak, clear and gross.
        certain: chance plays no part: a few runs tell all.
    """

    code: str
    name: str
    draw: Callable[[np.random.Generator, float], Sample]
    strengths: tuple[float, float, float]
    certain: bool = False
