"""The data sets of the lesson: tallies of real models on held-out rows, kept beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from logitwise.tallies import Tally


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a tally of the lesson holds.

    Attributes:
        name: of its file, without the suffix.
        title: for people.
        question: what the model was asked of each row.
        positive: the class that is looked for, by name; of ten digits the one that is shown first.
    """

    name: str
    title: str
    question: str
    positive: str


DATASETS: Final[dict[str, Dataset]] = {
    each.name: each
    for each in (
        Dataset("breast_cancer", "Biopsies", "Is this biopsy malignant?", "malignant"),
        Dataset("is_it_an_8", "Is it an 8?", "Is this handwritten digit an 8?", "8"),
        Dataset("digits", "Ten digits", "Which of the ten digits is this?", "8"),
    )
}
"""By name, in the order in which they are offered."""


@cache
def tally(name: str) -> Tally:
    """The tally of one of `DATASETS`.

    Raises:
        KeyError: there is no such data set.

    >>> tally("breast_cancer").rows
    285
    """
    from logitwise.tallies import load_tally  # noqa: PLC0415  only where data are looked at

    with as_file(files("logitwise.lessons").joinpath("data", f"{DATASETS[name].name}.tally")) as path:
        return load_tally(path)
