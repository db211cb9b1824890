"""Numbers in prose are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from logitwise.batch.weights import BITS
from logitwise.metrics.slices import Q
from logitwise.verdict.stops import FEWEST_GROUPS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("explanation.md", f"Below {FEWEST_GROUPS} groups there is an interval and no *ready*"),
        ("explanation.md", f"and {FEWEST_GROUPS} groups about how much groups differ"),
        ("explanation.md", f"whole multiples of 2<sup>-{BITS}</sup>"),
        ("explanation.md", f"at most one in {1 / Q:.0f} is expected to be no worse"),
        ("how-to.md", f"Below {FEWEST_GROUPS} groups nothing is *ready*"),
    ],
)
def test_numbers_of_a_document_are_those_of_the_code(document, words):
    assert words in " ".join((DOCS / document).read_text(encoding="utf-8").split())
