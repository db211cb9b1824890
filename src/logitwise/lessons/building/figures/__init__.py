"""Figures of the pages, computed; one module a mode, each with `figures()`."""

from __future__ import annotations
