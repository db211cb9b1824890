"""What holds of every page: links that lead somewhere, ids that are one, an outline without gaps, the same bytes."""

from itertools import pairwise

import pytest
from tests.report.html.told import TOLD

from logitwise.findings.lesson import ADDRESS
from logitwise.report.html import page


def test_every_link_inside_the_file_leads_to_something_in_it(told):
    root = told[2]
    ids = {each.attributes["id"] for each in root.all() if "id" in each.attributes}
    inside = {a.attributes["href"][1:] for a in root.all("a") if a.attributes.get("href", "").startswith("#")}
    assert inside - ids == set()


def test_every_other_link_leads_to_the_lesson_or_to_a_source(told):
    others = {a.attributes["href"] for a in told[2].all("a") if not a.attributes["href"].startswith("#")}
    assert {each for each in others if not each.startswith(f"{ADDRESS}/")} == {
        each for each in others if each.startswith(("https://doi.org/10.", "https://arxiv.org/abs/"))
    }


def test_no_id_is_there_twice(told):
    ids = [each.attributes["id"] for each in told[2].all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))


def test_what_is_named_by_an_id_is_there(told):
    root = told[2]
    ids = {each.attributes["id"] for each in root.all() if "id" in each.attributes}
    named = {name for each in root.all() for name in (each.attributes.get("aria-labelledby") or "").split()}
    assert named <= ids


def test_headings_go_down_one_level_at_a_time(told):
    levels = [int(each.tag[1]) for each in told[2].all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_nothing_is_styled_or_scripted_in_an_attribute(told):
    names = {name for each in told[2].all() for name in each.attributes}
    assert not {name for name in names if name == "style" or name.startswith("on")}


@pytest.mark.parametrize("name", ["sigmoid", "softmax", "labels"])
def test_the_same_rows_give_the_same_bytes(name, of_kind):
    assert page(TOLD[name]()) == of_kind(name)[1]
