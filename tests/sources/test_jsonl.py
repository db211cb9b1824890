"""JSON Lines are read strictly, and a message names the data row and the line of the file."""

from __future__ import annotations

import json

import numpy as np
import pytest

from logitwise.errors import (
    ColumnError,
    EmptyError,
    FormatError,
    InputError,
    LabelError,
    LimitError,
    ScoreError,
    ShapeError,
)
from logitwise.sources import Limits, json_lines, open_table

GOOD = '{"label": 1, "p": 0.5}\n'


def only(file, **said):
    (batch,) = open_table(file, **said).batches()
    return batch


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("", EmptyError, "empty"),  # each message names data row and line of the file
        ("\n \r\n\n", EmptyError, "no rows: all its lines are blank"),
        ("{}\n", FormatError, "has no keys"),
        (GOOD + '{"label": 1, "p": NaN}', FormatError, r"row 2 \(line 2\) holds NaN, which is no JSON"),
        (GOOD + '\n\n{"label": 1, "p": -Infinity}', FormatError, r"row 2 \(line 4\) holds -Infinity"),
        (GOOD + '{"label": 1, "label": 0, "p": 1}', FormatError, r"row 2 \(line 2\) holds the key label twice"),
        (GOOD + '{"label": 1, "p": {"a": 1, "a": 2}}', FormatError, r"holds the key a twice"),
        (GOOD + '{"label": 1}', ColumnError, r"row 2 \(line 2\) lacks the key p"),
        (GOOD + "{}", ColumnError, r"row 2 \(line 2\) lacks the key label"),
        (GOOD + '{"label": 1, "p": 0.5, "q": 1}', ColumnError, r"row 2 \(line 2\) has the key q"),
        (GOOD + "[1, 0.5]", FormatError, r"row 2 \(line 2\) holds a list; one JSON object a line"),
        (GOOD + GOOD.strip() + " " + GOOD, FormatError, r"row 2 \(line 2\) holds something after its first value"),
        ("[\n" + GOOD, FormatError, r"row 1 \(line 1\) is no JSON.*a JSON array was found"),
        (GOOD + '{"label": 1, "p"', FormatError, r"row 2 \(line 2\) is no JSON from character"),
        (GOOD + '{"label": 01, "p": 0.5}', FormatError, r"row 2 \(line 2\) is no JSON"),
        (GOOD + "{'label': 1, 'p': 0.5}", FormatError, r"row 2 \(line 2\) is no JSON"),
        (GOOD + '{"label": 1, "p": ' + "9" * 5000 + "}", FormatError, r"row 2 \(line 2\) holds a whole number of th"),
        (GOOD + '{"label": "a", "p": 0.5}', FormatError, r"text at row 2 \(line 2\), column label, .* numbers"),
        (GOOD + '{"label": true, "p": 0.5}', FormatError, r"a truth value at row 2 \(line 2\), column label"),
        (GOOD + '{"label": 1, "p": {"a": 1}}', FormatError, r"an object at row 2 \(line 2\), column p"),
        ('{"label": 1, "p": {"a": 1}}', FormatError, r"an object at row 1 \(line 1\), column p"),
        ('{"label": "\\ud800", "p": 1}', FormatError, r"row 1 \(line 1\), column label, holds half of a surrogate"),
        (GOOD + '{"label": 1, "p": null}', ScoreError, r"null at row 2 \(line 2\), column p"),
        (GOOD + '{"label": 1, "p": 1e400}', ScoreError, r"too large for float64 at row 2 \(line 2\), column p"),
        (GOOD + '{"label": null, "p": 0.5}', LabelError, r"row 2 \(line 2\) is missing"),
        ('{"y": 1, "logits": [1, 2]}\n{"y": 1, "logits": [1]}', ShapeError, r"row 2 \(line 2\) of column logits"),
        ('{"y": 1, "logits": [1, 2]}\n{"y": 1, "logits": [1, "a"]}', FormatError, r"list at row 2 \(line 2\)"),
        ('{"y": 1, "logits": [1, 2]}\n{"y": 1, "logits": [1, null]}', ScoreError, r"null at row 2 \(line 2\)"),
        (GOOD.encode() + b'{"label": 1, "p\xff": 0.5}', FormatError, r"row 2 \(line 2\) is not UTF-8 \(byte 16"),
        (GOOD.encode("utf-16-le"), FormatError, r"row 1 \(line 1\)"),
    ],
)  # fmt: skip
def test_what_is_refused(folder, text, error, message):
    with pytest.raises(error, match=message):
        list(open_table(folder.csv(text, "t.jsonl")).batches())


def test_blank_lines_are_passed_over_and_a_byte_order_mark_is_no_part_of_a_key(folder):
    file = folder.csv(b"\xef\xbb\xbf" + b'{"label": 1, "p": 0.5}\r\n\r\n  {"p": 0.25, "label": 0}  ', "t.jsonl")
    assert (only(file).labels.tolist(), only(file).scores.tolist()) == ([1, 0], [0.5, 0.25])


@pytest.mark.parametrize("opened", ['{"a":', "["])
def test_nesting_up_to_the_limit_is_read_and_beyond_it_refused(folder, opened):
    closed = {"[": "]", '{"a":': "}"}[opened]
    lines = [f'{{"label": 1, "p": 0.5, "x": {opened * n}1{closed * n}}}' for n in (63, 64)]
    assert len(only(folder.jsonl(lines[0])).labels) == 1
    with pytest.raises(LimitError, match=r"row 1 \(line 1\) is nested 65 deep; the limit 'nesting' is 64"):
        open_table(folder.jsonl(lines[1]))
    assert len(only(folder.jsonl(lines[1]), limits=Limits(nesting=65)).labels) == 1


def test_brackets_in_text_and_side_by_side_are_no_nesting(folder):
    row = {"label": 1, "p": 0.5, "note": "[" * 200 + '\\"{', "pairs": [[1]] * 200}
    assert len(only(folder.jsonl(row, row)).labels) == 2


def test_nesting_beyond_what_python_can_follow_is_refused_too(folder):
    with pytest.raises(LimitError, match="too deeply; the limit 'nesting' is set too high"):
        open_table(folder.jsonl('{"a":' * 100_000), limits=Limits(nesting=10**6))


def test_a_line_and_a_text_beyond_their_limits_are_refused(folder):
    file = folder.jsonl(GOOD.strip(), {"label": 0, "p": 0.5}, {"label": 0, "p": 0.123456789})
    with pytest.raises(LimitError, match=r"line 3 is longer than the limit 'line' of 25"):
        list(open_table(file, limits=Limits(line=25)).batches())
    file = folder.jsonl({"label": "a", "p_a": 1, "p_bb": 0}, {"label": "bb", "p_a": 1, "p_bb": 0})
    with pytest.raises(LimitError, match=r"2 characters at row 2 \(line 2\), column label; the limit 'field' is 1"):
        list(open_table(file, limits=Limits(field=1)).batches())


def test_whole_numbers_and_decimals_mix_in_a_column_of_scores(folder):
    assert only(folder.jsonl('{"y": 1, "logit": 2}', '{"y": 0, "logit": -0.5}')).scores.tolist() == [2.0, -0.5]


def test_text_truth_values_and_one_hot_lists_are_labels(folder):
    rows = [{"p_a": 0.25, "p_b": 0.75, "label": x} for x in ("b", "a")]
    assert only(folder.jsonl(*rows)).labels.tolist() == [1, 0]
    assert only(folder.jsonl('{"label": true, "p": 0.5}', '{"label": false, "p": 0.5}')).labels.tolist() == [1, 0]
    vectors = [{"label": x, "logits": [1, 2.5, 3]} for x in ([0, 1, 0], [1, 0, 0])]
    assert only(folder.jsonl(*vectors)).labels.tolist() == [1, 0]


def test_what_is_read_is_what_the_json_module_reads(folder, monkeypatch):
    monkeypatch.setattr(json_lines.Lines.blocks, "__defaults__", (1000,))
    rng = np.random.default_rng(5)
    p = rng.random(2000) ** 9 * 10.0 ** rng.integers(-300, 1, 2000)
    rows = [{"label": int(v > 0.5), "p": float(v)} for v in p]
    file = folder.jsonl(*(("\n" if i % 7 == 0 else "") + json.dumps(row) for i, row in enumerate(rows)))
    batches = list(open_table(file).batches())
    scores = np.concatenate([b.scores for b in batches])
    assert len(batches) > 50
    assert scores.tolist() == p.tolist()


def test_a_fault_in_a_later_block_keeps_its_row_and_line(folder, monkeypatch):
    monkeypatch.setattr(json_lines.Lines.blocks, "__defaults__", (100,))
    for wrong in ('{"label": 1, "p": 7}', '{"label": 1, "p": oops}', '{"label": 1}'):
        lines = [*[GOOD.strip()] * 40, "", "", *[GOOD.strip()] * 40, wrong, GOOD.strip()]
        with pytest.raises(InputError, match=r"row 81 \(line 83\)"):
            list(open_table(folder.jsonl(*lines)).batches())
