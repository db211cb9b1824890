"""LW202: a class of which surely less than half is found, and what is to blame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.findings.although import although
from logitwise.findings.cause.cause_of import cause_of
from logitwise.findings.finding import Clear, Found, Pitfall, Seen
from logitwise.findings.missed import Recalls, least_found, level_of_missed
from logitwise.metrics.wording import counted, number, quoted
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts


def _look(facts: Facts) -> Seen:
    least, level = least_found(facts.policy), level_of_missed(facts.tally, facts.policy)
    recalls, asked = Recalls.of(facts.tally), _asked(facts)
    missed = [int(k) for k in recalls.missed(least, level) if facts.classes[k] not in asked]
    if not missed:
        beside = ", of those whose recall the policy does not bound itself" if asked else ""
        return Clear(f"Of no class is surely less than {least:g} found{beside}.")
    k, upper = missed[0], recalls.upper(level)
    cause = cause_of(facts, metric="recall", of=facts.classes[k])
    more = f" {counted(len(missed) - 1, 'more class is', 'more classes are')} mostly missed." if missed[1:] else ""
    evidence = {"recall": float(recalls.values[k]), "recall_at_most": float(upper[k]), "least": least}
    return Found(
        _sentence(facts, k, float(recalls.values[k])) + more,
        cause.remedy,
        {**evidence, "classes": len(missed), "cause": cause.kind, **cause.evidence},
        cause.command,
        cause.sentence,
        tuple(facts.classes[k] for k in missed),
    )


def _asked(facts: Facts) -> set[str | None]:
    """Classes of which a requirement says how much must be found: theirs to fail where the clause is not asked for."""
    if facts.policy.clauses.mostly_missed is not None:
        return set()
    return {
        facts.head.positive_class if wanted.of is None else wanted.of
        for wanted in facts.policy.requirements
        if wanted.metric == "recall" and wanted.op == ">=" and wanted.average is None and not wanted.each_slice
    }


def _sentence(facts: Facts, k: int, recall: float) -> str:
    name = facts.classes[k]
    low, high = facts.metric("recall", of=name).law.interval(facts.policy.confidence.level)
    assert facts.tally.confusion is not None  # noqa: S101  # a tally without rows is refused before
    found, rows = int(facts.tally.confusion.hits[k]), counted(int(facts.support[k]), "row")
    return (
        f"Recall of {quoted(name)} is {number(recall)} [{number(low)}, {number(high)}] ({found:,} of {rows}): the "
        f"class is mostly missed{although(facts.tally)}."
    )


PITFALL = Pitfall(
    "LW202", CODES["LW202"], "error",
    why="What a classifier is built to find is often the rare class; accuracy hides that it is not found.",
    look=_look,
)  # fmt: skip
