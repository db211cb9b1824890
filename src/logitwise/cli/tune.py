"""``logitwise tune``: fit a rule that mends a model's outputs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from logitwise.cli import inputs
from logitwise.cli.outputs import place
from logitwise.errors import OptionError, SuffixError

OutOption = Annotated[
    Path, typer.Option("-o", "--out", metavar="FILE", parser=place, help="Where to save the rule, .json.")
]
RequireOption = Annotated[
    list[str] | None,
    typer.Option(metavar="BOUND", help="Kept with confidence, like 'recall >= 0.9'; may be repeated."),
]
MaximizeOption = Annotated[
    str | None,
    typer.Option(
        metavar="METRIC",
        help="f1, fbeta, mcc, balanced_accuracy, accuracy; with a bound precision, recall, specificity.",
    ),
]
BetaOption = Annotated[float | None, typer.Option(metavar="B", help="Of fbeta: how much more recall counts.")]
CostOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME=C", help="false_positive=1 and false_negative=20; both.")
]
CostsOption = Annotated[
    str | None, typer.Option(metavar="CSV", help="Costs of a softmax: decided classes across, true ones down.")
]
CapacityOption = Annotated[str | None, typer.Option(metavar="K/N", help="At most K alerts per N rows, like 200/10000.")]
AbstainOption = Annotated[
    float | None, typer.Option(metavar="E", help="Decide only where at most this share is wrong.")
]
CalibrateOption = Annotated[
    str, typer.Option(metavar="METHOD", help="auto, none, temperature, affine, beta, isotonic, bias, vector.")
]
PrevalenceOption = Annotated[
    list[str] | None,
    typer.Option(metavar="P", help="Share of positives where it is used, or NAME=P for each class."),
]
UnlabeledOption = Annotated[
    str | None, typer.Option(metavar="FILE", help="Outputs from there without labels, to estimate it from.")
]
PriorByOption = Annotated[
    str, typer.Option("--prior-by", metavar="METHOD", help="How it is estimated: em, bbse, hard-bbse.")
]
AsJsonOption = Annotated[bool, typer.Option("--json", help="Print the rule as JSON.")]


def command(  # noqa: PLR0913  one parameter an option
    files: inputs.Files = None,
    *,
    out: OutOption,
    require: RequireOption = None,
    maximize: MaximizeOption = None,
    beta: BetaOption = None,
    cost: CostOption = None,
    costs: CostsOption = None,
    capacity: CapacityOption = None,
    abstain: AbstainOption = None,
    calibrate: CalibrateOption = "auto",
    prevalence: PrevalenceOption = None,
    unlabeled: UnlabeledOption = None,
    prior_by: PriorByOption = "em",
    model: inputs.Model = None,
    label: inputs.Label = None,
    logits: inputs.Logits = None,
    probabilities: inputs.Probabilities = None,
    head: inputs.HeadOption = None,
    positive: inputs.Positive = None,
    weight: inputs.Weight = None,
    class_weight: inputs.ClassWeight = None,
    group: inputs.Group = None,
    row_id: inputs.RowId = None,
    policy: inputs.PolicyFile = None,
    invalid: inputs.Invalid = None,
    limits: inputs.LimitOption = None,
    as_json: AsJsonOption = False,
) -> int:
    """Fit recalibration and thresholds on saved outputs. Use rows that it will not be judged on.

    Ends with 0 done, 2 wrong usage or bad input, 3 what was asked cannot be guaranteed on so few rows.
    """
    if not files:
        raise OptionError("tune needs a FILE with outputs and labels. See logitwise tune --help")
    check_rule_target(out, files)
    from logitwise.cli.progress import progress  # noqa: PLC0415  after the checks: a wrong option is told at once
    from logitwise.verbs.tune import tune  # noqa: PLC0415  brings in numpy and the sources

    with progress() as step:
        rule = tune(
            files,
            model=model,
            logits=logits,
            probabilities=probabilities,
            label=label,
            head=None if head is None else head.value,
            positive=positive,
            sample_weight=weight,
            class_weight=inputs.named_numbers("--class-weight", class_weight, like="malignant=5"),
            groups=group,
            ids=row_id,
            require=require,
            maximize=maximize,
            beta=beta,
            costs=_costs(cost, costs),
            capacity=capacity,
            abstain=abstain,
            calibrate=calibrate,
            prevalence=_prevalence(prevalence),
            unlabeled=unlabeled,
            prior_by=prior_by,
            policy=policy,
            invalid=None if invalid is None else invalid.value,
            limits=limits,
            progress=step,
        )
    printed = _printed(rule, out, as_json=as_json)
    from logitwise.report.outputs import Outputs  # noqa: PLC0415  when there is something to save

    with Outputs() as outputs:
        outputs.add(out, rule.save)
    sys.stdout.write(printed)
    return 0


def check_rule_target(out: Path, files: list[str]) -> None:
    """Refuse a place where no rule should be put, before any work is done.

    Raises:
        SuffixError: another suffix than ``.json``.
        FileError: a place that cannot hold a file, or one of the inputs.
    """
    from logitwise.errors import FileError  # noqa: PLC0415  only here
    from logitwise.report.outputs import check_target  # noqa: PLC0415  with the report's floor

    if out.suffix.lower() != ".json":
        raise SuffixError(f"{out}: a rule is saved as .json")
    check_target(out)
    if any(out.resolve() == Path(each).resolve() for each in files):
        raise FileError(f"{out}: is one of the inputs")


def _costs(cost: list[str] | None, matrix: str | None) -> Any:
    if cost and matrix is not None:
        raise OptionError("give either --cost, for two classes, or --costs, for more")
    if matrix is not None:
        return Path(matrix)
    return inputs.named_numbers("--cost", cost, like="false_negative=20")


def _prevalence(said: list[str] | None) -> Any:
    """A number, or numbers by class."""
    if not said:
        return None
    if len(said) == 1 and "=" not in said[0]:
        try:
            return float(said[0])
        except ValueError:
            raise OptionError(f"--prevalence {said[0]}: is no number; expected one between 0 and 1") from None
    return inputs.named_numbers("--prevalence", said, like="malignant=0.01")


def _printed(rule: Any, out: Path, *, as_json: bool) -> str:
    if as_json:
        from logitwise.rule.codec import rule_text as json_text  # noqa: PLC0415  one format at a time

        return json_text(rule)
    from logitwise.report.rule_page import rule_text  # noqa: PLC0415  brings in rich

    return rule_text(rule, saved=str(out))
