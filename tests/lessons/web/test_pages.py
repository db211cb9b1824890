import re
from collections import Counter
from datetime import date
from importlib.resources import files
from itertools import pairwise
from types import SimpleNamespace

import pytest
from tests.lessons.web.browser import ORIGIN, Page, TestClient

from logitwise.lessons import pages
from logitwise.lessons.bank.lock import bank
from logitwise.lessons.modes import MODES, SUBJECT, TOPIC
from logitwise.lessons.web.extras import _cards
from logitwise.lessons.widgets.registry import WIDGETS
from logitwise.policy.codes import CODES

PLAIN = ("/", "/practice", "/findings", "/yours", "/settings", *(f"/{mode.slug}" for mode in MODES))
each_page = pytest.mark.parametrize(
    "path", [*PLAIN, "/finding/LW401", "/widget/threshold?show=widget-threshold", "/nothing"]
)


@each_page
def test_a_page_has_one_title_its_landmarks_and_no_id_twice(browser, path):
    page = Page(browser.get(path).text)
    assert len(page.of("h1")) == len(page.of("main")) == 1
    assert page.of("html")[0]["lang"] == "en"
    assert page.links[0] == "#content"
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []


@each_page
def test_a_page_holds_neither_style_nor_script_of_its_own(browser, path):
    text = browser.get(path).text
    page = Page(text)
    assert [(tag, a) for tag, a in page.elements if "style" in a or any(name.startswith("on") for name in a)] == []
    assert page.of("style") == []
    assert all("src" in script for script in page.of("script"))
    assert "javascript:" not in text
    assert re.search(r"</script>", text).start() > 0
    assert not any("hx-on" in name for _, a in page.elements for name in a)


@each_page
def test_headings_leave_no_level_out(browser, path):
    levels = [int(tag[1]) for tag, _ in Page(browser.get(path).text).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] in {1, 2}
    assert all(after - before <= 1 for before, after in pairwise(levels))


@each_page
def test_every_field_has_a_label(browser, path):
    page = Page(browser.get(path).text)
    labelled = {label.get("for") for label in page.of("label")}
    for tag in ("input", "select", "textarea"):
        for field in page.of(tag):
            if field.get("type") not in {"hidden", "radio", "checkbox"}:
                assert field.get("id") in labelled or "aria-label" in field, field


@each_page
def test_every_page_switches_to_every_mode_by_plain_links(browser, path):
    links = Page(browser.get(path).text).links
    assert {f"/{mode.slug}" for mode in MODES} <= set(links)


def test_the_current_mode_is_told(browser):
    assert '<a href="/deep" aria-current="page">' in browser.get("/deep").text


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.slug)
def test_a_mode_says_its_subject_topic_minutes_and_sections(browser, mode):
    text = browser.get(f"/{mode.slug}").text
    head = re.sub(r"<[^>]+>", "", re.search(r'<p class="above">.*</p>', text)[0])
    topic = TOPIC.split(":", maxsplit=1)[0]
    assert head == f"{SUBJECT} / {topic} / mode {mode.number} of 10: {mode.title} / about {mode.minutes} minutes"
    assert f"{topic} · logitwise</title>" in text
    ids = Page(text).ids
    assert all(section.anchor in ids for section in pages.page(mode.slug).sections)


def test_sizes_of_type_come_from_the_theme():
    css = files("logitwise.lessons.web").joinpath("static/lesson.css").read_text()
    assert re.findall(r"font(?:-size)?:[^;}]*\d(?:rem|em|px) ?[^;}]*", css.replace("13px var(--font-text)", "")) == [
        "font-size: 0.9em"  # code beside text of any size
    ]


def test_due_questions_come_first_then_ten_cards_and_the_rest_on_request(browser):
    text = browser.get("/recall").text
    assert text.index('<section class="section" id="due"') < text.index('<section class="section" id="cards"')
    shown, rest = text.split("The other ")
    assert shown.count('class="card-turn"') == 10
    assert rest.startswith(f"{len(bank().misconceptions) - 10} cards</summary>")


def test_mistakes_that_were_made_come_before_other_cards():
    made = [next(iter(bank().misconceptions)), list(bank().misconceptions)[-1]]
    answers = [SimpleNamespace(misconception=each) for each in (made[0], made[1], made[1], None)]
    assert [each.id for each, _ in _cards(answers, date(2026, 1, 1))][:2] == made[::-1]


def test_how_the_test_is_computed_is_said_once(browser):
    assert "The parameters are assumed, not fitted" not in browser.get("/test").text


def test_the_cards_of_another_day_are_others():
    day, next_day = (tuple(each.id for each, _ in _cards((), date(2026, 1, n))) for n in (1, 2))
    assert day == tuple(each.id for each, _ in _cards((), date(2026, 1, 1)))
    assert set(day) == set(next_day)
    assert day[:10] != next_day[:10]


def test_the_first_page_offers_to_start_without_a_test_and_to_take_it(browser):
    text = browser.get("/").text
    assert 'href="/concept"' in text
    assert "Take the test first" in text
    assert 'name="kind" value="test"' in text


@pytest.mark.parametrize("code", CODES)
def test_every_finding_has_a_page_with_what_to_run(browser, code):
    reply = browser.get(f"/finding/{code}")
    assert reply.status_code == 200
    assert "logitwise evaluate FILE --out report.json" in reply.text


@pytest.mark.parametrize(
    "path", ["/finding/LW999", "/finding/x", "/widget/none", "/sitting/none", "/sitting/a/1", "/a/b"]
)
def test_what_is_not_there_is_said_on_a_page_of_ours(browser, path):
    reply = browser.get(path)
    assert reply.status_code == 404
    assert "To the lesson" in reply.text


@pytest.mark.parametrize("name", WIDGETS)
def test_every_widget_asks_for_a_prediction_first(browser, name):
    text = browser.get(f"/widget/{name}").text
    assert "Predict first" in text
    assert "Show it without predicting" in text
    assert "<svg" not in text.split("<main")[1]


@pytest.mark.parametrize("name", WIDGETS)
def test_every_widget_is_shown_without_a_prediction_too(browser, name):
    text = browser.get(f"/widget/{name}?show=widget-{name}").text.split("<main")[1]
    assert "Predict first" not in text
    assert 'role="status"' in text
    assert "<svg" in text
    assert "<table" in text


@pytest.mark.parametrize("name", WIDGETS)
def test_a_prediction_is_answered_with_what_is_to_be_seen(browser, name):
    asked = WIDGETS[name]({}, None).prediction
    for value, label in asked.choices:
        text = browser.get(f"/widget/{name}?show=widget-{name}&predicted={value}").text
        assert ("As you predicted." if value == asked.right else "Not as predicted.") in text, label


def test_a_script_gets_what_moves_alone_and_the_sentence_beside_it(browser):
    reply = browser.get("/widget/threshold?show=widget-threshold&part=out&threshold=1", **{"HX-Request": "true"})
    assert "<html" not in reply.text
    assert 'id="widget-threshold-sentence" hx-swap-oob="innerHTML"' in reply.text


def test_a_widget_is_moved_on_its_page_without_scripts(browser):
    widget = pages.page("metrics").directives("widget")[0].argument
    before = browser.get(f"/metrics?show=widget-{widget}").text
    assert f'id="widget-{widget}-out"' in before
    assert f'action="/metrics#widget-{widget}"' in before


def test_what_a_widget_cannot_take_is_said_in_place(browser):
    reply = browser.get("/widget/threshold?show=widget-threshold&threshold=nan")
    assert reply.status_code == 200
    assert "is no number" in reply.text


def test_what_was_typed_is_escaped(browser):
    reply = browser.get("/widget/vector?show=widget-vector&logits=<script>alert(1)</script>&numbers=<b>&page=<i>")
    assert "<script>alert" not in reply.text
    assert "<b>" not in reply.text


def test_a_fault_of_ours_is_a_page_with_its_message_and_the_policy(app, monkeypatch):
    def broken(self):
        raise RuntimeError("<b>out of order")

    monkeypatch.setattr(type(app.app.state.lesson.store), "bookmarks", broken)
    client = TestClient(app, base_url=ORIGIN, raise_server_exceptions=False)
    reply = client.get("/")
    assert reply.status_code == 500
    assert "RuntimeError: &lt;b&gt;out of order" in reply.text
    assert "default-src 'self'" in reply.headers["content-security-policy"]
