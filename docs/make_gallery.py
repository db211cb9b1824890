"""Write gallery.md: what to see in the reports of the examples, and of outputs of real models where they are.

    python docs/make_gallery.py [--pictures] [FOLDER]

FOLDER holds outputs of real models, one Parquet file each; without it their part of the page stays as it was. With
``--pictures`` the parts of the examples' pages are photographed anew, which needs Playwright and Chromium.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import logitwise as lw
from logitwise.metrics.wording import number
from logitwise.report.charts.registry import figure
from logitwise.report.safe_text import markdown_safe

DOCS = Path(__file__).resolve().parent
DATA = DOCS.parents[1] / "shared" / "data"
PAGE, PICTURES = DOCS / "gallery.md", DOCS / "gallery"
OPENING, CLOSING = "<!-- real models -->", "<!-- end: real models -->"

INTRODUCTION = """\
# What to see in a report

<!-- made by docs/make_gallery.py -->

Each command writes a page that opens from disk. Below each picture stands what the page itself says of it; every
number was computed from the file.
"""
REAL = """\
## Real models

Outputs of published models and forecasts, by the sources named; the files are not part of the
project. Verdicts under the shipped baseline.
"""


@dataclass(frozen=True)
class Part:
    """A part of a page.

    Attributes:
        section: its id in the page; also the name of its picture.
        see: what to look for.
        chart: whose sentence is quoted.
    """

    section: str
    see: str
    chart: str | None = None


@dataclass(frozen=True)
class Shown:
    """A file of the examples, or of a real model.

    Attributes:
        title: its heading.
        file: below the folder.
        parts: what is looked at.
        options: further words for `lw.evaluate`, and the words of the command that say the same.
        words: see `options`.
        source: where a real model's outputs are from.
    """

    title: str
    file: str
    parts: tuple[Part, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    source: str = ""

    @property
    def policy(self) -> str:
        """The policy that the words name, else the shipped baseline."""
        return self.words.partition("--policy ")[2] or "baseline"

    def report(self, folder: str) -> lw.Report:
        """Judged as its command says, in the folder of the project."""
        path = f"{folder}/{self.file}"
        if self.options.get("confusion"):
            return lw.evaluate(confusion=path, policy=self.policy)
        return lw.evaluate(path, policy=self.policy, **self.options)


EXAMPLES = (
    Shown(
        "A model that looks good: is it an 8?", "is_it_an_8.npz",
        (
            Part("verdict", "The verdict stands first, with what is wrong and what to do."),
            Part("decide", "Move the threshold: the counts, the bill and the point on each curve follow. Marks are "
                 "the threshold in use and those that would do better.", "precision_recall"),
            Part("probabilities", "The curve lies above the diagonal where it happens more often than was said. "
                 "Dashed: after recalibration.", "reliability"),
        ),
        words="--policy examples/policy.toml",
    ),
    Shown(
        "Ten digits", "digits_logits.parquet",
        (Part("classes", "The diagonal is right; what is dark beside it is confused. Search a class, sort "
              "the table.", "confusion"),),
    ),
    Shown(
        "Named labels", "breast_cancer.csv",
        (Part("decide", "Type what a missed cancer costs beside a false alarm: the cheapest threshold moves.",
              "decision"),),
        {"positive": "malignant"}, "--positive malignant",
    ),
    Shown(
        "When accuracy is beaten by saying nothing", "finley_tornado.csv",
        (Part("numbers", "Beside each number stands what is reached without a model. A matrix holds no "
              "probabilities, so there are no curves."),),
        {"confusion": True}, "--confusion",
    ),
)  # fmt: skip
MODELS = (
    Shown("CIFAR-100, DenseNet", "cifar100_densenet_probs.parquet",
          (Part("classes", "A hundred classes stay readable: what is confused stands together, and can be searched.",
                "confusion"),),
          source="github.com/EFS-OpenSource/calibration-framework"),
    Shown("CIFAR-10 after JPEG, ResNet-20", "cifar10_resnet20_logits_jpeg.parquet",
          (Part("probabilities", "Over-confidence, and how far one temperature mends it.", "reliability"),),
          source="github.com/akamaster/pytorch_resnet_cifar10"),
    Shown("ImageNet, ResNet-101, top class alone", "imagenet_resnet101_top1.parquet",
          (Part("probabilities", "What would be gained by handing the least sure rows to a person.", "risk_coverage"),),
          {"decisions": "pred", "confidence": "confidence"}, source="github.com/hollance/reliability-diagrams"),
    Shown("Six abnormalities in electrocardiograms", "ecg_dnn_multilabel.parquet",
          (Part("classes", "Each label has its own panel, curves and threshold.", "classes"),),
          {"head": "multilabel", "label": "y_*", "probabilities": "p_*"},
          source="github.com/antonior92/automatic-ecg-diagnosis"),
    Shown("Film reviews, cross-validated", "imdb_cv_probs_raw.parquet",
          (Part("decide", "A curve without a corner: the threshold is a matter of costs.", "roc"),),
          source="github.com/cleanlab/label-errors"),
    Shown("Who wins the World Series", "f538_mlb_win_world_series.parquet",
          (Part("probabilities", "Forecasts beside the band of what chance alone does.", "reliability"),),
          {"groups": "event"}, source="github.com/fivethirtyeight/checking-our-work-data"),
)  # fmt: skip


def page(folder: Path | None) -> str:
    """The whole page; the part on real models as it was where there is no folder."""
    blocks = [INTRODUCTION, *(block for one in EXAMPLES for block in _example(one))]
    return "\n".join(blocks) + "\n" + (_kept() if folder is None else real(folder))


def real(folder: Path) -> str:
    """A paragraph a model."""
    blocks = [OPENING, "", REAL]
    for one in MODELS:
        report = one.report(str(folder))
        said = " ".join(f"{part.see} *{_sentence(report, part)}*" for part in one.parts)
        blocks.append(f"**{one.title}** ({report.rows.used:,} rows; {one.source}): {report.verdict.outcome}. {said}\n")
    return "\n".join([*blocks, CLOSING]) + "\n"


def _example(one: Shown) -> Iterator[str]:
    report = one.report("examples")
    yield f"## {one.title}\n"
    name = f"examples/{one.file}"
    words = f"--confusion {name}" if one.options.get("confusion") else f"{name} {one.words}".rstrip()
    policy = "" if "--policy" in words else " --policy baseline"
    yield f"    logitwise evaluate {words}{policy} --out report.html   # ends with {report.verdict.exit_code}\n"
    for part in one.parts:
        yield f"![{one.title}: {part.section}](gallery/{_picture(one, part)})\n"
        said = _sentence(report, part)
        yield f"{part.see}\n" + (f"\n> {said}\n" if said else "")


def _sentence(report: lw.Report, part: Part) -> str:
    """What the page says below the chart, else the first reason of the verdict."""
    drawn = None if part.chart is None else figure(report, part.chart)
    return markdown_safe(report.verdict.reasons[0] if drawn is None else drawn.sentence)


def _picture(one: Shown, part: Part) -> str:
    return f"{Path(one.file).stem}_{part.section}.png"


def _kept() -> str:
    found = re.search(rf"(?s){OPENING}.*{CLOSING}\n", PAGE.read_text(encoding="utf-8")) if PAGE.exists() else None
    return found[0] if found else f"{OPENING}\n{CLOSING}\n"


def photograph() -> None:
    """Each part of the examples' pages as it stands in a window of 1,000 pixels."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only for pictures

    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as started, tempfile.TemporaryDirectory() as folder:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for one in EXAMPLES:
            file = Path(folder) / "report.html"
            one.report("examples").save(file)
            seen = browser.new_page(viewport={"width": 1000, "height": 1000}, color_scheme="light")
            seen.goto(file.as_uri())
            seen.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
            for part in one.parts:
                _shoot(seen, part.section, PICTURES / _picture(one, part))
            seen.close()
        browser.close()


def _shoot(seen: Any, section: str, place: Path) -> None:
    """The upper 900 pixels of a section."""
    box = seen.locator(f"#{section}").bounding_box()
    around = 20
    wide, high = box["width"] + 2 * around, min(box["height"], 900)
    clip = {"x": box["x"] - around, "y": box["y"], "width": wide, "height": high}
    seen.screenshot(path=place, clip=clip, full_page=True)


def main() -> None:
    """Take pictures where asked, and write the page."""
    os.chdir(DOCS.parent)  # paths that pages and commands show are those of the project's folder
    said = [word for word in sys.argv[1:] if word != "--pictures"]
    if "--pictures" in sys.argv:
        photograph()
    folder = Path(said[0]) if said else DATA
    PAGE.write_text(page(folder if folder.is_dir() else None), encoding="utf-8")
    print(number(len(EXAMPLES) + len(MODELS)), "files shown")  # noqa: T201


if __name__ == "__main__":
    main()
