"""The JSON report and its schema."""

from __future__ import annotations

import json
import math
from pathlib import Path

import jsonschema
import pytest

from logitwise.report.json_document import MOST_DENSE, json_text
from logitwise.report.schema import ReportDocument, json_schema, schema_text

from . import reports

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "report.schema.json"
KEYS_OF_A_METRIC = {
    "name", "of", "average", "slice", "value", "low", "high", "level", "certificate", "n", "method", "undefined",
    "parameter", "effective_n", "design_effect",
}  # fmt: skip


def refuse(constant):
    pytest.fail(f"{constant} is no JSON")


@pytest.mark.parametrize("name", reports.everyone())
def test_every_report_fits_the_published_schema_and_the_model(name):
    text = json_text(reports.everyone()[name])
    jsonschema.validate(json.loads(text, parse_constant=refuse), json_schema())
    ReportDocument.model_validate_json(text)


def test_the_published_schema_is_the_one_of_the_model():
    assert PUBLISHED.read_text() == schema_text(), "python -m logitwise.report.schema > docs/report.schema.json"


def test_the_keys_are_those_that_were_promised():
    document = reports.of_binary().to_dict()
    promised = {
        "schema_version", "logitwise_version", "head", "classes", "positive", "threshold", "thresholds", "read_from",
        "rows", "verdict", "metrics", "confusion", "curves", "methods",
    }  # fmt: skip
    assert promised <= document.keys()
    assert {"used", "rejected"} == document["rows"].keys()
    assert {"outcome", "reasons", "requirements"} <= document["verdict"].keys()
    assert all(metric.keys() == KEYS_OF_A_METRIC for metric in document["metrics"])
    assert {"classes", "counts"} <= document["confusion"].keys()


def test_accuracy_is_of_no_class_and_no_average():
    (accuracy,) = [m for m in reports.of_softmax().to_dict()["metrics"] if m["name"] == "accuracy"]
    assert (accuracy["of"], accuracy["average"]) == (None, None)


def test_what_is_infinite_or_undefined_is_null_with_its_reason():
    metrics = {m["name"]: m for m in reports.everyone()["infinite loss"].to_dict()["metrics"] if m["average"] is None}
    assert metrics["log_loss"]["value"] is None
    assert "infinite" in metrics["log_loss"]["undefined"]
    undefined = [m for m in reports.everyone()["absent class"].to_dict()["metrics"] if m["value"] is None]
    assert undefined
    assert all(m["undefined"] for m in undefined)


@pytest.mark.parametrize("name", reports.everyone())
def test_no_number_is_nan_or_infinite(name):
    def numbers(value):
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return [n for each in value for n in numbers(each)]
        return [value] if isinstance(value, float) else []

    assert all(map(math.isfinite, numbers(reports.everyone()[name].to_dict())))


def test_class_names_are_kept_as_they_are():
    document = json.loads(json_text(reports.of_softmax(6, names=reports.HOSTILE)))
    assert document["classes"] == list(reports.HOSTILE)
    assert document["confusion"]["classes"] == list(reports.HOSTILE)


def test_the_text_is_ascii_so_that_no_terminal_is_driven_by_it():
    text = json_text(reports.of_softmax(6, names=reports.HOSTILE))
    assert text.isascii()
    assert text.replace("\n", "").isprintable()


def test_many_classes_have_their_confusion_as_occupied_cells():
    classes = MOST_DENSE + 1
    counts = [[0] * classes for _ in range(classes)]
    counts[3][3], counts[3][200] = 7, 2
    confusion = reports.of_matrix(counts, names=[str(k) for k in range(classes)]).to_dict()["confusion"]
    assert confusion["counts"] is None
    assert confusion["cells"] == [[3, 3, 7], [3, 200, 2]]


def test_the_text_reads_back_as_the_document():
    report = reports.of_softmax()
    assert json.loads(json_text(report)) == report.to_dict()


@pytest.mark.parametrize(
    ("labels", "outputs"),
    [
        ([0, 1] * 50, {"probabilities": [0.0, 1.0] * 50}),
        ([0, 1, 2] * 10, {"logits": [[1e308, 0.0, -1e308]] * 30}),
        ([1], {"logits": [0.3]}),
    ],
)
def test_whatever_is_null_has_its_reason(labels, outputs):
    import logitwise as lw

    for metric in lw.evaluate(labels, **outputs, policy="baseline").to_dict()["metrics"]:
        if None in (metric["value"], metric["low"], metric["high"]):
            assert metric["undefined"], metric
