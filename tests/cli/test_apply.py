"""``logitwise apply`` and ``evaluate --rule``: files through a rule, against `Rule.apply` on the same arrays."""

from __future__ import annotations

import csv
import gzip
import io
import json

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from logitwise.errors import FormatError
from logitwise.head import Head
from logitwise.rule import Affine, Identity, Rule, Temperature, load_rule
from logitwise.verbs.apply import apply_rule

from .commands import logitwise

RNG = np.random.default_rng(7)
Z = (RNG.normal(size=300) * 2).astype(np.float32)
P3 = RNG.dirichlet([1.0, 1.0, 1.0], 300)
TWO = Rule(Head("sigmoid", ("no", "yes")), (Affine(0.7, 0.3),), thresholds=(0.4,), abstain=(0.35, 0.45))
THREE = Rule(Head("softmax", ("cat", "dog", "owl")), (Temperature(1.5),))
LABELS = Rule(Head("multilabel", ("x", "y")), (Identity(), Affine(0.5, 0.1)), thresholds=(0.3, 0.6))


@pytest.fixture
def place(tmp_path):
    """A folder with a rule of each kind."""
    for name, rule in (("two", TWO), ("three", THREE), ("labels", LABELS)):
        rule.save(tmp_path / f"{name}.json")
    return tmp_path


def names(rule, decisions):
    return [None if code < 0 else rule.head.classes[code] for code in decisions]


def written(place, suffix):
    return pq.read_table(place) if suffix == ".parquet" else pacsv.read_csv(place)


def table_of_two():
    when = pa.array(np.arange(300), pa.timestamp("s"))
    return pa.table({"id": [f"r{i}" for i in range(300)], "logit": Z, "site": [None, "a,b", 'c"d'] * 100, "when": when})


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_rows_come_out_with_their_columns_and_what_the_rule_makes_of_them(capsys, place, suffix):
    pq.write_table(table_of_two(), place / "in.parquet")
    done = logitwise(capsys, "apply", place / "two.json", place / "in.parquet", "-o", place / f"out{suffix}")
    applied = TWO.apply(logits=Z)
    found = written(place / f"out{suffix}", suffix)
    assert found.column_names == ["id", "logit", "site", "probability", "decision"]
    np.testing.assert_allclose(found["probability"].to_numpy(), applied.probabilities, rtol=1e-15)
    assert [d or None for d in found["decision"].to_pylist()] == names(TWO, applied.decisions)
    assert found["id"].to_pylist() == [f"r{i}" for i in range(300)]
    assert [s or None for s in found["site"].to_pylist()] == [None, "a,b", 'c"d'] * 100
    left = int((applied.decisions < 0).sum())
    assert done.code == 0
    assert done.out == (
        f"wrote {place / f'out{suffix}'}: 300 rows; {left} undecided; left out, since they hold neither numbers nor "
        "text: when\n"
    )


def test_classes_are_joined_by_name_in_whatever_order_they_stand(capsys, place):
    columns = {"p_owl": P3[:, 2], "p_cat": P3[:, 0], "p_dog": P3[:, 1]}
    pacsv.write_csv(pa.table({"n": np.arange(300), **columns}), place / "in.csv")
    assert logitwise(capsys, "apply", place / "three.json", place / "in.csv", "-o", place / "out.csv").code == 0
    found, applied = written(place / "out.csv", ".csv"), THREE.apply(probabilities=P3)
    for k, name in enumerate(THREE.head.classes):
        np.testing.assert_allclose(found[f"probability_{name}"].to_numpy(), applied.probabilities[:, k], rtol=1e-12)
    assert found["decision"].to_pylist() == names(THREE, applied.decisions)


FORMULAS = ('=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "a=1")


def test_a_spreadsheet_finds_no_formula_in_a_csv(place):
    rule = Rule(Head("softmax", FORMULAS), (Temperature(1.5),))
    p = RNG.dirichlet(np.ones(7) / 9, 50)
    columns = {f"p_{name}": p[:, k] for k, name in enumerate(FORMULAS)}
    pq.write_table(pa.table({"=id": -np.arange(50), "site": ["-A1"] * 50, **columns}), place / "in.parquet")
    apply_rule(rule, place / "in.parquet", place / "out.csv")
    header, *rows = csv.reader(io.StringIO((place / "out.csv").read_bytes().decode()))
    assert header[:2] == ["'=id", "site"]
    decided = names(rule, rule.apply(probabilities=p).decisions)
    assert [row[-1] for row in rows] == [name if name == "a=1" else f"'{name}" for name in decided]
    assert {row[1] for row in rows} == {"'-A1"}
    assert [int(row[0]) for row in rows] == (-np.arange(50)).tolist()


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_what_was_given_an_apostrophe_is_counted_and_said(capsys, place, suffix):
    rule = Rule(Head("sigmoid", ("-", "+")), (Identity(),), thresholds=(0.4,))
    rule.save(place / "signs.json")
    pq.write_table(
        pa.table({"=id": np.arange(300), "site": ["@a", "b", None] * 100, "p": P3[:, 0]}), place / "in.parquet"
    )
    done = logitwise(capsys, "apply", place / "signs.json", place / "in.parquet", "-o", place / f"out{suffix}")
    found = place / f"out{suffix}"
    if suffix == ".parquet":
        assert "apostrophe" not in done.out
        assert set(pq.read_table(found)["decision"].to_pylist()) == {"-", "+"}
        return
    changed = sum(cell.startswith("'") for row in csv.reader(io.StringIO(found.read_text())) for cell in row)
    assert changed == 401  # "=id", a hundred "@a" and 300 decisions
    assert (
        "an apostrophe was put before 401 names and cells that a spreadsheet would compute; .parquet keeps" in done.out
    )


def test_what_is_no_spreadsheet_keeps_names_as_they_are(place):
    rule = Rule(Head("softmax", FORMULAS), (Temperature(1.5),))
    p = RNG.dirichlet(np.ones(7) / 9, 50)
    pq.write_table(pa.table({f"p_{name}": p[:, k] for k, name in enumerate(FORMULAS)}), place / "in.parquet")
    apply_rule(rule, place / "in.parquet", place / "out.parquet")
    found = pq.read_table(place / "out.parquet")["decision"].to_pylist()
    assert found == names(rule, rule.apply(probabilities=p).decisions)


def test_labels_come_out_one_by_one(capsys, place):
    pq.write_table(pa.table({"p_y": P3[:, 1], "p_z": P3[:, 2], "p_x": P3[:, 0]}), place / "in.parquet")
    assert (
        logitwise(capsys, "apply", place / "labels.json", place / "in.parquet", "-o", place / "out.parquet").code == 0
    )
    found, applied = written(place / "out.parquet", ".parquet"), LABELS.apply(probabilities=P3[:, :2])
    assert found["decision_x"].to_pylist() == applied.decisions[:, 0].tolist()
    np.testing.assert_array_equal(found["probability_y"].to_numpy(), applied.probabilities[:, 1])
    assert "p_z" in found.column_names


def test_an_npz_holds_whole_arrays(capsys, place):
    np.savez(place / "in.npz", probs=P3, id=np.arange(300))
    assert logitwise(capsys, "apply", place / "three.json", place / "in.npz", "-o", place / "out.npz").code == 0
    with np.load(place / "out.npz") as found:
        np.testing.assert_array_equal(found["probabilities"], THREE.apply(probabilities=P3).probabilities)
        assert found["decisions"].tolist() == names(THREE, THREE.apply(probabilities=P3).decisions)
        assert found["id"].tolist() == list(range(300))


def test_list_columns_gzip_and_json_lines_are_read_too(capsys, place):
    expected = names(THREE, THREE.apply(probabilities=P3).decisions)
    lines = [json.dumps({"id": i, "probs": row.tolist()}) for i, row in enumerate(P3)]
    (place / "in.jsonl").write_text("\n".join(lines))
    with gzip.open(place / "in.csv.gz", "wt") as stream:
        stream.write("p_cat,p_dog,p_owl\n" + "\n".join(",".join(map(repr, row.tolist())) for row in P3))
    for name in ("in.jsonl", "in.csv.gz"):
        assert logitwise(capsys, "apply", place / "three.json", place / name, "-o", place / "out.parquet").code == 0
        assert written(place / "out.parquet", ".parquet")["decision"].to_pylist() == expected


def test_many_parts_are_the_rows_of_one(capsys, place):
    z = RNG.normal(size=50_000).astype(np.float32)
    pq.write_table(pa.table({"logit": z}), place / "in.parquet", row_group_size=7_000)
    assert logitwise(capsys, "apply", place / "two.json", place / "in.parquet", "-o", place / "out.parquet").code == 0
    found = written(place / "out.parquet", ".parquet")
    np.testing.assert_array_equal(found["probability"].to_numpy(), TWO.apply(logits=z).probabilities)


def test_judging_after_a_rule_and_judging_what_it_wrote_agree(capsys, place):
    y = (RNG.random(300) < 1 / (1 + np.exp(-Z))).astype(int)
    pq.write_table(pa.table({"label": y, "logit": Z}), place / "in.parquet")
    rule = Rule(Head("sigmoid", ("0", "1")), (Affine(0.7, 0.3),), thresholds=(0.4,))
    rule.save(place / "rule.json")
    logitwise(capsys, "apply", place / "rule.json", place / "in.parquet", "-o", place / "out.parquet")
    options = ("--json", "--policy", "baseline")
    after = json.loads(logitwise(capsys, "evaluate", place / "in.parquet", "--rule", place / "rule.json", *options).out)
    again = json.loads(
        logitwise(
            capsys, "evaluate", place / "out.parquet", "--probabilities", "probability", "--threshold", "0.4", *options
        ).out
    )
    assert after["confusion"] == again["confusion"]
    assert after["threshold"] == 0.4
    assert f"judged after {place / 'rule.json'}: calibration affine, threshold 0.4" in after["read_from"]


def refused(capsys, place, *arguments):
    """What is said where a command is refused, with nothing left behind."""
    before = sorted(each.name for each in place.iterdir())
    done = logitwise(capsys, *arguments)
    assert (done.code, done.out) == (2, "")
    assert sorted(each.name for each in place.iterdir()) == before
    return done.err


def test_what_cannot_be_applied_is_refused_and_nothing_is_written(capsys, place):
    pq.write_table(pa.table({"logit": np.where(np.arange(300) == 7, np.nan, Z)}), place / "nan.parquet")
    pq.write_table(pa.table({"decision": [0, 1]}), place / "decided.parquet")
    pq.write_table(pa.table({"logit": Z, "probability": Z}), place / "taken.parquet")
    pq.write_table(pa.table({"logit": pa.array([], pa.float32())}), place / "empty.parquet")
    pq.write_table(pa.table({"p_cat": [0.5], "p_cow": [0.5]}), place / "cows.parquet")
    pq.write_table(pa.table({"logits": [[1.0, 2.0, 3.0]]}), place / "wide.parquet")
    for rule, file, out, words in (
        ("two", "nan.parquet", "out.parquet", "NaN at row 8"),
        ("two", "decided.parquet", "out.parquet", "only decisions were found"),
        ("two", "taken.parquet", "out.parquet", "has a column probability already"),
        ("two", "empty.parquet", "out.parquet", "has no rows"),
        ("three", "cows.parquet", "out.parquet", "the rule is of the classes cat, dog, owl"),
        ("three", "taken.parquet", "out.parquet", "the rule is of 3 classes, one score a row was found"),
        ("two", "wide.parquet", "out.parquet", "3 scores a row from row 1 on, 2 were expected"),
        ("two", "nan.parquet", "nan.parquet", "is the file that is read"),
        ("two", "nan.parquet", "out.txt", "rows are written as .parquet, .csv, .npz"),
        ("two", "nan.parquet", "absent/out.csv", "does not exist"),
        ("two", "absent.parquet", "out.csv", "absent.parquet does not exist"),
        ("absent", "nan.parquet", "out.csv", "absent.json"),
    ):
        said = refused(capsys, place, "apply", place / f"{rule}.json", place / file, "-o", place / out)
        assert words in said


def test_a_csv_refuses_vectors_and_names_the_line_of_a_fault(capsys, place):
    pq.write_table(pa.table({"logit": Z, "embedding": [[1.0, 2.0]] * 300}), place / "in.parquet")
    said = refused(capsys, place, "apply", place / "two.json", place / "in.parquet", "-o", place / "out.csv")
    assert "embedding holds vectors" in said
    (place / "in.csv").write_text("id,logit\n1,0.5\n2,x\n")
    assert "line 3" in refused(capsys, place, "apply", place / "two.json", place / "in.csv", "-o", place / "out.csv")


def test_evaluate_refuses_a_rule_beside_a_threshold_or_a_tally(capsys, place):
    pq.write_table(pa.table({"label": (Z > 0).astype(int), "logit": Z}), place / "in.parquet")
    rule = Rule(Head("sigmoid", ("0", "1")), thresholds=(0.4,))
    rule.save(place / "rule.json")
    beside = ("evaluate", place / "in.parquet", "--rule", place / "rule.json", "--threshold", "0.5")
    assert "brings its own threshold" in refused(capsys, place, *beside)
    logitwise(capsys, "evaluate", place / "in.parquet", "--save-tally", place / "x.tally")
    assert "a saved tally holds none" in refused(
        capsys, place, "evaluate", place / "x.tally", "--rule", place / "rule.json"
    )


def test_a_rule_from_the_command_line_is_the_rule_from_python(place):
    assert load_rule(place / "two.json") == TWO


@pytest.mark.parametrize("name", ["file", "allow_pickle", "args"])
def test_a_column_may_be_called_like_an_option_of_the_writer(name, tmp_path):
    table = pa.table({"logit": [0.5, -1.0], name: [1, 2]})
    pq.write_table(table, tmp_path / "in.parquet")
    Rule(Head("sigmoid", ("0", "1")), (Identity(),), thresholds=(0.5,)).save(tmp_path / "rule.json")
    apply_rule(tmp_path / "rule.json", tmp_path / "in.parquet", tmp_path / "out.npz")
    with np.load(tmp_path / "out.npz") as found:
        assert found[name].tolist() == [1, 2]


def test_whole_numbers_that_a_missing_one_would_round_are_not_written_as_npz(tmp_path):
    pq.write_table(pa.table({"logit": [0.5, -1.0], "id": [2**62 + 1, None]}), tmp_path / "in.parquet")
    Rule(Head("sigmoid", ("0", "1")), (Identity(),), thresholds=(0.5,)).save(tmp_path / "rule.json")
    with pytest.raises(FormatError, match=r"write \.parquet or \.csv"):
        apply_rule(tmp_path / "rule.json", tmp_path / "in.parquet", tmp_path / "out.npz")


def test_a_value_that_is_no_probability_is_told_by_file_column_and_row(tmp_path, capsys):
    (tmp_path / "bad.csv").write_text("id,p\n1,0.2\n2,1.7\n")
    Rule(Head("sigmoid", ("0", "1")), (Identity(),), thresholds=(0.5,)).save(tmp_path / "rule.json")
    result = logitwise(capsys, "apply", tmp_path / "rule.json", tmp_path / "bad.csv", "-o", tmp_path / "out.csv")
    assert (result.code, result.out) == (2, "")
    assert "1.7 at row 2 (line 3), column p" in result.err
    assert not (tmp_path / "out.csv").exists()
