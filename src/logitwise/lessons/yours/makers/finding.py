"""Recognise what was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import Any, Final

from logitwise.lessons.yours.facts import Facts
from logitwise.lessons.yours.made import Made, Refusal, Sort, Telling, with_options
from logitwise.report.safe_text import markdown_safe

SEVERITY: Final = {"error": 0, "warning": 1, "note": 2}
FAMILIES: Final = {
    "1": ("logits-and-stability", "deep#losses-want-logits"),
    "2": ("base-rate", "metrics#base-rate"),
    "3": ("threshold", "metrics#thresholds"),
    "4": ("calibration", "metrics#calibration"),
    "6": ("uncertainty", "metrics#uncertainty"),
}
"""Skill and place by the hundreds of a code."""


def finding(facts: Facts, random: Random) -> Made:
    """Which pitfall a sentence of the report speaks of; the others were looked for, and are not there."""
    found = [each for each in facts.findings("found") if each["code"][2] in FAMILIES]
    clear = facts.findings("clear")
    if not found:
        return Refusal("nothing was found that would have to be explained")
    gravest = min(SEVERITY[each["severity"]] for each in found)
    told = random.choice([each for each in found if SEVERITY[each["severity"]] == gravest])
    random.shuffle(clear)
    near = sorted(clear, key=lambda each: each["code"][2] != told["code"][2])
    skill, place = FAMILIES[told["code"][2]]
    sort = Sort("finding", skill, "medium", "property", "find the error", place)
    wrong = [(_title(each), None) for each in near]
    return with_options(facts, sort, right=(_title(told), told["code"]), wrong=wrong, told=_telling(told, near[:3]))


def _telling(told: Mapping[str, Any], others: list[Mapping[str, Any]]) -> Telling:
    hidden = re.sub(re.escape(told["title"]), "...", told["sentence"], flags=re.IGNORECASE)
    steps = [f"{told['code']} looks for it: {markdown_safe(told['title'])}.", markdown_safe(told["sentence"])]
    steps += [f"Why it hurts: {markdown_safe(told['why'])}"] if told["why"] else []
    steps += [f"The cause: {markdown_safe(told['cause'])}"] if told["cause"] else []
    steps += [f"What to do: {markdown_safe(told['remedy'])}"] if told["remedy"] else []
    clear = " ".join(f"{each['code']}: {markdown_safe(each['sentence'])}" for each in others)
    return Telling(
        f"The report on your own model says:\n\n> {markdown_safe(hidden)}\n\nWhich pitfall is that?",
        (
            "Which number of the sentence is off, and against what is it compared?",
            "The others were looked for and are not there.",
        ),
        tuple(steps),
        f"What the others say: {clear}",
    )


def _title(finding: Mapping[str, Any]) -> str:
    return f"{finding['code']}: {markdown_safe(finding['title'])}"
