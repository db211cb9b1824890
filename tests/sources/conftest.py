"""Small files written anew for each test."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from pathlib import Path


class Folder:
    """A folder of its own, with one-line writers."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def csv(self, text: str | bytes, name: str = "t.csv") -> Path:
        file = self.path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def parquet(self, columns: dict[str, Any], name: str = "t.parquet", **options: Any) -> Path:
        file = self.path / name
        pq.write_table(pa.table(columns), file, **options)
        return file

    def gzip(self, text: str | bytes, name: str = "t.csv.gz") -> Path:
        return self.csv(gzip.compress(text if isinstance(text, bytes) else text.encode()), name)

    def jsonl(self, *lines: str | dict[str, Any], name: str = "t.jsonl") -> Path:
        return self.csv("".join(f"{x if isinstance(x, str) else json.dumps(x)}\n" for x in lines), name)

    def arrow(self, columns: Any, name: str = "t.arrow", *, stream: bool = False, **options: Any) -> Path:
        file, table = self.path / name, pa.table(columns)
        chunk = options.pop("chunk", None)
        with (pa.ipc.new_stream if stream else pa.ipc.new_file)(
            file, table.schema, options=pa.ipc.IpcWriteOptions(**options)
        ) as writer:
            writer.write_table(table, max_chunksize=chunk)
        return file

    def npz(self, name: str = "t.npz", **arrays: Any) -> Path:
        file = self.path / name
        np.savez(file, **arrays)
        return file


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
