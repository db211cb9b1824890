"""What was taken from a source, and the stream of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from logitwise.batch import Batch
    from logitwise.head import Head, Scale


@dataclass(frozen=True, slots=True)
class Reading:
    """Declared before the first row is counted; the rows come when `batches` is called.

    Attributes:
        head: what the outputs mean.
        scale: what the scores are.
        read_from: one sentence for the report: which columns, keys or arrays were taken, which were left out, and how
            head and scale are known.
        notes: further sentences for the report.
        rows: how many rows there are, None where only reading tells.
        batches: starts the stream anew each time it is called.
    """

    head: Head
    scale: Scale
    read_from: str
    notes: tuple[str, ...]
    rows: int | None
    batches: Callable[[], Iterator[Batch]]
