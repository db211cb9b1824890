from __future__ import annotations

import numpy as np
import pytest

from logitwise.lessons.widgets.data import outcome_set
from logitwise.lessons.widgets.two_histograms import shares_between


@pytest.mark.parametrize("data", ["breast_cancer", "is_it_an_8"])
def test_shares_of_both_classes_are_those_of_the_rows(rows, data):
    scores, truth = rows[data]
    edges = np.arange(-12.0, 13.0)
    found = shares_between(outcome_set({"dataset": data}, None), edges)
    for share, mine in zip(found, (truth, ~truth), strict=True):
        expected = np.histogram(np.clip(scores[mine], -12, np.nextafter(12, 0)), edges)[0] / mine.sum()
        assert share == pytest.approx(expected)
