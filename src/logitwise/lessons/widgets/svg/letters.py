"""How wide a text will be: an estimate on the wide side, so that no label is clipped."""

from __future__ import annotations

from typing import Final

SIZE: Final = 13.0
"""Size of all text in a chart, in units of its view box."""
_LETTER: Final = 0.6  # widths in ems: sans serif letters average below this, ideographs fill an em
_BROAD: Final = 0.9
_WIDE: Final = 1.0
_BROAD_ONES: Final = frozenset("mwMW%@−+×=<>…")
_FIRST_WIDE: Final = 0x2E80


def width_of(said: str, *, size: float = SIZE) -> float:
    """Estimated width.

    >>> round(width_of("0.25"), 1)
    31.2
    """
    return size * sum(map(_ems, said))


def shortened(said: str, room: float, *, size: float = SIZE) -> str:
    """The text, or as much of its beginning as there is room for, with an ellipsis.

    >>> shortened("malignant", 200), shortened("malignant", 45)
    ('malignant', 'mal…')
    """
    if width_of(said, size=size) <= room:
        return said
    kept = said
    while kept and width_of(kept + "…", size=size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _ems(letter: str) -> float:
    if ord(letter) >= _FIRST_WIDE:
        return _WIDE
    return _BROAD if letter in _BROAD_ONES else _LETTER
