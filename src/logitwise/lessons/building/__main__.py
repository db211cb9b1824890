"""``python -m logitwise.lessons.building``: run all sources, reject what is not unique, freeze the bank."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from logitwise.lessons.bank import lock
from logitwise.lessons.bank.question import Bank
from logitwise.lessons.building.build import build, differences
from logitwise.lessons.building.rejected import RejectedError
from logitwise.lessons.building.source import read
from logitwise.lessons.building.whole import replace_file

LOCK = Path(__file__).parents[1] / lock.NAME


def main() -> int:
    """Build or check; 0 done, 1 the bank differs, 2 a question was rejected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skill", help="only the questions of one skill; nothing is written")
    parser.add_argument("--id", help="only one question; nothing is written, its frozen form is printed")
    parser.add_argument("--check", action="store_true", help="write nothing; say where the bank differs")
    asked = parser.parse_args()
    try:
        sources = read()
    except RejectedError as error:
        return _say([str(error)], 2)
    chosen = [q for q in sources.questions if asked.skill in (None, q.skill) and asked.id in (None, q.id)]
    built = build(replace(sources, questions=tuple(chosen)))
    if built.rejected:
        return _say([f"rejected: {line}" for line in built.rejected], 2)
    if asked.id:
        sys.stdout.write(lock.write(replace(built.bank, misconceptions={})))
        return 0
    if asked.check or asked.skill:
        return _checked(built.bank, asked.skill)
    replace_file(LOCK, lock.write(built.bank))
    return _say([f"{len(built.bank.questions)} questions frozen in {LOCK.name}"], 0)


def _checked(built: Bank, skill: str | None) -> int:
    frozen = lock.read(LOCK.read_text(encoding="utf-8")) if LOCK.exists() else Bank({}, {}, {})
    kept = {name: each for name, each in frozen.questions.items() if skill in (None, each.skill)}
    lines = differences(replace(frozen, questions=kept), built)
    return _say([*lines, f"{len(built.questions)} questions run; the bank differs in {len(lines)} places"], bool(lines))


def _say(lines: list[str], status: int) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
