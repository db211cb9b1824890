"""What the command that is recommended would reach: its own plan, carried out on these rows and cross-fitted."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple

from logitwise.errors import NoGuaranteeError, OptionError, RemedyError
from logitwise.findings.cause.decided_metric import OF_DECISIONS, decided_metric
from logitwise.remedies.choose import choose
from logitwise.remedies.cuts import cuts_of
from logitwise.remedies.goals import Floor, Goals
from logitwise.remedies.reached import Reached

if TYPE_CHECKING:
    from logitwise.findings.cause.case import Case
    from logitwise.policy import Requirement

USEFUL: Final = 0.2
"""Recall + specificity - 1 below which a threshold is not said to mend anything: it would only call more of all rows
positive. A judgement."""
FEWEST_FOUND: Final = 10
"""Positives that a threshold for precision must find. A judgement."""
_KEPT: Final = ("recall", "precision", "specificity")
"""What a floor can be guaranteed of."""
_TURNED: Final = {"recall": "specificity", "specificity": "recall", "precision": "npv", "npv": "precision"}
"""Of the negative class, by what it is of the positive."""


class Reach(NamedTuple):
    """A threshold for what is asked.

    Attributes:
        threshold: on the probability that the case's threshold is on.
        reached: about the class.
        cross_fitted: whether that is of rows that did not choose the threshold.
        enough: whether that is what was asked, and worth something.
        command: what chooses it.
        refused: why the floor that was asked cannot be guaranteed; None where it can, or none was asked.
    """

    threshold: float
    reached: Reached
    cross_fitted: bool
    enough: bool
    command: str | None
    refused: str | None = None


class _Aim(NamedTuple):
    """What `tune` would be asked, as goals and as options; `floor`: whether it keeps the bound that falls short."""

    goals: Goals
    options: tuple[str, ...]
    floor: bool = False


def reach(case: Case) -> Reach | None:
    """The threshold that fits what is asked; None where there is none, or what is asked is not of decisions.

    For a class mostly missed the largest F1, and the floor itself where that finds too few; for a floor of the policy
    the threshold that `tune` guarantees it by, and the largest F1 where it cannot.
    """
    if case.asked.metric not in OF_DECISIONS:
        return None
    best, floor = _largest(case), _floor(case)
    if floor is None:
        return _tried(case, best)[0]
    if case.asked.clause:
        first = _tried(case, best)[0]
        return first if first is not None and first.enough else _tried(case, floor)[0] or first
    found, refused = _tried(case, floor)
    if found is not None or refused is None:
        return found
    instead = _tried(case, best)[0]
    return None if instead is None else instead._replace(refused=refused)


def within_reach(case: Case) -> bool:
    """Whether some threshold serves on the very rows that are judged, with nothing guaranteed."""
    reached = case.about(cuts_of(case.cells).reached)
    value = decided_metric(reached, case.asked.metric, case.facts.policy.task.beta)
    worth = reached.tp >= FEWEST_FOUND if case.asked.metric == "precision" else reached.gain >= USEFUL
    return bool(((value >= case.asked.bound) & worth).any())


def _largest(case: Case) -> _Aim:
    """The goal that maximises: what is asked, where `tune` can, else F1, or of a negative class both recalls."""
    metric, beta = case.asked.metric, case.facts.policy.task.beta
    name = {"kappa": "mcc", "npv": "balanced_accuracy"}.get(metric, metric)
    if name not in ("mcc", "accuracy", "balanced_accuracy"):
        name = "balanced_accuracy" if case.negative else "fbeta" if name == "fbeta" else "f1"
    options = ("--maximize", name, *(("--beta", f"{beta:g}") if name == "fbeta" else ()))
    return _Aim(Goals(maximize=name, beta=beta), options)


def _floor(case: Case) -> _Aim | None:
    """The goal that guarantees the bound; None of what cannot be guaranteed."""
    metric, bound = case.asked.metric, case.asked.bound
    metric = _TURNED.get(metric, metric) if case.negative else metric
    if metric not in _KEPT or not 0 < bound < 1:
        return None
    floor = Floor(metric, ">=", bound, case.scored if case.facts.multilabel else None)
    return _Aim(Goals(require=(floor,)), ("--require", floor.text), floor=True)


def _tried(case: Case, aim: _Aim) -> tuple[Reach | None, str | None]:
    """What comes of it, or why nothing does."""
    try:
        choice = choose(case.cells, aim.goals, pairs=case.pairs, of=case.scored, effect=case.group_effect, replicates=0)
    except NoGuaranteeError as error:
        return None, str(error)
    except (RemedyError, OptionError):
        return None, None
    cross_fitted = bool(choice.corrected) and not isnan(choice.corrected["recall"])
    rates = choice.corrected if cross_fitted else choice.apparent
    positives, negatives = float(case.cells.positives.sum()), float(case.cells.negatives.sum())
    reached = case.about(
        Reached.of_rates(rates["recall"], rates["specificity"], positives=positives, negatives=negatives)
    )
    command = case.facts.tune(*(("--costs", "matrix.csv") if case.several else aim.options))
    return Reach(choice.threshold, reached, cross_fitted, _enough(case, reached, kept=aim.floor), command), None


def _enough(case: Case, reached: Reached, *, kept: bool) -> bool:
    """Whether it is what was asked, and worth something.

    Where the threshold was chosen to keep the bound (`kept`), what the folds reach lies around it; and since a
    guarantee asks for more than the bound, it is worth something too where the bare bound would be.
    """
    asked = case.asked
    value = float(decided_metric(reached, asked.metric, case.facts.policy.task.beta))
    if not value >= asked.bound - (_spread(case, asked.bound) if kept else 0.0):
        return False
    if asked.metric == "precision":
        return float(reached.tp) >= FEWEST_FOUND
    return (float(reached.gain) >= USEFUL or (kept and within_reach(case))) and _keeps_others(case, reached)


def _spread(case: Case, share: float) -> float:
    """Two standard errors of a share of the rarer outcome's rows."""
    return 2 * float((share * (1 - share) / max(min(case.rows, case.other_rows), 1.0)) ** 0.5)


def other_floors(case: Case) -> tuple[Requirement, ...]:
    """Floors that the policy sets on decisions about the same class, beside what is asked."""
    if case.negative or case.asked.clause:
        return ()
    name = case.facts.classes[case.k]
    return tuple(
        wanted
        for wanted in case.facts.policy.requirements
        if (wanted.of == name or (wanted.of is None and wanted.average is None and case.facts.head.binary))
        and wanted.metric in OF_DECISIONS
        and wanted.op == ">="
        and wanted.metric != case.asked.metric
    )


def _keeps_others(case: Case, reached: Reached) -> bool:
    """Whether the threshold keeps them."""
    beta = case.facts.policy.task.beta
    return all(
        float(decided_metric(reached, wanted.metric, beta)) >= wanted.bound - _spread(case, wanted.bound)
        for wanted in other_floors(case)
    )
