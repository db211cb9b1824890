"""Slips of the pen in a policy, and policies given as dicts."""

from __future__ import annotations

import pytest

from logitwise.errors import PolicyError
from logitwise.policy import find_policy, policy_of, read_policy
from logitwise.policy.said_twice import said_twice


def refusal(folder, text):
    (folder / "p.toml").write_text(text)
    with pytest.raises(PolicyError) as caught:
        read_policy(folder / "p.toml")
    return str(caught.value)


@pytest.mark.parametrize(("pair", "hint"), [((1.2, 0.8), '[">= 0.8", "<= 1.2"]'), ((1.2, 1.2), "leave some room")])
def test_two_sides_that_exclude_each_other_are_refused(tmp_path, pair, hint):
    said = refusal(tmp_path, f'[require]\ncalibration_slope = [">= {pair[0]}", "<= {pair[1]}"]\n')
    assert f"no rows can show both at least {pair[0]} and at most {pair[1]}" in said
    assert hint in said


@pytest.mark.parametrize(
    ("metric", "bound", "instead"),
    [
        ("ece15", "<= 0.05", "ask for calibration_gap"),
        ("hand_till", ">= 0.8", "ask for roc_auc.macro"),
        ("partial_auc", ">= 0.8", "ask for roc_auc, or specificity at a threshold"),
    ],
)
def test_a_metric_without_limits_is_told_to_stay_undecided_and_what_decides(metric, bound, instead):
    line = policy_of({"require": {metric: bound}}).sentences()[1]
    assert "can only stay undecided" in line
    assert line.endswith(instead)


def test_a_metric_with_limits_is_only_asked_for():
    assert policy_of({"require": {"recall": ">= 0.8"}}).sentences()[1] == "asks for recall >= 0.8"


@pytest.mark.parametrize(
    ("written", "meant"), [("recall.macro", "recall.macro"), ("recall.St. Bernard", 'recall."St. Bernard"')]
)
def test_a_dotted_key_in_quotes_is_told_to_lose_them(tmp_path, written, meant):
    said = refusal(tmp_path, f'[require]\n"{written}" = ">= 0.78"\n')
    assert f"write {meant} without quotes around the whole" in said


@pytest.mark.parametrize(
    "text",
    [
        '[require]\nrecall = ">= 0.8"\nrecall.macro = ">= 0.7"\n',
        '[require]\nrecall.macro = ">= 0.7"\nrecall = ">= 0.8"\n',
        '[require.each_slice]\nrecall = ">= 0.8"\nrecall."not sure" = ">= 0.7"\n',
        '[require]\nrecall = ">= 0.8"\n[require.recall]\nmacro = ">= 0.7"\n',
    ],
)
def test_a_bound_beside_bounds_of_its_classes_is_explained_without_the_words_of_toml(tmp_path, text):
    said = refusal(tmp_path, text)
    assert "writes recall again" in said
    assert "recall.POSITIVE_CLASS" in said
    assert "recall.macro" in said
    assert "overwrite" not in said


def test_what_is_written_twice_and_no_metric_is_left_to_toml():
    assert said_twice("x = 1\nx = 2", "Cannot overwrite a value (at line 2, column 6)") is None


def test_a_missing_file_is_told_once(tmp_path):
    with pytest.raises(PolicyError) as caught:
        read_policy(tmp_path / "nope.toml")
    assert str(caught.value).count("nope.toml") == 1
    assert "not TOML" not in str(caught.value)


def test_a_dict_is_the_policy_that_its_toml_is(tmp_path):
    (tmp_path / "p.toml").write_text(
        'extends = "baseline"\n[require]\nrecall.1 = ">= 0.8"\nf1 = [">= 0.1", "<= 0.9"]\n'
    )
    given = find_policy({"extends": "baseline", "require": {"recall": {1: ">= 0.8"}, "f1": (">= 0.1", "<= 0.9")}})
    read = read_policy(tmp_path / "p.toml")
    assert [each.text for each in given.requirements] == [each.text for each in read.requirements]
    assert (given.clauses, given.source) == (read.clauses, "a dict")


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"requires": {"recall": ">= 0.1"}}, "there is no key 'requires' (did you mean 'require'?)"),
        ({"require": {"recall": 0.8}}, "write an operator and a number in quotes"),
        ({"require": {"recall.macro": ">= 0.8"}}, "write {'recall': {'macro': ...}}"),
        ({}, "asks for nothing"),
    ],
)
def test_a_dict_passes_the_same_checks(tables, words):
    with pytest.raises(PolicyError) as caught:
        find_policy(tables)
    assert str(caught.value).startswith("a dict: ")
    assert words in str(caught.value)


def test_a_dict_that_holds_itself_is_refused():
    tables = {}
    tables["require"] = tables
    with pytest.raises(PolicyError, match="nested too deeply"):
        find_policy(tables)
