"""One sitting in a terminal: items are put one after the other, answers are kept as they are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from logitwise.cli.asking.paper import Paper
from logitwise.cli.asking.words import outcome_words, prompt, question_words, solution_words
from logitwise.errors import AnswerError
from logitwise.lessons.bank.grade import Graded, grade
from logitwise.lessons.bank.question import Bank, Question
from logitwise.lessons.bank.shown import Shown, show
from logitwise.lessons.progress.records import Answer, Item, Sitting
from logitwise.lessons.progress.rules import RULES, Rules
from logitwise.lessons.progress.sitting import answered
from logitwise.lessons.progress.store import Store

HINT, STOP, LOOK = "h", "q", "?"
Next = Callable[[Sequence[Item], Sequence[Answer]], Item | None]


@dataclass(frozen=True, slots=True)
class Put:
    """An item that was put and answered."""

    shown: Shown
    answer: Answer
    graded: Graded


class _Stopped(Exception):  # noqa: N818  no fault: the learner had enough, or the input ended
    pass


@dataclass
class Asking:
    """A sitting under way.

    Attributes:
        paper: to write on and read from.
        store: where answers are kept.
        sitting: kept with the first answer.
        bank: for misconceptions and questions.
        own: questions that are not in the bank.
        following: what else is asked when all is answered; None for nothing.
    """

    paper: Paper
    store: Store
    sitting: Sitting
    bank: Bank
    own: Mapping[str, Question] = field(default_factory=dict)
    following: Next | None = None
    done: list[Put] = field(default_factory=list)

    @property
    def rules(self) -> Rules:
        """Of the sitting; the terminal offers only kinds of one attempt."""
        return RULES[self.sitting.kind]

    def run(self) -> tuple[Put, ...]:
        """Put all items; what was answered before the learner stops is kept."""
        items = list(self.sitting.items)
        try:
            for item in items:  # grows while it is walked
                self._put(item, of=len(items))
                more = self._more(items) if item is items[-1] else None
                if more is not None:
                    items.append(more)
        except (_Stopped, KeyboardInterrupt):
            kept = f"{len(self.done)} answer{'' if len(self.done) == 1 else 's'} kept"
            self.paper.say(f"Stopped; {kept}.")
        if self.rules.at_the_end:
            for number, put in enumerate(self.done, 1):
                self.paper.tell(f"### Question {number}\n\n{put.shown.variant.stem.strip()}")
                self._feedback(put)
        return tuple(self.done)

    def _more(self, items: list[Item]) -> Item | None:
        """A further item where one is to follow."""
        if self.following is None:
            return None
        more = self.following(items, [put.answer for put in self.done])
        if more is not None:
            if len(items) == len(self.sitting.items):
                self.paper.say("This decides nothing yet: a few more questions follow, q to stop.")
            self.store.extend(self.sitting.id, [more])
        return more

    def _put(self, item: Item, *, of: int) -> None:
        question = self.bank.questions.get(item.question) or self.own[item.question]
        shown = show(question, item.variant, seed=item.seed)
        self.paper.tell(question_words(shown, number=item.number, of=of))
        hints, given, graded = self._graded(shown)
        if not self.done:
            self.store.begin(self.sitting)
        answer = answered(self.sitting, item, shown=shown, given=given, graded=graded, hints=hints)
        self.store.add(answer)
        self.done.append(Put(shown, answer, graded))
        if not self.rules.at_the_end:
            self._feedback(self.done[-1])

    def _graded(self, shown: Shown) -> tuple[int, tuple[str, ...], Graded]:
        """The first answer that can be graded, and how many hints were seen before."""
        hints = 0
        given: list[str] = []
        while True:
            line = self.paper.ask(prompt(shown, blank=len(given), hints=self.rules.hints))
            if line is None or line == STOP:
                raise _Stopped
            if line == HINT:
                hints = self._hint(shown, hints)
            elif line.startswith(LOOK) and shown.variant.slider is not None:
                self._look(shown, line.removeprefix(LOOK))
            elif line:
                given.append(line)
                if len(given) >= shown.blanks:
                    try:
                        return hints, _split(shown, given), grade(shown, _split(shown, given))
                    except AnswerError as error:
                        self._refuse(error)
                        given = []

    def _hint(self, shown: Shown, hints: int) -> int:
        if not self.rules.hints:
            self.paper.say("There are no hints in a test.")
            return hints
        if hints == len(shown.variant.hints):
            self.paper.say("There are no more hints.")
            return hints
        self.paper.tell(f"Hint {hints + 1}/{len(shown.variant.hints)}: {shown.variant.hints[hints]}")
        return hints + 1

    def _look(self, shown: Shown, position: str) -> None:
        """What a position of a slider gives, as somebody sees who moves it."""
        try:
            self.paper.say(grade(shown, [position]).evidence)
        except AnswerError as error:
            self._refuse(error)

    def _refuse(self, error: AnswerError) -> None:
        self.paper.say(f"{str(error)[:1].upper()}{str(error)[1:]}.")

    def _feedback(self, put: Put) -> None:
        self.paper.tell(outcome_words(put.graded))
        if put.graded.evidence:
            self.paper.say(f"Evidence: {put.graded.evidence}")
        self.paper.tell(solution_words(put.shown, put.graded, bank=self.bank))


def _split(shown: Shown, given: list[str]) -> tuple[str, ...]:
    """A cell's row and column, whatever stands between them."""
    if shown.variant.matrix is None:
        return tuple(given)
    return tuple(given[0].replace(",", " ").split())
