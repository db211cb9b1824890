"""NPZ archives are read from verified bytes, and never unpickled."""

from __future__ import annotations

import io
import struct
import zipfile

import numpy as np
import pytest

from logitwise.errors import ColumnError, EmptyError, FormatError, LimitError, UnsafeError
from logitwise.sources import Limits, open_table, read_npz

Y, Z = np.array([0, 1, 2]), np.arange(9.0).reshape(3, 3)


def member(array, **options):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asanyarray(array), **options)
    return stream.getvalue()


def archive(path, *members, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as target:
        for name, data in members:
            target.writestr(name, data)
    return path


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize(
    "array", [Z, np.asfortranarray(Z), Z.astype(">f4"), np.array(1.5), np.array(["a", "bc"]), Z[:0]]
)
def test_every_array_comes_back_as_it_was(tmp_path, save, array):
    save(tmp_path / "t.npz", a=array)
    back = read_npz(tmp_path / "t.npz")["a"]
    assert (back.dtype, back.shape, back.tolist()) == (array.dtype, array.shape, array.tolist())


def test_objects_are_refused_and_nothing_is_unpickled(tmp_path):
    canary = tmp_path / "canary"

    class Payload:
        def __reduce__(self):
            return (canary.touch, ())

    np.savez(tmp_path / "t.npz", labels=Y, logits=np.array([Payload()], dtype=object))
    with pytest.raises(UnsafeError, match=r"logits.*object.*pickle"):
        read_npz(tmp_path / "t.npz")
    assert not canary.exists()


def test_a_member_that_would_leave_the_folder_is_refused(tmp_path):
    file = archive(tmp_path / "t.npz", ("../../a.npy", member(Z)), ("labels.npy", member(Y)))
    with pytest.raises(UnsafeError, match=r"\.\."):
        read_npz(file)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_doubled_member_is_refused(tmp_path):
    file = archive(tmp_path / "t.npz", ("logits.npy", member(Z)), ("logits.npy", member(Z)))
    with pytest.raises(FormatError, match=r"logits.npy is there twice"):
        read_npz(file)


def test_a_header_may_not_claim_more_than_there_is(tmp_path):
    header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000, 10), }".ljust(117) + b"\n"
    lie = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + b"\0" * 400
    file = archive(tmp_path / "t.npz", ("logits.npy", lie), ("labels.npy", member(Y)))
    with pytest.raises(FormatError, match="logits claims 40,000,000,000,000 bytes of values and has 400"):
        read_npz(file)


def test_an_archive_that_unfolds_too_far_is_refused_before_it_is_read(tmp_path):
    file = archive(tmp_path / "t.npz", ("logits.npy", member(np.zeros(10**6))), compression=zipfile.ZIP_DEFLATED)
    assert read_npz(file)["logits"].size == 10**6
    with pytest.raises(LimitError, match=r"'decompressed'.*--limits decompressed"):
        read_npz(file, Limits(decompressed=10**6))


def test_damage_is_found_by_the_archives_checksum(tmp_path):
    file = archive(tmp_path / "t.npz", ("logits.npy", member(Z)))
    data = bytearray(file.read_bytes())
    data[data.index(member(Z)) + 130] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(FormatError, match=r"logits.*damaged"):
        read_npz(file)


@pytest.mark.parametrize(
    ("content", "error"), [(b"", EmptyError), (b"PK\x03\x04rest", FormatError), (b"label,p\n1,0.5\n", FormatError)]
)
def test_what_is_no_archive_is_refused(tmp_path, content, error):
    (tmp_path / "t.npz").write_bytes(content)
    with pytest.raises(error):
        read_npz(tmp_path / "t.npz")


def test_a_member_that_is_no_array_is_refused(tmp_path):
    with pytest.raises(FormatError, match=r"notes.txt is no array"):
        read_npz(archive(tmp_path / "t.npz", ("notes.txt", b"hello")))
    with pytest.raises(FormatError, match="no header"):
        read_npz(archive(tmp_path / "t.npz", ("a.npy", b"hello")))


def test_keys_are_found_by_name_and_rows_count_from_0(folder):
    (batch,) = open_table(folder.npz(labels=Y, logits=Z)).batches()
    assert batch.scores.tolist() == Z.tolist()
    with pytest.raises(ColumnError, match=r"scores, truth.*--logits.*--label"):
        open_table(folder.npz(scores=Z, truth=Y))
    assert open_table(folder.npz(scores=Z, truth=Y), label="truth", logits="scores").rows == 3
