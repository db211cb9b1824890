"""Pitfalls of calibration as the section on probabilities tells them: LW401 to LW406."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from logitwise.findings.lesson import PLACES
from logitwise.metrics.wording import sentence, visible
from logitwise.report.signs import SIGNS

if TYPE_CHECKING:
    from logitwise.findings import Finding
    from logitwise.report.report import Report

CODES: Final = ("LW401", "LW402", "LW403", "LW404", "LW405", "LW406")
CONFIDENT_MISTAKES: Final = "LW405"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One pitfall that was found or waived, or looked for in vain.

    Attributes:
        code: ``LW401``.
        sign: of its severity, which needs no colour.
        title: in a few words.
        text: what was seen, visible.
        waived: whether the policy lets it stand.
        place: in the lesson.
    """

    code: str
    sign: str
    title: str
    text: str
    waived: bool
    place: str


def claims_found(report: Report) -> tuple[ClaimRow, ...]:
    """Those that are there, in the order of their codes."""
    return _rows(report, ("found", "waived"))


def claims_in_vain(report: Report) -> tuple[ClaimRow, ...]:
    """Those that are not, and those that could not be looked for."""
    return _rows(report, ("clear", "not applicable"))


def row_of(report: Report, code: str) -> ClaimRow | None:
    """One pitfall whatever came of it; None where it was not looked for."""
    return next((_row(each) for each in report.findings if each.code == code), None)


def _rows(report: Report, outcomes: tuple[str, ...]) -> tuple[ClaimRow, ...]:
    return tuple(_row(each) for each in report.findings if each.code in CODES and each.outcome in outcomes)


def _row(found: Finding) -> ClaimRow:
    return ClaimRow(
        found.code, SIGNS[found.severity], found.title, visible(sentence(found.sentence)),
        found.outcome == "waived", PLACES[found.code],
    )  # fmt: skip
