"""Which column holds what, found by name alone; values never decide."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from logitwise.batch.shown import listed, shown
from logitwise.errors import ColumnError, OptionError
from logitwise.sources.groups import Group, group_of_list, group_of_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from logitwise.head import HeadKind, Scale

LABELS: Final = ("label", "labels", "y", "y_true", "target")
LABEL_PATTERN: Final = "y_*"
SCORES: Final[dict[Scale, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "logits": (("logit", "logits"), ("logit_*", "z_*")),
    "probabilities": (("prob", "probs", "probabilities", "p", "y_prob", "y_proba"), ("prob_*", "p_*")),
    "decisions": (("decision", "decisions", "pred", "y_pred"), ("d_*",)),
}
OPTIONS: Final[dict[Scale, str]] = {
    "logits": "--logits",
    "probabilities": "--probabilities",
    "decisions": "--decisions",
}
BESIDE: Final = {
    "ids": "--id", "groups": "--group", "weights": "--weight", "confidence": "--confidence"
}  # fmt: skip
CONFIDENCE: Final = "confidence"
_FIXED: Final = frozenset(LABELS) | {name for names, _ in SCORES.values() for name in names}


@dataclass(frozen=True, slots=True)
class BesideNames:
    """Columns that stand beside labels and scores; only a confidence is also found by its name.

    Attributes:
        ids: names of the rows.
        groups: what rows belong to together.
        weights: how much each row counts.
        confidence: probability of the decided class.
        slices: columns by whose values everything is reported again.
    """

    ids: str | None = None
    groups: str | None = None
    weights: str | None = None
    confidence: str | None = None
    slices: tuple[str, ...] = ()

    @property
    def single(self) -> dict[str, str]:
        """Those of one column each, by what they hold."""
        named = {"ids": self.ids, "groups": self.groups, "weights": self.weights, "confidence": self.confidence}
        return {what: name for what, name in named.items() if name is not None}

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, each once."""
        return tuple(dict.fromkeys((*self.single.values(), *self.slices)))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller said of columns; None: to be found by name."""

    label: str | None = None
    logits: str | None = None
    probabilities: str | None = None
    decisions: str | None = None
    head: HeadKind | None = None
    beside: BesideNames = field(default_factory=lambda: BesideNames())  # noqa: PLW0108  the class stands below

    @property
    def scores(self) -> dict[Scale, str]:
        """The score options that were given."""
        given: dict[Scale, str | None] = {
            "logits": self.logits,
            "probabilities": self.probabilities,
            "decisions": self.decisions,
        }
        return {scale: said for scale, said in given.items() if said is not None}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The columns that were taken.

    Attributes:
        labels: label columns; several only for multilabel.
        scores: score columns in the order of their classes.
        scale: what the scores are.
        classes: what each of several score columns stands for; None for a single one.
        left_out: columns that nobody reads.
        unmatched: label and score columns of a multilabel head without a partner.
        word: ``column`` or ``key``, for messages.
        beside: columns beside labels and scores.
    """

    labels: tuple[str, ...]
    scores: tuple[str, ...]
    scale: Scale
    classes: tuple[str, ...] | None
    left_out: tuple[str, ...]
    unmatched: tuple[str, ...] = field(default=())
    word: str = "column"
    beside: BesideNames = field(default_factory=BesideNames)


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks for columns among names.

    Attributes:
        names: all columns (or NPZ keys).
        file: start of every message.
        word: what the source calls a column.
    """

    names: tuple[str, ...]
    file: str
    word: str = "column"

    def choose(self, asked: Asked) -> Chosen:
        """The columns to read.

        Raises:
            ColumnError: columns that are missing, doubled, ambiguous, unnamed or numbered with a gap.
            OptionError: several score options at once.
        """
        self._names_are_sound()
        if len(asked.scores) > 1:
            given = ", ".join(OPTIONS[s] for s in asked.scores)
            raise OptionError(f"{given}: name the scores of one scale only")
        scale, scores = self._scores(asked)
        labels = self._labels(asked, scores)
        classes = scores.classes
        unmatched: tuple[str, ...] = ()
        if labels.classes is not None:
            labels, scores, unmatched = self._joined(labels, scores)
            classes = scores.classes
        elif scores.classes is not None:
            self._no_gap(scores, asked.head)
        beside = self._beside(asked.beside, scale, scores)
        taken = {*labels.columns, *scores.columns, *unmatched, *beside.columns}
        left = tuple(n for n in self.names if n not in taken)
        return Chosen(labels.columns, scores.columns, scale, classes, left, unmatched, self.word, beside)

    def scores(self, asked: Asked) -> tuple[Scale, Group]:
        """The score columns alone, where there need be no labels.

        Raises:
            ColumnError: columns that are missing, doubled or ambiguous.
            OptionError: several score options at once.
        """
        self._names_are_sound()
        if len(asked.scores) > 1:
            given = ", ".join(OPTIONS[s] for s in asked.scores)
            raise OptionError(f"{given}: name the scores of one scale only")
        scale, found = self._scores(asked)
        if found.classes is not None and asked.head != "multilabel":
            self._no_gap(found, asked.head)
        return scale, found

    def _beside(self, asked: BesideNames, scale: Scale, scores: Group) -> BesideNames:
        """The columns beside labels and scores, all of them there."""
        for what, name in asked.single.items():
            if name not in self.names:
                raise ColumnError(self._absent(name, BESIDE[what]))
        for name in asked.slices:
            if name not in self.names:
                raise ColumnError(self._absent(name, "--slice"))
        if len(set(asked.slices)) < len(asked.slices):
            raise OptionError("--slice names a column twice")
        by_name = scale == "decisions" and len(scores.columns) == 1 and CONFIDENCE in self.names
        return replace(asked, confidence=CONFIDENCE) if by_name and asked.confidence is None else asked

    def _names_are_sound(self) -> None:
        for name in self.names:
            if "\0" in name:
                raise ColumnError(f"{self.file}: {self.word} {shown(name)} holds a NUL character in its name")
        seen: set[str] = set()
        for name in self.names:
            if name in seen:
                raise ColumnError(
                    f"{self.file}: {self.word} {shown(name)} is there twice; every name must be there once"
                )
            seen.add(name)

    def _scores(self, asked: Asked) -> tuple[Scale, Group]:
        for scale, said in asked.scores.items():
            return scale, self._said(said, OPTIONS[scale])
        for scale, (exact, patterns) in SCORES.items():
            found = self._candidates(exact, patterns)
            if len(found) > 1:
                what = " or ".join(g.shown for g in found)
                raise ColumnError(f"{self.file}: {what} may hold the {scale}; name what is meant with {OPTIONS[scale]}")
            if found:
                return scale, found[0]
        raise ColumnError(
            f"{self.file}: no {self.word} of scores by name; there are {listed(self.names)}, and logits, "
            "logit_*, probs, p, p_*, decisions and the like are looked for: name yours with --logits, --probabilities "
            "or --decisions"
            + ("" if any(n in LABELS for n in self.names) or asked.label else ", and the labels with --label")
        )

    def _labels(self, asked: Asked, scores: Group) -> Group:
        if asked.label is not None:
            group = self._said(asked.label, "--label")
            if group.classes is not None and asked.head != "multilabel":
                raise ColumnError(f"{self.file}: --label names {group.shown}; {_SEVERAL}")
            return group
        several = self._pattern(LABEL_PATTERN, lambda n: n not in _FIXED and n not in scores.columns)
        single = [n for n in LABELS if n in self.names and n not in scores.columns]
        if asked.head == "multilabel" and several is not None:
            return several
        if len(single) > 1:
            raise ColumnError(
                f"{self.file}: {listed(single)} may each hold the labels; name what is meant with --label"
            )
        if single:
            return Group((single[0],), None)
        if several is not None and len(several.columns) > 1:
            raise ColumnError(f"{self.file}: the label {self.word}s are {several.shown}; {_SEVERAL}")
        raise ColumnError(
            f"{self.file}: no label {self.word}; there are {listed(self.names)}, and {', '.join(LABELS)} are looked "
            "for: name it with --label"
        )

    def _candidates(self, exact: Sequence[str], patterns: Sequence[str]) -> list[Group]:
        found = [Group((n,), None) for n in exact if n in self.names]
        groups = [self._pattern(p, lambda n: n not in _FIXED) for p in patterns]
        return found + [g for g in groups if g is not None]

    def _pattern(self, pattern: str, wanted: Callable[[str], bool]) -> Group | None:
        return group_of_pattern([n for n in self.names if wanted(n)], pattern, self.file)

    def _said(self, said: str, option: str) -> Group:
        """An option's value: a name as it stands, a list with commas, or a pattern."""
        if said in self.names:
            return Group((said,), None)
        if "," in said:
            parts = tuple(p.strip() for p in said.split(","))
            for part in parts:
                if part not in self.names:
                    raise ColumnError(self._absent(part, option))
            if len(set(parts)) < len(parts):
                raise ColumnError(f"{option} {shown(said)}: a {self.word} is named twice")
            return group_of_list(parts, self.file)
        if any(c in said for c in "*?["):
            matched = [n for n in self.names if fnmatch.fnmatchcase(n, said)]
            group = group_of_pattern(matched, said, self.file) if said.count("*") == 1 else None
            if group is None and matched:
                group = group_of_list(tuple(matched), self.file)
            if group is not None:
                return group
        raise ColumnError(self._absent(said, option))

    def _absent(self, name: str, option: str) -> str:
        return (
            f"{self.file}: {option} names {shown(name)}, which is not there; the {self.word}s are {listed(self.names)}"
        )

    def _no_gap(self, scores: Group, head: HeadKind | None) -> None:
        numbers = scores.numbers
        if len(scores.columns) == 1 and head != "multilabel":
            only = shown(scores.columns[0])
            raise ColumnError(
                f"{self.file}: {only} is the only score {self.word} of its kind, and a softmax needs one a class; if "
                f"it is the probability or logit of one class, name it with --probabilities {only} or --logits {only}"
            )
        if numbers is None:
            return
        first = 0 if numbers[0] != 1 else 1
        for place, number in enumerate(numbers, start=first):
            if number != place:
                missing = scores.columns[0].replace(str(numbers[0]), str(place), 1)
                raise ColumnError(
                    f"{self.file}: score {self.word} {shown(missing)} is missing; there are {listed(scores.columns)}, "
                    "and numbers must run without a gap"
                )

    def _joined(self, labels: Group, scores: Group) -> tuple[Group, Group, tuple[str, ...]]:
        """Label and score columns of a multilabel head that stand for the same thing."""
        if scores.classes is None or labels.classes is None:
            raise ColumnError(
                f"{self.file}: label {self.word}s {labels.shown} need one score {self.word} each, named alike; "
                f"there is {scores.shown}"
            )
        by_class = dict(zip(scores.classes, scores.columns, strict=True))
        pairs = [(y, by_class[c], c) for y, c in zip(labels.columns, labels.classes, strict=True) if c in by_class]
        if not pairs:
            raise ColumnError(
                f"{self.file}: no label {self.word} of {labels.shown} has a score {self.word} of the same name among "
                f"{scores.shown}"
            )
        names = tuple(c for _, _, c in pairs)
        alone = [n for n, c in zip(labels.columns, labels.classes, strict=True) if c not in names]
        alone += [n for n, c in zip(scores.columns, scores.classes, strict=True) if c not in names]
        return Group(tuple(y for y, _, _ in pairs), names), Group(tuple(s for _, s, _ in pairs), names), tuple(alone)


_SEVERAL = (
    "several label columns need a head that may hold several labels: say --head multilabel, or name one with --label"
)
