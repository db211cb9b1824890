"""The colours, light and dark; which of them may stand upon which is in `PAIRS`, and is held by a test."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one scheme, as ``#rrggbb``.

    Attributes:
        paper: behind everything.
        surface: of cards and tables, above the paper.
        sunken: of code and of what is set into a surface.
        ink: text.
        muted: text that steps back.
        line: a rule between things.
        edge: the border of what can be operated.
        accent: links and the one thing to do.
        accent_strong: the same under the pointer.
        on_accent: text upon the accent.
        accent_soft: a wash of the accent.
        right: what is right or ready.
        right_soft: a wash of it.
        wrong: what is wrong or not ready.
        wrong_soft: a wash of it.
        warn: what is not decided, or wants care.
        warn_soft: a wash of it.
        series_1: first series of a chart; the six stay apart for colour-blind eyes, and each has its dash or mark too.
        series_2: second series.
        series_3: third series.
        series_4: fourth series.
        series_5: fifth series.
        series_6: sixth series.
        grid: lines behind a chart.
        band: an interval or region of a chart.
        keyword: reserved words of code.
        text: strings of code.
        number: numbers of code.
        name: names that code defines or calls.
    """

    paper: str
    surface: str
    sunken: str
    ink: str
    muted: str
    line: str
    edge: str
    accent: str
    accent_strong: str
    on_accent: str
    accent_soft: str
    right: str
    right_soft: str
    wrong: str
    wrong_soft: str
    warn: str
    warn_soft: str
    series_1: str
    series_2: str
    series_3: str
    series_4: str
    series_5: str
    series_6: str
    grid: str
    band: str
    keyword: str
    text: str
    number: str
    name: str

    def variables(self) -> dict[str, str]:
        """Colour by the name it has in a style sheet, without the dashes before."""
        return {each.name.replace("_", "-"): getattr(self, each.name) for each in fields(self)}


LIGHT: Final = Palette(
    paper="#faf9f6",
    surface="#ffffff",
    sunken="#f3f1ec",
    ink="#1d242b",
    muted="#57616b",
    line="#e3dfd7",
    edge="#86888a",
    accent="#0b5f73",
    accent_strong="#084656",
    on_accent="#ffffff",
    accent_soft="#e2f0f2",
    right="#1d6a3e",
    right_soft="#e4f3e9",
    wrong="#a12f2a",
    wrong_soft="#fbeae7",
    warn="#7a5200",
    warn_soft="#fbf0d6",
    series_1="#0b6fa4",
    series_2="#b4530a",
    series_3="#1f7a4d",
    series_4="#8a4a9e",
    series_5="#6a6f14",
    series_6="#a83a5b",
    grid="#e6e3dc",
    band="#cfe3e8",
    keyword="#8a3a86",
    text="#1d6a3e",
    number="#94490a",
    name="#0b5f8a",
)
DARK: Final = Palette(
    paper="#14181c",
    surface="#1b2026",
    sunken="#232a31",
    ink="#e7e9ea",
    muted="#a9b2ba",
    line="#313941",
    edge="#7f8993",
    accent="#6cc6d6",
    accent_strong="#94dae6",
    on_accent="#0c1c20",
    accent_soft="#1b343b",
    right="#7fd09a",
    right_soft="#1a3325",
    wrong="#f29a8f",
    wrong_soft="#3d2220",
    warn="#e6bd67",
    warn_soft="#3a2e14",
    series_1="#63b3e4",
    series_2="#f0a060",
    series_3="#6cc795",
    series_4="#c79ad8",
    series_5="#c3c75c",
    series_6="#f08fae",
    grid="#2f373f",
    band="#24424a",
    keyword="#d79ad3",
    text="#8fd0a4",
    number="#f0b080",
    name="#86c5ec",
)
_GROUNDS: Final = ("paper", "surface", "sunken")
_TEXTS: Final = ("ink", "muted", "accent", "right", "wrong", "warn")
_DRAWN: Final = ("edge", *(f"series_{number}" for number in range(1, 7)))
TEXT_PAIRS: Final = (
    *((text, ground) for text in _TEXTS for ground in _GROUNDS),
    *((text, f"{state}_soft") for state in ("accent", "right", "wrong", "warn") for text in ("ink", "muted", state)),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
    *((text, "sunken") for text in ("keyword", "text", "number", "name")),
)
"""Text and ground: at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
DRAWN_PAIRS: Final = tuple((drawn, ground) for drawn in _DRAWN for ground in ("paper", "surface"))
"""What is drawn, and ground: at least 3 to 1 (WCAG 2.2, 1.4.11)."""
