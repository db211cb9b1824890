"""Whether the probabilities of one outcome can be believed: what LW401 to LW404 found of it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from logitwise.findings import over_confident, shifted_probabilities, under_confident, wrong_shape
from logitwise.findings.claims import by_top_class, mean_claimed, points
from logitwise.findings.finding import Found, NotApplicable
from logitwise.findings.stated_confidence import assessable
from logitwise.metrics.wording import number, percent, quoted

if TYPE_CHECKING:
    from logitwise.findings.claims import Claim
    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Pitfall

Kind = Literal["honest", "over-confident", "under-confident", "shifted", "bent", "unknown"]
_LOOKS: Final[tuple[tuple[Kind, Pitfall], ...]] = (
    ("over-confident", over_confident.PITFALL),
    ("under-confident", under_confident.PITFALL),
    ("shifted", shifted_probabilities.PITFALL),
    ("bent", wrong_shape.PITFALL),
)
"""A stretch before a shift, which it can look like."""
ENOUGH: Final = 100
"""Rows of the rarer outcome from which on finding nothing is told as honesty (Riley et al. 2021, DOI 10.1002/sim.9025:
100 to 200); below, as nothing found. Wording only."""
NO_FAULT: Final = "no fault of the probabilities can be told from chance"


@dataclass(frozen=True, slots=True)
class Honesty:
    """How far probabilities can be believed.

    Attributes:
        kind: what is wrong, if anything; ``unknown`` where that cannot be assessed.
        words: the same as the middle of a sentence.
        evidence: the numbers that show it.
    """

    kind: Kind
    words: str
    evidence: dict[str, float | int | str | None]

    @property
    def wrong(self) -> bool:
        """Whether something is."""
        return self.kind not in ("honest", "unknown")


def honesty(facts: Facts, k: int | None) -> Honesty:
    """Of the positive class, of label `k`, or of a softmax's class `k` or its top class (None).

    Of a class of a softmax a shift is its own; confidence is that of whichever class is on top.
    """
    claim = _claim(facts, k)
    for kind, pitfall in _LOOKS:
        seen = facts.seen(pitfall)
        if isinstance(seen, Found) and _is_about(facts, seen, k):
            return Honesty(kind, _words(facts, kind, k, claim), _evidence(claim))
    if claim is None or not assessable(claim):
        return Honesty("unknown", "whether the probabilities are honest cannot be said", _evidence(claim))
    if any(isinstance(facts.seen(pitfall), NotApplicable) for _, pitfall in _LOOKS):
        return Honesty("unknown", "whether the probabilities are honest is not known", _evidence(claim))
    words = "the probabilities are honest" if _outcomes(facts, k) >= ENOUGH else NO_FAULT
    return Honesty("honest", words, _evidence(claim))


def _outcomes(facts: Facts, k: int | None) -> float:
    """Rows of the rarer outcome of what is judged; of the top class, rows that are wrong."""
    cells = facts.counted.confidence_cells() if k is None else facts.cells(k)
    return 0.0 if cells is None else float(min(cells.positives.sum(), cells.negatives.sum()))


def _is_about(facts: Facts, seen: Found, k: int | None) -> bool:
    """What names no class is about the positive one, or about the top class and so about all."""
    return not seen.of or k is None or facts.classes[k] in seen.of


def _claim(facts: Facts, k: int | None) -> Claim | None:
    if not facts.claims:
        return None
    if facts.multilabel and k is not None:
        return next((claim for claim in facts.claims if claim.of == facts.classes[k]), None)
    return facts.claims[0]


def _words(facts: Facts, kind: Kind, k: int | None, claim: Claim | None) -> str:
    cells = None if k is None else facts.cells(k)
    if kind == "shifted":
        if cells is None:
            return "the probabilities of some classes are too high and of others too low"
        share, claimed = mean_claimed(cells)
        name = quoted(facts.head.positive_class or "" if facts.head.binary else facts.classes[k or 0])
        way = "low" if share > claimed else "high"
        return (
            f"the probabilities of {name} are too {way} ({percent(claimed)} on average, and it comes up in "
            f"{percent(share)} of the rows)"
        )
    assert claim is not None  # noqa: S101  # something was found of it
    if kind == "bent":
        return f"the probabilities bend ({points(claim.gap.value)} from what happens on average)"
    if by_top_class(facts) or claim.slope is None:
        return (
            f"the model is {kind} (its top class is given {percent(claim.claimed)} on average and is right in "
            f"{percent(claim.share)})"
        )
    return f"the probabilities are {kind} (calibration slope {number(claim.slope.value)}; 1 is right)"


def _evidence(claim: Claim | None) -> dict[str, float | int | str | None]:
    if claim is None:
        return {}
    slope = {} if claim.slope is None else {"calibration_slope": claim.slope.value}
    return {**slope, "calibration_gap": claim.gap.value, "observed_over_expected": claim.ratio.value}
