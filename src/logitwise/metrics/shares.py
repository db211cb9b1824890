"""Shares of one class against the rest: precision, recall, specificity, npv, F1, prevalence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logitwise.metrics import f1 as f1_law
from logitwise.metrics.f1 import F1Direct
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.of_confusion import NO_ROWS, share
from logitwise.metrics.proportion import Binomial

if TYPE_CHECKING:
    from collections.abc import Callable

    from logitwise.tallies.confusion import Four


def precision(four: Four, of: str) -> Measurement:
    """Share of the rows decided to be of the class that truly are: how far an alarm can be believed.

    Formula: TP / (TP + FP).

    Undefined: nothing is decided to be of the class. Not 0, as some tools say.

    Interval: Wilson's. Verdict: Clopper and Pearson's exact limits.

    Trap: it rises and falls with the prevalence. A precision measured where one row in two is positive says nothing
    about a place where one in a thousand is: see ppv_at_prevalence. It is also easily bought with recall: one sure
    alarm has 1.

    Related: recall, npv, f1, average_precision, ppv_at_prevalence.

    Source: Brown, Cai and DasGupta (2001), doi:10.1214/ss/1009213286.

    >>> from logitwise.tallies.confusion import Four
    >>> precision(Four(tp=45, fp=5, fn=15, tn=935), "malignant").value
    0.9
    """
    return share(
        "precision",
        of,
        Binomial(four.tp, four.tp + four.fp),
        undefined=f"no row is decided to be {of}",
        unit=f"rows decided to be {of}",
    )


def recall(four: Four, of: str) -> Measurement:
    """Share of the rows of the class that are found: the true positive rate, or sensitivity.

    Formula: TP / (TP + FN).

    Undefined: no row is truly of the class.

    Interval: Wilson's. Verdict: Clopper and Pearson's exact limits.

    Trap: calling everything positive has recall 1. Ask for a precision or a specificity beside it. With few rows of the
    class the limits are wide whatever the number of rows in all: only rows of the class count.

    Related: precision, specificity, balanced_accuracy, f1.

    Source: Brown, Cai and DasGupta (2001), doi:10.1214/ss/1009213286.

    >>> from logitwise.tallies.confusion import Four
    >>> recall(Four(tp=3, fp=0, fn=22, tn=1075), "malignant").value
    0.12
    """
    return share(
        "recall",
        of,
        Binomial(four.tp, four.tp + four.fn),
        undefined=f"no row is truly {of}",
        unit=f"rows that are truly {of}",
    )


def specificity(four: Four, of: str) -> Measurement:
    """Share of the rows not of the class that are left alone: the true negative rate.

    Formula: TN / (TN + FP).

    Undefined: every row is truly of the class.

    Interval: Wilson's. Verdict: Clopper and Pearson's exact limits.

    Trap: 0.99 sounds like few false alarms and is not where negatives are many: of a million, ten thousand are called.

    Related: recall, precision, npv, balanced_accuracy.

    Source: Brown, Cai and DasGupta (2001), doi:10.1214/ss/1009213286.

    >>> from logitwise.tallies.confusion import Four
    >>> specificity(Four(tp=45, fp=5, fn=15, tn=95), "malignant").value
    0.95
    """
    return share(
        "specificity",
        of,
        Binomial(four.tn, four.tn + four.fp),
        undefined=f"every row is truly {of}",
        unit=f"rows that are not {of}",
    )


def npv(four: Four, of: str) -> Measurement:
    """Share of the rows decided not to be of the class that are not: the negative predictive value.

    Formula: TN / (TN + FN).

    Undefined: every row is decided to be of the class.

    Interval: Wilson's. Verdict: Clopper and Pearson's exact limits.

    Trap: where the class is rare it is near 1 for any model, even for one that finds nothing. Read the recall.

    Related: precision, recall, specificity.

    Source: Brown, Cai and DasGupta (2001), doi:10.1214/ss/1009213286.

    >>> from logitwise.tallies.confusion import Four
    >>> npv(Four(tp=45, fp=5, fn=5, tn=95), "malignant").value
    0.95
    """
    return share(
        "npv",
        of,
        Binomial(four.tn, four.tn + four.fn),
        undefined=f"every row is decided to be {of}",
        unit=f"rows decided not to be {of}",
    )


def prevalence(four: Four, of: str) -> Measurement:
    """Share of the rows that are truly of the class. It says something about the data and nothing about the model.

    Formula: (TP + FN) / rows.

    Undefined: there are no rows.

    Interval: Wilson's. Verdict: Clopper and Pearson's exact limits.

    Trap: precision, npv, average_precision, accuracy and the losses hold at this prevalence alone. If the evaluation
    rows were picked, it is not that of the place where the model will work.

    Related: precision, npv, ppv_at_prevalence.

    Source: Brown, Cai and DasGupta (2001), doi:10.1214/ss/1009213286.

    >>> from logitwise.tallies.confusion import Four
    >>> prevalence(Four(tp=15, fp=5, fn=5, tn=75), "malignant").value
    0.2
    """
    return share("prevalence", of, Binomial(four.tp + four.fn, four.rows), undefined=NO_ROWS, unit="rows")


def f1(four: Four, of: str) -> Measurement:
    """Harmonic mean of precision and recall of the class.

    Formula: 2 TP / (2 TP + FP + FN), which is 2 J / (1 + J) with J = TP / (TP + FP + FN).

    Undefined: the class neither occurs nor is decided.

    Interval: Wilson's of J, mapped: given its denominator J is a binomial share, and F1 rises with it. Verdict: Clopper
    and Pearson's of J, mapped.

    Trap: it weighs a false alarm like a miss, which is seldom what they cost; see fbeta. It ignores true negatives and
    rises and falls with the prevalence, so do not compare it across data sets. The macro average is a mean of F1s, not
    an F1 of means.

    Related: fbeta, precision, recall, mcc.

    Source: Lam, Gopal and Qian (2023), arXiv:2309.14621.

    >>> from logitwise.tallies.confusion import Four
    >>> f1(Four(tp=40, fp=10, fn=10, tn=40), "malignant").value
    0.8
    """
    law = F1Direct(Binomial(four.tp, four.tp + four.fp + four.fn))
    reason = None if law.jaccard.trials else f"{of} neither occurs nor is decided"
    unit = f"rows that are, or are decided to be, {of}"
    return Measurement(
        "f1", of, None, law.value, law.jaccard.trials, method=f1_law.METHOD, undefined=reason, law=law, unit=unit
    )


SHARES: Final[dict[str, Callable[[Four, str], Measurement]]] = {
    "precision": precision,
    "recall": recall,
    "specificity": specificity,
    "npv": npv,
    "f1": f1,
    "prevalence": prevalence,
}
