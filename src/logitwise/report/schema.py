"""The shape of a JSON report, as pydantic models; the published JSON Schema is written from them."""

from __future__ import annotations

import json
import sys
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Number = float | None
Share = Literal["macro", "weighted", "micro"]


class Part(BaseModel):
    """A part of a report in which every key is known."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Rows(Part):
    """Rows judged and left out."""

    used: int = Field(ge=0, description="rows that were judged")
    rejected: dict[str, int] = Field(description="rows left out, by reason")


class PolicyPart(Part):
    """What was asked."""

    source: str = Field(description="the file, or `baseline`")
    extends_baseline: bool = Field(description="whether the shipped policy applies, alone or beneath the user's")


class Requirement(Part):
    """One requirement or clause, judged."""

    name: str
    metric: str
    of: str | None
    average: Share | None
    op: Literal[">=", "<="]
    bound: float
    value: Number = Field(description="the estimate, null where undefined")
    lower: Number = Field(description="one-sided limit below; for >= at `alpha`, for <= at `alpha_fail`")
    upper: Number = Field(description="one-sided limit above; for >= at `alpha_fail`, for <= at `alpha`")
    alpha: float = Field(description="level at which it passes")
    alpha_fail: float = Field(description="level at which it fails: alpha divided by the number of tests")
    outcome: Literal["pass", "fail", "undecided", "not applicable"]
    rows_needed: int | None = Field(description="rows in all that would probably decide it")
    sentence: str
    source: str
    judgement: bool = Field(description="whether the bound is a judgement of the shipped policy")
    slice: str | None = Field(description="`column = value` of the slice that was judged, null for all rows")
    slice_rows: int | None = Field(description="rows of that slice, of which `rows_needed` then speaks")


class VerdictPart(Part):
    """Whether the classifier is ready, and why."""

    outcome: Literal["ready", "not ready", "not enough data"]
    reasons: list[str]
    stops: list[str]
    bottleneck: str | None
    advice: list[str]
    requirements: list[Requirement]
    findings: list[str] = Field(description="codes of the error-level findings that stand")


class FindingPart(Part):
    """One pitfall that was looked for."""

    code: str = Field(pattern="^LW[0-9]{3}$")
    title: str
    severity: Literal["error", "warning", "note"]
    outcome: Literal["found", "clear", "not applicable", "waived"]
    sentence: str = Field(description="what was seen with its numbers; why it is clear or not applicable")
    evidence: dict[str, float | int | str | None] = Field(description="numbers that show it; null where not finite")
    why: str = Field(description="why it hurts")
    cause: str | None = Field(description="what is to blame, null where nothing is")
    remedy: str
    command: str | None = Field(description="what to run")
    of: list[str] = Field(description="classes or labels it is about, worst first; empty for all rows")
    waiver: str | None = Field(description="why the policy lets it stand")
    lesson: str = Field(description="where the lesson treats it: mode#section, as logitwise learn opens it")


class Metric(Part):
    """One number with its two-sided interval."""

    name: str
    of: str | None = Field(description="class or label, null for all rows")
    average: Share | None
    slice: str | None = Field(description="`column = value` of the slice it is of, null for all rows")
    value: Number = Field(description="null where undefined or infinite; `undefined` says why")
    low: Number
    high: Number
    level: float
    certificate: Number = Field(description="half-width of the bound on what bucketing of the scores changed")
    n: int
    method: str
    undefined: str | None
    parameter: float | None = Field(description="beta, k, prevalence or false positive rate that it depends on")
    effective_n: Number = Field(description="rows that the weighted rows are worth, null where none is weighted")
    design_effect: Number = Field(description="how many times as large groups make the variance, null without groups")


class BaselinePart(Part):
    """What doing without the model would reach."""

    name: str
    metric: str
    of: str | None
    value: Number
    chooses: str | None


class ConfusionPart(Part):
    """Truth against decision."""

    classes: list[str]
    counts: list[list[int]] | list[list[list[int]]] | None = Field(
        description="rows by truth and decision; of a multilabel head by label, truth and decision; "
        "null beyond 256 classes, where `cells` is given"
    )
    cells: list[tuple[int, int, int]] | None = Field(
        default=None, description="[truth, decision, rows] of every occupied cell, indices into `classes`"
    )


class CurvePart(Part):
    """Points of a curve, columns of equal length."""

    name: str
    of: str | None
    columns: dict[str, list[Number]]


class DecompositionPart(Part):
    """A mean loss as miscalibration - discrimination + uncertainty."""

    loss: Literal["brier", "log_loss"]
    of: str | None = Field(description="class or label, null for the top label being right")
    score: Number
    miscalibration: Number = Field(description="what recalibrating these very rows would take off; never below 0")
    discrimination: Number = Field(description="what the recalibrated probabilities save against the prior")
    uncertainty: Number = Field(description="the loss of the prior")
    beyond_chance: Number = Field(description="miscalibration less what a calibrated model shows on average")
    undefined: str | None


class RankingPart(Part):
    """How a slice stands against the rest of its column."""

    metric: str = Field(description="by which slices are ranked")
    of: str | None
    value: Number
    rest: Number = Field(description="the same of the column's other values added up")
    shrunken: Number = Field(description="drawn towards what all slices have; slices are listed by it")
    p: Number = Field(description="one-sided, of being below the rest; null where there is nothing to compare")
    adjusted_p: Number = Field(description="adjusted for all slices of all columns")
    worse: bool = Field(description="whether adjusted_p is at most 0.1, the false discovery rate")
    few_rows: bool = Field(description="fewer than 10 rows of what the metric is made of")
    correction: Literal["Benjamini-Hochberg", "Benjamini-Yekutieli"]


class SlicePart(Part):
    """One value of a column that the rows are sliced by."""

    column: str
    value: str
    rows: int
    ranking: RankingPart
    metrics: list[Metric] = Field(description="of slices beyond the 100 worst those of decisions alone")


class ReportDocument(Part):
    """A logitwise report."""

    schema_version: Literal[1]
    logitwise_version: str
    head: Literal["sigmoid", "softmax", "multilabel"]
    classes: list[str]
    positive: str | None
    threshold: Number
    thresholds: list[float] | None = Field(description="one a label where a rule gave each its own, else null")
    read_from: str
    notes: list[str]
    rows: Rows
    policy: PolicyPart
    verdict: VerdictPart
    findings: list[FindingPart] = Field(description="every pitfall that was looked for, by code")
    metrics: list[Metric]
    baselines: list[BaselinePart]
    confusion: ConfusionPart
    curves: list[CurvePart]
    slices: list[SlicePart] = Field(description="worst first; empty where the rows are sliced by no column")
    decompositions: list[DecompositionPart]
    methods: list[str]


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a report."""
    schema = ReportDocument.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """The schema as ``docs/report.schema.json`` holds it."""
    return json.dumps(json_schema(), indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
