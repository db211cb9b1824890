"""A CSV in gzip is unfolded while it is read, and no further than the limits allow."""

from __future__ import annotations

import gzip

import pytest

from logitwise.errors import EmptyError, FormatError, LimitError, ScoreError
from logitwise.sources import Limits, open_table

TEXT = "label,p\n" + "1,0.5\n0,0.25\n" * 500
PACKED = gzip.compress(TEXT.encode(), mtime=0)


def rows(file, **said):
    return sum(batch.rows for batch in open_table(file, **said).batches())


def test_the_rows_are_those_of_the_plain_file(folder):
    packed, plain = (list(open_table(f).batches()) for f in (folder.gzip(TEXT), folder.csv(TEXT)))
    assert [b.scores.tolist() for b in packed] == [b.scores.tolist() for b in plain]


def test_members_that_follow_one_another_are_one_file(folder):
    assert rows(folder.csv(PACKED + gzip.compress(b"1,0.5\n", mtime=0), "t.csv.gz")) == 1001


def test_messages_name_the_line_of_the_unfolded_file(folder):
    with pytest.raises(ScoreError, match=r"t.csv.gz.*7 at row 2 \(line 4\), column p"):
        rows(folder.gzip("label,p\n1,0.5\n\n1,7\n"))
    with pytest.raises(FormatError, match=r"row 2 \(line 3\) has 3 fields"):
        rows(folder.gzip("label,p\n1,0.5\n1,7,8\n"))
    with pytest.raises(FormatError, match="line 2 is never closed"):
        rows(folder.gzip('label,p,note\n1,0.5,"a\n0,0.5,b\n'))


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"", EmptyError, "0 bytes"),
        (TEXT.encode(), FormatError, "holds no gzip data, though its name says .gz"),
        (PACKED[:-12], FormatError, "truncated"),
        (PACKED[:-8] + b"12345678", FormatError, "checksum differs"),
        (PACKED + b"more", FormatError, "what follows is no gzip data"),
        (PACKED[:30] + b"\xff\xff\xff\xff" + PACKED[34:], FormatError, "damaged"),
        (gzip.compress(PACKED, mtime=0), FormatError, "gzip data inside gzip data"),
    ],
)
def test_what_is_broken_says_how(folder, data, error, message):
    with pytest.raises(error, match=message):
        rows(folder.csv(data, "t.csv.gz"))


def test_a_file_that_unfolds_too_far_is_refused_while_it_is_read(folder):
    text = "label,p,note\n" + f"1,0.5,{'a' * 5000}\n" * 1000
    file = folder.gzip(text)
    assert rows(file) == 1000
    assert len(text) > 200 * file.stat().st_size
    with pytest.raises(LimitError, match=r"'decompressed' of 1,000,000 .*200 times.*--limits decompressed"):
        rows(file, limits=Limits(decompressed=10**6))
    assert rows(file, limits=Limits(decompressed=10**6, ratio=10**4)) == 1000


def test_a_stream_that_is_left_half_read_does_no_harm(folder):
    file = folder.gzip("label,p\n" + "1,0.5\n" * 2_000_000)
    for _ in range(5):
        assert 0 < next(open_table(file, limits=Limits(ratio=10**6)).batches()).rows < 2_000_000
    assert rows(file, limits=Limits(ratio=10**6)) == 2_000_000
