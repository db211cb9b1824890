"""Charts of what was recorded when the lesson was built, one a file."""

from __future__ import annotations
