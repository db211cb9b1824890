"""A question as it was frozen: every option was executed, and exactly one is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Difficulty = Literal["easy", "medium", "hard"]
Kind = Literal["output", "number", "predicate", "property", "raises", "slider", "cell", "fill"]
DIFFICULTIES: Final[tuple[Difficulty, ...]] = ("easy", "medium", "hard")
KINDS: Final[tuple[Kind, ...]] = ("output", "number", "predicate", "property", "raises", "slider", "cell", "fill")
SKILLS: Final[dict[str, str]] = {
    "choose-head": "choosing the head",
    "activation-forward": "an activation's values",
    "axis": "the axis of a softmax",
    "confusion-matrix": "reading a confusion matrix",
    "base-rate": "base rates and baselines",
    "threshold": "thresholds",
    "cost-threshold": "thresholds by cost",
    "argmax-and-averages": "argmax and averages",
    "calibration": "calibration",
    "loss-reading": "reading a loss",
    "gradient": "gradients and depth",
    "logits-and-stability": "logits and numerical stability",
    "uncertainty": "uncertainty",
}
"""The thirteen skills with their names for people, in the order in which they are shown."""
ASKS: Final = (
    "best choice", "right call", "predict the output", "find the error", "choose the head", "compute a number",
    "move the slider", "click the cell", "fill the blank",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Misconception:
    """What people think, and what is right.

    Attributes:
        id: its name.
        skill: the skill that it gets in the way of.
        thought: what people think, in a sentence.
        right: what is right, in a sentence or two.
        place: where the lesson treats it, ``slug#anchor``.
    """

    id: str
    skill: str
    thought: str
    right: str
    place: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of the offered answers.

    Attributes:
        text: Markdown, or code where `code` is set.
        code: whether `text` is code.
        right: whether it is the right one; exactly one of a variant is.
        evidence: what running it showed.
        misconception: which misconception leads to it; None for the right one.
    """

    text: str
    code: bool
    right: bool
    evidence: str
    misconception: str | None = None


@dataclass(frozen=True, slots=True)
class Slider:
    """A value to be moved until a constraint holds.

    Attributes:
        label: what is moved.
        positions: the values that can be chosen, ascending, as they are shown.
        said: what each position gives, in a sentence.
        right: whether the constraint holds there.
        misconceptions: which misconception leads there, None for most.
    """

    label: str
    positions: tuple[str, ...]
    said: tuple[str, ...]
    right: tuple[bool, ...]
    misconceptions: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A confusion matrix, rows are the truth, of which one cell answers.

    Attributes:
        classes: their names.
        counts: rows by truth, then decision.
        right: row and column of the cell.
        misconceptions: cells that a misconception leads to: row, column, its id.
    """

    classes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    right: tuple[int, int]
    misconceptions: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Fills:
    """What may stand in the blanks of the code.

    Attributes:
        accepted: fills that were run and passed, the first is the one shown.
        wrong: fills that were run and failed, with the misconception behind and what running showed.
    """

    accepted: tuple[tuple[str, ...], ...]
    wrong: tuple[tuple[tuple[str, ...], str, str], ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A question with its numbers.

    Exactly one of `options`, `slider`, `matrix` and `fills` is there.

    Attributes:
        seed: that drew the numbers.
        stem: what is asked, Markdown.
        code: shown below the stem; with blanks ``___`` for a fill; may be empty.
        hints: from a nudge to nearly the answer.
        steps: the solution, in numbered steps.
        check: a quick check of the answer.
    """

    seed: int
    stem: str
    code: str
    hints: tuple[str, ...]
    steps: tuple[str, ...]
    check: str
    options: tuple[Option, ...] = ()
    slider: Slider | None = None
    matrix: Matrix | None = None
    fills: Fills | None = None

    @property
    def chance(self) -> float:
        """Probability that a blind guess is right."""
        if self.options:
            return 1 / len(self.options)
        if self.slider is not None:
            return sum(self.slider.right) / len(self.slider.right)
        return 1 / len(self.matrix.classes) ** 2 if self.matrix is not None else 0.0


@dataclass(frozen=True, slots=True)
class Question:
    """A template with its frozen variants.

    Attributes:
        id: its name.
        skill: one of `SKILLS`.
        difficulty: easy, medium or hard.
        kind: how its key was established.
        asks: what the learner does, one of `ASKS`.
        place: where the lesson treats it, ``slug#anchor``.
        variants: at least one.
    """

    id: str
    skill: str
    difficulty: Difficulty
    kind: Kind
    asks: str
    place: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Bank:
    """All questions and misconceptions, by id, with the versions of what ran them."""

    versions: dict[str, str]
    misconceptions: dict[str, Misconception]
    questions: dict[str, Question]
