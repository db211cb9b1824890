"""Slices on the command line: shown, judged, refused."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from conftest import folder_of_references

from .commands import logitwise

FOLDER = folder_of_references()
EVIL = ("x' OR '1'='1", "<b>y</b>", "=cmd|' /C calc'!A0", "z")
EACH = '[require.each_slice]\nrecall = ">= {}"\n'


@pytest.fixture
def file(tmp_path):
    """Four sites of 300 rows each, the last one bad."""
    rng = np.random.default_rng(0)
    y, site = rng.integers(0, 2, 1200), np.arange(1200) % 4
    p = 1 / (1 + np.exp(-np.where(site == 3, 0.3, 4.0) * (2 * y - 1) + rng.normal(size=1200)))
    columns = {"label": y, "p": p, "site": np.array(EVIL)[site], "device": np.array(["x", "y"])[np.arange(1200) // 600]}
    pq.write_table(pa.table(columns), tmp_path / "preds.parquet")
    return tmp_path / "preds.parquet"


def policy(folder, floor):
    (folder / "p.toml").write_text(EACH.format(floor))
    return folder / "p.toml"


def test_slices_match_their_own_rows_whatever_their_names_say(capsys, file):
    done = logitwise(capsys, "evaluate", file, "--slice", "site", "--json", "--policy", "baseline")
    slices = {each["value"]: each["rows"] for each in json.loads(done.out)["slices"]}
    assert slices == dict.fromkeys(EVIL, 300)


def test_several_columns_are_sliced_and_the_worst_stands_first(capsys, file):
    done = logitwise(capsys, "evaluate", file, "--slice", "site", "--slice", "device", "--json", "--policy", "baseline")
    slices = json.loads(done.out)["slices"]
    assert (slices[0]["column"], slices[0]["value"], slices[0]["ranking"]["worse"]) == ("site", "z", True)
    assert slices[0]["ranking"]["correction"] == "Benjamini-Yekutieli"
    assert [each["ranking"]["shrunken"] for each in slices] == sorted(each["ranking"]["shrunken"] for each in slices)


def test_one_bad_slice_ends_with_1_and_all_good_ones_with_0(capsys, file):
    bad = logitwise(capsys, "evaluate", file, "--slice", "site", "--policy", policy(file.parent, 0.8))
    assert bad.code == 1
    assert "site = z is" in bad.out
    good = logitwise(capsys, "evaluate", file, "--slice", "device", "--policy", policy(file.parent, 0.8))
    assert good.code == 0


def test_a_policy_on_slices_without_any_ends_with_2_and_the_next_step(capsys, file):
    done = logitwise(capsys, "evaluate", file, "--policy", policy(file.parent, 0.8))
    assert (done.code, done.out) == (2, "")
    assert "--slice COL" in done.err


def test_a_saved_tally_keeps_its_slices(capsys, file, tmp_path):
    saved = tmp_path / "s.tally"
    first = logitwise(
        capsys, "evaluate", file, "--slice", "site", "--json", "--policy", "baseline", "--save-tally", saved
    )
    again = logitwise(capsys, "evaluate", saved, "--json", "--policy", "baseline")
    assert json.loads(first.out)["slices"] == json.loads(again.out)["slices"]


def test_each_slice_is_a_test_of_its_own_in_junit(capsys, file, tmp_path):
    out = tmp_path / "r.xml"
    logitwise(capsys, "evaluate", file, "--slice", "site", "--policy", policy(file.parent, 0.8), "--out", out)
    text = out.read_text()
    assert text.count("<testcase") - text.count('name="LW') == 4
    assert 'name="recall &gt;= 0.8 [site = z]"' in text


@pytest.mark.skipif(FOLDER is None, reason="the folder of reference data (../shared) is not here")
def test_football_by_season_has_the_recalls_that_scikit_learn_gives(capsys):
    from sklearn.metrics import balanced_accuracy_score, recall_score

    path = FOLDER / "data" / "f538_nfl_games.parquet"
    done = logitwise(
        capsys, "evaluate", path, "--invalid", "reject", "--slice", "season", "--json", "--policy", "baseline"
    )
    table = pq.read_table(path).to_pandas().query("label == 0 or label == 1")
    slices = json.loads(done.out)["slices"]
    assert {int(each["value"]): each["rows"] for each in slices} == table.groupby("season").size().to_dict()
    for each in slices:
        rows = table[table.season == int(each["value"])]
        metrics = {m["name"]: m["value"] for m in each["metrics"] if m["of"] in (None, "1")}
        assert metrics["recall"] == pytest.approx(recall_score(rows.label.astype(int), rows.p >= 0.5), rel=1e-9)
        balanced = balanced_accuracy_score(rows.label.astype(int), rows.p >= 0.5)
        assert each["ranking"]["value"] == pytest.approx(balanced, rel=1e-9)
    assert not any(each["ranking"]["worse"] for each in slices)
