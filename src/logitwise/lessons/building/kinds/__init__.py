"""How each kind of question is executed and frozen; one file a kind."""

from __future__ import annotations
