import pytest
from tests.lessons.web.browser import Page

from logitwise.findings.lesson import PLACES
from logitwise.lessons.pages import places
from logitwise.lessons.web.views.findings import places_of
from logitwise.policy.codes import CODES


@pytest.mark.parametrize("code", CODES)
def test_a_finding_links_the_place_that_reports_name_first(browser, code):
    assert places_of(code)[0] == PLACES[code]
    assert len(set(places_of(code))) == len(places_of(code))
    links = [link for link in Page(browser.get(f"/finding/{code}").text).links if link.removeprefix("/") in places()]
    assert links == [f"/{place}" for place in places_of(code)]
