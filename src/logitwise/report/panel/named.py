"""The thresholds that have a name, as a table that needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit

from logitwise.metrics.wording import number, tabled
from logitwise.remedies.cuts import log_odds
from logitwise.remedies.reached import Reached
from logitwise.report.panel.marker import Marker, at_cell
from logitwise.report.table import Table

if TYPE_CHECKING:
    from logitwise.report.panel.outcome import Outcome
    from logitwise.report.panel.scored import Scored

PER: Final = 10_000


def named_thresholds(outcomes: Sequence[Outcome], *, wrong: float, missed: float, prevalence: float | None) -> Table:
    """Each with its counts, and with its shares and costs at the stated prevalence.

    Args:
        outcomes: what is decided.
        wrong: cost of a false positive, or of a wrong answer.
        missed: cost of a false negative, or of a row left to a person.
        prevalence: share of positives where the classifier will be used; None for that of the rows.
    """
    confidence = outcomes[0].kind == "confidence"
    several = len(outcomes) > 1
    rows = []
    for one in outcomes:
        for marker, reached in _markers(one, wrong=wrong, missed=missed, prevalence=prevalence):
            cells = _answered(reached, wrong, missed) if confidence else _decided(reached, wrong, missed, prevalence)
            name = (one.name,) if several else ()
            rows.append((*name, marker.label, _threshold(marker, one.cuts.scored), *cells))
    header = (("Label",) if several else ()) + ("Threshold", "At") + (_ANSWERED if confidence else _DECIDED)
    first = 2 if several else 1
    return Table(header, tuple(rows), frozenset(range(first, len(header))), "")


_DECIDED = ("Found", "False alarms", "Missed", "Left alone", "Precision", "Recall", "F1", "Cost per 10,000",
            "Alerts per 10,000")  # fmt: skip
_ANSWERED = ("Answered", "Wrong among them", "Left to a person", "Coverage", "Error", "Cost per 10,000")


def _markers(one: Outcome, *, wrong: float, missed: float, prevalence: float | None) -> list[tuple[Marker, Reached]]:
    cuts, every = one.cuts, one.cuts.reached
    cost = _cost(every, wrong, missed, prevalence, confidence=one.kind == "confidence")
    cost = np.where(cuts.reachable, cost, np.nan)
    found = list(one.markers)
    if np.isfinite(cost).any():
        best = int(np.nanargmin(cost))
        found.append(at_cell(cuts.scored, "least", "least cost on these rows", int(cuts.cuts[best])))
    by_costs = implied(one, wrong=wrong, missed=missed, prevalence=prevalence)
    if 0 < by_costs < 1:
        found.append(Marker("implied", "implied by costs", by_costs, cuts.scored.first(by_costs)))
    at = [cuts.cut_of(marker.first) for marker in found]
    return [(m, Reached(every.tp[i], every.fp[i], every.fn[i], every.tn[i])) for m, i in zip(found, at, strict=True)]


def implied(one: Outcome, *, wrong: float, missed: float, prevalence: float | None) -> float:
    """The threshold of least expected cost where probabilities are right (Elkan 2001); 0 where every row is taken.

    c_FP / (c_FP + c_FN) on probabilities that are right where the classifier is used: at another prevalence than that
    of the rows, the log-odds of these lie as far apart as those of the two prevalences. Of a confidence, 1 less what a
    row left to a person costs against a wrong answer.

    Args:
        one: what is decided.
        wrong: cost of a false positive, or of a wrong answer.
        missed: cost of a false negative, or of a row left to a person.
        prevalence: share of positives where the classifier will be used; None for that of the rows.
    """
    if one.kind == "confidence":
        return 1 - missed / wrong if missed < wrong else 0.0
    share = wrong / (wrong + missed)
    if prevalence is None or not 0 < share < 1 or not 0 < one.prevalence < 1:
        return share
    return float(expit(log_odds(share) - log_odds(prevalence) + log_odds(one.prevalence)))


def _cost(reached: Reached, wrong: float, missed: float, prevalence: float | None, *, confidence: bool) -> np.ndarray:
    mixed = reached if confidence else _mixed(reached, prevalence)
    left = mixed.fn + mixed.tn if confidence else mixed.fn
    return np.asarray((wrong * mixed.fp + missed * left) / mixed.rows)


def _mixed(reached: Reached, prevalence: float | None) -> Reached:
    """As if another share of rows were positive; recall and specificity stay."""
    if prevalence is None:
        return reached
    recall, specificity = reached.recall, reached.specificity
    return Reached(
        recall * prevalence, (1 - specificity) * (1 - prevalence), (1 - recall) * prevalence,
        specificity * (1 - prevalence),
    )  # fmt: skip


def _decided(reached: Reached, wrong: float, missed: float, prevalence: float | None) -> tuple[str, ...]:
    mixed = _mixed(reached, prevalence)
    cost = _cost(reached, wrong, missed, prevalence, confidence=False)
    counts = (reached.tp, reached.fp, reached.fn, reached.tn)
    shares = (mixed.precision, reached.recall, mixed.f1)
    return (*map(_rows, counts), *(_share(float(x)) for x in shares), _rate(float(cost)), _rate(float(mixed.alerts)))


def _answered(reached: Reached, wrong: float, missed: float) -> tuple[str, ...]:
    answered, left = reached.tp + reached.fp, reached.fn + reached.tn
    error = 1 - float(reached.precision)
    cost = _cost(reached, wrong, missed, None, confidence=True)
    return (
        _rows(answered), _rows(reached.fp), _rows(left), _share(float(reached.alerts)), _share(error),
        _rate(float(cost)),
    )  # fmt: skip


def _threshold(marker: Marker, scored: Scored) -> str:
    """In six digits, or as many as make the same cut when they are typed; never 0 or 1."""
    if marker.threshold >= 1:
        return "none"
    for digits in range(6, 17):
        text = f"{marker.threshold:.{digits}g}"
        if 0 < float(text) < 1 and scored.first(float(text)) == marker.first:
            return text
    return repr(marker.threshold)


def _rows(count: float) -> str:
    return f"{count:,.0f}" if abs(count - round(count)) < 1e-6 else f"{count:,.1f}"


def _share(share: float) -> str:
    return tabled(share) if isfinite(share) else "–"


def _rate(cost: float) -> str:
    if not isfinite(cost):
        return "–"
    each = PER * cost
    return f"{each:,.0f}" if abs(each) >= 100 else number(each)
