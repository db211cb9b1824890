"""What the sections on probabilities and on mistakes say."""

import numpy as np
import pytest
from tests.report import reports

import logitwise as lw
from logitwise.metrics.decomposition import Decomposition
from logitwise.report.html.label_reliability import POINTS
from logitwise.report.html.loss_parts import bars
from logitwise.report.html.sections import mistakes, probabilities

RNG = np.random.default_rng(4)
LOG_ODDS = RNG.normal(0, 1.5, 3000)
TRUTH = (RNG.random(3000) < 1 / (1 + np.exp(-LOG_ODDS))).astype(int)


def of(factor):
    return probabilities.section(lw.evaluate(TRUTH, logits=factor * LOG_ODDS, policy="baseline")).values


def test_over_confident_probabilities_get_a_method_a_gain_and_a_command():
    values = of(2.0)
    assert "would take the log loss from" in values["recalibration"][0]
    assert values["command"] == "logitwise tune FILE --calibrate auto -o rule.json"
    assert "LW401" in [each.code for each in values["found"]]


def test_calibrated_probabilities_are_to_be_left_as_they_are():
    values = of(1.0)
    assert values["recalibration"][0].startswith("Leave the probabilities as they are")
    assert values["command"] is None


def test_weighted_rows_of_a_softmax_have_no_curve_after_it_and_it_is_said():
    z = RNG.normal(size=(900, 3))
    y = (z + RNG.gumbel(size=z.shape)).argmax(axis=1)
    report = lw.evaluate(y, logits=3 * z, head="softmax", sample_weight=RNG.random(900), policy="baseline")
    values = probabilities.section(report).values
    assert any("knows no weights" in said for said in values["recalibration"])
    assert set(values["reliability"].data["curves"]["which"]) == {"as given"}


def test_decisions_with_a_confidence_say_what_recalibration_would_need():
    sure = 1 / (1 + np.exp(-np.abs(LOG_ODDS)))
    report = lw.evaluate(TRUTH, decisions=(LOG_ODDS > 0).astype(int), confidence=sure, policy="baseline")
    assert "give logits or probabilities" in probabilities.section(report).values["recalibration"][1]


def test_every_pitfall_of_calibration_is_told_once():
    values = of(2.0)
    told = [each.code for each in (*values["found"], *values["in_vain"])]
    assert sorted(told) == ["LW401", "LW402", "LW403", "LW404", "LW405", "LW406"]


def test_every_label_is_packed_with_few_points():
    report = reports.of_labels(tuple(f"label {k}" for k in range(24)))
    section = probabilities.section(report)
    packed = section.data["labels"]
    assert len(packed) == len(section.values["labels"]) == 24
    for each in packed:
        assert each["data"]["curves"]["which"].count("as given") <= POINTS
    assert ["No band" in each["sentence"] for each in packed][:20] == [False] * 20
    assert sum("No band" in each["sentence"] for each in packed) in (3, 4)  # all but the worst of the other four


@pytest.mark.slow
@pytest.mark.parametrize(("labels", "packed"), [(100, True), (101, False)])
def test_of_more_than_a_hundred_labels_one_is_shown(labels, packed):
    section = probabilities.section(reports.of_labels(tuple(f"label {k}" for k in range(labels))))
    assert (section.data is not None) is packed
    assert section.values["too_many"] is not packed


@pytest.mark.parametrize("section", [probabilities.section, mistakes.section])
def test_decisions_alone_have_neither(section):
    assert section(reports.of_matrix([[50, 2, 3], [4, 45, 1], [2, 3, 48]])) is None


@pytest.mark.parametrize("kind", sorted(reports.everyone()))
def test_every_report_has_these_sections_or_none(kind):
    report = reports.everyone()[kind]
    assert (probabilities.section(report) is None) == (mistakes.section(report) is None)


def test_a_bar_is_whole_where_the_model_saves_something():
    bar = bars((Decomposition("brier", None, 0.195, 0.01, 0.0625, 0.2475, 0.004),))[0]
    assert bar.kept == pytest.approx(100 * 0.185 / 0.2475, abs=1e-3)
    assert bar.kept + bar.chance + bar.miscalibration + bar.saved == pytest.approx(100, abs=1e-2)


@pytest.mark.parametrize(("beyond", "chance"), [(0.004, 0.006), (0.0, 0.01), (-0.002, 0.01), (0.012, 0.0)])
def test_of_what_a_fit_takes_off_only_what_is_beyond_chance_is_called_miscalibration(beyond, chance):
    bar = bars((Decomposition("brier", None, 0.195, 0.01, 0.0625, 0.2475, beyond),))[0]
    assert bar.chance == pytest.approx(100 * chance / 0.2475, abs=2e-3)
    assert bar.chance + bar.miscalibration == pytest.approx(100 * 0.01 / 0.2475, abs=2e-3)


def test_a_perfectly_calibrated_model_of_few_rows_shows_chance_and_little_miscalibration():
    report = lw.evaluate(TRUTH[:200], logits=LOG_ODDS[:200], policy="baseline")
    bar = probabilities.section(report).values["bars"][1]
    assert bar.chance > 3
    assert bar.miscalibration < 3


@pytest.mark.parametrize("factor", [2.0, 0.5])
def test_how_much_too_sure_it_is_is_told_by_one_number(factor):
    values = of(factor)
    finding = next(each.text for each in values["found"] if each.code in ("LW401", "LW402"))
    assert "times as far apart" in finding
    assert not any("times too" in said for said in values["recalibration"])


def test_a_model_worse_than_the_share_saves_nothing():
    bar = bars((Decomposition("brier", None, 0.3, 0.1, 0.05, 0.25, 0.0),))[0]
    assert (bar.saved, round(bar.kept + bar.chance + bar.miscalibration)) == (0.0, 100)


def test_an_infinite_loss_has_no_bar_but_a_reason():
    values = probabilities.section(reports.of_binary([0, 1] * 20, [np.inf, np.inf, -3.0, 3.0] * 10)).values
    assert [bar.name for bar in values["bars"]] == ["Brier score"]
    assert any("infinite" in said for said in values["no_parts"])


def test_a_sample_of_the_rows_is_said_to_be_one():
    said = mistakes.section(reports.of_softmax(3, 24_000)).values["said"]
    assert "uniform sample of 20,000 of 24,000 rows" in said


def test_where_nothing_is_wrong_there_is_no_table():
    values = mistakes.section(lw.evaluate([0, 1] * 50, logits=[-2.0, 2.0] * 50, policy="baseline")).values
    assert values["table"] is None
    assert values["said"].startswith("No row is wrong")
