"""One outcome that a threshold decides, as the page holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from logitwise.report.panel.packing import packed

if TYPE_CHECKING:
    from logitwise.report.panel.marker import Marker
    from logitwise.report.panel.offered import Offered

Kind = Literal["positive", "label", "confidence"]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What rows are decided to be, or whether they are answered at all.

    Attributes:
        kind: the positive class, a label, or "the largest class is right".
        of: class or label as the report knows it, None of a confidence.
        name: the same, as it is shown.
        other: what a row is that is not; as it is shown.
        cuts: the thresholds with their counts.
        markers: those that have a name.
        start: the marker that is shown first.
    """

    kind: Kind
    of: str | None
    name: str
    other: str
    cuts: Offered
    markers: tuple[Marker, ...]
    start: int = 0

    @property
    def prevalence(self) -> float:
        """Share of rows that are of it; NaN without rows."""
        positives, negatives = self.cuts.positives.sum(), self.cuts.negatives.sum()
        rows = positives + negatives
        return float(positives / rows) if rows else float("nan")

    def document(self) -> dict[str, Any]:
        """What the script of the page reads."""
        cuts, slider = self.cuts, self.cuts.slider
        return {
            "name": self.name,
            "other": self.other,
            "first": slider.first,
            "count": slider.count,
            "step": slider.step,
            "form": cuts.scored.form,
            "single": cuts.scored.single,
            "slack": cuts.scored.slack,
            "exact": cuts.scored.exact,
            "offered": len(cuts.cuts),
            "all": cuts.all,
            "start": self.start,
            "markers": [
                {"key": m.key, "label": m.label, "threshold": m.threshold, "cut": cuts.cut_of(m.first)}
                for m in self.markers
            ],
            "packed": packed(cuts),
        }
