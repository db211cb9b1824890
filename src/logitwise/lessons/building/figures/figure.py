"""A figure of the lesson: a value that was computed, and how closely it must come out again."""

from __future__ import annotations

from dataclasses import dataclass

from logitwise.lessons.figures import Value


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed value.

    Attributes:
        value: what the pages show.
        tolerance: how far a rebuild may lie from it, relative to its size or absolute, whichever allows more; 0 for
            what is the same on every machine up to rounding (1e-9 is always allowed).
        note: seed, data and settings, where there are any.
    """

    value: Value
    tolerance: float = 0.0
    note: str = ""
