"""The page inside a notebook's output: its scripts run in the sandbox, and cannot leave it."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from tests.browser.until import until
from tests.report import reports

pytestmark = pytest.mark.slow
MOVE = """() => {
  const slider = document.getElementById('decide-slider');
  const said = () => document.querySelector('#decide [role=status]').textContent;
  const before = said();
  slider.value = Number(slider.max);
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  return new Promise((done) => setTimeout(() => done([before, said()]), 1500));
}"""


@pytest.fixture
def served():
    """Serves a folder on a free port: the address of a file in it."""
    running = []

    def serve(folder, name):
        handler = partial(Quiet, directory=folder)
        running.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        Thread(target=running[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{running[-1].server_port}/{name}"

    yield serve
    for each in running:
        each.shutdown()
        each.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """Serves and says nothing of it."""

    def log_message(self, *_):
        pass


@pytest.fixture
def notebook(tmp_path, opened):
    """Opens the output of a cell as a notebook shows it."""

    def show(serve=None, **settings):
        place = tmp_path / "notebook.html"
        shown = reports.of_binary()._repr_html_()
        head = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>Notebook</title>"
        place.write_text(head + shown, encoding="utf-8")
        found = opened("about:blank", **settings)
        found.page.goto(place.as_uri() if serve is None else serve(tmp_path, place.name))
        found.page.locator("details:has(iframe) > summary").click()
        return found

    return show


def test_the_slider_moves_inside_the_sandbox(notebook):
    found = notebook()
    frame = found.page.frames[1]
    frame.wait_for_selector("#decide [data-ready], [data-ready]", state="attached", timeout=30_000)
    before, after = frame.evaluate(MOVE)
    assert before != after
    assert found.faults == []


IN_SIGHT = """id => { const { top, bottom } = document.getElementById(id).getBoundingClientRect();
  return top > -5 && top < innerHeight / 2 && bottom > 0; }"""


@pytest.fixture(params=["file", "http"])
def frame(request, notebook, served):
    """The frame of the page in a notebook from disk and from a server."""
    found = notebook(served if request.param == "http" else None)
    inner = found.page.frames[1]
    inner.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
    yield inner
    assert inner.url == "about:srcdoc"  # the notebook was not loaded into its own frame
    assert found.faults == []


def test_a_link_leads_to_its_section_inside_the_frame(frame):
    frame.locator(".contents a[href='#findings']").click()
    until(frame, IN_SIGHT, "findings")


def test_a_link_to_what_is_folded_opens_it_and_the_next_tab_leads_on_from_there(frame):
    link = frame.locator("a[href='#word-roc_auc']:visible").first
    frame.evaluate("() => { document.getElementById('word-roc_auc').closest('details').open = false; }")
    link.focus()
    link.press("Enter")
    until(frame, IN_SIGHT, "word-roc_auc")
    assert frame.evaluate("() => document.activeElement.id") == "word-roc_auc"
    assert not frame.locator("#word-roc_auc").get_attribute("style")
    frame.locator("#word-roc_auc").press("Tab")
    assert frame.locator("#word-roc_auc").get_attribute("tabindex") is None


def test_the_sandbox_cannot_reach_the_notebook(notebook):
    frame = notebook().page.frames[1]
    assert (
        frame.evaluate("() => { try { return parent.document.title; } catch (e) { return e.name; } }")
        == "SecurityError"
    )


def test_without_scripts_the_frame_still_reads(notebook):
    found = notebook(java_script_enabled=False)
    frame = found.page.frame_locator("iframe")
    assert frame.locator("h1").inner_text()
    assert found.faults == []
