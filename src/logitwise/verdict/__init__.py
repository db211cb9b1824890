"""Verdicts: a policy held against the metrics of a tally."""

from __future__ import annotations

from logitwise.verdict.judge import judge
from logitwise.verdict.values import Outcome, RequirementOutcome, RequirementResult, Verdict

__all__ = ["Outcome", "RequirementOutcome", "RequirementResult", "Verdict", "judge"]
