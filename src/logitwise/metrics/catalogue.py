"""Which metrics a tally allows, in which order, and how to ask for one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from logitwise.errors import OptionError
from logitwise.metrics.dispatch import AVERAGED, ONE, OVER_LABELS
from logitwise.metrics.names import AVERAGES, METRICS, MOST_COSTLY, TABLE, Average, Metric, check_name
from logitwise.metrics.of_confusion import undefined
from logitwise.metrics.parameters import DEFAULTS, Parameters
from logitwise.metrics.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logitwise.metrics.measurement import Measurement
    from logitwise.tallies.tally import Tally

MOST_LISTED: Final = 10_000
"""Classes up to here are listed one by one; of more, nobody reads a million intervals, and `measure` gives any one."""
_HEADS: Final = {"binary": "two classes", "softmax": "more than two classes", "multilabel": "labels"}


def measure(
    tally: Tally,
    name: str,
    *,
    of: str | None = None,
    average: str | None = None,
    parameters: Parameters = DEFAULTS,
) -> Measurement:
    """One metric of a tally.

    Without `of` and `average` a metric of all rows is of all rows; one that is of a class is of the positive class
    where there are two, and the macro average where there are more, or labels.

    Args:
        tally: what the rows left behind.
        name: one of `NAMES`.
        of: class or label.
        average: ``macro``, ``weighted`` or ``micro``.
        parameters: what the metric depends on beside the rows.

    Returns:
        The measurement; its value is NaN with a reason where the tally cannot give one.

    Raises:
        OptionError: an unknown name, class or average, or a combination that does not exist.
    """
    return measured(Reading(tally, parameters), name, of=of, average=average)


def measured(reading: Reading, name: str, *, of: str | None, average: str | None) -> Measurement:
    """The same of a tally of which several metrics are asked.

    Raises:
        OptionError: as `measure`.
    """
    check_name(name)
    metric = METRICS[name]
    if average is not None and average not in AVERAGES:
        raise OptionError(f"there is no average '{average}': there are {', '.join(AVERAGES)}")
    if of is not None and average is not None:
        raise OptionError(f"{name} of {of} is of one class and has no {average} average: name one or the other")
    k = None if of is None else reading.index(of)
    if not _has(reading, metric):
        kinds = " or ".join(_HEADS[kind] for kind in metric.heads)
        raise OptionError(f"{name} is of a head with {kinds}; this one has {_HEADS[reading.kind]}")
    without = _without(reading, metric)
    if without is not None:
        return _noted(reading, metric, undefined(name, reading.rows, without, of=of, average=average))
    return _asked(reading, metric, k, average)


def measure_all(tally: Tally, parameters: Parameters = DEFAULTS) -> tuple[Measurement, ...]:
    """Every metric that a tally allows: of all rows, then averages, then class by class in the order of the head.

    Above `MOST_LISTED` classes of a softmax the classes are not listed, and without a stated prevalence no metric that
    depends on one.
    """
    return tuple(everything(Reading(tally, parameters)))


def everything(reading: Reading) -> Iterator[Measurement]:
    """The same of a tally of which metrics were asked for before."""
    listed = [metric for metric in TABLE if _is_listed(reading, metric)]
    for metric in listed:
        if metric.overall(reading.kind):
            yield _one(reading, metric, None)
    # Of labels a macro average stands where all rows do elsewhere, the other averages after them.
    averaged = sorted(listed, key=lambda metric: len(_averages(reading, metric)) == len(AVERAGES))
    for metric in averaged:
        for how in _averages(reading, metric) if reading.kind != "binary" else ():
            yield _averaged(reading, metric, how)
    for k in _listed_classes(reading):
        for metric in listed:
            if _is_listed_of(reading, metric, k):
                yield _one(reading, metric, k)


def _is_listed(reading: Reading, metric: Metric) -> bool:
    if not _has(reading, metric) or _without(reading, metric) is not None:
        return False
    if metric.costly and metric.of != "both" and reading.kind == "softmax" and len(reading.classes) > MOST_COSTLY:
        return False
    if metric.parameter is not None and reading.parameters.value(metric.parameter) is None:
        return False
    if metric.parameter == "top_k" and reading.parameters.top_k >= len(reading.classes):  # 1 whatever the scores are
        return False
    of_one_vs_rest = metric.scores and metric.of == "class" and not metric.confidence
    return not of_one_vs_rest or reading.kind == "binary" or reading.cells is not None


def _listed_classes(reading: Reading) -> tuple[int, ...]:
    """The positive of two classes first; all of more, unless they are too many to read."""
    positive = reading.head.positive
    if reading.head.binary and positive is not None:
        return positive, 1 - positive
    few = reading.multilabel or len(reading.classes) <= MOST_LISTED
    return tuple(range(len(reading.classes))) if few else ()


def _is_listed_of(reading: Reading, metric: Metric, k: int) -> bool:
    """Whether a listed metric is listed of one class or label."""
    if not metric.of_one(reading.kind):
        return False
    if metric.of == "both" and reading.kind == "softmax":
        return reading.cells is not None and len(reading.classes) <= MOST_COSTLY
    return k == reading.head.positive or metric.negative or reading.kind != "binary"


def _has(reading: Reading, metric: Metric) -> bool:
    """Whether a head of this kind has the metric; decisions given with a confidence have those of confidence."""
    return reading.kind in metric.heads or (metric.confidence and reading.of_confidence)


def _without(reading: Reading, metric: Metric) -> str | None:
    """Why the metric has no probabilities to be made of, or None."""
    return reading.without_scores if metric.scores and not (metric.confidence and reading.of_confidence) else None


def _asked(reading: Reading, metric: Metric, k: int | None, average: str | None) -> Measurement:
    """One metric as far as its head allows the class or average that was asked for."""
    name, kind = metric.name, reading.kind
    if metric.overall(kind):
        if average is not None or (k is not None and not metric.of_one(kind)):
            raise OptionError(f"{name} is of all rows: it has no class and no average")
        return _one(reading, metric, k)
    if k is None and average is None and kind == "binary":
        k = reading.head.positive
    if k is None:
        return _averaged(reading, metric, average or "macro")
    of_positive = (metric.scores and not metric.negative) or metric.parameter == "prevalence"
    if kind == "binary" and of_positive and k != reading.head.positive:
        raise OptionError(f"{name} of two classes is of the positive one, {reading.head.positive_class}")
    return _one(reading, metric, k)


def _one(reading: Reading, metric: Metric, k: int | None) -> Measurement:
    """Computed once: a reading may be asked for one metric first and for all later."""
    key = metric.name, k
    if key not in reading.kept:
        reading.kept[key] = _noted(reading, metric, ONE[metric.name](reading, metric.name, k))
    return reading.kept[key]


def _averages(reading: Reading, metric: Metric) -> tuple[Average, ...]:
    if reading.multilabel:
        return metric.over_labels
    return () if reading.kind == "binary" and metric.scores else metric.averages


def _averaged(reading: Reading, metric: Metric, how: str) -> Measurement:
    if how not in _averages(reading, metric):
        over, of = (" over labels", "label") if reading.multilabel else ("", "class")
        raise OptionError(f"{metric.name} has no {how} average{over}: name a {of} with `of`")
    averages = OVER_LABELS if reading.multilabel else AVERAGED
    return _noted(reading, metric, averages[metric.name](reading, metric.name, how))


def _noted(reading: Reading, metric: Metric, measured: Measurement) -> Measurement:
    """With the parameter that it depends on."""
    if metric.parameter is None:
        return measured
    return replace(measured, parameter=reading.parameters.value(metric.parameter))
