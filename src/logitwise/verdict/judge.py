"""A policy held against a tally: ready, not ready, or not enough data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.findings.facts import Facts
from logitwise.findings.number_of_tests import number_of_tests
from logitwise.verdict.advice import advice
from logitwise.verdict.checks import Check, Judged, Levels
from logitwise.verdict.counts import confusion_of
from logitwise.verdict.each_slice import each_slice, more_rows, worst_first
from logitwise.verdict.fit import check_fit
from logitwise.verdict.majority import beats_majority
from logitwise.verdict.mostly_missed import NAME as MOSTLY_MISSED
from logitwise.verdict.mostly_missed import mostly_missed
from logitwise.verdict.prior import beats_prior
from logitwise.verdict.requirement import requirement
from logitwise.verdict.stops import stops
from logitwise.verdict.values import Outcome, RequirementResult, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.findings import Finding
    from logitwise.policy import Policy
    from logitwise.tallies import Tally


def judge(tally: Tally, policy: Policy, *, findings: Sequence[Finding] = (), facts: Facts | None = None) -> Verdict:
    """Whether the classifier that left this tally is ready under a policy.

    A requirement passes where its one-sided limit at alpha keeps the bound, and fails where the other limit, at alpha
    divided by the number of requirements, clauses and slices, breaks it. *Not ready* if any fails, or a finding of
    level error stands; else *ready* if all pass and nothing stops it; else *not enough data*.

    Args:
        tally: what the rows left behind.
        policy: what is asked.
        findings: every pitfall that was looked for.
        facts: what was computed of the tally, where it was.

    Raises:
        PolicyError: the policy speaks of classes, a head or a threshold that the tally does not have.
    """
    confusion_of(tally)  # refuses a tally without rows before anything is claimed
    check_fit(tally, policy)
    checks = _checks(tally, policy)
    alpha = policy.confidence.alpha
    of_slices = _checks_of_slices(tally, policy)
    levels = Levels(alpha, alpha / max(number_of_tests(tally, policy), 1))
    judged = [check.judge(levels) for check in checks]
    judged += [each for some in of_slices for each in worst_first(check.judge(levels) for check in some)]
    results = tuple(each.result for each in judged)
    data_stops = stops(tally, policy)
    # two bounds on one metric that is undefined have one reason
    standing = data_stops + tuple(dict.fromkeys(each.undefined for each in judged if each.undefined))
    errors = [each for each in findings if each.severity == "error" and each.outcome == "found"]
    outcome = "not ready" if errors else _outcome(results, standing)
    bottleneck = _bottleneck(results, tally.rows)
    return Verdict(
        outcome,
        _with_findings(_reasons(outcome, judged, standing, rows=tally.rows), errors, results=results),
        results,
        standing,
        bottleneck,
        advice(
            tally,
            policy,
            outcome=outcome,
            results=results,
            bottleneck=bottleneck,
            stops=data_stops,
            facts=facts or Facts(tally, policy),
            findings=findings,
        ),
        tuple(each.code for each in errors),
    )


def _with_findings(
    reasons: Sequence[str], errors: Sequence[Finding], *, results: Sequence[RequirementResult]
) -> tuple[str, ...]:
    """What is wrong beside what was asked: first, where it alone decides.

    A class mostly missed is told by the clause where that fails too.
    """
    failed = [result for result in results if result.outcome == "fail"]
    told = any(result.name == MOSTLY_MISSED for result in failed)
    found = [each.sentence for each in errors if not (told and each.code == "LW202")]
    return (*reasons, *found) if failed else (*found, *reasons)


def _checks(tally: Tally, policy: Policy) -> list[Check]:
    clauses = policy.clauses
    whole = [wanted for wanted in policy.requirements if not wanted.each_slice]
    checks = [requirement(tally, wanted, parameters=policy.task.parameters) for wanted in whole]
    if clauses.mostly_missed is not None:
        checks.append(mostly_missed(tally, clauses.mostly_missed, policy.source))
    if clauses.beats_majority:
        checks.append(beats_majority(tally, policy.source))
    if clauses.beats_prior:
        checks.append(beats_prior(tally, policy.source))
    return checks


def _checks_of_slices(tally: Tally, policy: Policy) -> list[list[Check]]:
    """For each requirement on slices a check a slice."""
    parameters = policy.task.parameters
    return [each_slice(tally, wanted, parameters=parameters) for wanted in policy.requirements if wanted.each_slice]


def _outcome(results: Sequence[RequirementResult], standing: Sequence[str]) -> Outcome:
    outcomes = {result.outcome for result in results}
    if "fail" in outcomes:
        return "not ready"
    # Where nothing of the policy applies nothing was shown, and what was not shown is not ready.
    return "ready" if "pass" in outcomes and "undecided" not in outcomes and not standing else "not enough data"


def _bottleneck(results: Sequence[RequirementResult], rows: int) -> RequirementResult | None:
    """The first failure, else what needs the most further rows; what no number of rows will help comes before all."""
    failed = [result for result in results if result.outcome == "fail"]
    if failed:
        return failed[0]
    undecided = [result for result in results if result.outcome == "undecided"]
    return max(undecided, key=lambda result: more_rows(result, of=rows), default=None)


def _reasons(outcome: Outcome, judged: Sequence[Judged], standing: Sequence[str], *, rows: int) -> tuple[str, ...]:
    by_outcome = {"not ready": "fail", "not enough data": "undecided", "ready": "pass"}
    deciding = [each for each in judged if each.result.outcome == by_outcome[outcome]]
    if outcome == "not enough data":
        deciding.sort(key=lambda each: -more_rows(each.result, of=rows))
    first = [said for each in deciding for said in _said(each)]
    undecided = [each for each in judged if outcome == "not ready" and each.result.outcome == "undecided"]
    others = [said for each in undecided for said in _said(each)]
    if not first and not standing and outcome != "not ready":  # else a finding alone decides, and says so itself
        first = [said for each in judged for said in _said(each)]
    return tuple(dict.fromkeys((*first, *standing, *others)))


def _said(each: Judged) -> tuple[str, ...]:
    return each.reasons or (each.result.sentence,)
