"""What a learner's own report says, as questions need it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from random import Random
from typing import Any

from logitwise.lessons.verbatim import verbatim
from logitwise.lessons.yours.own import Own, report_of


@dataclass(frozen=True)
class Facts:
    """A JSON report, read for questions.

    Attributes:
        document: of the shape that `docs/report.schema.json` publishes.
    """

    document: Mapping[str, Any]

    @cached_property
    def digest(self) -> str:
        """Of what was decided and measured: the same report always gives the same questions, also read from a file."""
        confusion, kept = self.document["confusion"], ("name", "of", "average", "slice")
        thresholds = [self.document["threshold"], *(self.document["thresholds"] or ())]
        metrics = [
            [*(each[key] for key in kept), _plain(each["parameter"]), _plain(each["value"])]
            for each in self.document["metrics"]
        ]
        findings = self.document["findings"]
        parts = [
            self.document["head"], self.classes, confusion["counts"], confusion.get("cells"),
            [_plain(each) for each in thresholds], metrics, [(each["code"], each["outcome"]) for each in findings],
        ]  # fmt: skip
        return sha256(json.dumps(parts, default=str).encode()).hexdigest()

    def random(self, name: str) -> Random:
        """What draws the numbers of a question."""
        return Random(f"{self.digest}:{name}")  # noqa: S311  a choice, not a secret

    @property
    def classes(self) -> Sequence[str]:
        """In the order of their codes; of a multilabel head the labels."""
        classes: Sequence[str] = self.document["classes"]
        return classes

    @property
    def multilabel(self) -> bool:
        """Whether each label is decided by itself."""
        return bool(self.document["head"] == "multilabel")

    @property
    def counts(self) -> Sequence[Sequence[int]] | None:
        """Rows by truth, then decision; None of a multilabel head, and where the report holds no whole matrix."""
        counts: Sequence[Sequence[int]] | None = self.document["confusion"]["counts"]
        return None if self.multilabel else counts

    def table(self, label: str) -> Sequence[Sequence[int]]:
        """Of a label of a multilabel head: rows without it and with it by truth, then decision."""
        table: Sequence[Sequence[int]] = self.document["confusion"]["counts"][self.classes.index(label)]
        return table

    @property
    def weighted(self) -> bool:
        """Whether rows count more or less than once, so that metrics are not made of the counts that are shown."""
        return any(each["effective_n"] is not None for each in self.document["metrics"])

    def metric(self, name: str, of: str | None = None) -> Mapping[str, Any] | None:
        """A metric of all rows with its interval; None where it is not there or undefined."""
        wanted = (name, of, None, None)
        for each in self.document["metrics"]:
            if (each["name"], each["of"], each["average"], each["slice"]) == wanted:
                known = all(each[end] is not None for end in ("value", "low", "high"))
                return each if known else None
        return None

    def majority(self, of: str | None = None) -> float | None:
        """Accuracy of always deciding the most frequent class."""
        for each in self.document["baselines"]:
            if (each["name"], each["of"]) == ("majority class", of):
                return each["value"]  # type: ignore[no-any-return]
        return None

    def findings(self, outcome: str) -> list[Mapping[str, Any]]:
        """Findings with an outcome."""
        return [each for each in self.document["findings"] if each["outcome"] == outcome]

    def name(self, k: int) -> str:
        """A class or label for people, with nothing in it that means anything."""
        return verbatim(self.classes[k])

    def called(self, k: int) -> str:
        """A class or label with what it is, since a name may be a number."""
        return f"{'label' if self.multilabel else 'class'} {self.name(k)}"

    def are(self, k: int) -> str:
        """That rows belong to a class or have a label."""
        return f"{'have' if self.multilabel else 'are of'} {self.called(k)}"

    def decided(self, k: int) -> str:
        """How rows were decided that were decided for a class or label."""
        return f"{'to have' if self.multilabel else 'as'} {self.called(k)}"


def facts_of(source: Any) -> Facts:
    """The facts of a file, a report, a tally (judged by the shipped policy), or a JSON report.

    Args:
        source: `Own`, `Report`, `Tally`, or a mapping.
    """
    if isinstance(source, Own):
        return Facts(report_of(source))
    if isinstance(source, Mapping):
        return Facts(source)
    from logitwise.report import Report  # noqa: PLC0415  only for what is no document yet
    from logitwise.verbs.evaluate import evaluate  # noqa: PLC0415  see above

    report = source if isinstance(source, Report) else evaluate(source, policy="baseline")
    return Facts(report.to_dict())


def _plain(number: float | str | None) -> float | str | None:
    """A number read from a file may be whole where the report's own is not."""
    return float(number) if isinstance(number, int | float) else number
