"""Every requirement, with the limit that decides, and which of them stands in the way."""

import numpy as np
import pytest
from tests.report.html.parsed import parsed
from tests.report.html.told import SITE, Y, of

import logitwise as lw
from logitwise.report.html import page
from logitwise.report.html.sections import asked


def seen(report):
    return parsed(page(report)).one("section", id="asked")


def test_every_requirement_has_its_row_and_sentence(told):
    report, _, root = told
    part = root.one("section", id="asked")
    assert len(part.one("tbody").all("tr")) == len(report.verdict.requirements)
    assert len(part.one("ul", class_="sentences").all("li")) == len(report.verdict.requirements)


def test_what_fails_comes_first_and_the_bottleneck_is_marked():
    report = of({"require": {"recall": ">= 0.9", "mcc": ">= 0.1", "precision": ">= 0.9"}})
    rows = seen(report).one("tbody").all("tr")
    assert [row.one("span", class_="chip").text for row in rows] == ["✘ fail", "? undecided", "✔ pass"]
    assert ["stands in the way" in row.text for row in rows] == [True, False, False]


def test_an_undecided_bottleneck_says_how_many_rows_would_decide_it():
    report = of({"require": {"recall": ">= 0.5"}})
    needed = report.verdict.bottleneck.rows_needed
    way = seen(report).one("div", class_="way")
    assert f"1,200 rows of about {needed:,}" in way.text
    there = float(way.one("rect", class_="rows-there").attributes["width"][:-1])
    assert there == pytest.approx(100 * 1_200 / needed, abs=0.01)


def test_where_all_passes_nothing_stands_in_the_way():
    assert not seen(of({"require": {"recall": ">= 0.1"}})).all("div", class_="way")


@pytest.mark.parametrize(
    ("require", "several"), [({"recall": ">= 0.1"}, False), ({"recall": ">= 0.1", "mcc": ">= 0"}, True)]
)
def test_several_requirements_must_all_pass(require, several):
    assert ("needs all of them" in seen(of({"require": require})).text) == several


def test_a_bound_that_is_a_judgement_is_marked():
    rows = seen(of()).one("tbody").all("tr")
    assert {row.one("th").one("a").text: "judgement" in row.text for row in rows} == {
        "no class mostly missed (recall of 1 >= 0.5)": True,
        "beats the majority class (rows won > 0.5)": False,
        "beats the prior (Brier skill > 0)": False,
    }


@pytest.mark.parametrize(("require", "drawn"), [({"recall": ">= 0.5"}, True), ({"log_loss": "<= 1.2"}, False)])
def test_limits_are_drawn_where_value_and_bound_lie_between_0_and_1(require, drawn):
    assert bool(seen(of({"require": require})).one("tbody").all("svg")) == drawn


def test_limits_of_slices_are_all_there(of_kind):
    names = [each.one("a").text for each in of_kind("slices")[2].one("section", id="asked").one("tbody").all("th")]
    assert names == [f"recall >= 0.5 where site = {site}" for site in ("A", "B", "<i>C</i>")] or len(set(names)) == 3


def test_what_is_beyond_the_most_that_is_shown_is_counted(monkeypatch):
    monkeypatch.setattr(asked, "MOST", 2)
    part = seen(of({"require": {"each_slice": {"recall": ">= 0.5"}}}, slices={"site": SITE}))
    assert len(part.one("tbody").all("tr")) == 2
    assert "1 more are in JSON" in part.text


def test_a_clause_that_passes_since_no_miss_is_shown_says_so():
    rows = {
        row.one("th").one("a").text[:8]: row.one("span", class_="chip").text
        for row in seen(of()).one("tbody").all("tr")
    }
    assert (rows["no class"], rows["beats th"]) == ("✔ no miss shown", "✔ pass")
    assert "The clause on classes mostly missed is the exception" in seen(of()).text
    assert "is the exception" not in seen(of({"require": {"recall": ">= 0.1"}})).text


def test_every_limit_tells_its_level():
    report = of({"require": {"recall": ">= 0.9", "mcc": ">= 0.1"}})  # one fails, at half the level, one passes
    assert [row.all("td")[1].text.rpartition("(")[2] for row in seen(report).one("tbody").all("tr")] == [
        "97.5 %)",
        "95 %)",
    ]


def test_a_bound_on_precision_says_that_it_is_judged_at_the_mix_of_the_rows():
    asks = {"require": {"precision": ">= 0.1", "recall": ">= 0.1"}}
    stated = {row.one("th").one("a").text[:6]: row.text for row in
              seen(of(asks | {"task": {"prevalence": 0.02}})).one("tbody").all("tr")}  # fmt: skip
    assert f"judged at the rows' {100 * Y.mean():.1f} %" in stated["precis"]
    assert "judged at" not in stated["recall"]
    assert "judged at" not in seen(of(asks)).one("tbody").text


@pytest.mark.parametrize(("few", "zoomed"), [(1, False), (100, True)])
def test_an_axis_is_zoomed_where_limits_and_bound_lie_close_together(few, zoomed):
    truth, decided = (
        np.repeat([0, 0, 1, 1], np.array([90, 10, 10, 90]) * few),
        np.repeat([0, 1, 0, 1], np.array([90, 10, 10, 90]) * few),
    )
    report = lw.evaluate(truth, decisions=decided, policy={"require": {"accuracy": ">= 0.9"}})
    part = seen(report).one("tbody")
    ends = part.all("span", class_="span-ends")
    assert bool(ends) == zoomed
    if zoomed:
        low, high = (float(each.text) for each in ends[0].all("span"))
        assert 0.85 < low < 0.9 < high < 0.95
