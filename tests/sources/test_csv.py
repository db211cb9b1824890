"""CSV is read strictly, and a message names the data row and the line of the file."""

from __future__ import annotations

import numpy as np
import pytest

from logitwise.errors import ColumnError, EmptyError, FormatError, LabelError, LimitError, ScoreError
from logitwise.sources import Limits, open_table


def only(file, **said):
    (batch,) = open_table(file, **said).batches()
    return batch


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("", EmptyError, "empty"),
        ("label,p\n", EmptyError, "no rows"),
        ("label;p\n1;0,5\n", FormatError, "separator seems to be a semicolon"),
        ("label\tp\n1\t0.5\n", FormatError, "separator seems to be a tab"),
        (b"\xff\xfe" + "label,p\n1,0.5\n".encode("utf-16-le"), FormatError, "UTF-8"),
        ("label,p\n1,0.5\n".encode("utf-16-le"), FormatError, "UTF-8"),
        ("label,p_\u00e9\n1,0.5\n".encode("latin-1"), FormatError, "UTF-8"),
        (b"label,p\n\xe9,0.5\n", FormatError, "UTF-8"),
        (b"\x1f\x8b\x08\x00abc", FormatError, "gzip"),
        ("label,p\n1,0.5,3\n", FormatError, r"row 1 \(line 2\) has 3 fields, the header has 2"),
        ('label,p,note\n1,0.5,"a\nb"\n\n0,0.5\n', FormatError, r"row 2 \(line 5\) has 2 fields"),
        ('label,p\n1,"1,234.5"\n', FormatError, r"'1,234.5' at row 1 \(line 2\), column p"),
        ("label,p\n1,5 %\n", FormatError, "'5 %'"),
        ('label,p,note\n1,0.5,"a\n0,0.5,b\n', FormatError, "starts in line 2 is never closed"),
        ("label,p,p\n1,0.2,0.8\n", ColumnError, "p is there twice"),
        ("label,p_a\0,p_b\na,1,0\n", ColumnError, "NUL"),
        ("label,p\n1,NA\n", ScoreError, r"NA at row 1 \(line 2\), column p"),
        ("label,p\n1,\n", ScoreError, "an empty field at row 1"),
        ("label,p\n1,nan\n", ScoreError, r"nan at row 1 \(line 2\)"),
        ("label,logit\n1,1e400\n", ScoreError, r"1e400 at row 1 \(line 2\)"),
        ("label,p\n1,0.5\n,0.5\n", LabelError, r"row 2 \(line 3\) is missing"),
        ("label,p\nTrue,0.9\nfalse,0.1\n", LabelError, r"label false \(text\) of row 2 \(line 3\)"),
    ],
)
def test_what_is_refused(folder, text, error, message):
    with pytest.raises(error, match=message):
        list(open_table(folder.csv(text)).batches())


def test_text_that_is_no_table_is_not_echoed(folder):
    with pytest.raises(FormatError, match="not a table") as caught:
        open_table(folder.csv("secret-7f3a:x:0:0\nsecret-7f3a:x:1:1\n"))
    assert "secret" not in str(caught.value)


def test_a_byte_order_mark_is_no_part_of_a_name(folder):
    assert only(folder.csv(b"\xef\xbb\xbflabel,p\n1,0.5\n")).scores.tolist() == [0.5]


def test_crlf_quotes_commas_and_line_breaks_in_names(folder):
    file = folder.csv('label,"p_a,b","p_c\nd"\r\n"a,b",0.75,0.25\r\n"c\nd",0.4,0.6\r\n')
    batch = only(file)
    assert (batch.head.classes, batch.labels.tolist()) == (("a,b", "c\nd"), [0, 1])


def test_lines_are_counted_over_quoted_line_breaks_and_empty_lines(folder):
    file = folder.csv('note,label,p\n"a\n\nb",1,0.5\n\nc,1,7\n')
    with pytest.raises(ScoreError, match=r"7 at row 2 \(line 6\), column p"):
        only(file)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5", 0.5), (" 0.5 ", 0.5), ("+.5", 0.5), ("5.", 5.0), ("1e-400", 0.0), ("inf", np.inf), ("-Infinity", -np.inf)],
)
def test_numbers_in_their_usual_spellings(folder, text, value):
    assert only(folder.csv(f"label,logit\n1,{text}\n0,1\n")).scores[0] == value


@pytest.mark.parametrize("text", ["0x10", "1_000", "1.5.2", "one", "٣"])
def test_other_spellings_are_no_numbers(folder, text):
    with pytest.raises(FormatError, match="is no number"):
        only(folder.csv(f"label,logit\n1,{text}\n"))


def test_leading_zeros_are_part_of_a_name(folder):
    file = folder.csv("label,p_v1,p_v01\nv01,0.1,0.9\nv1,0.8,0.2\n")
    assert only(file).labels.tolist() == [1, 0]


def test_a_field_beyond_the_limit_is_refused_by_the_limits_name(folder):
    long = "a" * 140_000
    file = folder.csv(f"label,p_b,p_{long}\nb,0.5,0.5\n")
    with pytest.raises(LimitError, match="field"):
        open_table(file)
    assert len(open_table(file, limits=Limits(field=200_000)).head.classes) == 2
    file = folder.csv(f"label,p_b,p_c\n{long},0.5,0.5\n")
    with pytest.raises(LimitError, match=r"140,000 characters at row 1 \(line 2\), column label; the limit 'field'"):
        list(open_table(file).batches())


def test_a_file_with_one_huge_line_is_refused(folder):
    file = folder.csv("label,p" + "x" * 2**24)
    with pytest.raises(LimitError, match=r"line 1 is longer than the limit 'line'.*--limits line"):
        open_table(file)
    with pytest.raises(LimitError, match="--limits field"):
        open_table(file, limits=Limits(line=2**25))


def test_many_rows_stream_in_order(folder):
    rows = "".join(f"{i % 2},{i}\n" for i in range(50_000))
    batches = list(open_table(folder.csv("label,logit\n" + rows)).batches())
    assert np.array_equal(np.concatenate([b.scores for b in batches]), np.arange(50_000.0))
