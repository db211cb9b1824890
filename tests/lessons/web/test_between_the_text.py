import re

import pytest
from tests.lessons.web.browser import key, wrong

from logitwise.lessons import pages
from logitwise.lessons.bank.lock import bank
from logitwise.lessons.modes import MODES
from logitwise.lessons.web.flow import on_the_spot

SPOTS = [(mode.slug, asked.argument) for mode in MODES for asked in pages.page(mode.slug).directives("question")]


@pytest.fixture(params=SPOTS[:4], ids=lambda spot: spot[1])
def spot(request, browser):
    """A question on the spot: page, name, and the sitting that its form holds."""
    slug, name = request.param
    text = browser.get(f"/{slug}").text
    form = text[text.index(f'action="/check/{name}"') :]
    return slug, name, re.search(r'name="sitting" value="([\w-]{22})"', form)[1]


def sent(spot, answer, **more):
    slug, name, sitting = spot
    return {"page": slug, "asked": f"question-{name}", "sitting": sitting, "do": "answer", "answer": answer, **more}


def item(spot):
    return on_the_spot(bank().questions[spot[1]], spot[2]).items[0]


@pytest.mark.parametrize("right", [True, False])
def test_it_is_answered_on_its_page_without_scripts(browser, spot, right):
    given = key(item(spot)) if right else wrong(item(spot))
    reply = browser.post(f"/check/{spot[1]}", sent(spot, given))
    assert reply.url.path == f"/{spot[0]}"
    assert ('<p class="said">Right.</p>' in reply.text) is right
    assert [each.right for each in browser.state.store.answers(kind="check")] == [right]


def test_a_script_gets_the_question_alone(browser, spot):
    reply = browser.post(f"/check/{spot[1]}", sent(spot, key(item(spot))), **{"HX-Request": "true"})
    assert "<html" not in reply.text
    assert reply.text.lstrip().startswith("<article")
    assert "data-focus" in reply.text


def test_sending_it_twice_counts_once(browser, spot):
    for given in (wrong(item(spot)), key(item(spot))):
        browser.post(f"/check/{spot[1]}", sent(spot, given))
    assert len(browser.state.store.answers(kind="check")) == 1


def test_a_hint_opens_in_place_and_keeps_nothing(browser, spot):
    reply = browser.post(f"/check/{spot[1]}", sent(spot, [], do="hint", hints="0"))
    assert "Hint 1" in reply.text
    assert browser.state.store.answers() == ()


def test_what_is_no_answer_is_said_in_place(browser, spot):
    reply = browser.post(f"/check/{spot[1]}", sent(spot, ["nonsense", "Z", "Q", "W"]))
    assert 'role="alert" tabindex="-1" data-focus' in reply.text
    assert browser.state.store.answers() == ()


@pytest.mark.parametrize(
    "change", [{"page": "nowhere"}, {"asked": '"><b>'}, {"sitting": "short"}, {"sitting": "../" * 7 + "a"}]
)
def test_a_form_that_is_not_ours_is_refused(browser, change):
    slug, name = SPOTS[0]
    data = {"page": slug, "asked": f"question-{name}", "sitting": "a" * 22, "do": "answer", "answer": "A", **change}
    assert browser.post(f"/check/{name}", data).status_code == 404


def test_a_message_cannot_be_put_into_a_page_by_its_address(browser):
    slug, name = SPOTS[0]
    text = browser.get(f"/{slug}?asked=question-{name}&sitting={'a' * 22}&bad=1&fault=Call+this+number&a=<b>x").text
    assert "Call this number" not in text
    assert "<b>x" not in text


def test_a_bookmark_is_set_and_taken_away(browser):
    place = "metrics#costs"
    assert browser.post("/bookmark", {"place": place, "marked": "yes"}).url.fragment == "costs"
    assert browser.state.store.bookmarks() == (place,)
    assert 'aria-label="Bookmark: ' in browser.get("/metrics").text
    assert f'href="/{place}"' in browser.get("/").text
    browser.post("/bookmark", {"place": place, "from": "home"})
    assert browser.state.store.bookmarks() == ()


def test_a_note_is_kept_shown_and_escaped(browser):
    browser.post("/note", {"place": "deep#softmax", "text": "a < b <script>\r\nsecond"})
    assert browser.state.store.notes() == {"deep#softmax": "a < b <script>\nsecond"}
    for path in ("/", "/deep"):
        assert "a &lt; b &lt;script&gt;" in browser.get(path).text


@pytest.mark.parametrize("place", ["", "nowhere#x", "deep", "<b>", "deep#softmax#x"])
@pytest.mark.parametrize("path", ["/note", "/bookmark"])
def test_a_place_that_the_lesson_does_not_have_is_refused(browser, path, place):
    assert browser.post(path, {"place": place, "text": "x", "marked": "yes"}).status_code == 404
