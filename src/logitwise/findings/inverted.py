"""LW204: scores that rank the wrong way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.findings.confusions import remapping
from logitwise.findings.dependence import design_effect
from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.proportion import clopper_pearson_lower
from logitwise.metrics.wording import named, number, percent, quoted
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts

LEVEL: Final = 0.01
"""Family-wise level of the upper limit below chance: how often chance alone is called inverted."""
LAST: Final = 0.5
"""Share of rows whose true class has the smallest of all scores that is surely exceeded where logits are negated. A
judgement: chance is one in as many as there are classes."""
REMEDY = (
    "Look which class the score is of and which way it points: a score of the other class, a distance where smaller is "
    "better, or labels coded the other way round. Then name the positive class (--positive), or turn the sign."
)


def _look(facts: Facts) -> Seen:
    if facts.multilabel:
        return _of_labels(facts)
    if facts.head.binary:
        return _of_two(facts)
    return _of_several(facts)


def _of_two(facts: Facts) -> Seen:
    """By the area; of decisions by MCC, which is below 0 where the other answer would be right more often."""
    name, chance, words = ("roc_auc", 0.5, "ROC AUC") if facts.with_scores else ("mcc", 0.0, "MCC")
    seen = facts.metric(name)
    upper, what = seen.upper(LEVEL), "scores rank" if facts.with_scores else "decisions take"
    evidence = {name: seen.value, "at_most": upper}
    if not upper < chance:
        return Clear(f"{words} is not surely below {chance:g}: nothing is inverted.", evidence)
    positive = quoted(facts.head.positive_class or "")
    return Found(
        f"The {what} {positive} the wrong way ({words} {number(seen.value)}, at most {number(upper)}, where {chance:g} "
        "is chance): the positive class or the sign of the score is probably swapped.",
        REMEDY, evidence,
    )  # fmt: skip


def _of_labels(facts: Facts) -> Seen:
    if not facts.with_scores:
        return NotApplicable("decisions of labels do not show which way their scores point")
    areas, alpha = facts.of_each_class("roc_auc"), LEVEL / len(facts.classes)
    wrong = sorted(
        (each for each in areas if each.value < 0.5 and each.upper(alpha) < 0.5), key=lambda each: each.upper(alpha)
    )
    if not wrong:
        return Clear("The scores of no label surely rank the wrong way.")
    names = tuple(str(each.of) for each in wrong)
    return Found(
        f"The scores of {named(names)} rank the wrong way (ROC AUC of {named(names[:1])} {number(wrong[0].value)}, at "
        f"most {number(wrong[0].upper(alpha))}): columns or the sign are probably swapped.",
        REMEDY, {"labels": len(names), "lowest_roc_auc": wrong[0].value}, of=names,
    )  # fmt: skip


def _of_several(facts: Facts) -> Seen:
    """By where the true class stands among the scores: last, where logits are negated."""
    ranks = facts.tally.ranks
    if ranks is None:
        return NotApplicable("of several classes it takes the scores of all to see it")
    if remapping(facts) is not None:
        return NotApplicable("the classes stand in another order: see LW206")
    rows, effect = float(ranks.sum()), design_effect(facts)
    first, last = float(ranks[0]) / rows, float(ranks[-1]) / rows
    lower = float(clopper_pearson_lower(ranks[-1] / effect, rows / effect, LEVEL))
    evidence = {"truth_scored_last": last, "truth_scored_first": first}
    if lower <= LAST:
        return Clear("The true class does not mostly have the smallest score.", evidence)
    return Found(
        f"In {percent(last)} of the rows the true class has the smallest of {len(facts.classes):,} scores, in "
        f"{percent(first)} the largest: the sign of the scores is probably swapped.",
        REMEDY, evidence,
    )  # fmt: skip


PITFALL = Pitfall(
    "LW204", CODES["LW204"], "error",
    why="A model that is wrong nearly always has learned something: read the other way round it would be right.",
    look=_look,
)  # fmt: skip
