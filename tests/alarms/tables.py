"""Rows of the tables of `docs/false_alarms.md`, from counts."""

from __future__ import annotations

from collections.abc import Mapping

from logitwise.policy.codes import CODES

from .counting import Count, chance
from .edges import Edge
from .healthy import WORLDS
from .page import AT_LIMIT, BY_CODE, BY_WORLD, Row, percent
from .sample import ALLOWED, SEVERITY
from .world import Healthy, Planted

Alarms = Mapping[str, Mapping[str, Count]]
"""By world and code."""
SURELY = 0.01
"""Chance, over all worlds of a finding, below which an excess over the limit is called one."""
HALF = 0.5


def counted(code: str, found: Alarms) -> dict[str, Count]:
    """Counts of the worlds in which a finding would be a false alarm."""
    return {world.name: found[world.name][code] for world in WORLDS if code not in world.true}


def worst(code: str, counts: Mapping[str, Count]) -> str:
    """The world in which so many alarms are the least likely; of a note, in which they are most."""
    return min(counts, key=lambda name: (chance(counts[name], code), -counts[name].share))


def by_code_row(code: str, found: Alarms) -> Row:
    """What the table says of one finding."""
    counts, level = counted(code, found), SEVERITY[code]
    name = worst(code, counts)
    runs, alarms = sum(each.runs for each in counts.values()), sum(each.found for each in counts.values())
    allowed = f"{100 * ALLOWED[level]:g}" if level in ALLOWED else "no limit"
    excess = chance(counts[name], code) * len(counts) < SURELY
    remark = "**more than is allowed**" if excess else "never" if not alarms else ""
    here = counts[name]
    return (
        f"{code} {CODES[code]}", level, allowed, name if here.found else "none", percent(here.share), f"{here.runs:,}",
        f"{100 * alarms / runs:.2g}", str(len(counts)), remark,
    )  # fmt: skip


def by_world_rows(code: str, found: Alarms) -> list[Row]:
    """The worlds in which a finding comes up in more than half of the share that it may; of a note, in 5 %."""
    most = HALF * ALLOWED.get(SEVERITY[code], 0.1)
    return [
        (code, name, percent(count.share), f"{count.runs:,}")
        for name, count in counted(code, found).items()
        if count.found and count.share > most
    ]


def edge_row(edge: Edge, count: Count) -> Row:
    """How often a finding comes up where a number is just its limit."""
    level = f"{100 * edge.level:g}"
    return edge.code, edge.world.name, level, percent(count.share), f"{count.runs:,}"


def world_row(world: Healthy) -> Row:
    """What is true in a world; of LW406 the words above the table tell."""
    true = [f"{code}: {why}" for code, why in sorted(world.true.items()) if code != "LW406"]
    return world.name, "; ".join(true) or "-"


def fault_row(fault: Planted, counts: tuple[Count, ...]) -> Row:
    """How often a fault is found."""
    runs = "certain" if fault.certain else f"{counts[0].runs:,}"
    return (fault.code, fault.name, *(f"{100 * count.share:.0f}" for count in counts), runs)


def ordered(rows: list[Row], header: Row) -> list[Row]:
    """The worst first: alarms by how many times what is allowed, faults by how seldom they are found."""
    if header == BY_CODE:
        return sorted(rows, key=lambda row: (-_times(row[0], row[4]), row[0]))
    if header == BY_WORLD:
        return sorted(rows, key=lambda row: (-_times(row[0], row[2]), row[0]))
    if header == AT_LIMIT:
        return sorted(rows)
    return sorted(rows, key=lambda row: (*(float(share) for share in row[4:1:-1]), row[0]))


def _times(finding: str, share: str) -> float:
    """A share as a multiple of what is allowed; those of notes come last."""
    allowed = ALLOWED.get(SEVERITY[finding.split(maxsplit=1)[0]])
    return float(share) / allowed if allowed is not None else float(share) / 1e6
