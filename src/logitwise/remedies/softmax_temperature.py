"""Temperature scaling of a softmax: one number that makes all probabilities more or less sure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, isfinite, isnan, log, nan, sqrt
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from logitwise.errors import RemedyError
from logitwise.metrics import measure
from logitwise.metrics.weighting import as_counted
from logitwise.remedies.softmax_rows import SoftmaxRows, held_by_float32, rows_of
from logitwise.remedies.temperature_optimum import Below, Optimum, at_nodes, at_rows

if TYPE_CHECKING:
    from logitwise.tallies import Tally
    from logitwise.tallies.temperature_sums import TemperatureCurve

CAP: Final = 8.0
"""beta where no temperature is best: the last node that a tally keeps. A judgement."""
_Z95: Final = 1.959963984540054
_REPEATED: Final = 1.2
_LEAST_DRAWN: Final = 3.0  # standard errors below which low scores of the truth may be chance

_SEPARATED: Final = "every row is decided rightly, so that the loss falls for ever as T does: no finite optimum"
_TOO_SMALL: Final = (
    "the loss still falls at T = 1/8, where the sums end, and hardly any row is wrong: no finite optimum"
)

Kind = Literal["found", "no finite optimum", "constant"]


@dataclass(frozen=True, slots=True)
class TemperatureFit:
    """T that makes mean log loss smallest.

    Attributes:
        temperature: T; 1 where all logits are equal, 1/8 where none is best.
        low: lower end of its interval at 95 %, from the sandwich standard error of log T; NaN where there is none.
        high: upper end.
        kind: whether there is a best one.
        rows: rows it was fitted on, or what they are worth.
        before: mean log loss as given, in nats.
        apparent: the same at T on the rows that chose it.
        after: cross-fitted.
        gain_se: paired standard error of before less after.
        sampled: whether it was fitted on a sample of the rows.
        warnings: what a user must know.
    """

    temperature: float
    low: float
    high: float
    kind: Kind
    rows: float
    before: float
    apparent: float
    after: float
    gain_se: float
    sampled: bool
    warnings: tuple[str, ...] = ()


def fit_temperature(tally: Tally) -> TemperatureFit:
    """T by maximum likelihood: from sums over all rows up to 64 classes, beyond from the row sample.

    The loss after is cross-fitted by one parameter's correction: what the optimum lost on its own rows plus
    sum f'^2 / (n sum f''), f the log loss of a row by 1 / T: to first order the loss where each row is left out of the
    fit that it is judged by (Takeuchi 1976; Stone 1977, doi:10.1111/j.2517-6161.1977.tb01603.x). Where rows come in
    groups or repeat, standard errors and correction grow by the design effect of the log loss.

    Source: Guo et al. (2017), arXiv:1706.04599; White (1982), doi:10.2307/1912526, for the sandwich.

    Raises:
        RemedyError: the scores are inverted, or no rows are kept from which T could be found.

    >>> import logitwise as lw
    >>> rows = [[2.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 2.0], [2.0, 0.0, 0.0]]
    >>> fit = fit_temperature(lw.tally([0, 1, 2, 1], logits=rows, head="softmax"))
    >>> round(fit.temperature, 4), fit.kind  # 2 / ln 6: three in four right is three to a half each
    (1.1162, 'found')
    """
    curve = curve_of(tally)
    rows = None if tally.weighted is not None else rows_of(tally)
    effect = design_effect(tally, rows)
    if curve is None or not (np.isfinite(curve.loss_squared).all() and np.isfinite(curve.slope_squared).all()):
        if rows is None:
            raise RemedyError(
                "no temperature can be fitted: these outputs keep no sample of rows, and no sums by temperature that a "
                "float can hold"
            )
        return _of_rows(rows, effect=effect)
    if not curve.curvature.any() and not curve.slope.any():
        return _flat(curve)
    if curve.slope[0] < 0 < curve.slope[-1]:
        return _fitted(at_nodes(curve), effect=effect, sampled=False)
    if curve.slope[0] >= 0:
        return _beyond_low(curve, rows, effect=effect)
    return _beyond_high(tally, curve, rows, effect=effect)


def curve_of(tally: Tally) -> TemperatureCurve | None:
    """Sums by temperature, of weighted rows as the rows that they are worth; None where none are kept."""
    block = as_counted(tally).temperature
    return None if block is None else block.numbers()


def design_effect(tally: Tally, rows: SoftmaxRows | None) -> float:
    """How many times as large variances of mean losses are as if all rows were independent; 1 at least."""
    effect = 1.0
    if tally.clusters is not None:
        with np.errstate(over="ignore", invalid="ignore"):  # logits beyond 1e150
            known = measure(tally, "log_loss").design_effect
        effect = known if known is not None and isfinite(known) else 1.0
    elif tally.ids is None and rows is not None and (tally.rows_per_content or 1.0) > _REPEATED:
        losses = rows.losses()
        effect = rows.design_effect(losses) if np.isfinite(losses).all() else 1.0
    return max(1.0, effect)


def _fitted(found: Optimum, *, effect: float, sampled: bool, warnings: tuple[str, ...] = ()) -> TemperatureFit:
    n, beta = found.rows, found.beta
    curved = found.curvature > 0
    correction = effect * found.slope_squared / (found.curvature * n) if curved else 0.0
    error = sqrt(effect * found.slope_squared / n) / found.curvature / beta if curved else nan
    variance = max(found.moved_squared - (found.loss - found.own) ** 2, 0.0)
    return TemperatureFit(
        1 / beta, exp(-log(beta) - _Z95 * error), exp(min(-log(beta) + _Z95 * error, 700.0)), "found", n, found.own,
        found.loss, found.loss + correction, sqrt(effect * variance / max(n - 1, 1)), sampled, warnings,
    )  # fmt: skip


def _of_rows(rows: SoftmaxRows, *, effect: float) -> TemperatureFit:
    """On a sample, where no sums are kept."""
    below = Below.of(held_by_float32(rows))
    if np.isneginf(below.truth).any():
        raise RemedyError(
            "the row sample is kept in float32, in which some rows give their truth a probability of 0; give logits in "
            "place of probabilities"
        )
    sampled = not rows.complete
    if not np.where(np.isneginf(below.gaps), 0.0, below.gaps).any():
        loss = rows.mean(rows.losses())
        return _unmoved(rows.rows, loss, sampled=sampled)
    if below.separated:
        own, capped = (below.row_figures(b)[0] for b in (1.0, CAP))
        error = rows.standard_error(capped - own)
        return _capped(rows.rows, rows.mean(own), rows.mean(capped), error, sampled=sampled)
    _check_not_inverted(*below.slope_at_zero())
    return _said(_fitted(at_rows(below), effect=effect, sampled=sampled))


def _said(fit: TemperatureFit) -> TemperatureFit:
    """With a warning where T lies outside 1/8 to 16."""
    if 1 / CAP <= fit.temperature <= 16:
        return fit
    far = "above 16" if fit.temperature > 16 else "below 1/8"
    warning = f"the best temperature, {fit.temperature:.4g}, lies {far}: check what the outputs are, and in which unit"
    return replace(fit, warnings=(warning,))


def _flat(curve: TemperatureCurve) -> TemperatureFit:
    """No temperature matters: rows of constant logits, or all certain and right."""
    n, loss = curve.rows, float(curve.loss[8] / curve.rows)
    return _unmoved(n, loss, sampled=False) if loss else _capped(n, 0.0, 0.0, 0.0, sampled=False)


def _unmoved(rows: float, loss: float, *, sampled: bool) -> TemperatureFit:
    return TemperatureFit(
        1.0, nan, nan, "constant", rows, loss, loss, loss, 0.0, sampled,
        ("the logits of each row are constant: no temperature changes any probability, so T = 1 is kept",),
    )  # fmt: skip


def _capped(  # noqa: PLR0913  what is known of such rows
    rows: float, own: float, loss: float, error: float, *, sampled: bool, why: str = _SEPARATED
) -> TemperatureFit:
    return TemperatureFit(
        1 / CAP, nan, 1 / CAP, "no finite optimum", rows, own, loss, loss, 0.0 if isnan(error) else error, sampled,
        (f"{why}: T is kept at 1/{CAP:g}",),
    )  # fmt: skip


def _beyond_low(curve: TemperatureCurve, rows: SoftmaxRows | None, *, effect: float) -> TemperatureFit:
    """T above 16, or nowhere."""
    if rows is None:
        first, second = curve.slope[:2] / curve.rows, curve.curvature[:2] / curve.rows
        near, far = curve.betas[:2]
        bend = (second[1] - second[0]) / (far - near)
        error = sqrt(curve.slope_squared[0]) / curve.rows
        _check_not_inverted(first[0] - near * second[0] + near**2 * bend / 2, error)
        raise RemedyError(
            "the best temperature lies above 16, beyond what sums of weighted rows hold: divide the logits by 16 and "
            "try again"
        )
    return _of_rows(rows, effect=effect)


def _beyond_high(tally: Tally, curve: TemperatureCurve, rows: SoftmaxRows | None, *, effect: float) -> TemperatureFit:
    """T below 1/8, or every row right."""
    confusion = tally.confusion
    right = confusion is not None and confusion.hits.sum() == tally.rows
    if rows is not None and not right and not Below.of(rows).separated:
        return _of_rows(rows, effect=effect)
    n = curve.rows
    own, capped = float(curve.loss[8] / n), float(curve.loss[-1] / n)
    squared = (curve.loss_squared[-1] + curve.loss_squared[8] - 2 * curve.loss_by_own[-1]) / n
    error = sqrt(effect * max(squared - (capped - own) ** 2, 0.0) / max(n - 1, 1))
    return _capped(n, own, capped, error, sampled=False, why=_SEPARATED if right else _TOO_SMALL)


def _check_not_inverted(slope: float, error: float) -> None:
    """Raise `RemedyError` where no T above 0 is best: the truth has the lower scores on average."""
    if slope < 0:
        return
    if error > 0 and slope / error < _LEAST_DRAWN:
        raise RemedyError(
            "the scores say nothing of the class, or are inverted: the truth scores no higher than other classes on "
            "average, so no temperature can mend them; check the order of the classes, or the model"
        )
    raise RemedyError(
        "the scores are inverted: the truth scores lower than other classes on average, so no temperature above 0 can "
        "mend them; check the sign of the logits and the order of the classes"
    )
