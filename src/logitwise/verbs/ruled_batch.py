"""A batch as a rule leaves it: its own logits, thresholds and decisions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logitwise.rule.applied import ABSTAINED
from logitwise.rule.outputs import Outputs
from logitwise.tallies.of_binary import log_odds_edges

if TYPE_CHECKING:
    from logitwise.batch import Batch
    from logitwise.head import Head
    from logitwise.rule import Applied, Rule


def ruled(batch: Batch, rule: Rule) -> Batch:
    """The rows of a batch as the rule leaves them: its own logits and thresholds, those that it abstains on left out.

    Scores that the rule does not touch stay as they are, in their precision. Under a cost matrix the class that costs
    least is a decision, with its probability as confidence.
    """
    if batch.rows == 0:
        return _as_head(batch, rule)
    if rule.costs is not None:
        return _cheapest(batch, rule.of_outputs(_outputs(batch)))
    made, touched = _as_head(batch, rule), _touched(rule)
    if not touched and rule.abstain is None:
        return made
    outputs = _outputs(batch)
    z = rule.logits_of(outputs)
    if rule.thresholds:
        decisions = rule.against_thresholds(z, outputs)
        z = _agreeing(z, decisions, made.head) if touched else z
    made = replace(made, scores=z) if touched else made
    decided = np.flatnonzero(decisions != ABSTAINED) if rule.abstain is not None else None
    if decided is None or len(decided) == batch.rows:
        return made
    return replace(made.take(decided), rejected=batch.rejected, renormalised=batch.renormalised)


def _touched(rule: Rule) -> bool:
    """Whether any probability is another than was given."""
    return not all(rule.untouched(k) for k in range(len(rule.calibrations)))


def _cheapest(batch: Batch, applied: Applied) -> Batch:
    """Decisions with the probability of what was decided."""
    confidence = applied.probabilities[np.arange(batch.rows), applied.decisions]
    return replace(
        batch, scale="decisions", form="logit", precision="float64", scores=applied.decisions.astype(np.int32),
        confidence=confidence,
    )  # fmt: skip


def _as_head(batch: Batch, rule: Rule) -> Batch:
    """The same rows under the rule's thresholds, and of the scale that the rule makes of them."""
    head = batch.head
    if rule.costs is not None:
        return replace(batch, scale="decisions", form="logit", precision="float64", confidence=np.empty(0))
    if head.kind == "multilabel":
        head = replace(head, thresholds=rule.thresholds)
    elif head.binary:
        head = head.at(rule.thresholds[0])
    if not _touched(rule):
        return replace(batch, head=head)
    return replace(batch, head=head, scale="logits", form="logit", precision="float64")


def _outputs(batch: Batch) -> Outputs:
    """The scores of a batch as a rule reads them."""
    wide = batch.scores.astype(np.float64)
    precision = np.dtype(batch.precision)
    with np.errstate(divide="ignore"):
        if batch.form == "odds":
            return Outputs(np.log(wide), None, "probabilities", precision)
        if batch.form == "logit":
            return Outputs(wide, batch.scores, "logits", precision)
        if batch.head.kind == "softmax" and not batch.head.binary:
            return Outputs(np.log(wide), batch.scores, "probabilities", precision)
        return Outputs(np.log(wide) - np.log1p(-wide), batch.scores, "probabilities", precision)


def _agreeing(z: NDArray[np.float64], decisions: NDArray[Any], head: Head) -> NDArray[np.float64]:
    """Logits that the tally decides as the rule does: it takes other logarithms, which may differ in the last bit."""
    yes = decisions == (1 if head.kind == "multilabel" else head.positive)
    edges = log_odds_edges(head.cuts)
    z = np.where(yes & (z < edges) & (decisions != ABSTAINED), edges, z)
    return np.where(~yes & (z >= edges) & (decisions != ABSTAINED), np.nextafter(edges, -np.inf), z)
