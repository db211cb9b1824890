"""A threshold under which no more rows are decided positive than somebody can look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from logitwise.errors import LogitwiseError, NoGuaranteeError, OptionError, RemedyError
from logitwise.metrics.proportion import Binomial
from logitwise.metrics.wording import confidence, number, percent, quoted
from logitwise.remedies.choosing import chosen
from logitwise.remedies.guarantee import approximate, assured, rows_needed
from logitwise.remedies.plan import Lowest, Plan

if TYPE_CHECKING:
    from logitwise.remedies.choice import Choice
    from logitwise.remedies.cuts import Cuts
    from logitwise.remedies.splits import Split
    from logitwise.tallies.cells import Cells


def capacity(  # noqa: PLR0913  a goal and what it is judged by
    cells: Cells,
    *,
    share: float,
    delta: float | None = None,
    pairs: Sequence[Split] = (),
    of: str = "yes",
    design_effect: float = 1.0,
) -> Choice:
    """The lowest threshold at which at most a share of the rows is decided positive.

    As it stands that share is kept on these rows: the threshold is a quantile of their scores, and on other rows like
    these the share lies above as often as below. With a delta it is kept with confidence 1 - delta: P(Bin(n, share) <=
    alerts) <= delta, the rule of `recall_floor` on all rows. A guarantee is of the share in the long run; in a batch of
    n rows their number still varies by about sqrt(n share). It rests on the order of the scores alone, and on the
    prevalence that these rows have.

    Args:
        cells: scores on the scale on which the threshold will be compared.
        share: above 0, below 1.
        delta: chance that the share is more on other rows; None to keep it on these rows.
        pairs: splits for what is told cross-fitted.
        of: name of the positive class.
        design_effect: how many grouped rows stand for one independent row.

    Raises:
        OptionError: a share outside its range.
        RemedyError: one class, constant or inverted scores, or more rows share the highest score than may be decided
            positive.
        NoGuaranteeError: too few rows for a guarantee.

    >>> import numpy as np
    >>> from logitwise.tallies.cells import Cells
    >>> p = np.linspace(0.005, 0.995, 100)
    >>> cells = Cells(p, 1 - p, p, 0 * p, np.repeat([0, 1], 50), np.repeat([1, 0], 50), exact=True)
    >>> capacity(cells, share=0.2).threshold
    0.8
    """
    bound = Capacity(share, delta=delta, of=of, design_effect=design_effect)
    return chosen(cells, Plan(Lowest(), (bound,), design_effect=design_effect), pairs=pairs, of=of)


@dataclass(frozen=True, slots=True)
class Capacity:
    """A ceiling on the share of rows decided positive.

    Attributes:
        share: above 0, below 1.
        delta: chance that it is more on other rows; None to keep it on these rows.
        of: name of the positive class.
        design_effect: grouped rows to one independent row, at least 1.
    """

    share: float
    delta: float | None = None
    of: str = "yes"
    design_effect: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise OptionError(f"capacity = {self.share!r}: expected a share above 0 and below 1, such as 200/10000")

    @property
    def goal(self) -> str:
        """What was asked, in words."""
        return f"at most {percent(self.share)} of rows decided to be {quoted(self.of)}"

    def kept(self, cuts: Cuts) -> NDArray[np.bool_]:
        """Those that decide few enough rows positive, but not none."""
        alerts = cuts.alerts
        if self.delta is None:
            return np.asarray((alerts > 0) & (alerts <= self.share * cuts.rows * (1 + 1e-12)))
        worth = max(self.design_effect, 1.0)
        alerts, rows = alerts / worth, cuts.rows / worth
        inside = np.minimum(alerts, rows * (1 - 1e-12))
        p_value = betainc(rows - inside, inside + 1, 1 - self.share)
        return np.asarray((alerts > 0) & (alerts < rows) & (p_value <= self.delta))

    def guarantee(self, cuts: Cuts) -> str | None:
        """The ceiling with its confidence; None where it is kept on these rows alone."""
        if self.delta is None:
            return None
        why = approximate(cuts, self.design_effect)
        return assured(self.goal, self.delta, why=why, basis=f"binomial, {cuts.rows:,.0f} rows")

    def refusal(self, cuts: Cuts) -> LogitwiseError:
        """Ties at the top, or too few rows."""
        top = cuts.alerts[cuts.alerts > 0].min()
        if self.delta is not None and self.kept_on_these(cuts):
            needed = rows_needed(1 - self.share, self.delta)
            return NoGuaranteeError(
                f"{self.goal} cannot be guaranteed with {confidence(self.delta)} confidence on {cuts.rows:,.0f} rows: "
                f"that needs more than {needed:,} independent ones; add rows, or ask for it on these rows"
            )
        return RemedyError(
            f"{self.goal} cannot be kept: {top:,.0f} of {cuts.rows:,.0f} rows ({percent(float(top) / cuts.rows)}) "
            "share the highest score that a threshold can part from the rest; "
            f"allow {number(float(top) / cuts.rows)} or more"
        )

    def kept_on_these(self, cuts: Cuts) -> bool:
        """Whether any threshold keeps it on these rows."""
        return bool(((cuts.alerts > 0) & (cuts.alerts <= self.share * cuts.rows)).any())


def room_of(choice: Choice, rows: float, delta: float) -> str:
    """How far the share may lie above what these rows show, as a sentence.

    >>> from logitwise.remedies.choice import Choice
    >>> room_of(Choice(0.5, 0.4, 0.6, "", apparent={"alerts": 0.02}), 10_000, 0.05)
    'on other rows like these the share decided positive may be up to 2.25 % (95 % confidence)'
    """
    alerts = choice.apparent["alerts"]
    upper = Binomial(round(alerts * rows), rows).upper(delta)
    return (
        f"on other rows like these the share decided positive may be up to {100 * upper:.3g} % "
        f"({confidence(delta)} confidence)"
    )
