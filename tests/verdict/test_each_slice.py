"""Requirements on each slice: ready by intersection-union, not ready by Holm, told by the worst few."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from scipy.stats import binomtest

from logitwise.errors import PolicyError
from logitwise.policy import Confidence, Policy, Requirement, read_policy
from logitwise.verdict import judge

from .tallies import of_matrix

SOURCE = "p.toml"


def sliced(site, **columns):
    """Rows by site: values with their tn, fp, fn, tp; other columns by keyword."""
    parts = {
        name: {value: of_matrix([four[:2], four[2:]], names=("no", "yes")) for value, four in values.items()}
        for name, values in {"site": site, **columns}.items()
    }
    whole = sum(list(parts["site"].values())[1:], start=next(iter(parts["site"].values())))
    return replace(whole, slices=parts)


def each(metric="recall", bound=0.8, op=">=", **changes):
    wanted = Requirement(metric, op=op, bound=bound, source=SOURCE, each_slice=True, **changes)
    return Policy(SOURCE, requirements=(wanted,))


GOOD, BAD, UNSURE = (95, 5, 10, 190), (95, 5, 100, 100), (95, 5, 4, 26)


def test_every_slice_that_keeps_the_bound_makes_it_ready_each_at_the_full_level():
    verdict = judge(sliced({"A": GOOD, "B": GOOD}), each())
    assert verdict.outcome == "ready"
    assert [r.slice for r in verdict.requirements] == ["site = A", "site = B"]
    exact = binomtest(190, 200, alternative="greater").proportion_ci(0.95, "exact").low  # SciPy
    assert all(r.lower == pytest.approx(exact, abs=1e-12) for r in verdict.requirements)
    assert verdict.reasons == (
        "Recall of yes where site = A is 0.95, at least 0.917 with 95 % confidence; at least 0.8 is required.",
        "'recall >= 0.8' holds in 1 more slice.",
    )


def test_one_slice_that_falls_short_makes_it_not_ready_although_all_rows_together_would_pass():
    tally = sliced({"A": GOOD, "B": BAD, "C": (950, 50, 50, 1950)})
    assert (
        judge(tally, Policy(SOURCE, requirements=(Requirement("recall", bound=0.8, source=SOURCE),))).outcome == "ready"
    )
    verdict = judge(tally, each())
    assert verdict.outcome == "not ready"
    assert verdict.reasons[0].startswith("Recall of yes where site = B is 0.5 (at most ")
    assert (verdict.bottleneck.slice, verdict.bottleneck.slice_rows) == ("site = B", 300)
    assert "site = B" in verdict.advice[0]


def test_a_slice_fails_at_the_level_shared_among_all_tests():
    """K counts each slice of each requirement, and the requirement on all rows."""
    policy = each()
    policy = replace(policy, requirements=(*policy.requirements, Requirement("accuracy", bound=0.5, source=SOURCE)))
    verdict = judge(sliced({"A": GOOD, "B": GOOD, "C": GOOD}, device={"x": GOOD, "y": (190, 10, 20, 380)}), policy)
    assert {r.alpha_fail for r in verdict.requirements} == {0.05 / 6}
    assert {r.alpha for r in verdict.requirements} == {0.05}


def test_looks_divide_the_levels_of_slices_too():
    policy = replace(each(), confidence=Confidence(looks=5))
    assert judge(sliced({"A": GOOD, "B": GOOD}), policy).requirements[0].alpha == 0.01


def test_a_slice_with_9_rows_of_the_class_is_undecided_and_says_how_many_it_has_and_with_10_it_may_pass():
    nine, ten = (judge(sliced({"A": GOOD, "B": (90, 10, 0, rows)}), each(bound=0.5)) for rows in (9, 10))
    assert (nine.outcome, ten.outcome) == ("not enough data", "ready")
    assert (
        nine.reasons[0] == "Where site = B there are 9 rows of yes: fewer than 10 say too little about 'recall >= 0.5'."
    )


def test_a_slice_without_the_class_is_undecided_and_never_passes():
    verdict = judge(sliced({"A": GOOD, "B": (90, 10, 0, 0)}), each())
    assert verdict.outcome == "not enough data"
    assert "Where site = B there is no row of yes" in verdict.reasons[0]
    assert verdict.advice == ("Label more rows where 'site = B': there are none yet to make recall of.",)
    assert verdict.stops == ()


def test_the_fewest_rows_that_can_show_a_floor_are_said():
    verdict = judge(sliced({"A": GOOD, "B": (90, 10, 0, 5)}), each(bound=0.9))
    b = next(r for r in verdict.requirements if r.slice == "site = B")
    assert "Fewer than 29 rows that are truly yes cannot show it." in b.sentence  # ln .05 / ln .9, METHODS h


def test_rows_needed_are_of_the_slice_and_advice_says_so():
    verdict = judge(sliced({"A": GOOD, "B": UNSURE}), each(bound=0.75))
    assert verdict.outcome == "not enough data"
    needed = verdict.bottleneck.rows_needed
    assert verdict.bottleneck.slice_rows == 130
    assert needed > 130
    assert f"Label {needed - 130:,} more rows where 'site = B' ({needed:,} in all there)" in verdict.advice[0]


def test_of_many_failing_slices_the_worst_three_are_told_and_the_rest_counted():
    sites = {f"s{i}": (90, 10, 60 + i, 40 - i) for i in range(8)}
    verdict = judge(sliced(sites), each())
    assert [reason.split(" is ")[0] for reason in verdict.reasons[:3]] == [
        f"Recall of yes where site = s{i}" for i in (7, 6, 5)
    ]
    assert verdict.reasons[3] == "'recall >= 0.8' fails in 5 more slices."
    assert len(verdict.requirements) == 8


def test_a_ceiling_is_held_against_each_slice_too():
    verdict = judge(sliced({"A": GOOD, "B": BAD}), each("prevalence", 0.8, "<="))
    assert verdict.outcome == "ready"
    assert "Prevalence of yes where site = A" in verdict.reasons[0]


def test_per_class_bounds_are_of_that_class_in_each_slice():
    verdict = judge(sliced({"A": GOOD, "B": (50, 50, 10, 190)}), each(of="no", bound=0.8))
    assert verdict.outcome == "not ready"
    assert verdict.reasons[0].startswith("Recall of no where site = B is 0.5")


def test_without_slices_the_policy_is_refused_with_the_next_step():
    with pytest.raises(PolicyError, match=r"p.toml: \[require.each_slice\].*--slice COL"):
        judge(of_matrix([[90, 10], [20, 80]], names=("no", "yes")), each())


def test_a_class_that_does_not_exist_names_the_table_of_slices():
    with pytest.raises(PolicyError, match=r"\[require.each_slice\] recall: there is no class 'yess'"):
        judge(sliced({"A": GOOD}), each(of="yess"))


def test_names_from_the_data_are_quoted_in_sentences():
    verdict = judge(sliced({"x' OR '1'='1": BAD, "a\x1b[31m": GOOD}), each())
    assert "where site = 'x' OR '1'='1' is 0.5" in verdict.reasons[0]
    assert all(r.sentence.isprintable() for r in verdict.requirements)
    assert {r.slice for r in verdict.requirements} == {"site = x' OR '1'='1", "site = a\x1b[31m"}


def read(folder, text):
    (folder / "p.toml").write_text(text)
    return read_policy(folder / "p.toml")


def test_the_table_is_read_per_metric_class_and_average(tmp_path):
    policy = read(
        tmp_path, '[require.each_slice]\nrecall.malignant = ">= 0.8"\nf1.macro = ">= 0.5"\naccuracy = ">= 0.7"\n'
    )
    assert [wanted.text for wanted in policy.requirements] == [
        "recall of malignant >= 0.8 in each slice",
        "macro f1 >= 0.5 in each slice",
        "accuracy >= 0.7 in each slice",
    ]
    assert "asks for accuracy >= 0.7 in each slice" in policy.sentences()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[require.each_slice]\nrecal = ">= 0.8"\n',
            "[require.each_slice] 'recal' is no metric (did you mean 'recall'?)",
        ),
        ("[require.each_slice]\nrecall = 0.8\n", "[require.each_slice] recall = 0.8: write an operator"),
        ('[require]\neach_slice = ">= 0.8"\n', "[require.each_slice] holds bounds on metrics"),
        ("[require.each_slice]\n", "[require.each_slice] holds bounds on metrics"),
    ],
)
def test_a_fault_in_it_names_its_table(tmp_path, text, words):
    with pytest.raises(PolicyError) as caught:
        read(tmp_path, text)
    assert words in str(caught.value)


def test_a_thousand_slices_are_judged_in_two_seconds():
    tally = sliced({f"s{i}": (90, 10, 20 + i % 30, 100 + i % 70) for i in range(1000)})
    started = time.process_time()
    verdict = judge(tally, each())
    assert time.process_time() - started < 4  # 1 s on an idle machine
    assert len(verdict.requirements) == 1000
    assert len(verdict.reasons) <= 8
