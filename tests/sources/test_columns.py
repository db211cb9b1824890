"""Columns are found by name only, and the report says which were taken and which were left out."""

from __future__ import annotations

import pytest

from logitwise.errors import ColumnError, OptionError
from logitwise.sources.names import Asked, Finder


def choose(*names, **asked):
    return Finder(names, "t.csv").choose(Asked(**asked))


@pytest.mark.parametrize("label", ["label", "labels", "y", "y_true", "target"])
@pytest.mark.parametrize(
    ("score", "scale"),
    [
        ("logit", "logits"),
        ("logits", "logits"),
        ("prob", "probabilities"),
        ("probs", "probabilities"),
        ("probabilities", "probabilities"),
        ("p", "probabilities"),
        ("y_prob", "probabilities"),
        ("y_proba", "probabilities"),
        ("decision", "decisions"),
        ("decisions", "decisions"),
        ("pred", "decisions"),
        ("y_pred", "decisions"),
    ],
)
def test_the_usual_names_are_known(label, score, scale):
    chosen = choose(label, score, "age")
    assert (chosen.labels, chosen.scores, chosen.scale, chosen.left_out) == ((label,), (score,), scale, ("age",))


@pytest.mark.parametrize(
    ("prefix", "scale"), [("logit_", "logits"), ("z_", "logits"), ("prob_", "probabilities"), ("p_", "probabilities")]
)
def test_a_pattern_names_its_classes(prefix, scale):
    chosen = choose("y", f"{prefix}dog", f"{prefix}cat")
    assert (chosen.classes, chosen.scale) == (("dog", "cat"), scale)


def test_logits_come_before_probabilities_before_decisions():
    assert choose("y", "y_pred", "p", "logit").scale == "logits"
    assert choose("y", "y_pred", "p").scale == "probabilities"
    assert choose("y", "logit", "p", probabilities="p").scale == "probabilities"


def test_numbered_columns_are_ordered_by_number():
    assert choose("y", "p_10", "p_9", "p_8", "p_7", "p_6", "p_5", "p_4", "p_3", "p_2", "p_1").scores[-1] == "p_10"


def test_a_gap_between_numbers_is_refused_by_name():
    with pytest.raises(ColumnError, match="p_3 is missing"):
        choose("y", "p_0", "p_1", "p_2", "p_4")
    with pytest.raises(ColumnError, match="p_0 is missing"):
        choose("y", "p_2", "p_3")
    assert choose("y", "p_1", "p_2").classes == ("1", "2")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("label", "y", "p"), "label, y may each hold the labels.*--label"),
        (("y", "p", "prob"), "prob or p may hold the probabilities.*--probabilities"),
        (("y", "p", "p_0", "p_1"), "p or p_0, p_1 may hold"),
        (("p_0", "p_1"), "no label column; there are p_0, p_1.*--label"),
        (("y", "age"), "no column of scores.*there are y, age.*--logits, --probabilities or --decisions"),
        (("scores", "truth"), "scores, truth.*--logits.*--label"),
        (("y", "p", "p"), "column p is there twice"),
        (("y", "p_", "p_ "), "p_ gives its class an empty name"),
        (("y", "p_a", "p_b\0c"), "NUL"),
        (("y", "p_1"), "p_1 is the only score column.*--probabilities p_1"),
        (("y_a", "y_b", "p_a", "p_b"), "several label columns.*--head multilabel"),
    ],
)
def test_what_is_not_clear_is_refused_with_the_option_that_makes_it_so(names, message):
    with pytest.raises(ColumnError, match=message):
        choose(*names)


def test_an_option_is_a_name_a_list_or_a_pattern():
    names = ("truth", "s_b", "s_a", "a,b*")
    assert choose(*names, label="truth", logits="s_*").classes == ("b", "a")
    assert choose(*names, label="truth", logits="s_a,s_b").scores == ("s_a", "s_b")
    assert choose(*names, label="truth", logits="a,b*").scores == ("a,b*",)
    assert choose("y", "p_1", probabilities="p_1").classes is None


def test_an_option_that_matches_nothing_lists_what_is_there():
    with pytest.raises(ColumnError, match=r"--logits names q_\*, which is not there; the columns are y, p"):
        choose("y", "p", logits="q_*")
    with pytest.raises(ColumnError, match="--label names truth"):
        choose("y", "p", label="truth")


def test_scores_of_one_scale_only():
    with pytest.raises(OptionError, match="--logits, --probabilities"):
        choose("y", "p", "z", logits="z", probabilities="p")


def test_multilabel_columns_are_joined_by_what_the_star_stands_for():
    chosen = choose("y_b", "y_a", "y_c", "y_true", "p_a", "p_b", "p_z", head="multilabel")
    assert (chosen.labels, chosen.scores, chosen.classes) == (("y_b", "y_a"), ("p_b", "p_a"), ("b", "a"))
    assert (chosen.unmatched, chosen.left_out) == (("y_c", "p_z"), ("y_true",))


def test_multilabel_columns_without_a_partner_are_refused():
    with pytest.raises(ColumnError, match="has a score column of the same name"):
        choose("y_a", "y_b", "p_c", "p_d", head="multilabel")


def test_names_with_invisible_characters_are_names():
    assert choose("y", "p_a\u200bb", "p_ab", "p_\u202egnp").classes == ("a\u200bb", "ab", "\u202egnp")
