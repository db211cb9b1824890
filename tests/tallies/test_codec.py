"""Tally files: small, safe, and refused in words when they are not what they say."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np
import pytest

import logitwise as lw
from logitwise.errors import FileError, FormatError
from logitwise.tallies.codec import DESCRIPTION, dumps, loads


@pytest.fixture
def tally():
    rng = np.random.default_rng(0)
    return lw.tally(rng.integers(0, 2, 200), logits=rng.normal(size=200))


def rewritten(data: bytes, **changes) -> bytes:
    """The archive with some members replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return out.getvalue()


def described(data: bytes) -> dict:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return json.loads(archive.read(DESCRIPTION))


def test_saving_and_loading_gives_the_same_tally(tally, tmp_path):
    tally.save(tmp_path / "a.tally")
    assert lw.load_tally(tmp_path / "a.tally") == tally
    assert [p.name for p in tmp_path.iterdir()] == ["a.tally"]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileError, match=r"nothing\.tally"):
        lw.load_tally(tmp_path / "nothing.tally")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut", b"label,p\n1,0.5\n"])
def test_what_is_no_tally_is_refused(data, tmp_path):
    path = tmp_path / "x.tally"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=r"x\.tally: not a tally"):
        lw.load_tally(path)


@pytest.mark.parametrize("version", [0, 99])
def test_a_tally_of_another_version_says_what_to_do(tally, version):
    data = dumps(tally)
    other = {**described(data), "version": version}
    with pytest.raises(FormatError, match=f"version {version}; this release reads versions 1 to 3: use the release"):
        loads(rewritten(data, **{DESCRIPTION: json.dumps(other)}))


def test_counts_that_cannot_be_are_refused(tally):
    data = dumps(tally)
    more = described(data)
    more["tally"]["rows"] += 1
    with pytest.raises(FormatError, match="another number of rows"):
        loads(rewritten(data, **{DESCRIPTION: json.dumps(more)}))


def test_an_array_that_claims_more_than_it_holds_is_refused(tally, tmp_path):
    data = dumps(tally)
    lie = io.BytesIO()
    np.lib.format.write_array_header_1_0(lie, {"descr": "<i8", "fortran_order": False, "shape": (10**12,)})
    path = tmp_path / "x.tally"
    path.write_bytes(rewritten(data, **{"0.npy": lie.getvalue() + b"\0" * 80}))
    with pytest.raises(FormatError, match="not what its header says"):
        lw.load_tally(path)


def test_an_object_array_is_never_unpickled(tally, tmp_path):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.array([{"a": 1}], object), allow_pickle=True)
    path = tmp_path / "x.tally"
    path.write_bytes(rewritten(dumps(tally), **{"0.npy": stream.getvalue()}))
    with pytest.raises(FormatError, match=r"x\.tally"):
        lw.load_tally(path)


@pytest.mark.parametrize(("classes", "megabytes"), [(2, 4), (10, 64), (1000, 64)])
def test_a_tally_stays_small(classes, megabytes):
    rng = np.random.default_rng(1)
    rows = 100_000 if classes == 2 else 5_000
    logits = rng.normal(0, 3, rows if classes == 2 else (rows, classes)).astype(np.float32)
    tally = lw.tally(rng.integers(0, classes, rows), logits=logits)
    assert len(dumps(tally)) < megabytes * 1e6
