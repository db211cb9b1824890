"""Cuts as a page holds them: packed numbers that its script unpacks in the order in which they are named."""

from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from logitwise.report.panel.offered import Offered

LEVEL: Final = 3
_UINT32: Final = 2.0**32


def packed(cuts: Offered) -> dict[str, Any]:
    """Scores, rows of both outcomes, the slider's cuts and the gaps, one after the other, compressed, in base64.

    The scores are those at which the cuts begin; float32 where they were given so. Of the slider and of the gaps the
    steps from cut to cut are kept. All numbers are little-endian; ``types`` names them by the array that reads them.
    """
    score = cuts.scored.at[cuts.cuts[:-1]].astype("<f4" if cuts.scored.single else "<f8")
    counts = [_counts(cuts.positives), _counts(cuts.negatives)]
    steps = np.diff(cuts.at, prepend=0).astype("<u4")
    gaps, tops = cuts.gaps
    room = [np.diff(gaps, prepend=0).astype("<u4"), tops.astype("<f8")]
    arrays: list[NDArray[Any]] = [score, *counts, steps, *room]
    raw = b"".join(each.tobytes() for each in arrays)
    return {
        "types": [_NAMES[each.dtype.str] for each in arrays],
        "lengths": [len(each) for each in arrays],
        "bytes": base64.b64encode(zlib.compress(raw, LEVEL)).decode(),
    }


_NAMES: Final = {"<f4": "Float32Array", "<f8": "Float64Array", "<u4": "Uint32Array"}


def _counts(rows: NDArray[np.float64]) -> NDArray[Any]:
    """Whole counts in four bytes, rows of weights in eight."""
    whole = (rows == np.floor(rows)).all() and (rows < _UINT32).all()
    return rows.astype("<u4" if whole else "<f8")
