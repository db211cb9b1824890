"""Sets are drawn by seed, of many skills, and what was not seen for long comes first."""

from __future__ import annotations

from collections import Counter

import pytest

from logitwise.errors import OptionError
from logitwise.lessons.grading.posterior import information, posterior
from logitwise.lessons.grading.selection import challenge_set, drawn_test, next_item, practice, try_set


@pytest.fixture
def bank(banks):
    return banks.whole


@pytest.fixture
def questions(bank):
    return lambda items: [bank.questions[item.question] for item in items]


@pytest.mark.parametrize("draw", [practice, drawn_test, try_set, challenge_set])
def test_a_seed_draws_the_same_set_and_another_seed_another(draw, bank):
    assert draw(bank, [], seed=1) == draw(bank, [], seed=1)
    assert draw(bank, [], seed=1) != draw(bank, [], seed=2)


@pytest.mark.parametrize("seed", range(20))
def test_a_test_is_three_easy_four_medium_three_hard_of_at_least_eight_skills(seed, bank, questions):
    items = drawn_test(bank, [], seed=seed)
    asked = questions(items)
    assert [each.difficulty for each in asked] == ["easy"] * 3 + ["medium"] * 4 + ["hard"] * 3
    assert len({each.skill for each in asked}) >= 8
    assert len({each.id for each in asked}) == 10
    assert [item.number for item in items] == list(range(1, 11))


def test_a_test_finds_eight_skills_where_hard_questions_are_of_few(banks, bank):
    few = banks.bank_of(
        *(each for each in bank.questions.values() if each.difficulty != "hard" or each.skill in {"axis", "gradient"})
    )
    assert len({few.questions[item.question].skill for item in drawn_test(few, [], seed=1)}) >= 8


def test_a_bank_too_small_for_a_test_says_so(banks, bank, questions):
    with pytest.raises(OptionError, match="too small for a test of ten questions from 8 skills"):
        drawn_test(banks.bank_of(*(each for each in bank.questions.values() if each.skill == "axis")), [], seed=1)


def test_a_practice_set_is_five_of_five_skills_easier_ones_first(bank, questions):
    asked = questions(practice(bank, [], seed=4))
    assert len(asked) == len({each.skill for each in asked}) == 5
    assert [each.difficulty for each in asked] == sorted(
        (each.difficulty for each in asked), key=["easy", "medium", "hard"].index
    )
    assert all(each.kind != "fill" for each in asked)


def test_a_practice_set_keeps_to_skill_and_difficulty(bank, questions):
    asked = questions(practice(bank, [], seed=4, skill="gradient", difficulty="hard", number=2))
    assert [(each.skill, each.difficulty) for each in asked] == [("gradient", "hard")] * 2
    assert asked[0] != asked[1]


def test_other_variants_fill_up_a_set_and_no_variant_comes_twice(bank, questions):
    items = practice(bank, [], seed=4, skill="gradient", difficulty="hard", number=9)
    assert len({(item.question, item.variant) for item in items}) == len(items) == 6  # two questions of three variants
    assert max(Counter(item.question for item in practice(bank, [], seed=4, skill="axis")).values()) == 1


def test_what_was_seen_comes_last(make_answer, banks, bank):
    answers = [
        make_answer(n, question=f"gradient-hard-{n}", variant=v, at=f"2026-01-0{v + 1}T12:00:00+00:00")
        for n in "ab"
        for v in (0, 1)
    ]
    items = practice(bank, answers, seed=4, skill="gradient", difficulty="hard", number=2)
    assert [item.variant for item in items] == [2, 2]
    of_three = practice(banks.bank_of(banks.question("gradient-hard-a", "gradient", "hard")), answers, seed=4, number=3)
    assert [item.variant for item in of_three] == [2, 0, 1]


def test_wishes_that_cannot_be_met_are_refused(banks, bank):
    with pytest.raises(OptionError, match="no skill 'magic'; expected one of choose-head, "):
        practice(bank, [], seed=1, skill="magic")
    with pytest.raises(OptionError, match="no difficulty 'harder'; expected one of easy, medium, hard"):
        practice(bank, [], seed=1, difficulty="harder")
    with pytest.raises(OptionError, match="at least 1"):
        practice(bank, [], seed=1, number=0)
    with pytest.raises(OptionError, match="there is no easy question on gradient"):
        practice(banks.bank_of(banks.question("q")), [], seed=1, skill="gradient", difficulty="easy")


def test_try_is_blanks_and_challenge_is_hard(banks, bank, questions):
    assert {each.kind for each in questions(try_set(bank, [], seed=1))} == {"fill"}
    hard = questions(challenge_set(bank, [], seed=1))
    assert {each.difficulty for each in hard} == {"hard"}
    assert len({each.skill for each in hard}) == 5
    with pytest.raises(OptionError, match="no question for such a set"):
        try_set(banks.bank_of(banks.question("q")), [], seed=1)


def _test_of(bank, make_answer, rights):
    items = drawn_test(bank, [], seed=1)
    answers = [
        make_answer(item.number, question=asked.id, difficulty=asked.difficulty, skill=asked.skill, right=bool(right))
        for item, asked, right in zip(items, [bank.questions[item.question] for item in items], rights, strict=True)
    ]
    return items, answers


def test_after_a_test_that_decided_nothing_comes_the_most_telling_question(make_answer, bank):
    items, answers = _test_of(bank, make_answer, [1, 1, 1, 1, 1, 1, 0, 1, 0, 0])
    following = next_item(bank, items, answers=answers, before=answers, seed=1)
    asked = bank.questions[following.question]
    assert following.number == 11
    assert asked.difficulty == max(("easy", "medium", "hard"), key=lambda each: information(posterior(answers), each))
    assert asked.id not in {item.question for item in items}
    assert following == next_item(bank, items, answers=answers, before=answers, seed=1)
    assert (
        next_item(bank, [*items, following], answers=answers, before=answers, seed=1) is None
    )  # it waits for its answer


def test_after_a_test_that_decided_nothing_more_comes(make_answer, bank):
    items, answers = _test_of(bank, make_answer, [1] * 10)
    assert next_item(bank, items, answers=answers, before=answers, seed=1) is None
    assert next_item(bank, items, answers=answers[:9], before=answers, seed=1) is None


def test_at_most_ten_more_come(make_answer, bank):
    items, answers = _test_of(bank, make_answer, [1, 1, 1, 1, 1, 1, 0, 1, 0, 0])
    for count in range(30):
        following = next_item(bank, items, answers=answers, before=answers, seed=1)
        if following is None:
            break
        asked = bank.questions[following.question]
        items = (*items, following)
        answers.append(
            make_answer(following.number, question=asked.id, difficulty=asked.difficulty, right=count % 3 > 0)
        )
    assert len(items) <= 20
    assert len({item.question for item in items}) == len(items)
