"""A question as it is written: TOML, checked for form before anything is run."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from logitwise.lessons.bank.question import ASKS, DIFFICULTIES, KINDS, SKILLS, Misconception
from logitwise.lessons.building.rejected import RejectedError

FOLDER: Final = Path(__file__).parents[1] / "questions"
_OF_ALL: Final = ("id", "skill", "kind", "asks", "difficulty", "place")
_GLOBAL_RANDOM: Final = re.compile(r"\b(np|numpy)\.random\.(?!default_rng|Generator)\w+")
_ALWAYS: Final = {
    *_OF_ALL, "stem", "code", "fill_code", "hints", "steps", "check", "variants", "draw", "challenge", "wrong"
}  # fmt: skip
_OF_KIND: Final = {
    "number": {"right", "format"},
    "output": set[str](),
    "predicate": {"check_code", "option"},
    "property": {"case", "cases", "counterexample", "option"},
    "raises": {"expects", "error", "option"},
    "slider": {"label", "grid", "format", "satisfied", "said"},
    "cell": {"classes", "counts", "right"},
    "fill": {"check_code", "accepted"},
}
_PARTS: Final = {
    "wrong": {"value", "code", "when", "fills", "misconception", "evidence"},
    "option": {"text", "code", "holds", "misconception", "counterexample", "evidence"},
    "accepted": {"fills"},
}


@dataclass(frozen=True, slots=True)
class Source:
    """A question as it is written; what only some kinds have stands in `fields`."""

    id: str
    skill: str
    kind: str
    asks: str
    difficulty: str
    place: str
    fields: dict[str, Any]

    def text(self, name: str) -> str:
        """A field that must be there.

        Raises:
            RejectedError: it is not.
        """
        if name not in self.fields:
            raise RejectedError(f"{self.id}: a question of kind {self.kind} needs {name} =")
        return str(self.fields[name])

    def parts(self, name: str) -> list[dict[str, Any]]:
        """The ``[[question.NAME]]`` below it."""
        return list(self.fields.get(name, []))


@dataclass(frozen=True, slots=True)
class Sources:
    """All files together."""

    misconceptions: tuple[Misconception, ...]
    questions: tuple[Source, ...]


def read(folder: Path = FOLDER) -> Sources:
    """All sources of a folder, in the order of the skills and then of their files.

    Raises:
        RejectedError: a file that is no TOML, or an id that stands twice.
    """
    read_files = [_file(path) for path in sorted(folder.glob("*.toml"))]
    every = Sources(
        tuple(each for one in read_files for each in one.misconceptions),
        tuple(each for one in read_files for each in one.questions),
    )
    ids_of = {"misconception": [m.id for m in every.misconceptions], "question": [q.id for q in every.questions]}
    for kind, ids in ids_of.items():
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            raise RejectedError(f"{kind} {twice[0]} stands twice; an id names one")
    order = list(SKILLS)
    return replace(every, questions=tuple(sorted(every.questions, key=lambda each: order.index(each.skill))))


def parse(text: str, *, name: str = "questions") -> Sources:
    """The sources in one text.

    Raises:
        RejectedError: it is no TOML, or a field is missing, unknown or has a value that it cannot have.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RejectedError(f"{name}: {error}") from error
    skill = document.get("skill", "")
    misconceptions = tuple(_misconception(each, skill, name) for each in document.get("misconception", []))
    return Sources(misconceptions, tuple(_question(each, skill, name) for each in document.get("question", [])))


def _file(path: Path) -> Sources:
    return parse(path.read_text(encoding="utf-8"), name=path.name)


def _misconception(document: dict[str, Any], skill: str, name: str) -> Misconception:
    try:
        return Misconception(**{"skill": skill, **document})
    except TypeError as error:
        raise RejectedError(f"{name}: misconception {document.get('id', '?')}: {error}") from error


def _question(document: dict[str, Any], skill: str, name: str) -> Source:
    known = {"skill": skill, **document}
    missing = [each for each in (*_OF_ALL, "stem", "hints", "steps", "check") if not known.get(each)]
    if missing:
        raise RejectedError(f"{name}: question {known.get('id', '?')} lacks {', '.join(missing)}")
    for field, allowed in (("skill", SKILLS), ("kind", KINDS), ("asks", ASKS), ("difficulty", DIFFICULTIES)):
        if known[field] not in allowed:
            raise RejectedError(f"{known['id']}: {field} is {known[field]!r}; it can be {', '.join(allowed)}")
    _check_fields(known)
    _check_draw(known)
    inner = {name: value for name, value in known.items() if name not in _OF_ALL}
    return Source(**{name: known[name] for name in _OF_ALL}, fields=inner)


def _check_draw(known: dict[str, Any]) -> None:
    """The global functions of np.random are no part of the seed."""
    found = _GLOBAL_RANDOM.search(str(known.get("draw", "")) + str(known.get("case", "")))
    if found is not None:
        raise RejectedError(f"{known['id']}: draw uses {found[0]}, which the seed does not govern; draw from rng")


def _check_fields(known: dict[str, Any]) -> None:
    unknown = set(known) - _ALWAYS - _OF_KIND[known["kind"]]
    for part, allowed in _PARTS.items():
        unknown |= {f"{part}.{name}" for each in known.get(part, []) for name in set(each) - allowed}
    if unknown:
        raise RejectedError(f"{known['id']}: a question of kind {known['kind']} has no {', '.join(sorted(unknown))}")
    if len(known["steps"]) < 2 or len(known["hints"]) < 2:
        raise RejectedError(f"{known['id']}: at least two steps and two hints are needed")
