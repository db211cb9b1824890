"""Each report, its page and what a parser makes of it: once."""

from __future__ import annotations

from functools import cache

import pytest
from tests.report.html.parsed import parsed
from tests.report.html.told import TOLD

from logitwise.report.html import page


@cache
def _made(name):
    report = TOLD[name]()
    html = page(report)
    return report, html, parsed(html)


LATER = {"absent class", "decisions", "weights", "groups", "infinite loss"}
"""Kinds that only all tests look at whole."""


@pytest.fixture(
    scope="session",
    params=[pytest.param(name, marks=[pytest.mark.slow] if name in LATER else []) for name in TOLD],
)
def told(request):
    """Report, HTML and root, one kind after the other."""
    return _made(request.param)


@pytest.fixture(scope="session")
def of_kind():
    """The same of a kind by name."""
    return _made
