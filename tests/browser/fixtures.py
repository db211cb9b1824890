"""Real Chromium, once a session, and pages of it that remember what they did."""

import shutil

import pytest
from tests.browser.opened import FLAGS, Opened


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
