import json
import re

import pytest
from tests.lessons.web.browser import PORT, Browser, Page

import logitwise as lw
from logitwise.lessons.datasets import tally
from logitwise.lessons.web.app import build
from logitwise.lessons.yours.own import own_from
from logitwise.report.json_document import json_text


@pytest.fixture(scope="module")
def report():
    return json_text(lw.evaluate(tally("breast_cancer"), policy="baseline")).encode()


@pytest.fixture(scope="module")
def saved_tally(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "mine.tally"
    tally("breast_cancer").save(path)
    return path.read_bytes()


def load(browser, body, name="mine.json"):
    return browser.post("/yours", files={"file": (name, body)})


def test_without_a_file_the_page_says_what_to_run(browser):
    assert "logitwise evaluate FILE --out report.json" in browser.get("/yours").text


@pytest.mark.parametrize("kind", ["report", "saved_tally"])
def test_a_file_brings_its_verdict_findings_widget_and_questions(browser, kind, request):
    text = load(browser, request.getfixturevalue(kind)).text
    assert "285 rows" in text
    assert 'class="verdict ' in text
    assert 'id="widget-threshold"' in text
    assert "Ask me" in text


def test_findings_then_say_how_they_stand_on_it(browser, report):
    load(browser, report)
    found = json.loads(report)["findings"][0]
    text = browser.get(f"/finding/{found['code']}").text
    assert f">{found['outcome']}</span> on your model" in text
    assert "are those of mine.json" in browser.get("/findings").text


def test_its_questions_are_asked_and_graded(browser, report):
    load(browser, report)
    sitting = browser.begin("yours")
    assert sitting.items
    text = browser.get(f"/sitting/{sitting.id}/1").text
    assert 'class="question"' in text
    given = "0,0" if 'class="matrix"' in text else "A"
    reply = browser.post(f"/sitting/{sitting.id}/1", {"do": "answer", "answer": given, "attempt": 1})
    assert "The solution, step by step" in reply.text


def test_a_forgotten_file_is_gone(browser, report):
    load(browser, report)
    sitting = browser.begin("yours")
    assert "285 rows" not in browser.post("/yours/forget").text
    reply = browser.get(f"/sitting/{sitting.id}/1")
    assert reply.status_code == 422
    assert "is not there any more" in reply.text


def test_a_file_of_the_command_line_is_loaded_at_once(store, report, tmp_path):
    path = tmp_path / "cli.json"
    path.write_bytes(report)
    assert "cli.json" in Browser(build(store, own_from(path), port=PORT)).get("/yours").text


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b"PK\x03\x04junk", b"\xff\xfe\x00", b'{"a":' * 5000, b"<html>", b"1e999"],
    ids=["empty", "object", "list", "null", "zip", "bytes", "deep", "html", "number"],
)
def test_what_is_no_file_of_ours_is_refused_and_the_last_one_stays(browser, report, body):
    load(browser, report)
    reply = load(browser, body)
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert "285 rows" in browser.get("/yours").text


def test_a_form_without_a_file_is_told_so(browser):
    assert "Choose a JSON report" in browser.post("/yours", {"file": "text"}).text
    assert "Choose a file" in browser.post("/settings/import", {"file": "text"}).text


def test_names_of_a_file_are_escaped(browser):
    names = ["<img src=x onerror=alert(1)>", "b\"'><script>"]
    document = json_text(lw.evaluate(confusion=[[50, 2], [4, 45]], classes=names, policy="baseline"))
    text = load(browser, document.encode(), "<svg onload=x>.json").text
    page = Page(text)
    assert page.of("img") == []
    assert len(page.of("script")) == 2
    assert all(not any(name.startswith("on") for name in a) for _, a in page.elements)


def test_progress_is_saved_deleted_and_brought_back(browser):
    sitting = browser.begin("practice")
    browser.answer(sitting, 1)
    browser.post("/note", {"place": "deep#softmax", "text": "mine"})
    saved = browser.get("/settings/export")
    assert "attachment" in saved.headers["content-disposition"]
    assert "Everything was deleted" in browser.post("/settings/reset", {"sure": "delete"}).text
    assert browser.state.store.answers() == ()
    reply = browser.post("/settings/import", files={"file": ("p.json", saved.content)})
    assert "The file was read: 1 new answer." in reply.text
    assert len(browser.state.store.answers()) == 1
    assert browser.state.store.notes() == {"deep#softmax": "mine"}


@pytest.mark.parametrize("sure", ["", "yes", "delet"])
def test_nothing_is_deleted_unless_the_word_is_typed(browser, sure):
    browser.answer(browser.begin("practice"), 1)
    assert "Nothing was deleted" in browser.post("/settings/reset", {"sure": sure}).text
    assert len(browser.state.store.answers()) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"{", b"\xff", b"[" * 100_000, b'{"version": 99}'])
def test_what_is_no_progress_is_refused_and_changes_nothing(browser, body):
    browser.answer(browser.begin("practice"), 1)
    reply = browser.post("/settings/import", files={"file": ("p.json", body)})
    assert reply.status_code == 422
    assert "Nothing was changed" in reply.text
    assert len(browser.state.store.answers()) == 1


ODD = "evil\u202e\x1b[31m" + "n" * 300
SHOWN = "evil\\u202e\\x1b[31m"


@pytest.fixture
def odd_report(report):
    document = json.loads(report)
    document["classes"] = [ODD, *document["classes"][1:]]
    document["curves"] = []
    for each in document["findings"]:
        each["sentence"] = f"Seen in {ODD}."
        each["outcome"] = "found"
    return json.dumps(document).encode()


def test_control_and_bidi_marks_of_ones_own_file_are_shown_as_escapes_and_long_names_shortened(browser, odd_report):
    code = json.loads(odd_report)["findings"][0]["code"]
    load(browser, odd_report, name=f"{ODD[:8]}.json")
    for path in ("/yours", "/findings", f"/finding/{code}"):
        text = browser.get(path).text
        assert SHOWN in text, path
        assert "\u202e" not in text
        assert "\x1b" not in text
    assert f"{SHOWN}{'n' * 60}" not in re.search(r"classes: (.*)", browser.get("/yours").text)[1]


def test_a_tally_is_judged_once(browser, saved_tally, monkeypatch):
    from logitwise.verbs import evaluate

    judged = []
    real = evaluate.evaluate
    monkeypatch.setattr(evaluate, "evaluate", lambda *a, **k: judged.append(1) or real(*a, **k))
    load(browser, saved_tally)
    browser.get("/findings")
    assert len(judged) == 1


def test_a_widget_on_ones_own_tally_shows_such_a_name_as_it_is_escaped(browser, tmp_path):
    lw.tally([ODD, "b", "c", "b"], probabilities=[[0.6, 0.3, 0.1]] * 4, classes=[ODD, "b", "c"]).save(
        tmp_path / "x.tally"
    )
    load(browser, (tmp_path / "x.tally").read_bytes())
    for name in ("threshold", "costs"):
        text = browser.get(f"/widget/{name}?dataset=yours&show=widget-{name}").text
        seen = re.sub(r'value="[^"]*"', "", text)  # what a form sends back is the name itself
        assert SHOWN in seen
        assert "\u202e" not in seen
