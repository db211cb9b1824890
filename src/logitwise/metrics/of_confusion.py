"""Measurements that truth against decision is enough for."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from logitwise.metrics import mcc, proportion
from logitwise.metrics.law import Unbounded
from logitwise.metrics.macro import Averaged, Kind, average_over_classes
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.names import range_of
from logitwise.metrics.proportion import Binomial

if TYPE_CHECKING:
    from logitwise.metrics.resampling import Replicates
    from logitwise.tallies.confusion import Confusion

NO_ROWS: Final = "there are no rows"


def accuracy(right: float, rows: float, of: str | None = None) -> Measurement:
    """Share of rows decided rightly.

    Formula: rows on the diagonal of the confusion / all rows.

    Undefined: there are no rows.

    Interval: Wilson's. Verdict: Clopper and Pearson's exact limits.

    Trap: imbalance. Where one row in ten is an 8, saying "no 8" every time is right in nine of ten. Read it beside the
    majority class, which every report prints, or read balanced_accuracy and the recall of the rare class.

    Related: balanced_accuracy, mcc, kappa, recall.

    Source: Brown, Cai and DasGupta (2001), doi:10.1214/ss/1009213286.

    >>> round(accuracy(143, 158).value, 4)  # rightly decided, of all
    0.9051
    """
    return share("accuracy", of, Binomial(right, rows), undefined=NO_ROWS, unit="rows")


def balanced_accuracy(confusion: Confusion, replicates: Replicates, *, of: str | None = None) -> Measurement:
    """Mean of the classes' recalls, each class counting alike; of two classes of recall and specificity.

    Formula: sum over classes of TP_c / (TP_c + FN_c), over the number of classes.

    Undefined: one of two classes has no rows. Of more, classes without rows are left out, and how many is said.

    Interval: multinomial delta method; percentiles of a bucket bootstrap where a class has fewer than 10 true or
    decided rows, then marked approximate. Verdict: below, composed of the classes' Clopper-Pearson limits, since the
    normal one misses up to .60 of the time with few rows of a class and this one at most .051; above, the delta limit,
    wider by as much as exact limits of the recalls are, and for classes never hit.

    Trap: it weighs a class of ten rows like one of ten thousand, so the rarest class sets its interval. It is the
    accuracy at a prevalence where all classes are equally common, which may be nowhere.

    Related: recall, specificity, accuracy, mcc, kappa.

    Source: own composition; Brodersen et al. (2010), doi:10.1109/ICPR.2010.764, for the measure.

    >>> import numpy as np
    >>> from logitwise.metrics.resampling import Replicates
    >>> from logitwise.tallies.confusion import Confusion
    >>> confusion = Confusion.of_matrix(np.array([[90, 10], [4, 6]]))
    >>> balanced_accuracy(confusion, Replicates(confusion)).value
    0.75
    """
    if confusion.classes == 2 and not confusion.support.all():
        return undefined("balanced_accuracy", confusion.rows, "one of the two classes has no rows", of=of)
    averaged = average_over_classes(confusion, "recall", weighted=False, replicates=replicates)
    return averaged_measurement("balanced_accuracy", None, averaged, rows=confusion.rows, of=of)


def matthews(confusion: Confusion, replicates: Replicates, *, of: str | None = None) -> Measurement:
    """Correlation of truth and decision over rows (Matthews), for any number of classes (Gorodkin).

    Formula: (n sum_c TP_c - sum_c t_c d_c) / sqrt((n^2 - sum t_c^2) (n^2 - sum d_c^2)), t_c true and d_c decided rows
    of class c. Of two classes (TP TN - FP FN) / sqrt((TP + FP) (TP + FN) (TN + FP) (TN + FN)). 1 is perfect, 0 no
    better than chance, -1 of two classes always wrong.

    Undefined: all rows have, or are decided to have, the same class.

    Interval: delta method on Fisher's z; percentiles of a bucket bootstrap where a class has fewer than 10 rows, then
    marked approximate. Verdict: below Fisher's z, above the plain delta limit, wider for classes never hit.

    Trap: it depends on the prevalence: the same recall and specificity give a smaller value where the class is rarer.

    Related: kappa, balanced_accuracy, f1.

    Source: Gorodkin (2004), doi:10.1016/j.compbiolchem.2004.09.006; Itaya et al. (2024), arXiv:2405.12622.

    >>> import numpy as np
    >>> from logitwise.metrics.resampling import Replicates
    >>> from logitwise.tallies.confusion import Confusion
    >>> confusion = Confusion.of_matrix(np.array([[90, 10], [10, 90]]))
    >>> round(matthews(confusion, Replicates(confusion)).value, 6)
    0.8
    """
    value, law, method = mcc.mcc(confusion, replicates)
    if law is None:
        reason = "all rows have, or are decided to have, the same class" if confusion.rows else NO_ROWS
        return undefined("mcc", confusion.rows, reason, of=of)
    return Measurement("mcc", of, None, value, confusion.rows, method=method, law=law)


def average(name: Kind, how: str, confusion: Confusion, *, replicates: Replicates, beta: float = 1.0) -> Measurement:
    """Macro, weighted or micro precision, recall, F1 or F-beta, 0 to 1, where each row has one class.

    There micro precision, recall, F1 and F-beta, and the weighted recall, are the accuracy, whose exact law they get.
    """
    if how == "micro" or (how == "weighted" and name == "recall"):
        law = Binomial(confusion.hits.sum().item(), confusion.rows)
        method = f"the accuracy; {proportion.METHOD}"
        reason = None if confusion.rows else NO_ROWS
        return Measurement(name, None, how, law.value, confusion.rows, method=method, undefined=reason, law=law)
    averaged = average_over_classes(confusion, name, weighted=how == "weighted", replicates=replicates, beta=beta)
    return averaged_measurement(name, how, averaged, rows=confusion.rows)


def averaged_measurement(
    name: str, how: str | None, averaged: Averaged, *, rows: float, of: str | None = None
) -> Measurement:
    """An average as a measurement; says how many classes had no value."""
    if isnan(averaged.value):  # NaN
        return undefined(name, rows, "no class has a value", of=of, average=how)
    method = averaged.method
    if averaged.left_out:
        method = f"{method}; {classes_left_out(averaged.left_out)}"
    return Measurement(name, of, how, averaged.value, rows, method=method, law=averaged.law)


def classes_left_out(count: int) -> str:
    """How many classes an average leaves out, in words.

    >>> classes_left_out(1)
    '1 class without a value left out'
    """
    return f"{count} class{'es' if count > 1 else ''} without a value left out"


def undefined(name: str, rows: float, reason: str, *, of: str | None = None, average: str | None = None) -> Measurement:
    """A measurement that has no value, with the reason."""
    return Measurement(
        name, of, average, float("nan"), rows, method="none", undefined=reason, law=Unbounded(range_of(name))
    )


def share(name: str, of: str | None, law: Binomial, *, undefined: str, unit: str) -> Measurement:
    """A share of rows as a measurement."""
    reason = None if law.trials else undefined
    return Measurement(
        name, of, None, law.value, law.trials, method=proportion.METHOD, undefined=reason, law=law, unit=unit
    )
