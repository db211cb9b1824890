"""Findings in every rendering: what is wrong first, what to do beside it, and nothing from the data as markup."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

sys.path.insert(0, str(Path(__file__).parent))
import reports

from logitwise.findings import Finding
from logitwise.policy import baseline
from logitwise.report.finding_rows import finding_table
from logitwise.report.json_document import document
from logitwise.report.junit import junit
from logitwise.report.markdown import markdown
from logitwise.report.notebook import html
from logitwise.report.schema import ReportDocument
from logitwise.verdict import judge

MISSED = Finding(
    "LW202", "a class mostly missed", "error", "found", "Recall of A is 0.1.", {"recall": 0.1, "ratio": float("inf")},
    "Rows of it go unseen.", "The threshold is the cause.", "Lower it.", "logitwise tune FILE -o rule.json", ("A",),
)  # fmt: skip
LOPSIDED = Finding("LW205", "lopsided errors", "warning", "found", "Errors are lopsided.", remedy="Look at them.")
RARE = Finding("LW208", "imbalance", "note", "waived", "A is rare.", remedy="Read recall.", waiver="rare by nature")
CLEAR = Finding("LW203", "near chance", "warning", "clear", "Labels and scores go together.")
NONE = Finding("LW602", "a slice worse than the rest", "warning", "not applicable", "The rows are not sliced.")
ALL = (MISSED, CLEAR, LOPSIDED, RARE, NONE)


@pytest.fixture
def report():
    made = reports.of_matrix([[90, 10], [5, 95]])
    return replace(made, findings=ALL, verdict=judge(made.tally, baseline(), findings=ALL))


def test_an_error_that_stands_is_not_ready_and_says_why(report):
    assert report.verdict.outcome == "not ready"
    assert report.verdict.findings == ("LW202",)
    assert MISSED.sentence in report.verdict.reasons


def test_a_warning_or_a_waived_error_withholds_nothing(report):
    allowed = (replace(MISSED, outcome="waived", waiver="known"), LOPSIDED)
    assert judge(report.tally, baseline(), findings=allowed).outcome == "ready"


def test_what_was_found_comes_first_errors_ahead_and_waived_ones_last(report):
    table = finding_table(report)
    assert [row.code for row in table.rows] == ["LW202", "LW205", "LW208"]
    assert table.said.startswith("5 pitfalls looked for: 3 found, 1 clear, 1 not applicable.")


def test_a_terminal_shows_sentence_cause_remedy_and_command(report):
    text = str(report)
    for said in ("✘ LW202 a class mostly missed", MISSED.cause, MISSED.command, "waived: rare by nature"):
        assert said in text


def test_a_terminal_that_shows_colours_shows_the_same(report):
    console = Console(file=io.StringIO(), width=60, force_terminal=True)
    console.print(report)
    assert "LW205 lopsided errors" in console.file.getvalue()


def test_markdown_and_html_name_each_and_what_to_do(report):
    for text in (markdown(report), html(report)):
        assert "LW202" in text
        assert "logitwise tune FILE -o rule.json" in text
        assert "rare by nature" in text


def test_json_holds_every_outcome_and_keeps_to_its_schema(report):
    found = document(report)
    ReportDocument.model_validate(json.loads(json.dumps(found)))
    assert [each["outcome"] for each in found["findings"]] == ["found", "clear", "found", "waived", "not applicable"]
    assert found["findings"][0]["evidence"] == {"recall": 0.1, "ratio": None}
    assert found["verdict"]["findings"] == ["LW202"]


def test_junit_has_a_case_each_and_fails_for_errors_alone(report):
    cases = {case.get("name"): case for case in ET.fromstring(junit(report)).iter("testcase")}  # noqa: S314  our own
    failure = cases["LW202 a class mostly missed"].find("failure")
    assert failure.get("type") == "not ready"
    assert MISSED.command in failure.text
    assert cases["LW205 lopsided errors"].find("failure") is None
    assert cases["LW205 lopsided errors"].find("system-out").text == "warning: Errors are lopsided."
    assert cases["LW208 imbalance"].find("skipped").get("message") == "waived: rare by nature"
    assert cases["LW203 near chance"].find("skipped") is None
    assert cases["LW602 a slice worse than the rest"].find("skipped") is not None


@pytest.mark.parametrize("name", reports.HOSTILE)
def test_a_hostile_name_in_a_finding_is_text_in_every_rendering(report, name):
    hostile = replace(LOPSIDED, sentence=f"Class {name} is odd.", command=f"logitwise tune {name} -o rule.json")
    shown = replace(report, findings=(hostile,))
    for text in (str(shown), markdown(shown), html(shown), junit(shown)):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "<script>" not in html(shown) + junit(shown)
    assert not re.search(r"(?<!\\)<script", markdown(shown))


def test_where_a_finding_alone_decides_nothing_that_holds_is_told_as_a_reason(report):
    assert report.verdict.reasons == (MISSED.sentence,)
    assert all(result.outcome != "fail" for result in report.verdict.requirements)
