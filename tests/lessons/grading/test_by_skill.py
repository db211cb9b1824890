"""Counts always, claims only from four answers on."""

from __future__ import annotations

from logitwise.lessons.bank.question import SKILLS
from logitwise.lessons.grading.by_skill import by_skill


def test_every_skill_is_listed_in_order_also_those_never_asked():
    found = by_skill([])
    assert [each.skill for each in found] == list(SKILLS)
    assert all((each.right, each.asked, each.claim) == (0, 0, None) for each in found)


def test_three_answers_claim_nothing_and_four_may(make_answer):
    axis = list(SKILLS).index("axis")
    three = by_skill([make_answer(n, right=False) for n in range(3)])[axis]
    four = by_skill([make_answer(n, right=False) for n in range(4)])[axis]
    assert (three.right, three.asked, three.claim) == (0, 3, None)
    assert (four.right, four.asked, four.claim) == (0, 4, "not yet")


def test_four_right_easy_answers_are_still_no_strength(make_answer):
    axis = list(SKILLS).index("axis")
    assert by_skill([make_answer(n) for n in range(4)])[axis].claim == "not decided"
    assert by_skill([make_answer(n, difficulty="hard") for n in range(6)])[axis].claim == "strong"


def test_later_attempts_count_for_nothing_and_hints_are_counted(make_answer):
    answers = [
        make_answer(1, right=False),
        make_answer(1, attempt=2),
        make_answer(2, hints=1),
        make_answer(3, skill="gone"),
    ]
    axis = next(each for each in by_skill(answers) if each.skill == "axis")
    assert (axis.right, axis.asked, axis.hinted) == (1, 2, 1)


def _axis(answers):
    return next(each for each in by_skill(answers) if each.skill == "axis")


def test_a_question_counts_once_with_the_first_answer_to_it(make_answer):
    first = make_answer(1, right=False, at="2026-01-31T12:00:00+00:00")
    again = [
        make_answer(1, sitting=f"s-{n}", variant=n, at=f"2026-02-0{n}T12:00:00+00:00", question="question-1")
        for n in range(1, 6)
    ]
    assert (_axis([*again, first]).right, _axis([*again, first]).asked) == (0, 1)


def test_reviews_and_questions_on_the_spot_count_nothing_and_spend_the_question(make_answer):
    for kind in ("check", "review"):
        opened = make_answer(1, kind=kind, at="2026-01-30T12:00:00+00:00")
        assert _axis([opened, make_answer(1, sitting="later"), make_answer(2)]).asked == 1
