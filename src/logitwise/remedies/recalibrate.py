"""Recalibration of one score: every method that the rows allow, cross-fitted, and the simplest of the best."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Final

from logitwise.errors import RemedyError
from logitwise.metrics.weighting import as_counted
from logitwise.metrics.wording import quoted
from logitwise.remedies.cross_fit import NO_SCORES, CrossFit, cross_fit
from logitwise.remedies.diagnosis import Diagnosis, diagnose
from logitwise.remedies.fit_rows import fit_rows, is_constant, separation
from logitwise.remedies.held_losses import mean_loss
from logitwise.remedies.methods import NEEDED, checked_methods, why_not
from logitwise.remedies.recalibration import Candidate, Recalibration
from logitwise.remedies.trials import Trials
from logitwise.rule import Identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.tallies import Tally

LEVEL: Final = 0.95
"""Of the interval of the gain."""
WORTH_IT: Final = 0.005
"""Share of the log loss that a gain which may be chance must reach; below it nothing is changed. A judgement."""
_TIES: Final = "would make scores equal, on whose order the guarantee rests"
NO_OPTIMUM: Final = "no finite optimum: a threshold separates the outcomes, so that the steeper the better; "


def recalibrate(
    tally: Tally, k: int, *, methods: Sequence[str] | None = None, keep_order: bool = False
) -> Recalibration:
    """The recalibration of the score of class or label `k` that rows other than its own speak for.

    Every method that the rows allow is fitted on four fifths of the rows and judged on the fifth, in turn (whole groups
    where there are groups); the simplest whose mean log loss is within one paired standard error of the best is taken
    and fitted to all rows ("do no harm"); none is kept all the same where the interval of that one's gain holds 0 and
    the gain is less than .5 % of the loss. From the simplest on: none, temperature, affine, beta, isotonic. Below 100
    rows, or 20 of the rarer outcome, only none and temperature are tried; beta from 500 and isotonic from 2,000 rows.
    With fewer than 500 rows, or 50 of the rarer outcome, fits are drawn towards the model as it is. Where a threshold
    separates the outcomes there is no finite optimum: temperature stops at 1/8, and says so. The gain's interval
    is Student's at 95 % of paired differences; it does not know that the method was chosen on the same rows. It held
    the gain on other rows .90 to .96 of the time where there was one (3 designs of 200 to 1000 rows, 200 to 300 runs
    each); where there was none its upper limit was too low .23 of the time, since fits on four fifths of the rows do
    more harm, and its lower limit too high .02.

    Args:
        tally: scores of a sigmoid, a softmax of two classes or a multilabel head.
        k: class of two classes (either gives the positive one's score), or label.
        methods: only these, whatever the rows allow; None: all that they allow. ``none`` alone refuses no rows.
        keep_order: leave out isotonic, which makes scores equal, for goals whose guarantee rests on their order.

    Raises:
        RemedyError: no scores, one outcome alone, infinite log-odds, or inverted scores.
        OptionError: a method that there is not.

    >>> import logitwise as lw
    >>> y = [0] * 700 + [1] * 300 + [0] * 300 + [1] * 700
    >>> found = recalibrate(lw.tally(y, probabilities=[0.1] * 1000 + [0.9] * 1000), 1)
    >>> found.method, round(found.calibration.temperature, 3)  # ln 9 / ln (7 / 3)
    ('temperature', 2.593)
    >>> found.diagnosis.split(" (")[0]
    'over-confident: log-odds are 2.593 times too large'
    """
    wanted = checked_methods(methods, keep_order=keep_order)
    if tally.head.kind == "softmax" and not tally.head.binary:
        raise RemedyError("a softmax of several classes is recalibrated as a whole, not class by class")
    if wanted == ("none",):
        return _as_given(tally, k)
    try:
        data = cross_fit(tally, k)
        seen = diagnose(data.fine, design_effect=data.design_effect)
        _check_order(data, seen)
        trials = Trials.of(data, wanted, forced=methods is not None)
        return _recalibration(data, seen, trials if not keep_order else trials.without("isotonic", _TIES))
    except RemedyError as error:
        raise RemedyError(f"{_score_of(tally, k)} {error}") from error


def _as_given(tally: Tally, k: int) -> Recalibration:
    """No recalibration, which needs nothing of the rows but scores."""
    cells = as_counted(tally).cells(k)
    if cells is None or not cells.rows:
        raise RemedyError(f"{_score_of(tally, k)} {NO_SCORES}")
    loss = mean_loss(cells)
    try:
        sentence = diagnose(cells).sentence
    except RemedyError as error:
        sentence = str(error)
    candidate = Candidate("none", Identity(), loss, 0.0, 0.0)
    return Recalibration(Identity(), "none", (candidate,), loss, loss, 0.0, 0.0, 0.0, sentence)


def _check_order(data: CrossFit, seen: Diagnosis) -> None:
    """Raise `RemedyError` where higher scores do not hold the outcome more often."""
    if separation(fit_rows(data.fine)) == "inverted" or seen.slope.value <= 0:
        raise RemedyError(f"cannot be recalibrated: {seen.sentence}; look for swapped labels or classes first")


def _recalibration(data: CrossFit, seen: Diagnosis, trials: Trials) -> Recalibration:
    """The choice with its log loss before and after, on rows that it was not fitted to."""
    before = mean_loss(data.cells)
    separated = separation(fit_rows(data.fine)) is not None
    method = trials.simplest(among=["none", "temperature"] if separated and not trials.forced else list(NEEDED))
    said = (*_of_rows(data), *_of_method(method, data, trials, separated=separated))
    candidates = trials.candidates()
    if method == "none":
        return Recalibration(Identity(), method, candidates, before, before, 0.0, 0.0, 0.0, seen.sentence, said)
    calibration = trials.fitted[method]
    if method not in trials.judged:
        return Recalibration(calibration, method, candidates, before, nan, nan, nan, nan, seen.sentence, said)
    gain = data.losses("none").less(trials.judged[method])
    low, high = gain.within(LEVEL)
    if not trials.forced and not low > 0 and gain.mean < WORTH_IT * before:
        return Recalibration(Identity(), "none", candidates, before, before, 0.0, 0.0, 0.0, seen.sentence, said)
    after = before - gain.mean
    return Recalibration(calibration, method, candidates, before, after, gain.mean, low, high, seen.sentence, said)


def _of_rows(data: CrossFit) -> tuple[str, ...]:
    """What a user must know of the rows."""
    said = []
    if is_constant(fit_rows(data.fine)):
        said.append("every row has the same score (constant): T is kept at 1")
    if data.weighted:
        said.append(f"rows are weighted: intervals are of the {data.cells.rows:,.6g} rows that the weights are worth")
    if data.few:
        said.append("few rows: fits are drawn towards the model as it is")
    return tuple(said)


def _of_method(method: str, data: CrossFit, trials: Trials, *, separated: bool) -> tuple[str, ...]:
    """What a user must know of the choice."""
    said = []
    if separated:
        done = "probabilities are kept as they are" if method == "none" else "the fit is stopped short of it"
        said.append(f"{NO_OPTIMUM}{done}")
    if method in trials.refused:
        said.append(trials.refused[method])
    few = why_not(method, data.cells)
    if few is not None:
        said.append(f"{method} {few}")
    return tuple(said)


def _score_of(tally: Tally, k: int) -> str:
    """What is recalibrated, in words."""
    if tally.head.kind == "multilabel":
        return f"label {quoted(tally.head.classes[k])}"
    return f"the score of {quoted(tally.head.classes[tally.head.positive or 0])}"
