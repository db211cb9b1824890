"""Mistakes: the wrong decisions that the model was surest of, and how many of them there should be."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from logitwise.metrics.wording import class_name, counted
from logitwise.report.html.calibration_claims import CONFIDENT_MISTAKES, row_of
from logitwise.report.html.section import Section
from logitwise.report.html.worst_rows import worst_rows
from logitwise.report.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.report.html.worst_rows import WorstRow, WorstRows
    from logitwise.report.report import Report


LEAST: Final = 1e-6
"""Probability below which a power of ten is written."""


def section(report: Report) -> Section | None:
    """None where no probabilities are kept."""
    found = worst_rows(report)
    if found is None:
        return None
    values = {
        "said": _said(report, found) + _beyond(found),
        "expected": row_of(report, CONFIDENT_MISTAKES),
        "table": _table(found) if found.rows else None,
        "again": _again(report, found),
    }
    return Section("mistakes", "The surest mistakes", values, short="Mistakes")


def _said(report: Report, found: WorstRows) -> str:
    """What was looked at, and how much of all that is."""
    what = "decision" if report.head == "multilabel" else "row"
    if not found.wrong:
        return f"No {what} is wrong among the {counted(found.looked_at, 'row')} that could be looked at."
    wrong = f"{counted(found.wrong, f'wrong {what}')}"
    first = counted(len(found.rows), "entry", "entries")
    if not found.sampled:
        return f"The {wrong} of {counted(found.looked_at, 'row')} by score, the surest first: {first}."
    all_of_them = "" if found.beyond else "all "
    if found.looked_at + found.beyond == report.tally.rows:
        rows = f"{all_of_them}{counted(found.looked_at, 'row')}"
        return f"Of the {wrong} among {rows}, those of which the model was surest: {first}."
    return (
        f"Of the {wrong} among a uniform sample of {found.looked_at:,} of {counted(report.tally.rows, 'row')}, those "
        f"of which the model was surest: {first}. There may be surer ones among the rows that are not in it."
    )


def _beyond(found: WorstRows) -> str:
    """What was not looked at."""
    if not found.beyond:
        return ""
    rows = counted(found.beyond, "row")
    return f" {rows} could not be looked at: in float32, as the sample is kept, logits are infinite."


def _again(report: Report, found: WorstRows) -> str:
    """How such a row is found in the reader's own data."""
    score = "confidence" if found.rows and not found.rows[0].truth else "the probability of the decision"
    where = "A report keeps scores, not rows, so it cannot name their places in your file. "
    label = " of a label" if report.head == "multilabel" else ""
    return (
        f"{where}Sort the rows of your file whose decision{label} is wrong by {score}, largest first: these come first."
    )


def _table(found: WorstRows) -> Table:
    """Only the columns that something is known for."""
    columns: list[tuple[str, bool, Callable[[WorstRow], str]]] = [
        ("label", False, lambda row: class_name(row.of) if row.of else ""),
        ("truth", False, lambda row: class_name(row.truth) if row.truth else ""),
        ("decided", False, lambda row: class_name(row.decided) if row.decided else ""),
        ("probability of it" if not _alone(found) else "confidence", True, lambda row: _sure(row.sure)),
        ("of the truth", True, lambda row: "" if isnan(row.given) else _sure(row.given)),
        ("next best", False, lambda row: f"{class_name(row.next)} {_sure(row.next_sure)}" if row.next else ""),
        ("rows alike" if found.sampled else "wrong rows", True, lambda row: f"{row.rows:,}"),
        ("of rows with this score", True, lambda row: f"{row.of_rows:,}" if row.of_rows else ""),
    ]
    made = [(name, numeric, [cell(row) for row in found.rows]) for name, numeric, cell in columns]
    kept = [each for each in made if any(each[2])]
    return Table(
        tuple(name for name, _, _ in kept),
        tuple(zip(*(cells for _, _, cells in kept), strict=True)),
        frozenset(i for i, (_, numeric, _) in enumerate(kept) if numeric),
        "Wrong decisions, the surest first",
    )


def _alone(found: WorstRows) -> bool:
    return not found.rows[0].truth


def _sure(p: float) -> str:
    """A probability, with as many digits as tell it from 0 and from certainty.

    >>> _sure(0.9999995123), _sure(0.5), _sure(0.000032), _sure(3.2e-9), _sure(1.0)
    ('0.99999951', '0.500', '0.000032', '3.2e-9', '1')
    """
    if p in (0.0, 1.0):
        return f"{p:.0f}"
    if p < LEAST:
        return f"{p:.1e}".replace("e-0", "e-")
    if p < 0.001:
        return f"{p:.{_zeros(p) + 1}f}"
    return f"{p:.3f}" if p < 0.999 else f"{p:.{min(17, _zeros(1 - p) + 1)}f}"


def _zeros(p: float) -> int:
    """Place of the first digit behind the point that is not 0."""
    return int(f"{p:.1e}".partition("e-")[2])
