"""The report as JUnit XML, which build servers show as tests: one test a requirement."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from logitwise.metrics.wording import confidence, number
from logitwise.report.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from logitwise.findings import Finding
    from logitwise.report.report import Report
    from logitwise.verdict.values import RequirementResult, Verdict

SUITE = "logitwise"
FAILURE_TYPES = {"fail": "not ready", "undecided": "not enough data"}


def junit(report: Report) -> str:
    """One suite: a test for each requirement and clause, one for each stop and one for each finding.

    What fails or is undecided is a failure, and its type says which: ``not ready`` or ``not enough data``; so is a
    finding of level error. Warnings and notes are told by tests that pass. What does not apply or is waived is
    skipped. So a suite without failures is a report that is *ready*, and no other is. There is no time of day in it:
    the same report gives the same bytes.
    """
    cases = list(_cases(report))
    failures, skipped = (sum(case.find(tag) is not None for case in cases) for tag in ("failure", "skipped"))
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}
    suites = ET.Element("testsuites", {"name": SUITE, **counts, "time": "0"})
    suite = ET.SubElement(suites, "testsuite", {"name": SUITE, **counts, "skipped": str(skipped), "time": "0"})
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(report):
        ET.SubElement(properties, "property", {"name": name, "value": visible(value)})
    suite.extend(cases)
    ET.SubElement(suite, "system-out").text = _lines([*report.verdict.reasons, *report.verdict.advice])
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _properties(report: Report) -> Iterator[tuple[str, str]]:
    yield "outcome", report.verdict.outcome
    yield "policy", report.policy.source
    yield "read_from", report.read_from
    yield "rows", str(report.rows.used)
    yield "rows_left_out", str(sum(report.rows.rejected.values()))
    yield "version", report.version


def _cases(report: Report) -> Iterator[ET.Element]:
    verdict = report.verdict
    for result in verdict.requirements:
        yield _of_requirement(result)
    stops = _stops_of_their_own(verdict)
    for place, stop in enumerate(stops, start=1):
        yield _failed(_case(report.policy.source, f"stop {place}"), "not enough data", stop)
    for finding in report.findings:
        yield _of_finding(report.policy.source, finding)
    if verdict.outcome == "not enough data" and not stops and all(_holds(each) for each in verdict.requirements):
        said = " ".join(verdict.reasons) or "Nothing of the policy applies."
        yield _failed(_case(report.policy.source, "something was shown"), "not enough data", said)


def _holds(result: RequirementResult) -> bool:
    return result.outcome not in FAILURE_TYPES


def _stops_of_their_own(verdict: Verdict) -> Sequence[str]:
    """Stops but for those that say again why a requirement is undecided."""
    said = {result.sentence for result in verdict.requirements if not _holds(result)}
    return [stop for stop in verdict.stops if stop not in said]


def _of_requirement(result: RequirementResult) -> ET.Element:
    case = _case(result.source, result.name if result.slice is None else f"{result.name} [{result.slice}]")
    if result.outcome in FAILURE_TYPES:
        return _failed(case, FAILURE_TYPES[result.outcome], result.sentence, *_limits(result))
    if result.outcome == "not applicable":
        ET.SubElement(case, "skipped", {"message": visible(result.sentence)})
    else:
        ET.SubElement(case, "system-out").text = _lines([result.sentence])
    return case


def _of_finding(source: str, finding: Finding) -> ET.Element:
    case = _case(source, f"{finding.code} {finding.title}")
    if finding.outcome == "found" and finding.severity == "error":
        told = [each for each in (finding.cause, finding.remedy, finding.command) if each]
        return _failed(case, "not ready", finding.sentence, *told)
    if finding.outcome in ("waived", "not applicable"):
        ET.SubElement(
            case, "skipped", {"message": visible(f"waived: {finding.waiver}" if finding.waiver else finding.sentence)}
        )
    else:
        start = f"{finding.severity}: " if finding.outcome == "found" else ""
        ET.SubElement(case, "system-out").text = _lines([start + finding.sentence])
    return case


def _limits(result: RequirementResult) -> Iterator[str]:
    """The numbers of a failure, for its details."""
    low, high = result.alpha, result.alpha_fail
    if result.op == "<=":
        low, high = high, low
    yield f"estimate {number(result.value)}, asked {result.op} {result.bound:g}"
    yield f"lower limit {number(result.lower)} with {confidence(low)} confidence"
    yield f"upper limit {number(result.upper)} with {confidence(high)} confidence"
    if result.rows_needed is not None:
        yield f"rows needed in {'all' if result.slice is None else 'the slice'}: about {result.rows_needed:,}"


def _case(classname: str, name: str) -> ET.Element:
    return ET.Element("testcase", {"classname": visible(classname), "name": visible(name), "time": "0"})


def _failed(case: ET.Element, kind: str, sentence: str, *details: str) -> ET.Element:
    failure = ET.SubElement(case, "failure", {"type": kind, "message": visible(sentence)})
    failure.text = _lines([sentence, *details])
    return case


def _lines(sentences: Sequence[str]) -> str:
    """Text of an element, a sentence a line; what XML forbids, and all else that cannot be seen, is written out."""
    return "\n".join(visible(sentence) for sentence in sentences)
