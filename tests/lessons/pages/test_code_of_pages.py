"""The code on a page runs as it stands, and prints what the page says it prints."""

from __future__ import annotations

import re

import pytest

from logitwise.lessons.building.fences import fences, outputs
from logitwise.lessons.figures import figures, filled
from logitwise.lessons.modes import MODES
from logitwise.lessons.pages import source

SLUGS = [mode.slug for mode in MODES if fences(source(mode.slug))]
SHOWN = re.compile(r"^```python\n.*?^```(?:\n+```text\n(.*?)^```)?$", re.DOTALL | re.MULTILINE)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("slug", SLUGS)
def test_code_prints_what_the_page_shows_below_it(slug):
    shown = [text.rstrip() for text in SHOWN.findall(filled(source(slug), page=slug))]
    printed = outputs(slug, figures())
    assert shown == printed
