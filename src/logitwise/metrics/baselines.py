"""What doing without the model would reach: the majority class and the prior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from logitwise.metrics.reading import Reading
from logitwise.metrics.skill import prior_brier, prior_log_loss
from logitwise.metrics.weighting import as_counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.tallies.tally import Tally


@dataclass(frozen=True, slots=True)
class Baseline:
    """A rule that looks at no input.

    Attributes:
        name: ``majority class`` (always decides the most frequent class) or ``prior`` (always gives the frequencies).
        metric: what `value` is: ``accuracy``, ``log_loss`` (nats) or ``brier``.
        of: label it is of (multilabel), else None.
        value: what the rule reaches on these rows.
        chooses: the class that the majority rule decides, None for the prior.
    """

    name: str
    metric: str
    of: str | None
    value: float
    chooses: str | None = None


def baselines(tally: Tally) -> tuple[Baseline, ...]:
    """Majority class and prior of a tally; of a multilabel tally of every label; none without rows.

    The prior's log loss is the entropy of the class frequencies. Without probabilities only the majority class is
    given.
    """
    reading = Reading(as_counted(tally))
    if not reading.rows:
        return ()
    scored = reading.without_scores is None
    if not reading.multilabel:
        return _of(reading.confusion.support, reading.classes, of=None, halved=reading.head.binary, scored=scored)
    found: list[Baseline] = []
    for label, table in zip(reading.classes, reading.label_counts, strict=True):
        found += _of(table.sum(axis=1), (f"without {label}", label), of=label, halved=True, scored=scored)
    return tuple(found)


def _of(
    support: NDArray[np.number], classes: tuple[str, ...], *, of: str | None, halved: bool, scored: bool
) -> tuple[Baseline, ...]:
    share = support / support.sum()
    k = int(np.argmax(support))
    majority = Baseline("majority class", "accuracy", of, float(share[k]), classes[k])
    if not scored:
        return (majority,)
    return (
        majority,
        Baseline("prior", "log_loss", of, float(share @ prior_log_loss(support))),
        Baseline("prior", "brier", of, float(share @ prior_brier(support, halved=halved))),
    )
