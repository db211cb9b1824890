"""The learner's own tally or report: reading it, and questions made from it."""

from __future__ import annotations
