"""The ten modes in which the one lesson can be taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SUBJECT: Final = "Deep learning"
TOPIC: Final = "Activation functions: ReLU, sigmoid, softmax, and how to judge a model that ends in one"


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to take the lesson.

    Attributes:
        number: 1 to 10, the order in which they are listed.
        slug: its name in addresses and places.
        title: its name for people.
        minutes: how long it takes, estimated.
        summary: what it holds, in a sentence.
    """

    number: int
    slug: str
    title: str
    minutes: int
    summary: str


MODES: Final[tuple[Mode, ...]] = (
    Mode(1, "concept", "Concept", 5, "The idea: one vector through ReLU, sigmoid and softmax, and where each belongs."),
    Mode(2, "why", "Why", 3, "A problem that no network without activations can learn, and one that can."),
    Mode(3, "deep", "Deep", 15, "From one neuron to a stable log-softmax, with every derivative on the way."),
    Mode(4, "trace", "Trace", 12, "A small Keras network followed layer by layer, with shapes and numbers."),
    Mode(5, "metrics", "Metrics", 8, "Which number to read, what is good, and what looks good and is not."),
    Mode(6, "try", "Try", 10, "Five pieces of code with blanks, three attempts each."),
    Mode(7, "challenge", "Challenge", 20, "Five problems, two attempts each, a clock if you want one, a badge."),
    Mode(8, "lab", "Lab", 20, "An experiment with depth and activations: recorded trainings, gradients by layer."),
    Mode(9, "recall", "Recall", 5, "The questions that are due today, then cards to turn over."),
    Mode(10, "test", "Test", 15, "Ten questions, one attempt, and an honest verdict."),
)


def mode(slug: str) -> Mode | None:
    """The mode of that slug; None where there is none."""
    return next((each for each in MODES if each.slug == slug), None)
