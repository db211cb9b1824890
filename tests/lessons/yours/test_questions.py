"""Questions on one's own report: their keys are what the report says, and what it does not decide is not asked."""

from __future__ import annotations

import re

import numpy as np
import pytest

import logitwise as lw
from logitwise.lessons.bank.grade import grade
from logitwise.lessons.bank.lock import bank as shipped
from logitwise.lessons.bank.lock import read, write
from logitwise.lessons.bank.question import ASKS, DIFFICULTIES, KINDS, SKILLS, Bank
from logitwise.lessons.bank.shown import show
from logitwise.lessons.datasets import DATASETS, tally
from logitwise.lessons.yours.makers.finding import PLAIN
from logitwise.lessons.yours.own import own_from
from logitwise.lessons.yours.questions import MAKERS, own_questions

WORKED = [[50, 2, 3], [4, 45, 1], [2, 3, 48]]


def test_every_maker_makes_a_question_or_says_why_not(reports, made):
    for report in (reports.of_matrix(WORKED), reports.of_scores(), reports.of_scores(scale=3.0)):
        found = made(report)
        assert len(found.all) + len(found.refused) == len(MAKERS)
        assert all(reason and reason[0].islower() for reason in found.refused.values())


def test_what_is_made_is_a_whole_question_of_the_bank(reports):
    questions = own_questions(reports.of_scores(scale=3.0)).questions
    assert len(questions) >= 5
    bank = Bank({}, shipped().misconceptions, {each.id: each for each in questions})
    assert read(write(bank)) == bank
    for each in questions:
        assert each.skill in SKILLS
        assert each.difficulty in DIFFICULTIES
        assert each.kind in KINDS
        assert each.asks in ASKS
        (variant,) = each.variants
        assert len(variant.hints) == 2
        assert variant.steps
        assert variant.check
        if variant.options:
            assert 3 <= len(variant.options) <= 4
            assert len({option.text for option in variant.options}) == len(variant.options)


def test_the_same_report_gives_the_same_questions_and_another_others(reports):
    report = reports.of_scores()
    assert own_questions(report) == own_questions(report.to_dict()) == own_questions(reports.of_scores())
    other = own_questions(reports.of_scores(seed=1))
    assert not {each.id for each in other.questions} & {each.id for each in own_questions(report).questions}


def test_a_tally_a_report_and_a_file_of_it_ask_alike(reports, tmp_path):
    report = reports.of_scores()
    report.save(tmp_path / "r.json")
    report.tally.save(tmp_path / "r.tally")
    of_report, of_file = own_questions(report), own_questions(own_from(tmp_path / "r.json"))
    assert [each.id for each in of_file.questions] == [each.id for each in of_report.questions]
    of_tally = own_questions(own_from(tmp_path / "r.tally"))
    assert of_tally == own_questions(report.tally)
    assert len(of_tally.questions) == len(of_report.questions)


def test_items_put_every_question_once(reports):
    found = own_questions(reports.of_scores())
    items = found.items(3)
    assert [item.question for item in items] == [each.id for each in found.questions]
    assert items == found.items(3) != found.items(4)


def test_the_cell_is_that_of_the_mistake(reports, made):
    question = made(reports.of_matrix(WORKED)).cell
    matrix = question.variants[0].matrix
    i, j = matrix.right
    assert matrix.counts == tuple(map(tuple, WORKED))
    assert i != j
    assert f"truly are of class `{'ABC'[i]}` and were decided as class `{'ABC'[j]}`" in question.variants[0].stem
    turned = grade(show(question, 0, seed=1), [str(j), str(i)])
    assert (turned.right, turned.misconception) == (False, "matrix-columns-are-truth")
    assert grade(show(question, 0, seed=1), [str(i), str(j)]).right


def test_of_many_classes_a_row_and_a_column_are_shown(reports, made, key):
    counts = np.diag([20] * 12)
    counts[3, 7], counts[7, 3] = 9, 4
    question = made(reports.of_matrix(counts, [f"c{n}" for n in range(12)])).cell
    asked = "truly are of class `c3` were" in question.variants[0].stem
    assert question.kind == "number"
    assert key(question) == ("9" if asked else "4")
    assert ("4" if asked else "9") in [option.text for option in question.variants[0].options if not option.right]


def test_the_precision_is_that_of_the_worked_matrix(reports, made, key):
    # 50 / 56, 45 / 50, 48 / 52: the lesson's own numbers, by hand
    question = made(reports.of_matrix(WORKED)).precision
    expected = {"A": "89.3 %", "B": "90.0 %", "C": "92.3 %"}
    name = question.variants[0].stem.split("precision of class `")[1][0]
    assert key(question) == expected[name]


def test_the_lowest_recall_is_asked_only_where_it_is_decided(reports, made, key):
    assert "`B` and `C` lie within their intervals" in made(reports.of_matrix(WORKED)).refused["lowest recall"]
    clear = made(reports.of_matrix([[50, 2, 3], [20, 25, 5], [2, 3, 48]]))
    assert key(clear.all["lowest recall"]) == "`B`"
    two = made(reports.of_matrix([[900, 10], [40, 60]], ["no", "yes"])).all["lowest recall"]
    assert key(two) == "`yes`"
    assert "These rows leave it open." in [option.text for option in two.variants[0].options]


@pytest.mark.parametrize(
    ("counts", "decided"),
    [
        # Newcombe 1998, table II, method 10: limits of the difference of 56/70 and 48/80, 9/10 and 3/10, 5/56 and 0/29
        ([[56, 14], [32, 48]], True),  # .0524 to .3339
        ([[9, 1], [7, 3]], True),  # .1705 to .8090
        ([[5, 51], [29, 0]], False),  # -.0381 to .1926
    ],
)
def test_the_lowest_recall_is_decided_by_newcombes_interval(reports, made, counts, decided):
    refused = made(reports.of_matrix(counts, ["no", "yes"])).refused
    assert ("lowest recall" not in refused) is decided


def test_the_baseline_is_the_most_frequent_class(reports, made, key):
    rare = made(reports.of_matrix([[970, 5], [5, 20]], ["no", "yes"]))
    assert key(rare.baseline) == "97.5 %; yes, it is surely better"
    even = made(reports.of_matrix([[1075, 0], [22, 3]], ["no", "yes"]))
    assert "the baseline lies within the interval" in even.refused["baseline"]
    worse = made(reports.of_matrix([[800, 200], [40, 60]], ["no", "yes"]))
    assert key(worse.baseline) == "90.9 %; no, it is not"


def _rows():
    """The rows that `of_scores` judges, once more: probabilities and labels."""
    random = np.random.default_rng(0)
    logits = random.normal(np.log(0.3 / 0.7), 2.5, 4000)
    return 1 / (1 + np.exp(-logits)), random.random(4000) < 1 / (1 + np.exp(-logits))


def test_what_a_threshold_does_is_counted_on_the_rows(reports, made, key):
    question = made(reports.of_scores()).threshold
    probabilities, labels = _rows()
    numbers = re.search(
        r"At ([.\d]+) they would be (?:about )?([,\d]+), (?:about )?([,\d]+) of them", question.variants[0].stem
    ).groups()
    other, decided, hits = (float(number.replace(",", "")) for number in numbers)
    first = np.argsort(-probabilities)[: int(decided)]
    assert labels[first].sum() == hits
    assert probabilities[first].min() == pytest.approx(other, rel=0.05)
    now = probabilities >= 0.5
    more, purer = hits > (now & labels).sum(), hits / decided > labels[now].mean()
    assert key(question) == f"Recall {'rises' if more else 'falls'}, precision {'rises' if purer else 'falls'}."


def test_the_threshold_for_a_cost_is_the_one_that_costs_least_on_the_rows(reports, made, key):
    question = made(reports.of_scores()).cost
    probabilities, labels = _rows()
    stem = question.variants[0].stem
    ratio = int(stem.split(" costs ")[1].split()[0])
    miss, alarm = (ratio, 1) if "Missing one costs" in stem else (1, ratio)
    costs = {}
    for option in question.variants[0].options:
        decided = probabilities >= float(option.text)
        costs[option.text] = miss * (labels & ~decided).sum() + alarm * (decided & ~labels).sum()
    assert min(costs, key=costs.get) == key(question)
    assert float(key(question)) == pytest.approx(alarm / (alarm + miss), abs=0.005)


def test_where_all_thresholds_cost_the_same_none_is_asked_for(reports, made):
    few = made(reports.of_scores(rows=12))
    assert "which threshold costs least is not decided" in few.refused["cost"]


@pytest.mark.parametrize(("scale", "code"), [(3.0, "LW401"), (0.3, "LW402")])
def test_no_threshold_is_asked_of_costs_where_probabilities_are_not_honest(reports, made, scale, code):
    report = reports.of_scores(scale=scale)
    assert code in {each.code for each in report.findings if each.outcome == "found"}
    assert "presumes honest probabilities, and LW40" in made(report).refused["cost"]
    assert "cost" not in made(reports.of_scores()).refused


def test_costs_are_told_exactly_or_as_about_and_each_threshold_once(reports, made):
    probabilities, labels = _rows()
    question = made(reports.of_scores()).cost
    stem, step = question.variants[0].stem, question.variants[0].steps[-1]
    miss = int(re.search(r"Missing one costs (\d+) times", stem)[1])
    told = re.findall(r"([.\d]+) costs (about )?([,\d]+)", step)
    assert len({shown for shown, _, _ in told}) == len(told)
    for shown, about, cost in told:
        decided = probabilities >= float(shown)
        counted = miss * (labels & ~decided).sum() + (decided & ~labels).sum()
        assert int(cost.replace(",", "")) == pytest.approx(counted, rel=0.03 if about else 1e-12)


@pytest.mark.parametrize("name", DATASETS)
def test_a_tally_of_the_lesson_and_its_report_ask_the_same(name, tmp_path):
    report = lw.evaluate(tally(name), policy="baseline")
    report.save(tmp_path / "r.json")
    assert own_questions(own_from(tmp_path / "r.json")) == own_questions(tally(name)) == own_questions(report)


def test_the_words_of_a_title_are_not_in_the_sentence_that_is_asked_about(reports, made, key):
    for report in (reports.of_scores(scale=3.0), reports.of_scores(scale=0.3), lw.evaluate(tally("is_it_an_8"))):
        question = made(report).finding
        words = set(re.findall(r"[a-z-]+", key(question)[6:].lower())) - PLAIN
        assert not words & set(re.findall(r"[a-z-]+", question.variants[0].stem.split("\n")[2].lower()))
        assert not re.search(r"LW\d", question.variants[0].stem)


def test_a_balanced_file_says_why_its_baseline_is_not_asked_for(reports, made):
    refused = made(reports.of_matrix([[90, 10], [5, 95]], ["no", "yes"])).refused["baseline"]
    assert "their options coincide" in refused


def test_the_finding_is_one_that_was_found_and_the_others_are_not(reports, made, key):
    report = reports.of_scores(scale=3.0)
    question = made(report).finding
    outcomes = {each.code: each.outcome for each in report.findings}
    assert outcomes[key(question)[:5]] == "found"
    assert {outcomes[option.text[:5]] for option in question.variants[0].options if not option.right} == {"clear"}
    assert made(reports.of_scores()).refused["finding"] == "nothing was found that would have to be explained"


def test_a_flawless_model_has_no_mistake_to_look_up(reports, made):
    refused = made(reports.of_matrix([[50, 0], [0, 50]], ["no", "yes"])).refused
    assert "no row was decided wrongly" in refused["cell"]


def test_a_class_that_is_never_decided_for_has_no_precision(reports, made, key):
    question = made(reports.of_matrix([[80, 0], [20, 0]], ["no", "yes"])).precision
    assert "precision of class `no`" in question.variants[0].stem
    assert key(question) == "80.0 %"


def test_weighted_rows_are_not_asked_about_by_their_counts(made):
    random = np.random.default_rng(1)
    labels, logits = random.integers(0, 2, 300), random.normal(size=300)
    report = lw.evaluate(
        labels,
        logits=logits,
        head="sigmoid",
        classes=["no", "yes"],
        sample_weight=random.uniform(0.5, 2, 300),
        policy="baseline",
    )
    refused = made(report).refused
    assert {"precision", "lowest recall", "baseline", "threshold", "cost"} <= set(refused)


def test_labels_are_asked_one_by_one(made, key):
    random = np.random.default_rng(2)
    logits = random.normal(-1, 2, (3000, 3))
    labels = (random.random((3000, 3)) < 1 / (1 + np.exp(-logits))).astype(int)
    found = made(lw.evaluate(labels, logits=logits, head="multilabel", classes=["a", "b", "c"], policy="baseline"))
    assert {"cell", "precision", "threshold", "cost"} <= set(found.all)
    k = "abc".index(found.cell.variants[0].stem.split("label `")[1][0])
    missed = int(((labels[:, k] == 1) & (logits[:, k] < 0)).sum())
    assert found.cell.variants[0].matrix.counts[1][0] == missed
    k = "abc".index(found.precision.variants[0].stem.split("precision of label `")[1][0])
    assert key(found.precision) == f"{100 * labels[logits[:, k] >= 0, k].mean():.1f} %"


def test_another_reports_question_is_not_confused_with_this_ones(reports):
    other = [[50, 2, 3], [4, 45, 1], [2, 3, 49]]
    ids = [{each.id for each in own_questions(reports.of_matrix(counts)).questions} for counts in (WORKED, other)]
    assert not ids[0] & ids[1]
