"""Codes of findings: what a policy may waive or select. Each is a pitfall of `logitwise.findings`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from logitwise.errors import PolicyError
from logitwise.policy.nearest import did_you_mean

CODES: Final[dict[str, str]] = {
    "LW101": "logits that are probabilities already",
    "LW102": "rows whose probabilities miss one",
    "LW103": "certain and wrong",
    "LW104": "scores tied by low precision",
    "LW105": "constant output, or a class never predicted",
    "LW106": "a head that does not fit how labels occur together",
    "LW107": "outputs of an activation that gives no logits",
    "LW108": "exact ties for the largest class",
    "LW201": "no better than the majority class",
    "LW202": "a class mostly missed",
    "LW203": "near chance",
    "LW204": "scores inverted",
    "LW205": "lopsided errors",
    "LW206": "confused pairs",
    "LW207": "too good",
    "LW208": "imbalance",
    "LW301": "the threshold costs you",
    "LW302": "an unstable threshold",
    "LW303": "a floor that so few positives cannot guarantee",
    "LW304": "judged on the rows that tuned it",
    "LW401": "over-confident",
    "LW402": "under-confident",
    "LW403": "shifted probabilities",
    "LW404": "probabilities of the wrong shape",
    "LW405": "more confident mistakes than claimed",
    "LW406": "calibration not assessable",
    "LW601": "too few rows of a class",
    "LW602": "a slice worse than the rest",
    "LW603": "duplicate rows",
    "LW604": "grouped rows",
    "LW605": "a class absent",
    "LW606": "class names that look alike",
    "LW607": "rows left out",
}
"""Code and title, in order."""


def check_codes(codes: Sequence[str], at: str) -> None:
    """Refuse what begins no code.

    Raises:
        PolicyError: naming the code, and the nearest one.
    """
    for code in codes:
        if not any(known.startswith(code) for known in CODES):
            raise PolicyError(f"{at}: no finding begins with {code!r}{did_you_mean(code, CODES)}")
