"""Rows that depend on each other: how many fewer independent ones they are worth."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts


def design_effect(facts: Facts) -> float:
    """By how much counts of grouped rows are divided before they are taken for counts of independent rows.

    That of the share of wrong decisions, at least 1; 1 without groups.
    """
    if facts.tally.clusters is None:
        return 1.0
    effect = facts.metric("hamming_loss" if facts.multilabel else "accuracy").design_effect
    return max(1.0, effect) if effect is not None and isfinite(effect) else 1.0
