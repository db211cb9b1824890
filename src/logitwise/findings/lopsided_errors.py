"""LW205: nearly all errors of one kind, though the class is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.findings.dependence import design_effect
from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.proportion import clopper_pearson_lower
from logitwise.metrics.wording import counted, percent, quoted
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts

SHARE: Final = 0.9
"""Share of the errors of a class that is surely of one kind: nine of ten. A judgement."""
MISSED: Final = 0.5
"""A class of which less is found is LW202's. A judgement, as there."""
_EVEN: Final = 0.5


def _look(facts: Facts) -> Seen:
    if facts.policy.task.costs is not None:
        return NotApplicable("the policy says what each kind of error costs: see LW301")
    if facts.with_scores and facts.head.threshold != _EVEN and (facts.head.binary or facts.multilabel):
        return NotApplicable(f"the threshold was chosen ({facts.head.threshold:g}): one kind of error is its price")
    confusion = facts.counted.confusion
    assert confusion is not None  # noqa: S101  # a tally without rows is refused before
    support, hits = confusion.support.astype(np.float64), confusion.hits.astype(np.float64)
    missed, false = support - hits, confusion.predicted - hits
    among = np.array([facts.head.positive]) if facts.head.binary else np.arange(len(support))
    among = among[(support[among] > 0) & (hits[among] >= MISSED * support[among]) & ((missed + false)[among] > 0)]
    effect, alpha = design_effect(facts), facts.policy.confidence.alpha / (2 * len(facts.classes))
    errors = (missed + false)[among] / effect
    lower = clopper_pearson_lower(np.maximum(missed, false)[among] / effect, errors, alpha)
    lopsided = among[np.argsort(-lower, kind="stable")][: int((lower > SHARE).sum())]
    if not len(lopsided):
        return Clear(f"In no class that is found are surely more than {100 * SHARE:g} % of the errors of one kind.")
    k = int(lopsided[0])
    return Found(
        _sentence(facts, k, missed=float(missed[k]), false=float(false[k])) + _more(len(lopsided)),
        "Say what each error costs ([task] costs in the policy) and choose the threshold by it; if the training data "
        "were resampled or weighted, recalibrate first. Tune on other rows than those that are judged.",
        {
            "missed": float(missed[k]), "falsely_decided": float(false[k]),
            "recall": float(hits[k] / support[k]), "precision": float(hits[k] / confusion.predicted[k]),
        },
        facts.tune("--calibrate", "auto"),
        of=tuple(facts.classes[j] for j in lopsided),
    )  # fmt: skip


def _sentence(facts: Facts, k: int, *, missed: float, false: float) -> str:
    name = quoted(facts.classes[k])
    share = percent(max(missed, false) / (missed + false))
    kind = "misses" if missed > false else "false alarms"
    return (
        f"{counted(round(false), 'other row is', 'other rows are')} taken for {name} and "
        f"{counted(round(missed), 'row')} of it missed: {share} of the errors about it are {kind}."
    )


def _more(found: int) -> str:
    if found == 1:
        return ""
    return f" Errors about {counted(found - 1, 'more class', 'more classes')} are nearly all of one kind too."


PITFALL = Pitfall(
    "LW205", CODES["LW205"], "warning",
    why="One kind of error is bought with the other; nobody may have said that it should be at this price.",
    look=_look,
)  # fmt: skip
