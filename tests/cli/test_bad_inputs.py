"""Every malformed, hostile or merely awkward input on the list that concerns evaluation, through the command line."""

from __future__ import annotations

import contextlib
import io
import json
import math
import os
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from conftest import folder_of_references

ISSUES = {"first light", "whole measure", "findings and treatment", "report"}
FOLDER = folder_of_references()
CASES = (
    []
    if FOLDER is None
    else [c for c in json.loads((FOLDER / "bad_inputs.json").read_text())["cases"] if c["issue"] in ISSUES]
)


TUNED = [c for c in CASES if c["args"][0] == "tune"]
JUDGED = [c for c in CASES if c["args"][0] != "tune"]


@pytest.fixture(scope="module")
def bad(shared, tmp_path_factory) -> Path:
    """The folder of bad inputs, made anew."""
    folder = tmp_path_factory.mktemp("bad_inputs")
    subprocess.run([sys.executable, shared / "make_bad_inputs.py", folder], check=True, capture_output=True)
    return folder / "bad"


def run(args, folder: Path) -> tuple[int, str, str]:
    """The command line inside this process: exit status, stdout, stderr."""
    from logitwise.cli.run import run as command

    out, err, before = io.StringIO(), io.StringIO(), Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = command(list(args))
    finally:
        os.chdir(before)
    return status, out.getvalue(), err.getvalue()


MEASURED = """
import resource, sys, time
from pathlib import Path
from logitwise.cli.run import run
status = run(sys.argv[1:])
told = Path("/proc/self/status")  # the usage that the system reports may be that of the process that started this one
if told.exists():
    memory = next(int(line.split()[1]) for line in told.read_text().splitlines() if line.startswith("VmHWM")) / 1024
else:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1) / 1024
sys.stderr.write(f"measured {status} {time.process_time()} {memory}")
"""


@pytest.mark.slow
@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES if c.get("limits")])
def test_it_takes_no_more_time_and_memory_than_it_may(case, bad):
    """Time of the processor, start included: that of the clock is the neighbours' too."""
    args = [sys.executable, "-c", MEASURED, *case["args"], "--policy", "baseline"]
    done = subprocess.run(args, capture_output=True, text=True, check=True, cwd=bad)
    status, seconds, memory = done.stderr.splitlines()[-1].split("measured ")[1].split()
    assert (status == "2") == (case["expected"] == "REFUSE"), done.stderr
    assert float(seconds) <= case["limits"].get("seconds", math.inf)
    assert float(memory) <= case["limits"].get("rss_mb", math.inf)


def files_in(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}


def named(cases, expected):
    return [pytest.param(c, id=c["id"], marks=slow(c)) for c in cases if c["expected"] in expected]


def slow(case):
    costly = any(a.endswith(".keras") for a in case["args"]) or (case["limits"] or {}).get("seconds", 0) >= 30
    return [pytest.mark.slow] if costly else []


@pytest.mark.parametrize("case", named(CASES, {"REFUSE"}))
def test_is_refused_with_one_clear_message(case, bad):
    before, start = files_in(bad), time.monotonic()
    status, out, err = run(case["args"], bad)
    assert (status, out) == (2, ""), err
    assert "Traceback" not in err
    assert "secret-7f3a" not in err
    for words in case["must_mention"]:
        assert words.lower() in err.lower(), f"{words!r} is not in: {err}"
    where = case["file"] if case["kind"] != "option" else None
    if where is not None:
        assert Path(where).name in err or case["kind"] == "policy"
    assert files_in(bad) == before
    assert not any((bad / "canary").iterdir())
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("case", named(TUNED, {"WARN"}))
def test_is_tuned_with_a_word_on_what_is_odd(case, bad, tmp_path):
    rule = tmp_path / "rule.json"
    status, out, err = run([*case["args"][:-1], str(rule)], bad)
    assert (status, err) == (0, "")
    for words in case["must_mention"]:
        assert words.lower() in out.lower(), f"{words!r} is not in: {out}"
    assert rule.exists()
    report = json.loads(run(["evaluate", case["file"], "--json", "--policy", "baseline"], bad)[1])
    assert case["finding"] in {each["code"] for each in report["findings"] if each["outcome"] == "found"}


@pytest.mark.parametrize("case", named(JUDGED, {"ACCEPT", "WARN"}))
def test_is_judged_with_the_right_figures(case, bad):
    for command in case["before"] or []:
        assert run(command, bad)[0] == 0
    status, out, err = run([*case["args"], "--json", "--policy", "baseline"], bad)
    assert status in {0, 1, 3}, err
    assert err == ""
    report = json.loads(out)
    if case["finding"] is not None:
        found = {each["code"] for each in report["findings"] if each["outcome"] == "found"}
        assert case["finding"] in found
        for words in case["must_mention"]:
            assert words.lower() in out.lower(), f"{words!r} is not in the report"
    for name, expected in (case["value"] or {}).items():
        check_figure(name, expected, report)
    status, out, err = run([*case["args"], "--policy", "baseline"], bad)
    assert status in {0, 1, 3}
    assert "\x1b" not in out
    assert "nan" not in out.split("How it was computed")[0].lower().replace("nancy", "")


def late(case):
    """Of most cases the page is looked at by all tests alone."""
    return [] if case["issue"] == "report" else [pytest.mark.slow]


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c["id"], marks=late(c)) for c in JUDGED if c["expected"] in {"ACCEPT", "WARN"}]
)
def test_its_page_and_its_markdown_hold_text_alone(case, bad, tmp_path):
    for command in case["before"] or []:
        assert run(command, bad)[0] == 0
    page, text = tmp_path / "r.html", tmp_path / "r.md"
    status, _, err = run([*case["args"], "--policy", "baseline", "--out", str(page), "--out", str(text)], bad)
    assert status in {0, 1, 3}, err
    assert files_in(tmp_path) == {"r.html", "r.md"}
    check_page(page.read_text(encoding="utf-8"))
    assert "](javascript:" not in text.read_text(encoding="utf-8")


class Elements(HTMLParser):
    """What a browser would make of a page, and what names of the data must not add to it."""

    def handle_starttag(self, tag, attributes):
        assert tag not in {"img", "iframe", "object", "embed", "base", "form"}
        assert not [name for name, _ in attributes if name.startswith("on")]
        assert not [value for _, value in attributes if (value or "").lower().startswith("javascript:")]

    def handle_data(self, data):
        shown = data if self.cdata_elem is None else ""
        assert "\x1b" not in shown
        assert max(map(len, shown.split()), default=0) < 400


def check_page(text):
    """A page with its own elements alone: two scripts, of which the first is data that can be read."""
    Elements().feed(text)
    scripts = re.findall(r"(?s)<script([^>]*)>(.*?)</script>", text)
    assert [attributes for attributes, _ in scripts] == [' type="application/json" id="report-data"', ""]
    json.loads(scripts[0][1])
    assert len(text) < 3_000_000


def check_figure(name, expected, report):
    """A figure of the case under its name; names that are no metric are facts of the case, not of the report."""
    places = {
        "recall_macro": ("recall", None, "macro"),
        "recall_of_A": ("recall", "A", None),
        "precision_of_A": ("precision", "A", None),
        "accuracy_of_label_0": ("accuracy", report["classes"][0], None),
    }
    facts = {"rows_used": report["rows"]["used"], "rows_rejected": sum(report["rows"]["rejected"].values())}
    if name in facts:
        assert facts[name] == expected
        return
    metric, of, average = places.get(name, (name, report["positive"] if of_positive(name, report) else None, None))
    found = [m for m in report["metrics"] if (m["name"], m["of"], m["average"]) == (metric, of, average)]
    if not found:
        assert name in {
            "rows_with_zero_prob_of_truth",
            "accuracy_of_the_right_order",
            "log_loss_of_the_probabilities",
            "log_loss_without_row_9",
        }
        return
    if expected == "inf":
        assert found[0]["value"] is None
        assert "infinite" in found[0]["undefined"]
    else:
        assert math.isclose(found[0]["value"], expected, rel_tol=1e-9, abs_tol=1e-9)


def of_positive(name, report):
    return report["positive"] is not None and name in {
        "recall",
        "precision",
        "f1",
        "roc_auc",
        "average_precision",
        "calibration_gap",
    }


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES if c["python"]])
def test_through_python_it_is_the_same(case, bad, monkeypatch):
    import numpy as np
    import pandas as pd

    import logitwise as lw

    monkeypatch.chdir(bad)
    names = {"lw": lw, "pd": pd, "np": np}
    if case["file"].endswith(".npz"):
        with np.load(bad / case["file"], allow_pickle=False) as archive:
            names["z"] = {key: archive[key] for key in archive.files}
    *statements, last = case["python"].split(";")
    for statement in statements:
        exec(statement.strip(), names)  # noqa: S102 - the case's own words
    report = eval(last.strip(), names).to_dict()  # noqa: S307
    for name, expected in case["value"].items():
        check_figure(name, expected, report)


REFUSED_ARRAYS = [
    c
    for c in CASES
    if c["expected"] == "REFUSE" and c["category"] in {"values", "labels"} and (c["file"] or "").endswith(".npz")
]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in REFUSED_ARRAYS])
def test_members_handed_over_as_arrays_are_refused_alike(case, bad):
    import numpy as np

    import logitwise as lw

    with np.load(bad / case["file"], allow_pickle=False) as archive:
        data = {key: archive[key] for key in archive.files}
    keys = set(data)
    label = next(k for k in ("labels", "label", "y", "y_true") if k in keys)
    scores = next(k for k in sorted(keys) if k != label)
    options = {"head": case["args"][case["args"].index("--head") + 1]} if "--head" in case["args"] else {}
    with pytest.raises(lw.InputError) as caught:
        lw.evaluate(data[label], **{case["scale"]: data[scores]}, **options)
    assert isinstance(caught.value, ValueError)
    for words in case["must_mention"]:
        assert words.lower() in str(caught.value).lower()
