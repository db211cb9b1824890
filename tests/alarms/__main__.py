"""`python -m tests.alarms`: count false alarms and found faults, and write the tables of `docs/false_alarms.md`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from logitwise.policy.codes import CODES

from .counting import Count, alarms, detected
from .edges import EDGES
from .healthy import WORLDS
from .page import AT_LIMIT, BY_CODE, BY_WORLD, FAULTS, Row, page, rows_of
from .page import WORLDS as WORLD_LIST
from .planted import FAULTS as PLANTED
from .tables import Alarms, by_code_row, by_world_rows, edge_row, fault_row, ordered, world_row

PAGE = Path(__file__).resolve().parents[2] / "docs" / "false_alarms.md"
FAULT_RUNS = 5
"""A fault gets so many times fewer runs of each strength than a world has: whether it is found is seldom close."""


def main() -> None:
    """Measure, and write the page; rows of findings that were not measured again stay as they are."""
    asked = argparse.ArgumentParser(prog="python -m tests.alarms", description=__doc__)
    asked.add_argument("--runs", type=int, default=200, help="of each world; of cheap ones more, of dear ones fewer")
    asked.add_argument("--jobs", type=int, default=1, help="processes")
    asked.add_argument("--only", default="", metavar="CODE", help="one finding", choices=["", *CODES])
    said = asked.parse_args()
    codes = [said.only] if said.only else list(CODES)
    faults = [fault for fault in range(len(PLANTED)) if PLANTED[fault].code in codes]
    edges = [edge for edge in range(len(EDGES)) if EDGES[edge].code in codes]
    names = [world.name for world in WORLDS]
    with ProcessPoolExecutor(said.jobs) as pool:
        counted = pool.map(partial(_alarms, runs=said.runs, only=said.only), range(len(WORLDS)))
        at_limits = pool.map(partial(_at_limit, runs=said.runs), edges)
        counts = pool.map(partial(_detected, runs=said.runs // FAULT_RUNS), faults)
        found: Alarms = dict(zip(names, told(counted, "worlds", len(names)), strict=True))
        limits = [edge_row(EDGES[i], each) for i, each in zip(edges, at_limits, strict=True)]
        seen = zip(faults, told(counts, "faults", len(faults)), strict=True)
        rows = [fault_row(PLANTED[i], each) for i, each in seen]
    by_world = [row for code in codes for row in by_world_rows(code, found)]
    by_code = [by_code_row(code, found) for code in codes]
    write(codes, {BY_CODE: by_code, BY_WORLD: by_world, AT_LIMIT: limits, FAULTS: rows})


def _alarms(world: int, runs: int, only: str) -> dict[str, Count]:
    return alarms(WORLDS[world], runs, only)


def _at_limit(edge: int, runs: int) -> Count:
    return alarms(EDGES[edge].world, runs, EDGES[edge].code)[EDGES[edge].code]


def _detected(fault: int, runs: int) -> tuple[Count, ...]:
    return detected(PLANTED[fault], runs)


def told(results: Iterable[Any], what: str, of: int) -> Iterator[Any]:
    """Results as they come, with how many there are on standard error."""
    for done, result in enumerate(results, 1):
        sys.stderr.write(f"\r{done} of {of} {what} ")
        yield result
    sys.stderr.write("\n")


def write(codes: list[str], measured: dict[Row, list[Row]]) -> None:
    """Put the rows of these findings into the page."""
    text = PAGE.read_text() if PAGE.is_file() else ""
    tables: dict[Row, list[Row]] = {WORLD_LIST: [world_row(world) for world in WORLDS]}
    for header, rows in measured.items():
        others = [row for row in rows_of(text, header) if row[0].split()[0] not in codes]
        tables[header] = ordered([*others, *rows], header)
    PAGE.write_text(page(tables))


if __name__ == "__main__":
    main()
