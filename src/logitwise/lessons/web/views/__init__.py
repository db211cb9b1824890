"""What each address answers; one file a group of pages."""

from __future__ import annotations
