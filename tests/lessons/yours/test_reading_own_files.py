from __future__ import annotations

import json

import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import EmptyError, FileError, FormatError, LimitError
from logitwise.lessons.widgets.registry import WIDGETS
from logitwise.lessons.yours import own as reading
from logitwise.lessons.yours.own import own_from
from logitwise.report.json_document import document
from logitwise.tallies import Tally

RNG = np.random.default_rng(5)
TRUTH = RNG.integers(0, 2, 300)
LOGITS = np.round(2.0 * TRUTH - 1.0 + RNG.normal(size=300), 2)


def binary():
    return lw.tally(TRUTH, logits=LOGITS)


def three():
    truth = RNG.integers(0, 3, 240)
    return lw.tally(truth, logits=np.eye(3)[truth] * 2 + RNG.normal(size=(240, 3)), classes=["a", "b", "c"])


def labels():
    truth = RNG.integers(0, 2, (200, 3))
    return lw.tally(
        truth, logits=2.0 * truth - 1.0 + RNG.normal(size=(200, 3)), classes=["x", "y", "z"], head="multilabel"
    )


def as_report(tally):
    return json.dumps(document(lw.evaluate(tally, policy="baseline"))).encode()


@pytest.mark.parametrize("made", [binary, three, labels])
def test_a_tally_and_its_report_show_the_same_thresholds(tmp_path, made):
    tally = made()
    tally.save(tmp_path / "mine.tally")
    (tmp_path / "mine.json").write_bytes(as_report(tally))
    files = own_from(tmp_path / "mine.tally"), own_from(tmp_path / "mine.json")
    assert [own.name for own in files] == ["mine.tally", "mine.json"]
    assert files[0].outcomes == files[1].outcomes
    for of in files[0].outcomes:
        for threshold in ("-1.05", "0", "0.333", "2.01"):
            settings = {"dataset": "yours", "of": of, "threshold": threshold}
            exact, told = (WIDGETS["threshold"](settings, own) for own in files)
            assert exact.fault == told.fault == ""
            assert told.facts == pytest.approx(exact.facts, nan_ok=True)


def test_counts_of_a_report_are_those_of_its_rows():
    view = WIDGETS["threshold"]({"dataset": "yours", "threshold": "0.505"}, own_from(as_report(binary())))
    called = LOGITS >= 0.505
    assert (view.facts["tp"], view.facts["fp"]) == ((called & (TRUTH == 1)).sum(), (called & (TRUTH == 0)).sum())
    assert "at the nearest threshold" not in view.sentence


def test_of_many_rows_a_report_is_exact_where_it_was_judged_and_says_where_it_is_not():
    truth = np.repeat([0, 1], 3000)
    logits = truth + np.random.default_rng(2).normal(0, 1.5, 6000)
    report = json.dumps(document(lw.evaluate(truth, logits=logits, threshold=0.6, policy="baseline"))).encode()
    own, judged = own_from(report), np.log(0.6) - np.log1p(-0.6)
    called = logits >= judged
    view = WIDGETS["threshold"]({"dataset": "yours", "threshold": repr(float(judged))}, own)
    assert (view.facts["tp"], view.facts["fp"]) == ((called & (truth == 1)).sum(), (called & (truth == 0)).sum())
    assert "at the nearest threshold" not in view.sentence
    assert "at the nearest threshold" in WIDGETS["threshold"]({"dataset": "yours", "threshold": "0.5"}, own).sentence
    assert "at the nearest threshold" in WIDGETS["costs"]({"dataset": "yours"}, own).sentence


def test_costs_of_few_rows_are_exact_in_a_report_too():
    few = lw.tally([0, 0, 1, 0, 1, 1], logits=[-2, -1, -0.5, 0.3, 1, 2])
    assert "nearest" not in WIDGETS["costs"]({"dataset": "yours"}, own_from(as_report(few))).sentence


def test_a_matrix_that_does_not_fit_the_curve_leaves_the_curve_as_it_is():
    whole = json.loads(as_report(binary()))
    (kept, alarms), (missed, hits) = whole["confusion"]["counts"]
    other = own_from(changed(("confusion", "counts"), [[kept + alarms, 0], [0, missed + hits]]))
    plain = WIDGETS["threshold"]({"dataset": "yours"}, own_from(as_report(binary())))
    assert WIDGETS["threshold"]({"dataset": "yours"}, other).facts == plain.facts


@pytest.mark.parametrize("made", [binary, three, labels])
@pytest.mark.parametrize("widget", ["threshold", "reliability", "costs"])
def test_every_widget_on_data_takes_a_tally(tmp_path, made, widget):
    made().save(tmp_path / "mine.tally")
    view = WIDGETS[widget]({"dataset": "yours"}, own_from(tmp_path / "mine.tally"))
    assert view.fault == ""
    assert "mine.tally" in view.sentence


def test_reliability_of_a_report_asks_for_the_tally():
    view = WIDGETS["reliability"]({"dataset": "yours"}, own_from(as_report(binary())))
    assert "give the .tally" in view.fault
    assert view.fault[0].isupper()


def test_what_cannot_be_shown_of_a_file_is_not_shown_of_other_data():
    view = WIDGETS["reliability"]({"dataset": "yours"}, own_from(as_report(binary())))
    assert (view.sentence, view.charts, view.tables, view.prediction) == ("", (), (), None)
    assert [each.value for each in view.controls if each.name == "dataset"] == ["yours"]
    typed = WIDGETS["threshold"]({"dataset": "yours", "threshold": "high"}, own_from(as_report(binary())))
    assert typed.fault
    assert typed.sentence.startswith("Yours (your file): ")


def test_decisions_have_no_thresholds():
    own = own_from(as_report(lw.tally(confusion=[[5, 1], [2, 7]])))
    assert own.outcomes == ()
    assert "holds no scores" in WIDGETS["threshold"]({"dataset": "yours"}, own).fault


def test_one_class_alone_is_told_and_not_drawn(tmp_path):
    lw.tally([1, 1, 1], logits=[0.1, 0.2, 0.3], classes=["no", "yes"]).save(tmp_path / "one.tally")
    view = WIDGETS["threshold"]({"dataset": "yours"}, own_from(tmp_path / "one.tally"))
    assert view.fault == "Your file has no rows of yes, or nothing else: choose another class"


def test_a_file_that_does_not_exist_is_named():
    with pytest.raises(FileError, match=r"nowhere\.tally: cannot be read \(No such file"):
        own_from("nowhere.tally")


def test_a_file_over_the_limit_is_refused(monkeypatch, tmp_path):
    data = as_report(binary())
    monkeypatch.setattr(reading, "MOST_BYTES", len(data))
    assert own_from(data).rows == 300
    with pytest.raises(LimitError, match="at most"):
        own_from(data + b" ")
    (tmp_path / "large.json").write_bytes(data + b" ")
    with pytest.raises(LimitError, match=r"large\.json: "):
        own_from(tmp_path / "large.json")


def test_a_tally_without_rows_is_refused(tmp_path):
    Tally(binary().head, "logits").save(tmp_path / "none.tally")
    with pytest.raises(EmptyError, match="no rows were judged"):
        own_from(tmp_path / "none.tally")


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[1]", b"null", b"PK\x03\x04 broken", b"\xff\xfe", b"[" * 100_000, b'{"schema_version": 2}', b"nan"],
)
def test_what_is_neither_is_refused_with_what_to_do(data):
    with pytest.raises(FormatError, match=r"--out report\.json"):
        own_from(data, name="mine")


def changed(key, value):
    whole = json.loads(as_report(binary()))
    place = whole
    for part in key[:-1]:
        place = place[part]
    place[key[-1]] = value
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (("schema_version",), 2),
        (("classes",), ["only"]),
        (("classes",), ["1", "1"]),
        (("confusion", "counts"), [[1, 2]]),
        (("confusion", "counts"), [[1, 2], [3, -4]]),
        (("confusion", "counts"), [[[1, 2], [3, 4]]]),
        (("rows", "used"), "300"),
        (("rows", "used"), 10**400),
        (("confusion", "counts"), [[1, 2], [3, 10**400]]),
        (("extra",), 1),
    ],
)
def test_a_report_that_contradicts_its_schema_or_itself_is_refused(key, value):
    with pytest.raises(FormatError):
        own_from(changed(key, value))


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("threshold", [None, 0.5]),
        ("true_positive_rate", [0.0] * 3),
        ("false_positive_rate", [0.0, 2.0]),
        ("threshold", []),
    ],
)
def test_a_curve_that_is_none_is_a_fault_and_never_an_exception(column, values):
    whole = json.loads(as_report(binary()))
    place = next(k for k, curve in enumerate(whole["curves"]) if curve["name"] == "roc")
    own = own_from(changed(("curves", place, "columns", column), values))
    assert "ROC curve" in WIDGETS["threshold"]({"dataset": "yours"}, own).fault
    assert "ROC curve" in WIDGETS["costs"]({"dataset": "yours"}, own).fault


def test_classes_with_markup_in_their_names_are_escaped():
    own = own_from(as_report(lw.tally(TRUTH, logits=LOGITS, classes=["<i>no</i>", "<script>"])))
    view = WIDGETS["threshold"]({"dataset": "yours"}, own)
    assert all("<script" not in chart.svg for chart in view.charts)
    assert view.fault == ""


def test_a_label_of_several_is_chosen_for_reliability(tmp_path):
    labels().save(tmp_path / "labels.tally")
    own = own_from(tmp_path / "labels.tally")
    views = [WIDGETS["reliability"]({"dataset": "yours", "of": of}, own) for of in ("x", "z")]
    assert [next(c.value for c in view.controls if c.name == "of") for view in views] == ["x", "z"]
    assert views[0].facts["log_loss"] != views[1].facts["log_loss"]


def test_weighted_rows_are_counted_once_in_a_tally_and_refused_in_a_report(tmp_path):
    tally = lw.tally(TRUTH, logits=LOGITS, sample_weight=RNG.uniform(0.5, 2, 300))
    tally.save(tmp_path / "weighted.tally")
    view = WIDGETS["threshold"]({"dataset": "yours", "threshold": "0.505"}, own_from(tmp_path / "weighted.tally"))
    assert view.facts["tp"] == ((LOGITS >= 0.505) & (TRUTH == 1)).sum()
    assert "each counted once, without its weight" in view.sentence
    assert "add the .tally" in WIDGETS["threshold"]({"dataset": "yours"}, own_from(as_report(tally))).fault
