"""``logitwise quiz``: questions of the lesson, or on one's own report, in the terminal or through a pipe."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from logitwise.errors import OptionError

if TYPE_CHECKING:
    from logitwise.cli.asking.sitting import Asking
    from logitwise.lessons.progress.store import Store

Skill = Annotated[str | None, typer.Option(metavar="SKILL", help="Of this skill alone, like threshold.")]
DifficultyOption = Annotated[str | None, typer.Option(metavar="D", help="easy, medium or hard.")]
Number = Annotated[int | None, typer.Option(metavar="N", help="How many questions; 5 unless said.")]
Test = Annotated[bool, typer.Option("--test", help="Ten questions, no hints, feedback and a verdict at the end.")]
ReportFile = Annotated[
    str | None, typer.Option("--report", metavar="FILE", help="Questions on your own .json report or .tally.")
]
Seed = Annotated[int | None, typer.Option(metavar="N", help="Draw the same questions again.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON; the questions go to stderr.")]


def command(  # noqa: PLR0913  one parameter an option
    *,
    skill: Skill = None,
    difficulty: DifficultyOption = None,
    number: Number = None,
    test: Test = False,
    report: ReportFile = None,
    seed: Seed = None,
    as_json: AsJson = False,
) -> int:
    """Answer questions: a letter and Enter, h for a hint, q to stop. What was answered is kept.

    Answers are read line by line, so that they can come through a pipe.
    """
    _check(skill, difficulty, number, test=test, report=report)
    from logitwise.cli.asking.sittings import own_sitting, practice_sitting, sitting_of_test  # noqa: PLC0415  brings in numpy
    from logitwise.lessons.progress.store import open_store  # noqa: PLC0415  see above

    seed = _checked(seed)
    store = open_store()
    if test:
        asking = sitting_of_test(store, seed=seed, as_json=as_json)
    elif report is not None:
        asking = own_sitting(store, report, number=number, seed=seed, as_json=as_json)
    else:
        wished = {"skill": skill, "difficulty": difficulty, "number": 5 if number is None else number}
        asking = practice_sitting(store, wished, seed=seed, as_json=as_json)
    return finish(asking, store, as_json=as_json)


def finish(asking: Asking, store: Store, *, as_json: bool) -> int:
    """Ask, and print what came of it."""
    from logitwise.cli.asking.document import document  # noqa: PLC0415  see above
    from logitwise.cli.asking.summary import summary_words  # noqa: PLC0415  see above
    from logitwise.lessons.grading.verdict_of_test import pooled, verdict_of_test  # noqa: PLC0415  see above

    puts = asking.run()
    verdict = verdict_of_test([put.answer for put in puts]) if asking.sitting.kind == "test" else None
    told = summary_words(puts, bank=asking.bank, answers=store.answers())
    if told:
        asking.paper.tell(told)
    if verdict is not None:
        together = pooled(store.answers())
        if together is not None:
            asking.paper.tell(together.sentence)
        asking.paper.tell(f"**{verdict.sentence}**")
    if as_json:
        made = document(asking.sitting, puts, bank=asking.bank, own=asking.own, verdict=verdict)
        sys.stdout.write(json.dumps(made, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    return 0


def _check(skill: str | None, difficulty: str | None, number: int | None, *, test: bool, report: str | None) -> None:
    """Options that do not go together are told before anything is read."""
    chosen = {"--skill": skill, "--difficulty": difficulty}
    wished = [name for name, value in chosen.items() if value is not None]
    if test and (wished or number is not None or report is not None):
        raise OptionError(
            "--test draws its ten questions itself; leave out --skill, --difficulty, --number and --report"
        )
    if report is not None and wished:
        raise OptionError(f"--report makes questions from your file; leave out {' and '.join(wished)}")
    if number is not None and not 1 <= number <= 100:
        raise OptionError(f"--number {number}: expected 1 to 100")


def new_seed() -> int:
    """A seed that nobody said."""
    from secrets import randbits  # noqa: PLC0415  only where nothing was said

    return randbits(32)


def _checked(seed: int | None) -> int:
    if seed is None:
        return new_seed()
    if not 0 <= seed < 2**62:
        raise OptionError(f"--seed {seed}: expected 0 or a positive number below 2 to the 62nd")
    return seed
