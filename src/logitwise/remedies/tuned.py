"""A rule fitted on a tally: recalibration, prior shift and thresholds, with how it came about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from logitwise.errors import LogitwiseError, NoGuaranteeError, OptionError, RemedyError
from logitwise.metrics.wording import counted, named, percent, quoted
from logitwise.policy.nearest import did_you_mean
from logitwise.remedies.estimated_prior import Method, estimated_prior, method_of
from logitwise.remedies.evidence import evidence_of
from logitwise.remedies.goals import Goals
from logitwise.remedies.prior_shift import given_prior
from logitwise.remedies.recalibrate import recalibrate
from logitwise.remedies.recalibrate_softmax import recalibrate_softmax
from logitwise.remedies.rows_seen import rows_seen
from logitwise.remedies.softmax_costs import least_cost
from logitwise.remedies.treat_score import Prior, treat_score
from logitwise.remedies.treatment import Treatment
from logitwise.remedies.tuning_words import sentences_of
from logitwise.rule import Rule

if TYPE_CHECKING:
    from logitwise.remedies.prior_shift import PriorShift
    from logitwise.remedies.unlabeled import Unlabeled
    from logitwise.rule import Calibration
    from logitwise.tallies import Tally

AUTO = "auto"
Made = TypeVar("Made")


def tuned(  # noqa: PLR0913  each is one thing to ask
    tally: Tally,
    goals: Goals,
    *,
    calibrate: str = AUTO,
    prevalence: Any = None,
    unlabeled: Unlabeled | None = None,
    prior_by: str = "em",
    costs: Sequence[Sequence[float]] | None = None,
) -> Rule:
    """The rule that these rows speak for.

    Args:
        tally: rows that the rule is not to be judged on.
        goals: what is asked of the threshold of two classes, or of every label's.
        calibrate: ``auto``, or the one method to take.
        prevalence: share of positives, or shares by class, where the rule is used; None: as here.
        unlabeled: outputs from there, to estimate them from.
        prior_by: how: ``em``, ``bbse`` or ``hard-bbse``.
        costs: of a softmax of more classes, ``(truth, decision)``.

    Raises:
        RemedyError: there are no scores, one class alone, inverted scores, infinite logits.
        NoGuaranteeError: what is asked cannot be guaranteed on so few rows.
        OptionError: something is asked that this head cannot have.
    """
    if tally.scale not in ("logits", "probabilities") or not tally.rows:
        raise RemedyError(f"a tally of {tally.scale} holds no scores to tune; give logits or probabilities")
    only = None if calibrate == AUTO else [calibrate]
    aside = _Aside(prevalence, unlabeled, method_of(prior_by))
    _check_together(goals, aside)
    if tally.head.kind == "softmax" and not tally.head.binary:
        return _of_softmax(tally, goals, only=only, aside=aside, costs=costs)
    if costs is not None:
        raise OptionError(
            "a cost matrix is for a softmax of more classes; of two classes give false_positive and false_negative"
        )
    if goals.abstain is not None and tally.head.kind == "multilabel":
        raise OptionError("a band in which nothing is decided is for two classes, not for labels")
    return _of_scores(tally, goals, only=only, aside=aside)


def _check_together(goals: Goals, aside: _Aside) -> None:
    """Refuse what cannot be promised of another prevalence: shares of all rows are of the rows at hand."""
    if aside.prevalence is None and aside.unlabeled is None:
        return
    if goals.abstain is not None:
        raise OptionError(
            "at another prevalence the share of wrong decisions cannot be promised: leave out the band (abstain), or "
            "judge labelled rows from there"
        )
    if goals.require and (goals.maximize is not None or goals.capacity is not None):
        raise OptionError(
            "at another prevalence either a bound is kept, or a metric is maximised and alarms are counted, not both: "
            "leave one of them out"
        )


@dataclass(frozen=True, slots=True)
class _Aside:
    """What is known of where the rule is used."""

    prevalence: Any
    unlabeled: Unlabeled | None
    method: Method

    def prior(self, tally: Tally, calibration: Calibration | None) -> PriorShift | None:
        """The shift of prior, None where it is as here."""
        if self.unlabeled is not None:
            return estimated_prior(tally, self.unlabeled, calibration=calibration, method=self.method)
        return None if self.prevalence is None else given_prior(tally, self.prevalence)


def _of_scores(tally: Tally, goals: Goals, *, only: Sequence[str] | None, aside: _Aside) -> Rule:
    """Two classes, or labels."""
    head = tally.head
    outputs = list(range(len(head.classes))) if head.kind == "multilabel" else [head.positive or 0]
    _check_labels(goals, [head.classes[k] for k in outputs], head.negative_class)
    ordered = only is None and (bool(goals.require) or goals.abstain is not None)
    found = _each(outputs, lambda k: recalibrate(tally, k, methods=only, keep_order=ordered))
    prior = aside.prior(tally, found[outputs[0]].calibration)
    priors = {k: None if prior is None else Prior(prior.old[k], prior.new[k]) for k in outputs}
    asked = {k: goals.of_label(head.classes[k]) for k in outputs}
    treated = _each(outputs, lambda k: treat_score(tally, k, asked[k], found=found[k], prior=priors[k]))
    each = list(treated.values())
    band = each[0].abstention
    return Rule(
        head.at(0.5),
        tuple(one.recalibration.calibration for one in each),
        None if prior is None else prior.shift,
        tuple(one.choice.threshold for one in each if one.choice is not None),
        abstain=None if band is None else (band.low, band.high),
        seen=rows_seen(tally),
        evidence=evidence_of(tally, each, prior=prior),
        sentences=(*sentences_of(tally, each, prior=prior), *_of_all_labels(goals, outputs)),
    )


def _of_all_labels(goals: Goals, outputs: Sequence[int]) -> tuple[str, ...]:
    """What holds of all labels together, where each has a guarantee of its own."""
    promised = len(outputs) * sum(1 for floor in goals.require if floor.of is None)
    if len(outputs) == 1 or promised < 2:
        return ()
    joint = percent(max(1 - promised * goals.delta, 0.0))
    said = f"Each label's guarantee has its own confidence: all {promised} hold together with {joint} at least."
    return (said,)


def _check_labels(goals: Goals, names: Sequence[str], negative: str | None) -> None:
    """Refuse a bound of what has no threshold."""
    for floor in goals.require:
        if floor.of is None or floor.of in names:
            continue
        if floor.of == negative:
            raise OptionError(
                f"{floor.text}: a threshold decides on {quoted(names[0])}, and {quoted(negative)} is the other class: "
                f"its recall is the specificity, as in 'specificity >= {floor.bound:g}'"
            )
        near = did_you_mean(floor.of, (*names, *([] if negative is None else [negative])))
        kind = "label" if len(names) > 1 else "class"
        raise OptionError(f"{floor.text}: there is no {kind} {floor.of!r}{near}; a threshold decides on {named(names)}")


def _each(outputs: Sequence[int], treat: Callable[[int], Made]) -> dict[int, Made]:
    """Something made of every score; labels of which it cannot be are told together."""
    made: dict[int, Made] = {}
    refused: list[LogitwiseError] = []
    for k in outputs:
        try:
            made[k] = treat(k)
        except (RemedyError, NoGuaranteeError) as error:
            refused.append(error)
    if not refused:
        return made
    first = next((error for error in refused if isinstance(error, NoGuaranteeError)), refused[0])
    more = f" ({counted(len(refused) - 1, 'more label')} cannot either)" if len(refused) > 1 else ""
    raise type(first)(f"{first}{more}") from first


def _of_softmax(
    tally: Tally,
    goals: Goals,
    *,
    only: Sequence[str] | None,
    aside: _Aside,
    costs: Sequence[Sequence[float]] | None,
) -> Rule:
    if goals != Goals(beta=goals.beta, delta=goals.delta):
        raise OptionError(
            "a softmax of more classes takes the largest and has no threshold to choose: give a cost matrix, or judge "
            "one class against the rest as two classes"
        )
    found = recalibrate_softmax(tally, methods=only)
    prior = aside.prior(tally, found.calibration)
    shift = None if prior is None else prior.shift
    weighed = None if costs is None else least_cost(tally, costs, calibration=found.calibration, shift=shift)
    treated = [Treatment(None, found)]
    return Rule(
        tally.head,
        (found.calibration,),
        shift,
        costs=None if weighed is None else weighed.costs,
        seen=rows_seen(tally),
        evidence=evidence_of(tally, treated, prior=prior, costs=weighed),
        sentences=sentences_of(tally, treated, prior=prior, costs=weighed),
    )
