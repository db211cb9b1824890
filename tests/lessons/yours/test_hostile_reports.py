"""Names in a report are text and nothing else; numbers that cannot be true make no question."""

from __future__ import annotations

from copy import deepcopy

import pytest
from markdown_it import MarkdownIt

from logitwise.lessons.verbatim import verbatim
from logitwise.lessons.yours.questions import own_questions

NAMES = [
    "<script>alert(1)</script>", "[click](https://example.org)", "`</code><b>", "![x](y)", "a|b", "| --- |", "*x*",
    "a\n# b", "\x1b[31mred", "\u202egnp", "$\\infty$", "{{ 7 * 7 }}", "{7*7}", "%s", "`", "``", "x" * 500,
]  # fmt: skip
ALLOWED = {"p", "code", "ul", "li", "blockquote", "ol"}


def _tags(markdown: str) -> set[str]:
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(markdown)
    inside = [child for token in tokens for child in token.children or []]
    return {token.tag for token in (*tokens, *inside) if token.tag}


def _texts(question):
    (variant,) = question.variants
    options = [option.text for option in variant.options]
    return [variant.stem, variant.check, *variant.hints, *variant.steps, *options]


@pytest.mark.parametrize("name", NAMES)
def test_a_class_name_is_shown_as_it_is_and_means_nothing(reports, name):
    found = own_questions(reports.of_matrix([[800, 200], [10, 90]], ["no", name]))
    assert {each.id.split("-")[1] for each in found.questions} >= {"cell", "precision", "lowest", "baseline"}
    for question in found.questions:
        for text in _texts(question):
            assert text.replace("\n", "").isprintable()
            assert _tags(text) <= ALLOWED, text
        if question.variants[0].matrix is not None:  # its cells are told in words
            assert all(_tags(shown) <= {"p"} for shown in question.variants[0].matrix.classes)


@pytest.mark.parametrize("name", NAMES)
def test_findings_that_name_a_class_are_text_too(reports, name):
    found = own_questions(reports.of_scores(scale=3.0, prevalence=0.1, names=("no", name)))
    assert any(each.id.startswith("yours-finding") for each in found.questions)
    for question in found.questions:
        for text in _texts(question):
            assert _tags(text) <= ALLOWED, text


@pytest.mark.parametrize("name", [name for name in NAMES if name.isprintable() and len(name) < 50 and "\\" not in name])
def test_verbatim_is_one_code_span_that_holds_the_name(name):
    (inline,) = [token for token in MarkdownIt().parse(f"a {verbatim(name)} b") if token.children]
    assert [(child.type, child.content) for child in inline.children] == [
        ("text", "a "), ("code_inline", name), ("text", " b"),
    ]  # fmt: skip


def _changed(document, path, value):
    new = deepcopy(document)
    at = new
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return new


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("confusion", "counts"), None),
        (("confusion", "counts"), [[0, 0], [0, 0]]),
        (("confusion", "counts"), [[1, 2], [3, 4]]),
        (("curves", 3, "columns"), {}),
        (("curves", 3, "columns", "threshold"), [0.5]),
        (("curves", 3, "columns", "recall", 3), None),
        (("curves", 3, "columns", "recall", 3), 17.0),
        (("curves", 3, "columns", "threshold", 0), 1.0),
        (("curves", 3, "of"), "another"),
        (("curves",), []),
        (("metrics",), []),
        (("baselines",), []),
        (("findings",), []),
        (("threshold",), None),
        (("thresholds",), [0.1]),
        (("thresholds",), []),
        (("threshold",), 7.0),
    ],
)
def test_a_report_that_contradicts_itself_makes_fewer_questions_and_no_fault(reports, path, value):
    document = reports.of_scores().to_dict()
    assert document["curves"][3]["name"] == "threshold"
    whole = own_questions(document)
    found = own_questions(_changed(document, path, value))
    assert len(found.questions) <= len(whole.questions)
    assert all(sum(option.right for option in each.variants[0].options) <= 1 for each in found.questions)
