"""What stands beside labels and scores: each fault is refused with its place, or left out and counted by its reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import logitwise as lw
from logitwise.batch import Column
from logitwise.batch.slices import codes_of
from logitwise.batch.weights import LARGEST, SMALLEST

Y, Z, NAN = np.array([0, 1, 0, 1]), np.array([-1.0, 1.0, 0.5, 2.0]), float("nan")


def refused(words, **said):
    said.setdefault("logits", Z)
    with pytest.raises(lw.InputError, match=words):
        lw.tally(Y, **said)


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        (NAN, "is missing"),
        (None, "is missing"),
        (-1.0, "is negative, -1"),
        (np.inf, "is inf"),
        (SMALLEST / 2, "is 2.38419e-07, smaller than 4.8e-07.*divide all weights"),
        (LARGEST * 2, "is 3.35544e[+]07, larger than 1.68e[+]07.*divide all weights"),
    ],
)
def test_a_weight_that_is_none_is_refused_with_its_row(weight, words):
    refused(f"sample_weight: the weight of row 2 {words}", sample_weight=[1, 1, weight, 1])


@pytest.mark.parametrize("weight", [0, SMALLEST, LARGEST])
def test_weights_at_the_limits_are_taken(weight):
    assert lw.tally(Y, logits=Z, sample_weight=[1, 1, weight, 1]).weighted.total == 2**28 * (3 + weight)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (["a"] * 4, "sample_weight: numbers were expected as weights, got text"),
        ([1, 2, 3], "sample_weight: 4 rows of scores, 3 weights"),
        (np.ones((4, 2)), "sample_weight: one value a row was expected, got 4 x 2"),
        (2.0, "sample_weight: one value a row was expected, got a single one"),
        ("w", "sample_weight names a column, w, but labels and scores came as arrays"),
    ],
)
def test_weights_that_are_none_at_all_are_refused(weights, words):
    refused(words, sample_weight=weights)


def test_weights_that_are_all_zero_are_counted_as_a_shard_but_not_judged(tmp_path):
    nothing = lw.tally(Y, logits=Z, sample_weight=[0] * 4)
    nothing.save(tmp_path / "a.tally")
    for said in ({"source": Y, "logits": Z, "sample_weight": [0] * 4}, {"source": tmp_path / "a.tally"}):
        with pytest.raises(lw.InputError, match="all weights are zero"):
            lw.evaluate(**said, policy="baseline")
    assert (nothing + lw.tally(Y, logits=Z, sample_weight=[1] * 4)).weighted.total == 4 * 2**28


@pytest.mark.parametrize("what", ["ids", "groups"])
@pytest.mark.parametrize("values", [["a", None, "b", "c"], [1.0, NAN, 2.0, 3.0], ["a", "", "b", "c"]])
def test_a_missing_id_or_group_is_refused_with_its_row(what, values):
    refused(f"{what}: the {what[:-1]} of row 1 is missing; every row needs one", **{what: values})


def test_whole_floats_name_rows_as_whole_numbers_do():
    assert lw.tally(Y, logits=Z, groups=[1.0, 1, 2, 3]) == lw.tally(Y, logits=Z, groups=[1, 1, 2, 3])
    refused("groups: whole numbers or text were expected, got float64", groups=[0.5, 1, 2, 3])


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"sample_weight": [1, NAN, 1, 1]}, "weight is missing"),
        ({"sample_weight": [1, -2, 1, 1]}, "weight is negative"),
        ({"sample_weight": [1, 1e9, 1, 1]}, "weight is too large"),
        ({"sample_weight": [1, 1e-9, 1, 1]}, "weight is too small"),
        ({"groups": ["a", None, "b", "c"]}, "group is missing"),
        ({"ids": [1, NAN, 2, 3]}, "id is missing"),
    ],
)
def test_such_rows_are_left_out_and_counted_where_that_is_asked(said, reason):
    tally = lw.tally(Y, logits=Z, invalid="reject", **said)
    assert (tally.rows, dict(tally.rejected)) == (3, {reason: 1})


@pytest.mark.parametrize(
    ("confidence", "words"), [(1.5, "is not between 0 and 1"), (-0.1, "is not"), (NAN, "is missing")]
)
def test_a_confidence_that_is_none_is_refused_or_left_out(confidence, words):
    said = {"decisions": Y, "confidence": [0.5, 1.0, confidence, 0.0]}
    with pytest.raises(lw.InputError, match=f"the confidence of row 2 {words}"):
        lw.tally(Y, **said)
    assert sum(lw.tally(Y, **said, invalid="reject").rejected.values()) == 1


def test_a_confidence_goes_with_decisions_of_one_class_a_row():
    refused("a confidence goes with decisions", confidence=[0.5] * 4)
    many = np.ones((4, 2), int)
    with pytest.raises(lw.InputError, match="a confidence goes with decisions"):
        lw.tally(many, decisions=many, head="multilabel", confidence=[0.5] * 4)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"x": 2}, "names 'x', which is none of the classes 0, 1"),
        ({"1": 0}, "is 0; a positive number"),
        ({"1": NAN}, "is nan; a positive number"),
        ({"1": 1e-9}, "is 1e-09; a number from 4.8e-07 to 1.68e[+]07"),
        ({"1": 1e9}, "is 1e[+]09; a number from"),
        ([1, 2], "maps class names to numbers"),
        ({"1": "two"}, "maps class names to numbers"),
    ],
)
def test_a_class_weight_that_is_none_is_refused(weights, words):
    refused(f"class_weight .*{words}", class_weight=weights)


def test_a_weight_times_its_class_weight_has_the_same_limits():
    refused("the weight times the class weight of row 1 is 1e[+]08", sample_weight=[1e4] * 4, class_weight={"1": 1e4})
    assert lw.tally(Y, logits=Z, sample_weight=[2] * 4, class_weight={1: 3}).weighted.total == 2**28 * 16


def test_class_weights_are_sample_weights_by_class():
    by_class = lw.tally(Y, logits=Z, class_weight={"1": 5.0})
    assert by_class == lw.tally(Y, logits=Z, sample_weight=np.where(Y == 1, 5.0, 1.0))


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ([2.0, NAN, 2.0, -0.0], ("0", "2", "(no value)")),
        ([1e300, 0.1, np.inf, 1.0], ("0.1", "1", "1e+300", "inf")),
        (np.array([0.1], np.float32), ("0.1",)),
        ([True, False], ("false", "true")),
        (["a", "", None, "(no value)"], ("(no value)", "a")),
    ],
)
def test_values_of_a_slice_are_named_as_they_are_written(values, names):
    assert set(codes_of(Column.of(values), "slice s").names) == set(names)


def test_values_that_are_written_alike_are_one_slice():
    tally = lw.tally(Y, logits=Z, slices={"s": pd.Categorical([1, "1", 1, 2])})
    assert {name: part.rows for name, part in tally.slices["s"].items()} == {"1": 3, "2": 1}


@pytest.mark.parametrize(
    ("slices", "words"),
    [
        ({"day": np.array(["2020-01-01"] * 4, "M8[D]")}, "slice day: text or numbers.*cut times into named bins"),
        ({"v": np.ones((4, 2))}, "slice v: one value a row was expected, got 4 x 2"),
        ({"s": [1]}, "slice s: 4 rows of scores, 1 values"),
        ([1, 2, 3, 4], "slices are columns with names"),
        ("site", "slices are columns with names"),
    ],
)
def test_slices_that_are_none_are_refused(slices, words):
    refused(words, slices=slices)


def test_a_frame_of_text_and_numbers_slices_by_each_of_its_columns():
    frame = pd.DataFrame({"site": list("abab"), "ward": [1, 1, 2, 2]})
    assert {name: list(each) for name, each in lw.tally(Y, logits=Z, slices=frame).slices.items()} == {
        "site": ["a", "b"],
        "ward": ["1", "2"],
    }
    assert list(lw.tally(Y, logits=Z, slices=frame[["site"]]).slices) == ["site"]


@pytest.mark.parametrize("word", ["sample_weight", "groups", "ids", "slices", "class_weight", "confidence"])
def test_nothing_goes_beside_a_tally_or_a_matrix_that_is_counted_already(word, tmp_path):
    lw.tally(Y, logits=Z).save(tmp_path / "a.tally")
    for source in ({"source": tmp_path / "a.tally"}, {"confusion": [[1, 2], [3, 4]]}):
        with pytest.raises(lw.InputError, match=f"is judged on its own; it was given with {word}"):
            lw.evaluate(**source, **{word: {"1": 2}})
