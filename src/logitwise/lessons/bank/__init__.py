"""The question bank as it was frozen: what is asked, shown and graded, without running anything."""

from __future__ import annotations
