"""The shape of a policy file, checked by pydantic; the only module of policies that imports it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from logitwise.errors import PolicyError
from logitwise.metrics.parameters import DEFAULTS
from logitwise.policy.nearest import did_you_mean

NOT_BUILT = {"findings": "findings", "costs": "costs"}

Name = Annotated[str, Field(min_length=1)]


class Table(BaseModel):
    """A table in which every key is known."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


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


class Document(Table):
    """A whole policy file. Bounds in ``[require]`` are read by `bounds`, which knows the metrics."""

    extends: Literal["baseline"] | None = None
    task: TaskTable = TaskTable()
    require: dict[str, Any] = {}
    baseline: BaselineTable = BaselineTable()
    confidence: ConfidenceTable = ConfidenceTable()
    rows: RowsTable = RowsTable()


TABLES: dict[str, type[Table]] = {
    "task": TaskTable,
    "baseline": BaselineTable,
    "confidence": ConfidenceTable,
    "rows": RowsTable,
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


def _sentence(error: Any) -> str:
    path = [str(part) for part in error["loc"]]
    table, key = ("" if len(path) == 1 else f"[{path[0]}] "), path[1 if len(path) > 1 else 0]
    if error["type"] == "extra_forbidden":
        known = list(TABLES[path[0]].model_fields) if len(path) > 1 else list(Document.model_fields)
        if key in NOT_BUILT:
            return f"{table}{key}: {NOT_BUILT[key]} are not built yet; remove it"
        return f"{table}there is no key {key!r}{did_you_mean(key, known)}; known are {', '.join(known)}"
    what = error["msg"].removeprefix("Input ")
    return f"{table}{key} = {error['input']!r}: {what[:1].lower()}{what[1:]}"
