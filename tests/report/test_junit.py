"""JUnit XML says what the verdict says, to any program that reads JUnit."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from logitwise.policy import Policy, Requirement, baseline
from logitwise.report.junit import junit
from logitwise.report.report import build_report
from logitwise.verdict.values import RequirementResult, Verdict

from . import reports

# What the schema of Jenkins' xunit plugin (junit-10.xsd) and Ant's (JUnit.xsd) both allow: attributes, then children.
ALLOWED = {
    "testsuites": ({"name", "tests", "failures", "errors", "time"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped", "time"},
        {"properties", "testcase", "system-out"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"classname", "name", "time"}, {"failure", "skipped", "system-out"}),
    "failure": ({"type", "message"}, set()),
    "skipped": ({"message"}, set()),
    "system-out": (set(), set()),
}
THREE = ((50, 2, 3), (4, 45, 1), (2, 3, 48))
RARE = ((1075, 0), (22, 3))  # 98 % right, 12 % of the positives found
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def suite_of(report):
    return ET.fromstring(junit(report).encode()).find("testsuite")  # noqa: S314  our own text


def asking(*wanted, source="p.toml"):
    """A policy of bounds like ``("accuracy", ">=", 0.85)`` or ``("recall", ">=", 0.9, "B")``."""
    bounds = (Requirement(m, op=op, bound=c, of=of[0] if of else None, source=source) for m, op, c, *of in wanted)
    return Policy(source, requirements=tuple(bounds))


def judged(matrix, *wanted):
    return build_report(reports.of_matrix(matrix).tally, policy=asking(*wanted))


def case(report, name):
    (found,) = [each for each in suite_of(report) if each.tag == "testcase" and each.get("name") == name]
    return found


EVERYONE = reports.everyone()


@pytest.mark.parametrize("name", EVERYONE)
def test_only_elements_and_attributes_of_the_schemas_are_used(name):
    for element in ET.fromstring(junit(EVERYONE[name]).encode()).iter():  # noqa: S314  our own text
        attributes, children = ALLOWED[element.tag]
        assert set(element.attrib) == attributes
        assert {child.tag for child in element} <= children


@pytest.mark.parametrize("name", EVERYONE)
def test_counts_are_those_of_the_tests_and_there_are_failures_unless_it_is_ready(name):
    suite, verdict = suite_of(EVERYONE[name]), EVERYONE[name].verdict
    cases = suite.findall("testcase")
    assert int(suite.get("tests")) == len(cases) >= len(verdict.requirements)
    assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
    assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
    assert suite.get("errors") == "0"
    assert (suite.get("failures") == "0") == (verdict.outcome == "ready")


def test_a_requirement_that_passes_carries_its_sentence():
    passed = case(judged(THREE, ("accuracy", ">=", 0.85)), "accuracy >= 0.85")
    assert passed.get("classname") == "p.toml"
    assert passed.findtext("system-out").startswith("Accuracy is 0.905, at least 0.858 with 95 % confidence")
    assert passed.find("failure") is None


def test_a_requirement_that_fails_is_a_failure_of_type_not_ready():
    failure = case(judged(RARE, ("recall", ">=", 0.8)), "recall >= 0.8").find("failure")
    assert failure.get("type") == "not ready"
    assert failure.get("message") == failure.text.split("\n")[0]
    assert failure.get("message").startswith("Recall of B is 0.12 (at most 0.282")


def test_an_undecided_requirement_is_a_failure_of_type_not_enough_data():
    failure = case(judged(THREE, ("accuracy", ">=", 0.86)), "accuracy >= 0.86").find("failure")
    assert failure.get("type") == "not enough data"
    assert failure.text.endswith("rows needed in all: about 398")


def test_what_does_not_apply_is_skipped_with_its_reason():
    report = replace(reports.of_matrix(THREE), findings=())
    skipped = [each for each in suite_of(report) if each.find("skipped") is not None]
    assert [each.get("name") for each in skipped] == ["beats the prior"]
    assert "no probabilities" in skipped[0].find("skipped").get("message")


def test_a_stop_fails_a_test_of_its_own():
    report = judged(((1000, 0), (0, 9)), ("recall", ">=", 0.5))
    assert [result.outcome for result in report.verdict.requirements] == ["pass"]
    failure = case(report, "stop 1").find("failure")
    assert failure.get("type") == "not enough data"
    assert failure.get("message") == report.verdict.stops[0]


def test_an_undefined_requirement_is_told_once():
    report = replace(judged(((100, 0), (20, 0)), ("precision", ">=", 0.5)), findings=())
    assert [each.get("name") for each in suite_of(report).findall("testcase")] == ["precision >= 0.5"]


def test_where_nothing_applies_there_is_a_failure_all_the_same():
    nothing = RequirementResult(
        "x", "brier", None, None, ">=", 0, 0, 0, 0, 0.05, 0.05, "not applicable", None, "It has no x.", "p.toml"
    )
    verdict = Verdict("not enough data", ("It has no x.",), (nothing,), (), None, ())
    report = replace(reports.of_matrix(THREE), verdict=verdict)
    assert case(report, "something was shown").find("failure").get("message") == "It has no x."


def test_a_slice_stands_in_the_name_of_its_test():
    report = replace(judged(THREE, ("accuracy", ">=", 0.86)), findings=())
    (result,) = report.verdict.requirements
    of_slice = replace(result, slice="site = north\x1b", slice_rows=158)
    sliced = replace(report, verdict=replace(report.verdict, requirements=(result, of_slice)))
    names = [each.get("name") for each in suite_of(sliced).findall("testcase")]
    assert names == ["accuracy >= 0.86", "accuracy >= 0.86 [site = north\\x1b]"]
    assert case(sliced, names[1]).find("failure").text.endswith("rows needed in the slice: about 398")


def test_hostile_names_are_visible_and_mean_nothing():
    report = build_report(
        reports.of_softmax(6, names=reports.HOSTILE).tally,
        policy=asking(*(("recall", ">=", 0.9, name) for name in reports.HOSTILE), source="p\x00.toml"),
        read_from="file \x1b]0;owned\x07.csv \ufffe \ud800",
    )
    text = junit(report)
    assert not FORBIDDEN.search(text)
    assert all(line.isprintable() for line in text.split("\n"))
    assert case(report, "recall of line\\nbreak\\r >= 0.9") is not None
    assert case(report, "recall of b|`x`<script>alert(1)</script> >= 0.9") is not None
    assert "<script>" not in text


def test_the_same_report_gives_the_same_bytes():
    assert junit(reports.of_binary()) == junit(reports.of_binary())


def test_the_suffix_xml_saves_it(tmp_path):
    report = build_report(reports.of_matrix(((2680, 72), (23, 28))).tally, policy=baseline())
    report.save(tmp_path / "r.xml")
    assert (tmp_path / "r.xml").read_text(encoding="utf-8") == junit(report)
