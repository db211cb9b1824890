"""Every chart of a report as SVG and PNG, in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.report.charts.frozen import VEGA_LITE
from logitwise.report.charts.plot import specification
from logitwise.report.charts.registry import NAMES, figure
from logitwise.report.theme.palette import LIGHT

if TYPE_CHECKING:
    from pathlib import Path

    from logitwise.report.charts.figure import Figure
    from logitwise.report.report import Report

SCALE: Final = 2
"""Pixels of a PNG for one of the drawing: sharp on fine screens and in print."""


def save_plots(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write every chart that the report has data for, as ``<name>.svg`` and ``<name>.png``, light, on white.

    A chart of one label or class is of the one that is shown first, and named with its code, as in ``roc_3.svg``:
    names of classes never become names of files. `Outputs.add_folder` gives a folder that appears whole.

    Text in an SVG stays text, set by whoever shows it in the first of the theme's fonts that is there. It was measured,
    and in a PNG it is drawn, with the first that is installed here, Liberation Sans where none is.

    Args:
        report: what is drawn.
        folder: one that exists; files of the same names are replaced.

    Returns:
        The files, in the order of the charts.
    """
    found = [each for name in NAMES if (each := figure(report, name)) is not None]
    return tuple(path for each in found for path in _draw(each, folder, stem=_stem(report, each)))


def _stem(report: Report, found: Figure) -> str:
    """Name of the files: of one of several classes or labels with its code."""
    if found.of is None or report.tally.head.binary:
        return found.name
    return f"{found.name}_{report.classes.index(found.of)}"


def _draw(found: Figure, folder: Path, *, stem: str) -> tuple[Path, Path]:
    import vl_convert  # noqa: PLC0415  starts a JavaScript engine

    text = vl_convert.vegalite_to_svg(specification(found, LIGHT), vl_version=VEGA_LITE)
    svg, png = folder / f"{stem}.svg", folder / f"{stem}.png"
    svg.write_text(text, encoding="utf-8")
    png.write_bytes(vl_convert.svg_to_png(text, scale=SCALE))
    return svg, png
