"""LW404: probabilities that no shift and no stretch of the log-odds would mend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.errors import RemedyError
from logitwise.findings.claims import by_top_class, level, part_of, points, without_claims
from logitwise.findings.facts import known
from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.findings.infinite import GIVE_LOGITS
from logitwise.metrics.coarse import FOR_REDRAWS, coarsen
from logitwise.metrics.group_cells import cells_by_group
from logitwise.metrics.of_scores import gap as gap_of
from logitwise.metrics.weighting import as_counted
from logitwise.metrics.wording import quoted
from logitwise.policy.codes import CODES
from logitwise.remedies.affine import affine
from logitwise.remedies.scores import recalibrated
from logitwise.rule import Affine
from logitwise.tallies.cells import Cells

if TYPE_CHECKING:
    from logitwise.findings.claims import Claim
    from logitwise.findings.facts import Facts
    from logitwise.metrics import Measurement
    from logitwise.tallies import Tally

REMEDY: Final = (
    "Recalibrate by a curve: beta from about 500 rows on, isotonic from some thousands; auto tries each and takes "
    "the simplest that serves. Tune on rows other than those that it is judged on."
)
MOST_LABELS: Final = 5
"""Labels that are fitted: those with the largest calibration gaps. A judgement; the level counts all labels."""


def _look(facts: Facts) -> Seen:
    """The calibration gap that is left after the best shift and stretch, which is fitted on the same rows."""
    reason = without_claims(facts)
    if reason is not None:
        return NotApplicable(reason)
    all_of_them = facts.claims
    assessable = [claim for claim in all_of_them if known(claim.gap)]
    if not assessable:
        return NotApplicable(f"it cannot be assessed here: {all_of_them[0].gap.undefined}")
    alpha = level(facts, len(all_of_them))
    candidates = [claim for claim in assessable if _stands_out(claim.gap, claim, alpha)][:MOST_LABELS]
    left = [(claim, _after_affine(facts, claim)) for claim in candidates]
    found = [(claim, rest) for claim, rest in left if rest is not None and _stands_out(rest, claim, alpha)]
    if not found:
        return _clear(assessable[0], left)
    claim, rest = found[0]
    what = "The confidence" if by_top_class(facts) else f"The probability of {quoted(_name(facts, claim))}"
    return Found(
        f"{what} is {points(claim.gap.value)} from what happens on average, and the best shift and "
        f"stretch of its log-odds still leave {points(rest.value)}: it bends.",
        REMEDY if facts.recalibrable else GIVE_LOGITS,
        _evidence(claim) | {"gap_after_affine": rest.value, "gap_after_affine_low": rest.lower(alpha)},
        facts.tune("--calibrate", "auto"),
        cause="calibration: averaging of models, bagging and clipped or smoothed outputs bend probabilities like this.",
        of=tuple(each.of for each, _ in found if each.of is not None),
    )


def _stands_out(gap: Measurement, claim: Claim, alpha: float) -> bool:
    return known(gap) and gap.value >= claim.material and gap.lower(alpha) > 0


def _clear(largest: Claim, left: list[tuple[Claim, Measurement | None]]) -> Clear:
    if left:
        claim, rest = left[0]
        after = "cannot be fitted" if rest is None else f"leave {points(rest.value)}"
        return Clear(
            f"The calibration gap is {points(claim.gap.value)}, and a shift and stretch {after}.",
            _evidence(claim),
        )
    return Clear(
        f"The calibration gap is {points(largest.gap.value)}: not surely one that matters.",
        _evidence(largest),
    )


def _evidence(claim: Claim) -> dict[str, float | int | str | None]:
    found: dict[str, float | int | str | None] = {} if claim.of is None else {"label": claim.of}
    return found | {"calibration_gap": claim.gap.value}


def _name(facts: Facts, claim: Claim) -> str:
    return claim.of or facts.head.positive_class or ""


def _cells(tally: Tally, claim: Claim) -> Cells | None:
    counted = as_counted(tally)
    if claim.slope is None:
        return counted.confidence_cells()
    return counted.cells(_place(tally, claim))


def _place(tally: Tally, claim: Claim) -> int:
    return 1 if claim.of is None else tally.head.classes.index(claim.of)


def _after_affine(facts: Facts, claim: Claim) -> Measurement | None:
    """What is left of the gap; None where no slope exists."""
    cells = facts.counted.confidence_cells() if claim.slope is None else facts.cells(_place(facts.tally, claim))
    if cells is None:
        return None
    cells = _few(cells)
    calibration = _affine(cells)
    if calibration is None:
        return None
    folds = None
    if facts.tally.clusters is not None:
        folds = cells_by_group(facts.tally.clusters, lambda part: _mended(_cells(part, claim), calibration))
    return gap_of(recalibrated(cells, calibration), folds, claim.of)


def _few(cells: Cells) -> Cells:
    """At most about 256 cells, at the mean of their rows: a gap is seen as well in a tenth of the time."""
    p, hits, rows = coarsen(cells, FOR_REDRAWS)
    return Cells(p, 1 - p, p, np.zeros(len(p)), hits, rows - hits, exact=True)  # type: ignore[arg-type]  # whole counts


def _mended(cells: Cells | None, calibration: Affine) -> Cells | None:
    return None if cells is None else recalibrated(cells, calibration)


def _affine(cells: Cells) -> Affine | None:
    """The shift and stretch of largest likelihood on rows with finite log-odds; None where there is none."""
    try:
        return affine(part_of(cells, (cells.p > 0) & (cells.q > 0)))
    except RemedyError:
        return None


PITFALL = Pitfall(
    "LW404",
    CODES["LW404"],
    "warning",
    why="The error of a stated probability depends on where it lies, so that neither a shift nor a temperature mends "
    "it, and single regions may be far worse than the average says.",
    look=_look,
)
