"""One score of two classes, or of a label: recalibrated, shifted to the prior, and given its threshold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import NoGuaranteeError, OptionError, RemedyError
from logitwise.metrics.weighting import as_counted
from logitwise.metrics.wording import percent
from logitwise.remedies import methods
from logitwise.remedies.abstain import abstain
from logitwise.remedies.choose import choose
from logitwise.remedies.cuts import decided, log_odds
from logitwise.remedies.goals import Floor, Goals
from logitwise.remedies.group_effect import GroupEffect
from logitwise.remedies.grouped import grouped
from logitwise.remedies.reached import Measure
from logitwise.remedies.scores import log_odds_of, recalibrated
from logitwise.remedies.splits import Split, group_cells, splits
from logitwise.remedies.treatment import Changes, Treatment
from logitwise.rule import Identity

if TYPE_CHECKING:
    from logitwise.remedies.choice import Choice
    from logitwise.remedies.recalibration import Recalibration
    from logitwise.rule import Calibration
    from logitwise.tallies import Tally
    from logitwise.tallies.cells import Cells


Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prior:
    """The prevalence of one outcome where a rule is used.

    Attributes:
        old: share among these rows.
        new: share there.
    """

    old: float
    new: float

    @property
    def shift(self) -> float:
        """What is added to log-odds."""
        return float(log_odds(self.new) - log_odds(self.old))

    @property
    def weights(self) -> tuple[float, float]:
        """How many rows there a negative and a positive row here stand for."""
        return (1 - self.new) / (1 - self.old), self.new / self.old

    def reweighted(self, cells: Cells) -> Cells:
        """The same rows as if outcomes came as often as there."""
        negative, positive = self.weights
        positives: Any = cells.positives * positive  # effective rows, where there were counts
        negatives: Any = cells.negatives * negative
        return replace(cells, positives=positives, negatives=negatives)

    def of_these_rows(self, precision: float) -> float:
        """The precision on these rows that is `precision` there: odds TP / FP move by the change of prior odds."""
        odds = precision / (1 - precision) * (1 - self.new) / self.new * self.old / (1 - self.old)
        return odds / (1 + odds)


def treat_score(tally: Tally, k: int, goals: Goals, *, found: Recalibration, prior: Prior | None = None) -> Treatment:
    """The recalibrated score of class or label `k`, shifted to the prior, and its threshold.

    What is told cross-fitted was recalibrated, and its threshold chosen, without the rows that it is judged on.

    Args:
        tally: scores of a sigmoid, a softmax of two classes or a multilabel head.
        k: the positive class, or the label.
        goals: what is asked of the threshold.
        found: its recalibration; where a goal is guaranteed, one that keeps the order of scores.
        prior: where the rule is used, where it is not as here.

    Raises:
        RemedyError: no threshold makes sense.
        NoGuaranteeError: what is asked cannot be guaranteed on so few rows.
        OptionError: goals that cannot be had together.
    """
    of = tally.head.classes[k]
    raw = _cells(tally, k)
    goals = replace(goals, otherwise=tally.head.threshold) if goals.nothing else goals
    shift = 0.0 if prior is None else prior.shift
    after, pairs = recalibrated(raw, found.calibration, shift=shift), _pairs(tally, k, found.method, shift)
    effect = group_effect_of(tally, k, calibration=found.calibration, prior=prior, moved=not goals.require)
    choice = _chosen(after, pairs, goals, prior=prior, of=of, effect=effect)
    band = None
    if goals.abstain is not None:
        band = abstain(
            after, error=goals.abstain, threshold=choice.threshold, delta=goals.delta, pairs=pairs, of=of,
            effect=effect,
        )  # fmt: skip
    cut = float(log_odds(tally.head.threshold))
    measure = Measure(goals.maximize, goals.beta, goals.costs)
    default = measure.numbers(decided(raw if prior is None else prior.reweighted(raw), cut))
    now = np.asarray(found.calibration(log_odds_of(raw))) + shift
    changes = _changes(raw, now, (choice.threshold, choice.threshold) if band is None else (band.low, band.high), cut)
    return Treatment(of, found, choice, band, default, changes)


def _cells(tally: Tally, k: int) -> Cells:
    cells = as_counted(tally).cells(k)
    if cells is None:
        raise RemedyError("there are no scores to treat; give logits or probabilities")
    return cells


def _pairs(tally: Tally, k: int, method: str, shift: float) -> tuple[Split, ...]:
    """Splits after the method was fitted to the rest of each; none where it cannot be."""
    few = methods.is_few(_cells(tally, k))
    found = []
    try:
        for pair in splits(tally, k):
            fitted = Identity() if method == "none" else methods.fit(method, grouped(pair.fit), few=few)
            found.append(Split(*(recalibrated(part, fitted, shift=shift) for part in (pair.fit, pair.held))))
    except RemedyError:
        return ()
    return tuple(found)


def _chosen(  # noqa: PLR0913  a goal and what it is judged by
    cells: Cells, pairs: tuple[Split, ...], goals: Goals, *, prior: Prior | None, of: str, effect: GroupEffect | None
) -> Choice:
    if prior is None:
        return choose(cells, goals, pairs=pairs, of=of, effect=effect)
    if goals.maximize is not None and (goals.require or goals.capacity is not None):
        raise OptionError(
            "at another prevalence either a metric is maximised or a bound is kept, not both: leave one of them out"
        )
    if goals.require:
        return _guaranteed_there(cells, pairs, goals, prior=prior, of=of, effect=effect)
    there = tuple(Split(prior.reweighted(pair.fit), prior.reweighted(pair.held)) for pair in pairs)
    return choose(prior.reweighted(cells), goals, pairs=there, of=of, effect=effect)


def _guaranteed_there(  # noqa: PLR0913  a goal and what it is judged by
    cells: Cells, pairs: tuple[Split, ...], goals: Goals, *, prior: Prior, of: str, effect: GroupEffect | None
) -> Choice:
    """Bounds that hold there, by the bounds that they are on these rows."""
    moved = replace(goals, require=tuple(_moved(floor, prior) for floor in goals.require))
    told = [
        f"{there.text} at a prevalence of {percent(prior.new)} is {here.text} on these rows"
        for there, here in zip(goals.require, moved.require, strict=True)
        if there != here
    ]
    try:
        choice = choose(cells, moved, pairs=pairs, of=of, effect=effect)
    except NoGuaranteeError as error:
        raise NoGuaranteeError("; ".join([*told, str(error)])) from error
    return replace(choice, warnings=(*choice.warnings, *told))


def _moved(floor: Floor, prior: Prior) -> Floor:
    """A floor of precision as one on these rows; recall and specificity do not depend on the prior."""
    return replace(floor, bound=prior.of_these_rows(floor.bound)) if floor.metric == "precision" else floor


def _changes(raw: Cells, now: Floats, ends: tuple[float, float], before: float) -> Changes:
    """Decisions by log-odds `now` outside two ends, against those by the raw ones at a cut."""
    rows, was = np.asarray(raw.positives + raw.negatives, np.float64), log_odds_of(raw) >= before
    no, yes = now < float(log_odds(ends[0])), now >= float(log_odds(ends[1]))
    counts = (rows[which].sum() for which in (yes & ~was, no & was, ~no & ~yes))
    return Changes(float(rows.sum()), *(float(each) for each in counts))


def group_effect_of(
    tally: Tally, k: int, *, calibration: Calibration | None = None, prior: Prior | None = None, moved: bool = False
) -> GroupEffect | None:
    """How far rows of one group go together at every threshold; None where rows are independent.

    Args:
        tally: scores of class or label `k`.
        k: class or label.
        calibration: after which thresholds are compared; None: of scores as they are.
        prior: to which log-odds are shifted.
        moved: whether rows count as often as outcomes come there.
    """
    if tally.clusters is None:
        return None
    shift = 0.0 if prior is None else prior.shift
    folds = [recalibrated(cells, calibration or Identity(), shift=shift) for cells in group_cells(tally, k)]
    return GroupEffect.of([prior.reweighted(cells) for cells in folds] if prior is not None and moved else folds)
