"""Our work and the peers' side by side in one run: times, ratios, shares, memory and growth.

    python benchmarks/bench.py [SECTION...] [--small] [--large] [--write FILE]

Sections are binary, softmax, files, start and growth; without one, all. `--small` uses a twentieth of the rows,
`--large` adds a hundred million rows of Parquet, which takes minutes. `--write` puts the tables between the marks of a
Markdown file, section by section, and draws the growth beside it.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import binary
import files
import growth
import shares
import softmax
import start
from data import make
from marked import write
from work import share_table, table

SAID = ("numpy", "numba", "pyarrow", "scikit-learn", "torchmetrics", "torch", "keras", "tensorflow-cpu", "scors")
ALSO = ("rapidstats", "duckdb")


def machine() -> list[str]:
    """Versions and processors."""
    found = [f"Python {platform.python_version()}"]
    for name in (*SAID, *ALSO):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} absent")
    return [f"{', '.join(found)}; {os.cpu_count()} processors.", ""]


def compared(title: str, module: str, folder: Path) -> list[str]:
    """Ours, the peers' and our shares on the data in a folder."""
    works = {"binary": binary.WORKS, "softmax": softmax.WORKS}[module]
    lines = [f"### {title}", "", *table(module, works, folder), *share_table("shares", shares.WORKS, folder)]
    shutil.rmtree(folder)
    return lines


def sections(folder: Path, *, part: int, large: bool, drawn: Path) -> dict[str, Callable[[], list[str]]]:
    """What each section runs."""
    n, wide = 10_000_000 // part, 50_000 // part

    def softmaxes() -> list[str]:
        narrow = make("softmax", folder / "narrow", n // 10, 10)
        lines = compared(f"{n // 10:,} x 10 softmax logits", "softmax", narrow)
        return [
            *lines,
            *compared(f"{wide:,} x 1,000 softmax logits", "softmax", make("softmax", folder / "wide", wide, 1000)),
        ]

    return {
        "binary": lambda: compared(f"{n:,} binary float32 logits", "binary", make("binary", folder / "binary", n)),
        "softmax": softmaxes,
        "files": lambda: files.section(folder, part=part, large=large),
        "start": lambda: start.section(folder),
        "growth": lambda: growth.section(folder, part=part, drawn=drawn),
    }


def main() -> None:
    """Run, print, and write the tables where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = ("binary", "softmax", "files", "start", "growth")
    parser.add_argument("section", nargs="*", choices=[*names, []], help="sections to run; without one, all")
    parser.add_argument("--small", action="store_true", help="a twentieth of the rows")
    parser.add_argument("--large", action="store_true", help="also a hundred million rows of Parquet")
    parser.add_argument("--write", type=Path, help="also write the tables to this Markdown file")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        drawn = said.write.parent if said.write is not None else Path(place)
        known = sections(Path(place), part=20 if said.small else 1, large=said.large, drawn=drawn)
        for name in said.section or names:
            lines = [*machine(), *known[name]()]
            print("\n".join(lines), flush=True)
            if said.write is not None:
                write(said.write, name, lines)


if __name__ == "__main__":
    main()
