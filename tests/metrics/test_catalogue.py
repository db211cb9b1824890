"""Asking a tally for metrics."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from logitwise.batch import Batch
from logitwise.errors import OptionError
from logitwise.head import Head
from logitwise.metrics import NAMES, Parameters, measure, measure_all
from logitwise.metrics.dispatch import AVERAGED, ONE, OVER_LABELS
from logitwise.metrics.names import METRICS
from logitwise.tallies.of_batch import tally_batch
from logitwise.tallies.tally import Tally

RNG = np.random.default_rng(1)
PARAMETERS = Parameters(prevalence=0.1, top_k=2)


@pytest.fixture(scope="module")
def tallies(binary, softmax, multilabel, matrix):
    z = RNG.normal(size=(300, 4))
    y = np.argmax(z + RNG.normal(size=z.shape), axis=1)
    decided = Batch(Head("sigmoid", ("no", "yes")), "decisions", np.uint8(z[:, 1] > 0), np.uint8(z[:, 0] > 0))
    return {
        "binary": binary(z[:, 0], y == 0),
        "softmax": softmax(z, y),
        "multilabel": multilabel(z, z + RNG.normal(size=z.shape) > 0),
        "confusion": matrix([[50, 2, 3], [4, 45, 1], [2, 3, 48]]),
        "decisions": tally_batch(decided),
        "empty": Tally(Head("softmax", ("a", "b", "c")), "logits"),
    }


KINDS = ("binary", "softmax", "multilabel", "confusion", "decisions", "empty")


@pytest.mark.parametrize("kind", KINDS)
def test_everything_measured_can_be_asked_for(tallies, kind):
    for measured in measure_all(tallies[kind], PARAMETERS):
        asked = {"of": measured.of, "average": measured.average, "parameters": PARAMETERS}
        again = measure(tallies[kind], measured.name, **asked)
        np.testing.assert_equal((again.value, again.n, again.method), (measured.value, measured.n, measured.method))
        assert again.parameter == measured.parameter == PARAMETERS.value(METRICS[measured.name].parameter)


@pytest.mark.parametrize("kind", KINDS)
def test_limits_and_interval_hold_every_value_between_them(tallies, kind):
    for measured in measure_all(tallies[kind], PARAMETERS):
        shown = measured.estimate()
        if measured.undefined is None:
            assert shown.low <= shown.value <= shown.high, measured.name
            assert not measured.lower(0.05) > measured.value, measured.name
            assert not measured.upper(0.05) < measured.value, measured.name
            assert shown.high - shown.low > 1e-6, measured.name
        else:
            assert np.isnan(measured.lower(0.05))


@pytest.mark.parametrize("kind", KINDS)
def test_overall_comes_first_then_averages_then_classes(tallies, kind):
    everything = measure_all(tallies[kind], PARAMETERS)
    places = [2 if m.of else 1 if m.average else 0 for m in everything]
    assert places == sorted(places)
    assert len(everything) == len({(m.name, m.of, m.average) for m in everything})


@pytest.mark.parametrize("kind", ["binary", "softmax", "multilabel"])
def test_all_that_a_head_has_is_listed(tallies, kind):
    listed = {m.name for m in measure_all(tallies[kind], PARAMETERS)}
    assert listed == {name for name, metric in METRICS.items() if kind in metric.heads}


def test_every_metric_has_its_functions():
    assert set(ONE) == set(METRICS)
    assert set(AVERAGED) == {name for name, metric in METRICS.items() if metric.averages}
    assert set(OVER_LABELS) == {name for name, metric in METRICS.items() if metric.over_labels}


def test_without_a_prevalence_nothing_that_depends_on_one_is_listed(tallies):
    assert not [m for m in measure_all(tallies["binary"]) if "at_prevalence" in m.name]
    assert "no prevalence is stated" in measure(tallies["binary"], "ppv_at_prevalence").undefined


def test_top_k_is_not_listed_where_it_is_always_one(tallies):
    assert "top_k_accuracy" not in {m.name for m in measure_all(tallies["softmax"], Parameters(top_k=4))}
    assert "top_k_accuracy" in {m.name for m in measure_all(tallies["softmax"], Parameters(top_k=3))}


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_can_be_asked_of_every_tally(tallies, kind):
    expected = "name a class with `of`", "name a label with `of`", "is of a head with"
    for name in NAMES:
        try:
            measured = measure(tallies[kind], name, parameters=PARAMETERS)
        except OptionError as error:
            assert any(words in str(error) for words in expected)  # noqa: PT017
        else:
            assert measured.name == name


def test_a_metric_of_a_class_is_the_positives_where_there_are_two(tallies):
    assert measure(tallies["binary"], "recall").of == "yes"
    assert measure(tallies["softmax"], "recall").average == "macro"


def test_the_positive_class_may_come_first(binary):
    z, y = RNG.normal(size=50), RNG.integers(0, 2, 50)
    tally = binary(z, y, positive=0)
    assert measure(tally, "prevalence").of == "no"
    assert measure(tally, "prevalence").value == y.mean()  # a batch codes the positive class 1
    assert measure(tally, "roc_auc").of == "no"


@pytest.mark.parametrize("kind", ["confusion", "decisions"])
def test_without_probabilities_metrics_of_scores_are_absent_or_say_why(tallies, kind):
    listed, own = {m.name for m in measure_all(tallies[kind])}, "binary" if kind == "decisions" else "softmax"
    for name, metric in METRICS.items():
        if metric.scores:
            assert name not in listed
            if own in metric.heads:
                assert measure(tallies[kind], name).undefined.endswith("no probabilities")


def test_without_rows_everything_is_undefined(tallies):
    assert all(np.isnan(m.value) and m.undefined for m in measure_all(tallies["empty"]))


@pytest.mark.parametrize(
    ("kind", "name", "options", "message"),
    [
        ("binary", "reccall", {}, "there is no metric 'reccall': did you mean 'recall'?"),
        ("binary", "recall", {"of": "yess"}, "there is no class 'yess': did you mean 'yes'?"),
        ("multilabel", "recall", {"of": "zzz"}, "there is no label 'zzz': there are l0, l1, l2, l3"),
        ("softmax", "recall", {"average": "mean"}, "there is no average 'mean': there are macro, weighted, micro"),
        (
            "softmax",
            "recall",
            {"of": "c1", "average": "macro"},
            "recall of c1 is of one class and has no macro average",
        ),
        ("binary", "accuracy", {"of": "yes"}, "accuracy is of all rows: it has no class and no average"),
        ("softmax", "ece15", {"of": "c1"}, "ece15 is of all rows"),
        ("binary", "ppv_at_prevalence", {"of": "no"}, "ppv_at_prevalence of two classes is of the positive one, yes"),
        ("binary", "top_k_accuracy", {}, "top_k_accuracy is of a head with more than two classes"),
        ("softmax", "hamming_loss", {}, "hamming_loss is of a head with labels; this one has more than two classes"),
        ("multilabel", "subset_accuracy", {"of": "l1"}, "subset_accuracy is of all rows: it has no class"),
        ("binary", "roc_auc", {"of": "no"}, "roc_auc of two classes is of the positive one, yes"),
        ("softmax", "npv", {}, "npv has no macro average: name a class with `of`"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(tallies, kind, name, options, message):
    with pytest.raises(OptionError) as refusal:
        measure(tallies[kind], name, **options)
    assert message in str(refusal.value)


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 1)), min_size=1, max_size=40), st.floats(0.002, 0.3))
def test_no_data_set_is_both_ready_and_not(binary, pairs, alpha):
    for measured in measure_all(binary(*zip(*pairs, strict=True)), PARAMETERS):
        assert not measured.lower(alpha) > measured.upper(alpha), measured.name


def test_splitting_and_merging_changes_no_number(binary):
    z, y = RNG.normal(size=200), RNG.integers(0, 2, 200)
    merged = binary(z[:50], y[:50]) + binary(z[50:], y[50:])
    for one, other in zip(measure_all(binary(z, y), PARAMETERS), measure_all(merged, PARAMETERS), strict=True):
        np.testing.assert_equal(astuple(one.estimate()), astuple(other.estimate()))


def test_above_ten_thousand_classes_none_is_listed_but_each_can_be_asked_for():
    import logitwise as lw

    tally = lw.tally(np.arange(40) % 7, decisions=np.arange(40) % 9, classes=range(10_001))
    assert all(m.of is None for m in measure_all(tally))
    assert measure(tally, "recall", of="3").n == 6
