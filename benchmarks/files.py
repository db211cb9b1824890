"""Rows of Parquet to a JSON report by the command line: time and memory, and the same memory for ten times the rows."""

from __future__ import annotations

import sys
from pathlib import Path

from data import make
from process import Measured, command_line

ROWS = 10_000_000
MOST_MB = 600
RUNS = 5


def evaluated(file: Path, *, runs: int) -> Measured:
    """The quickest of some runs, and the largest memory of any."""
    command = [sys.executable, "-m", "logitwise", "evaluate", str(file), "--policy", "baseline"]
    out = ["--out", str(file.with_suffix(".json"))]
    measured = [command_line(*command, *out) for _ in range(runs)]
    failed = [m for m in measured if m.seconds is None]
    if failed:
        return failed[0]
    return Measured(min(m.seconds or 0.0 for m in measured), runs, max(m.peak for m in measured))


def section(folder: Path, *, part: int, large: bool) -> list[str]:
    """Markdown of ten million rows, and of a hundred million where asked."""
    lines = ["| rows | file MB | seconds | peak MB |", "|---:|---:|---:|---:|"]
    for rows, runs in [(ROWS // part, RUNS), *([(10 * ROWS // part, 1)] if large else [])]:
        file = make("parquet", folder / f"{rows}.parquet", rows)
        size, measured = file.stat().st_size / 1e6, evaluated(file, runs=runs)
        file.unlink()
        if measured.seconds is None:
            lines.append(f"| {rows:,} | {size:,.0f} | {measured.reason} | |")
        else:
            lines.append(f"| {rows:,} | {size:,.0f} | {measured.seconds:.2f} | {measured.peak:,.0f} |")
    return [*lines, ""]
