"""What a learner did: append-only answers in SQLite; everything else is derived from them."""

from __future__ import annotations
