"""How long before anything happens: the import, and a small file judged by the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from data import make
from process import Measured, command_line

ROWS = 10_000
RUNS = 7
IMPORTS = ("logitwise", "numpy", "sklearn.metrics", "torchmetrics", "keras")
SKLEARN = """
import sys, numpy as np, pyarrow.parquet as pq
from sklearn import metrics as sk
table = pq.read_table(sys.argv[1])
y, z = table["label"].to_numpy(), table["logit"].to_numpy()
p = 1 / (1 + np.exp(-z.astype(float)))
print(sk.classification_report(y, p >= 0.5), sk.log_loss(y, p), sk.brier_score_loss(y, p))
print(sk.roc_auc_score(y, p), sk.average_precision_score(y, p), sk.matthews_corrcoef(y, p >= 0.5))
"""


def quickest(*words: str) -> Measured:
    """The quickest of some runs after one that warms the file caches."""
    measured = [command_line(*words) for _ in range(RUNS + 1)][1:]
    failed = [m for m in measured if m.seconds is None]
    return failed[0] if failed else min(measured, key=lambda m: m.seconds or 0.0)


def section(folder: Path) -> list[str]:
    """Markdown of imports and of a small file."""
    nothing = quickest(sys.executable, "-c", "pass")
    lines = ["| import | seconds | peak MB |", "|---|---:|---:|"]
    for name in IMPORTS:
        took = quickest(sys.executable, "-W", "ignore", "-c", f"import {name}")
        net = None if took.seconds is None or nothing.seconds is None else took.seconds - nothing.seconds
        lines.append(f"| {name} | {took.reason if net is None else f'{net:.3f}'} | {took.peak:,.0f} |")
    file = make("parquet", folder / "small.parquet", ROWS)
    ours = [sys.executable, "-m", "logitwise", "evaluate", str(file), "--policy", "baseline"]
    works = {
        "logitwise evaluate, to the terminal": ours,
        "logitwise evaluate, to JSON": [*ours, "--json"],
        "a script with scikit-learn, point values": [sys.executable, "-c", SKLEARN, str(file)],
    }
    lines += ["", f"| {ROWS:,} rows of Parquet, the whole process | seconds | peak MB |", "|---|---:|---:|"]
    for name, words in works.items():
        took = quickest(*words)
        lines.append(f"| {name} | {took.reason or f'{took.seconds:.3f}'} | {took.peak:,.0f} |")
    file.unlink()
    return [*lines, ""]
