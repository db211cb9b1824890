"""The recalibration of a softmax that its rows can carry."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.errors import OptionError, RemedyError
from logitwise.metrics import measure
from logitwise.metrics.wording import counted, number, percent, quoted, times
from logitwise.policy.nearest import did_you_mean
from logitwise.remedies.recalibration import Recalibration
from logitwise.remedies.softmax_trials import SOFTMAX_METHODS, Trials
from logitwise.rule import Biased, Vector

if TYPE_CHECKING:
    from logitwise.remedies.softmax_temperature import TemperatureFit
    from logitwise.rule import Calibration
    from logitwise.tallies import Tally

_Z95: Final = 1.959963984540054


def recalibrate_softmax(tally: Tally, *, methods: Sequence[str] | None = None) -> Recalibration:
    """The simplest of none, temperature, temperature and bias, and vector within one paired standard error of the best.

    Mean log losses are cross-fitted. None and temperature are compared on all rows, where sums by temperature are kept;
    the others on the row sample, by five folds of hashes. They are tried where the rarest class has 50 and 100 rows.

    Args:
        tally: of a softmax of three or more classes.
        methods: those to choose from; None: all.

    Raises:
        OptionError: a method that is none.
        RemedyError: outputs without probabilities, one class alone, rows of infinite loss, inverted scores, or none of
            the methods can be had.

    >>> import logitwise as lw
    >>> rows = [[6.0, 0.0, 0.0], [0.0, 6.0, 0.0], [0.0, 0.0, 6.0]] * 100
    >>> truth = [0, 1, 2] * 80 + [1, 2, 0] * 20
    >>> found = recalibrate_softmax(lw.tally(truth, logits=rows, head="softmax"))
    >>> found.method, found.diagnosis.split(":")[0]
    ('temperature', 'over-confident')
    """
    wanted = _wanted(methods)
    check_recalibrable(tally)
    trials = Trials.of(tally, wanted)
    candidates = trials.candidates(wanted)
    usable = [each for each in candidates if each.refused is None]
    if not usable:
        raise RemedyError("; ".join(f"{each.method}: {each.refused}" for each in candidates))
    chosen = next(each for each in usable if each.behind <= each.se)
    assert chosen.calibration is not None  # noqa: S101 - it was tried
    fit = trials.temperature
    gain, error = fit.before - chosen.loss, trials.error("none", chosen.method)
    before = measure(tally, "log_loss").value if fit.sampled else fit.before  # of all rows; the gain is the sample's
    return Recalibration(
        chosen.calibration, chosen.method, candidates, before, before - gain, gain, gain - _Z95 * error,
        gain + _Z95 * error, diagnosis(tally, fit, chosen.calibration), _warnings(tally, trials, chosen.method),
    )  # fmt: skip


def check_recalibrable(tally: Tally) -> None:
    """Raise `RemedyError` where no recalibration of a softmax can be fitted."""
    head = tally.head
    if head.kind != "softmax" or head.binary:
        what = f"{head.kind} of {len(head.classes)}"
        raise RemedyError(f"this is a {what}, not a softmax of three or more classes")
    if tally.scale not in ("logits", "probabilities"):
        raise RemedyError(
            f"a tally of {tally.scale} holds no probabilities to recalibrate; give logits or probabilities"
        )
    support = np.zeros(0) if tally.confusion is None else tally.confusion.support
    present = np.flatnonzero(support)
    if len(present) < 2:
        only = f"all rows are {quoted(head.classes[present[0]])}" if len(present) else "there are no rows"
        raise RemedyError(f"{only}: recalibration needs rows of two classes at least")
    losses = tally.losses()
    infinite = 0 if losses is None else int(losses.infinite.sum())
    if infinite:
        raise RemedyError(
            f"{counted(infinite, 'row')} gave the truth a probability of 0, an infinite log loss that no recalibration "
            "mends; give logits, or probabilities of higher precision"
        )


def diagnosis(tally: Tally, fit: TemperatureFit, calibration: Calibration) -> str:
    """What was wrong, in words: over- or under-confident by what factor, and which class is given too much."""
    if not isinstance(calibration, Biased):
        return _sureness(fit) + (", by a temperature alone" if isinstance(calibration, Vector) else "")
    own, alone = calibration.temperature, f"a temperature alone would be {number(fit.temperature)}"
    size = f"{number(max(own, 1 / own), apart_from=1)} times too {'large' if own > 1 else 'small'}"
    return f"{_shifted(tally, calibration)}; that apart, logits are {size} (temperature {number(own)}; {alone})"


def _sureness(fit: TemperatureFit) -> str:
    if fit.kind == "constant":
        return "the logits of each row are constant, so that nothing tells the classes apart"
    if fit.kind == "no finite optimum":
        return "every row is decided rightly, so that there is no finite optimum of the temperature"
    t, between = fit.temperature, f"95 %: {number(fit.low)} to {number(fit.high)}"
    if isnan(fit.low) or fit.low <= 1 <= fit.high:
        return f"neither over- nor under-confidence can be told from chance (temperature {number(t)}, {between})"
    if t > 1:
        return f"over-confident: logits are {number(t, apart_from=1)} times too large ({between})"
    size = f"{number(1 / t, apart_from=1)} times too small (95 %: {number(1 / fit.high)} to {number(1 / fit.low)})"
    return f"under-confident: logits are {size}"


def _shifted(tally: Tally, calibration: Biased) -> str:
    """The class whose odds are moved most."""
    biases = np.array(calibration.biases) - np.mean(calibration.biases)
    k = int(np.abs(biases).argmax())
    way, factor = ("small", np.exp(biases[k])) if biases[k] > 0 else ("large", np.exp(-biases[k]))
    name = quoted(tally.head.classes[k])
    return f"shifted, most of all {name}, whose odds are {times(float(factor))} times too {way}"


def _warnings(tally: Tally, trials: Trials, method: str) -> tuple[str, ...]:
    fit = trials.temperature
    said = list(fit.warnings)
    if fit.sampled and method == "temperature":
        said.append(f"fitted on a uniform sample of {fit.rows:,.0f} of {tally.rows:,} rows")
    if trials.rows is not None and method in ("bias", "vector"):
        if not trials.rows.complete:
            said.append(f"fitted on a uniform sample of {trials.rows.rows:,.0f} of {tally.rows:,} rows")
        if tally.clusters is not None:
            said.append(
                "rows come in groups, which the row sample does not know: its folds may split a group, and the loss "
                "after may then be too small"
            )
        said.append(f"it may change which class is largest: here in {percent(trials.changed(method))} of rows")
    return tuple(said)


def _wanted(methods: Sequence[str] | None) -> tuple[str, ...]:
    if methods is None:
        return SOFTMAX_METHODS
    unknown = [name for name in methods if name not in SOFTMAX_METHODS]
    if unknown or not methods:
        hint = did_you_mean(unknown[0], SOFTMAX_METHODS) if unknown else ""
        found = f"there is no method {unknown[0]!r}{hint} that recalibrates" if unknown else "no method is given for"
        raise OptionError(f"{found} a softmax of several classes; there are {', '.join(SOFTMAX_METHODS)}")
    return tuple(name for name in SOFTMAX_METHODS if name in methods)
