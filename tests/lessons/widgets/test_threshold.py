from __future__ import annotations

import numpy as np
import pytest
from scipy.special import logsumexp

from logitwise.lessons.widgets.registry import WIDGETS

EVERY = [round(k * 0.1, 1) for k in range(-120, 121)]


def counted(scores, truth, threshold):
    """By brute force over the rows."""
    called = scores >= threshold
    return [int(n.sum()) for n in (called & truth, called & ~truth, ~called & truth, ~called & ~truth)]


def shown(**settings):
    facts = WIDGETS["threshold"]({name: str(value) for name, value in settings.items()}).facts
    return [facts[name] for name in ("tp", "fp", "fn", "tn")]


@pytest.mark.parametrize("data", ["breast_cancer", "is_it_an_8"])
def test_counts_at_every_position_are_those_of_the_rows(rows, data):
    scores, truth = rows[data]
    for threshold in EVERY:
        assert shown(dataset=data, threshold=threshold) == counted(scores, truth, threshold)


@pytest.mark.parametrize("digit", [0, 3, 8])
def test_a_digit_against_the_rest_is_counted_by_its_log_odds(rows, digit):
    logits, truth = rows["digits"]
    log_odds = logits[:, digit] - logsumexp(np.delete(logits, digit, axis=1), axis=1)
    for threshold in EVERY[::7]:
        expected = counted(log_odds, truth == digit, threshold)
        assert shown(dataset="digits", of=digit, threshold=threshold) == expected


def test_without_a_row_called_positive_precision_is_said_to_be_undefined():
    view = WIDGETS["threshold"]({"dataset": "digits", "of": "3", "threshold": "12"})
    assert np.isnan(view.facts["precision"])
    assert "precision is undefined" in view.sentence
    assert view.tables[0].rows[0][2].startswith("undefined")


def test_shares_are_those_of_scikit_learn(rows):
    from sklearn.metrics import f1_score, precision_score, recall_score

    scores, truth = rows["breast_cancer"]
    facts = WIDGETS["threshold"]({"threshold": "1.5"}).facts
    for name, score in (("precision", precision_score), ("recall", recall_score), ("f1", f1_score)):
        assert facts[name] == pytest.approx(score(truth, scores >= 1.5))


@pytest.mark.parametrize("data", ["breast_cancer", "is_it_an_8"])
def test_what_precision_does_is_found_by_trying_all_thresholds(rows, data):
    from sklearn.metrics import precision_recall_curve

    scores, truth = rows[data]
    steps = np.diff(precision_recall_curve(truth, scores)[0][:-1])  # its last point is no threshold
    prediction = WIDGETS["threshold"]({"dataset": data}).prediction
    assert (prediction.right == "both") == bool((steps > 0).any() and (steps < 0).any())
    assert f"rises at {(steps > 0).sum()} steps and falls at {(steps < 0).sum()}" in prediction.because


def test_a_class_left_from_other_data_gives_way_without_a_fault():
    view = WIDGETS["threshold"]({"dataset": "breast_cancer", "of": "3"})
    assert view.fault == ""
    assert "malignant" in view.sentence


def test_one_row_is_called_and_two_are(rows):
    highest = np.sort(rows["is_it_an_8"][0])[::-1]
    for many, said in ((1, "1 of 899 rows is called 8"), (2, "2 of 899 rows are called 8")):
        between = (highest[many - 1] + highest[many]) / 2
        assert said in WIDGETS["threshold"]({"dataset": "is_it_an_8", "threshold": f"{between:.9f}"}).sentence


def test_data_have_names_short_enough_for_a_list_of_choices():
    import logitwise as lw
    from logitwise.lessons.yours.own import Own

    own = Own("a_report_with_a_very_long_name_of_its_file.json", tally=lw.tally([0, 1], logits=[-1, 1]))
    (data,) = [each for each in WIDGETS["threshold"]({}, own).controls if each.name == "dataset"]
    assert [label for _, label in data.choices][:3] == ["Biopsies", "Is it an 8?", "Ten digits"]
    assert all(len(label) <= 31 for _, label in data.choices)
