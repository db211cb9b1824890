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
PLAIN: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "class",
        "for",
        "in",
        "is",
        "no",
        "not",
        "of",
        "on",
        "or",
        "than",
        "the",
    ]
)
"""Words that tell no title from another; "class" stands in several, and before the name of one."""
MOST_PLAIN: Final = 3


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
    return with_options(
        facts,
        sort,
        right=(_title(told), told["code"]),
        wrong=wrong,
        told=_telling(_with_class(facts, told["sentence"]), told, near[:3]),
    )


def hidden(sentence: str, title: str) -> str:
    """A sentence without the words of a title, and without codes, by which it would be known.

    >>> hidden("Of 25 rows LW202 says: the class is mostly missed.", "a class mostly missed")
    'Of 25 rows … says: the class is ….'
    """
    words = {word for word in re.findall(r"[\w-]+", title.lower()) if word not in PLAIN}
    parts = words | {part for word in words for part in word.split("-") if part not in PLAIN and len(part) > MOST_PLAIN}
    each = "|".join(sorted(map(re.escape, parts), key=len, reverse=True)) or "(?!)"
    blank = re.sub(
        rf"\bLW\d{{3}}\b|(?<![\w-])(?:\w+-)?(?:{each})(?:s|es)?(?![\w-])", "…", sentence, flags=re.IGNORECASE
    )
    return re.sub(r"…(?:[\s-]+…)+", "…", blank)


def _with_class(facts: Facts, sentence: str) -> str:
    """A sentence that says of a class that it is one: its name may be a number."""
    if facts.multilabel:
        return sentence
    names = "|".join(sorted(map(re.escape, facts.classes), key=len, reverse=True))
    return re.sub(rf"\bof ({names})(?= (?:is|are)\b)", r"of class \1", sentence)


def _telling(sentence: str, told: Mapping[str, Any], others: list[Mapping[str, Any]]) -> Telling:
    steps = [f"{told['code']} looks for it: {markdown_safe(told['title'])}.", markdown_safe(sentence)]
    steps += [f"Why it hurts: {markdown_safe(told['why'])}"] if told["why"] else []
    steps += [f"The cause: {markdown_safe(told['cause'])}"] if told["cause"] else []
    steps += [f"What to do: {markdown_safe(told['remedy'])}"] if told["remedy"] else []
    clear = " ".join(f"{each['code']}: {markdown_safe(each['sentence'])}" for each in others)
    return Telling(
        f"Your report says:\n\n> {markdown_safe(hidden(sentence, told['title']))}\n\nWhich pitfall is that?",
        (
            "Which number of the sentence is off, and against what is it compared?",
            "The others were looked for and are not there.",
        ),
        tuple(steps),
        f"What the others say: {clear}",
    )


def _title(finding: Mapping[str, Any]) -> str:
    return f"{finding['code']}: {markdown_safe(finding['title'])}"
