"""How strong a learner is, with its probability, and what to ask next."""

from __future__ import annotations
