"""LW607: rows that were left out."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found
from logitwise.findings.rows_left_out import PITFALL
from logitwise.policy import baseline


def look(labels, scores):
    return PITFALL.look(Facts(lw.tally(labels, logits=scores, invalid="reject"), baseline()))


def test_rows_are_told_by_reason_the_most_frequent_first():
    z = np.r_[[np.nan] * 3, np.linspace(-1, 1, 17)]
    seen = look([0, 1] * 9 + [7, 1], z)
    assert isinstance(seen, Found)
    assert "4 of 20 rows (20.0 %) were left out" in seen.sentence
    assert seen.sentence.index("(3)") < seen.sentence.index("(1)")
    assert seen.evidence["left_out"] == 4


@pytest.mark.parametrize(("broken", "words"), [(2, "more than"), (1, "as allowed")])
def test_the_limit_of_the_policy_is_named(broken, words):
    z = np.r_[[np.nan] * broken, np.linspace(-1, 1, 100 - broken)]
    assert words in look([0, 1] * 50, z).sentence


def test_where_every_row_was_read_it_is_clear():
    assert isinstance(look([0, 1], [0.5, 2.0]), Clear)
