"""A tally as if nothing but decisions had been given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from logitwise.tallies.parts import Parts
from logitwise.tallies.tally import Tally

SCORES: Final = (
    "binary", "one_vs_rest", "confidence", "by_decision", "sums", "soft", "worst", "folds", "sample", "temperature",
)  # fmt: skip


def decided(tally: Tally) -> Tally:
    """The same rows without their scores: all that metrics of decisions read, and quick to add up."""
    clusters = None if tally.clusters is None else Parts({name: decided(part) for name, part in tally.clusters.items()})
    weighted = None if tally.weighted is None else replace(tally.weighted, counts=decided(tally.weighted.counts))
    none: dict[str, Any] = dict.fromkeys(SCORES)
    return replace(tally, scale="decisions", clusters=clusters, weighted=weighted, **none)
