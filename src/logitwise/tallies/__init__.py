"""Tallies: what rows leave behind, and how one adds to another."""

from __future__ import annotations

from logitwise.tallies.codec import load_tally
from logitwise.tallies.of_batch import tally_batch
from logitwise.tallies.of_decisions import tally_of_confusion
from logitwise.tallies.tally import Tally

__all__ = ["Tally", "load_tally", "tally_batch", "tally_of_confusion"]
