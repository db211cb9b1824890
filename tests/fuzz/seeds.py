"""Small valid files of every format that is read, as bytes by name."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import feather

POLICY = b"""extends = "baseline"
[require]
recall = { "8" = ">= 0.6" }
log_loss = "<= 0.5"
[confidence]
level = 0.9
[rows]
max_rejected = 0.01
"""


def columns(rows: int = 24) -> dict[str, dict[str, object]]:
    """Tables by what they hold: one score, one a class, vectors, decisions."""
    rng = np.random.default_rng(1)
    p, y = rng.random(rows).round(4), rng.integers(0, 2, rows)
    three = rng.dirichlet(np.ones(3), rows)
    names = np.array(["cat", "dog", "owl"])
    truth = names[rng.integers(0, 3, rows)].tolist()
    return {
        "one": {"label": y.tolist(), "p": p.tolist()},
        "named": {"label": truth} | {f"p_{n}": three[:, j].tolist() for j, n in enumerate(names)},
        "vectors": {"label": rng.integers(0, 3, rows).tolist(), "logits": rng.normal(size=(rows, 3)).tolist()},
        "decided": {"label": truth, "pred": names[rng.integers(0, 3, rows)].tolist(), "note": ["a,b"] * rows},
    }


def seeds() -> dict[str, list[bytes]]:
    """Files by suffix; `confusion.csv` and `policy.toml` have readers of their own."""
    tables = columns()
    arrow = {name: pa.table(table) for name, table in tables.items()}
    arrow["coded"] = arrow["named"].set_column(0, "label", arrow["named"]["label"].combine_chunks().dictionary_encode())
    csvs = [csv_of(tables[name]) for name in ("one", "named", "decided")]
    lines = ["".join(json.dumps(row) + "\n" for row in table.to_pylist()).encode() for table in arrow.values()]
    plain = {"compression": "none", "use_dictionary": False}
    return {
        ".csv": [*csvs, csvs[0].replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + csvs[1]],
        ".csv.gz": [
            *(gzip.compress(c, mtime=0) for c in csvs),
            gzip.compress(csvs[0], mtime=0) + gzip.compress(b"1,1\n", mtime=0),
        ],
        ".jsonl": lines,
        ".npz": [npz(tables[name]) for name in ("one", "named", "vectors")] + [npz(tables["one"], packed=True)],
        ".parquet": [parquet(t, **options) for t in arrow.values() for options in ({}, plain)],
        ".arrow": [*(ipc(t, c) for t in arrow.values() for c in (None, "zstd", "lz4")), *map(stream, arrow.values())],
        ".feather": [ipc(t, None) for t in arrow.values()] + [feather_of(arrow["one"])],
        ".tally": tallies(),
        "confusion.csv": [b",a,b\na,5,1\nb,2,9\n", b"truth,x,y,z\nz,1,2,3\ny,4,5,6\nx,7,8,9\n"],
        "policy.toml": [POLICY, b'[require]\naccuracy = ">= 0.9"\n[task]\nhead = "sigmoid"\nthreshold = 0.4\n'],
    }


def csv_of(table: dict[str, list[object]]) -> bytes:
    rows = zip(*table.values(), strict=True)
    quoted = "\n".join(",".join(f'"{v}"' if "," in str(v) else str(v) for v in row) for row in rows)
    return f"{','.join(table)}\n{quoted}\n".encode()


def npz(table: dict[str, object], *, packed: bool = False) -> bytes:
    file = io.BytesIO()
    (np.savez_compressed if packed else np.savez)(file, **{k: np.asarray(v) for k, v in table.items()})
    return file.getvalue()


def parquet(table: pa.Table, **options: object) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, row_group_size=10, write_page_checksum=False, **options)
    return file.getvalue()


def ipc(table: pa.Table, compression: str | None) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression=compression)) as writer:
        writer.write_table(table, max_chunksize=10)
    return sink.getvalue()


def stream(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=10)
    return sink.getvalue()


def feather_of(table: pa.Table) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "t.feather"
        feather.write_feather(table, file, compression="lz4")
        return file.read_bytes()


def tallies() -> list[bytes]:
    from logitwise.engines import run
    from logitwise.sources import open_arrays
    from logitwise.tallies.codec import dumps

    found, tables = [], columns()
    for name, scale in (("one", "probabilities"), ("vectors", "logits"), ("decided", "decisions")):
        scores = tables[name][{"one": "p", "vectors": "logits", "decided": "pred"}[name]]
        reading = open_arrays(np.asarray(tables[name]["label"]), **{scale: np.asarray(scores)})
        found.append(dumps(run(reading.batches())))
    return found
