"""A page asks before it tells: the widget stands above the table that answers it, and no page asks what another did."""

from logitwise.lessons.modes import MODES
from logitwise.lessons.pages import page, source


def section(slug: str, anchor: str) -> str:
    return source(slug).split(f"{{#{anchor}}}")[1].split("\n## ")[0]


def test_the_gradients_are_asked_above_the_table_that_tells_them():
    told = section("deep", "saturation")
    assert told.index("[[widget gradients") < told.index("| hidden layers |")


def test_the_lab_tells_the_accuracies_of_its_steps_under_results_alone():
    for anchor in ("experiment", "depth", "gradients"):
        assert not any(f"{run}_least" in section("lab", anchor) for run in ("sigmoid_two", "relu_two", "sigmoid_eight"))
        assert "held-out accuracy |" not in section("lab", anchor)
        assert "[[chart lab-losses]]" not in section("lab", anchor)
    assert "sigmoid_eight_he" not in section("lab", "gradients")
    assert "sigmoid_eight_least" in section("lab", "results")
    experiment = section("lab", "experiment")
    assert experiment.index("[[widget") < experiment.index("Write your five expectations down")


def test_no_two_pages_ask_the_gradients_of_one_network():
    asked = [
        str(each) for mode in MODES for each in page(mode.slug).directives("widget") if each.argument == "gradients"
    ]
    assert len(asked) >= 3
    assert len(set(asked)) == len(asked)
