import re

import pytest
from tests.lessons.web.browser import Page, key, shown, wrong

from logitwise.lessons.bank.lock import bank
from logitwise.lessons.bank.question import SKILLS
from logitwise.lessons.web.flow import RULES


def test_a_practice_set_has_five_questions_and_says_how_far_one_is(browser):
    sitting = browser.begin("practice")
    assert len(sitting.items) == 5
    text = browser.get(f"/sitting/{sitting.id}/1").text
    assert "1/5" in text
    assert re.search(r'class="chip level-(easy|medium|hard)"', text)


def test_skill_and_difficulty_can_be_chosen(browser):
    sitting = browser.begin("practice", skill="threshold", difficulty="hard")
    asked = {bank().questions[item.question] for item in sitting.items}
    assert {(each.skill, each.difficulty) for each in asked} == {("threshold", "hard")}


@pytest.mark.parametrize("wish", [{"skill": "cooking"}, {"difficulty": "mad"}, {"kind": "mess"}])
def test_a_wish_that_cannot_be_met_is_refused_with_what_could(browser, wish):
    reply = browser.post("/sittings", {"kind": "practice", **wish})
    assert reply.status_code == 422
    assert "expected one of" in reply.text


def test_the_page_does_not_tell_the_key_before_the_answer(browser):
    sitting = browser.begin("practice", skill="choose-head")
    for item in sitting.items:
        text = browser.get(f"/sitting/{sitting.id}/{item.number}").text
        assert "is-right" not in text
        assert all(option.evidence not in text for _, option in shown(item).options if len(option.evidence) > 30)


@pytest.mark.parametrize("right", [True, False])
def test_after_an_answer_the_solution_stands_there_in_steps(browser, right):
    sitting = browser.begin("practice")
    for item in sitting.items:
        text = browser.answer(sitting, item.number, right=right).text
        assert ('<p class="said">Right.</p>' in text) is right
        assert '<ol class="steps">' in text
        assert "Quick check." in text


def test_the_mistake_that_was_made_is_named_and_linked(browser):
    named = 0
    sitting = browser.begin("practice", skill="base-rate")
    for item in sitting.items:
        text = browser.answer(sitting, item.number, right=False).text
        put = shown(item)
        led = next((o.misconception for letter, o in put.options if [letter] == wrong(item)), None)
        if led is not None:
            named += 1
            slug, anchor = bank().misconceptions[led].place.split("#")
            assert "The mistake behind this answer" in text
            assert f"/{slug}#{anchor}" in Page(text).links
    assert named


def test_an_answer_that_is_sent_twice_counts_once(browser):
    sitting = browser.begin("practice")
    for _ in range(3):
        browser.answer(sitting, 1, right=False)
    browser.answer(sitting, 1, right=True)
    assert [each.right for each in browser.state.store.answers(sitting.id)] == [False]


def test_hints_open_one_by_one_and_are_counted(browser):
    sitting = browser.begin("practice")
    item = sitting.items[0]
    for seen, _ in enumerate(shown(item).variant.hints):
        text = browser.post(f"/sitting/{sitting.id}/1", {"do": "hint", "hints": seen}).text
        assert text.count('class="hint-number"') == seen + 1
    browser.answer(sitting, 1, hints=0)
    assert browser.state.store.answers(sitting.id)[0].hints == len(shown(item).variant.hints)


def test_what_was_chosen_stays_when_a_hint_is_opened(browser):
    sitting = browser.begin("practice", skill="choose-head", difficulty="easy")
    item = next(each for each in sitting.items if shown(each).options)
    text = browser.post(f"/sitting/{sitting.id}/{item.number}", {"do": "hint", "hints": 0, "answer": "B"}).text
    assert re.search(r'value="B" required checked', text)


@pytest.mark.parametrize("given", ["", "Z", "AB", "<script>", "9" * 500])
def test_what_is_no_answer_is_refused_in_place_and_kept_nowhere(browser, given):
    sitting = browser.begin("practice")
    for item in sitting.items:
        reply = browser.post(f"/sitting/{sitting.id}/{item.number}", {"do": "answer", "answer": given, "attempt": 1})
        assert reply.status_code == 422
        assert 'role="alert"' in reply.text
        assert "<script>alert" not in reply.text
    assert browser.state.store.answers() == ()


def test_try_takes_three_attempts_and_gives_hints(browser):
    sitting = browser.begin("try")
    assert {bank().questions[item.question].kind for item in sitting.items} == {"fill"}
    for attempt, left in ((1, "2 attempts left"), (2, "one attempt left")):
        text = browser.answer(sitting, 1, right=False, attempt=attempt).text
        assert f"Not right yet: {left}." in text
        assert "The solution" not in text
    assert "The solution" in browser.answer(sitting, 1, right=False, attempt=3).text
    assert "Right." in browser.answer(sitting, 2).text


def test_a_challenge_takes_two_attempts_without_hints_and_ends_in_a_badge(browser):
    sitting = browser.begin("challenge")
    assert 'value="hint"' not in browser.get(f"/sitting/{sitting.id}/1").text
    browser.answer(sitting, 1, right=False)
    browser.answer(sitting, 1, attempt=2)
    for item in sitting.items[1:]:
        browser.answer(sitting, item.number)
    text = browser.get(f"/sitting/{sitting.id}/result").text
    assert "Five of five" in text
    assert "4 at the first attempt" in text
    assert "Five of five" in browser.get("/").text


def test_the_clock_is_off_unless_asked_for_and_can_be_extended_and_stopped(browser):
    assert "data-until" not in browser.get(f"/sitting/{browser.begin('challenge').id}/1").text
    sitting = browser.begin("challenge", timed="yes")

    def until():
        found = re.search(r'data-until="(\d+)"', browser.get(f"/sitting/{sitting.id}/1").text)
        return found and int(found[1])

    before = until()
    browser.post(f"/sitting/{sitting.id}/time", {"do": "more", "number": 1})
    assert until() == before + 300
    browser.post(f"/sitting/{sitting.id}/time", {"do": "stop", "number": 1})
    assert until() is None


def test_a_test_tells_nothing_before_its_end_and_everything_after(browser):
    sitting = browser.begin("test")
    assert len(sitting.items) == 10
    assert len({bank().questions[item.question].skill for item in sitting.items}) >= min(8, len(SKILLS))
    for item in sitting.items[:-1]:
        browser.answer(sitting, item.number, right=item.number % 2 == 0)
        text = browser.get(f"/sitting/{sitting.id}/{item.number}").text
        assert "The solution" not in text
        assert "is-right" not in text
        assert "is-wrong" not in text
    assert "The solution" not in browser.get(f"/sitting/{sitting.id}/result").text
    text = browser.answer(sitting, 10).text
    assert text.count("The solution, step by step") == 10
    assert "How this is computed" in text


@pytest.mark.parametrize(("right", "word"), [(10, "Strong"), (0, "Not yet"), (7, "Not decided")])
def test_the_verdict_is_three_ways(browser, right, word):
    sitting = browser.begin("test")
    for item in sitting.items:
        browser.answer(sitting, item.number, right=item.number <= right)
    assert f'<p class="word">{word}</p>' in browser.get(f"/sitting/{sitting.id}/result").text


def test_a_test_that_decided_nothing_goes_on_question_by_question(browser):
    sitting = browser.begin("test")
    for item in sitting.items:
        browser.answer(sitting, item.number, right=item.number <= 7)
    browser.post(f"/sitting/{sitting.id}/more")
    longer = browser.state.store.sitting(sitting.id)
    assert len(longer.items) == 11
    assert browser.get(f"/sitting/{sitting.id}").url.path.endswith("/11")
    browser.post(f"/sitting/{sitting.id}/more")
    assert len(browser.state.store.sitting(sitting.id).items) == 11
    assert 'class="verdict' in browser.answer(longer, 11).text


def test_a_test_gives_no_hints(browser):
    sitting = browser.begin("test")
    assert 'value="hint"' not in browser.get(f"/sitting/{sitting.id}/1").text
    assert "hint-number" not in browser.get(f"/sitting/{sitting.id}/1?hints=2").text


def test_a_review_asks_what_is_due(browser, monkeypatch):
    sitting = browser.begin("practice")
    browser.answer(sitting, 1, right=False)
    from datetime import UTC, datetime, timedelta

    from logitwise.lessons.web import extras
    from logitwise.lessons.web.views import sittings

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz or UTC) + timedelta(days=30)

    for module in (extras, sittings):
        monkeypatch.setattr(module, "datetime", Later)
    assert "Review now" in browser.get("/").text
    assert "Review now" in browser.get("/recall").text
    assert len(browser.begin("review").items) >= 1


def test_nothing_due_leads_back_to_the_cards(browser):
    reply = browser.post("/sittings", {"kind": "review"})
    assert reply.url.path == "/recall"
    assert "Nothing is due" in reply.text


def test_the_cards_are_the_misconceptions(browser):
    assert browser.get("/recall").text.count('class="card-turn"') == len(bank().misconceptions)


def test_a_sitting_is_resumed_at_the_first_open_question(browser):
    sitting = browser.begin("practice")
    browser.answer(sitting, 1)
    assert browser.get(f"/sitting/{sitting.id}").url.path.endswith("/2")
    assert f"/sitting/{sitting.id}" in Page(browser.get("/").text).links


@pytest.mark.parametrize("kind", RULES)
def test_every_kind_of_sitting_has_its_rules(kind):
    assert RULES[kind].attempts >= 1
    assert RULES[kind].home.startswith("/")


@pytest.mark.slow
def test_every_question_of_the_bank_can_be_shown_answered_and_explained(browser):
    from logitwise.lessons.progress.records import Item
    from logitwise.lessons.progress.sitting import begun

    items = [Item(n, name, 0, n) for n, name in enumerate(bank().questions, 1)]
    sitting = begun("practice", items, seed=1)
    browser.state.store.begin(sitting)
    token = browser.token()
    for item in items[:: max(1, len(items) // 40)]:
        here = f"/sitting/{sitting.id}/{item.number}"
        assert browser.get(here).status_code == 200
        sent = {"csrf": token, "do": "answer", "attempt": 1, "answer": key(item)}
        reply = browser.client.post(here, data=sent)
        assert "Right." in reply.text, item.question
