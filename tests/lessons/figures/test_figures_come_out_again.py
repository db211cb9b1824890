"""What the pages show as a number is what computing it gives, within the tolerance that the figure states."""

import json

import pytest

from logitwise.lessons.building.figures.gather import LOCK, differences, entries_of, slugs

KEPT = json.loads(LOCK.read_text(encoding="utf-8"))["figures"]


def test_every_module_of_figures_is_in_the_file():
    assert {each["from"] for each in KEPT.values()} == set(slugs())


@pytest.mark.slow
@pytest.mark.parametrize("slug", slugs())
def test_a_page_computed_again_has_the_same_figures(slug):
    kept = {name: each for name, each in KEPT.items() if each["from"] == slug}
    assert differences(kept, entries_of(slug)) == []
