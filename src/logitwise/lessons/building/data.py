"""Make the tallies of the lesson from the files of ``examples/``: ``python -m logitwise.lessons.building.data``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from logitwise.verbs.tally import tally

if TYPE_CHECKING:
    from logitwise.tallies import Tally

EXAMPLES: Final = Path(__file__).resolve().parents[4] / "examples"
DATA: Final = Path(__file__).resolve().parents[1] / "data"


def breast_cancer(examples: Path = EXAMPLES) -> Tally:
    """Biopsies."""
    return tally(str(examples / "breast_cancer.csv"), positive="malignant")


def is_it_an_8(examples: Path = EXAMPLES) -> Tally:
    """One digit against the others; the file has 0 and 1, which would read as digits here."""
    with np.load(examples / "is_it_an_8.npz") as arrays:
        names = np.where(arrays["labels"] == 1, "8", "another digit")
        return tally(names, probabilities=arrays["probabilities"], classes=["another digit", "8"], positive="8")


def digits(examples: Path = EXAMPLES) -> Tally:
    """Ten classes."""
    return tally(str(examples / "digits_logits.parquet"))


MADE: Final = {"breast_cancer": breast_cancer, "is_it_an_8": is_it_an_8, "digits": digits}


def main(folder: Path = DATA) -> None:
    """Write all tallies."""
    folder.mkdir(exist_ok=True)
    for name, made in MADE.items():
        made().save(folder / f"{name}.tally")


if __name__ == "__main__":
    main()
