"""The page inside a notebook's output: its scripts run in the sandbox, and cannot leave it."""

from __future__ import annotations

import pytest
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
def notebook(tmp_path, opened):
    """Opens the output of a cell as a notebook shows it."""

    def show(**settings):
        place = tmp_path / "notebook.html"
        shown = reports.of_binary()._repr_html_()
        place.write_text(f"<!doctype html><meta charset=utf-8><title>Notebook</title>{shown}", encoding="utf-8")
        found = opened("about:blank", **settings)
        found.page.goto(place.as_uri())
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
