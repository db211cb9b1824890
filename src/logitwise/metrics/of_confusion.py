"""Measurements that truth against decision is enough for."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from logitwise.metrics import f1, mcc, proportion
from logitwise.metrics.f1 import F1Direct
from logitwise.metrics.law import Law, Unbounded
from logitwise.metrics.macro import Averaged, Kind, average_over_classes
from logitwise.metrics.measurement import Measurement
from logitwise.metrics.names import range_of
from logitwise.metrics.proportion import Binomial

if TYPE_CHECKING:
    from logitwise.metrics.resampling import Replicates
    from logitwise.tallies.confusion import Confusion, Four

NO_ROWS: Final = "there are no rows"
SHARES: Final = ("precision", "recall", "specificity", "npv", "f1", "prevalence")


def accuracy(right: int, rows: int, of: str | None = None) -> Measurement:
    """Share of rows decided rightly, 0 to 1; undefined without rows."""
    return _share("accuracy", of, Binomial(right, rows), undefined=NO_ROWS, unit="rows")


def class_share(name: str, four: Four, of: str) -> Measurement:
    """Precision, recall, specificity, npv, F1 or prevalence of one class against the rest, 0 to 1.

    Each is a share of its own rows: of those decided to be of the class (precision), truly of it (recall), truly not of
    it (specificity), decided not to be of it (npv, negative predictive value), either (F1) or all (prevalence).
    Undefined, not 0, where there are none.

    >>> from logitwise.tallies.confusion import Four
    >>> class_share("recall", Four(tp=3, fp=0, fn=22, tn=1075), "malignant").value
    0.12
    """
    tp, fp, fn, tn = four
    if name == "f1":
        return _f1(tp, tp + fp + fn, of)
    successes, trials, undefined, unit = {
        "precision": (tp, tp + fp, f"no row is decided to be {of}", f"rows decided to be {of}"),
        "recall": (tp, tp + fn, f"no row is truly {of}", f"rows that are truly {of}"),
        "specificity": (tn, tn + fp, f"every row is truly {of}", f"rows that are not {of}"),
        "npv": (tn, tn + fn, f"every row is decided to be {of}", f"rows decided not to be {of}"),
        "prevalence": (tp + fn, four.rows, NO_ROWS, "rows"),
    }[name]
    return _share(name, of, Binomial(successes, trials), undefined=undefined, unit=unit)


def balanced_accuracy(confusion: Confusion, replicates: Replicates, *, of: str | None = None) -> Measurement:
    """Mean recall over classes, 0 to 1; of two classes undefined where one has no rows, of more those are left out."""
    if confusion.classes == 2 and not confusion.support.all():
        return undefined("balanced_accuracy", confusion.rows, "one of the two classes has no rows", of=of)
    averaged = average_over_classes(confusion, "recall", weighted=False, replicates=replicates)
    return averaged_measurement("balanced_accuracy", None, averaged, rows=confusion.rows, of=of)


def matthews(confusion: Confusion, replicates: Replicates, *, of: str | None = None) -> Measurement:
    """Matthews correlation, -1 to 1; undefined where truth or decision does not vary."""
    value, law, method = mcc.mcc(confusion, replicates)
    if law is None:
        reason = "all rows have, or are decided to have, the same class" if confusion.rows else NO_ROWS
        return undefined("mcc", confusion.rows, reason, of=of)
    return Measurement("mcc", of, None, value, confusion.rows, method=method, law=law)


def average(name: Kind, how: str, confusion: Confusion, *, replicates: Replicates) -> Measurement:
    """Macro, weighted or micro precision, recall or F1, 0 to 1, where each row has one class.

    There micro precision, recall and F1, and the weighted recall, are the accuracy, whose exact law they get.
    """
    if how == "micro" or (how == "weighted" and name == "recall"):
        law = Binomial(int(confusion.hits.sum()), confusion.rows)
        method = f"the accuracy; {proportion.METHOD}"
        reason = None if confusion.rows else NO_ROWS
        return Measurement(name, None, how, law.value, confusion.rows, method=method, undefined=reason, law=law)
    averaged = average_over_classes(confusion, name, weighted=how == "weighted", replicates=replicates)
    return averaged_measurement(name, how, averaged, rows=confusion.rows)


def averaged_measurement(
    name: str, how: str | None, averaged: Averaged, *, rows: int, of: str | None = None
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


def undefined(name: str, rows: int, reason: str, *, of: str | None = None, average: str | None = None) -> Measurement:
    """A measurement that has no value, with the reason."""
    return Measurement(
        name, of, average, float("nan"), rows, method="none", undefined=reason, law=Unbounded(range_of(name))
    )


def _share(name: str, of: str | None, law: Binomial, *, undefined: str, unit: str) -> Measurement:
    reason = None if law.trials else undefined
    return Measurement(
        name, of, None, law.value, law.trials, method=proportion.METHOD, undefined=reason, law=law, unit=unit
    )


def _f1(tp: int, trials: int, of: str) -> Measurement:
    law: Law = F1Direct(Binomial(tp, trials))
    value = F1Direct(Binomial(tp, trials)).value
    reason = None if trials else f"{of} neither occurs nor is decided"
    unit = f"rows that are, or are decided to be, {of}"
    return Measurement("f1", of, None, value, trials, method=f1.METHOD, undefined=reason, law=law, unit=unit)
