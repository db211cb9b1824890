"""Every chart of a report as SVG and PNG, in a folder, with an index of what they show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from logitwise.metrics.curves import MOST_CLASSES
from logitwise.report.charts.registry import NAMES, OF_ROWS, figure
from logitwise.report.charts.static_vega import static_vega
from logitwise.report.theme.palette import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from logitwise.report.charts.figure import Figure
    from logitwise.report.report import Report

SCALE: Final = 2
"""Pixels of a PNG for one of the drawing: sharp on fine screens and in print."""
MOST_LABELS: Final = 100
"""Labels whose charts are written, the first: each has five, and each takes a tenth of a second."""
INDEX: Final = "index.json"


def save_plots(report: Report, folder: Path, *, step: Callable[[str], object] | None = None) -> tuple[Path, ...]:
    """Write every chart that the report has data for, as ``<name>.svg`` and ``<name>.png``, light, on white.

    Curves are written of every label, up to a hundred, and of every one of up to 20 classes, each named with its code,
    as in ``roc_3.svg``: names of classes never become names of files. ``index.json`` tells which chart of which class
    a file is, and how many labels have none. `Outputs.add_folder` gives a folder that appears whole.

    Text in an SVG stays text, set by whoever shows it in the first of the theme's fonts that is there. It was measured,
    and in a PNG it is drawn, with the first that is installed here, Liberation Sans where none is.

    Args:
        report: what is drawn.
        folder: one that exists; files of the same names are replaced.
        step: told the name of each chart before it is drawn.

    Returns:
        The pictures, in the order of the charts, and the index.
    """
    written: list[Path] = []
    listed: list[dict[str, Any]] = []
    for stem, found in _figures(report):
        if step is not None:
            step(stem)
        files = _draw(found, folder, stem=stem)
        written += files
        listed.append(
            {"chart": found.name, "of": found.of, "title": found.title, "files": [each.name for each in files]}
        )
    index = folder / INDEX
    text: dict[str, Any] = {"charts": listed, "labels_without_charts": max(0, len(_each_of(report)) - MOST_LABELS)}
    index.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")
    return (*written, index)


def _figures(report: Report) -> Iterator[tuple[str, Figure]]:
    """Charts with the stem of their files: those of one label or class with its code."""
    each_of = _each_of(report)[:MOST_LABELS]
    for name in NAMES:
        if not each_of or name in OF_ROWS or (name == "reliability" and report.head != "multilabel"):
            found = figure(report, name)
            if found is not None:
                yield name, found
            continue
        for code, of in enumerate(each_of):
            found = figure(report, name, of=of)
            if found is not None:
                yield f"{name}_{code}", found


def _each_of(report: Report) -> tuple[str, ...]:
    """Labels, or classes that have curves each; none of two classes, whose curves are of the positive one."""
    if report.tally.head.binary or (report.head != "multilabel" and len(report.classes) > MOST_CLASSES):
        return ()
    return tuple(report.classes)


def _draw(found: Figure, folder: Path, *, stem: str) -> tuple[Path, Path]:
    import vl_convert  # noqa: PLC0415  starts a JavaScript engine

    text = vl_convert.vega_to_svg(static_vega(found, LIGHT))
    svg, png = folder / f"{stem}.svg", folder / f"{stem}.png"
    svg.write_text(text, encoding="utf-8")
    png.write_bytes(vl_convert.svg_to_png(text, scale=SCALE))
    return svg, png
