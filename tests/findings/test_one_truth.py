"""Findings, causes, the verdict and `tune` never contradict each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

import logitwise as lw
from logitwise.findings import Facts, find
from logitwise.findings.better_threshold import fewer
from logitwise.findings.cause import cause_of
from logitwise.findings.number_of_tests import number_of_tests
from logitwise.policy import BaselineClauses, Policy, Requirement, baseline
from logitwise.remedies.cuts import cuts_of, decided, log_odds
from logitwise.remedies.threshold_of import threshold_of
from logitwise.verdict import judge
from logitwise.verdict.mostly_missed import NAME


def drawn(z, seed=1):
    return (np.random.default_rng(seed).random(z.shape) < expit(z)).astype(int)


def normal(mean, spread, seed=0, size=4_000):
    return np.random.default_rng(seed).normal(mean, spread, size)


def outcomes(report):
    return {each.code: each for each in report.findings}


def clause_and_finding(tally, policy):
    """What the clause and LW202 say."""
    verdict = judge(tally, policy)
    clause = next(each for each in verdict.requirements if each.name == NAME)
    found = next(each for each in find(Facts(tally, policy)) if each.code == "LW202")
    return clause, found


@pytest.mark.parametrize("positives", [12, 30, 100, 1000])
def test_the_clause_and_lw202_agree_at_every_count(positives):
    """39 of 100 once failed the one and not the other."""
    around = range(max(0, int(positives * 0.3)), int(positives * 0.5) + 2)
    for hits in list(around)[:: max(1, len(around) // 20)]:
        tally = lw.tally(confusion=[[395, 5], [positives - hits, hits]])
        clause, found = clause_and_finding(tally, baseline())
        assert (clause.outcome == "fail") == (found.outcome == "found"), (hits, positives)


@pytest.mark.parametrize("of_policy", ["bound on it", "bound on another", "no other clause"])
@pytest.mark.parametrize("beside", ["nothing", "groups", "weights", "slices"])
def test_they_agree_whatever_else_is_asked_and_however_rows_come(of_policy, beside):
    asked = {
        "bound on it": replace(baseline(), requirements=(Requirement("recall", of="1", op=">=", bound=0.3),)),
        "bound on another": replace(baseline(), requirements=(Requirement("accuracy", op=">=", bound=0.3),) * 5),
        "no other clause": Policy("p.toml", clauses=BaselineClauses(mostly_missed=0.4)),
    }[of_policy]
    if beside == "slices":
        asked = replace(asked, requirements=(*asked.requirements, Requirement("accuracy", bound=0.5, each_slice=True)))
    for hits in range(24, 50, 5):
        y, decisions = np.repeat([0, 1], [300, 100]), np.repeat([0, 1], [400 - hits, hits])
        said = {
            "nothing": {},
            "groups": {"groups": np.arange(400) % 80},
            "weights": {"sample_weight": normal(1, 0.1)[:400]},
            "slices": {"slices": {"site": np.arange(400) % 3}},
        }[beside]
        clause, found = clause_and_finding(lw.tally(y, decisions=decisions, **said), asked)
        assert (clause.outcome, clause.of) == (("fail", found.of[0]) if found.of else ("pass", clause.of))
        assert bool(found.of) == (found.outcome == "found")


def test_tests_are_counted_by_requirement_class_and_slice():
    slices = {"site": np.array(["a", "b", "b", "c"] * 5)}
    tally = lw.tally([0, 1] * 10, logits=normal(0, 1)[:20], slices=slices)
    policy = replace(baseline(), requirements=(Requirement("recall", bound=0.3, each_slice=True),))
    assert number_of_tests(tally, policy) == 2 + 1 + 1 + 3  # recalls, majority, prior, slices
    failing = {each.alpha_fail for each in judge(tally, policy).requirements}
    assert failing == {0.05 / 7}


@pytest.mark.parametrize("stretch", [0.7, 1.0, 1 / 0.95, 1 / 0.86])
@pytest.mark.parametrize("shift", [0.0, -0.3])
def test_probabilities_are_called_honest_only_where_no_finding_says_otherwise(stretch, shift):
    """A slope of 0.87 on 20,000 rows once was LW401 and honest at the same time."""
    z = normal(0, 2, size=20_000)
    report = lw.evaluate(drawn(z), logits=z * stretch + shift, policy={"require": {"recall": ">= 0.85"}})
    seen = outcomes(report)
    of_calibration = {code for code in ("LW401", "LW402", "LW403", "LW404") if seen[code].outcome == "found"}
    advice = " ".join(report.verdict.advice)
    assert ("honest" in advice) == (not of_calibration)
    assert ("over-confident" in advice) == ("LW401" in of_calibration)


@pytest.mark.parametrize(
    ("policy", "options"),
    [
        ({"require": {"recall": ">= 0.85"}}, {"require": ["recall >= 0.85"]}),
        ({"require": {"precision": ">= 0.9"}}, {"require": ["precision >= 0.9"]}),
        ({"require": {"specificity": ">= 0.95"}}, {"require": ["specificity >= 0.95"]}),
        ({"require": {"f1": ">= 0.7"}}, {"maximize": "f1"}),
    ],
)
@pytest.mark.parametrize("grouped", [False, True])
def test_what_is_told_of_a_threshold_is_what_the_command_gives(policy, options, grouped):
    z = normal(-1, 3)
    beside = {"groups": np.arange(len(z)) % 400} if grouped else {}
    tally = lw.tally(drawn(z), logits=z, threshold=0.9 if "recall" in str(policy) else 0.2, **beside)
    (metric,) = policy["require"]
    cause = cause_of(Facts(tally, baseline()), metric=metric, bound=float(policy["require"][metric][3:]))
    choice = lw.tune(tally, calibrate="none", **options).evidence["outputs"][0]["threshold"]
    assert cause.kind == "threshold"
    assert all(each in cause.command for each in ("--require", metric) if "require" in options)
    assert cause.evidence["threshold"] == choice["threshold"]
    assert cause.evidence["recall_there"] == pytest.approx(choice["corrected"]["recall"], rel=1e-12)
    assert cause.evidence["precision_there"] == pytest.approx(choice["corrected"]["precision"], rel=1e-9)


def test_a_floor_that_cannot_be_guaranteed_is_said_with_what_can_be_done():
    z = normal(0, 5, size=60)
    found = cause_of(Facts(lw.tally(drawn(z), logits=z - 1), baseline()), metric="recall", bound=0.97)
    assert "cannot be guaranteed" in found.sentence
    assert "With the largest F1, at 0." in found.sentence
    assert (found.kind, "--maximize f1" in found.command) == ("data", True)


def test_a_threshold_costs_for_the_same_reason_as_the_class_is_missed():
    z = normal(0, 2.5)
    found = outcomes(lw.evaluate(drawn(z), logits=z - 4))
    assert found["LW202"].evidence["cause"] == "calibration"
    assert "calibration is the cause" in found["LW301"].cause
    assert found["LW301"].command == found["LW202"].command == "logitwise tune FILE --calibrate auto -o rule.json"


def test_a_page_says_a_cause_once():
    z = normal(-4.5, 2.2)
    report = lw.evaluate(drawn(z), logits=z)
    assert outcomes(report)["LW202"].cause in report.verdict.advice[0]
    assert " ".join(str(report).replace("│", " ").split()).count("so the threshold is the cause") == 1


def test_the_threshold_that_is_written_decides_the_rows_that_were_counted():
    """Cells that were put together once kept their lowest score as if it were their only one."""
    z = normal(-2, 2, size=30_000)
    cells = Facts(lw.tally(drawn(z), logits=z), baseline()).cells()
    cuts = cuts_of(fewer(cells, 0.5))
    for i in range(1, len(cuts), 25):
        at = threshold_of(cuts.cells, int(cuts.first[i])).value
        assert float(decided(cells, float(log_odds(at))).tp) == cuts.tp[i]
