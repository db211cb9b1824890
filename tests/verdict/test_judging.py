"""The verdict: pass, fail and undecided on both sides of each limit; stops; levels."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import isnan

import numpy as np
import pytest
from scipy.stats import binomtest

from logitwise.errors import EmptyError, PolicyError
from logitwise.policy import BaselineClauses, Confidence, Policy, Requirement, RowRules, Task, baseline
from logitwise.verdict import judge

from .tallies import FINLEY, RARE, THREE, asking, of_binary, of_labels, of_matrix, of_softmax


def exact_lower(k, n, alpha):
    """SciPy's Clopper-Pearson, one-sided."""
    return binomtest(k, n, alternative="greater").proportion_ci(1 - alpha, "exact").low


def exact_upper(k, n, alpha):
    return binomtest(k, n, alternative="less").proportion_ci(1 - alpha, "exact").high


def test_accuracy_at_least_085_is_ready_although_the_two_sided_interval_starts_below():
    verdict = judge(of_matrix(THREE), asking(("accuracy", ">=", 0.85)))
    (result,) = verdict.requirements
    assert (verdict.outcome, verdict.exit_code) == ("ready", 0)
    assert result.lower == pytest.approx(exact_lower(143, 158, 0.05), abs=1e-12)
    assert "0.905" in verdict.reasons[0]
    assert "0.858" in verdict.reasons[0]


def test_accuracy_at_least_086_lacks_data_and_398_rows_would_decide_it():
    verdict = judge(of_matrix(THREE), asking(("accuracy", ">=", 0.86)))
    assert (verdict.outcome, verdict.exit_code) == ("not enough data", 3)
    assert verdict.bottleneck.rows_needed == 398
    assert "398" in verdict.reasons[0]
    assert "240 more rows" in verdict.advice[0]


def test_a_model_that_misses_most_positives_is_not_ready_and_the_first_sentence_says_why():
    verdict = judge(of_matrix(RARE, names=("no", "yes")), baseline())
    assert (verdict.outcome, verdict.exit_code) == ("not ready", 1)
    assert verdict.reasons[0].startswith("Recall of yes is 0.12 (3 of 25; at most 0.282 with 95 % confidence)")
    assert "mostly missed" in verdict.reasons[0]
    assert "accuracy is 0.98" in verdict.reasons[0]
    assert "'no'" in verdict.reasons[0]
    assert "0.977" in verdict.reasons[0]


def test_finleys_tornado_forecasts_fall_behind_never_forecasting_one():
    verdict = judge(of_matrix(FINLEY, names=("none", "tornado")), baseline())
    assert verdict.outcome == "not ready"
    assert "always answering 'none'" in verdict.reasons[0].lower()
    assert "28" in verdict.reasons[0]
    assert "72" in verdict.reasons[0]


@pytest.mark.parametrize(("bound", "outcome"), [(0.857, "pass"), (0.858, "undecided")])
def test_a_floor_passes_up_to_the_lower_limit(bound, outcome):
    # The lower limit of 143 in 158 is .85758 (R 4.2.2 binom.test).
    assert judge(of_matrix(THREE), asking(("accuracy", ">=", bound))).requirements[0].outcome == outcome


def test_a_floor_fails_beyond_the_upper_limit():
    limit = exact_upper(143, 158, 0.05)
    for bound, outcome in ((limit - 1e-6, "undecided"), (limit + 1e-6, "fail")):
        assert judge(of_matrix(THREE), asking(("accuracy", ">=", bound))).requirements[0].outcome == outcome


def test_a_ceiling_is_a_floor_mirrored():
    lower, upper = exact_lower(55, 158, 0.05), exact_upper(55, 158, 0.05)
    wanted = {upper + 1e-6: "pass", upper - 1e-6: "undecided", lower + 1e-6: "undecided", lower - 1e-6: "fail"}
    for bound, outcome in wanted.items():
        judged = judge(of_matrix(THREE), asking(("prevalence", "<=", bound, "A")))
        assert judged.requirements[0].outcome == outcome


def test_failing_is_judged_at_alpha_shared_among_all_requirements():
    one, shared = exact_upper(143, 158, 0.05), exact_upper(143, 158, 0.05 / 3)
    between = (one + shared) / 2
    others = (("recall", ">=", 0.5, "A"), ("recall", ">=", 0.5, "B"))
    assert judge(of_matrix(THREE), asking(("accuracy", ">=", between))).outcome == "not ready"
    assert judge(of_matrix(THREE), asking(("accuracy", ">=", between), *others)).outcome == "not enough data"
    beyond = asking(("accuracy", ">=", shared + 1e-6), *others)
    assert judge(of_matrix(THREE), beyond).outcome == "not ready"


def test_passing_is_judged_at_full_alpha_however_many_requirements_there_are():
    others = (("recall", ">=", 0.5, "A"), ("recall", ">=", 0.5, "B"), ("recall", ">=", 0.5, "C"))
    assert judge(of_matrix(THREE), asking(("accuracy", ">=", 0.857), *others)).outcome == "ready"


def test_looks_divide_alpha_on_both_sides():
    policy = asking(("accuracy", ">=", 0.85), confidence=Confidence(looks=25))
    (result,) = judge(of_matrix(THREE), policy).requirements
    assert (result.alpha, result.alpha_fail) == (0.002, 0.002)
    assert result.outcome == "undecided"
    assert result.lower == pytest.approx(exact_lower(143, 158, 0.002), abs=1e-12)


def test_the_level_that_is_shown_moves_no_verdict():
    for level in (0.5, 0.99):
        policy = asking(("accuracy", ">=", 0.85), confidence=Confidence(level=level))
        assert judge(of_matrix(THREE), policy).outcome == "ready"


def test_every_clause_and_every_class_counts_as_a_test():
    verdict = judge(of_matrix(THREE), baseline())
    # Three classes and the majority class; the prior does not apply to a confusion matrix.
    assert verdict.requirements[0].alpha_fail == pytest.approx(0.05 / 4)
    extended = replace(baseline(), requirements=(Requirement("accuracy", op=">=", bound=0.5, source="p.toml"),))
    assert judge(of_matrix(THREE), extended).requirements[0].alpha_fail == pytest.approx(0.05 / 5)


def test_one_failure_outweighs_everything_else():
    policy = asking(("accuracy", ">=", 0.5), ("recall", ">=", 0.999, "A"))
    verdict = judge(of_matrix(THREE), policy)
    assert verdict.outcome == "not ready"
    assert verdict.bottleneck.of == "A"
    assert verdict.reasons[0].startswith("Recall of A is 0.909")


def test_the_bottleneck_is_what_needs_the_most_rows():
    verdict = judge(of_matrix(THREE), asking(("accuracy", ">=", 0.86), ("recall", ">=", 0.89, "A")))
    assert verdict.outcome == "not enough data"
    assert verdict.bottleneck.metric == "recall"
    assert verdict.reasons[0].startswith("Recall of A")


def test_no_proportion_is_both_ready_and_not_ready():
    clauses = BaselineClauses()
    for n, bound in product((1, 2, 5, 11, 20), (0.1, 0.5, 0.77, 0.95)):
        for k in range(n + 1):
            tally = of_matrix([[k, n - k], [0, 0]])
            (result,) = judge(tally, asking(("accuracy", ">=", bound), clauses=clauses)).requirements
            assert result.lower <= result.value <= result.upper
            assert not (result.lower >= bound > result.upper)


def test_what_an_undefined_metric_withholds_is_told_as_a_stop():
    tally = of_matrix([[40, 0], [20, 0]])
    verdict = judge(tally, asking(("precision", ">=", 0.5, "B")))
    assert verdict.outcome == "not enough data"
    assert isnan(verdict.requirements[0].value)
    assert verdict.stops[0].startswith("Precision of B is undefined")
    assert verdict.stops[0] in verdict.reasons


@pytest.mark.parametrize(("rows", "stopped"), [(9, True), (10, False)])
def test_a_class_that_a_requirement_names_needs_ten_rows(rows, stopped):
    tally = of_matrix([[90, 0], [0, rows]])
    policy = asking(("recall", ">=", 0.1, "B"))
    verdict = judge(tally, policy)
    assert bool(verdict.stops) is stopped
    assert verdict.outcome == ("not enough data" if stopped else "ready")


def test_a_class_that_nobody_names_may_be_rare():
    tally = of_matrix([[90, 0, 0], [0, 90, 0], [0, 0, 5]])
    assert not judge(tally, asking(("recall", ">=", 0.1, "B"))).stops
    assert judge(tally, asking(("recall", ">=", 0.1, "B"), task=Task(classes=("A", "B", "C")))).stops
    assert judge(tally, baseline()).stops


def test_a_metric_of_one_class_names_the_positive_without_saying_so():
    tally = of_matrix([[90, 0], [0, 9]], names=("no", "yes"))
    assert "yes has 9 rows" in judge(tally, asking(("recall", ">=", 0.1))).stops[0]
    assert not judge(tally, asking(("accuracy", ">=", 0.1))).stops


@pytest.mark.parametrize(("left_out", "stopped"), [(1, False), (2, True)])
def test_more_rows_left_out_than_allowed_withhold_ready(left_out, stopped):
    tally = of_matrix([[50, 0], [0, 49]], rejected={"NaN": left_out})
    verdict = judge(tally, asking(("accuracy", ">=", 0.5), rows=RowRules("reject", 0.01)))
    assert bool(verdict.stops) is stopped
    assert verdict.outcome == ("not enough data" if stopped else "ready")


def test_a_stop_never_makes_a_model_not_ready_and_never_saves_it():
    few = of_matrix([[90, 0], [8, 0]], names=("no", "yes"))
    assert judge(few, asking(("recall", ">=", 0.9))).outcome == "not ready"
    assert judge(few, asking(("accuracy", ">=", 0.5), task=Task(positive="yes"))).outcome == "not enough data"


def test_a_constant_score_withholds_ready():
    tally = of_binary([0, 1] * 60, [0.7] * 120)
    verdict = judge(tally, asking(("recall", ">=", 0.5)))
    assert verdict.outcome == "not enough data"
    assert "constant" in verdict.stops[0]


def test_a_class_is_mostly_missed_only_where_that_is_sure():
    # Three tests: two classes and the majority class. 3 of 25 fails; 8 of 25 has an upper limit above one half.
    for hits, outcome in ((3, "fail"), (8, "pass")):
        judged = judge(of_matrix([[1075, 0], [25 - hits, hits]]), baseline()).requirements[0]
        assert judged.outcome == outcome
        assert judged.upper == pytest.approx(exact_upper(hits, 25, 0.05 / 3), abs=1e-12)


def test_many_missed_classes_are_counted_and_the_worst_are_named():
    matrix = np.diag([100] * 6)
    for k in range(5):
        matrix[k, k], matrix[k, 5] = k, 100 - k
    reasons = judge(of_matrix(matrix), baseline()).reasons
    assert [reason[:11] for reason in reasons[:3]] == ["Recall of A", "Recall of B", "Recall of C"]
    assert reasons[3] == "2 more classes are mostly missed."


def test_doing_just_what_the_majority_does_is_undecided():
    result = judge(of_matrix([[980, 0], [20, 0]]), replace(baseline(), clauses=BaselineClauses(beats_majority=True)))
    assert result.requirements[0].outcome == "undecided"
    assert result.outcome == "not enough data"


@pytest.mark.parametrize(("gained", "outcome"), [(4, "undecided"), (5, "pass")])
def test_five_rows_won_and_none_lost_beat_the_majority_class(gained, outcome):
    # One half to the fifth is .031, to the fourth .0625.
    policy = replace(baseline(), clauses=BaselineClauses(beats_majority=True))
    tally = of_matrix([[980, 0], [20 - gained, gained]])
    assert judge(tally, policy).requirements[0].outcome == outcome


def test_probabilities_that_say_nothing_do_not_beat_the_prior_and_good_ones_do():
    rng = np.random.default_rng(1)
    y = rng.random(2000) < 0.3
    policy = replace(baseline(), clauses=BaselineClauses(beats_prior=True))
    noise = judge(of_binary(y, np.full(2000, 0.3) + rng.normal(0, 0.01, 2000)), policy)
    good = judge(of_binary(y, np.where(y, 0.8, 0.2) + rng.normal(0, 0.01, 2000)), policy)
    bad = judge(of_binary(y, np.where(y, 0.1, 0.9) + rng.normal(0, 0.01, 2000)), policy)
    assert [v.requirements[0].outcome for v in (noise, good, bad)] == ["undecided", "pass", "fail"]


def test_without_probabilities_the_prior_is_not_applicable_and_stops_nothing():
    verdict = judge(of_matrix(THREE), baseline())
    prior = verdict.requirements[-1]
    assert prior.outcome == "not applicable"
    assert "no probabilities" in prior.sentence
    assert verdict.outcome == "ready"


def test_where_nothing_of_a_policy_applies_nothing_is_shown():
    verdict = judge(of_matrix(THREE), replace(baseline(), clauses=BaselineClauses(beats_prior=True)))
    assert verdict.outcome == "not enough data"
    assert "no probabilities" in verdict.reasons[0]


def test_labels_are_judged_one_by_one():
    good, missed = [[400, 5], [5, 90]], [[400, 5], [85, 10]]
    assert judge(of_labels([good, good]), baseline()).outcome == "ready"
    verdict = judge(of_labels([good, missed]), baseline())
    assert verdict.outcome == "not ready"
    assert verdict.reasons[0].startswith("Recall of label1")
    # Two labels: two recalls and two sign tests.
    assert verdict.requirements[0].alpha_fail == pytest.approx(0.05 / 4)


def test_no_rows_are_no_verdict():
    with pytest.raises(EmptyError):
        judge(of_matrix([[0, 0], [0, 0]]), baseline())


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (asking(("recall", ">=", 0.5, "Z")), ["p.toml", "'Z'"]),
        (asking(("recall", ">=", 0.5)), ["of which class", "recall.macro"]),
        (asking(("accuracy", ">=", 0.5, "A")), ["p.toml", "accuracy"]),
        (asking(("accuracy", ">=", 0.5), task=Task(head="multilabel")), ["multilabel", "softmax"]),
        (asking(("accuracy", ">=", 0.5), task=Task(classes=("A", "B", "D"))), ["D"]),
        (asking(("accuracy", ">=", 0.5), task=Task(positive="A")), ["positive"]),
    ],
)
def test_a_policy_that_speaks_of_another_task_is_refused(policy, words):
    with pytest.raises(PolicyError) as caught:
        judge(of_matrix(THREE), policy)
    assert all(word in str(caught.value) for word in words), caught.value


def test_a_threshold_that_was_declared_must_be_the_one_that_decided():
    policy = asking(("recall", ">=", 0.5), task=Task(threshold=0.3))
    labels, scores = [0, 1] * 50, [0.2, 0.4] * 50
    with pytest.raises(PolicyError, match=r"0\.3.*0\.5"):
        judge(of_binary(labels, scores), policy)
    assert judge(of_binary(labels, scores, threshold=0.3), policy).outcome == "ready"


def test_ready_made_decisions_have_no_threshold_to_compare():
    policy = asking(("recall", ">=", 0.5), task=Task(threshold=0.3))
    assert judge(of_matrix([[50, 5], [5, 50]]), policy).outcome == "ready"


def test_a_class_called_like_an_average_is_told_to_be_renamed():
    wanted = Requirement("recall", average="macro", op=">=", bound=0.5, source="p.toml")
    with pytest.raises(PolicyError, match="rename"):
        judge(of_matrix(THREE, names=("macro", "b", "c")), Policy("p.toml", requirements=(wanted,)))


def test_permuting_the_classes_changes_no_outcome():
    rng = np.random.default_rng(3)
    for _ in range(20):
        matrix = rng.integers(0, 30, (4, 4)) + np.diag([15] * 4)
        order = rng.permutation(4)
        one, other = judge(of_matrix(matrix), baseline()), judge(of_matrix(matrix[np.ix_(order, order)]), baseline())
        assert [r.outcome for r in one.requirements] == [r.outcome for r in other.requirements]


def test_scores_that_rank_well_are_told_which_other_threshold_finds_more():
    rng = np.random.default_rng(0)
    z = rng.normal(-4.2, 1.8, 6000)
    p = 1 / (1 + np.exp(-z))
    advice = judge(of_binary(rng.random(6000) < p, p), baseline()).advice[0]
    assert "so the threshold is the cause: at 0." in advice
    assert "Run: logitwise tune FILE" in advice


def test_sentences_hold_no_invisible_character_of_a_class_name():
    verdict = judge(of_matrix(RARE, names=("no\x1b[31m", "y\u202ees\n")), baseline())
    spoken = [*verdict.reasons, *verdict.advice, *verdict.stops, *(r.sentence for r in verdict.requirements)]
    assert all(sentence.isprintable() for sentence in spoken)
    assert "'y\\u202ees\\n'" in verdict.reasons[0]


def test_softmax_scores_go_all_the_way():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 4, 600)
    z = rng.normal(size=(600, 4))
    z[np.arange(600), y] += 3
    assert judge(of_softmax(y, z), baseline()).outcome == "ready"
