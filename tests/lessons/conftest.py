"""Small banks, made by hand: what they ask does not matter, only what kind of question it is."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from logitwise.lessons.bank.question import (
    DIFFICULTIES,
    SKILLS,
    Bank,
    Fills,
    Matrix,
    Misconception,
    Option,
    Question,
    Slider,
    Variant,
)  # fmt: skip


def options_of(*names: str | None) -> tuple[Option, ...]:
    wrong = [
        Option(f"wrong {i}", code=False, right=False, evidence="e", misconception=name) for i, name in enumerate(names)
    ]
    return (Option("right", code=False, right=True, evidence="it ran"), *wrong)


def plain(seed: int = 0, **changed) -> Variant:
    facts = {
        "code": "",
        "hints": ("look", "look closer"),
        "steps": ("first", "then"),
        "check": "quick",
        "options": options_of(None, None, None),
    }
    return Variant(seed=seed, stem=f"stem {seed}", **{**facts, **changed})


def question(name: str, skill: str = "axis", difficulty: str = "easy", **changed) -> Question:
    facts = {"kind": "number", "asks": "best choice", "place": "deep#axis", "variants": (plain(0), plain(1), plain(2))}
    return Question(name, skill, difficulty, **{**facts, **changed})


def bank_of(*questions: Question, misconceptions: tuple[str, ...] = ()) -> Bank:
    told = {
        name: Misconception(name, "axis", f"{name} is thought", f"{name} is wrong", "deep#axis")
        for name in misconceptions
    }
    return Bank({}, told, {each.id: each for each in questions})


def whole() -> Bank:
    """Two questions of every skill and difficulty, and six with blanks."""
    asked = [
        question(f"{skill}-{difficulty}-{n}", skill, difficulty)
        for skill in SKILLS
        for difficulty in DIFFICULTIES
        for n in "ab"
    ]
    blanks = plain(
        code="tf.nn.softmax(x, ___)", options=(), fills=Fills((("axis=-1",), ("-1",)), ((("axis=0",), "m", "e"),))
    )
    fills = [question(f"fill-{n}", kind="fill", asks="fill the blank", variants=(blanks,)) for n in range(6)]
    return bank_of(*asked, *fills, misconceptions=("m",))


def of_all_kinds() -> tuple[Question, ...]:
    """One question a way to answer: letter, slider, cell, blanks."""
    slid = Slider(
        "threshold", ("0.1", "0.2", "0.3"), ("little", "right", "much"), (False, True, False), ("m", None, None)
    )
    cells = Matrix(("cat", "dog"), ((5, 1), (2, 7)), (0, 1), ((1, 0, "m"),))
    fills = Fills((("axis=-1", "x"),), ((("axis=0", "x"), "m", "sums to 1.66"),))
    ways = {
        "letter": {"options": options_of("m", None, None)},
        "slider": {"options": (), "slider": slid},
        "cell": {"options": (), "matrix": cells},
        "fill": {"options": (), "fills": fills, "code": "softmax(___, ___)"},
    }
    kinds = {"letter": "number", "slider": "slider", "cell": "cell", "fill": "fill"}
    return tuple(
        replace(question(name, "threshold"), kind=kinds[name], variants=(plain(**way),)) for name, way in ways.items()
    )


@pytest.fixture(scope="session")
def banks() -> SimpleNamespace:
    """What makes small banks, and one with everything."""
    return SimpleNamespace(
        bank_of=bank_of, question=question, plain=plain, options_of=options_of, of_all_kinds=of_all_kinds, whole=whole()
    )
