"""A figure stands in a text by its name; a name or a format that is wrong is refused with page and line."""

from __future__ import annotations

import pytest

from logitwise.errors import FormatError
from logitwise.lessons.figures import filled

KNOWN = {"a.share": 0.125, "a.count": 3, "a.word": "relu", "a.list": [0.5, 2.0]}


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("{{ a.share }}", "0.125"),
        ("{{ a.share:.1%}} of {{a.count:d}}", "12.5% of 3"),
        ("{{ a.share:.2f }}", "0.12"),
        ("`{{ a.word }}`", "`relu`"),
        ("{{ a.list:.1f }}", "0.5, 2.0"),
        ("```python\nx = [{{ a.list }}]\n```", "```python\nx = [0.5, 2.0]\n```"),
        ("{not} a {figure}", "{not} a {figure}"),
    ],
)
def test_a_name_is_replaced_by_its_value_as_formatted(markdown, expected):
    assert filled(markdown, known=KNOWN) == expected


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("one\n{{ a.cuont }}", r"page.md, line 2: there is no figure 'a.cuont' \(did you mean 'a.count'\?\)"),
        ("{{ a.word:.3f }}", "page.md, line 1: a.word is 'relu', which the format '.3f' does not take"),
        ("one\n{{\na.word }}", "page.md, line 2: '{{' is not closed on its line"),
        ("{{ A + B }}", "page.md, line 1: .* is no figure"),
    ],
)
def test_what_cannot_be_filled_is_refused_with_page_and_line(markdown, said):
    with pytest.raises(FormatError, match=said):
        filled(markdown, page="page.md", known=KNOWN)


def test_a_text_without_figures_needs_none():
    assert filled("plain") == "plain"
