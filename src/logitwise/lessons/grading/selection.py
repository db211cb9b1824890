"""What to ask: sets and tests drawn from the bank, the longest unseen first, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from logitwise.errors import OptionError
from logitwise.lessons.bank.question import DIFFICULTIES, SKILLS, Bank, Difficulty, Question
from logitwise.lessons.grading.posterior import BLUEPRINT, information, posterior
from logitwise.lessons.grading.verdict_of_test import verdict_of_test
from logitwise.lessons.progress.records import Answer, Item
from logitwise.lessons.progress.seen import Seen, last_seen

SET: Final = 5
"""Questions of a practice, try or challenge set."""
FEWEST_SKILLS: Final = 8
"""Skills that a test touches at least."""


def practice(  # noqa: PLR0913  one parameter a wish
    bank: Bank,
    answers: Iterable[Answer],
    *,
    seed: int,
    skill: str | None = None,
    difficulty: Difficulty | None = None,
    number: int = SET,
) -> tuple[Item, ...]:
    """A practice set, easier questions first, of as many skills as can be.

    Args:
        bank: to draw from; blanks are left to `try_set`.
        answers: all so far.
        seed: decides among what was seen equally long ago.
        skill: that all questions are of.
        difficulty: that all questions have.
        number: of questions; where there are fewer, other variants of the same ones fill up.

    Raises:
        OptionError: no such skill or difficulty, or no such question.
    """
    _check(skill, difficulty)
    if number < 1:
        raise OptionError(f"a set of {number} questions cannot be drawn; expected at least 1")
    pool = [
        each
        for each in bank.questions.values()
        if each.kind != "fill" and skill in {None, each.skill} and difficulty in {None, each.difficulty}
    ]
    if not pool:
        wished = " ".join(filter(None, (difficulty, "question", f"on {skill}" if skill else "")))
        raise OptionError(f"there is no {wished}")
    draw = _Draw(answers, seed)
    draw.take(pool, number)
    return draw.items()


def drawn_test(bank: Bank, answers: Iterable[Answer], *, seed: int) -> tuple[Item, ...]:
    """A test: three easy, four medium, three hard questions from at least eight skills, easier ones first.

    Raises:
        OptionError: the bank is too small for one.
    """
    pools = {wanted: _of(bank, wanted) for wanted in BLUEPRINT}
    draw = _Draw(answers, seed)
    for wanted in sorted(BLUEPRINT, key=lambda each: len({question.skill for question in pools[each]})):
        draw.take(pools[wanted], BLUEPRINT[wanted], repeat=False)
    if len(draw.taken) < sum(BLUEPRINT.values()) or len(draw.skills) < FEWEST_SKILLS:
        raise OptionError(f"the bank is too small for a test of ten questions from {FEWEST_SKILLS} skills")
    return draw.items()


def next_item(
    bank: Bank, items: Sequence[Item], *, answers: Sequence[Answer], before: Iterable[Answer], seed: int
) -> Item | None:
    """The next question of a test that decided nothing: of the difficulty that tells most about the ability.

    Args:
        bank: to draw from.
        items: of the test so far.
        answers: of the test so far.
        before: all answers, to ask what was not seen for long.
        seed: of the sitting; the number of items is mixed in.

    Returns:
        None where the test is decided, where an item waits for its answer, or where no more are asked.
    """
    waiting = {item.number for item in items} - {answer.number for answer in answers}
    if waiting or not verdict_of_test(answers).more:
        return None
    after = posterior(answers)
    draw = _Draw(before, seed + len(items))
    asked = {item.question for item in items}
    draw.skills.update(bank.questions[name].skill for name in sorted(asked) if name in bank.questions)
    for difficulty in sorted(DIFFICULTIES, key=lambda each: -information(after, each)):
        pool = [each for each in _of(bank, difficulty) if each.id not in asked]
        if pool:
            draw.take(pool, 1)
            return draw.items(first=max((item.number for item in items), default=0) + 1)[0]
    return None


def try_set(bank: Bank, answers: Iterable[Answer], *, seed: int, number: int = SET) -> tuple[Item, ...]:
    """Pieces of code with blanks, easier ones first.

    Raises:
        OptionError: the bank has none.
    """
    return _set([each for each in bank.questions.values() if each.kind == "fill"], answers, seed=seed, number=number)


def challenge_set(bank: Bank, answers: Iterable[Answer], *, seed: int, number: int = SET) -> tuple[Item, ...]:
    """Hard questions of different skills.

    Raises:
        OptionError: the bank has none.
    """
    return _set(_of(bank, "hard"), answers, seed=seed, number=number)


def _set(pool: list[Question], answers: Iterable[Answer], *, seed: int, number: int) -> tuple[Item, ...]:
    if not pool:
        raise OptionError("the bank has no question for such a set")
    draw = _Draw(answers, seed)
    draw.take(pool, number)
    return draw.items()


def _of(bank: Bank, difficulty: Difficulty) -> list[Question]:
    return [each for each in bank.questions.values() if each.difficulty == difficulty and each.kind != "fill"]


def _check(skill: str | None, difficulty: str | None) -> None:
    if skill is not None and skill not in SKILLS:
        raise OptionError(f"there is no skill '{skill}'; expected one of {', '.join(SKILLS)}")
    if difficulty is not None and difficulty not in DIFFICULTIES:
        raise OptionError(f"there is no difficulty '{difficulty}'; expected one of {', '.join(DIFFICULTIES)}")


@dataclass
class _Draw:
    """A set while it is drawn."""

    answers: Iterable[Answer]
    seed: int
    taken: list[tuple[Question, int]] = field(default_factory=list)
    skills: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311  a choice, not a secret
        self._seen: Seen = last_seen(self.answers)

    def take(self, pool: Sequence[Question], number: int, *, repeat: bool = True) -> None:
        """Add so many: a question again only where no other is left, then as another variant."""
        pairs = [(question, variant) for question in pool for variant in range(len(question.variants))]
        self._random.shuffle(pairs)
        for _ in range(number):
            asked = Counter(question.id for question, _ in self.taken)
            left = [pair for pair in pairs if pair not in self.taken and (repeat or not asked[pair[0].id])]
            if not left:
                return
            chosen = min(left, key=lambda pair: (asked[pair[0].id], self.skills[pair[0].skill], *self._last(pair)))
            self.taken.append(chosen)
            self.skills[chosen[0].skill] += 1

    def _last(self, pair: tuple[Question, int]) -> tuple[str, str]:
        question, variant = pair
        return self._seen.get((question.id, variant), ""), self._seen.get((question.id, None), "")

    def items(self, first: int = 1) -> tuple[Item, ...]:
        """What was taken, easier questions first."""
        ordered = sorted(self.taken, key=lambda pair: DIFFICULTIES.index(pair[0].difficulty))
        return tuple(
            Item(number, question.id, variant, self._random.getrandbits(32))
            for number, (question, variant) in enumerate(ordered, first)
        )
