"""Codes of findings: what a policy may waive or select. Each is a pitfall of `logitwise.findings`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from logitwise.errors import PolicyError
from logitwise.policy.nearest import did_you_mean

CODES: Final[dict[str, str]] = {
    "LW101": "logits that are probabilities already",
    "LW102": "rows whose probabilities miss one",
    "LW103": "probabilities of exactly 0 or 1",
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


def code_of(said: str) -> str:
    """A code as it is written here; any case will do.

    >>> code_of(" lw401")
    'LW401'
    """
    return said.strip().upper()


def check_codes(codes: Sequence[str], at: str) -> None:
    """Refuse what begins no code.

    Raises:
        PolicyError: naming the code, and the nearest one.
    """
    for code in codes:
        if not code_of(code) or not any(known.startswith(code_of(code)) for known in CODES):
            raise PolicyError(f"{at}: no finding begins with {code!r}{did_you_mean(code_of(code), CODES)}")


def check_waivers(waive: Mapping[str, str], at: str) -> None:
    """Refuse a waiver of what is no code, of several at once, or without a reason.

    Raises:
        PolicyError: naming the code, and what was expected.
    """
    for code, reason in waive.items():
        said = code_of(code)
        begun = [known for known in CODES if said and known.startswith(said)]
        if said not in CODES and begun:
            raise PolicyError(f"{at}: {code!r} begins {len(begun)} codes; waive each by itself, like {begun[0]}")
        if said not in CODES:
            raise PolicyError(f"{at}: there is no finding {code!r}{did_you_mean(said, CODES)}")
        if not reason.strip():
            raise PolicyError(f'{at}: {said} needs a reason, like {said} = "accepted because ..."')
