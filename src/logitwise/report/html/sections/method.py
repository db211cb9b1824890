"""How the page was computed: what was read, how it was decided, asked and bounded, and what was thinned."""

from __future__ import annotations

import shlex
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from logitwise.metrics.catalogue import MOST_LISTED
from logitwise.metrics.curves.thinning import POINTS
from logitwise.metrics.wording import class_name, counted, number, visible
from logitwise.report.how import FIXED_POINT
from logitwise.report.html.section import Section
from logitwise.report.key_numbers import title

if TYPE_CHECKING:
    from logitwise.report.report import Report

DEFAULT_THRESHOLD: Final = 0.5


def section(report: Report) -> Section:
    """Always there: nothing that is shown goes without how it came about."""
    values = {
        "how": [(name, text) for name, text in report.summary.how if name != "Version"],
        "more": [(name, text) for name, text in _more(report) if text],
        "rejected": [(visible(reason), f"{count:,}") for reason, count in report.rows.rejected.items() if count],
        "used": f"{report.rows.used:,}",
        "policy": [visible(each) for each in report.policy.sentences()[1:]],
        "source": visible(report.policy.source),
        "task": _task(report),
        "shipped": _shipped() if report.policy.extends_baseline or report.policy.source == "baseline" else "",
        "intervals": report.summary.interval_methods,
        "versions": versions(report),
        "thinned": _thinned(),
        "again": again(report),
    }
    return Section("method", "How it was computed", values, short="Method")


def _more(report: Report) -> tuple[tuple[str, str], ...]:
    return (
        ("Weights", _weights(report)),
        ("Groups", _groups(report)),
        ("Ids", _ids(report)),
        ("Certificates", _certificates(report)),
    )


def _weights(report: Report) -> str:
    return "rows are weighted" if report.tally.weighted is not None else "none: each row counts once"


def _groups(report: Report) -> str:
    groups = report.tally.groups
    if groups is None:
        return "none were given: rows are taken to be independent"
    return f"{'' if groups.exact else 'about '}{counted(report.tally.group_count, 'group')}; intervals are clustered"


def _ids(report: Report) -> str:
    share = report.tally.duplicate_ids
    return (
        "none were given" if share is None else f"{number(100 * share)} % of the rows carry an id that was there before"
    )


def _certificates(report: Report) -> str:
    """The largest bound on what keeping scores in cells may have changed, and of which number."""
    largest = max(report.measurements, key=lambda each: each.certificate, default=None)
    if largest is None or largest.certificate == 0:
        return "every number is exact"
    of = title(largest.name, largest.average, largest.of, parameter=largest.parameter)
    if largest.certificate <= FIXED_POINT:
        return f"at most {largest.certificate:.2g}, of {of}: the rounding of stored losses alone"
    return (
        f"at most {number(largest.certificate)}, of {of}: a bound on what keeping scores in cells may have changed; "
        "the interval is wider by that"
    )


def _task(report: Report) -> list[tuple[str, str]]:
    """What the policy declares and numbers depend on."""
    task = report.policy.task
    costs = task.costs
    declared = (
        ("head", task.head),
        ("classes", None if task.classes is None else ", ".join(class_name(each) for each in task.classes[:12])
         + (f" and {len(task.classes) - 12:,} more" if len(task.classes) > 12 else "")),
        ("positive", None if task.positive is None else class_name(task.positive)),
        ("threshold", None if task.threshold is None else f"{task.threshold:g}"),
        ("prevalence", None if task.prevalence is None else f"{task.prevalence:g}"),
        ("beta of F-beta", f"{task.beta:g}"),
        ("k of top-k accuracy", f"{task.top_k:g}"),
        ("largest false positive rate of partial AUC", f"{task.max_fpr:g}"),
        ("costs", None if costs is None else
         f"false positive {costs.false_positive:g}, false negative {costs.false_negative:g}"),
    )  # fmt: skip
    return [(name, value) for name, value in declared if value is not None]


def _shipped() -> str:
    return files("logitwise.policy").joinpath("baseline.toml").read_text(encoding="utf-8").strip()


def versions(report: Report) -> tuple[tuple[str, str], ...]:
    """What computed it."""
    import numpy  # noqa: PLC0415, ICN001  for their versions alone
    import scipy  # noqa: PLC0415

    return ("logitwise", report.version), ("NumPy", numpy.__version__), ("SciPy", scipy.__version__)


def _thinned() -> tuple[str, ...]:
    """Rules by which the page holds less than the report, as sentences."""
    curves = (
        f"A curve keeps at most {POINTS:,} points: both ends, and points evenly along it; one that is left out lies no "
        f"further than 1/{POINTS - 2:,} of the curve's length from one that is kept, in each direction."
    )
    tables = "Areas, intervals and every number in a table come from all rows, never from the thinned points."
    cuts = (
        "Counts at an offered threshold are exact; where there are more thresholds than the slider holds, thresholds "
        "are left out, and counts at those that stay are as they were."
    )
    classes = (
        f"Of more than {MOST_LISTED:,} classes the numbers of each are not listed; report.metric(name, of=class) gives "
        "any one. What a chart or table of classes, slices or requirements leaves out is said beside it, with how many."
    )
    return curves, tables, cuts, classes


def again(report: Report) -> str:
    """The command that makes this page again, empty where none names these rows.

    What went through a rule is named by no command, since a report does not know where the rule lies.
    """
    words, head = report.facts.words, report.tally.head
    if words is None or report.facts.rule is not None or head.thresholds is not None:
        return ""
    saved = any(word.lower().endswith(".tally") for word in words)  # which has its threshold and slices already
    options = [] if saved else [word for column in report.slices for word in ("--slice", column)]
    declared = report.policy.task.threshold is not None or report.threshold in (None, DEFAULT_THRESHOLD)
    options += [] if saved or declared else ["--threshold", f"{report.threshold:.17g}"]
    said = " ".join(shlex.quote(each) for each in (*words, *options))
    return visible(f"logitwise evaluate {said} --out report.html")
