"""How pages look: colours, type, spacing in one place, and the style sheet variables made of them."""

from __future__ import annotations

from logitwise.report.theme.css import css

__all__ = ["css"]
