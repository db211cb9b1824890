"""The report as a value: everything that was found out, before any rendering."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from logitwise import __version__, metrics
from logitwise.findings import Facts, find
from logitwise.report.asked_metric import class_asked, parameters_asked
from logitwise.report.notes import notes_on_rows, notes_on_waivers
from logitwise.verdict import Verdict, judge
from logitwise.verdict.counts import confusion_of
from logitwise.verdict.fit import check_fit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import Console, ConsoleOptions, RenderResult

    from logitwise.findings import Finding
    from logitwise.metrics import Baseline, Curve, Decomposition, Estimate, Measurement
    from logitwise.metrics.slices import Ranking
    from logitwise.policy import Policy
    from logitwise.report.summary import Summary
    from logitwise.tallies import Tally
    from logitwise.tallies.confusion import Confusion, LabelConfusion


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows that were judged, and rows that were left out by reason.

    Attributes:
        used: rows judged.
        rejected: rows left out, by reason; empty unless ``invalid="reject"`` was asked for.
    """

    used: int
    rejected: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, repr=False, eq=False)
class Report:
    """How good a classifier is, how sure that is, and whether it is ready.

    In a terminal or notebook it shows itself, verdict first. All strings that come from the data are kept as they are
    here and made safe where they are shown.

    Attributes:
        tally: what the rows left behind; everything else is computed from it.
        policy: what was asked.
        verdict: ready, not ready or not enough data, with reasons.
        read_from: what was taken from where, and how head and scale are known.
        notes: further sentences on the data.
        version: of logitwise.
        findings: every pitfall that was looked for, in the order of their codes, with its outcome.
        facts: what was computed on the way, kept.
    """

    tally: Tally
    policy: Policy
    verdict: Verdict
    read_from: str
    notes: tuple[str, ...]
    version: str
    findings: tuple[Finding, ...]
    facts: Facts

    @property
    def head(self) -> str:
        """``sigmoid``, ``softmax`` or ``multilabel``."""
        return self.tally.head.kind

    @property
    def classes(self) -> tuple[str, ...]:
        """Names in the order of their codes; of a multilabel head the labels."""
        return self.tally.head.classes

    @property
    def positive(self) -> str | None:
        """The positive class, None where there is none."""
        return self.tally.head.positive_class

    @property
    def threshold(self) -> float | None:
        """Where a row is decided positive; None where there is no one threshold.

        That is where the largest class is taken, where decisions were given, and where each label has its own.
        """
        head = self.tally.head
        several = (self.head == "softmax" and not head.binary) or head.thresholds is not None
        return None if several or self.tally.scale in ("decisions", "confusion") else head.threshold

    @property
    def rows(self) -> RowCounts:
        """Rows judged and left out."""
        return RowCounts(self.tally.rows, dict(self.tally.rejected))

    @property
    def level(self) -> float:
        """Two-sided level of the intervals that are shown."""
        return self.policy.confidence.level

    @cached_property
    def counted(self) -> Tally:
        """The tally, with weighted rows as the rows that they are worth."""
        return self.facts.counted

    @cached_property
    def measurements(self) -> tuple[Measurement, ...]:
        """Every metric that the tally allows, with what its limits are made from."""
        return self.facts.measurements

    @cached_property
    def metrics(self) -> tuple[Estimate, ...]:
        """Every metric that the tally allows, with its interval at `level`."""
        return tuple(measured.estimate(self.level) for measured in self.measurements)

    @cached_property
    def baselines(self) -> tuple[Baseline, ...]:
        """What doing without the model would reach."""
        return metrics.baselines(self.tally)

    @cached_property
    def curves(self) -> tuple[Curve, ...]:
        """Reliability, ROC, precision-recall and threshold curves; none without scores."""
        return metrics.curves(self.tally)

    @cached_property
    def decompositions(self) -> tuple[Decomposition, ...]:
        """Brier score and log loss as miscalibration, discrimination and uncertainty; none without probabilities."""
        return metrics.decompositions(self.tally)

    @property
    def slices(self) -> dict[str, tuple[str, ...]]:
        """For each column that the rows are sliced by, its values; empty without slices."""
        return {column: tuple(parts) for column, parts in (self.tally.slices or {}).items()}

    @cached_property
    def ranking(self) -> Ranking | None:
        """All slices, worst first, by the first share that the policy bounds or one by head; None without slices."""
        return self.facts.ranking

    @property
    def confusion(self) -> Confusion | LabelConfusion:
        """Truth against decision, by class code."""
        return confusion_of(self.tally)

    @cached_property
    def methods(self) -> tuple[str, ...]:
        """How the numbers were computed, as sentences."""
        from logitwise.report.how import methods  # noqa: PLC0415  reads this module's Report

        return methods(self)

    @cached_property
    def summary(self) -> Summary:
        """What every rendering says, in its order."""
        from logitwise.report.summary import summary  # noqa: PLC0415  reads this module's Report

        return summary(self)

    def metric(  # noqa: PLR0913  what any metric may depend on, by its own word
        self,
        name: str,
        *,
        of: object = None,
        average: str | None = None,
        beta: float | None = None,
        k: int | None = None,
        prevalence: float | None = None,
        max_fpr: float | None = None,
        slice: Mapping[str, str] | tuple[str, str] | None = None,  # noqa: A002  the word of the field
    ) -> Estimate:
        """One metric with its interval.

        Args:
            name: one of `logitwise.metrics.NAMES`.
            of: class or label, by its name or the number or boolean that it stands for; where there are two classes the
                positive one is meant without it.
            average: ``macro``, ``weighted`` or ``micro``.
            beta: of `fbeta`: how many times as much recall counts as precision; without it, the policy's.
            k: of `top_k_accuracy`: how many classes may be named; without it, the policy's.
            prevalence: share of positives where the classifier will be used; without it, the policy's.
            max_fpr: of `partial_auc`: the largest false positive rate; without it, the policy's.
            slice: of these rows alone: a column with its value, ``{"site": "A"}``.

        Raises:
            OptionError: an unknown metric (the nearest is suggested), class, average or slice, a value out of range, or
                one that the metric does not depend on.
        """
        given = {"beta": beta, "top_k": k, "prevalence": prevalence, "max_fpr": max_fpr}
        parameters = parameters_asked(self.policy.task.parameters, name, given)
        where, tally = None, self.tally
        if slice is not None:
            from logitwise.report.slice_metrics import tally_of  # noqa: PLC0415  only where there are slices

            where, tally = tally_of(self.tally, slice)
        meant = class_asked(of, self.classes)
        measured = metrics.measure(tally, name, of=meant, average=average, parameters=parameters)
        return replace(measured.estimate(self.level), slice=where)

    def plot(self, name: str, of: object = None, *, scheme: str = "light") -> Any:
        """One chart as an Altair chart that holds its data: it shows itself in a notebook, and can be saved.

        >>> import logitwise
        >>> report = logitwise.evaluate([0, 1, 1, 0, 1], probabilities=[0.1, 0.8, 0.4, 0.3, 0.9])
        >>> report.plot("roc").save("roc.svg")  # doctest: +SKIP

        Args:
            name: ``reliability``, ``roc``, ``precision_recall``, ``threshold``, ``decision``, ``scores``,
                ``risk_coverage``, ``confusion``, ``classes`` or ``slices``.
            of: class or label of a curve, by its name or the number or boolean that it stands for. Without it that is
                the positive class, the label with most rows, or of up to 20 classes the one told worst from the rest.
            scheme: ``light`` or ``dark``.

        Raises:
            OptionError: an unknown name (the nearest is suggested), or a chart that there is nothing to draw from.
        """
        from logitwise.report.charts.plot import plot  # noqa: PLC0415  late, only where asked for

        return plot(self, name, of=class_asked(of, self.classes), scheme=scheme)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it; NaN and infinity are None with the reason in ``undefined``."""
        from logitwise.report.json_document import document  # noqa: PLC0415  late, only where asked for

        return document(self)

    def save(self, path: str | Path) -> None:
        """Write the report, the format by suffix: ``.html``, ``.json``, ``.md`` or ``.xml`` (JUnit).

        The HTML page is one file that needs nothing beside it, and no network.

        All of it or nothing appears at `path`.

        Raises:
            SuffixError: another suffix.
            FileError: the place cannot be written to.
        """
        from logitwise.report.outputs import Outputs, text_writer  # noqa: PLC0415  late, only where asked for

        with Outputs() as outputs:
            outputs.add(path, text_writer(self, path))

    def __str__(self) -> str:
        from logitwise.report.terminal import as_text  # noqa: PLC0415  brings in rich

        return as_text(self)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from logitwise.report.framed import framed  # noqa: PLC0415  late, only in notebooks
        from logitwise.report.notebook import html  # noqa: PLC0415  late, only in notebooks

        return html(self) + framed(self)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from logitwise.report.terminal import render  # noqa: PLC0415  brings in rich

        yield from render(self, width=options.max_width)


def build_report(
    tally: Tally, *, policy: Policy, read_from: str = "", notes: Sequence[str] = (), facts: Facts | None = None
) -> Report:
    """Judge a tally under a policy and keep all that a rendering needs.

    Args:
        tally: what the rows left behind.
        policy: what is asked.
        facts: of this tally and policy, where more is known than they say: the file, the rule.
        read_from: one sentence on what was taken from where.
        notes: further sentences on the data.

    Raises:
        PolicyError: the policy does not fit the tally.
    """
    check_fit(tally, policy)  # before anything is computed for a policy that cannot be answered
    known = facts or Facts(tally, policy)
    findings = find(known)
    verdict = judge(tally, policy, findings=findings, facts=known)
    return Report(
        tally, policy, verdict, read_from, (*notes, *notes_on_rows(tally), *notes_on_waivers(policy, findings)),
        __version__, findings, known,
    )  # fmt: skip
