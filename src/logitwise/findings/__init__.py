"""Findings: a linter for classifiers. One pitfall a file, its page beside it."""

from __future__ import annotations

from logitwise.findings.facts import Facts
from logitwise.findings.find import find
from logitwise.findings.finding import Finding, Outcome, Severity
from logitwise.findings.pages import page

__all__ = ["Facts", "Finding", "Outcome", "Severity", "find", "page"]
