"""Cards come from the answers alone: the same answers always give the same cards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from logitwise.lessons.bank.temptations import temptations
from logitwise.lessons.progress.review import cards, due, question_for, review_items

pytest.importorskip("fsrs")

START = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def bank(banks):
    tempting = (banks.plain(0, options=banks.options_of("m", None, None)), banks.plain(1))
    asked = (
        banks.question("tempting", variants=tempting),
        banks.question("plain"),
        banks.question("other", "gradient"),
    )
    return banks.bank_of(*asked, misconceptions=("m",))


def _answer(make_answer, number: int, after: timedelta, **changed):
    return make_answer(number, at=(START + after).isoformat(), **{"question": "plain", **changed})


def _only(answers, bank):
    (card,) = cards(answers, bank=bank)
    return card


def test_a_wrong_answer_is_due_in_minutes_a_hinted_one_in_more_and_a_right_one_in_days(make_answer, bank):
    # fsrs 6.3: one learning step of ten minutes; Hard on it waits half as long again; the first stability after Good
    # is 2.3065 days, at a desired retention of .9 the interval itself.
    again = _only([_answer(make_answer, 1, timedelta(), right=False)], bank)
    hard = _only([_answer(make_answer, 1, timedelta(), hints=1)], bank)
    later = _only([_answer(make_answer, 1, timedelta(), attempt=2)], bank)
    good = _only([_answer(make_answer, 1, timedelta())], bank)
    assert again.due - START == timedelta(minutes=10)
    assert hard.due - START == later.due - START == timedelta(minutes=15)
    assert good.due - START == timedelta(days=2)


def test_right_again_and_again_is_due_later_and_later(make_answer, bank):
    answers, waits = [], []
    at = timedelta()
    for number in range(1, 6):
        answers.append(_answer(make_answer, number, at))
        card = _only(answers, bank)
        waits.append(card.due - card.seen)
        at = card.due - START
    assert waits == sorted(set(waits))
    wrong = _only([*answers, _answer(make_answer, 6, at, right=False)], bank)
    assert wrong.due - wrong.seen == timedelta(minutes=10)
    assert (wrong.times, wrong.lapses) == (6, 1)


def test_replaying_is_the_same_in_any_order(make_answer, bank):
    random = Random(1)  # noqa: S311  not a secret
    answers = [
        _answer(
            make_answer, n, timedelta(hours=random.randrange(2000)), right=random.random() < 0.7,
            hints=random.randrange(2), skill=random.choice(["axis", "gradient"]),
        )
        for n in range(1, 60)
    ]  # fmt: skip
    once = cards(answers, bank=bank)
    random.shuffle(answers)
    assert cards(answers, bank=bank) == once
    assert len(once) == 2


def test_a_misconception_has_a_card_once_it_was_made(make_answer, bank):
    made = _answer(make_answer, 1, timedelta(), question="tempting", right=False, misconception="m")
    assert [(card.kind, card.name) for card in cards([made], bank=bank)] == [("misconception", "m"), ("skill", "axis")]
    right = _answer(make_answer, 2, timedelta(days=1), question="tempting")
    assert [card.kind for card in cards([right], bank=bank)] == ["skill"]


def test_the_card_of_a_misconception_rises_only_where_the_question_tempts_to_it(make_answer, bank):
    made = _answer(make_answer, 1, timedelta(), question="tempting", right=False, misconception="m")
    tempted = _answer(make_answer, 2, timedelta(days=1), question="tempting", variant=0)
    untempted = _answer(make_answer, 2, timedelta(days=1), question="tempting", variant=1)
    times = [{card.name: card.times for card in cards([made, each], bank=bank)}["m"] for each in (tempted, untempted)]
    assert times == [2, 1]


def test_a_card_is_due_at_its_time_and_not_before(make_answer, bank):
    answers = [_answer(make_answer, 1, timedelta(), right=False)]
    when = _only(answers, bank).due
    assert due(answers, when - timedelta(seconds=1), bank=bank) == ()
    assert [card.name for card in due(answers, when, bank=bank)] == ["axis"]


def test_what_no_question_asks_any_more_is_not_due(make_answer, bank):
    answers = [_answer(make_answer, 1, timedelta(), skill="threshold")]
    assert due(answers, START + timedelta(days=99), bank=bank) == ()
    assert cards([_answer(make_answer, 1, timedelta(), skill="gone")], bank=bank) == ()


def test_every_time_a_variant_is_asked_that_was_not_seen_until_all_were(make_answer, bank):
    answers, asked = [_answer(make_answer, 1, timedelta(), question="other", skill="gradient")], []
    for number in range(2, 8):
        card = next(card for card in cards(answers, bank=bank) if card.name == "gradient")
        found, variant = question_for(card, answers, seed=number, bank=bank)
        asked.append((found.id, variant))
        answers.append(_answer(make_answer, number, timedelta(days=number), question="other", variant=variant))
    assert sorted(asked[:2]) == [("other", 1), ("other", 2)]
    assert sorted(asked[2:5]) == [("other", 0), ("other", 1), ("other", 2)]
    assert asked[5] == asked[2]


def test_the_question_for_a_misconception_tempts_to_it(make_answer, bank):
    made = _answer(make_answer, 1, timedelta(), question="plain", right=False, misconception="m")
    card = next(card for card in cards([made], bank=bank) if card.kind == "misconception")
    found = question_for(card, [made], seed=1, bank=bank)
    assert (found[0].id, found[1]) == ("tempting", 0)
    assert question_for(card, [made], seed=1, bank=bank, without=["tempting"]) is None


def test_a_review_asks_each_card_once_and_no_question_twice(make_answer, bank):
    answers = [
        _answer(make_answer, 1, timedelta(), question="tempting", right=False, misconception="m"),
        _answer(make_answer, 2, timedelta(), skill="gradient", question="other", right=False),
    ]
    later = START + timedelta(days=1)
    items = review_items(answers, later, seed=3, bank=bank)
    assert [item.number for item in items] == [1, 2, 3]
    assert len({item.question for item in items}) == 3
    assert items == review_items(answers, later, seed=3, bank=bank)
    assert len(review_items(answers, later, seed=3, bank=bank, most=2)) == 2
    assert review_items(answers, START, seed=3, bank=bank) == ()


def test_every_way_to_answer_names_what_it_tempts_to(banks):
    assert [temptations(each, 0) for each in banks.of_all_kinds()] == [{"m"}] * 4
