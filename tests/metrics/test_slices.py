"""Slices ranked: the rest is the column's other values, small ones do not lead, few false ones are found."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import numpy as np
import pytest

import logitwise as lw
from logitwise.head import Head
from logitwise.metrics import measure
from logitwise.metrics.decided import decided
from logitwise.metrics.slice_shares import Ranked, headline, rankable, shares_of
from logitwise.metrics.slices import Q, rank_slices
from logitwise.tallies.confusion import Confusion
from logitwise.tallies.tally import Tally

HEAD = Head("sigmoid", ("no", "yes"))


def two_by_two(tn, fp, fn, tp):
    counts = Confusion.of_matrix(np.array([[tn, fp], [fn, tp]]))
    return Tally(HEAD, "decisions", rows=counts.rows, confusion=counts)


def sliced(**columns):
    """A column a keyword, of values with their tn, fp, fn, tp."""
    return {name: {value: two_by_two(*four) for value, four in values.items()} for name, values in columns.items()}


ALIKE = (80, 20, 20, 80)


def test_each_slice_is_compared_with_the_other_values_of_its_column():
    columns = sliced(site={"A": (90, 10, 60, 40), "B": ALIKE, "C": ALIKE})
    ranking = rank_slices(columns, Ranked("recall", "yes"))
    worst = ranking.slices[0]
    assert (worst.column, worst.value, worst.estimate, worst.rest) == ("site", "A", 0.4, 0.8)
    assert (worst.worse, worst.few) == (True, False)
    assert [one.worse for one in ranking.slices[1:]] == [False, False]


def test_p_values_are_fishers_with_mid_p_and_adjusted_by_benjamini_hochberg():
    from scipy.stats import false_discovery_control, hypergeom

    found = {"A": (90, 10, 40, 60), "B": (80, 20, 22, 78), "C": (80, 20, 15, 85)}
    slices = sorted(rank_slices(sliced(site=found), Ranked("recall", "yes")).slices, key=lambda one: one.value)
    laws = [(hypergeom(300, 223, 100), k) for k in (60, 78, 85)]
    expected = [law.cdf(k) - law.pmf(k) / 2 for law, k in laws]  # SciPy
    assert [one.p for one in slices] == pytest.approx(expected, rel=1e-9)
    assert [one.adjusted for one in slices] == pytest.approx(false_discovery_control(expected), rel=1e-9)


def test_columns_that_overlap_are_adjusted_for_any_dependence():
    from scipy.stats import false_discovery_control

    columns = sliced(site={"A": (90, 10, 40, 60), "B": ALIKE}, device={"x": ALIKE, "y": (90, 10, 40, 60)})
    ranking = rank_slices(columns, Ranked("recall", "yes"))
    assert ranking.correction == "Benjamini-Yekutieli"
    adjusted = false_discovery_control([one.p for one in ranking.slices], method="by")  # SciPy
    assert [one.adjusted for one in ranking.slices] == pytest.approx(adjusted, rel=1e-9)


def test_a_tiny_slice_that_is_all_wrong_does_not_head_the_list_and_is_flagged():
    columns = sliced(site={"tiny": (1, 0, 1, 0), "bad": (80, 20, 50, 50), "b": ALIKE, "c": ALIKE, "d": ALIKE})
    ranking = rank_slices(columns, Ranked("recall", "yes"))
    assert ranking.slices[0].value == "bad"
    (tiny,) = [one for one in ranking.slices if one.value == "tiny"]
    assert (tiny.estimate, tiny.few, tiny.worse) == (0.0, True, False)


def test_where_slices_differ_much_a_tiny_one_still_does_not_head_the_list():
    columns = sliced(site={"tiny": (1, 0, 1, 0), "bad": (80, 20, 400, 600), "good": (80, 20, 50, 950)})
    ranking = rank_slices(columns, Ranked("recall", "yes"))
    assert [one.value for one in ranking.slices] == ["bad", "good", "tiny"]
    assert ranking.slices[2].shrunken < ranking.slices[0].shrunken


def test_a_small_slice_that_is_found_worse_stands_where_its_estimate_puts_it():
    columns = sliced(site={"small": (80, 20, 9, 0), "b": (80, 20, 10, 990), "c": (80, 20, 12, 988)})
    first = rank_slices(columns, Ranked("recall", "yes")).slices[0]
    assert (first.value, first.worse, first.few) == ("small", True, True)


def test_a_slice_without_a_class_has_no_balanced_accuracy_and_comes_last():
    ranking = rank_slices(sliced(site={"none": (50, 50, 0, 0), "B": ALIKE, "C": ALIKE}), headline(HEAD))
    last = ranking.slices[-1]
    assert (last.value, last.few, last.worse) == ("none", True, False)
    assert isnan(last.estimate)
    assert isnan(last.p)


def test_another_mix_of_classes_is_not_worse():
    columns = sliced(site={"A": (8, 2, 400, 600), "B": (800, 200, 4, 6)})  # the same recall and specificity
    by_accuracy, by_balanced = (rank_slices(columns, Ranked(name)) for name in ("accuracy", "balanced_accuracy"))
    assert any(one.worse for one in by_accuracy.slices)
    assert not any(one.worse for one in by_balanced.slices)


def test_a_column_with_one_value_has_no_rest():
    (only,) = rank_slices(sliced(site={"A": ALIKE}), Ranked("accuracy")).slices
    assert isnan(only.rest)
    assert isnan(only.p)
    assert not only.worse


HEADS = {
    "two classes": (HEAD, "balanced_accuracy"),
    "more classes": (Head("softmax", ("a", "b", "c")), "accuracy"),
    "labels": (Head("multilabel", ("a", "b")), "subset_accuracy"),
}


@pytest.mark.parametrize("name", HEADS)
def test_the_headline_of_every_head_can_be_ranked_by(name):
    head, expected = HEADS[name]
    assert headline(head).name == expected
    assert rankable(head, expected)


def test_only_shares_are_ranked_by():
    assert rankable(HEAD, "recall")
    assert not rankable(HEAD, "log_loss")
    assert not rankable(HEADS["more classes"][0], "recall")
    assert not rankable(HEADS["more classes"][0], "recall", average="macro")


def rows(kind, seed=0, n=4000, **beside):
    rng = np.random.default_rng(seed)
    site = rng.choice(["a", "b", "c"], n)
    if kind == "binary":
        y = (rng.random(n) < 0.3).astype(int)
        return lw.tally(y, logits=2.0 * y - 1 + rng.normal(size=n), slices={"site": site}, **beside)
    if kind == "labels":
        y = (rng.random((n, 3)) < 0.3).astype(int)
        return lw.tally(
            y, logits=3.0 * y - 1.5 + rng.normal(size=y.shape), head="multilabel", slices={"site": site}, **beside
        )
    y = rng.integers(0, 3, n)
    return lw.tally(y, logits=2 * np.eye(3)[y] + rng.normal(size=(n, 3)), slices={"site": site}, **beside)


@pytest.mark.parametrize("kind", ["binary", "softmax", "labels"])
@pytest.mark.parametrize("beside", ["nothing", "weights", "groups", "both"])
def test_the_shares_are_those_that_metrics_measure(kind, beside):
    rng = np.random.default_rng(1)
    weights = {"sample_weight": rng.random(4000) + 0.5} if beside in ("weights", "both") else {}
    groups = {"groups": rng.integers(0, 300, 4000)} if beside in ("groups", "both") else {}
    whole = rows(kind, **weights, **groups)
    by = headline(whole.head)
    for part in whole.slices["site"].values():
        shares = shares_of(part, by)
        value = measure(part, by.name).value
        assert np.mean([k / n for k, n in shares]) == pytest.approx(value, rel=1e-9)
        if by.name != "balanced_accuracy":
            expected = measure(part, by.name).law.as_share(0.5)
            assert shares[0] == pytest.approx((expected.successes, expected.trials), rel=1e-6)


def test_without_scores_metrics_of_decisions_are_the_same():
    part = rows("binary").slices["site"]["a"]
    for name in ("accuracy", "recall", "f1", "mcc"):
        assert measure(decided(part), name).value == measure(part, name).value
    assert decided(part).cells() is None


def found_by_chance(runs, columns, seed, slices=8, n=150):
    """Share of false ones among those found, where no slice differs: 1 where any is found."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(runs):
        tables = {}
        for name in columns:
            counts = [(rng.multinomial(n, [0.56, 0.14, 0.06, 0.24])) for _ in range(slices)]
            tables[name] = {str(i): four.tolist() for i, four in enumerate(counts)}
        ranking = rank_slices(sliced(**tables), headline(HEAD))
        found.append(any(one.worse for one in ranking.slices))
    return float(np.mean(found))


@pytest.mark.slow
@pytest.mark.parametrize("columns", [("site",), ("site", "device")])
def test_where_no_slice_differs_one_is_found_worse_in_at_most_a_tenth_of_the_data_sets(columns):
    assert found_by_chance(300, columns, 0) <= Q + 3 * np.sqrt(Q * (1 - Q) / 300)


@pytest.mark.slow
@pytest.mark.parametrize("slices", [2, 5, 20, 100])
def test_the_false_discovery_rate_is_held_for_few_and_many_slices(slices):
    runs = min(2000, 20_000 // slices)
    assert found_by_chance(runs, ("site",), slices, slices=slices, n=60) <= Q + 3 * np.sqrt(Q * (1 - Q) / runs)


def test_a_really_worse_slice_is_found():
    rng = np.random.default_rng(3)
    found = 0
    for _ in range(50):
        counts = {str(i): rng.multinomial(500, [0.56, 0.14, 0.06, 0.24]).tolist() for i in range(9)}
        counts["bad"] = rng.multinomial(500, [0.49, 0.21, 0.15, 0.15]).tolist()
        found += rank_slices(sliced(site=counts), headline(HEAD)).slices[0].value == "bad"
    assert found >= 48


def test_too_few_groups_are_not_compared():
    groups = np.random.default_rng(0).integers(0, 60, 4000)
    site = np.where(groups < 15, "few", "many")
    y = np.random.default_rng(1).integers(0, 2, 4000)
    tally = lw.tally(y, logits=2.0 * y - 1, slices={"site": site}, groups=groups)
    slices = {one.value: one for one in rank_slices(tally.slices, headline(tally.head)).slices}
    assert isnan(slices["few"].p)
    assert slices["few"].few
    assert not isnan(slices["many"].p)


def test_an_empty_tally_has_no_shares():
    assert shares_of(replace(two_by_two(1, 1, 1, 1), confusion=None, rows=0), headline(HEAD)) == [(0.0, 0.0)] * 2
