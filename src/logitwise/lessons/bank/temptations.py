"""Which misconceptions a question tempts to."""

from __future__ import annotations

from logitwise.lessons.bank.question import Question


def temptations(question: Question, number: int) -> frozenset[str]:
    """The misconceptions that a variant tempts to."""
    variant = question.variants[number]
    named: list[str | None] = [option.misconception for option in variant.options]
    if variant.slider is not None:
        named += variant.slider.misconceptions
    if variant.matrix is not None:
        named += [name for _, _, name in variant.matrix.misconceptions]
    if variant.fills is not None:
        named += [name for _, name, _ in variant.fills.wrong]
    return frozenset(name for name in named if name is not None)
