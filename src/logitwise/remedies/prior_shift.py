"""Prior shift: class frequencies that differ where a model is used from those it is judged on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import OptionError, RemedyError
from logitwise.metrics.weighting import as_counted
from logitwise.metrics.wording import named, percent, quoted
from logitwise.tallies.confusion import Confusion, LabelConfusion

if TYPE_CHECKING:
    from logitwise.head import Head
    from logitwise.remedies.mixture import Check
    from logitwise.tallies import Tally

Floats = NDArray[np.float64]
_ROUNDING = 1e-6  # of given shares, which should sum to one


@dataclass(frozen=True, slots=True)
class PriorShift:
    """What is added to calibrated logits so that they hold at another prior.

    Right where only class frequencies change, and each class looks as it did.

    Attributes:
        old: shares of the classes among judged rows by class code; of labels each label's own.
        new: the same where the model is used.
        low: lower ends of the intervals of `new` at 95 %; `new` itself where it was given.
        high: upper ends.
        shift: as `logitwise.rule.Rule` has it: of two classes one number, the change of the log-odds of the positive
            one; of more the log of new over old a class; of labels the change of each label's log-odds.
        method: ``given``, ``em``, ``soft bbse`` or ``hard bbse``.
        check: of the assumption that classes look as they did; None where it was not made.
        sentences: what was found, for people.
        warnings: what a user must know: shares moved to what is possible, a check that could not be made.
    """

    old: tuple[float, ...]
    new: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    shift: tuple[float, ...]
    method: str
    check: Check | None = None
    sentences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def given_prior(tally: Tally, prevalence: float | Sequence[float] | Mapping[str, float]) -> PriorShift:
    """The shift to a stated prior.

    Args:
        tally: judged rows, whose class frequencies are the old prior.
        prevalence: of two classes the positive one's share; of more each class' share, which sum to 1; of labels one
            share for all or one a label. Shares of several may be named by class.

    Raises:
        OptionError: shares that are none, not one a class, or do not sum to 1.
        RemedyError: a class without rows.

    >>> import logitwise as lw
    >>> shift = given_prior(lw.tally([0, 0, 0, 1], logits=[-2.0, 0.0, 1.0, 2.0]), 0.5)
    >>> [round(x, 4) for x in shift.shift]  # ln 3: from one in four to one in two
    [1.0986]
    """
    old = prior_of_rows(tally)
    new = _stated(tally.head, prevalence)
    return PriorShift(
        tuple(old.tolist()), tuple(new.tolist()), tuple(new.tolist()), tuple(new.tolist()),
        shift_of(old, new, head=tally.head), "given",
        sentences=(moved(tally.head, old, new) + " as given: right if only class frequencies change",),
    )  # fmt: skip


def shift_of(old: Floats, new: Floats, *, head: Head) -> tuple[float, ...]:
    """What a change of prior adds to logits.

    >>> from logitwise.head import Head
    >>> old, new = np.array([0.5, 0.25, 0.25]), np.array([0.25, 0.25, 0.5])
    >>> [round(x, 4) for x in shift_of(old, new, head=Head("softmax", ("a", "b", "c")))]
    [-0.6931, 0.0, 0.6931]
    """
    if head.kind == "multilabel":
        change = np.log(new) - np.log1p(-new) - np.log(old) + np.log1p(-old)
        return tuple(change.tolist())
    change = np.log(new) - np.log(old)
    if head.binary:
        positive = 1 if head.positive is None else head.positive
        return (float(change[positive] - change[1 - positive]),)
    return tuple(change.tolist())


def prior_of_rows(tally: Tally) -> Floats:
    """Share of each class or label among the judged rows.

    Raises:
        RemedyError: a class without rows; a label that no row or every row has.
    """
    confusion = as_counted(tally).confusion
    if confusion is None or not confusion.rows:
        raise RemedyError("there are no rows, so no prior that could be shifted")
    support = np.asarray(confusion.support, np.float64)
    absent = np.flatnonzero(support == 0)
    if isinstance(confusion, LabelConfusion):
        everywhere = np.flatnonzero(support == confusion.rows)
        absent = np.union1d(absent, everywhere)
    if len(absent):
        names = named([tally.head.classes[k] for k in absent])
        what = "no row or every row has" if isinstance(confusion, LabelConfusion) else "there are no rows of"
        raise RemedyError(f"{what} {names}, so its prior cannot be shifted: judge rows of every class")
    return support / (support.sum() if isinstance(confusion, Confusion) else float(confusion.rows))


def moved(head: Head, old: Floats, new: Floats) -> str:
    """From which shares to which, in words: of many classes those that change most."""
    if head.binary:
        shown = [1 if head.positive is None else head.positive]
    else:
        shown = np.argsort(-np.abs(new - old), kind="stable")[:3].tolist()
    changes = [f"{quoted(head.classes[k])} from {percent(old[k])} of rows to {percent(new[k])}" for k in shown]
    return "prior shifted: " + ", ".join(changes)


def _stated(head: Head, prevalence: float | Sequence[float] | Mapping[str, float]) -> Floats:
    if isinstance(prevalence, Mapping):
        unknown = [str(name) for name in prevalence if str(name) not in head.classes]
        missing = [name for name in head.classes if name not in prevalence]
        if unknown or missing:
            kind = "label" if head.kind == "multilabel" else "class"
            what = f"there is no {kind} {quoted(unknown[0])}" if unknown else f"none was given of {named(missing)}"
            raise OptionError(f"prevalence: expected a share of every {kind}, {named(head.classes)}; {what}")
        prevalence = [prevalence[name] for name in head.classes]
    try:
        shares = np.atleast_1d(np.asarray(prevalence, np.float64))
    except (TypeError, ValueError) as error:
        raise OptionError(f"prevalence: numbers between 0 and 1 were expected, got {prevalence!r}") from error
    if not ((shares > 0) & (shares < 1)).all():  # also where NaN
        wrong = shares[~((shares > 0) & (shares < 1))][0]
        raise OptionError(f"prevalence: shares between 0 and 1, both excluded, were expected; got {wrong:g}")
    return _fitting(head, shares)


def _fitting(head: Head, shares: Floats) -> Floats:
    """One share a class or label."""
    classes = len(head.classes)
    if shares.shape == (1,) and head.binary:
        return np.array([1 - shares[0], shares[0]] if head.positive != 0 else [shares[0], 1 - shares[0]])
    if shares.shape == (1,) and head.kind == "multilabel":
        return np.repeat(shares, classes)
    if shares.shape != (classes,):
        raise OptionError(
            f"prevalence: {classes} shares were expected, one a class of {named(head.classes)}; got {shares.size}"
        )
    if head.kind != "multilabel" and abs(shares.sum() - 1) > _ROUNDING:
        raise OptionError(f"prevalence: shares that sum to 1 were expected; they sum to {shares.sum():.6g}")
    return shares if head.kind == "multilabel" else shares / shares.sum()
