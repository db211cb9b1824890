"""Engines: batches into one tally."""

from __future__ import annotations

from logitwise.engines.local import run

__all__ = ["run"]
