"""What the decision panel offers: thresholds with their counts, and the ones that have a name."""

from __future__ import annotations

from logitwise.report.panel.outcome import Outcome
from logitwise.report.panel.outcomes import outcomes

__all__ = ["Outcome", "outcomes"]
