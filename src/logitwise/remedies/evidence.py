"""How a rule came about, as JSON has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from math import isfinite
from typing import TYPE_CHECKING, Any

from logitwise.rule.calibrations import method_of

if TYPE_CHECKING:
    from logitwise.remedies.prior_shift import PriorShift
    from logitwise.remedies.recalibration import Recalibration
    from logitwise.remedies.treatment import Treatment
    from logitwise.tallies import Tally


def evidence_of(
    tally: Tally, treated: Sequence[Treatment], *, prior: PriorShift | None, costs: Any = None
) -> dict[str, Any]:
    """Rows, and for each output what was tried, chosen, reached and changed; what is not finite is None."""
    found: dict[str, Any] = plain(
        {
            "rows": tally.rows,
            "threshold_before": tally.head.threshold,
            "outputs": [_output(each) for each in treated],
            "prior": None if prior is None else _fields(prior),
            "costs": None if costs is None else _fields(costs),
        }
    )
    return found


def _output(treated: Treatment) -> dict[str, Any]:
    return {
        "of": treated.of,
        "recalibration": _recalibration(treated.recalibration),
        "before": dict(treated.default),
        "threshold": None if treated.choice is None else _fields(treated.choice),
        "abstain": None if treated.abstention is None else _fields(treated.abstention),
        "changes": None if treated.changes is None else asdict(treated.changes),
    }


def _recalibration(found: Recalibration) -> dict[str, Any]:
    numbers = {name: getattr(found, name) for name in ("method", "before", "after", "gain", "gain_low", "gain_high")}
    tried = [
        {
            "method": each.method,
            "log_loss": each.loss,
            "behind": each.behind,
            "se": each.se,
            "refused": each.refused,
        }
        for each in found.candidates
    ]
    fitted = {"calibration": method_of(found.calibration)} | asdict(found.calibration)
    return numbers | {"fitted": fitted, "tried": tried, "diagnosis": found.diagnosis, "warnings": found.warnings}


def _fields(value: Any) -> dict[str, Any]:
    return {each.name: getattr(value, each.name) for each in fields(value)}


def plain(value: Any) -> Any:
    """Values as JSON has them: tuples and arrays are lists, numbers of NumPy are Python's, NaN and infinity None."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return plain(_fields(value))
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return None if isinstance(value, float) and not isfinite(value) else value
