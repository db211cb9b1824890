"""The JSON Schema of rule files, from the calibrations and the keys that the codec reads.

``python -m logitwise.rule.schema > docs/rule.schema.json`` writes it anew. What a schema cannot say (as many parts as
the head has outputs, knots that rise) the codec checks.
"""

from __future__ import annotations

import json
import sys
from typing import Any, Final

from logitwise.rule.calibrations import METHODS
from logitwise.rule.codec import FORMAT, KEYS, KINDS, VERSION
from logitwise.rule.rows_seen import MOST_KEPT

NUMBER: Final = {"type": "number"}
NUMBERS: Final = {"type": "array", "items": NUMBER}
TEXTS: Final = {"type": "array", "items": {"type": "string"}}
INSIDE: Final = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}
SHARE: Final = {"type": "number", "minimum": 0, "maximum": 1}
ABOVE_0: Final = {"type": "number", "exclusiveMinimum": 0}
NARROWER: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("temperature", "temperature"): ABOVE_0,
    ("affine", "slope"): ABOVE_0,
    ("beta", "a"): {"type": "number", "minimum": 0},
    ("beta", "b"): {"type": "number", "minimum": 0},
    ("isotonic", "scores"): {"type": "array", "items": SHARE, "minItems": 1},
    ("isotonic", "values"): {"type": "array", "items": INSIDE, "minItems": 1},
    ("bias", "temperature"): ABOVE_0,
    ("vector", "scales"): {"type": "array", "items": ABOVE_0},
}
"""Numbers of a calibration that are more than finite, by method and name."""


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a rule file."""
    properties = {name: PROPERTIES[name] | {"description": DESCRIPTIONS[name]} for name in KEYS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rule",
        "description": "What is done to a classifier's outputs before anybody acts on them.",
        **_closed(properties),
    }


def schema_text() -> str:
    """The schema as ``docs/rule.schema.json`` holds it."""
    return json.dumps(json_schema(), indent=2) + "\n"


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    """An object of these keys, all of them and no other."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _calibration(method: str) -> dict[str, Any]:
    fields = METHODS[method].__dataclass_fields__
    plain = {name: NUMBERS if "tuple" in str(field.type) else NUMBER for name, field in fields.items()}
    numbers = {name: NARROWER.get((method, name), schema) for name, schema in plain.items()}
    return _closed({"method": {"const": method}, **numbers})


_HEAD: Final = _closed(
    {
        "kind": {"enum": list(KINDS)},
        "classes": {**TEXTS, "minItems": 1, "uniqueItems": True},
        "positive": {"type": ["string", "null"]},
    }
)
_SEEN: Final = _closed(
    {
        "rows": {"type": "integer", "minimum": 0},
        "by": {"enum": ["ids", "logits", "probabilities"]},
        "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "smallest": {"type": "array", "items": {"type": "integer", "minimum": 0}, "maxItems": MOST_KEPT},
        "repeats": {"type": "number", "minimum": 1},
    }
)
PROPERTIES: Final[dict[str, dict[str, Any]]] = {
    "format": {"const": FORMAT},
    "version": {"const": VERSION},
    "head": _HEAD,
    "calibrations": {"type": "array", "minItems": 1, "items": {"anyOf": [_calibration(name) for name in METHODS]}},
    "shift": _or_null(NUMBERS),
    "thresholds": {"type": "array", "items": INSIDE},
    "costs": _or_null({"type": "array", "items": NUMBERS}),
    "abstain": _or_null({"type": "array", "items": SHARE, "minItems": 2, "maxItems": 2}),
    "seen": _or_null(_SEEN),
    "evidence": {"type": "object"},
    "sentences": TEXTS,
}
DESCRIPTIONS: Final[dict[str, str]] = {
    "format": "what this file is",
    "version": "raised when a key changes its meaning",
    "head": "the outputs that the rule is for: kind, classes in their order, and the positive one of two",
    "calibrations": "what turns logits into logits that can be believed: one, of a multilabel head one a label",
    "shift": "added to calibrated logits for the prior in use: one number for two classes, else one a class or label",
    "thresholds": "on the recalibrated probability, with >=: one for two classes, one a label; none for more classes",
    "costs": "of more classes, truth by decision: the class that costs least in expectation is decided",
    "abstain": "of two classes: rows from the first probability up to below the second are not decided",
    "seen": "fingerprint of the rows that tuned the rule",
    "evidence": "how the rule came about; nothing reads it",
    "sentences": "the same for people",
}


if __name__ == "__main__":
    sys.stdout.write(schema_text())
