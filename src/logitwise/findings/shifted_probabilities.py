"""LW403: probabilities that are too high or too low on average."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.findings.claims import (
    by_top_class,
    least_distance,
    level,
    mean_claimed,
    of_class,
    of_class_by_group,
    several,
    without_claims,
)
from logitwise.findings.facts import known
from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.findings.infinite import GIVE_LOGITS
from logitwise.metrics.names import MOST_COSTLY
from logitwise.metrics.wording import number, percent, quoted
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.metrics import Measurement

FEWEST: Final = 10
"""Rows of the rarer outcome that are needed (METHODS e). A judgement."""
REMEDY: Final = (
    "Recalibrate on rows other than those that it is judged on. Where outcomes are as often as here only in this "
    "data, give the prevalence of the place of use with --prevalence instead."
)
Mean = tuple[str, float, float, "Measurement"]
"""An outcome, how often it holds, how often it is said to, and the ratio of both with its law."""


def _look(facts: Facts) -> Seen:
    """Observed over expected of the positive class, of each label, of each class of a softmax."""
    reason = without_claims(facts) or _no_classes(facts)
    if reason is not None:
        return NotApplicable(reason)
    means = _means(facts)
    if not means:
        return NotApplicable(f"no outcome has {FEWEST} rows in which it holds and {FEWEST} in which it does not")
    alpha = level(facts, 2 * len(means))  # two sides
    found = [mean for mean in means if _is_shifted(facts, mean, alpha)]
    name, share, claimed, ratio = (found or means)[0]
    said = f"{quoted(name)} is given {percent(claimed)} on average and comes up in {percent(share)} of the rows"
    evidence: dict[str, float | int | str | None] = {
        "of": name,
        "mean_probability": claimed,
        "observed_share": share,
        "ratio": ratio.value,
    }
    if not found:
        return Clear(f"{said}, which is the largest difference and not surely one that matters.", evidence)
    estimate = ratio.estimate()
    evidence |= {"ratio_low": estimate.low, "ratio_high": estimate.high, "shifted": len(found)}
    others = f" So it is with {len(found) - 1:,} more of {len(means):,}." if len(found) > 1 else ""
    return Found(
        f"{said}: its probabilities are too {'high' if claimed > share else 'low'} (observed over expected "
        f"{number(ratio.value)}, 95 % interval {number(estimate.low)} to {number(estimate.high)}).{others}",
        REMEDY if facts.recalibrable else GIVE_LOGITS,
        evidence,
        facts.tune("--calibrate", "auto"),
        cause="calibration: training data with another mix of classes, class weights or oversampling shift like this.",
        of=tuple(mean[0] for mean in found) if several(facts) or by_top_class(facts) else (),
    )


def _no_classes(facts: Facts) -> str | None:
    if not by_top_class(facts):
        return None
    if not facts.with_scores or len(facts.classes) > MOST_COSTLY or facts.counted.cells(0) is None:
        return f"it is looked for in each class, of which there are at most {MOST_COSTLY} with scores of their own"
    return None


def _means(facts: Facts) -> list[Mean]:
    """Of all with enough rows, the furthest apart first."""
    if by_top_class(facts):
        found = []
        for k, name in enumerate(facts.classes):
            cells = facts.cells(k)
            if cells is not None:
                found.append((name, *mean_claimed(cells), of_class(facts, k)))
    else:
        positive = facts.head.positive_class or ""
        found = [(each.of or positive, each.share, each.claimed, each.ratio) for each in facts.claims]
    rows = facts.counted.rows if facts.counted.confusion is None else facts.counted.confusion.rows
    enough = [mean for mean in found if known(mean[3]) and min(mean[1], 1 - mean[1]) * rows >= FEWEST]
    return sorted(enough, key=lambda mean: -abs(mean[1] - mean[2]))


def _is_shifted(facts: Facts, mean: Mean, alpha: float) -> bool:
    name, share, claimed, ratio = mean
    if abs(share - claimed) < least_distance(share) or ratio.lower(alpha) <= 1 <= ratio.upper(alpha):
        return False
    if not by_top_class(facts) or facts.tally.clusters is None:
        return True
    ratio = of_class_by_group(facts, facts.classes.index(name))  # costs more, and is only ever less sure
    return ratio.lower(alpha) > 1 or ratio.upper(alpha) < 1


PITFALL = Pitfall(
    "LW403",
    CODES["LW403"],
    "warning",
    why="Every count that is planned by adding up probabilities comes out wrong by the same factor, and a threshold of "
    "0.5 decides as if another class were more common than it is.",
    look=_look,
)
