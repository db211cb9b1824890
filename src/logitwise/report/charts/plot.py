"""A chart for notebooks and files: the drawing with its data inside, in one theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from logitwise.errors import OptionError
from logitwise.metrics.curves import MOST_CLASSES
from logitwise.metrics.wording import visible
from logitwise.policy.nearest import did_you_mean
from logitwise.report.charts.registry import NAMES, OF_ROWS, figure
from logitwise.report.charts.standalone import SCHEMES, standalone

if TYPE_CHECKING:
    from logitwise.report.report import Report

SHORT: Final = {"pr": "precision_recall", "prc": "precision_recall", "calibration": "reliability",
                "dca": "decision", "net_benefit": "decision", "matrix": "confusion", "confusion_matrix": "confusion",
                "histogram": "scores", "auc": "roc", "roc_auc": "roc"}  # fmt: skip
"""Charts by what else they are called."""


def plot(report: Report, name: str, *, of: str | None = None, scheme: str = "light") -> Any:
    """One chart of a report, as an Altair chart that holds its data.

    Raises:
        OptionError: an unknown chart, scheme, class or label; or the report has nothing to draw it from.
    """
    if name not in NAMES:
        raise OptionError(f"no chart is called {visible(repr(name))}{_near(str(name))}; "
                          f"there are {', '.join(NAMES)}")  # fmt: skip
    if scheme not in SCHEMES:
        raise OptionError(f"scheme = {visible(repr(scheme))}: expected light or dark")
    if of is not None and name in OF_ROWS:
        raise OptionError(f"the chart {name} is of all rows: leave out of")
    found = figure(report, name, of=of)
    if found is None:
        raise OptionError(f"nothing to draw {name} from: {missing(report, name)}")
    return standalone(found, scheme)


def _near(name: str) -> str:
    """The chart that was meant: by another spelling, by a short name, or the nearest."""
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    meant = SHORT.get(plain, plain)
    return did_you_mean(meant, [meant] if meant in NAMES else NAMES)


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
