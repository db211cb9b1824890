"""The fingerprint of a tally's rows, so that a rule is recognised on the rows that tuned it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import RemedyError
from logitwise.kernels.hashing import row_hashes
from logitwise.rule import RowsSeen
from logitwise.rule.rows_seen import MOST_KEPT

if TYPE_CHECKING:
    from logitwise.tallies import Tally

Hashes = NDArray[np.uint64]


def rows_seen(tally: Tally) -> RowsSeen:
    """What a rule keeps of the rows that tuned it, and what is compared with it on the rows that it is judged on.

    Weights, groups and slices do not enter, nor does the order of rows.

    Raises:
        RemedyError: there are no scores.

    >>> import logitwise as lw
    >>> a, b = lw.tally([0, 1, 1], logits=[-1.0, 0.5, 2.0]), lw.tally([1, 1, 0], logits=[2.0, 0.5, -1.0])
    >>> rows_seen(a) == rows_seen(b), rows_seen(a) == rows_seen(lw.tally([1, 1, 1], logits=[2.0, 0.5, -1.0]))
    (True, False)
    """
    if tally.scale not in ("logits", "probabilities") or not tally.rows:
        raise RemedyError("rows without scores leave no fingerprint; give logits or probabilities")
    hashes, repeats = _hashes(tally)
    smallest = tuple(hashes[:MOST_KEPT].tolist())
    by: Literal["ids", "logits", "probabilities"] = "ids"
    if tally.ids is None:
        by = "logits" if tally.scale == "logits" else "probabilities"
    return RowsSeen(tally.rows, by, _digest(tally), smallest, max(repeats, 1.0))


def _digest(tally: Tally) -> str:
    """SHA-256 of the counts of scores by label: little-endian, with the length of each array before it."""
    found = sha256(f"logitwise rows 1 {tally.head.kind} {len(tally.head.classes)} {tally.rows}".encode())
    for array in _histograms(tally):
        found.update(len(array).to_bytes(8, "little"))
        found.update(array.tobytes())
    return found.hexdigest()


def _histograms(tally: Tally) -> list[NDArray[Any]]:
    """Scores by label, of every class; of more classes than have a histogram, the confidence and the labels."""
    support = [] if tally.confusion is None else [_whole(tally.confusion.support)]
    if tally.one_vs_rest is not None:
        each = tally.one_vs_rest
        return [*support, _whole(each.owner), _real(each.values), _whole(each.positives), _whole(each.negatives)]
    one = tally.binary if tally.binary is not None else tally.confidence
    if one is None:
        return support
    values = _real(one.values) if one.exact else _whole(one.values)
    return [*support, values, _whole(one.positives), _whole(one.negatives)]


def _whole(values: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(values).ravel().astype("<i8")


def _real(values: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(values).ravel().astype("<f8") + 0.0  # -0.0 and 0.0 are one score


def _hashes(tally: Tally) -> tuple[Hashes, float]:
    """The smallest distinct hashes of ids, else of contents, ascending; and how many rows share one."""
    nothing = np.empty(0, np.uint64)
    if tally.ids is not None:
        return tally.ids.hashes, 1 / (1 - tally.ids.duplicate_share)
    if tally.sample is not None:
        return np.unique(tally.sample.hashes), float(tally.sample.counts.sum() / len(np.unique(tally.sample.hashes)))
    if tally.binary is None or not tally.binary.exact:
        return nothing, 1.0
    values = np.asarray(tally.binary.values, np.float32).astype(np.float64)  # given in either precision, one row
    return np.unique(row_hashes(values[:, None])), float(tally.rows / len(tally.binary.values))
