"""LW104: scores tied by low precision, or quantised to whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall
from logitwise.findings.precision import grid_of, whole_numbers
from logitwise.findings.sampled import sampled
from logitwise.metrics.wording import named, percent
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Seen

TIED_PAIRS: Final = 0.01
"""Share of pairs of a positive and a negative row with equal scores from which rounding is told: ROC AUC could differ
by half of it either way. A judgement."""
FEWEST: Final = 20
"""Rows from which it is looked for; fewer are typed by hand. A judgement."""


def _look(facts: Facts) -> Seen:
    if not facts.with_scores:
        return NotApplicable("decisions are no scores")
    if facts.tally.rows < FEWEST:
        return NotApplicable(f"fewer than {FEWEST} rows show no precision")
    values = _values(facts)
    if values is None:
        if facts.head.binary:
            return Clear("more than 65,536 distinct scores: hardly any are tied")
        return NotApplicable("this tally keeps no rows to look at")
    if facts.tally.scale == "logits" and whole_numbers(values):
        return _integers(facts, values)
    return _ties(facts, values)


def _ties(facts: Facts, values: NDArray[Any]) -> Seen:
    """Whether rounding ties a positive row and a negative one often."""
    if len(np.unique(values[:3])) < 3 and len(np.unique(values)) < 3:
        return Clear("there are no more than two scores: a constant output or decisions, not rounding")
    shares = _tied_pairs(facts)
    if shares is None or not (shares > TIED_PAIRS).any():
        return Clear("hardly a positive and a negative row have equal scores", {"tied_pairs": _worst(shares)})
    grid = grid_of(values)
    if grid is None:
        said = (
            "scores are tied, but not by rounding: they are no decimals and no short floats (a tree gives few scores)"
        )
        return Clear(said, {"tied_pairs": _worst(shares)})
    return _rounded(facts, shares, grid)


def _values(facts: Facts) -> NDArray[Any] | None:
    """Scores as given, each at least once; None where they are too many or not kept."""
    scores = facts.tally.binary
    if scores is None:
        kept = sampled(facts.tally)
        return None if kept is None else kept.scores
    if not scores.exact:
        return None
    return 1 / (1 + 1 / scores.values[scores.values > 0]) if scores.form == "odds" else np.asarray(scores.values)


def _tied_pairs(facts: Facts) -> NDArray[np.float64] | None:
    """Share of pairs of a positive and a negative row with equal scores, by class or label; None on the grid."""
    scores, table = facts.tally.binary, facts.tally.one_vs_rest
    if scores is not None:
        owner, k, held = np.zeros(len(scores.values), np.int64), 1, scores
        positives, negatives = held.positives, held.negatives
    elif table is not None and table.exact:
        owner, k, positives, negatives = table.owner.astype(np.int64), table.classes, table.positives, table.negatives
    else:
        return None
    tied = np.bincount(owner, positives * negatives.astype(float), minlength=k)
    pairs = np.bincount(owner, positives, minlength=k) * np.bincount(owner, negatives, minlength=k)
    return np.asarray(np.divide(tied, pairs, out=np.zeros(k), where=pairs > 0), np.float64)


def _worst(shares: NDArray[np.float64] | None) -> float | None:
    return None if shares is None else float(shares.max())


def _integers(facts: Facts, values: NDArray[Any]) -> Seen:
    finite = values[np.isfinite(values)]
    low, high = int(finite.min()), int(finite.max())
    kept = None if facts.head.binary else sampled(facts.tally)
    of = "" if kept is None or kept.whole else f" in {kept.words}"
    return Found(
        f"All logits{of} are whole numbers from {low:,} to {high:,}: integer (quantised) outputs, whose scale is "
        "missing, so that the activation makes no probabilities of them.",
        "Multiply them by the scale of the quantised output (after taking off its zero point) before they are judged, "
        "or take the outputs before they are quantised. A temperature fitted on labelled rows finds the scale too.",
        {"lowest": low, "highest": high},
        facts.tune("--calibrate", "temperature"),
    )


def _rounded(facts: Facts, shares: NDArray[np.float64], grid: str) -> Seen:
    worst = np.argsort(-shares, kind="stable")
    tied = [facts.classes[k] for k in worst if shares[k] > TIED_PAIRS] if len(shares) > 1 else []
    of = f" (most of {named(tied)})" if tied else ""
    return Found(
        f"Scores are rounded to {grid}: in {percent(float(shares.max()))} of the pairs of a positive and a negative "
        f"row both have the same score{of}, so that no ranking tells them apart and thresholds move in jumps.",
        "Write the outputs with all digits of float32, or keep the logits: near 0 and 1 rounding costs most.",
        {"tied_pairs": float(shares.max()), "precision": grid},
        of=tuple(tied),
    )


PITFALL = Pitfall(
    "LW104",
    CODES["LW104"],
    "warning",
    why="Rounded scores cannot be ranked finer than their grid: AUC loses what the ties hide, a threshold cannot be "
    "placed between, and whole numbers without their scale are no logits.",
    look=_look,
)
