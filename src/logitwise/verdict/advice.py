"""What to do next, said only where something can be done with what is built."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from logitwise.findings.cause import cause_of
from logitwise.metrics.wording import answer, class_name, counted, metric_words, quoted
from logitwise.policy import BASELINE, toml_key
from logitwise.verdict.counts import confusion_of
from logitwise.verdict.majority import NAME as BEATS_MAJORITY
from logitwise.verdict.mostly_missed import NAME as MOSTLY_MISSED
from logitwise.verdict.one_group import of_one_group
from logitwise.verdict.way_out import undefined_of, ways_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.findings import Facts, Finding
    from logitwise.findings.cause import Cause
    from logitwise.policy import Policy
    from logitwise.tallies import Tally
    from logitwise.verdict.values import Outcome, RequirementResult

RARE = 0.1
"""A class with at most this share of the rows is said to be rare; wording only."""
_WHERE = "See below where it goes wrong: which classes it misses and which it takes for which."


def advice(  # noqa: PLR0913  what the verdict found, by its own words
    tally: Tally,
    policy: Policy,
    *,
    outcome: Outcome,
    results: Sequence[RequirementResult],
    bottleneck: RequirementResult | None,
    stops: Sequence[str],
    facts: Facts,
    findings: Sequence[Finding] = (),
) -> tuple[str, ...]:
    """Sentences, the most useful first.

    Args:
        tally: what was judged.
        policy: what was asked.
        outcome: of the whole verdict.
        results: every requirement, judged.
        bottleneck: the one that stands in the way.
        stops: what withholds *ready* and lies in the data; undefined metrics are among the results.
        facts: what was computed of the tally.
        findings: every pitfall that was looked for.
    """
    if outcome == "ready":
        return _when_ready(policy)
    if outcome == "not ready":
        told = _when_not_ready(facts, bottleneck, findings)
        failed = bottleneck is not None and bottleneck.outcome == "fail"
        return told if failed else (*told, *ways_out(tally, policy, undefined_of(policy, results)))
    undefined = undefined_of(policy, results)
    standing = None if bottleneck in undefined else bottleneck
    return (*ways_out(tally, policy, undefined), *_when_not_enough(tally, standing, stops))


def _when_ready(policy: Policy) -> tuple[str, ...]:
    if policy.requirements:
        return ("Judge again when the data or the model change.",)
    if policy.source != BASELINE:
        return ("Your policy asks for no more than the baseline: add what it must reach under [require].",)
    return ("The baseline asks for little. Say what it must reach in production: logitwise policy init.",)


def _when_not_ready(facts: Facts, bottleneck: RequirementResult | None, findings: Sequence[Finding]) -> tuple[str, ...]:
    if bottleneck is None or bottleneck.outcome != "fail":
        return _of_findings(findings)
    if bottleneck.slice is not None:
        return (f"Look first at the rows where {answer(bottleneck.slice)}: what is different there?",)
    if bottleneck.name == MOSTLY_MISSED:
        return (*_of_class(facts, bottleneck.of, findings), *_beside_waiver(facts.policy))
    rare = _of_rare_class(facts.tally, bottleneck.of) if bottleneck.name == BEATS_MAJORITY else ()
    return (*rare, _WHERE) if rare else _of_cause(cause_of(facts, **_asked(facts, bottleneck)))


def _asked(facts: Facts, bottleneck: RequirementResult) -> dict[str, Any]:
    """What falls short, as `cause_of` is asked; the clause on the majority class asks for its share of the rows."""
    bound = bottleneck.bound if bottleneck.op == ">=" else None
    if bottleneck.name == BEATS_MAJORITY and bottleneck.of is None:
        bound = float(facts.counted.confusion.support.max()) / facts.counted.rows if facts.counted.confusion else None
    return {"metric": bottleneck.metric, "of": bottleneck.of, "bound": bound}


def _of_class(facts: Facts, name: str | None, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Why a class is mostly missed: as LW202 found out, where it did."""
    for found in findings:
        if found.code == "LW202" and found.cause is not None and found.of[:1] == (name,):
            return (f"{found.cause} {found.remedy if found.command is None else f'Run: {found.command}'}",)
    return _of_cause(cause_of(facts, metric="recall", of=name))


def _beside_waiver(policy: Policy) -> tuple[str, ...]:
    """The finding and the clause are two things: a waiver lets the one stand, and the other asks all the same."""
    if "LW202" not in policy.findings.waive:
        return ()
    asked = f"[baseline] mostly_missed = {policy.clauses.mostly_missed:g}"
    return (f"Waiving LW202 does not lift the clause on classes mostly missed: {asked} asks all the same.",)


def _of_cause(cause: Cause) -> tuple[str, ...]:
    return (cause.advice, _WHERE) if cause.kind == "unknown" else (cause.advice,)


def _of_findings(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Where no requirement fails, a finding of level error does."""
    for found in findings:
        if found.severity == "error" and found.outcome == "found":
            cause = f"{found.cause} " if found.cause else ""
            return (cause + (found.remedy if found.command is None else f"Run: {found.command}"),)
    return (_WHERE,)


def _of_rare_class(tally: Tally, label: str | None) -> tuple[str, ...]:
    """Always answering no is hard to beat where yes is rare, which says little about a model that is to find yes."""
    head = tally.head
    k = head.positive if head.binary else None if label is None else head.classes.index(label)
    if k is None or not 0 < confusion_of(tally).support[k] <= RARE * tally.rows:
        return ()
    name, support = head.classes[k], int(confusion_of(tally).support[k])
    asked = f"{toml_key('recall', name)} and {toml_key('precision', name)}"
    said = (
        f"{quoted(name)} is rare ({support:,} of {tally.rows:,} rows): where finding it is what counts, accuracy is "
        f"the wrong measure. Ask for {asked} in a policy of your own (logitwise policy init, without its extends)."
    )
    return (said,)


def _when_not_enough(tally: Tally, bottleneck: RequirementResult | None, stops: Sequence[str]) -> tuple[str, ...]:
    found = []
    where = "" if bottleneck is None or bottleneck.slice is None else f" where {answer(bottleneck.slice)}"
    if bottleneck is not None and bottleneck.rows_needed is not None:
        more = bottleneck.rows_needed - (bottleneck.slice_rows or tally.rows)
        there = " there" if where else ""
        found.append(
            f"Label {counted(more, 'more row')}{where} ({bottleneck.rows_needed:,} in all{there}): enough to show "
            f"'{class_name(bottleneck.name)}' in four of five cases, if the model is as good as it looks."
        )
    elif bottleneck is not None and bottleneck.slice is not None and of_one_group(tally, bottleneck.slice):
        found.append("Slice by another column than the one that groups: of a slice that is one group nothing is shown.")
    elif bottleneck is not None and where and isnan(bottleneck.value):
        found.append(f"Label more rows{where}: there are none yet to make {metric_words(bottleneck.metric)} of.")
    elif bottleneck is not None:
        found.append(
            f"'{class_name(bottleneck.name)}'{where} stands in the way; more rows of the same kind will hardly help."
        )
    if stops:
        found.append("Mend the data first: " + " ".join(stops))
    return tuple(found)
