"""Cause of a shortfall of the probabilities themselves, whatever is decided."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.findings.cause.case import BETTER_SCORES
from logitwise.findings.cause.cause import Cause
from logitwise.findings.cause.recalibrated import recalibrated_brier
from logitwise.findings.honesty import honesty
from logitwise.findings.infinite import GIVE_LOGITS
from logitwise.metrics.wording import number, sentence
from logitwise.remedies.splits import splits

if TYPE_CHECKING:
    from logitwise.findings.cause.case import Asked
    from logitwise.findings.facts import Facts

OF_PROBABILITIES: Final = frozenset({
    "calibration_gap", "top_label_gap", "observed_over_expected", "calibration_intercept", "calibration_slope",
    "confident_errors", "log_loss", "log_loss_skill", "brier", "brier_skill", "ece15",
})  # fmt: skip
_OF_LOSS: Final = frozenset({"log_loss", "log_loss_skill", "brier", "brier_skill"})


def of_probabilities(facts: Facts, asked: Asked, k: int | None) -> Cause:
    """Calibration, or, of a loss that recalibration hardly lessens, the ranking.

    Args:
        facts: what was judged.
        asked: what falls short.
        k: class or label; None: all classes of a softmax.
    """
    cells = facts.counted.confidence_cells() if k is None else facts.cells(k)
    if cells is None or not cells.rows:
        return Cause("unknown", "There are no probabilities to look into.", "Judge the probabilities themselves.")
    seen = honesty(facts, k)
    command = facts.tune("--calibrate", "auto")
    remedy = "Recalibrate on half of the rows or on other rows, then judge again on the rest."
    remedy = remedy if facts.recalibrable or not facts.with_scores else GIVE_LOGITS
    if asked.metric in _OF_LOSS and k is not None and not facts.multilabel:
        before, after, prior = _losses(facts, k)
        if not isnan(after) and after > 0.95 * min(before, prior):
            return Cause(
                "ranking",
                f"Recalibrated, cross-fitted, the Brier score goes from {number(before)} to {number(after)}, against "
                f"{number(prior)} of always giving the class frequencies: the scores tell too little, so the ranking "
                "is the cause.",
                BETTER_SCORES,
                {"brier": before, "brier_recalibrated": after, "brier_of_prior": prior},
            )
    if asked.metric in _OF_LOSS and seen.kind == "honest":
        return Cause(
            "ranking",
            "The probabilities are honest, so that recalibration would hardly lessen it: the scores tell too little, "
            "so the ranking is the cause.",
            BETTER_SCORES,
            seen.evidence,
        )
    what = sentence(seen.words) if seen.wrong else "The probabilities fall short"
    return Cause(
        "calibration",
        f"{what}, whatever is decided, so the calibration is the cause: recalibrate them.",
        remedy,
        seen.evidence,
        command,
    )


def _losses(facts: Facts, k: int) -> tuple[float, float, float]:
    """Mean squared error of the probabilities, of recalibrated ones, and of the frequency."""
    cells = facts.cells(k)
    assert cells is not None  # noqa: S101  # looked at before
    rows = cells.positives + cells.negatives
    before = float((cells.positives * cells.q**2 + cells.negatives * cells.p**2).sum() / rows.sum())
    share = float(cells.positives.sum() / rows.sum())
    after = recalibrated_brier(splits(facts.tally, k)) if 0 < share < 1 else np.nan
    return before, after, share * (1 - share)
