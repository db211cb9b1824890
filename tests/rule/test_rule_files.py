"""Rule files: exact to the bit, and refused in one sentence when they are anything else."""

from __future__ import annotations

import json
import random
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import logitwise as lw
from logitwise.errors import FileError, FormatError, LogitwiseError
from logitwise.head import Head
from logitwise.rule import Affine, Beta, Biased, Identity, Isotonic, RowsSeen, Rule, Temperature, Vector, load_rule
from logitwise.rule.codec import document, parsed, rule_of, rule_text
from logitwise.rule.schema import json_schema, schema_text

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "rule.schema.json"
TWO, THREE = Head("sigmoid", ("no", "yes")), Head("softmax", ("a", "b", "ü\u202e"))
SEEN = RowsSeen(1_000, "ids", "0" * 64, (1, 5, 2**64 - 1), 1.25)
RULES = (
    Rule(TWO, (Affine(1 / 3, -0.1),), shift=(0.1,), thresholds=(0.07,), abstain=(0.05, 0.2), seen=SEEN),
    Rule(
        TWO, (Beta(0.1, 1e-300, -5e-324),), thresholds=(1 - 2**-53,), evidence={"gain": [0.1, None]}, sentences=("A.",)
    ),
    Rule(TWO, (Isotonic((0.0, 0.1, 1.0), (1e-9, 1 / 3, 1 - 1e-9)),), thresholds=(0.5,)),
    Rule(Head("softmax", ("yes", "no"), 0), (Temperature(1.7976931348623157e308),), thresholds=(0.5,)),
    Rule(THREE, (Biased(1.1, (0.1, 0.2, 0.3)),), shift=(0.0, 1.0, -1.0), costs=((0.0, 1.0, 2.0),) * 3),
    Rule(THREE, (Vector((1.0, 2.0, 3.0), (0.1, 0.2, 0.3)),)),
    Rule(Head("multilabel", ("x", "y")), (Identity(), Temperature(2.0)), thresholds=(0.1, 0.9)),
)


@pytest.mark.parametrize("name", [" ", "a\0b", "\ud800"])
def test_a_class_name_that_no_file_can_hold_is_refused(name, tmp_path):
    rule = Rule(Head("sigmoid", ("no", name)), (Identity(),), thresholds=(0.5,))
    (tmp_path / "rule.json").write_text(rule_text(rule))
    with pytest.raises(FormatError, match="no name that can be read and written"):
        load_rule(tmp_path / "rule.json")


@pytest.mark.parametrize("rule", RULES)
def test_what_is_loaded_is_what_was_saved_to_the_bit(rule, tmp_path):
    rule.save(tmp_path / "rule.json")
    assert load_rule(tmp_path / "rule.json") == rule
    assert rule_text(load_rule(tmp_path / "rule.json")) == rule_text(rule)


@given(st.lists(st.floats(1e-300, 1e300), min_size=2, max_size=2), st.floats(1e-12, 1 - 1e-12))
def test_every_number_survives(numbers, threshold):
    rule = Rule(TWO, (Affine(numbers[0], -numbers[1]),), thresholds=(threshold,))
    assert rule_of(json.loads(rule_text(rule))) == rule


def test_numpys_numbers_are_numbers_and_what_is_undefined_is_null():
    rule = Rule(
        TWO, (Affine(np.float64(0.5), np.float32(0.25)),), thresholds=(0.5,), evidence={"n": np.int64(3), "x": np.nan}
    )
    assert document(rule)["calibrations"] == [{"method": "affine", "slope": 0.5, "intercept": 0.25}]
    assert json.loads(rule_text(rule))["evidence"] == {"n": 3, "x": None}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_fits_the_published_schema(rule):
    jsonschema.validate(json.loads(rule_text(rule)), json_schema())


def test_the_published_schema_is_the_one_of_the_code():
    assert PUBLISHED.read_text() == schema_text(), "python -m logitwise.rule.schema > docs/rule.schema.json"


def changed(index=0, **changes):
    return document(RULES[index]) | changes


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "no rule file"),
        ({"format": "logitwise tally"}, "no rule file"),
        (changed(version=2), "is a rule of version 2; this logitwise reads version 1"),
        (changed(version=True), "version True"),
        (changed(version=1.0), "version 1.0"),
        ({k: v for k, v in changed().items() if k != "shift"}, "'shift' is missing"),
        (changed(bonus=1), "'bonus' is unknown"),
        (changed(head=None), "head: expected kind, classes, positive; got nothing"),
        (changed(head={"kind": ["sigmoid"], "classes": [], "positive": None}), "head: kind"),
        (changed(head={"kind": "sigmoid", "classes": "ab", "positive": "a"}), "head: classes: expected a list"),
        (changed(head={"kind": "sigmoid", "classes": ["a", 1], "positive": "a"}), "expected text, got 1"),
        (changed(head={"kind": "sigmoid", "classes": ["a", "a"], "positive": "a"}), "different names"),
        (changed(head={"kind": "sigmoid", "classes": ["a", "b", "c"], "positive": "a"}), "two classes, 3 were named"),
        (changed(head={"kind": "sigmoid", "classes": ["a", "b"], "positive": None}), "positive names one of the two"),
        (changed(head={"kind": "sigmoid", "classes": ["a", "b"], "positive": ["a"]}), "not among classes"),
        (changed(calibrations=[{"method": ["affine"]}]), "expected a method"),
        (changed(calibrations=[{"method": "eval"}]), "expected a method, one of none, temperature"),
        (changed(calibrations=[{"method": "affine", "slope": 1}]), "calibrations: affine: 'intercept' is missing"),
        (changed(calibrations=[{"method": "affine", "slope": 1, "intercept": "0"}]), "intercept: expected a finite"),
        (changed(calibrations=[{"method": "affine", "slope": 10**400, "intercept": 0}]), "slope: expected a finite"),
        (changed(calibrations=[{"method": "affine", "slope": True, "intercept": 0}]), "got True"),
        (changed(calibrations=[{"method": "affine", "slope": -1, "intercept": 0}]), "slope is above 0"),
        (changed(calibrations={}), "calibrations: expected a list"),
        (changed(shift=[None]), "shift: expected a finite number, got nothing"),
        (changed(thresholds=[0]), "thresholds are probabilities"),
        (changed(thresholds=0.5), "thresholds: expected a list, got 0.5"),
        (changed(costs=[[1]]), "costs are of a softmax"),
        (changed(abstain=[0.1]), "abstain: expected two probabilities"),
        (changed(seen={}), "seen: 'rows' is missing"),
        (changed(seen=document(RULES[0])["seen"] | {"rows": "3"}), "seen: rows: expected a whole number"),
        (changed(seen=document(RULES[0])["seen"] | {"digest": "x" * 64}), "SHA-256"),
        (changed(seen=document(RULES[0])["seen"] | {"smallest": [2, 1]}), "rising whole numbers"),
        (changed(seen=document(RULES[0])["seen"] | {"smallest": [2**64]}), "whole number"),
        (changed(seen=document(RULES[0])["seen"] | {"repeats": 0.5}), "repeats is at least 1"),
        (changed(seen=document(RULES[0])["seen"] | {"by": "luck"}), "ids, logits or probabilities"),
        (changed(evidence=[]), "evidence: expected names with values"),
        (changed(sentences=[1]), "sentences: expected text"),
        (changed(4, costs=[[0, 1], [1, 0]]), "costs are 3 by 3"),
    ],
)
def test_what_is_no_rule_is_refused_by_its_key(given, words, tmp_path):
    place = tmp_path / "rule.json"
    place.write_text(json.dumps(given))
    with pytest.raises(FormatError, match=words) as refused:
        load_rule(place)
    assert str(refused.value).startswith(f"{place}: ")
    assert str(refused.value).endswith("make it again with logitwise tune")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON in UTF-8"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"a":' * 100_000, "nested deeper"),
        (b'{"format": "logitwise rule", "format": "logitwise rule"}', "names a key twice"),
        (b'{"format": NaN}', "holds NaN"),
        (b'{"format": -Infinity}', "holds -Infinity"),
        (b'{"version": ' + b"9" * 10_000 + b"}", "not JSON"),
        (rule_text(RULES[0]).replace("0.07", "1e999").encode(), "thresholds: expected a finite number"),
        (rule_text(RULES[0]).encode() + b" x", "not JSON"),
    ],
)
def test_damaged_text_is_refused(data, words, tmp_path):
    (tmp_path / "rule.json").write_bytes(data)
    with pytest.raises(FormatError, match=words):
        load_rule(tmp_path / "rule.json")


def test_files_that_are_none_are_refused(tmp_path):
    for place in (tmp_path, tmp_path / "absent.json", "a\0b"):
        with pytest.raises(FileError):
            load_rule(place)


def test_a_file_larger_than_any_rule_is_not_read(tmp_path):
    with (tmp_path / "rule.json").open("wb") as stream:
        stream.truncate((64 << 20) + 1)
    with pytest.raises(FormatError, match="larger than"):
        load_rule(tmp_path / "rule.json")


def test_saving_leaves_the_rule_alone_and_nothing_beside_it(tmp_path):
    RULES[0].save(tmp_path / "rule.json")
    assert [each.name for each in tmp_path.iterdir()] == ["rule.json"]
    with pytest.raises(FileError, match="cannot be written"):
        RULES[0].save(tmp_path / "absent" / "rule.json")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file with some bytes changed, cut, doubled or swapped for other words of the format."""
    words = [b"null", b"-1", b"1e400", b"[]", b"{}", b'"x"', b"true", b"NaN", b"0", b'"beta"', b"[[", b"9" * 30]
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(data) + 1), chance.choice([0, 1, 2, 8, 40])
        piece = chance.choice([b"", bytes([chance.randrange(256)]), chance.choice(words), data[at : at + 20] * 2])
        data = data[:at] + piece + data[at + length :]
    return data


def test_no_damage_gives_anything_but_a_rule_or_a_refusal():
    chance = random.Random(0)  # noqa: S311  the same damage every time
    texts = [rule_text(rule).encode() for rule in RULES]
    refused = 0
    for _ in range(4_000):
        try:
            rule = rule_of(parsed(mutated(chance.choice(texts), chance)))
        except LogitwiseError as error:
            refused += 1
            assert "\n" not in str(error)  # noqa: PT017  either outcome will do
            continue
        assert rule_of(parsed(rule_text(rule).encode())) == rule
    assert refused > 3_000


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(range(len(RULES))), st.sampled_from(list(document(RULES[0]))), VALUES)
def test_any_value_under_any_key_is_read_or_refused(index, key, value):
    try:
        rule_of(document(RULES[index]) | {key: value})
    except LogitwiseError as error:
        assert str(error)  # noqa: PT017  either outcome will do


def test_the_public_face_loads_rules(tmp_path):
    RULES[0].save(tmp_path / "rule.json")
    assert isinstance(lw.load_rule(tmp_path / "rule.json"), lw.Rule)
