"""Pages of reports of every kind, written once and opened as seldom as can be."""

import pytest
from tests.browser.opened import Opened
from tests.report.browser.kinds import KINDS

from logitwise.report.html import page

WIDE = {"width": 1280, "height": 900}


def wait(found):
    """Until all charts are drawn."""
    found.page.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
    return found


@pytest.fixture(scope="session")
def report_url(tmp_path_factory):
    """The address of the page of a report of some kind."""
    folder = tmp_path_factory.mktemp("reports")

    def url(kind):
        file = folder / f"{kind.replace(' ', '-')}.html"
        if not file.exists():
            file.write_text(page(KINDS[kind]()), encoding="utf-8")
        return file.as_uri()

    return url


@pytest.fixture(scope="module", params=sorted(KINDS))
def kind(request):
    """One of the kinds."""
    return request.param


@pytest.fixture(scope="module")
def seen(kind, report_url, chromium):
    """A page of that kind in a wide window, that several tests look at and none changes."""
    found = Opened(chromium, viewport=WIDE)
    found.page.goto(report_url(kind))
    yield wait(found)
    found.context.close()


@pytest.fixture
def shown(report_url, opened):
    """Opens a page of a kind for one test."""

    def show(kind, *, drawn=True, **settings):
        found = opened(report_url(kind), **{"viewport": WIDE, **settings})
        return wait(found) if drawn else found

    return show
