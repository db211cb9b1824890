"""LW405: more mistakes among almost certain rows than their probabilities admit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.findings.claims import by_top_class, level, of_each, several, without_claims
from logitwise.findings.facts import known
from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.findings.infinite import GIVE_LOGITS
from logitwise.metrics.confident_errors import CONFIDENT
from logitwise.metrics.wording import about, counted, quoted, times
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.metrics import Measurement
    from logitwise.tallies.cells import Cells, Floats

LOOK_FIRST: Final = "Look at these rows first: wrong labels look like this."
RECALIBRATE: Final = "If the labels are right, recalibrate, and do not accept rows on confidence alone."
TIMES: Final = 1.5
"""So many times as many confident mistakes as claimed are worth a finding. A judgement."""
FEWEST: Final = 3
"""Mistakes that are needed: fewer are single cases to look at, not a rate. A judgement."""


def _look(facts: Facts) -> Seen:
    """Wrong rows among those given 99 % or more, against the number that these probabilities add up to."""
    reason = without_claims(facts)
    if reason is not None:
        return NotApplicable(reason)
    all_of_them = of_each(facts, "confident_errors")
    alpha = level(facts, len(all_of_them))
    measured = [(each, *_counts(facts, k)) for k, each in enumerate(all_of_them)]
    found = [one for one in measured if _is_so(one[0], wrong=one[2], alpha=alpha)]
    found.sort(key=lambda one: -one[0].value if known(one[0]) else -np.inf)
    if found:
        return _found(facts, found)
    some = [one for one in measured if known(one[0])]
    if not some:
        return NotApplicable(measured[0][0].undefined or f"no row has a confidence of at least {CONFIDENT}")
    each, rows, wrong, expected = max(some, key=lambda one: one[0].value)
    of = f" for label {quoted(each.of)}" if each.of is not None and several(facts) else ""
    return Clear(
        f"Of {_rows(rows)} given {100 * CONFIDENT:g} % or more{of}, {_count(wrong)} wrong; "
        f"{about(expected)} were to be expected.",
        {"rows": rows, "wrong": wrong, "expected": expected},
    )


def _found(facts: Facts, found: list[tuple[Measurement, float, float, float]]) -> Found:
    each, rows, wrong, expected = found[0]
    evidence: dict[str, float | int | str | None] = {"rows": rows, "wrong": wrong, "expected": expected}
    if known(each):
        estimate = each.estimate()
        evidence |= {"ratio": each.value, "ratio_low": estimate.low, "ratio_high": estimate.high}
        more = (
            f"{times(each.value)} times as many as the {about(expected)} that they claim (95 % interval "
            f"{times(estimate.low)} to {times(estimate.high)})"
        )
    else:
        more = "though they claim that none can be"
    of = f" for label {quoted(each.of)}" if each.of is not None and several(facts) else ""
    others = f" {counted(len(found) - 1, 'more label')} have too many as well." if len(found) > 1 else ""
    return Found(
        f"Of {_rows(rows)} given {100 * CONFIDENT:g} % or more{of}, {_count(wrong)} wrong, {more}.{others}",
        f"{LOOK_FIRST} {RECALIBRATE if facts.recalibrable else GIVE_LOGITS}",
        evidence,
        facts.tune("--calibrate", "auto"),
        cause="calibration or data: an over-confident model and a few wrong labels both give confident mistakes.",
        of=tuple(one[0].of for one in found if one[0].of is not None) if several(facts) else (),
    )


def _is_so(measured: Measurement, *, wrong: float, alpha: float) -> bool:
    if wrong < FEWEST:
        return False
    if not known(measured):  # all of them certain, and some wrong
        return True
    return measured.value >= TIMES and measured.lower(alpha) > 1


def _counts(facts: Facts, k: int) -> tuple[float, float, float]:
    """Confident rows, wrong ones among them, and how many wrong ones were to be expected."""
    top = by_top_class(facts)
    cells = facts.counted.confidence_cells() if top else facts.cells(k if facts.multilabel else None)
    if cells is None:
        return 0.0, 0.0, 0.0
    rows, wrong, expected = _of_end(cells.p, cells.q, cells)
    if top:
        return rows, wrong, expected
    low = _of_end(cells.q, cells.p, cells, positive=False)
    return rows + low[0], wrong + low[1], expected + low[2]


def _of_end(sure: Floats, doubt: Floats, cells: Cells, *, positive: bool = True) -> tuple[float, float, float]:
    chosen = sure >= CONFIDENT
    rows = (cells.positives + cells.negatives)[chosen]
    wrong = (cells.negatives if positive else cells.positives)[chosen]
    return float(rows.sum()), float(wrong.sum()), float(doubt[chosen] @ rows)


def _rows(rows: float) -> str:
    return counted(round(rows), "row")


def _count(rows: float) -> str:
    """How many, with its verb."""
    return f"{round(rows):,} {'is' if round(rows) == 1 else 'are'}"


PITFALL = Pitfall(
    "LW405",
    CODES["LW405"],
    "warning",
    why="Rows of almost certain probability are those that nobody looks at again, so that their mistakes go through.",
    look=_look,
)
