"""Sets of questions: beginning one, one question after the other, how it went."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final, cast

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from logitwise.errors import AnswerError, OptionError, ProgressError
from logitwise.lessons.bank.lock import bank
from logitwise.lessons.bank.question import Difficulty
from logitwise.lessons.grading import selection
from logitwise.lessons.grading.verdict_of_test import how
from logitwise.lessons.progress.records import Item, Sitting
from logitwise.lessons.progress.review import review_items
from logitwise.lessons.progress.rules import RULES
from logitwise.lessons.progress.sitting import begun
from logitwise.lessons.web import flow
from logitwise.lessons.web.overview import sat_of
from logitwise.lessons.web.posting import post, see, small_number, text
from logitwise.lessons.web.putting import Put, with_query
from logitwise.lessons.web.rendering import page
from logitwise.lessons.web.state import State, state_of

KINDS: Final = tuple(kind for kind in RULES if kind != "check")
MINUTES: Final = 20
"""Of a timed challenge, and no more than a wish: time that is up closes nothing."""
MORE_MINUTES: Final = 5


def begin(request: Request, form: FormData) -> Response:
    """Begin a set, and go to its first question."""
    state, kind, seed = state_of(request), text(form, "kind"), secrets.randbits(32)
    if kind not in KINDS:
        raise OptionError(f"there is no set of kind {kind[:40]!r}; expected one of {', '.join(KINDS)}")
    items = _items(state, kind, form, seed)
    if not items:
        return see("/recall#due" if kind == "review" else RULES[kind].home)
    sitting = begun(kind, items, seed=seed)
    state.store.begin(sitting)
    if kind == "challenge" and text(form, "timed"):
        state.deadlines[sitting.id] = datetime.now(UTC) + timedelta(minutes=MINUTES)
    return see(f"/sitting/{sitting.id}/1")


def _items(state: State, kind: str, form: FormData, seed: int) -> tuple[Item, ...]:
    answers = state.store.answers()
    if kind == "test":
        return selection.drawn_test(bank(), answers, seed=seed)
    if kind == "try":
        return selection.try_set(bank(), answers, seed=seed)
    if kind == "challenge":
        return selection.challenge_set(bank(), answers, seed=seed)
    if kind == "review":
        return review_items(answers, datetime.now(UTC), seed=seed)
    if kind == "yours":
        return () if state.made is None else state.made.items(seed)
    skill, difficulty = text(form, "skill") or None, cast("Difficulty | None", text(form, "difficulty") or None)
    return selection.practice(bank(), answers, seed=seed, skill=skill, difficulty=difficulty)


def resume(request: Request) -> Response:
    """Go to the first question that is open, or to how it went."""
    state, sitting = state_of(request), _sitting(request)
    closed = flow.closed_numbers(sitting, state.store.answers(sitting.id))
    number = next((item.number for item in sitting.items if item.number not in closed), None)
    return see(f"/sitting/{sitting.id}/{'result' if number is None else number}")


def show(request: Request) -> Response:
    """A question."""
    query = request.query_params
    at = _standing(request, hints=small_number(query.get("hints", "")) or 0)
    typed = tuple(query.getlist("a"))
    kept = at.closed or (at.shown.variant.fills is not None and not typed)  # what was typed is mended, not typed again
    chosen = at.answers[-1].answer if at.answers and kept else typed
    return _page(request, at, chosen=chosen, fresh=bool(query.get("fresh")))


def answer(request: Request, form: FormData) -> Response:
    """Take an answer, or open a hint; then show the question as it stands, or in a test the next one."""
    state, given = state_of(request), answers_in(form)
    at = _standing(request, hints=hints_in(form))
    here = f"/sitting/{at.sitting.id}/{at.item.number}"
    if text(form, "do") == "hint":
        return see(with_query(here, "item", hints=at.hints + 1, a=given))
    if text(form, "attempt") == str(len(at.answers) + 1):  # else it was sent twice, and stands already
        try:
            flow.answer(state, at, given)
        except (AnswerError, ProgressError) as fault:  # the answer stays in the form, to be sent again
            return _page(request, at, chosen=given, fault=str(fault), status=422)
    if not at.rules.at_the_end:
        return see(with_query(here, "item", fresh=1))
    return see(f"/sitting/{at.sitting.id}")


def result(request: Request) -> Response:
    """How a set went."""
    state, sitting = state_of(request), _sitting(request)
    sat = sat_of(state, sitting)
    right = {each.number for each in sat.answers if each.right}
    asked = [
        (item.number, item.number in right, _put(state, sitting, item.number))
        for item in sitting.items
        if sat.finished and item.number in sat.closed_items
    ]
    return page(request, "result.html", sat=sat, asked=asked, verdict=sat.verdict, how=how())


def more(request: Request, form: FormData) -> Response:  # noqa: ARG001  nothing is said but this
    """One more question of a test that decided nothing."""
    state, sitting = state_of(request), _sitting(request)
    answers = state.store.answers(sitting.id)
    found = None
    if sitting.kind == "test":
        found = selection.next_item(
            bank(), sitting.items, answers=answers, before=state.store.answers(), seed=sitting.seed
        )
    if found is None:
        return see(f"/sitting/{sitting.id}")
    state.store.extend(sitting.id, [found])
    return see(f"/sitting/{sitting.id}/{found.number}")


def more_time(request: Request, form: FormData) -> Response:
    """More time for a challenge, or no clock at all."""
    state, sitting = state_of(request), _sitting(request)
    until = state.deadlines.pop(sitting.id, None)
    if until is not None and text(form, "do") != "stop":
        state.deadlines[sitting.id] = max(until, datetime.now(UTC)) + timedelta(minutes=MORE_MINUTES)
    return see(f"/sitting/{sitting.id}/{small_number(text(form, 'number')) or 1}")


ROUTES: Final = (
    post("/sittings", begin),
    Route("/sitting/{sitting}", resume),
    Route("/sitting/{sitting}/result", result),
    post("/sitting/{sitting}/more", more),
    post("/sitting/{sitting}/time", more_time),
    Route("/sitting/{sitting}/{number}", show),
    post("/sitting/{sitting}/{number}", answer),
)


def answers_in(form: FormData) -> tuple[str, ...]:
    """What was answered: a letter, a position, a cell, or what stands in each blank."""
    return tuple(each for each in form.getlist("answer") if isinstance(each, str))[:10]


def hints_in(form: FormData) -> int:
    """How many hints the form was sent with."""
    return small_number(text(form, "hints")) or 0


def _sitting(request: Request) -> Sitting:
    found = state_of(request).store.sitting(request.path_params["sitting"])
    if found is None:
        raise HTTPException(404)
    return found


def _standing(request: Request, *, hints: int) -> flow.Standing:
    number = small_number(request.path_params["number"])
    at = None if number is None else flow.standing(state_of(request), _sitting(request), number, hints=hints)
    if at is None:
        raise HTTPException(404)
    return at


def _put(state: State, sitting: Sitting, number: int) -> Put | None:
    """An item with its solution; None where its question is not there any more, or was changed."""
    try:
        at = flow.standing(state, sitting, number)
        assert at is not None  # noqa: S101  the number is one of its items
        assert at.graded is not None  # noqa: S101  and it was answered
    except AnswerError:
        return None
    return Put(at, f"item-{number}", "", chosen=at.answers[-1].answer if at.answers else ())


def _page(  # noqa: PLR0913  where it stands, and what is said of the last answer
    request: Request,
    at: flow.Standing,
    *,
    chosen: tuple[str, ...] = (),
    fault: str = "",
    fresh: bool = False,
    status: int = 200,
) -> Response:
    state, sitting = state_of(request), at.sitting
    put = Put(at, "item", f"/sitting/{sitting.id}/{at.item.number}", chosen=chosen, fault=fault, fresh=fresh)
    sat = sat_of(state, sitting)
    closed = flow.closed_numbers(sitting, sat.answers)
    numbers = [item.number for item in sitting.items]
    onward = next(
        (each for each in [*numbers[numbers.index(at.item.number) + 1 :], *numbers] if each not in closed), None
    )
    right = {each.number for each in sat.answers if each.right}
    return page(
        request, "sitting.html", status=status, put=put, sat=sat, closed=closed, onward=onward, right=right,
        until=state.deadlines.get(sitting.id),
    )  # fmt: skip
