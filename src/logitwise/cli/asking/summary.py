"""What a sitting came to, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from logitwise.cli.asking.sitting import Put
from logitwise.lessons.bank.question import Bank
from logitwise.lessons.grading.by_skill import SkillCount, by_skill
from logitwise.lessons.progress.records import Answer


def summary_words(puts: Sequence[Put], *, bank: Bank, answers: Iterable[Answer]) -> str:
    """Right of asked, the misconceptions that were made, and how the skills that were asked stand over all answers."""
    if not puts:
        return ""
    right = sum(put.graded.right for put in puts)
    parts = [f"**{right} of {len(puts)} right.**"]
    made = {put.graded.misconception for put in puts if put.graded.misconception in bank.misconceptions}
    if made:
        parts.append("To look at again:")
        parts.append("\n".join(f"- {bank.misconceptions[name].thought}" for name in sorted(filter(None, made))))
    skills = {put.shown.question.skill for put in puts}
    parts.append("So far, of all questions that you answered, each counted the first time, without reviews:")
    parts.append("\n".join(_skill(each) for each in by_skill(answers) if each.skill in skills))
    return "\n\n".join(part for part in parts if part)


def _skill(count: SkillCount) -> str:
    claim = f", {count.claim}" if count.claim else ""
    return f"- {count.title}: {count.right} of {count.asked} right{claim}"
