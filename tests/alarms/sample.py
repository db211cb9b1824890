"""One sample of a world: what a user would hand to `logitwise.evaluate`, and which findings come up in it."""

from __future__ import annotations

from typing import Any

import logitwise as lw
from logitwise.findings import Facts, find
from logitwise.findings.registry import PITFALLS
from logitwise.policy import baseline, policy_of
from logitwise.verbs.gather import Rows
from logitwise.verbs.ruled import gather_ruled

Sample = dict[str, Any]
"""Arguments of `logitwise.evaluate`: ``source`` holds the labels; ``rule`` and ``policy`` may be among them."""
SEVERITY: dict[str, str] = {pitfall.code: pitfall.severity for pitfall in PITFALLS}
ALLOWED: dict[str, float] = {"error": 0.01, "warning": 0.05}
"""Share of healthy samples in which a finding may come up; of a note there is no limit."""


def facts_of(sample: Sample) -> Facts:
    """What the findings are looked for in: as `logitwise.evaluate` makes it, without the report."""
    given = dict(sample)
    rule, policy = given.pop("rule", None), given.pop("policy", None)
    rules = baseline() if policy is None else policy_of(policy)
    if rule is None:
        return Facts(lw.tally(**given), rules)
    ruled = gather_ruled(Rows(**given), rule, policy=rules)
    return Facts(ruled.found.tally, rules, rule=ruled.rule, judged=ruled.seen)


def found_in(sample: Sample) -> frozenset[str]:
    """Codes of the findings that come up."""
    return frozenset(each.code for each in find(facts_of(sample)) if each.outcome == "found")


def is_found(sample: Sample, code: str) -> bool:
    """Whether one finding comes up."""
    look = next(pitfall.look for pitfall in PITFALLS if pitfall.code == code)
    return type(look(facts_of(sample))).__name__ == "Found"
