"""Seeded damage to files: the same number gives the same bytes."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable

Mutation = Callable[[random.Random, bytearray, bytes], bytearray]
TOKENS = (
    *(b",", b'"', b"\n", b"\r", b"\0", b"{", b"}", b"[" * 70, b"]", b":", b"'", b"\\", b"null", b"NaN", b"-Infinity"),
    *(b"nan", b"inf", b"true", b"-0", b"1e999", b"9" * 400, b"9" * 5000, b"\\ud800", b"label", b"p,p", b"=1+1"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xe9", b"PAR1", b"ARROW1\0\0", b"FEA1", b"\xff\xff\xff\xff", b"PK\x03\x04"),
    *(b"\x1f\x8b\x08", b"\x93NUMPY"),
)  # fmt: skip


def damaged(suffix: str, number: int, files: dict[str, list[bytes]]) -> bytes:
    """One damaged file: the `number`-th of a format."""
    rng = random.Random(f"{suffix} {number}")  # noqa: S311  it has to be the same again
    data = rng.choice(files[suffix])
    other = rng.choice(files[rng.choice([suffix, rng.choice(sorted(files))])])
    inside = {".csv.gz": _in_gzip, ".npz": _in_zip, ".tally": _in_zip}.get(suffix)
    if inside is not None and rng.random() < 0.6:  # what is packed is damaged, and packed again as it should be
        return inside(rng, data, other)
    return _some(rng, data, other)


def _some(rng: random.Random, data: bytes, other: bytes) -> bytes:
    found = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        found = rng.choice(MUTATIONS)(rng, found, other)
    return bytes(found)


def _in_gzip(rng: random.Random, data: bytes, other: bytes) -> bytes:
    return gzip.compress(_some(rng, gzip.decompress(data), other), mtime=0)


def _in_zip(rng: random.Random, data: bytes, other: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        members = before.infolist()
        hurt = rng.randrange(len(members))
        for i, member in enumerate(members):
            content = before.read(member)
            after.writestr(member.filename, _some(rng, content, other) if i == hurt else content)
    return out.getvalue()


def _place(rng: random.Random, data: bytearray) -> int:
    """Anywhere, the beginning and the end more often than the rest."""
    size = max(len(data), 1)
    return rng.choice((rng.randrange(size), rng.randrange(min(size, 128)), size - 1 - rng.randrange(min(size, 512))))


def flip(rng: random.Random, data: bytearray, other: bytes) -> bytearray:
    for _ in range(rng.choice((1, 1, 2, 8, 32))):
        if data:
            data[_place(rng, data)] ^= 1 << rng.randrange(8)
    return data


def set_bytes(rng: random.Random, data: bytearray, other: bytes) -> bytearray:
    for _ in range(rng.choice((1, 2, 4))):
        if data:
            data[_place(rng, data)] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))
    return data


def set_number(rng: random.Random, data: bytearray, other: bytes) -> bytearray:
    size, at = rng.choice((1, 2, 4, 8)), _place(rng, data)
    value = rng.choice((0, 1, -1, 2**31 - 1, -(2**31), 2**63 - 1, -(2**63), 2**33, len(data), len(data) + 1, 10**6))
    data[at : at + size] = (value % 2 ** (8 * size)).to_bytes(size, "little")
    return data


def cut_end(rng: random.Random, data: bytearray, other: bytes) -> bytearray:
    return data[: _place(rng, data)]


def cut_out(rng: random.Random, data: bytearray, other: bytes) -> bytearray:
    at = _place(rng, data)
    return data[:at] + data[at + rng.choice((1, 2, 4, 8, 40, 400)) :]


def double(rng: random.Random, data: bytearray, other: bytes) -> bytearray:
    at = _place(rng, data)
    piece = data[at : at + rng.choice((1, 4, 8, 64, 512))]
    return data[:at] + piece * rng.choice((2, 2, 3, 200)) + data[at:]


def insert(rng: random.Random, data: bytearray, other: bytes) -> bytearray:
    at = _place(rng, data)
    return data[:at] + rng.choice((rng.choice(TOKENS), rng.randbytes(rng.choice((1, 4, 16))))) + data[at:]


def overwrite(rng: random.Random, data: bytearray, other: bytes) -> bytearray:
    at, token = _place(rng, data), rng.choice(TOKENS)
    data[at : at + len(token)] = token
    return data


def splice(rng: random.Random, data: bytearray, other: bytes) -> bytearray:
    return data[: _place(rng, data)] + other[_place(rng, bytearray(other)) :]


def other_header(rng: random.Random, data: bytearray, other: bytes) -> bytearray:
    size = rng.choice((1, 4, 8, 16, 64))
    return bytearray(other[:size]) + data[size:]


def swap(rng: random.Random, data: bytearray, other: bytes) -> bytearray:
    size, one, two = rng.choice((1, 4, 8, 32)), _place(rng, data), _place(rng, data)
    data[one : one + size], data[two : two + size] = data[two : two + size], data[one : one + size]
    return data


MUTATIONS: tuple[Mutation, ...] = (
    *(flip, set_bytes, set_number, set_number, cut_end, cut_out, double, insert, insert, overwrite),
    *(splice, other_header, swap),
)
