"""Mean losses in parts as rows with a bar: what is left, what recalibration or chance takes off, what is saved."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

from logitwise.metrics.decomposition import decompose
from logitwise.metrics.wording import tabled, visible
from logitwise.report.table import Table

if TYPE_CHECKING:
    from logitwise.metrics import Decomposition
    from logitwise.report.report import Report
    from logitwise.report.stated import Stated

NAMES: Final = {"brier": "Brier score", "log_loss": "log loss (nats)"}
_HEADER: Final = ("loss", "mean", "miscalibration", "of it beyond chance", "discrimination", "uncertainty")


@dataclass(frozen=True, slots=True)
class PartsBar:
    """One loss as a bar, in percent of the larger of the loss and of what always giving the share would lose.

    Attributes:
        name: of the loss.
        kept: loss that no recalibration takes off.
        chance: what an isotonic fit to these very rows takes off on average even if the model is calibrated perfectly.
        miscalibration: what it takes off beyond that.
        saved: what the model saves against always giving the share of the outcome; 0 where it saves nothing.
        text: the same in words.
    """

    name: str
    kept: float
    chance: float
    miscalibration: float
    saved: float
    text: str


def loss_parts(report: Report, shown: Stated) -> tuple[Decomposition, ...]:
    """Brier score and log loss of one outcome in parts."""
    known = tuple(each for each in report.decompositions if each.of == shown.of)
    return known or decompose(shown.cells, shown.of)


def parts_table(parts: tuple[Decomposition, ...]) -> Table:
    """The numbers."""
    rows = tuple(
        (
            NAMES[each.loss], *(tabled(value) if isfinite(value) else "–" for value in (
                each.score, each.miscalibration, each.beyond_chance, each.discrimination, each.uncertainty)),
        )
        for each in parts
    )  # fmt: skip
    return Table(
        _HEADER, rows, frozenset(range(1, len(_HEADER))), "mean = miscalibration − discrimination + uncertainty"
    )


def undefined(parts: tuple[Decomposition, ...]) -> tuple[str, ...]:
    """Why a loss has no parts."""
    return tuple(f"{NAMES[each.loss]}: {visible(each.undefined)}" for each in parts if each.undefined)


def bars(parts: tuple[Decomposition, ...]) -> tuple[PartsBar, ...]:
    """Those that are finite."""
    return tuple(_bar(each) for each in parts if isfinite(each.score) and max(each.score, each.uncertainty) > 0)


def _bar(part: Decomposition) -> PartsBar:
    most = max(part.score, part.uncertainty)
    kept, lost = (
        round(100 * max(value, 0.0) / most, 3) for value in (part.score - part.miscalibration, part.miscalibration)
    )
    beyond = round(min(max(100 * part.beyond_chance / most, 0.0), lost), 3)
    chance = round(lost - beyond, 3)
    saved = round(max(0.0, 100 - kept - lost), 3) if part.uncertainty > part.score else 0.0
    text = (
        f"{kept:.0f} % stays after recalibration, {chance:.0f} % is taken off by a fit to these very rows even if the "
        f"model is calibrated perfectly, {beyond:.0f} % is miscalibration beyond that, {saved:.0f} % is saved"
    )
    return PartsBar(NAMES[part.loss], kept, chance, beyond, saved, text)
