"""Our work and scikit-learn's on the same data in one run: times, ratios, and the share of each part.

    python benchmarks/bench.py [--small] [--write FILE]

`--small` uses a twentieth of the rows. Every figure is the median of a few runs after one that warms the caches.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import logitwise as lw
from logitwise.engines import run
from logitwise.metrics import curves, measure_all
from logitwise.policy import baseline
from logitwise.sources import open_arrays
from logitwise.verdict import judge

Lines = list[str]


def timed(work: Callable[[], object], *, runs: int) -> float:
    """Median seconds of some runs after one that is not counted."""
    work()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def shares(y: np.ndarray, logits: np.ndarray, *, runs: int) -> list[tuple[str, float]]:
    """Seconds of each part of an evaluation."""
    checked = list(open_arrays(y, logits=logits).batches())
    tally = run(checked)
    report = lw.evaluate(y, logits=logits, policy="baseline")
    parts = [
        ("check the arrays", lambda: list(open_arrays(y, logits=logits).batches())),
        ("one pass into the tally", lambda: run(checked)),
        ("metrics with intervals", lambda: measure_all(tally)),
        ("curves", lambda: curves(tally)),
        ("verdict", lambda: judge(tally, baseline())),
        ("JSON of what was measured", report.to_dict),
        ("terminal text", lambda: str(report)),
    ]
    return [(name, timed(work, runs=runs)) for name, work in parts]


def binary(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels, and float32 logits that over-state."""
    rng = np.random.default_rng(20241)
    truth = rng.normal(-1.0, 1.5, rows)
    y = (rng.random(rows) < 1 / (1 + np.exp(-truth))).astype(np.int64)
    return y, (1.4 * truth).astype(np.float32)


def softmax(rows: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels, and float32 logits of a model that is right about two times in three."""
    rng = np.random.default_rng(20242)
    y = rng.integers(0, classes, rows)
    logits = rng.normal(0, 2, (rows, classes)).astype(np.float32)
    logits[np.arange(rows), y] += 7
    return y, logits


def sklearn_binary(y: np.ndarray, logits: np.ndarray) -> None:
    """The same point values through scikit-learn: no intervals."""
    from sklearn import metrics as sk

    p = 1 / (1 + np.exp(-logits.astype(np.float64)))
    decided = p >= 0.5
    sk.confusion_matrix(y, decided)
    sk.precision_recall_fscore_support(y, decided)
    sk.matthews_corrcoef(y, decided)
    sk.log_loss(y, p)
    sk.brier_score_loss(y, p)
    sk.roc_auc_score(y, p)
    sk.average_precision_score(y, p)
    sk.roc_curve(y, p)
    sk.precision_recall_curve(y, p)


def sklearn_softmax(y: np.ndarray, logits: np.ndarray) -> None:
    """The same point values through scikit-learn: no intervals."""
    from sklearn import metrics as sk

    z = logits.astype(np.float64)
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    decided = p.argmax(axis=1)
    classes = np.arange(z.shape[1])
    sk.confusion_matrix(y, decided)
    sk.precision_recall_fscore_support(y, decided, zero_division=0)
    sk.matthews_corrcoef(y, decided)
    sk.log_loss(y, p, labels=classes)
    sk.roc_auc_score(y, p, multi_class="ovr", labels=classes)
    sk.average_precision_score(np.eye(len(classes), dtype=np.int8)[y], p)


def compare(
    title: str, data: tuple[np.ndarray, np.ndarray], peer: Callable[[np.ndarray, np.ndarray], None], *, runs: int
) -> Lines:
    """One task: ours, the peer's, the ratio, the shares."""
    y, logits = data
    ours = timed(lambda: lw.evaluate(y, logits=logits, policy="baseline").to_dict(), runs=runs)
    start = time.perf_counter()
    peer(y, logits)
    theirs = time.perf_counter() - start
    lines = [
        f"### {title}",
        "",
        "| work | seconds | ratio |",
        "|---|---:|---:|",
        f"| logitwise: arrays to report, with intervals and verdict | {ours:.3f} | 1 |",
        f"| scikit-learn: the point values and curves it has, one run | {theirs:.2f} | {theirs / ours:.0f} |",
        "",
        "| part of ours, measured alone | seconds | share |",
        "|---|---:|---:|",
    ]
    parts = shares(y, logits, runs=runs)
    total = sum(seconds for _, seconds in parts)
    lines += [f"| {name} | {seconds:.3f} | {seconds / total:.0%} |" for name, seconds in parts]
    return [*lines, ""]


def main() -> None:
    """Run, print, and write the table where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a twentieth of the rows")
    parser.add_argument("--write", type=Path, help="also write the tables to this Markdown file")
    said = parser.parse_args()
    part = 20 if said.small else 1
    import sklearn

    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, scikit-learn {sklearn.__version__}"
    lines = [f"{versions}, {os.cpu_count()} cores.", ""]
    lines += compare(
        f"{10_000_000 // part:,} binary float32 logits", binary(10_000_000 // part), sklearn_binary, runs=5
    )
    lines += compare(
        f"{50_000 // part:,} x 1,000 softmax logits", softmax(50_000 // part, 1000), sklearn_softmax, runs=3
    )
    print("\n".join(lines))
    if said.write is not None:
        head, mark = said.write.read_text().split("<!-- measured -->")[0], "<!-- measured -->"
        said.write.write_text(f"{head}{mark}\n\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
