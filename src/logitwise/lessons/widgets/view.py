"""What a live widget shows, as values: the page, the fragment and the tests read the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that the learner sets.

    Attributes:
        name: of the form field.
        label: for people.
        kind: a slider, one of several choices, one number, a text of numbers, or what a form keeps unseen.
        value: as it stands.
        low: least, of a slider or number.
        high: largest.
        step: between positions.
        choices: value and label of each choice.
        shown: the value in words, as a slider says it.
    """

    name: str
    label: str
    kind: Literal["range", "choice", "number", "numbers", "hidden"]
    value: str
    low: str = ""
    high: str = ""
    step: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table beside a chart: header, rows, and the columns that hold numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as SVG text of ours, with the title that a screen reader reads."""

    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """What is asked before anything is seen.

    Attributes:
        question: in a sentence.
        choices: value and label of each.
        right: the value that will turn out right.
        because: what is to be seen, in a sentence with the numbers.
    """

    question: str
    choices: tuple[tuple[str, str], ...]
    right: str
    because: str


@dataclass(frozen=True, slots=True)
class View:
    """A widget as it stands.

    Attributes:
        name: of the widget.
        title: for people.
        controls: what can be set.
        sentence: what is to be seen now, in one sentence (a status for screen readers).
        charts: drawn by the server.
        tables: the same in numbers.
        prediction: asked first, where the widget has one.
        fault: what is wrong with what was typed, empty where nothing is.
    """

    name: str
    title: str
    controls: tuple[Control, ...]
    sentence: str
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    prediction: Prediction | None = None
    fault: str = ""
    facts: dict[str, float] = field(default_factory=dict)
    """The numbers behind, by name, for tests."""
