"""Outputs of real models, judged by the commands of their manifest, against its figures (scikit-learn 1.9)."""

from __future__ import annotations

import json
import math
import shlex
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from conftest import folder_of_references

FOLDER = folder_of_references()
SETS = [] if FOLDER is None else json.loads((FOLDER / "data" / "manifest.json").read_text())["datasets"]
FIRST_LIGHT = {d["name"]: d for d in SETS if d["issue"] == "first light"}
pytestmark = pytest.mark.skipif(FOLDER is None, reason="the folder of reference data (../shared) is not here")
EXACT = {"rel_tol": 1e-9, "abs_tol": 1e-10}  # the manifest gives ten digits


def judge(command: str, monkeypatch, capsys) -> dict:
    """The JSON report of a command of the manifest."""
    from logitwise.cli.run import run

    monkeypatch.chdir(FOLDER)
    status = run([*shlex.split(command)[1:], "--json", "--policy", "baseline"])
    printed = capsys.readouterr()
    assert status in {0, 1, 3}, printed.err
    return json.loads(printed.out)


def value(report, name, *, of=None, average=None):
    """One figure of the report; a macro is only compared where no class was left out of it."""
    found = [m for m in report["metrics"] if (m["name"], m["of"], m["average"]) == (name, of, average)]
    assert len(found) == 1, (name, of, average)
    return found[0]


def near(report, expected, name, *, of=None, average=None):
    """Whether the figure is the expected one, within what its certificate admits."""
    found = value(report, name, of=of, average=average)
    return math.isclose(found["value"], expected, rel_tol=1e-9, abs_tol=1e-10 + found["certificate"])


SOFTMAX = [n for n, d in FIRST_LIGHT.items() if d["kind"].startswith("multiclass")]


@pytest.mark.parametrize("name", SOFTMAX)
def test_softmax_outputs(name, monkeypatch, capsys):
    data = FIRST_LIGHT[name]
    report, expected = judge(data["command"], monkeypatch, capsys), data["reference"]
    assert report["rows"]["used"] == expected["n"]
    assert len(report["classes"]) == expected["classes"]
    for figure, metric, average in [
        ("accuracy", "accuracy", None), ("balanced_accuracy", "balanced_accuracy", None), ("mcc", "mcc", None),
        ("macro_precision", "precision", "macro"), ("macro_recall", "recall", "macro"), ("macro_f1", "f1", "macro"),
        ("weighted_precision", "precision", "weighted"), ("weighted_f1", "f1", "weighted"), ("micro_f1", "f1", "micro"),
        ("brier_sum", "brier", None), ("roc_auc_ovr_macro", "roc_auc", "macro"),
        ("average_precision_macro_onehot", "average_precision", "macro"),
    ]:  # fmt: skip
        assert near(report, expected[figure], metric, average=average), figure
    loss = value(report, "log_loss")
    if expected["rows_with_zero_prob_of_truth"]:
        assert loss["value"] is None
        assert "infinite" in loss["undefined"]
        assert str(expected["rows_with_zero_prob_of_truth"]) in loss["undefined"]
    else:
        assert math.isclose(loss["value"], expected["log_loss_unclipped"], **EXACT)


@pytest.mark.parametrize("name", SOFTMAX)
def test_confusion_matrix_is_the_one_of_the_manifest(name, monkeypatch, capsys):
    import hashlib

    import numpy as np

    data = FIRST_LIGHT[name]
    counts = np.array(judge(data["command"], monkeypatch, capsys)["confusion"]["counts"], np.int64)
    assert hashlib.sha256(counts.tobytes()).hexdigest() == data["reference"]["confusion_sha256_int64_C_order"]


def test_two_columns_of_probabilities_that_do_not_sum_to_one(monkeypatch, capsys):
    data = FIRST_LIGHT["imdb_cv_probs_raw"]
    report = judge(data["command"], monkeypatch, capsys)
    expected = data["reference"]["renormalised_in_float64"]
    for metric in ("roc_auc", "average_precision"):
        assert math.isclose(value(report, metric, of="1")["value"], expected[metric], **EXACT)
    for metric in ("accuracy", "log_loss", "brier"):
        assert math.isclose(value(report, metric)["value"], expected[metric], **EXACT)
    (missed,) = [each for each in report["findings"] if each["code"] == "LW102"]
    assert missed["outcome"] == "found"


def test_a_file_with_seven_labels_that_are_none(monkeypatch, capsys):
    data = FIRST_LIGHT["f538_nfl_games"]
    report, expected = judge(data["command"], monkeypatch, capsys), data["reference"]
    assert (report["rows"]["used"], sum(report["rows"]["rejected"].values())) == (expected["n"], 7)
    for metric in ("roc_auc", "average_precision"):
        assert math.isclose(value(report, metric, of="1")["value"], expected[metric], **EXACT)
    assert math.isclose(value(report, "brier")["value"], expected["brier"], **EXACT)
    assert math.isclose(value(report, "log_loss")["value"], expected["log_loss_f64"], **EXACT)


def test_the_same_file_is_refused_where_nothing_may_be_left_out(monkeypatch, capsys):
    from logitwise.cli.run import run

    monkeypatch.chdir(FOLDER or ".")
    status = run(["evaluate", "data/f538_nfl_games.parquet"])
    message = capsys.readouterr().err
    assert status == 2
    assert "row 146" in message
    assert "0.5" in message


def test_finleys_tornado_table_from_rows_and_from_counts(monkeypatch, capsys):
    import logitwise as lw

    data = FIRST_LIGHT["finley_tornado"]
    report, expected = judge(data["command"], monkeypatch, capsys), data["reference"]
    counts = lw.evaluate(confusion=[[2680, 72], [23, 28]], classes=[0, 1], positive=1, policy="baseline").to_dict()
    for judged in (report, counts):
        for metric in ("accuracy", "balanced_accuracy", "mcc"):
            assert math.isclose(value(judged, metric)["value"], expected[metric], **EXACT)
        for metric in ("precision", "recall", "specificity", "f1"):
            assert math.isclose(value(judged, metric, of="1")["value"], expected[metric], **EXACT)


def test_labels_that_co_occur(monkeypatch, capsys):
    data = FIRST_LIGHT["ecg_dnn_multilabel"]
    report, expected = judge(data["command"], monkeypatch, capsys), data["reference"]
    for figure, metric, average in [
        ("average_precision_macro", "average_precision", "macro"), ("roc_auc_macro", "roc_auc", "macro"),
        ("average_precision_micro", "average_precision", "micro"), ("roc_auc_micro", "roc_auc", "micro"),
        ("average_precision_weighted", "average_precision", "weighted"), ("roc_auc_weighted", "roc_auc", "weighted"),
        ("f1_macro_at_0.5", "f1", "macro"), ("f1_micro_at_0.5", "f1", "micro"),
    ]:  # fmt: skip
        assert near(report, expected[figure], metric, average=average), figure


@pytest.mark.parametrize("reader", ["dnn", "cardio", "emerg", "stud"])
def test_decisions_of_four_readers(reader, monkeypatch, capsys):
    data = FIRST_LIGHT["ecg_dnn_multilabel"]
    command = next(c for c in data["also"] if f"d_{reader}_" in c)
    report = judge(command, monkeypatch, capsys)
    expected = data["reference"]["decisions"][reader]
    for label, figures in expected.items():
        if isinstance(figures, dict) and label in report["classes"]:
            for metric in ("precision", "recall", "specificity", "f1"):
                if metric in figures:
                    found = value(report, metric, of=label)["value"]
                    assert found is None or math.isclose(found, figures[metric], **EXACT), (label, metric)
