"""Facts of the rows that a reader should know and no number says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.metrics.catalogue import MOST_LISTED
from logitwise.metrics.weighting import as_counted
from logitwise.metrics.wording import counted, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.findings import Finding
    from logitwise.policy import Policy
    from logitwise.tallies import Tally


def notes_on_waivers(policy: Policy, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Waivers that waive nothing here: a policy that keeps them may hide what comes up later."""
    waive = policy.findings.waive
    idle = [each.code for each in findings if each.code in waive and each.outcome not in ("found", "waived")]
    unseen = [code for code in waive if code not in {each.code for each in findings}]
    said = (("not found here", idle), ("not looked for", unseen))
    return tuple(f"waived, but {what}: {', '.join(codes)}" for what, codes in said if codes)


def notes_on_rows(tally: Tally) -> tuple[str, ...]:
    """What was noticed while the rows were counted, one sentence each."""
    notes = []
    worth = None if tally.weighted is None else as_counted(tally).confusion
    if worth is not None:
        notes.append(
            f"rows are weighted: {counted(tally.rows, 'row')} are worth about "
            f"{round(worth.rows):,} of equal weight in intervals; counts and the matrix are "
            "of rows"
        )
    if tally.rows_per_content is not None and tally.rows_per_content > 1.2:
        often = number(tally.rows_per_content)
        notes.append(f"rows repeat ({often} for each distinct output), which widens intervals: give ids (ids=, --id)")
    if len(tally.head.classes) > MOST_LISTED and tally.head.kind == "softmax":
        notes.append(
            f"above {MOST_LISTED:,} classes their figures are not listed; report.metric(name, of=class) gives any one"
        )
    return tuple(notes)
