"""The local web app."""

from __future__ import annotations
