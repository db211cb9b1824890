"""A threshold under which no more rows are decided positive than somebody can look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logitwise.errors import OptionError, RemedyError
from logitwise.metrics.proportion import Binomial
from logitwise.metrics.wording import confidence, counted, number, percent, quoted
from logitwise.remedies.clustering import FEWEST_FOLDS
from logitwise.remedies.cuts import log_odds

if TYPE_CHECKING:
    from logitwise.remedies.choice import Choice
    from logitwise.remedies.cuts import Cuts
    from logitwise.remedies.group_effect import GroupEffect


@dataclass(frozen=True, slots=True)
class Capacity:
    """A ceiling on the share of rows decided positive, kept on these rows.

    The lowest threshold that keeps it is a quantile of their scores, and on other rows like these the share lies above
    as often as below; `room_of` tells how far. In a batch of n rows their number varies by about sqrt(n share) besides.
    It rests on the order of the scores alone, and on the prevalence that these rows have.

    Attributes:
        share: above 0, below 1.
        of: name of the positive class.

    >>> from logitwise.remedies.cuts import cuts_of
    >>> from logitwise.tallies.cells import Cells
    >>> p = np.linspace(0.005, 0.995, 100)
    >>> cuts = cuts_of(Cells(p, 1 - p, p, 0 * p, np.repeat([0, 1], 50), np.repeat([1, 0], 50), exact=True))
    >>> int(cuts.alerts[Capacity(0.2).kept(cuts)].max())
    20
    """

    share: float
    of: str = "yes"

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise OptionError(f"capacity = {self.share!r}: expected a share above 0 and below 1, such as 200/10000")

    @property
    def goal(self) -> str:
        """What was asked, in words."""
        return f"at most {percent(self.share)} of rows decided to be {quoted(self.of)}"

    def kept(self, cuts: Cuts) -> NDArray[np.bool_]:
        """Those that decide few enough rows positive, but not none."""
        return np.asarray((cuts.alerts > 0) & (cuts.alerts <= self.share * cuts.rows * (1 + 1e-12)))

    def guarantee(self, cuts: Cuts) -> None:
        """Nothing: it is kept on these rows alone."""

    def refusal(self, cuts: Cuts) -> RemedyError:
        """Ties at the top."""
        top = float(cuts.alerts[cuts.alerts > 0].min())
        return RemedyError(
            f"{self.goal} cannot be kept: {top:,.0f} of {cuts.rows:,.0f} rows ({percent(top / cuts.rows)}) share the "
            f"highest score that a threshold can part from the rest; allow {number(top / cuts.rows)} or more"
        )


def room_of(choice: Choice, rows: float, *, delta: float, effect: GroupEffect | None = None) -> str:
    """How far the share may lie above what these rows show, as a sentence: Clopper and Pearson's upper limit.

    Args:
        choice: with the share of alerts on the rows that chose it.
        rows: how many there are.
        delta: chance that it lies above.
        effect: of groups, which make the rows worth fewer; None where they are independent.

    >>> from logitwise.remedies.choice import Choice
    >>> room_of(Choice(0.5, 0.4, 0.6, "", apparent={"alerts": 0.02}), 10_000, delta=0.05)
    'on other rows like these the share decided positive may be up to 2.25 % (95 % confidence)'
    """
    alerts, on = choice.apparent["alerts"], "on other rows like these the share decided positive may be"
    if effect is None:
        upper = Binomial(round(alerts * rows), rows).upper(delta)
        return f"{on} up to {100 * upper:.3g} % ({confidence(delta)} confidence)"
    here = effect.alerts.at(effect.places(np.atleast_1d(log_odds(choice.threshold))))
    folds = int(here.folds[0])
    if folds < FEWEST_FOLDS:
        return f"{on} far larger: the rows lie in {counted(folds, 'group')} or few more, too few to tell how large"
    worth = rows / float(here.worth(delta)[0])
    upper = Binomial(alerts * worth, worth).upper(delta)
    return f"{on} up to {100 * upper:.3g} % ({confidence(delta)} confidence; approximate, since rows are grouped)"
