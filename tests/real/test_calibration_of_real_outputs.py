"""Calibration and confidence of real outputs, against the figures of their manifest (scikit-learn 1.9, netcal)."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from conftest import folder_of_references

FOLDER = folder_of_references()
SETS = [] if FOLDER is None else json.loads((FOLDER / "data" / "manifest.json").read_text())["datasets"]
BY_NAME = {data["name"]: data for data in SETS}
pytestmark = pytest.mark.skipif(FOLDER is None, reason="the folder of reference data (../shared) is not here")
# A few classes: hundreds take seconds without testing more.
OF_TOP_LABEL = [n for n, d in BY_NAME.items() if "ece_top_15" in d["reference"] and d["reference"]["classes"] <= 20]
OF_POSITIVE = [n for n, d in BY_NAME.items() if "ece_pos_15" in d["reference"] and "group" not in d["command"]]


def judge(name, monkeypatch, capsys) -> dict:
    """The JSON report of a data set's command."""
    from logitwise.cli.run import run

    monkeypatch.chdir(FOLDER)
    status = run([*shlex.split(BY_NAME[name]["command"])[1:], "--json", "--policy", "baseline"])
    printed = capsys.readouterr()
    assert status in {0, 1, 3}, printed.err
    return json.loads(printed.out)


def metric(report, name, of=None):
    """One figure of the report."""
    return next(m for m in report["metrics"] if m["name"] == name and m["of"] in {of, report["positive"]})


@pytest.mark.parametrize("name", OF_TOP_LABEL)
def test_top_label_figures(name, monkeypatch, capsys):
    report, expected = judge(name, monkeypatch, capsys), BY_NAME[name]["reference"]
    # files of float32 rows are summed in float32 there, and rows that miss one a little are brought to it here
    found = metric(report, "ece15")
    assert found["value"] == pytest.approx(expected["ece_top_15"], abs=2e-7 + found["certificate"])
    a, area = expected["accuracy"], expected["auroc_confidence_vs_correct"]
    found = metric(report, "augrc")
    wanted = (1 - area) * a * (1 - a) + (1 - a) ** 2 / 2
    # confidences that float32 rounds to 1 are one tie there; here what the other classes get tells them apart
    assert found["value"] == pytest.approx(wanted, abs=2e-5 + found["certificate"])
    brier = next(part for part in report["decompositions"] if part["loss"] == "brier")
    assert brier["score"] == pytest.approx(expected["brier_confidence_vs_correct"], abs=1e-6)
    if "roc_auc_ovo_macro" in expected:
        found = metric(report, "hand_till")
        assert found["n"] == expected["n"]
        assert found["value"] == pytest.approx(expected["roc_auc_ovo_macro"], abs=1e-5)


@pytest.mark.parametrize("name", OF_POSITIVE)
def test_figures_of_the_positive_class(name, monkeypatch, capsys):
    report, expected = judge(name, monkeypatch, capsys), BY_NAME[name]["reference"]
    raw = name == "imdb_cv_probs_raw"  # its manifest's bins are of probabilities as given, which sum to one here
    assert metric(report, "ece15")["value"] == pytest.approx(expected["ece_pos_15"], abs=1e-6 if raw else 1e-9)
    brier = next(part for part in report["decompositions"] if part["loss"] == "brier")
    for part, key in (("miscalibration", "mcb"), ("discrimination", "dsc"), ("uncertainty", "unc")):
        assert brier[part] == pytest.approx(expected[f"corp_{key}"], abs=1e-6 if raw else 1e-9)
