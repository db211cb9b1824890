"""Policies: what is asked of a classifier, read from TOML into frozen values."""

from __future__ import annotations

from logitwise.policy.keys import toml_key
from logitwise.policy.reading import BASELINE, baseline, find_policy, policy_of, read_policy, template
from logitwise.policy.values import (
    ALPHA,
    BaselineClauses,
    Confidence,
    Costs,
    FindingRules,
    Policy,
    Requirement,
    RowRules,
    Task,
)

__all__ = [
    "ALPHA",
    "BASELINE",
    "BaselineClauses",
    "Confidence",
    "Costs",
    "FindingRules",
    "Policy",
    "Requirement",
    "RowRules",
    "Task",
    "baseline",
    "find_policy",
    "policy_of",
    "read_policy",
    "template",
    "toml_key",
]
