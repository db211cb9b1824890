"""What is to blame where a metric falls short: the threshold, the ranking, the probabilities or the data."""

from __future__ import annotations

from logitwise.findings.cause.cause import Cause
from logitwise.findings.cause.cause_of import cause_of

__all__ = ["Cause", "cause_of"]
