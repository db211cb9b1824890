"""Methods that recalibrate one score, from the simplest on, and the rows that each needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from logitwise.errors import OptionError, RemedyError
from logitwise.policy.nearest import did_you_mean
from logitwise.remedies.affine import RIDGE as AFFINE_RIDGE
from logitwise.remedies.affine import affine
from logitwise.remedies.beta import RIDGE as BETA_RIDGE
from logitwise.remedies.beta import beta
from logitwise.remedies.isotonic import isotonic
from logitwise.remedies.temperature import RIDGE as TEMPERATURE_RIDGE
from logitwise.remedies.temperature import temperature
from logitwise.rule import Calibration, Identity

if TYPE_CHECKING:
    from logitwise.tallies.cells import Cells

LEAST_ROWS: Final = 100
"""Rows below which a temperature is all that is tried. A judgement."""
LEAST_OUTCOMES: Final = 20
"""The same of the rarer outcome. A judgement."""
NEEDED: Final = {"none": 0, "temperature": 0, "affine": LEAST_ROWS, "beta": 500, "isotonic": 2000}
"""Rows from which on each method is tried. A judgement: from there on it was no worse than simpler ones."""
FEW_ROWS: Final = 500
"""Rows below which fits are drawn towards the model as it is. A judgement."""
FEW_OUTCOMES: Final = 50
"""The same of the rarer outcome. A judgement."""

_PLAIN: Final[dict[str, Callable[[Cells], Calibration]]] = {
    "none": lambda _: Identity(),
    "temperature": temperature,
    "affine": affine,
    "beta": beta,
    "isotonic": isotonic,
}
_DRAWN: Final[dict[str, Callable[[Cells], Calibration]]] = _PLAIN | {
    "temperature": lambda cells: temperature(cells, ridge=TEMPERATURE_RIDGE),
    "affine": lambda cells: affine(cells, ridge=AFFINE_RIDGE),
    "beta": lambda cells: beta(cells, ridge=BETA_RIDGE),
}


def fit(method: str, cells: Cells, *, few: bool) -> Calibration:
    """One method fitted to all rows of some cells.

    Args:
        method: a key of `NEEDED`.
        cells: scores by outcome.
        few: draw the fit towards the model as it is.

    Raises:
        RemedyError: it cannot be fitted to these rows.
    """
    return (_DRAWN if few else _PLAIN)[method](cells)


def is_few(cells: Cells) -> bool:
    """Whether rows are so few that fits are drawn towards the model as it is."""
    return cells.rows < FEW_ROWS or _rarer(cells) < FEW_OUTCOMES


def why_not(method: str, cells: Cells) -> str | None:
    """Why a method is not tried on so few rows, or None."""
    if method in ("none", "temperature"):
        return None
    if cells.rows < NEEDED[method]:
        return f"needs {NEEDED[method]:,} rows, there are {cells.rows:,.6g}"
    if _rarer(cells) < LEAST_OUTCOMES:
        return f"needs {LEAST_OUTCOMES} rows of the rarer outcome, there are {_rarer(cells):,.6g}"
    return None


def checked_methods(methods: Sequence[str] | None, *, keep_order: bool) -> tuple[str, ...]:
    """Names from the simplest on, each once.

    Raises:
        OptionError: a name that there is not; the nearest is suggested.
        RemedyError: isotonic alone is asked for where order must be kept.
    """
    given = tuple(NEEDED) if methods is None else tuple(methods)
    for name in given:
        if name not in NEEDED:
            raise OptionError(
                f"there is no method {name!r}{did_you_mean(name, NEEDED)} that recalibrates one score; "
                f"there are {', '.join(NEEDED)}"
            )
    kept = tuple(name for name in NEEDED if name in given and not (keep_order and name == "isotonic"))
    if not kept and keep_order and given:
        raise RemedyError("isotonic makes scores equal, and what is asked rests on their order: take beta instead")
    if not kept:
        raise OptionError(f"no method is given; there are {', '.join(NEEDED)}")
    return kept


def _rarer(cells: Cells) -> float:
    return float(min(cells.positives.sum(), cells.negatives.sum()))
