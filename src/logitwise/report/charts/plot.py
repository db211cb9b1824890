"""A chart for notebooks and files: the drawing with its data inside, in one theme."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from logitwise.errors import OptionError
from logitwise.metrics.curves import MOST_CLASSES
from logitwise.metrics.wording import visible
from logitwise.policy.nearest import did_you_mean
from logitwise.report.charts.config import config
from logitwise.report.charts.registry import NAMES, drawing, figure
from logitwise.report.theme.palette import DARK, LIGHT

if TYPE_CHECKING:
    from logitwise.report.charts.figure import Columns, Figure
    from logitwise.report.report import Report
    from logitwise.report.theme.palette import Palette

WIDTH: Final = 420
"""Pixels of a chart that stands alone, without its axis."""
LINE: Final = 60
"""Characters of a title that are as wide as the chart."""
SCHEMES: Final = {"light": LIGHT, "dark": DARK}
_OF_ROWS: Final = ("confusion", "classes", "slices", "risk_coverage")
"""Charts of all rows, never of one class."""


def plot(report: Report, name: str, *, of: str | None = None, scheme: str = "light") -> Any:
    """One chart of a report, as an Altair chart that holds its data.

    Raises:
        OptionError: an unknown chart, scheme, class or label; or the report has nothing to draw it from.
    """
    if name not in NAMES:
        raise OptionError(f"no chart is called {visible(repr(name))}{did_you_mean(str(name), NAMES)}; "
                          f"there are {', '.join(NAMES)}")  # fmt: skip
    if scheme not in SCHEMES:
        raise OptionError(f"scheme = {visible(repr(scheme))}: expected light or dark")
    if of is not None and name in _OF_ROWS:
        raise OptionError(f"the chart {name} is of all rows: leave out of")
    found = figure(report, name, of=of)
    if found is None:
        raise OptionError(f"nothing to draw {name} from: {missing(report, name)}")
    import altair as alt  # noqa: PLC0415  heavy, and only here is a chart wanted

    return alt.Chart.from_dict(specification(found, SCHEMES[scheme]))


def specification(found: Figure, colours: Palette) -> dict[str, Any]:
    """Vega-Lite of a drawing with the figure's data and params, on the ground of its scheme."""
    lite: dict[str, Any] = drawing(found.name, colours).to_dict()
    lite["datasets"] = lite.get("datasets", {}) | {name: rows(columns) for name, columns in found.data.items()}
    for param in lite.get("params", ()):
        if param["name"] in found.params:
            param["value"] = found.params[param["name"]]
    for side, step in (("width", "x_step"), ("height", "y_step")):  # of a drawing that grows with its rows
        if step in found.params:
            lite[side] = {"step": found.params[step]}
    return lite | {
        "config": config(colours) | {"background": colours.surface},
        "title": wrap(found.title, LINE),  # a long class name does not widen the chart
        "description": found.sentence,
        "width": WIDTH if lite["width"] == "container" else lite["width"],
    }


def rows(columns: Columns) -> list[dict[str, Any]]:
    """Columns as a drawing has them: one object a row.

    >>> rows({"x": [1, 2], "y": [3, 4]})
    [{'x': 1, 'y': 3}, {'x': 2, 'y': 4}]
    """
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def missing(report: Report, name: str) -> str:
    """Why a chart cannot be drawn: a clause that starts small, the first that holds."""
    head, scale = report.tally.head, report.tally.scale
    softmax = head.kind == "softmax" and not head.binary
    of_rows = "it is of the largest of several classes' probabilities; of two classes, see decision and threshold"
    clauses = (
        (name == "slices", "the rows are sliced by no column (--slice, slices=)"),
        (name == "classes" and head.binary, "of two classes the key numbers say it all"),
        (name == "confusion", "there is no one matrix of labels that are each yes or no"),
        (scale == "confusion", "a confusion matrix tells no probabilities"),
        (name == "risk_coverage" and softmax, "decisions without a confidence tell no probability"),
        (name == "risk_coverage" and scale != "decisions", of_rows),
        (scale == "decisions", "decisions tell no probability of each class"),
        (name == "decision" and softmax, "among several classes there is no one action to weigh"),
        (
            softmax and len(report.classes) > MOST_CLASSES,
            f"of more than {MOST_CLASSES} classes one has to be named, of=",
        ),
    )
    return next((text for holds, text in clauses if holds), "it needs rows with the outcome and rows without it")
