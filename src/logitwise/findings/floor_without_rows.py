"""LW303: a floor in the policy that no result on so few rows could guarantee."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

from logitwise import metrics
from logitwise.errors import OptionError
from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.wording import confidence, counted, slice_name
from logitwise.policy.codes import CODES
from logitwise.remedies.guarantee import rows_needed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logitwise.findings.facts import Facts
    from logitwise.metrics import Measurement
    from logitwise.policy import Requirement

SHOWN: Final = 3


class _Floor(NamedTuple):
    """A requirement on a share, with the rows that it is a share of and those that it takes."""

    text: str
    rows: float
    needed: int


def _look(facts: Facts) -> Seen:
    """Every bound on a share: without one mistake in n rows the limit is alpha^(1/n), which must reach the floor."""
    alpha = facts.policy.confidence.alpha
    floors = list(_floors(facts, alpha))
    if not floors:
        return NotApplicable("the policy asks for no floor or ceiling on a share of rows")
    found = [floor for floor in floors if floor.rows < floor.needed]
    worst = max(found or floors, key=lambda floor: floor.needed - floor.rows)
    evidence = {"rows": worst.rows, "rows_needed": worst.needed, "floors": len(found)}
    if not found:
        return Clear("Every floor that is asked for can be shown with so many rows, if the model keeps it.", evidence)
    texts = [
        f"{floor.text} takes {counted(floor.needed, 'row')} without one mistake and there are {_rows(floor.rows)}"
        for floor in sorted(found, key=lambda floor: floor.rows - floor.needed)[:SHOWN]
    ]
    more = f"; and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    return Found(
        f"Too few rows for what is asked, however good the model is: {'; '.join(texts)}{more} (at {confidence(alpha)} "
        "confidence).",
        f"Judge more rows: {counted(worst.needed, 'row')} of what counts are the least, and about twice as many if the "
        "model makes a mistake now and then; or ask for less.",
        evidence,
        cause="data: there are too few rows of what counts.",
    )


def _floors(facts: Facts, alpha: float) -> Iterator[_Floor]:
    for wanted in facts.policy.requirements:
        for measured, where in _measured(facts, wanted):
            share = measured.law.as_share(wanted.bound)
            if share is None or not isfinite(share.trials) or not 0 < share.bound < 1:
                continue
            kept = share.bound if wanted.op == ">=" else 1 - share.bound
            yield _Floor(wanted.text + where, share.trials, rows_needed(kept, alpha))


def _measured(facts: Facts, wanted: Requirement) -> Iterator[tuple[Measurement, str]]:
    """The metric of a requirement: of all rows, or of each slice."""
    if not wanted.each_slice:
        try:
            yield facts.metric(wanted.metric, of=wanted.of, average=wanted.average), ""
        except OptionError:  # not of this head; the policy's fit is judged elsewhere
            return
        return
    for column, parts in (facts.tally.slices or {}).items():
        for value, part in parts.items():
            try:
                measured = metrics.measure(part, wanted.metric, of=wanted.of, average=wanted.average)
            except OptionError:
                continue
            yield measured, f" ({slice_name(column, value)})"


def _rows(rows: float) -> str:
    return f"{round(rows):,}" if rows >= 1 or not rows else f"{rows:.2g}"


PITFALL = Pitfall(
    "LW303",
    CODES["LW303"],
    "warning",
    why="The verdict must stay open whatever the model does, and a value on so few rows that meets the floor is luck "
    "as often as merit.",
    look=_look,
)
