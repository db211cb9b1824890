"""The report as one page that opens from disk, with nothing beside it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from logitwise.report.charts.figure import Figure
from logitwise.report.charts.frozen import drawings
from logitwise.report.html.inline import content_policy, data_text, script, style
from logitwise.report.html.no_break import finalized
from logitwise.report.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from logitwise.report.html.section import Section
    from logitwise.report.report import Report

ORDER: Final = ("verdict", "numbers", "asked", "decide", "probabilities", "classes", "slices", "findings", "mistakes",
                "method", "glossary")  # fmt: skip
"""Sections in reading order, each a module of `sections`; one that has nothing to say is left out."""


def page(report: Report) -> str:
    """HTML of the whole report."""
    sections = [found for name in ORDER for found in [_section(name, report)] if found is not None]
    figures = {key: each for section in sections for key, each in _figures(section)}
    names = {each.name for each in figures.values()}
    data = {
        "drawings": {name: spec for name, spec in drawings().items() if name in names},
        "figures": {key: {"drawing": f.name, "data": f.data, "params": f.params} for key, f in figures.items()},
        "sections": {each.id: each.data for each in sections if each.data is not None},
    }
    return _environment().get_template("page.html").render(
        report=report, said=report.summary, sections=sections,
        policy=content_policy(), style=style(), script=script(), data=data_text(data),
    )  # fmt: skip


def _section(name: str, report: Report) -> Section | None:
    found: Section | None = import_module(f"logitwise.report.html.sections.{name}").section(report)
    return found


def _figures(section: Section) -> Iterator[tuple[str, Figure]]:
    """Figures by the id that the `figure` macro gives them: the section's and their name in its values."""
    for name, value in section.values.items():
        if isinstance(value, Figure):
            yield f"{section.id}-{name}", value


@cache
def _environment() -> Environment:
    """Templates in which every value is escaped, and a name that is not there is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  only where a page is written

    made = Environment(
        loader=PackageLoader("logitwise.report.html"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False, finalize=finalized,
    )  # fmt: skip
    made.filters["visible"] = _visible
    return made


def _visible(text: Any) -> str:
    return visible(str(text))
