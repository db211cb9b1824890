"""How cost grows: time and memory of one evaluation along rows, classes, labels, slices and groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from data import load, make
from drawing import draw
from process import Measured, measure
from work import Work

MANY = 1_000_000  # rows of the binary data that are sliced and grouped
FEW = 20_000  # rows of the matrices


@dataclass(frozen=True, slots=True)
class Growth:
    """One line of growth.

    Attributes:
        along: what grows.
        sizes: how far.
        data: kind and sizes of the data for a size.
        further: further arguments of `evaluate` for rows and a size.
        said: what stays as it is, for the title.
    """

    along: str
    sizes: tuple[int, ...]
    data: Callable[[int], tuple[Any, ...]]
    said: str
    further: Callable[[int, int], dict[str, Any]] = lambda _rows, _size: {}


def codes(rows: int, size: int) -> Any:
    """So many different values, drawn at random, as whole numbers."""
    return np.random.default_rng(20243).integers(0, size, rows)


GROWTHS = {
    growth.along: growth
    for growth in (
        Growth(
            "rows", (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 30_000_000), lambda n: ("binary", n),
            "one logit a row",
        ),
        Growth("classes", (3, 10, 30, 100, 300, 1_000, 3_000), lambda n: ("softmax", FEW, n), f"softmax, {FEW:,} rows"),
        Growth(
            "labels", (2, 10, 30, 100, 300, 1_000), lambda n: ("multilabel", FEW, n), f"multilabel, {FEW:,} rows",
            lambda _rows, _size: {"head": "multilabel"},
        ),
        Growth(
            "slices", (1, 3, 10, 30, 100, 300, 1_000), lambda _: ("binary", MANY), f"binary, {MANY:,} rows",
            lambda rows, size: {"slices": {"site": codes(rows, size)}},
        ),
        Growth(
            "groups", (100, 1_000, 10_000, 100_000, 1_000_000), lambda _: ("binary", MANY), f"binary, {MANY:,} rows",
            lambda rows, size: {"groups": codes(rows, size)},
        ),
    )
}  # fmt: skip


def point(growth: Growth, size: int) -> Work:
    """The work of one size."""

    def prepare(folder: Path) -> Callable[[], object]:
        import logitwise as lw

        y, logits = load(folder)
        further = growth.further(len(y), size)
        return lambda: lw.evaluate(y, logits=logits, policy="baseline", **further).to_dict()

    return Work("", prepare)


WORKS = {f"{g.along} {size}": point(g, size) for g in GROWTHS.values() for size in g.sizes}


def grown(growth: Growth, folder: Path, *, part: int) -> list[dict[str, Any]]:
    """Time and memory of each size that could be measured."""
    found: list[dict[str, Any]] = []
    kept: tuple[Any, ...] | None = None
    for size in growth.sizes[: len(growth.sizes) - (part > 1)]:
        kind, *sizes = growth.data(size)
        if kept != (kind, *sizes):
            make(kind, folder / "growth", *sizes)
            kept = (kind, *sizes)
        took: Measured = measure("growth", f"{growth.along} {size}", folder / "growth")
        if took.seconds is None:
            print(f"growth along {growth.along} at {size:,}: {took.reason}")
            continue
        given = sum(file.stat().st_size for file in (folder / "growth").glob("*.npy")) / 1e6
        found.append({"size": size, "seconds": took.seconds, "peak": took.peak, "given": given})
    return found


def section(folder: Path, *, part: int, drawn: Path) -> list[str]:
    """Markdown of the figures; writes ``growth-*.svg``."""
    lines: list[str] = []
    for growth in GROWTHS.values():
        points = grown(growth, folder, part=part)
        if len(points) < 2:
            lines += [f"Growth along {growth.along} was not measured.", ""]
            continue
        file = drawn / f"growth-{growth.along}.svg"
        file.write_text(draw(points, along=growth.along, said=growth.said))
        lines += [f"![Time and memory along {growth.along}]({file.name})", ""]
        lines += [f"| {growth.along} | seconds | peak MB | arrays MB |", "|---:|---:|---:|---:|"]
        lines += [f"| {p['size']:,} | {p['seconds']:.3f} | {p['peak']:,.0f} | {p['given']:,.1f} |" for p in points]
        lines.append("")
    return lines
