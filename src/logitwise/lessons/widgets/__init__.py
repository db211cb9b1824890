"""Live widgets: pure functions of what is set to what is shown."""

from __future__ import annotations
