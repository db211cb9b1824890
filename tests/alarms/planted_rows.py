"""Planted faults of the rows, their labels and what stands beside them."""

from __future__ import annotations

import numpy as np

from .draws import grouped, several, two
from .sample import Sample
from .world import Planted

Rng = np.random.Generator
LOOK_ALIKES = (("cat ", "cat"), ("Cat", "cat"), ("c\u0430t", "cat"))
"""A space at the end, a capital, a Cyrillic letter."""


def few_of_a_class(rng: Rng, rows: float) -> Sample:
    y, z = several(rng, 500, (0.6, 0.4, 1e-9), 2.0)
    z[:, 2] += 18
    y[: int(rows)] = 2
    z[: int(rows), 2] += 4
    return {"source": y, "classes": list("abc"), "logits": z}


def worse_slice(rng: Rng, flipped: float) -> Sample:
    y, z = two(rng, 3_000, 0.4, 0.93)
    site = rng.integers(0, 8, len(y))
    wrong = (site == 3) & (rng.random(len(y)) < flipped)
    return {"source": np.where(wrong, 1 - y, y), "logits": z, "slices": {"site": site}}


def duplicate_ids(rng: Rng, share: float) -> Sample:
    y, z = two(rng, 2_000, 0.4, 0.9)
    ids = np.arange(len(y))
    again = max(1, round(share * len(y)))
    ids[:again] = ids[-again:]
    return {"source": y, "logits": z, "ids": ids}


def duplicate_rows(rng: Rng, share: float) -> Sample:
    y, z = several(rng, 2_000, [1.0] * 4, 2.0)
    again = round(share * len(y))
    y[:again], z[:again] = y[-again:], z[-again:]
    return {"source": y, "logits": z}


def alike_in_groups(rng: Rng, alike: float) -> Sample:
    y, z, group = grouped(rng, 200, 10, alike=alike)
    return {"source": y, "logits": z, "groups": group}


def absent(rng: Rng, present: float) -> Sample:
    y, z = several(rng, 300, [1.0] * int(present), 2.0)
    wide = np.concatenate([z, rng.normal(-3, 1, (len(z), 5 - int(present)))], axis=1)
    return {"source": y, "classes": list("abcde"), "logits": wide}


def alike_in_name(rng: Rng, which: float) -> Sample:
    y, z = two(rng, 200, 0.4, 0.9)
    return {"source": y, "logits": z, "classes": list(LOOK_ALIKES[int(which)])}


def left_out(rng: Rng, rows: float) -> Sample:
    y, z = two(rng, 1_000, 0.4, 0.9)
    z[: int(rows)] = np.nan
    return {"source": y, "logits": z, "invalid": "reject"}


ROWS: tuple[Planted, ...] = (
    Planted("LW601", "a class of three has 9, 5, 1 rows", few_of_a_class, (9, 5, 1), certain=True),
    Planted("LW602", "5, 12, 30 % of the labels wrong in one of eight slices", worse_slice, (0.05, 0.12, 0.3)),
    Planted("LW603", "an id stands twice in 0.05, 1, 10 % of the rows", duplicate_ids, (0.0005, 0.01, 0.1),
            certain=True),
    Planted("LW603", "1, 5, 30 % of the rows of a softmax repeated", duplicate_rows, (0.01, 0.05, 0.3)),
    Planted("LW604", "groups of ten rows alike by 0.2, 0.5, 0.9", alike_in_groups, (0.2, 0.5, 0.9)),
    Planted("LW605", "no rows of one, two, four classes of five", absent, (4, 3, 1), certain=True),
    Planted("LW606", "names that differ in a space, in case, in a Cyrillic letter", alike_in_name, (0, 1, 2),
            certain=True),
    Planted("LW607", "1, 10, 200 of 1,000 rows could not be read", left_out, (1, 10, 200), certain=True),
)  # fmt: skip
