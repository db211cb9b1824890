"""Tally: only count the rows, to merge, keep or judge later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from logitwise.verbs.gather import Rows, gather

if TYPE_CHECKING:
    from logitwise.engines.local import Progress
    from logitwise.tallies import Tally


def tally(  # noqa: PLR0913 each keyword is one thing a user may say
    source: Any = None,
    *,
    model: Any = None,
    inputs: Any = None,
    logits: Any = None,
    probabilities: Any = None,
    decisions: Any = None,
    confusion: Any = None,
    label: str | None = None,
    head: str | None = None,
    classes: Sequence[object] | None = None,
    positive: object = None,
    threshold: float | None = None,
    sample_weight: Any = None,
    class_weight: Mapping[str, float] | None = None,
    groups: Any = None,
    ids: Any = None,
    slices: Any = None,
    confidence: Any = None,
    invalid: str | None = None,
    limits: Any = None,
    progress: Progress | None = None,
) -> Tally:
    """Count rows into a `Tally`; the arguments are those of `logitwise.evaluate`.

    Tallies of the same head, classes and decision rule add up, to the bit and in any order.

    >>> import logitwise as lw
    >>> monday = lw.tally([0, 1, 1], logits=[-1.0, 0.5, 2.0])
    >>> tuesday = lw.tally([0, 0, 1], logits=[-2.0, 0.1, 1.0])
    >>> both = lw.tally([0, 1, 1, 0, 0, 1], logits=[-1.0, 0.5, 2.0, -2.0, 0.1, 1.0])
    >>> monday + tuesday == both
    True
    """
    rows = Rows(
        source, model, inputs, logits, probabilities, decisions, confusion, label, head, classes, positive,
        threshold, sample_weight, class_weight, groups, ids, slices, confidence, invalid, limits,
    )  # fmt: skip
    return gather(rows, progress=progress).tally
