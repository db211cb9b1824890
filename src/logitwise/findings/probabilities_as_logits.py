"""LW101: logits that are probabilities already, so that the activation would be applied twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.special import logsumexp

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall
from logitwise.findings.probability_reading import finite, readings
from logitwise.findings.sampled import sampled
from logitwise.metrics.wording import number
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Seen
    from logitwise.findings.probability_reading import Readings
    from logitwise.findings.sampled import Sampled

NEAR_ONE: Final = 1e-3
"""How far the sum of a row may miss one: what is accepted as probabilities too."""
END: Final = 0.01
"""How near both ends of 0 to 1 the scores must come, never beyond, to be taken for probabilities. A judgement."""
FEWEST_AT_ENDS: Final = 20
"""Rows from which the ends alone speak. A judgement."""
SCORES_AT_AN_END: Final = 2
"""Scores that must lie so near to either end: a single one is the outermost of small logits by chance too often. A
judgement; of logits about 0.5 that are spread so as to just fill 0 to 1, one would call 1 % probabilities."""

ENOUGH: Final = 1 << 18
"""Scores that the labels are held against; more would say the same more slowly."""

_REMEDY = (
    "Give them as probabilities (--probabilities, probabilities=), or take the outputs before the last activation; a "
    "loss trained on them as logits (from_logits=True, BCEWithLogitsLoss) has applied it twice too."
)


def _look(facts: Facts) -> Seen:
    tally = facts.tally
    if tally.scale != "logits" or tally.extent is None:
        return NotApplicable("only logits can be probabilities already")
    low, high = tally.extent
    if low < (-1 if _differences(facts) else 0) or high > 1:
        return Clear(f"logits run from {number(low)} to {number(high)}, so they are no probabilities")
    if facts.head.binary:
        return _of_two_classes(facts, (low, high))
    kept = sampled(tally)
    if kept is None:
        return NotApplicable("this tally keeps no rows to look at")
    return _of_classes(kept) if facts.head.kind == "softmax" else _of_labels(facts, kept, (low, high))


def _differences(facts: Facts) -> bool:
    """Whether a score is the difference of two columns: of probabilities p1 - p0, which is 2 p1 - 1."""
    return facts.head.binary and facts.head.kind == "softmax"


def _of_two_classes(facts: Facts, extent: tuple[float, float]) -> Seen:
    cells = facts.cells()
    if cells is None:
        return NotApplicable("this tally keeps no scores")
    with np.errstate(divide="ignore"):
        z = (np.log(cells.p) - np.log(cells.q))[:, None]
    # The middle of a cell, or a rounding, may lie a hair beyond the ends that the scores themselves keep.
    p = np.clip((1 + z) / 2 if _differences(facts) else z, 0, 1)
    seen = readings(z, p, positives=cells.positives[:, None], negatives=cells.negatives[:, None])
    ends = ((1 + extent[0]) / 2, (1 + extent[1]) / 2) if _differences(facts) else extent
    hard = cells.exact and bool(((p <= 1e-12) | (p >= 1 - 1e-12)).all())
    return _judged(facts, seen, ends=ends, at_ends=_at_ends(p[:, 0], cells.positives + cells.negatives), hard=hard)


def _of_labels(facts: Facts, kept: Sampled, extent: tuple[float, float]) -> Seen:
    kept = kept.first(ENOUGH)
    z = kept.scores.astype(np.float64)
    held = kept.counts[:, None] * (kept.labels != 0)
    seen = readings(z, z, positives=held, negatives=kept.counts[:, None] - held)
    at_ends = _at_ends(z, kept.counts[:, None])
    return _judged(facts, seen, ends=extent, at_ends=at_ends, hard=bool(np.isin(z, (0, 1)).all()))


def _at_ends(p: NDArray[np.float64], rows: NDArray[np.number[Any]]) -> bool:
    """Whether several scores lie near either end of 0 to 1."""
    return bool(min(((p <= END) * rows).sum(), ((p >= 1 - END) * rows).sum()) >= SCORES_AT_AN_END)


def _judged(facts: Facts, seen: Readings, *, ends: tuple[float, float], at_ends: bool, hard: bool) -> Seen:
    where = (
        "differences of the two logits lie between -1 and 1" if _differences(facts) else "logits lie between 0 and 1"
    )
    evidence = {"lowest": ends[0], "highest": ends[1], **seen.evidence}
    enough = facts.tally.rows >= FEWEST_AT_ENDS and at_ends
    if enough and hard:
        return Found(
            "Every logit is 0 or 1: these are decisions, or probabilities already, and no logits.",
            f"Hard decisions: give them with --decisions (decisions=). Else: {_REMEDY}",
            evidence,
        )
    if seen.speak_for_probabilities:
        mean, share, twice = (
            number(float(each.mean())) for each in (seen.mean_as_probabilities, seen.positives, seen.mean_as_logits)
        )
        return Found(
            f"These logits look like probabilities already: all {where}, and read as probabilities their mean, {mean}, "
            f"fits the share of positives, {share}; a sigmoid on top makes {twice} of it.",
            _REMEDY,
            evidence,
        )
    if enough:
        return Found(
            f"These logits look like probabilities already: all {where}, as near as {END:g} to both ends and never "
            "beyond; a sigmoid on top keeps every probability between 0.27 and 0.73.",
            _REMEDY,
            evidence,
        )
    return Clear(f"all {where}, but the labels do not say that they are probabilities", evidence)


def _of_classes(kept: Sampled) -> Seen:
    """Rows of three or more classes, whose sums tell."""
    miss = float(np.abs(kept.scores.sum(axis=1, dtype=np.float64) - 1).max())
    evidence = {"largest_miss": miss, "rows_looked_at": kept.rows}
    if miss > NEAR_ONE:
        return Clear(f"logits lie between 0 and 1, but a row misses a sum of one by {number(miss)}", evidence)
    few = kept.first(ENOUGH)
    scores = few.scores.astype(np.float64)
    if np.ptp(scores, axis=1).max() <= NEAR_ONE:
        return Clear("every class has the same logit, which a softmax leaves as it is", evidence)
    truth = np.minimum(scores[np.arange(len(scores)), few.labels[:, 0]], 1)
    with np.errstate(divide="ignore"):
        once, twice = (
            -float((few.counts * each).sum() / few.rows) for each in (np.log(truth), truth - logsumexp(scores, axis=1))
        )
    return Found(
        "These logits are probabilities already: all lie between 0 and 1 and rows sum to one "
        f"({kept.words} looked at). A second softmax makes them almost uniform: log loss {number(twice)} instead of "
        f"{number(once)}.",
        _REMEDY,
        {**evidence, "log_loss_as_probabilities": finite(once), "log_loss_as_logits": finite(twice)},
    )


PITFALL = Pitfall(
    "LW101",
    CODES["LW101"],
    "error",
    why="A second activation squeezes every probability towards the middle: thresholds, losses and calibration are "
    "then those of another model, though the order of the rows stays.",
    look=_look,
)
