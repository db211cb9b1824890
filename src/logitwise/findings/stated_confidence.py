"""Whether stated probabilities are too near to certainty, or too far from it: one look, two pitfalls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from logitwise.findings.claims import by_top_class, level, points, several, without_claims
from logitwise.findings.facts import known
from logitwise.findings.finding import Clear, Evidence, Found, NotApplicable, Seen
from logitwise.findings.infinite import GIVE_LOGITS
from logitwise.metrics.wording import counted, number, percent, quoted, times

if TYPE_CHECKING:
    from logitwise.findings.claims import Claim
    from logitwise.findings.facts import Facts

Side = Literal["over-confident", "under-confident"]
STRETCH: Final = 1.1
"""Log-odds must be so many times too far apart, or too close together. A judgement."""
REMEDY: Final = (
    "Recalibrate on rows other than those that it is judged on (half of them will do) and judge the rule on the rest; "
    "ranking and AUC stay as they are."
)


def look_at_confidence(facts: Facts, side: Side) -> Seen:
    """The slope of each label, or of the positive class; of a top class how often it is right against its confidence.

    Args:
        facts: what is known.
        side: which of both is looked for.
    """
    reason = without_claims(facts)
    if reason is not None:
        return NotApplicable(reason)
    top, all_of_them = by_top_class(facts), facts.claims
    assessed = [claim for claim in all_of_them if assessable(claim)]
    if not assessed:
        return NotApplicable(f"it cannot be assessed here: {_why_not(all_of_them[0])}")
    alpha = level(facts, len(all_of_them))
    is_so = _wrong_on_average if top else _wrong_slope
    found = [claim for claim in assessed if is_so(claim, side, alpha)]
    if not found:
        return Clear(_clear(assessed[0], side, len(assessed)), _evidence(assessed[0]))
    said = _said_of_top(found[0], side) if top else _said(facts, found, len(all_of_them), side)
    return Found(
        said,
        REMEDY if facts.recalibrable else GIVE_LOGITS,
        _evidence(found[0]),
        facts.tune("--calibrate", "auto"),
        cause=f"calibration: stated probabilities are {_too(side)}.",
        of=tuple(claim.of for claim in found if claim.of is not None),
    )


def assessable(claim: Claim) -> bool:
    """Whether there are numbers to tell it by."""
    return known(claim.gap) and (claim.slope is None or known(claim.slope))


def _why_not(claim: Claim) -> str:
    told = (claim.gap.undefined, None if claim.slope is None else claim.slope.undefined)
    return next((reason for reason in told if reason), "there is nothing to compare")


def _wrong_slope(claim: Claim, side: Side, alpha: float) -> bool:
    """A slope surely beyond 1 and a gap that matters; one below 0 is wrong ranking, not confidence."""
    if claim.slope is None or claim.gap.value < claim.material:
        return False
    if side == "over-confident":
        return 0 < claim.slope.value <= 1 / STRETCH and claim.slope.upper(alpha) < 1
    return claim.slope.value >= STRETCH and claim.slope.lower(alpha) > 1


def _wrong_on_average(claim: Claim, side: Side, alpha: float) -> bool:
    """The top class is surely right less, or more, often than its mean confidence says, by so much that it matters."""
    if not abs(claim.claimed - claim.share) >= claim.material:
        return False
    return claim.ratio.upper(alpha) < 1 if side == "over-confident" else claim.ratio.lower(alpha) > 1


def _too(side: Side) -> str:
    return "too near to 0 and 1" if side == "over-confident" else "not near enough to 0 and 1"


def _said_of_top(claim: Claim, side: Side) -> str:
    return (
        f"The top class is given {percent(claim.claimed)} on average and is right in {percent(claim.share)}: "
        f"the model is {side} by {points(abs(claim.claimed - claim.share))}."
    )


def _said(facts: Facts, found: list[Claim], all_of_them: int, side: Side) -> str:
    claim = found[0]
    if several(facts) and claim.of is not None:
        who = f"{len(found):,} of {counted(all_of_them, 'label')} {'are' if len(found) > 1 else 'is'} {side}"
        return f"{who}; {quoted(claim.of)}{' most' if len(found) > 1 else ''}: {_spread(claim, side)}."
    return f"Probabilities of {quoted(facts.head.positive_class or '')} are {side}: {_spread(claim, side)}."


def _spread(claim: Claim, side: Side) -> str:
    slope = claim.slope
    assert slope is not None  # noqa: S101  # the caller looked at it
    estimate = slope.estimate()
    over = side == "over-confident"
    more = times(1 / slope.value if over else slope.value)
    apart = f"are {more} times as far apart as they should be" if over else f"should be {more} times as far apart"
    return (
        f"log-odds {apart} (slope {number(slope.value)}, 95 % interval "
        f"{number(estimate.low)} to {number(estimate.high)}), and stated and true frequencies are "
        f"{points(claim.gap.value)} apart on average"
    )


def _clear(claim: Claim, side: Side, assessed: int) -> str:
    if claim.slope is None:
        return (
            f"The top class is given {percent(claim.claimed)} on average and is right in {percent(claim.share)}: not "
            f"surely {side} by a size that matters."
        )
    if claim.slope.value <= 0:
        return f"The slope is {number(claim.slope.value)}: the scores rank the wrong way, which is another matter."
    of = f" of the label with the largest gap, of {assessed:,}," if claim.of is not None and assessed > 1 else ""
    return (
        f"The slope{of} is {number(claim.slope.value)} and the calibration gap {points(claim.gap.value)}: "
        f"not surely {side} by a size that matters."
    )


def _evidence(claim: Claim) -> Evidence:
    found: dict[str, float | int | str | None] = {} if claim.of is None else {"label": claim.of}
    if claim.slope is not None:
        estimate = claim.slope.estimate()
        found |= {"slope": claim.slope.value, "slope_low": estimate.low, "slope_high": estimate.high}
    return found | {
        "calibration_gap": claim.gap.value,
        "mean_probability": claim.claimed,
        "observed_share": claim.share,
        "observed_over_expected": claim.ratio.value,
    }
