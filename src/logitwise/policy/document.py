"""The shape of a policy file, checked by pydantic; the only module of policies that imports it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from logitwise.errors import PolicyError
from logitwise.metrics.parameters import DEFAULTS
from logitwise.policy.codes import check_codes, check_waivers
from logitwise.policy.nearest import did_you_mean

Name = Annotated[str, Field(min_length=1)]
_WAIVER = 'waive = { LW401 = "recalibrated downstream" }'


class Table(BaseModel):
    """A table in which every key is known."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class CostsTable(Table):
    """``costs`` of ``[task]``: what a wrong decision costs."""

    false_positive: Annotated[float, Field(ge=0)]
    false_negative: Annotated[float, Field(ge=0)]


class TaskTable(Table):
    """``[task]``: declarations about the head, and what metrics depend on beside the rows."""

    head: Literal["sigmoid", "softmax", "multilabel"] | None = None
    classes: Annotated[list[Name], Field(min_length=1)] | None = None
    positive: Name | None = None
    threshold: Annotated[float, Field(gt=0, lt=1)] | None = None
    prevalence: Annotated[float, Field(gt=0, lt=1)] | None = None
    beta: Annotated[float, Field(gt=0)] = DEFAULTS.beta
    top_k: Annotated[int, Field(ge=1)] = DEFAULTS.top_k
    max_fpr: Annotated[float, Field(gt=0, le=1)] = DEFAULTS.max_fpr
    costs: CostsTable | None = None


class BaselineTable(Table):
    """``[baseline]``: the shipped policy's clauses."""

    beats_majority: bool = False
    beats_prior: bool = False
    mostly_missed: Annotated[float, Field(gt=0, lt=1)] | None = None


class ConfidenceTable(Table):
    """``[confidence]``: level shown and looks planned."""

    level: Annotated[float, Field(ge=0.5, lt=1)] = 0.95
    looks: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class RowsTable(Table):
    """``[rows]``: what happens to rows that cannot be read."""

    invalid: Literal["refuse", "reject"] = "refuse"
    max_rejected: Annotated[float, Field(ge=0, lt=1)] = 0.01


class FindingsTable(Table):
    """``[findings]``: which are looked for, and which may stand."""

    waive: dict[str, str] = {}
    select: list[Name] = []
    ignore: list[Name] = []


class Document(Table):
    """A whole policy file. Bounds in ``[require]`` are read by `bounds`, which knows the metrics."""

    extends: Literal["baseline"] | None = None
    task: TaskTable = TaskTable()
    require: dict[str, Any] = {}
    baseline: BaselineTable = BaselineTable()
    confidence: ConfidenceTable = ConfidenceTable()
    rows: RowsTable = RowsTable()
    findings: FindingsTable = FindingsTable()


TABLES: dict[str, type[Table]] = {
    "task": TaskTable,
    "baseline": BaselineTable,
    "confidence": ConfidenceTable,
    "rows": RowsTable,
    "findings": FindingsTable,
}


def check(document: dict[str, Any], *, source: str) -> None:
    """Refuse a document that is no policy.

    Raises:
        PolicyError: naming the file, the key, what stood there and what was expected.
    """
    try:
        Document.model_validate(document)
    except ValidationError as error:
        first, *rest = error.errors(include_url=False)
        more = f" ({len(rest)} more such places)" if rest else ""
        raise PolicyError(f"{source}: {_sentence(first)}{more}") from None
    classes = document.get("task", {}).get("classes", [])
    if len(set(classes)) < len(classes):
        twice = next(name for name in classes if classes.count(name) > 1)
        raise PolicyError(f"{source}: [task] classes names {twice!r} twice")
    if classes and document["task"].get("positive", classes[0]) not in classes:
        raise PolicyError(f"{source}: [task] positive is {document['task']['positive']!r}, which is not among classes")
    _check_costs(document.get("task", {}).get("costs"), source)
    _check_findings(document.get("findings", {}), source)


def _check_costs(costs: dict[str, float] | None, source: str) -> None:
    """Costs of which one is 0 ask to decide always the same."""
    if costs is not None and not all(costs.values()):
        free = " and ".join(name for name, cost in costs.items() if not cost)
        raise PolicyError(f"{source}: [task] costs: {free} of 0 costs nothing, so there is nothing to weigh; above 0")


def _check_findings(table: dict[str, Any], source: str) -> None:
    """Codes must exist, and a waiver must say why."""
    check_waivers(table.get("waive", {}), f"{source}: [findings] waive")
    for key in ("select", "ignore"):
        check_codes(table.get(key, []), f"{source}: [findings] {key}")


def _fields(path: list[str]) -> Any:
    """The keys that are known where a path ends."""
    if len(path) == 1:
        return Document.model_fields
    return CostsTable.model_fields if path[:-1] == ["task", "costs"] else TABLES[path[0]].model_fields


def _sentence(error: Any) -> str:
    path = [str(part) for part in error["loc"]]
    table, key = ("" if len(path) == 1 else f"[{path[0]}] "), ".".join(path[1:] or path)
    if error["type"] == "extra_forbidden":
        known = list(_fields(path))
        key = path[-1]
        return f"{table}there is no key {key!r}{did_you_mean(key, known)}; known are {', '.join(known)}"
    if path[:2] == ["findings", "waive"]:
        return f"[findings] waive = {error['input']!r}: each code with the reason why it may stand, like {_WAIVER}"
    what = error["msg"].removeprefix("Input ")
    return f"{table}{key} = {error['input']!r}: {what[:1].lower()}{what[1:]}"
