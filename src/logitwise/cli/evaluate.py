"""``logitwise evaluate``: judge a model's outputs, or a model on data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from logitwise.cli import inputs, outputs
from logitwise.errors import OptionError

if TYPE_CHECKING:
    from logitwise.report import Report


DecisionsOption = Annotated[str | None, typer.Option(metavar="COL", help="The column of decisions.")]
ConfidenceOption = Annotated[
    str | None, typer.Option(metavar="COL", help="The column of the decided class's probability.")
]
ConfusionOption = Annotated[
    str | None, typer.Option(metavar="CSV", help="A confusion matrix: decided classes across, true ones down.")
]
ThresholdOption = Annotated[str | None, typer.Option(metavar="T", help="Positive where the probability is at least T.")]
RuleOption = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Judge after this rule: its calibration and thresholds, as deployed."),
]
SlicesOption = Annotated[
    list[str] | None,
    typer.Option("--slice", metavar="COL", help="Report everything again by its values; may be repeated."),
]
SelectOption = Annotated[
    list[str] | None, typer.Option(metavar="CODE", help="Look for these findings alone, like LW2; may be repeated.")
]
IgnoreOption = Annotated[
    list[str] | None, typer.Option(metavar="CODE", help="Do not look for these findings; may be repeated.")
]
AsJsonOption = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


def command(  # noqa: PLR0913  one parameter an option
    files: inputs.Files = None,
    *,
    model: inputs.Model = None,
    label: inputs.Label = None,
    logits: inputs.Logits = None,
    probabilities: inputs.Probabilities = None,
    decisions: DecisionsOption = None,
    confidence: ConfidenceOption = None,
    confusion: ConfusionOption = None,
    head: inputs.HeadOption = None,
    positive: inputs.Positive = None,
    threshold: ThresholdOption = None,
    rule: RuleOption = None,
    weight: inputs.Weight = None,
    class_weight: inputs.ClassWeight = None,
    group: inputs.Group = None,
    row_id: inputs.RowId = None,
    slices: SlicesOption = None,
    policy: inputs.PolicyFile = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    invalid: inputs.Invalid = None,
    limits: inputs.LimitOption = None,
    as_json: AsJsonOption = False,
    out: outputs.Out = None,
    plots: outputs.Plots = None,
    save_tally: outputs.SaveTally = None,
) -> int:
    """Judge a classifier's outputs: how good, how sure, ready or not.

    Ends with 0 ready, 1 not ready, 2 wrong usage or bad input, 3 not enough data, 4 internal error.
    """
    _check_sources(files, confusion)
    outputs.check_outputs(out or [], plots, save_tally, inputs=files or [])
    from logitwise.cli.progress import progress  # noqa: PLC0415  after the checks: a wrong option is told at once
    from logitwise.verbs.evaluate import evaluate  # noqa: PLC0415  brings in numpy and the sources

    with progress() as step:
        report = evaluate(
            files or None,
            model=model,
            logits=logits,
            probabilities=probabilities,
            decisions=decisions,
            confusion=confusion,
            label=label,
            confidence=confidence,
            sample_weight=weight,
            class_weight=inputs.named_numbers("--class-weight", class_weight, like="malignant=5"),
            groups=group,
            ids=row_id,
            slices=slices,
            head=None if head is None else head.value,
            positive=positive,
            threshold=None if threshold is None else _number(threshold),
            rule=rule,
            policy=policy,
            select=select,
            ignore=ignore,
            invalid=None if invalid is None else invalid.value,
            limits=limits,
            progress=step,
        )
    printed = _printed(report, as_json=as_json)
    outputs.write(report, out or [], plots, save_tally)
    sys.stdout.write(printed)
    exit_code: int = report.verdict.exit_code
    return exit_code


def _number(threshold: str) -> float:
    """The threshold as a number; that it lies between 0 and 1 is the head's to say."""
    try:
        return float(threshold)
    except ValueError:
        raise OptionError(f"--threshold {threshold}: is no number; expected one between 0 and 1") from None


def _check_sources(files: list[str] | None, confusion: str | None) -> None:
    if not files and confusion is None:
        raise OptionError(
            "evaluate needs a FILE with outputs and labels, or --confusion. See logitwise evaluate --help"
        )
    if files and confusion is not None:
        raise OptionError("give either FILE or --confusion: a confusion matrix is judged on its own")


def _printed(report: Report, *, as_json: bool) -> str:
    if as_json:
        from logitwise.report.json_document import json_text  # noqa: PLC0415  one format at a time

        return json_text(report)
    from logitwise.report.terminal import for_stdout  # noqa: PLC0415  brings in rich

    return for_stdout(report)
