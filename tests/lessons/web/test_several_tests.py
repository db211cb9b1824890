"""Tests that were taken again are judged together, on the pages that show a verdict."""

import pytest


@pytest.mark.parametrize("path", ["/", "/test"])
def test_several_tests_are_judged_together_and_one_is_not(browser, path):
    for told in (False, True):
        sitting = browser.begin("test")
        for number in range(1, 11):
            browser.answer(sitting, number)
        assert ("Over your 2 tests together: strong; 20 of 20" in browser.get(path).text) is told
