"""Findings with evidence, cause and remedy, and the text of their pages inside the file."""

import pytest
from tests.report.html.parsed import parsed
from tests.report.html.told import mostly_missed, of

from logitwise.findings.pages import page as text_of
from logitwise.policy.codes import CODES
from logitwise.report.finding_rows import ORDER
from logitwise.report.html import page
from logitwise.report.html.markdown_page import page_html

HOSTILE = "\u202eok\x1b[31m <script>alert(1)</script><img src=x onerror=alert(1)> " + "x" * 300


def seen(report):
    return parsed(page(report)).one("section", id="findings")


def test_what_was_found_has_its_article_the_gravest_first(told):
    report, _, root = told
    codes = [each.one("h3").attributes["id"] for each in root.one("section", id="findings").all("article")]
    shown = {each.code: each for each in report.findings if each.outcome in ("found", "waived")}
    assert {f"finding-{code}" for code in shown} == set(codes)
    ranks = [(shown[c[8:]].outcome == "waived", ORDER.index(shown[c[8:]].severity)) for c in codes]
    assert ranks == sorted(ranks)


def test_sentence_evidence_remedy_and_page_are_there(told):
    report, _, root = told
    for found in (each for each in report.findings if each.outcome == "found"):
        (article,) = [a for a in root.all("article") if a.one("h3").attributes["id"] == f"finding-{found.code}"]
        assert " ".join(found.remedy.split())[:40] in article.text
        assert len(
            article.all("table", class_="evidence")[:1] and article.one("table", class_="evidence").all("tr")
        ) == len(found.evidence)
        assert article.all("details", id=f"page-{found.code}")


def test_a_command_can_be_copied():
    report = mostly_missed()
    (found,) = [each for each in report.findings if each.code == "LW202"]
    buttons = [each.attributes["data-copy"] for each in seen(report).all("button")]
    assert found.command in buttons


def test_a_waiver_is_shown_as_text_and_runs_nothing():
    root = seen(mostly_missed(waive={"LW202": HOSTILE}))
    (waiver,) = root.all("p", class_="waiver")
    assert "\\u202eok\\x1b[31m <script>alert(1)</script><img src=x onerror=alert(1)>" in waiver.text
    assert not root.all("script", "img")
    assert "waived" in root.one("h3", id="finding-LW202").text


def test_what_is_clear_and_what_does_not_apply_is_counted_and_folded(told):
    report, _, root = told
    part = root.one("section", id="findings")
    many = {
        outcome: sum(each.outcome == outcome for each in report.findings) for outcome in ("clear", "not applicable")
    }
    assert sum(len(each.all("li")) for each in part.all("ul", class_="looked")) == sum(many.values())
    assert f"{many['clear']} clear" in part.one("p", class_="chips").text


def test_where_nothing_is_found_it_is_told_how_many_were_looked_for():
    part = seen(of(select=["LW101", "LW107"]))
    assert "2 pitfalls looked for: none was found." in part.text
    assert not part.all("article")


def test_where_nothing_is_looked_for_it_is_told():
    assert "None was looked for" in seen(of(ignore=["LW"])).text


@pytest.mark.parametrize("code", CODES)
def test_a_page_is_all_there_with_headings_that_fit_beneath_its_finding(code):
    root = parsed(f"<div>{page_html(code, ())}</div>")
    assert [each.tag for each in root.all("h1", "h2", "h3", "h4")] == ["h4"] * text_of(code).count("\n## ")
    assert not root.all("script", "style")
    text = text_of(code).replace("```python", "").partition("\n")[2]
    words = [each.strip("`*_|.,:;()#-") for each in text.split()]
    missing = [each for each in words if each.isalpha() and each not in root.text]
    assert not missing


def test_codes_lead_to_pages_that_are_there_and_to_no_others():
    assert 'href="#page-LW403"' in page_html("LW202", {"LW403"})
    assert "href" not in page_html("LW202", {"LW202"})
