"""What is to blame, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["threshold", "ranking", "calibration", "data", "unknown"]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a metric falls short.

    Attributes:
        kind: ``threshold``: another threshold or decision rule mends it; ``calibration``: recalibrated probabilities
            do, at the same threshold; ``ranking``: none does, the scores do not tell the classes apart well enough;
            ``data``: the rows are too few, or their labels or columns are wrong; ``unknown``: there is nothing to
            tell it by.
        sentence: why, with its numbers.
        remedy: what to do.
        evidence: the numbers, by name.
        command: what to run for it, None where no command does it.
    """

    kind: Kind
    sentence: str
    remedy: str
    evidence: Mapping[str, float | int | str | None] = field(default_factory=dict)
    command: str | None = None

    @property
    def advice(self) -> str:
        """Why, and what to do or run, in one breath."""
        return f"{self.sentence} {self.remedy}" if self.command is None else f"{self.sentence} Run: {self.command}"
