from __future__ import annotations

import json
import re

import numpy as np
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

import logitwise as lw
from logitwise.lessons.widgets.registry import WIDGETS
from logitwise.lessons.yours.own import Own, own_from
from logitwise.report.json_document import document

chances = st.one_of(st.sampled_from([0.0, 1.0, 0.5, 1e-300, 1 - 1e-16]), st.floats(0, 1))
rows_of_two = st.lists(st.tuples(st.integers(0, 1), chances), min_size=1, max_size=30)
logits = st.one_of(st.sampled_from([0.0, -800.0, 800.0, 1e300, -1e300]), st.floats(-50, 50))
rows_of_three = st.lists(st.tuples(st.integers(0, 2), logits, logits, logits), min_size=1, max_size=20)
settings = st.fixed_dictionaries(
    {"dataset": st.just("yours")},
    optional={
        "threshold": st.sampled_from(["-12", "0", "12"]),
        "scale": st.sampled_from(["0.25", "1", "10"]),
        "prevalence": st.sampled_from(["0.0001", "0.5", "0.9999"]),
    },
)


def looked_at(own, settings):
    for name in ("threshold", "reliability", "costs"):
        view = WIDGETS[name](settings, own)
        assert bool(view.charts) != (not view.sentence and bool(view.fault))  # the data, or why they are not shown
        assert not any(re.search(r"nan(?![a-z])", chart.svg) for chart in view.charts)


@limits(max_examples=10)
@given(rows_of_two, settings)
def test_two_classes_with_any_probabilities(rows, settings):
    truth, p = map(np.array, zip(*rows, strict=True))
    tally = lw.tally(truth, probabilities=p, classes=["no", "yes"])
    looked_at(Own("mine", tally=tally), settings)
    report = json.dumps(document(lw.evaluate(tally, policy="baseline"))).encode()
    looked_at(own_from(report), settings)


@limits(max_examples=10)
@given(rows_of_three, settings)
def test_three_classes_with_any_logits(rows, settings):
    table = np.array(rows, np.float64)
    tally = lw.tally(table[:, 0].astype(int), logits=table[:, 1:], classes=["a", "b", "c"])
    looked_at(Own("mine", tally=tally), settings)
    report = json.dumps(document(lw.evaluate(tally, policy="baseline"))).encode()
    looked_at(own_from(report), settings)
