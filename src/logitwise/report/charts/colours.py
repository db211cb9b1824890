"""The palette as charts name it: colours themselves, or the custom properties of a page that follow its scheme."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from logitwise.report.theme.palette import Palette

PAGE: Final = Palette(**{each.name: f"var(--{each.name.replace('_', '-')})" for each in fields(Palette)})
"""Colours of a drawing in a page: the style sheet decides, so that light, dark and print need no second drawing."""
