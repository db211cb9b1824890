"""A lesson that is served as its user has it, and real Chromium that looks at it."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.lessons.browser.axe import AXE

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextlib.contextmanager
def lesson(home, *arguments):
    """The address of a lesson of its own process, with its store in `home`."""
    environment = {**os.environ, "LOGITWISE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "logitwise", "learn", "--no-browser", *map(str, arguments)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            said = ""
            for line in process.stdout:
                said += line
                found = re.search(r"http://127\.0\.0\.1:\d+", line)
                if found:
                    yield found[0]
                    return
            pytest.fail(f"the lesson did not start: {said}")
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium under Playwright."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium is installed (apt-get install chromium)")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """A lesson that several tests read."""
    pytest.importorskip("starlette", reason="the extra `learn` is not installed")
    with lesson(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="session")
def own_address(tmp_path_factory):
    """A lesson with a learner's own report."""
    pytest.importorskip("starlette", reason="the extra `learn` is not installed")
    import logitwise as lw

    folder = tmp_path_factory.mktemp("own")
    report = lw.evaluate(Path(__file__).parents[3] / "examples" / "is_it_an_8.npz", policy="baseline")
    (folder / "mine.json").write_text(json.dumps(report.to_dict()))
    with lesson(folder / "home", "--report", folder / "mine.json") as found:
        yield found


class Opened:
    """A page of the browser that remembers what it asked for and what went wrong in it."""

    def __init__(self, browser, **settings):
        self.context = browser.new_context(**settings)
        self.page = self.context.new_page()
        self.asked, self.faults = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def violations(self):
        """What axe finds wrong with what is shown."""
        if AXE is None:
            pytest.skip("axe-core is not installed (npm install --prefix build/npm axe-core)")
        # Evaluated by the debugger, which no content policy of the page restrains.
        self.page.evaluate(AXE)
        found = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
        return [f"{each['id']}: {each['help']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


@pytest.fixture
def opened(chromium):
    """Opens a page with settings of the browser; all are closed at the end."""
    pages = []

    def open_(url, **settings):
        pages.append(Opened(chromium, **settings))
        pages[-1].page.goto(url)
        return pages[-1]

    yield open_
    for each in pages:
        each.context.close()
