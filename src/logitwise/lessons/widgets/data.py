"""Which data a widget is about: a data set of the lesson, or the learner's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from logitwise.errors import OptionError
from logitwise.lessons.datasets import DATASETS, tally
from logitwise.lessons.widgets.settings import Settings, choice
from logitwise.lessons.widgets.thresholds import Thresholds, judged, of_roc, of_tally
from logitwise.lessons.widgets.view import Control
from logitwise.metrics.wording import class_name

if TYPE_CHECKING:
    from logitwise.lessons.yours.own import Own

YOURS: Final = "yours"
FIRST: Final = "breast_cancer"
LONGEST: Final = 24
"""Letters of a file's name in the list of data."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One class or label of some data, with what every threshold on it decides.

    Attributes:
        data: name of the data.
        of: the class.
        others: all that could be asked about.
        thresholds: what each decides.
        once: whether rows have weights, which are left aside here.
    """

    data: str
    of: str
    others: tuple[str, ...]
    thresholds: Thresholds
    once: bool = False

    @property
    def controls(self) -> tuple[Control, ...]:
        """The choice of a class, where there is one."""
        return class_control(self.of, self.others)

    @property
    def shown(self) -> str:
        """The class as people see it: nothing invisible in it, and shortened."""
        return class_name(self.of)

    @property
    def called(self) -> str:
        """How a sentence names its rows."""
        return "rows (each counted once, without its weight)" if self.once else "rows"

    def nearly(self, *, exact: bool) -> str:
        """What a sentence says of counts that the file does not hold exactly."""
        return "" if exact else " (at the nearest threshold that the file tells apart)"


def data_control(value: str, own: Own | None) -> Control:
    """The choice of data."""
    named = tuple((name, each.title) for name, each in DATASETS.items())
    yours = () if own is None else ((YOURS, f"Yours: {_shortened(class_name(own.name))}"),)
    return Control("dataset", "Data", "choice", value, choices=named + yours)


def class_control(of: str, others: tuple[str, ...]) -> tuple[Control, ...]:
    """The choice of a class or label, where there are several."""
    if len(others) < 2:
        return ()
    choices = tuple((each, class_name(each)) for each in others)
    return (Control("of", "Class against the rest", "choice", of, choices=choices),)


def outcome_set(settings: Settings, own: Own | None) -> Outcome:
    """The outcome that is set; the class of another data set, left from before, gives way to the first of this one.

    Raises:
        OptionError: data that are not offered, or that hold no scores.
        FormatError: a curve of the learner's report is none.
    """
    name = data_set(settings, own)
    if name != YOURS:
        return _of_dataset(name, settings.get("of"))
    if own is None or not own.outcomes:
        raise OptionError("Your file holds no scores: a threshold needs a tally or a report made of logits or chances")
    of = settings.get("of")
    return _of_own(own, of if of in own.outcomes else own.outcomes[0])


def data_set(settings: Settings, own: Own | None) -> str:
    """The name of the data that are set.

    Raises:
        OptionError: none of those that are offered.
    """
    if settings.get("dataset") == YOURS and own is None:
        raise OptionError("there is no file of yours yet: add a .tally or a JSON report first")
    among = (*DATASETS, YOURS) if own is not None else tuple(DATASETS)
    return choice(settings, "dataset", default=FIRST, among=among, label="data")


def title_of(data: str, own: Own | None) -> str:
    """What the data are called at the beginning of a sentence."""
    return f"Yours ({class_name(own.name)})" if data == YOURS and own is not None else DATASETS[data].title


def _shortened(name: str) -> str:
    """A file's name that fits a list of choices."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _of_dataset(name: str, of: str | None) -> Outcome:
    head = tally(name).head
    others = (DATASETS[name].positive,) if head.binary else head.classes
    return _of_class(name, of if of in others else DATASETS[name].positive, others)


@cache
def _of_class(name: str, of: str, others: tuple[str, ...]) -> Outcome:
    thresholds = of_tally(tally(name), tally(name).head.classes.index(of))
    assert thresholds is not None  # noqa: S101  the data sets of the lesson hold scores
    return Outcome(name, of, others, thresholds)


@lru_cache(maxsize=32)
def _of_own(own: Own, of: str) -> Outcome:
    if own.tally is not None:
        thresholds = of_tally(own.tally, own.classes.index(of))
    elif own.weighted:
        raise OptionError("The rows of your report have weights, and a report holds no weighted counts: add the .tally")
    else:
        curve, (positives, negatives) = own.curve("roc", of), own.support(of)
        thresholds = None if curve is None else of_roc(curve, positives=positives, negatives=negatives)
        decided = own.decided(of)
        if thresholds is not None and decided is not None:
            at, hits, alarms = decided
            thresholds = judged(thresholds, at, hits=hits, alarms=alarms)
    if thresholds is None or not thresholds.positives or not thresholds.negatives:
        raise OptionError(f"Your file has no rows of {of}, or nothing else: choose another class")
    return Outcome(YOURS, of, own.outcomes, thresholds, once=own.weighted)
