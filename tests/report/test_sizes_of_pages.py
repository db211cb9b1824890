"""A page can be sent by mail, however many classes or labels it tells of."""

import pytest
from tests.report import reports

from logitwise.report.html import page

pytestmark = pytest.mark.slow
MOST = 3_000_000
"""Bytes of a file that is asked for."""


def check(report):
    made = page(report)
    assert len(made.encode()) < MOST
    assert all(f'id="{name}"' in made for name in ("verdict", "decide", "classes", "findings", "mistakes", "glossary"))


def test_a_page_of_a_hundred_labels_is_small():
    check(reports.of_labels(tuple(f"label {k}" for k in range(100))))


def test_a_page_of_a_thousand_classes_is_small():
    check(reports.of_softmax(1000, 20_000))
