"""The data of every benchmark, drawn from fixed seeds, and kept as ``.npy`` files that each process opens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Arrays = tuple[NDArray[np.int64], NDArray[np.float32]]


def binary(rows: int, *, seed: int = 20241) -> Arrays:
    """Labels, and float32 logits that over-state."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(-1.0, 1.5, rows)
    y = (rng.random(rows) < 1 / (1 + np.exp(-truth))).astype(np.int64)
    return y, (1.4 * truth).astype(np.float32)


def softmax(rows: int, classes: int) -> Arrays:
    """Labels, and float32 logits of a model that is right about two times in three."""
    rng = np.random.default_rng(20242)
    y = rng.integers(0, classes, rows)
    logits = 2 * rng.standard_normal((rows, classes), np.float32)
    logits[np.arange(rows), y] += 7
    return y, logits


def multilabel(rows: int, labels: int) -> Arrays:
    """A label matrix, and float32 logits that over-state."""
    y, logits = binary(rows * labels)
    return y.reshape(rows, labels), logits.reshape(rows, labels)


def save(folder: Path, arrays: Arrays) -> None:
    """Write labels and logits."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in zip(("y", "logits"), arrays, strict=True):
        np.save(folder / f"{name}.npy", array)


def load(folder: Path) -> Arrays:
    """Read labels and logits into memory."""
    return np.load(folder / "y.npy"), np.load(folder / "logits.npy")


def parquet(rows: int, file: Path) -> None:
    """A file of binary rows, a row group a million: as many rows as wanted in the memory of one group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    group = 1_000_000
    with pq.ParquetWriter(file, pa.schema([("label", pa.int64()), ("logit", pa.float32())])) as writer:
        for start in range(0, rows, group):
            y, logits = binary(min(group, rows - start), seed=start)
            writer.write_table(pa.table({"label": y, "logit": logits}))


def make(kind: str, path: Path, *sizes: int) -> Path:
    """Write data from another process, so that the one that times the rest stays small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, __file__, kind, str(path), *map(str, sizes)], check=True)
    return path


def main() -> None:
    """``data.py KIND PATH SIZE...``, for `make`."""
    kind, path, *sizes = sys.argv[1:]
    numbers = [int(size) for size in sizes]
    if kind == "parquet":
        parquet(numbers[0], Path(path))
    else:
        save(Path(path), {"binary": binary, "softmax": softmax, "multilabel": multilabel}[kind](*numbers))


if __name__ == "__main__":
    main()
