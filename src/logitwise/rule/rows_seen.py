"""Which rows a rule was tuned on: enough to recognise them, and nothing of what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

MOST_KEPT: Final = 256
"""Hashes that are kept, so that a share of rows is known to a few points."""


@dataclass(frozen=True, slots=True)
class RowsSeen:
    """A fingerprint of rows that does not depend on their order.

    Attributes:
        rows: how many.
        by: what the hashes are of: row ``ids``, or where there were none a row's ``logits`` or ``probabilities``.
        digest: SHA-256, in hexadecimal, of the counts of scores by label: equal where the rows are the same.
        smallest: the smallest distinct hashes, ascending, at most `MOST_KEPT`; empty where a tally does not know them.
        repeats: rows that share a hash, on average; beyond 1.2 equal hashes say little.
    """

    rows: int
    by: Literal["ids", "logits", "probabilities"]
    digest: str
    smallest: tuple[int, ...] = ()
    repeats: float = 1.0
