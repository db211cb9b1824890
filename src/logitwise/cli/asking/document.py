"""A sitting as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from logitwise.cli.asking.sitting import Put
from logitwise.lessons.bank.question import Bank, Question
from logitwise.lessons.bank.shown import Shown, show
from logitwise.lessons.grading.verdict_of_test import Judgement
from logitwise.lessons.progress.records import Item, Sitting


def document(
    sitting: Sitting, puts: Sequence[Put], *, bank: Bank, own: Mapping[str, Question], verdict: Judgement | None
) -> dict[str, Any]:
    """What was asked, what was answered and what became of it; nothing tells a key before it was answered."""
    by_number = {put.answer.number: put for put in puts}
    items = {item.number: _asked(item, bank, own) for item in sitting.items}
    questions = [{"number": number, **asked, **_became(by_number.get(number), bank)} for number, asked in items.items()]
    questions += [
        {"number": number, **_shown(put.shown), **_became(put, bank)}
        for number, put in by_number.items()
        if number not in items
    ]
    return {
        "sitting": sitting.id,
        "kind": sitting.kind,
        "seed": sitting.seed,
        "questions": questions,
        "asked": len(puts),
        "right": sum(put.graded.right for put in puts),
        "verdict": None if verdict is None else {name: getattr(verdict, name) for name in verdict.__slots__},
    }


def _asked(item: Item, bank: Bank, own: Mapping[str, Question]) -> dict[str, Any]:
    question = bank.questions.get(item.question) or own[item.question]
    return _shown(show(question, item.variant, seed=item.seed))


def _shown(shown: Shown) -> dict[str, Any]:
    question, variant = shown.question, shown.variant
    slider = variant.slider
    positions = None if slider is None else dict(zip(slider.positions, slider.said, strict=True))
    matrix = variant.matrix
    return {
        "id": question.id,
        "skill": question.skill,
        "difficulty": question.difficulty,
        "kind": question.kind,
        "place": question.place,
        "stem": variant.stem,
        "code": variant.code,
        "options": {letter: option.text for letter, option in shown.options},
        "positions": positions,
        "matrix": None
        if matrix is None
        else {"classes": list(matrix.classes), "counts": [list(row) for row in matrix.counts]},
        "blanks": shown.blanks,
    }


def _became(put: Put | None, bank: Bank) -> dict[str, Any]:
    if put is None:
        return {"answer": None}
    made = bank.misconceptions.get(put.graded.misconception or "")
    return {
        "answer": list(put.answer.answer),
        "right": put.graded.right,
        "key": put.graded.key,
        "evidence": put.graded.evidence,
        "hints": put.answer.hints,
        "misconception": None if made is None else {"id": made.id, "thought": made.thought, "right": made.right},
        "steps": list(put.shown.variant.steps),
        "check": put.shown.variant.check,
    }
