"""Two learners' works become one: a union that loses nothing and changes nothing when repeated."""

from __future__ import annotations

from dataclasses import replace

from logitwise.errors import ProgressError
from logitwise.lessons.progress.export import LONGEST_NOTE, Contents
from logitwise.lessons.progress.records import Answer, Sitting


def merge(here: Contents, new: Contents) -> Contents:
    """What is in either.

    Raises:
        ProgressError: the same sitting, item or attempt is told differently.
    """
    return Contents(
        _sittings(here.sittings, new.sittings),
        _answers(here.answers, new.answers),
        {**new.bookmarks, **here.bookmarks},
        {place: _note(here, new, place=place) for place in {**here.notes, **new.notes}},
    )


def _sittings(here: tuple[Sitting, ...], new: tuple[Sitting, ...]) -> tuple[Sitting, ...]:
    known = {each.id: each for each in here}
    for sitting in new:
        old = known.get(sitting.id, replace(sitting, items=()))
        items = {each.number: each for each in old.items}
        same = all(items.get(each.number, each) == each for each in sitting.items)
        if replace(old, items=()) != replace(sitting, items=()) or not same:
            raise ProgressError(f"sitting {sitting.id} was kept differently here; nothing was imported")
        items |= {each.number: each for each in sitting.items}
        known[sitting.id] = replace(old, items=tuple(items[number] for number in sorted(items)))
    return tuple(known.values())


def _answers(here: tuple[Answer, ...], new: tuple[Answer, ...]) -> tuple[Answer, ...]:
    known = {(each.sitting, each.number, each.attempt): each for each in here}
    for answer in new:
        key = (answer.sitting, answer.number, answer.attempt)
        if known.setdefault(key, answer) != answer:
            raise ProgressError(
                f"the answer to item {answer.number} of sitting {answer.sitting} was kept differently here; "
                "nothing was imported"
            )
    return tuple(known.values())


def _note(here: Contents, new: Contents, *, place: str) -> tuple[str, str]:
    """Where both wrote, both texts stand, unless one holds the other already."""
    if place not in new.notes or place not in here.notes:
        return {**here.notes, **new.notes}[place]
    (at, text), (later, other) = here.notes[place], new.notes[place]
    if other in text:
        return at, text
    if text in other:
        return later, other
    joined = f"{text}\n\n{other}"
    if len(joined) > LONGEST_NOTE:
        raise ProgressError(f"the two notes at {place} are together too long; shorten one. Nothing was imported")
    return max(at, later), joined
