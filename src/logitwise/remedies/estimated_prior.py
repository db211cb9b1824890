"""The prior where a model is used, estimated from its outputs there, which need no labels."""

from __future__ import annotations

from math import exp, inf, isnan, log, sqrt
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import OptionError, RemedyError
from logitwise.metrics.weighting import as_counted
from logitwise.metrics.wording import counted, named, number, percent, quoted
from logitwise.policy.nearest import did_you_mean
from logitwise.remedies.bbse import PriorEstimate, hard_bbse, soft_bbse
from logitwise.remedies.chances_by_class import labelled, unlabelled
from logitwise.remedies.clustering import FEWEST_FOLDS
from logitwise.remedies.grouped_chances import GroupedChances
from logitwise.remedies.mixture import Check, check
from logitwise.remedies.prior_shift import PriorShift, moved, prior_of_rows, shift_of
from logitwise.remedies.saerens import saerens
from logitwise.remedies.softmax_temperature import design_effect

if TYPE_CHECKING:
    from logitwise.remedies.unlabeled import Unlabeled
    from logitwise.rule import Calibration
    from logitwise.tallies import Tally

Floats = NDArray[np.float64]
Method = Literal["em", "soft bbse", "hard bbse"]
PRIOR_BY: Final[dict[str, Method]] = {"em": "em", "bbse": "soft bbse", "hard-bbse": "hard bbse"}
"""Methods as they are written on a command line."""
REJECTED: Final = 0.01
"""Level of the check of the assumption."""
MOST_CLASSES: Final = 1_000
"""Beyond, rows of a class are too few for an estimate."""
_Z95: Final = 1.959963984540054


def estimated_prior(
    tally: Tally, unlabeled: Unlabeled, *, calibration: Calibration | None = None, method: Method = "em"
) -> PriorShift:
    """The prior of rows without labels, if each class looks there as it does among judged rows.

    That assumption is checked: where no mixture of the classes' scores gives the scores without labels (chi-square at
    1 %), nothing is corrected. Of judged rows in groups the interval knows, by leaving out one fold of groups at a time
    (a softmax of more classes: by the design effect of the log loss); rows without labels count as independent.

    Args:
        tally: judged rows.
        unlabeled: outputs of the same model without labels.
        calibration: fitted on the judged rows; the estimate by ``em`` needs calibrated probabilities.
        method: ``em`` (maximum likelihood, the most precise), ``soft bbse`` or ``hard bbse`` (which need none).

    Raises:
        OptionError: outputs of another head, or a method that is none.
        RemedyError: a class without judged rows, outputs that do not tell classes apart, or an assumption that fails.

    >>> import logitwise as lw
    >>> from logitwise.remedies.unlabeled import Unlabeled
    >>> judged = lw.tally([0] * 80 + [1] * 20 + [0] * 20 + [1] * 80, probabilities=[0.2] * 100 + [0.8] * 100)
    >>> used = Unlabeled.of(judged.head, probabilities=[0.2] * 740 + [0.8] * 260)
    >>> shift = estimated_prior(judged, used)
    >>> [round(p, 3) for p in shift.new]  # 0.2 x 0.9 + 0.8 x 0.1 = 0.26
    [0.9, 0.1]
    """
    _check_alike(tally, unlabeled, method)
    old = claimed = prior_of_rows(tally)  # claimed: the prior that the probabilities themselves speak of
    effect = 1.0 if tally.clusters is None else design_effect(tally, None)
    evaluated = found = None
    if method == "hard bbse":
        estimate = hard_bbse(tally, unlabeled, effect=effect)
        if tally.binary is not None or tally.sample is not None:
            evaluated = None if tally.weighted is not None and not tally.head.binary else labelled(tally)
            found = unlabelled(unlabeled)
    else:
        evaluated, found = labelled(tally, calibration), unlabelled(unlabeled, calibration)
        rows = np.asarray(as_counted(tally).confusion.support, np.float64) / effect  # type: ignore[union-attr]
        if method == "em":
            claimed = evaluated.counts @ evaluated.p / evaluated.rows
            estimate = saerens(evaluated, found, claimed, rows, grouped=GroupedChances.of(tally, calibration))
        else:
            estimate = soft_bbse(tally, unlabeled, effect=effect)
    made = None if evaluated is None or found is None else check(evaluated, found, estimate.prior, effect=effect)
    _check_assumption(made)
    return _told(tally, unlabeled, (old, claimed), estimate=estimate, method=method, made=made)


def method_of(text: str) -> Method:
    """A method as it is written.

    Raises:
        OptionError: there is none of that name.

    >>> method_of("bbse"), method_of("hard bbse")
    ('soft bbse', 'hard bbse')
    """
    known: dict[str, Method] = {**PRIOR_BY, "soft bbse": "soft bbse", "hard bbse": "hard bbse"}
    if not isinstance(text, str) or text not in known:
        hint = did_you_mean(text, PRIOR_BY) if isinstance(text, str) else ""
        raise OptionError(f"prior_by = {text!r}{hint}: expected one of {', '.join(PRIOR_BY)}")
    return known[text]


def _check_alike(tally: Tally, unlabeled: Unlabeled, method: str) -> None:
    mine, theirs = tally.head, unlabeled.head
    if method not in ("em", "soft bbse", "hard bbse"):
        raise OptionError(f"method: em, soft bbse or hard bbse was expected; got {method!r}")
    if (mine.kind, mine.classes, mine.positive) != (theirs.kind, theirs.classes, theirs.positive):
        raise OptionError(
            f"the outputs without labels are of a {theirs.kind} of {named(theirs.classes)}, the judged rows of a "
            f"{mine.kind} of {named(mine.classes)}: both must be of one model"
        )
    if len(mine.classes) > MOST_CLASSES:
        raise RemedyError(f"a prior of {len(mine.classes):,} classes cannot be estimated; {MOST_CLASSES:,} is the most")
    if not unlabeled.rows:
        raise RemedyError("there are no rows without labels, so no prior that could be estimated")
    if method == "hard bbse" and mine.threshold != theirs.threshold:
        raise OptionError(f"decisions at {mine.threshold:g} and at {theirs.threshold:g} cannot be compared")


def _check_assumption(made: Check | None) -> None:
    if made is not None and made.p_value < REJECTED:
        raise RemedyError(
            "the prior is not corrected: no mixture of the classes as they were judged gives the scores without labels "
            f"(chi-square {number(made.statistic)} at {made.freedom} degrees of freedom, p = {made.p_value:.2g}), so "
            "more than class frequencies has changed; judge the model on labelled rows from where it is used"
        )


def _told(  # noqa: PLR0913  all that was found
    tally: Tally,
    unlabeled: Unlabeled,
    priors: tuple[Floats, Floats],
    *,
    estimate: PriorEstimate,
    method: str,
    made: Check | None,
) -> PriorShift:
    """With its interval, in words."""
    head, warnings = tally.head, []
    old, claimed = priors
    prior = estimate.prior
    none_left = np.flatnonzero(prior < 1 / (2 * unlabeled.rows))
    if estimate.projected:
        warnings.append("a share came out below 0 and was moved to the nearest possible one")
    if len(none_left):
        names = named([head.classes[k] for k in none_left])
        warnings.append(f"no row seems to be of {names}: counted as half a row, since a share of 0 could never change")
        prior = np.maximum(prior, 1 / (2 * unlabeled.rows))
        prior = prior / prior.sum()
    if made is None:
        warnings.append("that classes look as they did could not be checked on so few rows")
    if estimate.condition > 100:
        warnings.append(f"classes are hard to tell apart (condition number {number(estimate.condition)})")
    warnings += few_groups(tally)
    ends = [interval(p, _root(v)) for p, v in zip(prior, np.diag(estimate.covariance), strict=True)]
    k = (head.positive if head.binary else int(np.abs(prior - old).argmax())) or 0
    sentence = (
        f"{moved(head, old, prior)}, estimated from {unlabeled.rows:,} rows without labels ({_WORDS[method]}; "
        f"{quoted(head.classes[k])} 95 %: {percent(ends[k][0])} to {percent(ends[k][1])})"
    )
    sentences = [sentence]
    if made is not None:
        sentences.append(
            f"the scores without labels can be a mixture of the classes as judged (chi-square {number(made.statistic)} "
            f"at {made.freedom} degrees of freedom, p = {made.p_value:.2g})"
        )
    return PriorShift(
        tuple(old.tolist()), tuple(prior.tolist()), tuple(low for low, _ in ends), tuple(high for _, high in ends),
        shift_of(claimed, prior, head=head), method, made, tuple(sentences), tuple(warnings),
    )  # fmt: skip


def few_groups(tally: Tally) -> list[str]:
    """A warning of every class whose judged rows lie in fewer than 20 folds of groups."""
    known, said = GroupedChances.of_decisions(tally), []
    for k, name in enumerate(tally.head.classes if known is not None else ()):
        held = known.held_by(k) if known is not None else 0
        if held < FEWEST_FOLDS:
            said.append(
                f"the judged rows of {quoted(name)} lie in {counted(held, 'group')} or few more: how it scores in "
                f"others is hardly known, and the interval may be far too narrow; judge {FEWEST_FOLDS} groups of it at "
                "least, or state the prevalence instead"
            )
    return said


def _root(variance: float) -> float:
    return inf if isnan(variance) else sqrt(max(variance, 0.0))


_WORDS: Final = {
    "em": "maximum likelihood",
    "soft bbse": "mean probabilities by class",
    "hard bbse": "decisions by class",
}


def interval(share: float, error: float) -> tuple[float, float]:
    """At 95 %, on the log-odds scale, which keeps it between 0 and 1.

    >>> tuple(round(x, 4) for x in interval(0.1, 0.02))
    (0.0671, 0.1466)
    """
    if error == inf:
        return 0.0, 1.0
    if not 0 < share < 1 or error == 0:
        return share, share
    centre, half = log(share) - log(1 - share), min(_Z95 * error / (share * (1 - share)), 700.0)
    return 1 / (1 + exp(min(half - centre, 700.0))), 1 / (1 + exp(max(-half - centre, -700.0)))
