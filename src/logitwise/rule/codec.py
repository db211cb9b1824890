"""Rule files: JSON, read strictly. Nothing in one is ever executed."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logitwise.errors import FileError, FormatError, LogitwiseError
from logitwise.head import Head
from logitwise.rule.calibrations import METHODS, Calibration, method_of
from logitwise.rule.json_values import (
    check_keys,
    list_of,
    number_of,
    numbers_of,
    numbers_or_none,
    plain,
    short,
    texts_of,
    whole_of,
)
from logitwise.rule.rows_seen import MOST_KEPT, RowsSeen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logitwise.rule.rule import Rule

FORMAT = "logitwise rule"
VERSION = 1
LARGEST_FILE = 64 << 20
KEYS = (
    "format", "version", "head", "calibrations", "shift", "thresholds", "costs", "abstain", "seen", "evidence",
    "sentences",
)  # fmt: skip
KINDS = ("sigmoid", "softmax", "multilabel")


def save_rule(rule: Rule, path: str | Path) -> None:
    """Write a rule; written beside and renamed, so never half there.

    Raises:
        FileError: the place cannot be written to.
    """
    place = Path(path)
    beside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        beside.write_text(rule_text(rule), encoding="utf-8")
        beside.replace(place)
    except OSError as error:
        raise FileError(f"{place}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            beside.unlink()


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
        "calibrations": [{"method": method_of(each)} | plain(asdict(each)) for each in rule.calibrations],
        "shift": plain(rule.shift),
        "thresholds": list(rule.thresholds),
        "costs": plain(rule.costs),
        "abstain": plain(rule.abstain),
        "seen": None if rule.seen is None else plain(asdict(rule.seen)),
        "evidence": plain(rule.evidence),
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
        if not place.is_file():
            raise FileError(f"{place}: there is no such file; a rule is made with logitwise tune")
        if place.stat().st_size > LARGEST_FILE:
            raise FormatError(f"{place}: larger than {LARGEST_FILE:,} bytes, which no rule is")
        data = place.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, LogitwiseError):
            raise
        raise FileError(f"{place}: cannot be read as a rule: {getattr(error, 'strerror', None) or error}") from error
    try:
        return rule_of(parsed(data))
    except LogitwiseError as error:
        raise FormatError(f"{place}: {error}; make it again with logitwise tune") from error


def parsed(data: bytes) -> Any:
    """JSON as plain values.

    Raises:
        FormatError: it is none, names a key twice, or is nested deeper than any rule.
    """
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_each_once)
    except RecursionError as error:
        raise FormatError("is nested deeper than any rule") from error
    except LogitwiseError:
        raise
    except ValueError as error:
        raise FormatError("is not JSON in UTF-8, or a damaged one") from error


def rule_of(given: Any) -> Rule:
    """A rule from plain values.

    Raises:
        FormatError: naming the key, what stood there and what was expected.
        OptionError: parts that do not fit each other.
    """
    from logitwise.rule.rule import Rule  # noqa: PLC0415  which knows this module

    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise FormatError("is no rule file of logitwise")
    if type(given.get("version")) is not int or given["version"] != VERSION:
        raise FormatError(f"is a rule of version {short(given.get('version'))}; this logitwise reads version {VERSION}")
    check_keys(given, KEYS, "the rule")
    return Rule(
        _head(given["head"]),
        tuple(_calibration(each) for each in list_of(given["calibrations"], "calibrations")),
        numbers_or_none(given["shift"], "shift"),
        numbers_of(given["thresholds"], "thresholds"),
        None if given["costs"] is None else tuple(numbers_of(row, "costs") for row in list_of(given["costs"], "costs")),
        _band(given["abstain"]),
        _seen(given["seen"]),
        _evidence(given["evidence"]),
        texts_of(given["sentences"], "sentences"),
    )


def _head(given: Any) -> Head:
    check_keys(given, ("kind", "classes", "positive"), "head")
    kind, positive = given["kind"], given["positive"]
    if kind not in KINDS:
        raise FormatError(f"head: kind is one of {', '.join(KINDS)}, not {short(kind)}")
    classes = texts_of(given["classes"], "head: classes")
    if not classes or len(set(classes)) < len(classes):
        raise FormatError("head: classes are different names, at least one")
    for name in classes:
        if not name.strip() or "\0" in name or any(0xD800 <= ord(c) <= 0xDFFF for c in name):
            raise FormatError(f"head: classes: {short(name)} is no name that can be read and written")
    if positive is None:
        head = Head(kind, classes)
        if head.binary:
            raise FormatError("head: positive names one of the two classes")
        return head
    if not isinstance(positive, str) or positive not in classes:
        raise FormatError(f"head: positive is {short(positive)}, which is not among classes")
    return Head(kind, classes, classes.index(positive))


def _calibration(given: Any) -> Calibration:
    method = given.get("method") if isinstance(given, dict) else None
    if not isinstance(method, str) or method not in METHODS:
        raise FormatError(f"calibrations: expected a method, one of {', '.join(METHODS)}; got {short(method)}")
    kind = METHODS[method]
    fields = kind.__dataclass_fields__
    check_keys(given, ("method", *fields), f"calibrations: {method}")
    values: dict[str, Any] = {
        name: (numbers_of if "tuple" in str(field.type) else number_of)(given[name], f"calibrations: {method}: {name}")
        for name, field in fields.items()
    }
    return kind(**values)


def _seen(given: Any) -> RowsSeen | None:
    if given is None:
        return None
    check_keys(given, tuple(RowsSeen.__dataclass_fields__), "seen")
    rows, by, digest = given["rows"], given["by"], given["digest"]
    smallest = tuple(
        whole_of(each, "seen: smallest", most=2**64 - 1) for each in list_of(given["smallest"], "seen: smallest")
    )
    if by not in ("ids", "logits", "probabilities"):
        raise FormatError(f"seen: by is ids, logits or probabilities, not {short(by)}")
    if not isinstance(digest, str) or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise FormatError("seen: digest is a SHA-256 of 64 hexadecimal digits")
    if len(smallest) > MOST_KEPT or list(smallest) != sorted(set(smallest)):
        raise FormatError(f"seen: smallest are at most {MOST_KEPT} rising whole numbers")
    repeats = number_of(given["repeats"], "seen: repeats")
    if repeats < 1:
        raise FormatError(f"seen: repeats is at least 1, not {repeats:g}")
    return RowsSeen(whole_of(rows, "seen: rows", most=2**63 - 1), by, digest, smallest, repeats)


def _band(given: Any) -> tuple[float, float] | None:
    band = numbers_or_none(given, "abstain")
    if band is None:
        return None
    if len(band) != 2:
        raise FormatError(f"abstain: expected two probabilities, got {len(band)}")
    return band[0], band[1]


def _evidence(given: Any) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise FormatError(f"evidence: expected names with values, got {short(given)}")
    return given


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise FormatError("names a key twice in one place")
    return found


def _no_constant(text: str) -> float:
    raise FormatError(f"holds {text}, which is no number")
