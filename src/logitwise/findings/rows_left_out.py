"""LW607: rows that could not be read and were left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.findings.finding import Clear, Found, Pitfall
from logitwise.metrics.wording import counted, percent
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.findings.finding import Seen


def _look(facts: Facts) -> Seen:
    rejected = {reason: rows for reason, rows in facts.tally.rejected.items() if rows}
    left_out = sum(rejected.values())
    if not left_out:
        return Clear("no row was left out", {"left_out": 0})
    rows = left_out + facts.tally.rows
    most = facts.policy.rows.max_rejected
    limit = (
        f"more than the {percent(most)} with which a verdict may be ready" if left_out / rows > most else "as allowed"
    )
    by_reason = ", ".join(
        f"{reason} ({count:,})" for reason, count in sorted(rejected.items(), key=lambda each: (-each[1], each[0]))
    )
    were = "was" if left_out == 1 else "were"
    return Found(
        f"{left_out:,} of {counted(rows, 'row')} ({percent(left_out / rows)}) {were} left out: "
        f"{by_reason}. That is {limit}.",
        "Look at these rows: where what cannot be read also is what is hard, every figure here is too good. Mend them "
        "upstream, or say why they do not count.",
        {"left_out": left_out, "share": left_out / rows, **rejected},
    )


PITFALL = Pitfall(
    "LW607",
    CODES["LW607"],
    "warning",
    why="What is left out is rarely a fair draw: broken rows come from one site, one device or one kind of case, and "
    "the figures speak for the others alone.",
    look=_look,
)
