"""The frozen bank on disk: ``bank.lock.json``, read without running anything."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from functools import cache
from importlib.resources import files
from typing import Any, Final

from logitwise.errors import FormatError
from logitwise.lessons.bank.faults import faults, twice
from logitwise.lessons.bank.question import Bank, Fills, Matrix, Misconception, Option, Question, Slider, Variant

VERSION: Final = 1
NAME: Final = "bank.lock.json"


@cache
def bank() -> Bank:
    """The bank that is shipped.

    >>> len(bank().questions) >= 100
    True
    """
    return read(files("logitwise.lessons").joinpath(NAME).read_text(encoding="utf-8"))


def read(text: str) -> Bank:
    """A bank from its text.

    Raises:
        FormatError: it is no bank of this version, an id stands twice, or a question cannot be answered.
    """
    try:
        document = json.loads(text)
        if document["version"] != VERSION:
            raise FormatError(f"{NAME} is of version {document['version']}; this logitwise reads version {VERSION}")
        questions = [_question(each) for each in document["questions"]]
        misconceptions = [Misconception(**each) for each in document["misconceptions"]]
        versions = dict(document["versions"])
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(f"{NAME} cannot be read: {error!r}") from error
    _check(questions, misconceptions)
    return Bank(versions, {each.id: each for each in misconceptions}, {each.id: each for each in questions})


def write(bank: Bank) -> str:
    """A bank as the text that `read` reads."""
    document = {
        "version": VERSION,
        "versions": bank.versions,
        "misconceptions": [asdict(each) for each in bank.misconceptions.values()],
        "questions": [_without_nothing(asdict(each)) for each in bank.questions.values()],
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _without_nothing(value: Any) -> Any:
    """What is absent is left out; it is what the data classes take for granted."""
    if isinstance(value, dict):
        return {name: _without_nothing(each) for name, each in value.items() if each is not None and each != ()}
    if isinstance(value, (list, tuple)):
        return [_without_nothing(each) for each in value]
    return value


def _question(document: dict[str, Any]) -> Question:
    variants = tuple(_variant(each) for each in document["variants"])
    return Question(**{**document, "variants": variants})


def _variant(document: dict[str, Any]) -> Variant:
    known = dict(document)
    known["options"] = tuple(Option(**each) for each in document.get("options", ()))
    for name, kind in (("slider", Slider), ("matrix", Matrix), ("fills", Fills)):
        if name in known:
            known[name] = kind(**{each.name: _tuples(known[name].get(each.name, ())) for each in fields(kind)})
    return Variant(**{**known, "hints": _tuples(document.get("hints", ())), "steps": _tuples(document["steps"])})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value


def _check(questions: list[Question], misconceptions: list[Misconception]) -> None:
    ids = [each.id for each in misconceptions]
    doubled = [*twice(each.id for each in questions), *twice(ids)]
    if doubled:
        raise FormatError(f"{NAME}: {doubled[0]} stands twice; an id names one")
    for question in questions:
        for fault in faults(question, ids):
            raise FormatError(f"{NAME}: question {question.id} {fault}")
