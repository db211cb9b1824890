"""Policies: what can be asked, and how a mistake is told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from logitwise import policy as policies
from logitwise.errors import PolicyError
from logitwise.metrics import Parameters
from logitwise.policy import Costs, baseline, find_policy, read_policy, template
from logitwise.policy.document import check


def write(folder, text, name="p.toml"):
    (folder / name).write_text(text)
    return folder / name


def refusal(folder, text):
    with pytest.raises(PolicyError) as caught:
        read_policy(write(folder, text))
    assert "p.toml" in str(caught.value)
    return str(caught.value)


def test_a_requirement_is_a_metric_an_operator_and_a_bound(tmp_path):
    (wanted,) = read_policy(write(tmp_path, '[require]\nrecall = ">= 0.8"\n')).requirements
    assert (wanted.metric, wanted.op, wanted.bound, wanted.of, wanted.average) == ("recall", ">=", 0.8, None, None)


def test_a_dotted_key_names_a_class(tmp_path):
    text = '[require]\nrecall.malignant = ">= 0.9"\nrecall."not sure" = ">=.5"\n'
    assert [w.of for w in read_policy(write(tmp_path, text)).requirements] == ["malignant", "not sure"]


@pytest.mark.parametrize("average", ["macro", "weighted", "micro"])
def test_a_dotted_key_names_an_average(tmp_path, average):
    (wanted,) = read_policy(write(tmp_path, f'[require]\nf1.{average} = ">= 0.5"\n')).requirements
    assert (wanted.average, wanted.of) == (average, None)


def test_an_unquoted_class_name_with_a_dot_is_told_to_stand_in_quotes(tmp_path):
    assert "quotes" in refusal(tmp_path, '[require]\nrecall.St.Bernard = ">= 0.9"\n')


def test_an_unknown_metric_is_refused_with_the_nearest_name(tmp_path):
    message = refusal(tmp_path, '[require]\nrecal = ">= 0.8"\n')
    assert "'recal'" in message
    assert "did you mean 'recall'" in message


@pytest.mark.parametrize("operator", ["=>", "=<", ">", "<", "==", "~"])
def test_an_operator_that_does_not_exist_is_refused_with_those_that_do(tmp_path, operator):
    message = refusal(tmp_path, f'[require]\nrecall = "{operator} 0.8"\n')
    assert f"'{operator}'" in message
    assert ">= 0.8" in message
    assert "<= 0.8" in message


@pytest.mark.parametrize("written", ["0.8", "0.8 or so", ">= x", ">= 80%", ">=", "", ">= nan", ">= inf", ">= 0.8 0.9"])
def test_a_bound_that_is_no_number_is_refused(tmp_path, written):
    assert "recall" in refusal(tmp_path, f'[require]\nrecall = "{written}"\n')


@pytest.mark.parametrize("value", ["0.8", "true", "[1]"])
def test_a_bound_that_is_no_string_is_refused(tmp_path, value):
    assert "in quotes" in refusal(tmp_path, f"[require]\nrecall = {value}\n")


def test_a_list_bounds_a_metric_on_both_sides(tmp_path):
    (tmp_path / "p.toml").write_text('[require]\ncalibration_slope = [">= 0.8", "<= 1.2"]\n')
    wanted = find_policy(tmp_path / "p.toml").requirements
    assert [each.text for each in wanted] == ["calibration_slope >= 0.8", "calibration_slope <= 1.2"]


@pytest.mark.parametrize("value", ['[">= 0.8"]', "[]", '[">= 0.8", ">= 0.9"]', '[">= 0.8", "<= 0.9", "<= 0.95"]'])
def test_a_list_that_is_no_pair_of_sides_is_refused(tmp_path, value):
    assert "one above" in refusal(tmp_path, f"[require]\nrecall = {value}\n")


@pytest.mark.parametrize("bound", ["1.0", "1", "1.5", "0.0", "-0.5"])
def test_a_floor_that_cannot_be_shown_or_asks_nothing_is_refused(tmp_path, bound):
    message = refusal(tmp_path, f'[require]\nrecall = ">= {bound}"\n')
    assert "recall" in message
    assert str(float(bound)) in message


@pytest.mark.parametrize("bound", ["0.0", "1.0"])
def test_a_ceiling_that_cannot_be_shown_or_asks_nothing_is_refused(tmp_path, bound):
    assert bound in refusal(tmp_path, f'[require]\ncalibration_gap = "<= {bound}"\n')


def test_zero_is_a_floor_for_a_metric_that_goes_below_it(tmp_path):
    (wanted,) = read_policy(write(tmp_path, '[require]\nbrier_skill = ">= 0.0"\n')).requirements
    assert wanted.bound == 0


def test_a_floor_under_a_loss_is_taken_for_the_mistake_it_is(tmp_path):
    assert "<= 0.5" in refusal(tmp_path, '[require]\nlog_loss = ">= 0.5"\n')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[require]\nrecall >= 0.8\n", ["line 2"]),
        ("[confidence]\nlevel = 1.0\n", ["level", "1.0"]),
        ("[confidence]\nlevel = 0.4\n", ["level", "0.4"]),
        ("[confidence]\nlevel = nan\n", ["level"]),
        ("[confidence]\nlooks = 0\n", ["looks", "0"]),
        ("[confidence]\nlooks = 2.5\n", ["looks"]),
        ("[confidence]\nlevle = 0.9\n", ["'levle'", "level"]),
        ("[rows]\nmax_rejected = 1.0\n", ["max_rejected"]),
        ('[rows]\ninvalid = "drop"\n', ["invalid", "refuse", "reject"]),
        ("[task]\nthreshold = 1.0\n", ["threshold"]),
        ('[task]\nhead = "relu"\n', ["head", "softmax"]),
        ('[task]\nclasses = ["a", "a"]\n', ["'a'", "twice"]),
        ('[task]\nclasses = ["a", "b"]\npositive = "c"\n', ["positive", "'c'"]),
        ("[task]\nclasses = [0, 1]\n", ["classes"]),
        ('[requires]\nrecall = ">= 0.8"\n', ["'requires'", "require"]),
        ('extends = "strict"\n', ["extends", "baseline"]),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(tmp_path, text, words):
    message = refusal(tmp_path, text)
    assert all(word in message for word in words), message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[findings]\nwaive = {LW999 = "why"}\n', "LW999"),
        ('[findings]\nwaive = {LW206 = " "}\n', "LW206 needs a reason"),
        ('[findings]\nselect = ["LW9"]\n', "select: no finding begins with 'LW9'"),
        ("[task]\ncosts = {false_positive = -1, false_negative = 20}\n", "costs.false_positive = -1"),
        ("[task]\ncosts = {false_positive = 0, false_negative = 0}\n", "costs: false_positive and false_negative of 0"),
        ("[task]\ncosts = {false_alarm = 1}\n", "costs"),
    ],
)
def test_findings_and_costs_that_cannot_be_meant_are_refused(tmp_path, text, said):
    assert said in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('waive = ["LW401"]', "each code with the reason why it may stand, like waive = { LW401 = "),
        ('waive = "LW401"', "each code with the reason"),
        ('waive = { LW4 = "known" }', "'LW4' begins 6 codes; waive each by itself, like LW401"),
        ("waive = { LW401 = 3 }", "each code with the reason"),
        ('ignore = [" "]', "no finding begins with"),
    ],
)
def test_a_waiver_that_is_none_says_how_it_is_written(tmp_path, written, said):
    (tmp_path / "p.toml").write_text(f'extends = "baseline"\n[findings]\n{written}\n')
    with pytest.raises(PolicyError) as refused:
        read_policy(tmp_path / "p.toml")
    assert said in str(refused.value)


def test_codes_may_be_written_in_any_case(tmp_path):
    (tmp_path / "p.toml").write_text(
        'extends = "baseline"\n[findings]\nselect = ["lw2"]\nignore = ["Lw206"]\nwaive = {lw401 = "known"}\n'
    )
    rules = read_policy(tmp_path / "p.toml").findings
    assert (rules.select, rules.ignore, dict(rules.waive)) == (("LW2",), ("LW206",), {"LW401": "known"})


def test_a_waiver_with_a_reason_and_costs_are_read(tmp_path):
    place = tmp_path / "p.toml"
    place.write_text(
        'extends = "baseline"\n[findings]\nwaive = {LW206 = "known"}\nignore = ["LW1"]\n'
        "[task]\ncosts = {false_positive = 1.0, false_negative = 20.0}\n"
    )
    policy = read_policy(place)
    assert policy.findings.waive == {"LW206": "known"}
    assert not policy.findings.selects("LW104")
    assert policy.task.costs == Costs(1.0, 20.0)


@pytest.mark.parametrize("text", ["", "[require]\n", "[task]\nthreshold = 0.3\n"])
def test_a_policy_that_asks_for_nothing_is_refused(tmp_path, text):
    assert "asks for nothing" in refusal(tmp_path, text)


def test_a_policy_replaces_the_baseline(tmp_path):
    policy = read_policy(write(tmp_path, '[require]\nrecall = ">= 0.8"\n'))
    assert not policy.clauses.any
    assert not policy.extends_baseline


def test_a_policy_that_extends_the_baseline_keeps_its_clauses_and_may_move_their_limits(tmp_path):
    policy = read_policy(write(tmp_path, 'extends = "baseline"\n[baseline]\nmostly_missed = 0.3\n'))
    assert policy.extends_baseline
    assert policy.clauses.beats_majority
    assert policy.clauses.mostly_missed == 0.3


def test_the_shipped_policy_passes_the_check_that_files_of_users_pass():
    text = Path(policies.__file__).with_name("baseline.toml").read_text()
    check(tomllib.loads(text), source="baseline.toml")
    assert baseline().clauses == policies.BaselineClauses(beats_majority=True, beats_prior=True, mostly_missed=0.5)


def test_the_template_can_be_read_as_it_is(tmp_path):
    assert read_policy(write(tmp_path, template())).clauses == baseline().clauses


def test_every_example_in_the_template_can_be_read(tmp_path):
    shown = [line.removeprefix("# ") for line in template().splitlines() if line.startswith("# ") and " = " in line]
    text = "\n".join(line for line in template().splitlines() if not line.startswith("# [baseline"))
    for line in shown:
        text = text.replace(f"# {line}", line) if "mostly_missed" not in line else text
    assert len(read_policy(write(tmp_path, text)).requirements) == 6


def test_the_named_file_goes_before_the_folder_and_the_folder_before_the_project(tmp_path):
    write(tmp_path, '[tool.logitwise.require]\nf1 = ">= 0.1"\n', "pyproject.toml")
    assert find_policy(folder=tmp_path).requirements[0].metric == "f1"
    write(tmp_path, '[require]\nmcc = ">= 0.1"\n', "logitwise.toml")
    assert find_policy(folder=tmp_path).requirements[0].metric == "mcc"
    named = write(tmp_path, '[require]\nnpv = ">= 0.1"\n')
    assert find_policy(named, folder=tmp_path).requirements[0].metric == "npv"


@pytest.mark.parametrize("text", ["[project]\nname = 'x'\n", "not toml at all ["])
def test_a_project_file_that_never_speaks_of_us_leaves_the_baseline(tmp_path, text):
    write(tmp_path, text, "pyproject.toml")
    assert find_policy(folder=tmp_path).source == "baseline"


def test_the_baseline_can_be_asked_for_by_name_whatever_the_folder_holds(tmp_path):
    write(tmp_path, '[require]\nmcc = ">= 0.1"\n', "logitwise.toml")
    assert find_policy("baseline", folder=tmp_path).source == "baseline"


def test_a_project_file_without_our_table_is_refused_where_it_is_named(tmp_path):
    with pytest.raises(PolicyError, match=r"no \[tool.logitwise\]"):
        read_policy(write(tmp_path, "[project]\nname = 'logitwise'\n", "pyproject.toml"))


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(PolicyError, match=r"nowhere.toml.*missing"):
        read_policy(tmp_path / "nowhere.toml")
    with pytest.raises(PolicyError, match="a folder"):
        read_policy(tmp_path)


def test_bytes_that_are_no_text_and_nesting_without_end_are_refused(tmp_path):
    (tmp_path / "p.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PolicyError, match="UTF-8"):
        read_policy(tmp_path / "p.toml")
    assert "p.toml" in refusal(tmp_path, "x = " + "[" * 50_000)


def test_what_metrics_depend_on_is_read(tmp_path):
    text = '[task]\nprevalence = 0.01\nbeta = 0.5\ntop_k = 3\nmax_fpr = 1\n[require]\nppv_at_prevalence = ">= 0.1"\n'
    parameters = read_policy(write(tmp_path, text)).task.parameters
    assert parameters == Parameters(beta=0.5, top_k=3, prevalence=0.01, max_fpr=1)
    assert baseline().task.parameters == Parameters()


@pytest.mark.parametrize(
    "line",
    [
        "prevalence = 0.0", "prevalence = 1.0", "prevalence = nan", 'prevalence = "1 %"', "beta = 0", "beta = inf",
        "top_k = 0", "top_k = 2.5", "max_fpr = 0", "max_fpr = 1.1",
    ],
)  # fmt: skip
def test_what_metrics_depend_on_has_its_range(tmp_path, line):
    assert f"[task] {line.split()[0]} = " in refusal(tmp_path, f"[task]\n{line}\n")


@pytest.mark.parametrize("metric", ["hamming_loss", "log_loss", "ece15"])
def test_what_is_better_when_smaller_takes_a_ceiling(tmp_path, metric):
    assert "is better when smaller" in refusal(tmp_path, f'[require]\n{metric} = ">= 0.1"\n')


def test_a_bound_at_a_prevalence_that_is_not_stated_is_refused(tmp_path):
    message = refusal(tmp_path, '[require]\nppv_at_prevalence = ">= 0.1"\n')
    assert "[require] ppv_at_prevalence: at which prevalence?" in message


def test_differences_from_a_baseline_run_are_not_built_yet_and_never_ignored(tmp_path):
    assert "not built yet" in refusal(tmp_path, '[require.change]\nf1 = ">= 0.5"\n')
