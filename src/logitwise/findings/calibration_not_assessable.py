"""LW406: too few rows to say whether probabilities are right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.findings.claims import of_each, points, several, without_claims
from logitwise.findings.dependence import design_effect
from logitwise.findings.facts import known
from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.calibration import LEAST_OUTCOMES, LEAST_ROWS
from logitwise.metrics.wording import counted, named, quoted
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from logitwise.findings.facts import Facts
    from logitwise.metrics import Measurement

_OPEN: Final = "their gaps may be 0 or more than ten percentage points"
TELL_LESS: Final = 0.8
"""Part of the rows that grouped ones are worth from which down it is said. A judgement."""
WIDE: Final = 0.1
"""A gap that may be 0 and may be ten points is not known. A judgement."""


def _look(facts: Facts) -> Seen:
    """Where the calibration gap is undefined, or its interval reaches from 0 to more than ten points."""
    reason = without_claims(facts)
    if reason is not None:
        return NotApplicable(reason)
    gaps = of_each(facts, "calibration_gap")
    unknown = [gap for gap in gaps if not known(gap)]
    wide = [gap for gap in gaps if known(gap) and _says_nothing(gap, facts.policy.confidence.alpha)]
    found = unknown + wide
    if not found:
        largest = max(gaps, key=lambda gap: gap.value)
        return Clear(
            f"The calibration gap is known to lie below {points(largest.upper(facts.policy.confidence.alpha))}."
            if len(gaps) == 1 else f"The calibration gaps of all {len(gaps):,} labels can be told.",
            {"calibration_gap": largest.value},
        )  # fmt: skip
    return Found(
        _said(facts, unknown, wide, len(gaps)),
        _remedy(facts, unknown),
        _evidence(found[0]) | {"labels": len(found)} if several(facts) else _evidence(found[0]),
        cause="data: there are too few rows.",
        of=tuple(gap.of for gap in found if gap.of is not None) if several(facts) else (),
    )


def _says_nothing(gap: Measurement, alpha: float) -> bool:
    return gap.lower(alpha) <= 0 and gap.upper(alpha) > WIDE


def _said(facts: Facts, unknown: list[Measurement], wide: list[Measurement], all_of_them: int) -> str:
    first = (unknown or wide)[0]
    if several(facts):
        names = named([gap.of or "" for gap in unknown + wide])
        why = f"for {quoted(first.of or '')}, {first.undefined}" if unknown else f"{_OPEN}{_by_groups(facts)}"
        return (
            f"Of {len(unknown + wide):,} of {counted(all_of_them, 'label')} ({names}) it cannot be said whether "
            f"probabilities are right: {why}."
        )
    if unknown:
        return f"Whether the probabilities are right cannot be said: {first.undefined}."
    high = points(first.upper(facts.policy.confidence.alpha))
    return (
        f"{counted(round(first.n), 'row')} leave open whether the probabilities are right: the calibration gap may be "
        f"0 or up to {high}{_by_groups(facts)}."
    )


def _by_groups(facts: Facts) -> str:
    """That groups, not rows, are what there is too little of."""
    if facts.tally.groups is None:
        return ""
    worth = facts.tally.rows / design_effect(facts)
    said = f" and tell as much as {counted(round(worth), 'row')}" if worth < TELL_LESS * facts.tally.rows else ""
    return f"; the rows come in {counted(facts.tally.group_count, 'group')}{said}"


def _remedy(facts: Facts, unknown: list[Measurement]) -> str:
    until = "Until then do not rely on the probabilities as such."
    if facts.tally.groups is not None and not unknown:
        return f"Judge rows of more groups: more rows of the same groups tell little. {until}"
    return (
        f"Judge more rows: at least {LEAST_ROWS}, with {LEAST_OUTCOMES} of the rarer outcome, before anything is said; "
        f"some hundreds of either outcome before it is said well. {until}"
    )


def _evidence(gap: Measurement) -> dict[str, float | int | str | None]:
    found: dict[str, float | int | str | None] = {"rows": gap.n}
    return found | {"calibration_gap": gap.value, "gap_high": gap.upper(0.05)} if known(gap) else found


PITFALL = Pitfall(
    "LW406",
    CODES["LW406"],
    "note",
    why="A calibration that was not measured is easily taken for one that was found good; a finding that does not come "
    "up on few rows is no proof.",
    look=_look,
)
