"""Gather the figures of all modules into ``figures.lock.json``."""

from __future__ import annotations

import json
import pkgutil
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from math import isclose, isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import logitwise
from logitwise.lessons.building import figures as modules
from logitwise.lessons.building.whole import alone, replace_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logitwise.lessons.building.figures.figure import Figure
    from logitwise.lessons.figures import Value

LOCK: Final = Path(__file__).resolve().parents[2] / "figures.lock.json"
NOT_OF_PAGES: Final = frozenset({"__main__", "figure", "gather"})
ROUNDING: Final = 1e-9
PACKAGES: Final = ("keras", "tensorflow-cpu", "scikit-learn", "numpy")

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that came out otherwise than it stands in the file; None where it is missing on one side."""

    name: str
    kept: Value | None
    now: Value | None


def slugs() -> tuple[str, ...]:
    """Names of the modules that have figures."""
    return tuple(each.name for each in pkgutil.iter_modules(modules.__path__) if each.name not in NOT_OF_PAGES)


def entries_of(slug: str) -> dict[str, Entry]:
    """The figures of one module, computed now.

    Raises:
        ValueError: a value is no finite number, and JSON has no other.
    """
    made: Mapping[str, Figure] = import_module(f"{modules.__name__}.{slug}").figures()
    for name, figure in made.items():
        values = figure.value if isinstance(figure.value, list) else [figure.value]
        if not all(isinstance(value, str) or isfinite(value) for value in values):
            raise ValueError(f"{slug}: figure {name} is {figure.value}; a figure must be finite, or a text")
    return {
        name: {"value": figure.value, "tolerance": figure.tolerance, "note": figure.note, "from": slug}
        for name, figure in made.items()
    }


def joined(
    kept: Mapping[str, Entry], new: Mapping[str, Entry], *, built: set[str], known: set[str]
) -> dict[str, Entry]:
    """Entries of the modules that were built beside those of known modules that were not.

    Raises:
        ValueError: two modules have a figure of the same name.
    """
    others = {name: entry for name, entry in kept.items() if entry["from"] in known - built}
    twice = sorted(others.keys() & new.keys())
    if twice:
        raise ValueError(f"figure {twice[0]} is made by {others[twice[0]]['from']} and by {new[twice[0]]['from']}")
    return dict(sorted({**others, **new}.items()))


def write(new: Mapping[str, Entry], *, built: set[str], path: Path = LOCK) -> None:
    """Put entries into the file; those of modules that were not built stay as they are in it at this moment."""
    with alone(path):
        kept = json.loads(path.read_text(encoding="utf-8"))["figures"] if path.exists() else {}
        figures = joined(kept, new, built=built, known=set(slugs()))
        versions = {"logitwise": logitwise.__version__, **{name: version(name) for name in PACKAGES}}
        document = {"versions": versions, "figures": figures}
        replace_file(path, json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def differences(kept: Mapping[str, Entry], new: Mapping[str, Entry]) -> list[Difference]:
    """Figures of the same modules that differ by more than their tolerance, or are on one side only."""
    found = []
    for name in sorted(kept.keys() | new.keys()):
        before, now = kept.get(name), new.get(name)
        if before is None or now is None or not alike(before["value"], now["value"], before["tolerance"]):
            found.append(Difference(name, *(None if entry is None else entry["value"] for entry in (before, now))))
    return found


def alike(kept: Value, now: Value, tolerance: float) -> bool:
    """Whether two values are the same up to a tolerance, relative or absolute, whichever allows more.

    >>> alike(0.50, 0.52, 0.05), alike([1, 2], [1, 3], 0.05), alike("ready", "ready", 0.0)
    (True, False, True)
    """
    if isinstance(kept, list) or isinstance(now, list):
        pairs = isinstance(kept, list) and isinstance(now, list) and len(kept) == len(now)
        return pairs and all(alike(a, b, tolerance) for a, b in zip(kept, now, strict=True))  # type: ignore[arg-type]
    if isinstance(kept, str) or isinstance(now, str):
        return kept == now
    allowed = max(tolerance, ROUNDING)
    return isclose(kept, now, rel_tol=allowed, abs_tol=allowed)
