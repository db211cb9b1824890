"""A learner's work as one JSON document, read back strictly."""

from __future__ import annotations

import json
import reprlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from logitwise.errors import ProgressError
from logitwise.lessons.bank.grade import LONGEST_ANSWER
from logitwise.lessons.bank.question import Difficulty
from logitwise.lessons.grading.posterior import CEILING
from logitwise.lessons.progress.records import Answer, Item, Sitting, SittingKind

FORMAT: Final = "logitwise progress"
VERSION: Final = 1
LARGEST: Final = 64 * 2**20
"""Characters of a document that is still read: some hundred thousand answers."""
LONGEST_NOTE: Final = 100_000
PLACE: Final = r"^[a-z0-9-]{1,40}(#[a-z0-9-]{1,60})?$"
SITTING: Final = r"^[A-Za-z0-9_-]{1,64}$"
YEARS: Final = range(1970, 2200)
"""Years of a time that is read: every zone and every system can tell such a time."""


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is kept of a learner.

    Attributes:
        sittings: with their items.
        answers: in the order of their times.
        bookmarks: time by place.
        notes: time and text by place.
    """

    sittings: tuple[Sitting, ...]
    answers: tuple[Answer, ...]
    bookmarks: Mapping[str, str]
    notes: Mapping[str, tuple[str, str]]


def document(contents: Contents) -> dict[str, Any]:
    """The contents as JSON has them; the same contents are the same document."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "sittings": [_lists(asdict(each)) for each in contents.sittings],
        "answers": [_lists(asdict(each)) for each in contents.answers],
        "bookmarks": [{"place": place, "at": at} for place, at in contents.bookmarks.items()],
        "notes": [{"place": place, "at": at, "text": text} for place, (at, text) in contents.notes.items()],
    }


def parse(text: str) -> dict[str, Any]:
    """A document from its text.

    Raises:
        ProgressError: it is too long, no JSON, or no object.
    """
    if len(text) > LARGEST:
        raise ProgressError(f"an export of more than {LARGEST:,} characters is not read")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProgressError(f"this is no exported progress: it is no JSON ({error})") from error
    if not isinstance(found, dict):
        raise ProgressError("this is no exported progress: expected a JSON object")
    return found


def contents_of(document: Mapping[str, Any]) -> Contents:
    """What a document holds, checked key by key.

    Raises:
        ProgressError: another format, a newer version, an unknown or missing key, or an answer to no question.
    """
    if document.get("format") != FORMAT:
        raise ProgressError(f'this is no exported progress: expected "format": "{FORMAT}"')
    if document.get("version") != VERSION:
        said = reprlib.repr(document.get("version"))
        raise ProgressError(
            f"this export is of version {said}; this logitwise reads version {VERSION}. "
            "Update logitwise to read a newer one"
        )
    try:
        read = _Document.model_validate(dict(document))
    except ValidationError as error:
        raise ProgressError(f"this export cannot be read: {_first(error)}") from error
    sittings = tuple(_sitting(each) for each in read.sittings)
    answers = tuple(Answer(**{**each.model_dump(), "answer": tuple(each.answer)}) for each in read.answers)
    _check(sittings, answers)
    return Contents(
        sittings,
        answers,
        {each.place: each.at for each in read.bookmarks},
        {each.place: (each.at, each.text) for each in read.notes},
    )


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _lists(each) for name, each in value.items()}
    return [_lists(each) for each in value] if isinstance(value, tuple) else value


def _first(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, fault["loc"]))
    return f"{where}: {fault['msg']}"


def _sitting(read: _Sitting) -> Sitting:
    items = tuple(Item(**each.model_dump()) for each in read.items)
    if len({item.number for item in items}) < len(items):
        raise ProgressError(f"this export has two items of the same number in sitting {read.id}")
    return Sitting(read.id, read.kind, read.started, read.seed, items)


def _check(sittings: Iterable[Sitting], answers: Iterable[Answer]) -> None:
    asked = {(each.id, item.number): (each, item) for each in sittings for item in each.items}
    for answer in answers:
        sitting, item = asked.get((answer.sitting, answer.number), (None, None))
        if sitting is None or item is None:
            raise ProgressError(f"this export has an answer to item {answer.number} of no sitting {answer.sitting}")
        if (answer.question, answer.variant, answer.kind) != (item.question, item.variant, sitting.kind):
            raise ProgressError(
                f"this export has an answer to {answer.question}, where sitting {answer.sitting} asked {item.question}"
            )


def _time(said: str) -> str:
    time = datetime.fromisoformat(said)
    if time.tzinfo is None:
        raise ValueError("expected a time with its zone, like 2026-01-31T12:00:00+00:00")
    if time.year not in YEARS or time.astimezone(UTC).year not in YEARS:  # the first spares the second an overflow
        raise ValueError(f"expected a time of the years {YEARS[0]} to {YEARS[-1]}")
    return said


Time = Annotated[str, Field(max_length=40), AfterValidator(_time)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
SittingId = Annotated[str, Field(pattern=SITTING)]
Seed = Annotated[int, Field(ge=0, lt=2**63)]
Place = Annotated[str, Field(pattern=PLACE)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Item(_Part):
    number: int = Field(ge=1, le=10_000)
    question: Name
    variant: int = Field(ge=0, lt=2**31)
    seed: Seed


class _Sitting(_Part):
    id: SittingId
    kind: SittingKind
    started: Time
    seed: Seed
    items: list[_Item] = Field(min_length=1)


class _Answer(_Part):
    sitting: SittingId
    number: int = Field(ge=1, le=10_000)
    attempt: int = Field(ge=1, le=1_000)
    at: Time
    question: Name
    variant: int = Field(ge=0, lt=2**31)
    skill: Name
    difficulty: Difficulty
    kind: SittingKind
    chance: float = Field(ge=0, lt=CEILING, allow_inf_nan=False)
    answer: list[Annotated[str, Field(max_length=LONGEST_ANSWER)]] = Field(max_length=100)
    right: bool
    hints: int = Field(ge=0, le=100)
    misconception: Name | None


class _Bookmark(_Part):
    place: Place
    at: Time


class _Note(_Part):
    place: Place
    at: Time
    text: str = Field(min_length=1, max_length=LONGEST_NOTE)


class _Document(_Part):
    format: Literal["logitwise progress"]
    version: Literal[1]
    sittings: list[_Sitting]
    answers: list[_Answer]
    bookmarks: list[_Bookmark]
    notes: list[_Note]


_Document.model_rebuild()
