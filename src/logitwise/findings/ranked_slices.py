"""By which metric slices are ranked: what the policy asks for, else one by head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.metrics.slice_shares import Ranked, headline, rankable

if TYPE_CHECKING:
    from logitwise.policy import Policy
    from logitwise.tallies import Tally


def ranked_by(tally: Tally, policy: Policy) -> Ranked:
    """What slices are ranked by: the first share that the policy bounds, of slices or of all rows; or one by head."""
    for wanted in sorted(policy.requirements, key=lambda wanted: not wanted.each_slice):
        if rankable(tally.head, wanted.metric, of=wanted.of, average=wanted.average):
            of_class = wanted.metric not in ("accuracy", "balanced_accuracy", "subset_accuracy")
            return Ranked(wanted.metric, wanted.of or (tally.head.positive_class if of_class else None))
    return headline(tally.head)
