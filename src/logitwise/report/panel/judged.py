"""Cells parted at the threshold whose decisions were counted row by row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logitwise.remedies.cuts import log_odds
from logitwise.tallies.cells import Cells

if TYPE_CHECKING:
    from logitwise.report.panel.scored import Scored


def parted(scored: Scored, at: float, *, tp: float, fp: float) -> Scored:
    """With an edge at the judged threshold, so that its counts are those of the rows and not of the next edge.

    As they are where scores are exact, where an edge lies there, or where the counts are of other rows.

    Args:
        scored: cells of scores.
        at: probability.
        tp: positive rows that were decided positive.
        fp: negative rows likewise.
    """
    next_one = scored.first(at)
    cells = scored.cells
    if scored.exact or not 0 < next_one < len(scored.at):
        return scored
    within = [counted - n[next_one:].sum() for counted, n in ((tp, cells.positives), (fp, cells.negatives))]
    whole = [n[next_one - 1] for n in (cells.positives, cells.negatives)]
    if not all(0 <= part <= of for part, of in zip(within, whole, strict=True)) or not any(within):
        return scored
    edge = at if scored.form == "probability" else float(log_odds(at))
    return replace(
        scored, cells=_split(cells, next_one, at, within),
        at=np.insert(scored.at, next_one, edge), log_odds=np.insert(scored.log_odds, next_one, float(log_odds(at))),
        top=np.insert(scored.top, next_one - 1, np.nextafter(edge, -np.inf)),
    )  # fmt: skip


def _split(cells: Cells, i: int, at: float, within: list[Any]) -> Cells:
    """The cell before `i` as two, `within` the rows of its upper part."""
    positives, negatives = (
        _shared(n, i, upper) for n, upper in zip((cells.positives, cells.negatives), within, strict=True)
    )
    top = cells.p[i - 1] + cells.width[i - 1]
    width = np.insert(cells.width, i, max(top - at, 0.0))
    p, q, edge = np.insert(cells.p, i, at), np.insert(cells.q, i, 1 - at), np.insert(cells.edge, i, at)
    return Cells(p, q, edge, width, positives, negatives, exact=False)


def _shared(rows: NDArray[Any], i: int, upper: Any) -> NDArray[Any]:
    more = np.insert(rows, i, upper)
    more[i - 1] -= upper
    return more
