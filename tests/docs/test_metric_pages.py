"""Every metric has a page, made from its docstring, and nobody forgot to make it again."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path

import pytest

from logitwise.metrics import NAMES, range_of
from logitwise.metrics.definition import estimator

DOCS = Path(__file__).resolve().parents[2] / "docs"
SOURCE = re.compile(r"doi:10\.\d{4,}/\S+|arXiv:\d{4}\.\d{4,5}|\b[Oo]wn\b|ISBN \d")

spec = importlib.util.spec_from_file_location("make_metric_pages", DOCS / "make_metric_pages.py")
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)

each_metric = pytest.mark.parametrize("name", NAMES)


def text_of(name):
    return (DOCS / "metrics" / f"{name}.md").read_text(encoding="utf-8")


def examples(text, name):
    blocks = "".join(re.findall(r"(?ms)^```pycon\n(.*?)^```", text))
    return doctest.DocTestParser().get_doctest(blocks, {}, name, name, 0)


@each_metric
def test_a_docstring_has_every_part(name):
    told = make.said(make.documented(name))
    assert set(told.parts) == set(make.PARTS)
    assert all(told.parts.values())
    assert told.summary.endswith(".")
    assert SOURCE.search(told.parts["Source"])
    assert ">>> " in told.example


@each_metric
def test_a_report_reads_the_one_docstring_that_the_pages_read(name):
    assert estimator(name) is make.documented(name)


@each_metric
def test_related_metrics_exist(name):
    related = re.split(r",\s*", make.said(make.documented(name)).parts["Related"].rstrip("."))
    assert set(related) <= set(NAMES) - {name}


@each_metric
def test_a_page_is_up_to_date(name):
    assert text_of(name) == make.page(name), "run make docs-pages"


@each_metric
def test_a_page_runs_and_holds_the_example_of_the_docstring(name):
    assert make.said(make.documented(name)).example in text_of(name)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE, verbose=False)
    told: list[str] = []
    runner.run(examples(text_of(name), name), out=told.append)
    assert not runner.failures, "".join(told)


def test_the_index_is_up_to_date_and_there_is_no_page_too_many():
    assert text_of("README") == make.index(), "run make docs-pages"
    assert {path.stem for path in (DOCS / "metrics").glob("*.md")} == {"README", *NAMES}


@each_metric
def test_links_of_a_page_lead_somewhere(name):
    targets = re.findall(r"\]\(([^)#]+)", text_of(name))
    assert [t for t in targets if "://" not in t and not (DOCS / "metrics" / t).exists()] == []


@each_metric
def test_the_bound_of_a_page_lies_inside_the_range(name):
    low, high = range_of(name)
    for op, bound in re.findall(rf'(?m)^{name} = "([<>]=) (\S+)"$', text_of(name)):
        assert low < float(bound) < high
        assert op in (">=", "<=")


def test_a_metric_without_a_function_is_told():
    with pytest.raises(LookupError, match="0 functions nothing"):
        make.documented("nothing")
