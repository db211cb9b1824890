"""Sources to bank: run, reject, freeze."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from logitwise import __version__
from logitwise.lessons.bank.question import Bank, Kind, Question, Variant
from logitwise.lessons.building.kinds import cell, fill, number, output, predicate, property_, raises, slider
from logitwise.lessons.building.namespace import Namespace
from logitwise.lessons.building.rejected import RejectedError, UnluckyError
from logitwise.lessons.building.source import Source, Sources

Builder = Callable[[Source, Namespace, Variant], Variant]
BUILDERS: Final[dict[Kind, Builder]] = {
    "output": output.build, "number": number.build, "predicate": predicate.build, "property": property_.build,
    "raises": raises.build, "slider": slider.build, "cell": cell.build, "fill": fill.build,
}  # fmt: skip
TRIES: Final = 60
"""Seeds that are tried before a question is given up."""


@dataclass(frozen=True, slots=True)
class Built:
    """What came of the sources: the bank, and one line for each question that was rejected."""

    bank: Bank
    rejected: tuple[str, ...]


def build(sources: Sources, *, on_question: Callable[[str], None] = lambda _: None) -> Built:
    """Run every question and freeze those with a unique key."""
    known = {each.id for each in sources.misconceptions}
    questions, rejected = [], []
    for source in sources.questions:
        on_question(source.id)
        try:
            questions.append(question_of(source, known))
        except RejectedError as error:
            rejected.append(str(error))
    misconceptions = {each.id: each for each in sources.misconceptions}
    return Built(Bank(versions(), misconceptions, {each.id: each for each in questions}), tuple(rejected))


def question_of(source: Source, misconceptions: Iterable[str]) -> Question:
    """Freeze one question.

    Raises:
        RejectedError: no seed gives it a unique key, or it names a misconception that is in no table.
    """
    unknown = {part.get("misconception") for name in ("wrong", "option") for part in source.parts(name)}
    unknown -= {None, *misconceptions}
    if unknown:
        raise RejectedError(f"{source.id}: no misconception is called {', '.join(sorted(map(str, unknown)))}")
    variants = tuple(_variants(source))
    return Question(source.id, source.skill, source.difficulty, source.kind, source.asks, source.place, variants)  # type: ignore[arg-type]


def _variants(source: Source) -> Iterable[Variant]:
    wanted = int(source.fields.get("variants", 4)) if "draw" in source.fields else 1
    found: list[Variant] = []
    last = UnluckyError(f"{source.id}: no variant")
    for seed in range(TRIES if "draw" in source.fields else 1):
        try:
            variant = _variant(source, seed)
        except UnluckyError as error:
            last = error
            continue
        if all(replace(variant, seed=each.seed) != each for each in found):
            found.append(variant)
        if len(found) == wanted:
            return found
    raise RejectedError(f"{last} (only {len(found)} of {wanted} variants in {TRIES} seeds)") from last


def _variant(source: Source, seed: int) -> Variant:
    try:
        names = Namespace(source, seed)
    except Exception as error:
        raise RejectedError(f"{source.id}: its draw fails: {type(error).__name__}: {error}") from error
    code = source.fields.get("code", "").strip("\n")
    plain = Variant(
        seed,
        names.filled(source.text("stem").strip()),
        names.filled(code) if source.fields.get("fill_code") else code,
        tuple(names.filled(each) for each in source.fields["hints"]),
        tuple(names.filled(each) for each in source.fields["steps"]),
        names.filled(source.text("check")),
    )
    return BUILDERS[source.kind](source, names, plain)  # type: ignore[index]


def versions() -> dict[str, str]:
    """Of everything that runs a question."""
    found = {"python": ".".join(map(str, sys.version_info[:2])), "logitwise": __version__}
    for name in ("numpy", "scipy", "tensorflow", "tensorflow_cpu", "keras", "scikit-learn"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def differences(bank: Bank, built: Bank) -> list[str]:
    """How a frozen bank differs from what running the sources gives now: one line a question."""
    lines = [f"{name}: is in the sources and not in the bank" for name in built.questions if name not in bank.questions]
    for name, question in bank.questions.items():
        if name not in built.questions:
            lines.append(f"{name}: is in the bank and not in the sources")
        elif question != built.questions[name]:
            lines.append(
                f"{name}: the bank says otherwise than running it does: {_first(question, built.questions[name])}"
            )
    changed = [each for each in bank.misconceptions if bank.misconceptions[each] != built.misconceptions.get(each)]
    missing = [each for each in built.misconceptions if each not in bank.misconceptions]
    return lines + [f"misconception {each}: differs from the sources" for each in (*changed, *missing)]


def _first(frozen: Question, run: Question) -> str:
    for old, new in zip(frozen.variants, run.variants, strict=False):
        for name in ("stem", "code", "options", "slider", "matrix", "fills", "hints", "steps", "check", "seed"):
            if getattr(old, name) != getattr(new, name):
                return f"{name} of seed {old.seed}"
    return "its variants or description"
