"""LW304: a rule judged on the rows that tuned it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scipy.special import bdtrc, gammainccinv

from logitwise.findings.finding import Clear, Evidence, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.wording import counted, percent
from logitwise.policy.codes import CODES
from logitwise.rule.rows_seen import MOST_KEPT

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.rule import RowsSeen

MOST_SHARED: Final = 0.01
"""Share of the judged rows that may have tuned the rule: a judgement; it moves a number by no more than that."""
MOST_REPEATS: Final = 1.2
"""Rows that share a content, beyond which equal contents say little: the same limit as for folds by content."""
FEWEST_SCORES: Final = 8
"""Different scores from which on equal counts of all of them are no chance: each is met with at most 0.37, together
with at most 0.37^7, one in a thousand."""
ALPHA: Final = 0.001
"""Chance of error of a finding that withholds *ready*."""
REMEDY: Final = "Judge the rule on rows that did not tune it: hold back a part, tune on one file and judge the other."


@dataclass(frozen=True, slots=True)
class Shared:
    """Hashes of both sides below the largest that both sides know.

    Attributes:
        compared: of the judged rows.
        common: of them, how many tuned the rule.
        chance: share that would be common although no row is.
    """

    compared: int
    common: int
    chance: float


def shared(tuned: RowsSeen, judged: RowsSeen) -> Shared:
    """How many of the judged rows tuned the rule: up to the smaller of the largest hashes both samples are whole."""
    a, b = set(tuned.smallest), set(judged.smallest)
    bound = min((side.smallest[-1] for side in (tuned, judged) if len(side.smallest) == MOST_KEPT), default=2**64)
    known = {value for value in b if value <= bound}
    return Shared(len(known), len(known & a), 0.0 if judged.by == "ids" else _chance(tuned, judged))


def _chance(tuned: RowsSeen, judged: RowsSeen) -> float:
    """Upper limit of the share of rows whose content another row of `tuned` has by chance, from how often they repeat.

    Where two rows are equal with chance c, n rows hold c n^2 / 2 equal pairs and a new row is met with c n; c is
    bounded by the Poisson limit of the pairs that either side holds within itself.
    """
    pairs = sum(side.rows * (1 - 1 / side.repeats) for side in (tuned, judged))
    exposure = sum(side.rows**2 for side in (tuned, judged)) / 2
    limit = float(gammainccinv(pairs + 1, ALPHA))
    return min(1.0, tuned.rows * limit / exposure)


def _look(facts: Facts) -> Seen:
    if facts.rule is None:
        return NotApplicable("the outputs went through no rule")
    tuned, judged = facts.rule.seen, facts.judged
    if tuned is None or judged is None:
        return NotApplicable("the rule does not say which rows tuned it")
    if tuned.digest == judged.digest and _telling(tuned, judged):
        return _found(
            f"The rule is judged on the same rows that tuned it: all {judged.rows:,}. Its numbers are optimistic.",
            {"share": 1.0, "rows": judged.rows},
        )
    if tuned.by != judged.by or not tuned.smallest or not judged.smallest:
        return NotApplicable(
            "the judged rows are not all those that tuned the rule; whether some are cannot be told without ids on "
            "both sides (--id), or outputs given alike on both, as logits or as probabilities"
        )
    if tuned.by != "ids" and max(tuned.repeats, judged.repeats) > MOST_REPEATS:
        return NotApplicable("outputs repeat so often that equal ones say nothing about equal rows; give ids (--id)")
    return _of_samples(shared(tuned, judged), judged)


def _telling(tuned: RowsSeen, judged: RowsSeen) -> bool:
    """Whether equal counts of scores mean equal rows: not where there are but a few scores, unless ids agree too."""
    by_contents = next((side for side in (tuned, judged) if side.by != "ids"), None)
    if by_contents is None:
        return tuned.smallest == judged.smallest
    return not by_contents.smallest or len(by_contents.smallest) >= FEWEST_SCORES  # none: more scores than are kept


def _of_samples(seen: Shared, judged: RowsSeen) -> Seen:
    what = "ids" if judged.by == "ids" else "outputs"
    if not seen.compared:
        return NotApplicable("so few of the judged rows that none of their hashes can be compared")
    share = seen.common / seen.compared
    numbers = {"share": share, "compared": seen.compared, "common": seen.common, "by chance": seen.chance}
    most = MOST_SHARED + seen.chance
    if most >= 1:
        return NotApplicable("so few rows that their outputs may be equal by chance; give ids (--id)")
    if seen.common and bdtrc(seen.common - 1, seen.compared, most) <= ALPHA:
        part = "All" if share == 1 else f"About {percent(share)}"
        return _found(
            f"{part} of the judged rows are the same rows that tuned the rule, as far as can be told: {seen.common:,} "
            f"of {counted(seen.compared, 'row')} compared by their {what}. Its numbers are optimistic.",
            numbers,
        )
    return Clear(f"{seen.common:,} of {seen.compared:,} {what} compared are among those that tuned the rule", numbers)


def _found(sentence: str, evidence: Evidence) -> Found:
    return Found(sentence, REMEDY, evidence)


PITFALL = Pitfall(
    "LW304",
    CODES["LW304"],
    "error",
    "A threshold or calibration fits the accidents of the rows that chose it, and repeats them nowhere else; on these "
    "rows every number is better than it will be, and its interval does not say so.",
    _look,
)
