"""LW603: rows that were counted more than once, or equal rows with different labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from logitwise.findings.finding import Clear, Found, NotApplicable, Pitfall, Seen
from logitwise.metrics.wording import counted, number, percent, sentence
from logitwise.policy.codes import CODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logitwise.findings.facts import Facts
    from logitwise.tallies.row_sample import RowSample

SHARE: Final = 0.01
"""Part of the rows whose outputs another row had before. A judgement."""
MOST_A_CONTENT: Final = 4.0
"""Above so many rows for each distinct output a model has few outputs, as a small tree has. A judgement."""
FINE: Final = 0.9
"""Part of the distinct outputs that a single column tells apart where scores are fine enough that equal ones are no
rounding. A judgement."""
COLUMNS: Final = 8
"""Columns that are looked at for that."""
_NO_IDS: Final = "give ids (ids=, --id) to have duplicate rows found"


class _Repeats(NamedTuple):
    """Sampled rows.

    Attributes:
        rows: how many there are.
        again: those that repeat an earlier one.
        conflicting: those that are equal to one with another label.
        again_conflicting: those that do both.
    """

    rows: int
    again: int
    conflicting: int
    again_conflicting: int

    @property
    def share(self) -> float:
        return self.again / self.rows if self.rows else 0.0


def _look(facts: Facts) -> Seen:  # noqa: PLR0911  an outcome a kind of data
    """Ids that stand twice; of a softmax or multilabel head also outputs that are equal to the last digit."""
    by_id = facts.tally.duplicate_ids
    if by_id:
        return _of_ids(facts, by_id)
    sample = facts.tally.sample
    if sample is None:
        if by_id is None:
            return NotApplicable(f"equal scores of two classes prove nothing: {_NO_IDS}")
        return Clear("No id stands twice.", {"duplicate_ids": 0.0})
    content = sample.hashes if facts.tally.ids is None else _contents(sample.scores)
    if not _fine(sample, content):
        said = "outputs are few or rounded, so that equal ones prove nothing"
        if by_id is None:
            return NotApplicable(f"{said}: {_NO_IDS}")
        return Clear(f"No id stands twice; {said}.", {"duplicate_ids": 0.0})
    repeats = _repeats(content, sample)
    evidence = {"share": repeats.share, "conflicting": repeats.conflicting, "rows_looked_at": repeats.rows}
    if repeats.share < SHARE:
        return Clear(f"{percent(repeats.share)} of the rows repeat the outputs of another.", evidence)
    return _of_contents(repeats, evidence, with_ids=facts.tally.ids is not None)


def _of_ids(facts: Facts, share: float) -> Found:
    ids = facts.tally.ids
    repeats = _Repeats(0, 0, 0, 0)
    if facts.tally.sample is not None:
        repeats = _repeats(facts.tally.sample.hashes, facts.tally.sample)
    rows = round(share * facts.tally.rows)
    labels = f", {_of_them(repeats)} with another label or other scores" if repeats.conflicting else ""
    about = "" if ids is not None and ids.exact else "about "
    return Found(
        f"Duplicate ids: {about}{counted(rows, 'row')} ({percent(share)}) carry an id that another row had "
        f"before{labels}. Every row was counted.",
        "Keep one row of each id, or give what really tells rows apart as id. If rows belong together without being "
        "the same, give the id as group (groups=, --group).",
        {"duplicate_ids": share, "rows": rows, "conflicting": repeats.conflicting},
        cause="data: a join that multiplies rows and files read twice look like this.",
    )


def _of_contents(repeats: _Repeats, evidence: dict[str, float | int], *, with_ids: bool) -> Found:
    ids = ", though ids differ" if with_ids else ""
    labels = ""
    if repeats.conflicting:
        labels = f" {sentence(_of_them(repeats))} carry different labels for equal outputs."
    return Found(
        f"Duplicate rows: {percent(repeats.share)} of the rows have outputs that are equal, to the last digit, to "
        f"those of another row{ids}: intervals are shorter than they should be by a factor of about "
        f"{number((1 - repeats.share) ** -0.5)}.{labels}",
        "Judge each input once; give ids (ids=, --id) that tell rows apart. Where equal rows have different labels, "
        "look at the join that brought labels and scores together, or at the labels.",
        evidence,
        cause="data: a join that multiplies rows, files read twice and repeated inputs look like this.",
    )


def _of_them(repeats: _Repeats) -> str:
    """How many of the repeats have another label."""
    return "all" if repeats.again_conflicting == repeats.again else f"{repeats.again_conflicting:,} of them"


def _repeats(content: NDArray[np.uint64], sample: RowSample) -> _Repeats:
    """Equal contents in the sample; an entry of it is one content with one label."""
    _, place = np.unique(content, return_inverse=True)
    rows = np.bincount(place, weights=sample.counts)
    low = np.full(len(rows), np.iinfo(np.uint64).max, np.uint64)
    high = np.zeros(len(rows), np.uint64)
    several = np.flatnonzero(np.bincount(place)[place] > 1)  # one entry has one label, however often it stands
    marks = _contents(np.ascontiguousarray(sample.labels[several]))
    np.minimum.at(low, place[several], marks)
    np.maximum.at(high, place[several], marks)
    differ = low < high
    return _Repeats(
        int(rows.sum()), int((rows - 1).sum()), int(rows[differ].sum()), int((rows[differ] - 1).sum())
    )  # fmt: skip


def _fine(sample: RowSample, content: NDArray[np.uint64]) -> bool:
    """Whether scores are so fine that equal rows are no chance: single columns tell nearly all rows apart."""
    distinct, first = np.unique(content, return_index=True)
    if len(distinct) < 2 or sample.counts.sum() > MOST_A_CONTENT * len(distinct):
        return False
    columns = np.unique(np.linspace(0, sample.scores.shape[1] - 1, COLUMNS).round().astype(int))
    return any(len(np.unique(sample.scores[first, column])) >= FINE * len(distinct) for column in columns)


def _contents(rows: NDArray[np.generic]) -> NDArray[np.uint64]:
    """One number a row, equal for equal rows and for others with a chance of 2^-64."""
    if not len(rows):
        return np.zeros(0, np.uint64)
    bits = np.ascontiguousarray(rows).view(np.uint32).astype(np.uint64).reshape(len(rows), -1)
    factors = np.random.default_rng(0).integers(1, 2**63, bits.shape[1], dtype=np.uint64) | np.uint64(1)
    return np.asarray((bits * factors).sum(axis=1, dtype=np.uint64))


PITFALL = Pitfall(
    "LW603",
    CODES["LW603"],
    "warning",
    why="Rows that are counted twice make every interval too short, and those of one kind pull every number towards "
    "themselves.",
    look=_look,
)
