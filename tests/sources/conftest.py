"""Small files written anew for each test."""

from __future__ import annotations

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

    def npz(self, name: str = "t.npz", **arrays: Any) -> Path:
        file = self.path / name
        np.savez(file, **arrays)
        return file


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
