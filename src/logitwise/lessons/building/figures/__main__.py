"""Compute the figures of the pages: ``python -m logitwise.lessons.building.figures [--only SLUG] [--check]``."""

# ruff: noqa: T201  a command that says what it does
from __future__ import annotations

import argparse
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before a module imports TensorFlow
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

from logitwise.lessons.building.figures.gather import LOCK, Entry, differences, entries_of, slugs, write


def main(arguments: list[str] | None = None) -> int:
    """Build or check the figures of all modules, or of those that are named; 1 where something differs or fails."""
    asked = _arguments(arguments)
    new: dict[str, Entry] = {}
    built: set[str] = set()
    failed = False
    for slug in asked.only or slugs():
        try:
            new |= _only_once(entries_of(slug), new)
        except Exception as error:  # noqa: BLE001  one page's trouble does not keep the others from being built
            failed = True
            print(f"{slug}: {type(error).__name__}: {error}; its figures stay as they were", file=sys.stderr)
        else:
            built.add(slug)
            print(f"{slug}: {sum(entry['from'] == slug for entry in new.values())} figures")
    if asked.check:
        kept = json.loads(LOCK.read_text(encoding="utf-8"))["figures"]
        found = differences({name: entry for name, entry in kept.items() if entry["from"] in built}, new)
        for each in found:
            print(f"{each.name}: {each.kept} in the file, {each.now} now", file=sys.stderr)
        return int(failed or bool(found))
    write(new, built=built)
    return int(failed)


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m logitwise.lessons.building.figures", description=__doc__)
    parser.add_argument("--only", action="append", choices=slugs(), metavar="SLUG", help="this module (repeatable)")
    parser.add_argument("--check", action="store_true", help="compare with the file, write nothing")
    return parser.parse_args(arguments)


def _only_once(made: dict[str, Entry], others: dict[str, Entry]) -> dict[str, Entry]:
    for name in made.keys() & others.keys():
        raise ValueError(f"figure {name} is also made by {others[name]['from']}")
    return made


if __name__ == "__main__":
    sys.exit(main())
