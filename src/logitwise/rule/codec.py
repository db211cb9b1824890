"""Rule files: JSON, read strictly. Nothing in one is ever executed."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logitwise.errors import FileError, FormatError, LogitwiseError
from logitwise.head import Head
from logitwise.rule.calibrations import METHODS, Calibration, Isotonic, method_of
from logitwise.rule.rows_seen import RowsSeen

if TYPE_CHECKING:
    from logitwise.rule.rule import Rule

FORMAT = "logitwise rule"
VERSION = 1
LARGEST_FILE = 64 << 20


def save_rule(rule: Rule, path: str | Path) -> None:
    """Write a rule; written beside and renamed, so never half there."""
    place = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(rule_text(rule))
        os.replace(name, place)  # noqa: PTH105  of names, not of paths
    except OSError as error:
        raise FileError(f"{place}: cannot be written: {error.strerror}") from error


def rule_text(rule: Rule) -> str:
    """The rule as JSON."""
    return json.dumps(document(rule), indent=1, allow_nan=False) + "\n"


def document(rule: Rule) -> dict[str, Any]:
    """The rule as plain values; ``docs/rule.schema.json`` says what each key holds."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "head": {
            "kind": rule.head.kind,
            "classes": list(rule.head.classes),
            "positive": rule.head.positive_class,
        },
        "calibrations": [{"method": method_of(each)} | _listed(asdict(each)) for each in rule.calibrations],
        "shift": None if rule.shift is None else list(rule.shift),
        "thresholds": list(rule.thresholds),
        "costs": None if rule.costs is None else [list(row) for row in rule.costs],
        "abstain": None if rule.abstain is None else list(rule.abstain),
        "seen": None if rule.seen is None else _listed(asdict(rule.seen)),
        "evidence": dict(rule.evidence),
        "sentences": list(rule.sentences),
    }


def load_rule(path: str | Path) -> Rule:
    """A rule from its file.

    Raises:
        FileError: there is no such file.
        FormatError: it is no rule, of another version, or damaged; the message names the key.
    """
    place = Path(path)
    try:
        if place.stat().st_size > LARGEST_FILE:
            raise FormatError(f"{place}: larger than {LARGEST_FILE:,} bytes, which no rule is")
        text = place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise FileError(f"{place}: cannot be read as a rule: {why}") from error
    try:
        return rule_of(json.loads(text, parse_constant=_no_constant))
    except (ValueError, RecursionError, LogitwiseError) as error:
        raise FormatError(f"{place}: {error}; make it again with logitwise tune") from error


def rule_of(given: Any) -> Rule:
    """A rule from plain values.

    Raises:
        FormatError: naming the key, what stood there and what was expected.
    """
    from logitwise.rule.rule import Rule  # noqa: PLC0415  which knows this module

    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise FormatError("is no rule file of logitwise")
    if given.get("version") != VERSION:
        raise FormatError(f"is a rule of version {given.get('version')!r}; this logitwise reads version {VERSION}")
    head = _head(given.get("head"))
    rule = Rule(
        head,
        tuple(_calibration(each) for each in _list(given, "calibrations")),
        _numbers_or_none(given, "shift"),
        _numbers(_list(given, "thresholds"), "thresholds"),
        None if given.get("costs") is None else tuple(_numbers(row, "costs") for row in _list(given, "costs")),
        _band(given),
        _seen(given.get("seen")),
        given.get("evidence") or {},
        tuple(str(each) for each in given.get("sentences") or ()),
    )
    _check_widths(rule)
    return rule


def _check_widths(rule: Rule) -> None:
    """As many parts as the head has outputs, and thresholds that are probabilities."""
    head = rule.head
    outputs = len(head.classes)
    per_output = {"multilabel": outputs}.get(head.kind, 1)
    wanted = {
        "calibrations": (len(rule.calibrations), per_output),
        "thresholds": (len(rule.thresholds), 0 if head.kind == "softmax" and not head.binary else per_output),
    }
    if rule.shift is not None:
        wanted["shift"] = (len(rule.shift), 1 if head.binary else outputs)
    if rule.costs is not None:
        wanted["costs"] = (len(rule.costs), outputs)
    for name, (found, expected) in wanted.items():
        if found != expected:
            raise FormatError(f"{name} has {found} entries, a {head.kind} of {outputs} classes needs {expected}")
    if rule.costs is not None and any(len(row) != outputs for row in rule.costs):
        raise FormatError(f"costs is not {outputs} by {outputs}")
    if not all(0 < t < 1 for t in rule.thresholds):
        raise FormatError("thresholds are probabilities between 0 and 1")
    for each in rule.calibrations:
        sizes = {len(value) for value in asdict(each).values() if isinstance(value, tuple)}
        if sizes and not isinstance(each, Isotonic) and sizes != {outputs}:
            raise FormatError(f"{method_of(each)} needs {outputs} numbers, one a class")


def _head(given: Any) -> Head:
    if not isinstance(given, dict) or given.get("kind") not in ("sigmoid", "softmax", "multilabel"):
        raise FormatError("head: expected kind, classes and positive")
    classes = given.get("classes")
    if not isinstance(classes, list) or not all(isinstance(name, str) for name in classes):
        raise FormatError("head: classes are names")
    positive = given.get("positive")
    if positive is not None and positive not in classes:
        raise FormatError(f"head: positive is {positive!r}, which is not among classes")
    return Head(given["kind"], tuple(classes), None if positive is None else classes.index(positive))


def _calibration(given: Any) -> Calibration:
    if not isinstance(given, dict) or given.get("method") not in METHODS:
        raise FormatError(f"calibrations: expected a method, one of {', '.join(METHODS)}")
    kind = METHODS[given["method"]]
    names = list(kind.__dataclass_fields__)
    if sorted(given) != sorted(["method", *names]):
        raise FormatError(f"calibrations: {given['method']} has {', '.join(names) or 'no numbers'}")
    values = {n: _numbers(given[n], n) if isinstance(given[n], list) else _number(given[n], n) for n in names}
    made = kind(**values)
    positive = [values[n] for n in ("temperature", "slope") if n in values]
    if any(not isinstance(v, float) or v <= 0 for v in positive):
        raise FormatError(f"calibrations: {given['method']} needs a number above 0")
    if isinstance(made, Isotonic):
        _check_knots(made)
    return made


def _check_knots(curve: Isotonic) -> None:
    pairs = list(zip(curve.scores, curve.values, strict=False))
    rising = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(pairs))
    inside = all(0 <= x <= 1 and 0 < y < 1 for x, y in pairs)
    if len(curve.scores) != len(curve.values) or not pairs or not rising or not inside:
        raise FormatError("calibrations: isotonic needs rising scores with values between 0 and 1 that never fall")


def _seen(given: Any) -> RowsSeen | None:
    if given is None:
        return None
    try:
        return RowsSeen(
            int(given["rows"]), given["by"], str(given["digest"]), tuple(map(int, given["smallest"])),
            float(given["repeats"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError("seen: expected rows, by, digest, smallest and repeats") from error


def _band(given: dict[str, Any]) -> tuple[float, float] | None:
    band = _numbers_or_none(given, "abstain")
    if band is None:
        return None
    if len(band) != 2 or not 0 <= band[0] <= band[1] <= 1:
        raise FormatError("abstain: expected two probabilities, the smaller first")
    return band[0], band[1]


def _list(given: dict[str, Any], name: str) -> list[Any]:
    value = given.get(name)
    if not isinstance(value, list):
        raise FormatError(f"{name}: expected a list, got {type(value).__name__}")
    return value


def _numbers_or_none(given: dict[str, Any], name: str) -> tuple[float, ...] | None:
    return None if given.get(name) is None else _numbers(_list(given, name), name)


def _numbers(given: Any, name: str) -> tuple[float, ...]:
    if not isinstance(given, list):
        raise FormatError(f"{name}: expected a list of numbers, got {type(given).__name__}")
    return tuple(_number(each, name) for each in given)


def _number(given: Any, name: str) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not isfinite(given):
        raise FormatError(f"{name}: expected a finite number, got {given!r}")
    return float(given)


def _listed(values: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _no_constant(text: str) -> float:
    raise FormatError(f"holds {text}, which is no number")
