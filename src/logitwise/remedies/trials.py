"""Methods that were tried on the same rows, and the simplest of the best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING, Self

from logitwise.errors import RemedyError
from logitwise.remedies.methods import NEEDED, why_not
from logitwise.remedies.recalibration import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logitwise.remedies.cross_fit import CrossFit
    from logitwise.remedies.held_losses import HeldLosses
    from logitwise.rule import Calibration


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """What came of each method, by name from the simplest on.

    Attributes:
        fitted: calibration on all rows.
        judged: losses on rows that a fit did not see.
        refused: why a method was not tried, or could not be judged.
        forced: methods were asked for by name.
    """

    fitted: Mapping[str, Calibration]
    judged: Mapping[str, HeldLosses]
    refused: Mapping[str, str]
    forced: bool

    @classmethod
    def of(cls, data: CrossFit, names: Sequence[str], *, forced: bool) -> Self:
        """Each method on these rows; those that were forced whatever the rows allow.

        Raises:
            RemedyError: none could be fitted.
        """
        fitted, judged, refused = {}, {}, {}
        for name in names:
            reason = None if forced else why_not(name, data.cells)
            if reason is not None:
                refused[name] = reason
                continue
            try:
                fitted[name] = data.fit(name)
                judged[name] = data.losses(name)
            except RemedyError as error:
                refused[name] = str(error)
        if not fitted:
            reason = refused[names[0]].removeprefix("cannot be recalibrated: ")
            raise RemedyError(f"cannot be recalibrated by {names[0]}: {reason}")
        return cls(fitted, judged, refused, forced)

    def without(self, name: str, why: str) -> Self:
        """The same with a method refused that was not tried; what refuses it anyway goes before."""
        if name in self.fitted or name in self.refused:
            return self
        return replace(self, refused={**self.refused, name: why})

    def simplest(self, *, among: Sequence[str]) -> str:
        """The simplest method within one paired standard error of the best.

        Where none could be judged, the first that was forced, else none.
        """
        known = [name for name in among if name in self.judged]
        if not known:
            return next(iter(self.fitted)) if self.forced else "none"
        best = self.judged[min(known, key=lambda name: self.judged[name].mean)]
        differences = {name: self.judged[name].less(best) for name in known}
        # an unknown error rules nothing out
        return next(name for name, behind in differences.items() if not behind.mean > behind.se)

    def candidates(self) -> tuple[Candidate, ...]:
        """All methods; what was forced keeps its fit even where nothing could judge it."""
        return tuple(self._candidate(name) for name in NEEDED if name in self.fitted or name in self.refused)

    def _candidate(self, name: str) -> Candidate:
        if name not in self.judged:
            kept = self.fitted.get(name) if self.forced else None
            return Candidate(name, kept, nan, nan, nan, self.refused[name])
        best = min(self.judged.values(), key=lambda held: held.mean)
        behind = self.judged[name].less(best)
        return Candidate(name, self.fitted[name], self.judged[name].mean, behind.mean, behind.se)
