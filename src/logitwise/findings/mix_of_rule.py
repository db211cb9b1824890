"""A rule that fits probabilities to another mix of classes than the judged rows have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logitwise.metrics.weighting import as_counted

if TYPE_CHECKING:
    from logitwise.rule import Rule
    from logitwise.tallies import Tally

Floats = NDArray[np.float64]
LEAST = 1e-9
"""In the place of a share of 0 or 1, whose logarithm there is not."""


@dataclass(frozen=True, slots=True, eq=False)
class OtherMix:
    """Shares of each class or label where the rule is used and among the judged rows.

    Attributes:
        there: ``(classes,)`` what the rule was made for; None where it does not say.
        here: ``(classes,)`` of the judged rows, weighted where they are.
    """

    there: Floats | None
    here: Floats


def other_mix(rule: Rule, tally: Tally) -> OtherMix | None:
    """None without a prior shift, or where the rows are nearer to what the rule is for than to what it was tuned on.

    Nearer is the smaller Kullback-Leibler divergence. A rule that does not say what it is for is taken at its word only
    where rows are weighted.
    """
    confusion = as_counted(tally).confusion
    if rule.shift is None or not any(rule.shift) or confusion is None or not confusion.rows:
        return None
    here = np.asarray(confusion.support, np.float64) / confusion.rows
    prior = rule.evidence.get("prior")
    old, new = _shares(prior, "old", len(here)), _shares(prior, "new", len(here))
    if old is None or new is None:
        return OtherMix(None, here) if tally.weighted is None else None
    labels = tally.head.kind == "multilabel"
    near_new = _divergence(here, new, labels=labels) <= _divergence(here, old, labels=labels)
    return None if near_new else OtherMix(new, here)


def _shares(prior: Any, name: str, count: int) -> Floats | None:
    """What a rule file says, where it says shares."""
    said = prior.get(name) if isinstance(prior, Mapping) else None
    try:
        shares = np.asarray(said, np.float64)
    except (TypeError, ValueError):
        return None
    return shares if shares.shape == (count,) and bool(((shares > 0) & (shares < 1)).all()) else None


def _divergence(of: Floats, other: Floats, *, labels: bool) -> float:
    """In nats; of labels, each a draw of two, their sum."""
    p, q = np.clip(of, LEAST, 1 - LEAST), np.clip(other, LEAST, 1 - LEAST)
    each = p * np.log(p / q) + ((1 - p) * np.log((1 - p) / (1 - q)) if labels else 0.0)
    return float(each.sum())
