"""The learner's own file: a tally, or a JSON report, read strictly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from logitwise.errors import EmptyError, FileError, FormatError, LimitError, LogitwiseError

if TYPE_CHECKING:
    from logitwise.tallies import Tally

MOST_BYTES: Final = 32 * 2**20
_ZIP: Final = b"PK"
_MOST_ROWS: Final = 2**53  # beyond, counts would not stay whole as doubles
_MOST_OUTCOMES: Final = 20  # of which a report has curves
_MAKE: Final = "make one with `logitwise evaluate FILE --out report.json`, or `--save-tally FILE`"


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """What the learner brought; exactly one of `tally` and `report` is there.

    Attributes:
        name: of the file.
        tally: counts of the rows.
        report: a JSON report as plain values, of the shape that `docs/report.schema.json` publishes.
    """

    name: str
    tally: Tally | None = None
    report: Mapping[str, Any] | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """In the order of their codes; of a multilabel head the labels."""
        return self.tally.head.classes if self.report is None and self.tally else tuple(self._report["classes"])

    @property
    def rows(self) -> int:
        """Rows that were judged."""
        return self.tally.rows if self.tally is not None else int(self._report["rows"]["used"])

    @property
    def weighted(self) -> bool:
        """Whether its rows have weights."""
        if self.tally is not None:
            return self.tally.weighted is not None
        return any(metric["effective_n"] is not None for metric in self._report["metrics"])

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Classes or labels whose thresholds can be looked at, at most twenty; the positive one of two."""
        if self.tally is None:
            return tuple(curve["of"] for curve in self._report["curves"] if curve["name"] == "roc" and curve["of"])
        head = self.tally.head
        if head.binary:
            found: tuple[str, ...] = () if head.positive_class is None else (head.positive_class,)
        else:
            found = head.classes[:_MOST_OUTCOMES]
        return tuple(of for of in found if self.tally.cells(head.classes.index(of)) is not None)

    def curve(self, name: str, of: str | None = None) -> Mapping[str, Sequence[float | None]] | None:
        """The columns of a curve of the report, None where it has none."""
        if self.report is None:
            return None
        found = (curve for curve in self.report["curves"] if (curve["name"], curve["of"]) == (name, of))
        return next((curve["columns"] for curve in found), None)

    def support(self, of: str) -> tuple[int, int]:
        """Rows that truly are of a class, or hold a label, and the others, by the report's confusion."""
        k, counts = self.classes.index(of), self._report["confusion"]["counts"]
        if counts is None:
            return 0, self.rows
        if self._report["head"] == "multilabel":
            without, with_it = (sum(row) for row in counts[k])
            return with_it, without
        positives = sum(counts[k])
        return positives, sum(map(sum, counts)) - positives

    def decided(self, of: str) -> tuple[float, int, int] | None:
        """Of a report: the threshold that was judged for a class or label, and rows decided so, rightly and wrongly.

        None where none was judged, or nothing was counted.
        """
        k, counts, own = self.classes.index(of), self._report["confusion"]["counts"], self._report["thresholds"]
        at = self._report["threshold"] if own is None else own[k] if k < len(own) else None
        if counts is None or at is None or not 0 <= at <= 1:
            return None
        if self._report["head"] == "multilabel":
            return at, counts[k][1][1], counts[k][0][1]
        return at, counts[k][k], sum(row[k] for row in counts) - counts[k][k]

    @property
    def _report(self) -> Mapping[str, Any]:
        assert self.report is not None  # noqa: S101  one of the two is there
        return self.report


def own_from(source: str | Path | bytes, *, name: str = "") -> Own:
    """Read a ``.tally`` file or a JSON report, told apart by what they hold.

    Args:
        source: a path, or what a file holds.
        name: what to call it; the name of the file unless said.

    Raises:
        FileError: no such file.
        LimitError: it is larger than a limit.
        EmptyError: no rows.
        FormatError: neither a tally nor a report of this version.
    """
    called = name or (Path(source).name if not isinstance(source, bytes) else "your file")
    data = source if isinstance(source, bytes) else _read(Path(source), called)
    if len(data) > MOST_BYTES:
        raise LimitError(f"{called}: {len(data):,} bytes; at most {MOST_BYTES:,} are read here")
    own = _of_tally(data, called) if data.startswith(_ZIP) else _of_report(data, called)
    if not own.rows:
        raise EmptyError(f"{called}: no rows were judged, so there is nothing to look at; evaluate some rows first")
    return own


@lru_cache(maxsize=2)
def report_of(own: Own) -> Mapping[str, Any]:
    """The JSON report of the learner's file; a tally is judged by the shipped policy, once."""
    if own.report is not None:
        return own.report
    from logitwise.verbs.evaluate import evaluate  # noqa: PLC0415  only for a tally

    return evaluate(own.tally, policy="baseline").to_dict()


def _read(path: Path, called: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileError(f"{called}: cannot be read ({error.strerror or error}); expected a tally or report") from error


def _of_tally(data: bytes, called: str) -> Own:
    from logitwise.tallies.codec import loads  # noqa: PLC0415  only where there is one

    try:
        return Own(called, tally=loads(data))
    except LogitwiseError as error:
        raise type(error)(f"{called}: {error}") from error
    except Exception as error:  # a damaged archive fails in as many ways as it has parts
        raise FormatError(f"{called}: not a tally, or a damaged one; {_MAKE}") from error


def _of_report(data: bytes, called: str) -> Own:
    from pydantic import ValidationError  # noqa: PLC0415  only where there is a report

    from logitwise.report.schema import ReportDocument  # noqa: PLC0415

    try:
        document = ReportDocument.model_validate_json(data).model_dump()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise FormatError(f"{called}: not a report of logitwise ({place}: {first['msg']}); {_MAKE}") from error
    _check_confusion(document, called)
    return Own(called, report=document)


def _check_confusion(document: Mapping[str, Any], called: str) -> None:
    """A matrix that fits the classes, of counts, since the numbers of rows come from it."""
    classes, counts = len(document["classes"]), document["confusion"]["counts"]
    if len(set(document["classes"])) != classes or any(
        curve["of"] is not None and curve["of"] not in document["classes"] for curve in document["curves"]
    ):
        raise FormatError(f"{called}: its curves are of other classes than it lists; {_MAKE}")
    if document["rows"]["used"] > _MOST_ROWS:
        raise FormatError(f"{called}: it says it judged more rows than can be counted; {_MAKE}")
    if counts is None:
        return
    labels = document["head"] == "multilabel"
    tables, side = (counts, 2) if labels else ([counts], classes)
    square = all(
        isinstance(row, list) and len(row) == side and all(isinstance(n, int) and 0 <= n <= _MOST_ROWS for n in row)
        for table in tables
        for row in table
    )
    if not square or any(len(table) != side for table in tables) or len(tables) != (classes if labels else 1):
        raise FormatError(f"{called}: its confusion matrix does not fit its {classes} classes; {_MAKE}")
