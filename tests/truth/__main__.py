"""`python -m tests.truth`: measure every design and write the table of `docs/truth.md`."""

from __future__ import annotations

import argparse
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from math import isnan
from pathlib import Path

from .design import ALPHA, Design
from .designs import DESIGNS
from .page import LIMITS_HEADER, RULINGS_HEADER, page, percent, row
from .rulings import RULINGS, Ruling, rule
from .simulate import Misses, simulate

PAGE = Path(__file__).resolve().parents[2] / "docs" / "truth.md"
Rows = dict[tuple[str, str], str]


def main() -> None:
    """Measure, and put the rows into the page; rows that were not measured again stay as they are."""
    asked = argparse.ArgumentParser(prog="python -m tests.truth", description=__doc__)
    asked.add_argument("--runs", type=int, default=2000, help="of each design; of expensive ones a share")
    asked.add_argument("--jobs", type=int, default=1, help="processes")
    asked.add_argument("--only", default="", help="only designs and rulings whose name or metrics match this pattern")
    said = asked.parse_args()
    wanted = [str(i) for i, d in enumerate(DESIGNS) if re.search(said.only, f"{d.scene.name} {' '.join(d.metrics)}")]
    wanted += [f"ruling {i}" for i, r in enumerate(RULINGS) if re.search(said.only, r.name)]
    limits, rulings = rows_of(PAGE, LIMITS_HEADER), rows_of(PAGE, RULINGS_HEADER)
    with ProcessPoolExecutor(said.jobs) as pool:
        for name, rows in zip(wanted, pool.map(partial(measured, runs=said.runs), wanted), strict=True):
            (rulings if name.startswith("ruling") else limits).update(rows)
            sys.stderr.write(f"{name} of {len(DESIGNS)} designs\n")
            PAGE.write_text(page(ordered_limits(limits), ordered_rulings(rulings)))


def rows_of(path: Path, header: str) -> Rows:
    """Rows of a table that is on the page, by their first two cells."""
    lines = path.read_text().splitlines() if path.is_file() else []
    if header not in lines:
        return {}
    found: Rows = {}
    for line in lines[lines.index(header) + 2 :]:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        found[cells[0], cells[1]] = line
    return found


def measured(name: str, runs: int) -> Rows:
    """The rows of one design or ruling."""
    if name.startswith("ruling"):
        ruling = RULINGS[int(name.split()[1])]
        return {key_of(ruling): ruling_row(ruling, runs)}
    design = DESIGNS[int(name)]
    found = simulate(design, runs)
    return {(m, design.scene.name): limits_row(design, m, found[m]) for m in found}


def key_of(ruling: Ruling) -> tuple[str, str]:
    """The first two cells of a ruling's row."""
    return ruling.name, ruling.scene.name


def ordered_limits(rows: Rows) -> list[str]:
    """By metric, in the order in which the designs name them first."""
    metrics = list(dict.fromkeys(m for design in DESIGNS for m in design.metrics))
    keys = [(m, d.scene.name) for m in metrics for d in DESIGNS if m in d.metrics]
    return [rows[key] for key in keys if key in rows]


def ordered_rulings(rows: Rows) -> list[str]:
    """In the order of their list."""
    return [rows[key_of(r)] for r in RULINGS if key_of(r) in rows]


def limits_row(design: Design, metric: str, found: Misses) -> str:
    """What the table says of one metric in one design."""
    tolerance, remarks = design.tolerance(metric), []
    for side, share, allowed in (("above", found.above, tolerance.above), ("below", found.below, tolerance.below)):
        if allowed > ALPHA and share > ALPHA:
            remarks.append(f"{side} up to {percent(allowed)} % tolerated: {tolerance.why}")
    if found.both:
        remarks.append(f"**kept and broken at once in {percent(found.both)} % of runs**")
    if min(found.limited) < 0.999:
        remarks.append(f"undecided in {percent(1 - min(found.limited))} % of runs")
    if not isnan(found.gap[0]) and found.truth == 0:
        remarks.append(f"mean raw gap {100 * found.gap[0]:.2f} ± {100 * found.gap[1]:.2f} points")
    kind = found.method.split("verdicts: ")[-1].split("; no verdict")[0]
    kind = f"jackknife over folds, {kind}" if kind.startswith("no better") else kind
    truth = found.truth if abs(found.truth) > 1e-5 else 0.0
    return row(
        metric, design.scene.name, f"{truth:.4g}", f"{found.runs:,}", percent(found.above), percent(found.below),
        percent(found.above_third), percent(found.below_third), kind, "; ".join(remarks),
    )  # fmt: skip


def ruling_row(ruling: Ruling, runs: int) -> str:
    """What the table says of one policy."""
    found = rule(ruling, runs)
    ready = "may be said" if ruling.tolerated.above == 1 else percent(found.ready)
    return row(
        ruling.name, ruling.scene.name, str(found.tests), f"{found.runs:,}", percent(ALPHA / ruling.looks), ready,
        percent(found.not_ready), ruling.tolerated.why,
    )  # fmt: skip


if __name__ == "__main__":
    main()
