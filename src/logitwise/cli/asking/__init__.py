"""Questions in a terminal or through a pipe: putting them, reading answers, telling what became of them."""

from __future__ import annotations
