"""Type, spacing and corners: one scale each."""

from __future__ import annotations

from typing import Final

FONTS: Final = {
    "font-text": 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif',
    "font-title": '"Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", "Noto Serif", Georgia, '
    '"Liberation Serif", serif',
    "font-code": 'ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
}
STEP: Final = 1.2
"""Each size of type is this many times the one below: a minor third."""
SIZES: Final = ("size-small", "size-text", "size-lead", "size-h3", "size-h2", "size-h1")
"""From the least; `size-text` is 1.0625 rem, 17 pixels where nobody asked for more."""
SPACES: Final = {
    "space-1": "0.25rem",
    "space-2": "0.5rem",
    "space-3": "0.75rem",
    "space-4": "1rem",
    "space-5": "1.5rem",
    "space-6": "2rem",
    "space-7": "3rem",
    "space-8": "4.5rem",
}
CORNERS: Final = {"corner-small": "0.375rem", "corner": "0.625rem", "corner-round": "999px"}
LINES: Final = {"measure": "43rem", "leading": "1.65", "leading-title": "1.2"}
"""43 rem of 17-pixel type hold about 70 characters beside their padding."""


NOTE: Final = f"{1.0625 / STEP**0.5:.4f}rem"
"""Between `size-small` and `size-text`, half a step from each: help, labels and tables beside the text."""


def sizes() -> dict[str, str]:
    """Each size of type in rem.

    >>> sizes()["size-text"], sizes()["size-lead"]
    ('1.0625rem', '1.275rem')
    """
    return {name: f"{round(1.0625 * STEP ** (power - 1), 4):g}rem" for power, name in enumerate(SIZES)}


def measures() -> dict[str, str]:
    """All that is no colour, by the name it has in a style sheet."""
    return {**FONTS, **sizes(), "size-note": NOTE, **SPACES, **CORNERS, **LINES}
