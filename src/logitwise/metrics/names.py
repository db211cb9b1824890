"""The table of metrics: their names, what they are of, between which numbers they lie and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from math import inf
from typing import TYPE_CHECKING, Final, Literal

from logitwise.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

Average = Literal["macro", "weighted", "micro"]
Kind = Literal["binary", "softmax", "multilabel"]

AVERAGES: Final[tuple[Average, ...]] = ("macro", "weighted", "micro")
_MACRO: Final[tuple[Average, ...]] = ("macro",)
_EVERY: Final[tuple[Kind, ...]] = ("binary", "softmax", "multilabel")
_TWO: Final[tuple[Kind, ...]] = ("binary", "multilabel")


@dataclass(frozen=True, slots=True)
class Metric:
    """What is known of a metric before any row is seen.

    Attributes:
        name: as it is asked for.
        of: ``rows``: of all rows; ``class``: of one class against the rest; ``either``: of the positive of two classes,
            of all rows where there are more; ``both``: there of each class too. With a multilabel head all are of each
            label too, except those that only such a head has.
        range: smallest and largest value.
        better: ``higher``, ``lower`` or ``neither``.
        scores: needs probabilities, which decisions and confusion matrices have not.
        averages: over classes of which each row has one.
        over_labels: averages over labels.
        heads: kinds of heads that have it.
        parameter: the one of `Parameters` that it depends on.
        negative: also listed of the negative of two classes.
        confidence: of the top label's confidence where there are more than two classes, so that decisions given with
            one have it.
        costly: listed only up to `MOST_COSTLY` classes of a softmax; `measure` gives any one.
        instead: what a requirement asks for instead, of a metric that has no limits for verdicts.
    """

    name: str
    of: Literal["rows", "class", "either", "both"] = "class"
    range: tuple[float, float] = (0.0, 1.0)
    better: Literal["higher", "lower", "neither"] = "higher"
    scores: bool = False
    averages: tuple[Average, ...] = ()
    over_labels: tuple[Average, ...] = ()
    heads: tuple[Kind, ...] = _EVERY
    parameter: Literal["beta", "top_k", "prevalence", "max_fpr"] | None = None
    negative: bool = False
    confidence: bool = False
    costly: bool = False
    instead: str | None = None

    @property
    def decides(self) -> bool:
        """Whether it has limits for verdicts; a requirement on one that has none stays undecided."""
        return self.instead is None

    @property
    def of_all_labels(self) -> bool:
        """Of rows with all their labels, never of one label."""
        return self.heads == ("multilabel",)

    def overall(self, kind: Kind) -> bool:
        """Whether it is of all rows, with no class to name."""
        if kind == "multilabel":
            return self.of_all_labels
        return self.of == "rows" or (self.of in ("either", "both") and kind == "softmax")

    def of_one(self, kind: Kind) -> bool:
        """Whether it is of a class or label that can be named."""
        return not self.overall(kind) or (self.of == "both" and kind == "softmax")

    def averages_of(self, kind: Kind) -> tuple[Average, ...]:
        """Averages that it has with a kind of head.

        >>> METRICS["roc_auc"].averages_of("binary"), METRICS["specificity"].averages_of("multilabel")
        ((), ('macro',))
        """
        if kind == "multilabel":
            return self.over_labels
        return () if kind == "binary" and self.scores else self.averages


MOST_COSTLY: Final = 64
# In the order in which they are listed.
TABLE: Final = (
    Metric("accuracy", "rows", over_labels=_MACRO),
    Metric("balanced_accuracy", "rows", over_labels=_MACRO),
    Metric("top_k_accuracy", "rows", scores=True, heads=("softmax",), parameter="top_k"),
    Metric("subset_accuracy", "rows", heads=("multilabel",)),
    Metric("hamming_loss", "rows", better="lower", heads=("multilabel",)),
    Metric("precision", averages=AVERAGES, over_labels=AVERAGES, negative=True),
    Metric("recall", averages=AVERAGES, over_labels=AVERAGES, negative=True),
    Metric("specificity", over_labels=_MACRO),
    Metric("npv"),
    Metric("f1", averages=AVERAGES, over_labels=AVERAGES, negative=True),
    Metric("fbeta", averages=AVERAGES, over_labels=AVERAGES, parameter="beta"),
    Metric("mcc", "rows", (-1.0, 1.0)),
    Metric("kappa", "rows", (-1.0, 1.0)),
    Metric("log_loss", "rows", (0.0, inf), "lower", scores=True, over_labels=_MACRO),
    Metric("log_loss_skill", "rows", (-inf, 1.0), scores=True),
    Metric("brier", "rows", (0.0, 2.0), "lower", scores=True, over_labels=_MACRO),
    Metric("brier_skill", "rows", (-inf, 1.0), scores=True),
    Metric("roc_auc", scores=True, averages=AVERAGES, over_labels=AVERAGES),
    Metric("average_precision", scores=True, averages=AVERAGES, over_labels=AVERAGES),
    Metric(
        "partial_auc",
        scores=True,
        heads=_TWO,
        parameter="max_fpr",
        instead="roc_auc, or specificity at a threshold",
    ),
    Metric("hand_till", "rows", scores=True, heads=("softmax",), costly=True, instead="roc_auc.macro"),
    Metric("calibration_gap", "both", better="lower", scores=True, confidence=True, costly=True),
    Metric(
        "top_label_gap", better="lower", scores=True, heads=("softmax",), negative=True, confidence=True, costly=True
    ),
    Metric("ece15", "either", better="lower", scores=True, confidence=True, instead="calibration_gap"),
    Metric("observed_over_expected", range=(0.0, inf), better="neither", scores=True, heads=_TWO),
    Metric("calibration_intercept", range=(-inf, inf), better="neither", scores=True, heads=_TWO),
    Metric("calibration_slope", range=(-inf, inf), better="neither", scores=True, heads=_TWO),
    Metric("confident_errors", "either", (0.0, inf), "lower", scores=True, confidence=True),
    Metric("augrc", "rows", (0.0, 0.5), "lower", scores=True, heads=("softmax",), confidence=True),
    Metric("prevalence", better="neither", negative=True),
    Metric("ppv_at_prevalence", heads=_TWO, parameter="prevalence"),
    Metric("npv_at_prevalence", heads=_TWO, parameter="prevalence"),
    Metric("accuracy_at_prevalence", heads=_TWO, parameter="prevalence"),
    Metric("average_precision_at_prevalence", scores=True, heads=_TWO, parameter="prevalence"),
)
METRICS: Final = {metric.name: metric for metric in TABLE}
NAMES: Final = tuple(METRICS)
# Of all rows where each row has one class; the others are of one class against the rest.
OVERALL: Final = tuple(metric.name for metric in TABLE if metric.of == "rows")
# Need probabilities: decisions and confusion matrices have none.
OF_SCORES: Final = tuple(metric.name for metric in TABLE if metric.scores)
SMALLER_IS_BETTER: Final = frozenset(metric.name for metric in TABLE if metric.better == "lower")


def range_of(name: str) -> tuple[float, float]:
    """Smallest and largest value that a metric can have.

    >>> range_of("mcc"), range_of("recall")
    ((-1.0, 1.0), (0.0, 1.0))
    """
    return METRICS[name].range


def check_name(name: str) -> None:
    """Refuse a name that is no metric, and say which was probably meant.

    Raises:
        OptionError: the name is none of `NAMES`.

    >>> check_name("recal")
    Traceback (most recent call last):
    logitwise.errors.OptionError: there is no metric 'recal': did you mean 'recall'?
    """
    if name not in METRICS:
        raise OptionError(f"there is no metric '{name}': {nearest(name, NAMES)}")


def nearest(word: str, known: Sequence[str]) -> str:
    """A hint at what was meant: the nearest known word, or all of them (the first twenty).

    >>> nearest("mallignant", ["benign", "malignant"])
    "did you mean 'malignant'?"
    """
    near = get_close_matches(word, known, n=1)
    more = f" and {len(known) - 20} more" if len(known) > 20 else ""
    return f"did you mean '{near[0]}'?" if near else f"there are {', '.join(known[:20])}{more}"
