"""What makes a frozen question one that nobody can answer, or that has two keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from logitwise.lessons.bank.question import (
    DIFFICULTIES,
    KINDS,
    SKILLS,
    Fills,
    Matrix,
    Option,
    Question,
    Slider,
    Variant,
)
from logitwise.lessons.bank.temptations import temptations

FEWEST_OPTIONS = 3


def twice(ids: Iterable[str]) -> list[str]:
    """Ids that stand more than once."""
    return [name for name, number in Counter(ids).items() if number > 1]


def faults(question: Question, misconceptions: Iterable[str]) -> Iterator[str]:
    """What is wrong with a question, in words that follow on its id; nothing where it is sound."""
    if question.skill not in SKILLS:
        yield f"is of skill {question.skill!r}, which is none"
    if question.difficulty not in DIFFICULTIES or question.kind not in KINDS:
        yield f"is {question.difficulty!r} and of kind {question.kind!r}, which is not both known"
    if not question.variants:
        yield "has no variants"
    known = set(misconceptions)
    for number, variant in enumerate(question.variants):
        named = temptations(question, number) - known
        said = [*_of(variant), *(f"names the misconception {name!r}, which is none" for name in sorted(named))]
        yield from (f"(seed {variant.seed}) {each}" for each in said)


def _of(variant: Variant) -> Iterator[str]:
    ways = [variant.options or None, variant.slider, variant.matrix, variant.fills]
    given = sum(way is not None for way in ways)
    if given != 1:
        yield f"has {given} ways to answer, not one"
    if variant.options:
        yield from _of_options(variant.options)
    if variant.slider is not None:
        yield from _of_slider(variant.slider)
    if variant.matrix is not None:
        yield from _of_matrix(variant.matrix)
    if variant.fills is not None:
        yield from _of_fills(variant.fills)


def _of_options(options: tuple[Option, ...]) -> Iterator[str]:
    keys = sum(option.right for option in options)
    if keys != 1:
        yield f"has {keys} right options, not one"
    if len(options) < FEWEST_OPTIONS:
        yield f"has {len(options)} options, fewer than {FEWEST_OPTIONS}"
    if twice(option.text.strip() for option in options):
        yield "has two options of the same text"


def _of_slider(slider: Slider) -> Iterator[str]:
    if len({len(each) for each in (slider.positions, slider.said, slider.right, slider.misconceptions)}) != 1:
        yield "has a slider whose lists are not equally long"
    if not any(slider.right):
        yield "has a slider with no right position"
    if twice(slider.positions):
        yield "has a slider with the same position twice"


def _of_matrix(matrix: Matrix) -> Iterator[str]:
    n = len(matrix.classes)
    if len(matrix.counts) != n or any(len(row) != n for row in matrix.counts):
        yield f"has a matrix that is not {n} by {n}"
    cells = [matrix.right, *((i, j) for i, j, _ in matrix.misconceptions)]
    if not all(len(cell) == 2 and all(0 <= at < n for at in cell) for cell in cells):
        yield "names a cell outside of its matrix"


def _of_fills(fills: Fills) -> Iterator[str]:
    if not fills.accepted:
        yield "accepts no fill"
    lengths = {len(each) for each in (*fills.accepted, *(wrong for wrong, _, _ in fills.wrong))}
    if len(lengths) > 1 or 0 in lengths:
        yield "has fills of different numbers of blanks"
