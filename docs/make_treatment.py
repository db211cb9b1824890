"""Writes treatment.md: models taken from *not ready* through a rule to a verdict on rows that the rule never saw.

    python docs/make_treatment.py [FOLDER]

FOLDER holds outputs of real models with their labels, one Parquet file each. Every figure on the page is printed by the
commands on it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

DOCS = Path(__file__).resolve().parent
DATA = DOCS.parents[1] / "shared" / "data"
WIDTH = 120
PAGE = DOCS / "treatment.md"

INTRODUCTION = """\
# From *not ready* to better, on rows that nobody tuned on

<!-- made by docs/make_treatment.py -->

Outputs of real models, each parted in two: a rule is tuned on one half and judged on the other. What the commands
print is shown as far as their frame goes. `tune` fits, `--rule` judges what will be deployed; the numbers that count
are those of the second verdict.
"""


@dataclass(frozen=True)
class Story:
    """One model.

    Attributes:
        title: of its section.
        about: what the file holds and how it is parted.
        file: in the folder of data.
        options: of every command.
        tune: what is asked of the rule.
        policy: TOML of what it must show, None for the baseline.
        part: column by which rows are parted (whole values), None: every other row.
        judged: whether even (0) or odd (1) rows or values are judged.
        after: said below.
    """

    title: str
    about: str
    file: str
    options: tuple[str, ...] = ()
    tune: tuple[str, ...] = ()
    policy: str | None = None
    part: str | None = None
    judged: int = 1
    after: str = ""


STORIES = (
    Story(
        "The threshold was to blame",
        "Six abnormalities in electrocardiograms of 827 patients, one sigmoid each (a deep network's "
        "probabilities; Ribeiro et al. 2020, DOI 10.1038/s41467-020-15432-4), of which one is asked about. Every "
        "other row tunes. Some probabilities are exactly 0 in float32, so that they cannot be recalibrated; "
        "thresholds can be chosen all the same.",
        "ecg_dnn_multilabel.parquet",
        options=("--head", "multilabel"),
        tune=("--maximize", "f1", "--calibrate", "none"),
        policy='[require]\nrecall.1dAVb = ">= 0.5"\nprecision.1dAVb = ">= 0.5"\n',
        judged=0,
    ),
    Story(
        "The probabilities were to blame",
        "Sentiment of 25,000 film reviews, probabilities of a fine-tuned language model. Decisions are good and the "
        "probabilities too sure of themselves; the policy asks for both. Every other row tunes.",
        "imdb_cv_probs_raw.parquet",
        policy='[require]\naccuracy = ">= 0.87"\ncalibration_gap = "<= 0.03"\n',
    ),
    Story(
        "A softmax that promises too much",
        "Ten classes of small pictures, logits of a residual network on images that were compressed. The policy "
        "bounds the log loss and the gap between the confidence of the top class and how often it is right. Every"
        " other row tunes.",
        "cifar10_resnet20_logits_jpeg.parquet",
        policy='[require]\naccuracy = ">= 0.78"\nlog_loss = "<= 0.7"\ncalibration_gap = "<= 0.04"\n',
    ),
    Story(
        "What no rule mends",
        "Chances of baseball teams to win the World Series, day by day. Days of a team's season belong together and "
        "seasons are parted whole. Whoever wants a promise that half of the champions are found, and that half of "
        "those called champion are one, asks for what these rows cannot give, however many days there are.",
        "f538_mlb_win_world_series.parquet",
        options=("--group", "event"),
        tune=("--require", "recall >= 0.5", "--require", "precision >= 0.5"),
        policy='[require]\nrecall = ">= 0.5"\nprecision = ">= 0.5"\n',
        part="season",
        after="The tool ends with status 3 and says what is missing instead of handing out a threshold.",
    ),
)


def page(folder: Path) -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for story in STORIES:
        with tempfile.TemporaryDirectory() as place:
            parts.append(section(story, folder, Path(place)))
    return "\n".join(parts)


def section(story: Story, folder: Path, place: Path) -> str:
    """One model: judged, tuned, judged again."""
    halves(story, folder, place)
    options = list(story.options)
    if story.policy is not None:
        (place / "policy.toml").write_text(story.policy, encoding="utf-8")
    asked = ["--policy", "policy.toml"] if story.policy is not None else []
    text = [f"## {story.title}\n", textwrap.fill(story.about, WIDTH), ""]
    if story.policy is not None:
        text += ["```toml", story.policy.rstrip(), "```", ""]
    text.append(shown(place, ["evaluate", "judge.parquet", *options, *asked]))
    text.append(shown(place, ["tune", "tune.parquet", *options, *story.tune, "-o", "rule.json"]))
    if (place / "rule.json").exists():
        text.append(shown(place, ["evaluate", "judge.parquet", *options, "--rule", "rule.json", *asked]))
    if story.after:
        text += [textwrap.fill(story.after, WIDTH), ""]
    return "\n".join(text)


def halves(story: Story, folder: Path, place: Path) -> None:
    """Write the half that tunes and the half that judges."""
    table = pq.read_table(folder / story.file)
    number = np.arange(table.num_rows) if story.part is None else table.column(story.part).to_numpy()
    judged = number % 2 == story.judged
    pq.write_table(table.filter(~judged), place / "tune.parquet")
    pq.write_table(table.filter(judged), place / "judge.parquet")


def shown(place: Path, arguments: list[str]) -> str:
    """A command as it is typed, and the frame that it prints, or its message."""
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603  our own commands
        [sys.executable, "-m", "logitwise", *arguments], cwd=place, env=environment, capture_output=True, text=True,
        check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"{arguments}: {done.stderr}")
    frame = done.stdout.partition("╯\n")
    printed = frame[0] + frame[1] if frame[1] else done.stderr
    command = " ".join(f"'{each}'" if " " in each else each for each in arguments)
    return f"    $ logitwise {command}\n\n```text\n{printed.rstrip()}\n```\n\nEnds with {done.returncode}.\n"


if __name__ == "__main__":
    PAGE.write_text(page(Path(sys.argv[1]) if sys.argv[1:] else DATA), encoding="utf-8")
