"""The names of the metrics, what they are of and between which numbers they lie."""

from __future__ import annotations

from difflib import get_close_matches
from math import inf
from typing import TYPE_CHECKING, Final, Literal

from logitwise.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

Average = Literal["macro", "weighted", "micro"]

NAMES: Final[tuple[str, ...]] = (
    "accuracy",
    "balanced_accuracy",
    "precision",
    "recall",
    "specificity",
    "npv",
    "f1",
    "mcc",
    "log_loss",
    "log_loss_skill",
    "brier",
    "brier_skill",
    "roc_auc",
    "average_precision",
    "calibration_gap",
    "prevalence",
)
# Of all rows where each row has one class; the others are of one class against the rest.
OVERALL: Final = ("accuracy", "balanced_accuracy", "mcc", "log_loss", "log_loss_skill", "brier", "brier_skill")
# Need probabilities: decisions and confusion matrices have none.
OF_SCORES: Final = (
    "log_loss",
    "log_loss_skill",
    "brier",
    "brier_skill",
    "roc_auc",
    "average_precision",
    "calibration_gap",
)
AVERAGES: Final[tuple[Average, ...]] = ("macro", "weighted", "micro")

_RANGES: Final[dict[str, tuple[float, float]]] = {
    "mcc": (-1.0, 1.0),
    "log_loss": (0.0, inf),
    "log_loss_skill": (-inf, 1.0),
    "brier": (0.0, 2.0),
    "brier_skill": (-inf, 1.0),
}


def range_of(name: str) -> tuple[float, float]:
    """Smallest and largest value that a metric can have.

    >>> range_of("mcc"), range_of("recall")
    ((-1.0, 1.0), (0.0, 1.0))
    """
    return _RANGES.get(name, (0.0, 1.0))


def check_name(name: str) -> None:
    """Refuse a name that is no metric, and say which was probably meant.

    Raises:
        OptionError: the name is none of `NAMES`.

    >>> check_name("recal")
    Traceback (most recent call last):
    logitwise.errors.OptionError: there is no metric 'recal': did you mean 'recall'?
    """
    if name not in NAMES:
        raise OptionError(f"there is no metric '{name}': {nearest(name, NAMES)}")


def nearest(word: str, known: Sequence[str]) -> str:
    """A hint at what was meant: the nearest known word, or all of them (the first twenty).

    >>> nearest("mallignant", ["benign", "malignant"])
    "did you mean 'malignant'?"
    """
    near = get_close_matches(word, known, n=1)
    more = f" and {len(known) - 20} more" if len(known) > 20 else ""
    return f"did you mean '{near[0]}'?" if near else f"there are {', '.join(known[:20])}{more}"
