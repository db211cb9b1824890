"""Cards come from the answers alone: the same answers always give the same cards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from logitwise.lessons.bank.temptations import temptations
from logitwise.lessons.progress.review import cards, due, review_items

pytest.importorskip("fsrs")

START = datetime(2026, 1, 31, 12, tzinfo=UTC)
LATER = START + timedelta(days=10_000)


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
    (card,) = cards(answers, now=LATER, bank=bank)
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
    once = cards(answers, now=LATER, bank=bank)
    random.shuffle(answers)
    assert cards(answers, now=LATER, bank=bank) == once
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
    answers = [_answer(make_answer, 1, timedelta(), question="other", skill="gradient", right=False)]
    asked = []
    for number in range(2, 8):
        at = timedelta(days=number)
        (item,) = review_items(answers, START + at, seed=number, bank=bank)
        asked.append((item.question, item.variant))
        wrong = {"question": "other", "variant": item.variant, "skill": "gradient", "right": False}
        answers.append(_answer(make_answer, number, at, **wrong))
    assert sorted(asked[:2]) == [("other", 1), ("other", 2)]
    assert sorted(asked[2:5]) == [("other", 0), ("other", 1), ("other", 2)]
    assert asked[5] == asked[2]


def test_the_question_for_a_misconception_tempts_to_it(make_answer, bank):
    made = _answer(make_answer, 1, timedelta(), question="plain", skill="threshold", right=False, misconception="m")
    (item,) = review_items([made], LATER, seed=1, bank=bank)
    assert (item.question, item.variant) == ("tempting", 0)


def test_an_answer_by_a_clock_that_was_ahead_does_not_keep_its_card_waiting(make_answer, bank):
    ahead = _answer(make_answer, 1, timedelta(days=3000))
    now = START + timedelta(days=1)
    assert [card.name for card in due([ahead], now, bank=bank)] == ["axis"]
    (card,) = cards([ahead, _answer(make_answer, 2, timedelta(days=1))], now=now, bank=bank)
    assert (card.seen, card.times) == (now, 2)
    assert now < card.due < START + timedelta(days=60)


def test_an_answer_of_this_moment_is_believed(make_answer, bank):
    answer = _answer(make_answer, 1, timedelta())
    assert cards([answer], now=START, bank=bank) == cards([answer], now=LATER, bank=bank)
    assert due([answer], LATER, now=START, bank=bank) == cards([answer], now=START, bank=bank)


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
