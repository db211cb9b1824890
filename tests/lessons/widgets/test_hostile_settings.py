from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logitwise.lessons.widgets.registry import WIDGETS

NAMES = sorted({control.name for view in WIDGETS.values() for control in view({}).controls} | {"of"})
BAD_NUMBERS = ["", " ", "nan", "inf", "-inf", "1e999", "1_0", "0x10", "٣", "1,2", "--1", "1e", "9" * 60, "\x00", "<b>"]
NUMBERS = [
    ("activation", "x"),
    ("vector", "temperature"),
    ("threshold", "threshold"),
    ("reliability", "scale"),
    ("costs", "false_positive"),
    ("costs", "false_negative"),
    ("costs", "prevalence"),
]
CHOICES = [
    ("activation", "function"),
    ("threshold", "dataset"),
    ("matrix", "cell"),
    ("reliability", "dataset"),
    ("gradients", "activation"),
    ("gradients", "depth"),
    ("gradients", "initialiser"),
    ("costs", "dataset"),
]


@pytest.mark.parametrize("said", BAD_NUMBERS)
@pytest.mark.parametrize(("widget", "name"), NUMBERS)
def test_what_is_no_number_brings_a_fault_and_the_defaults(widget, name, said):
    view, plain = WIDGETS[widget]({name: said}), WIDGETS[widget]({})
    if (name, said.strip()) != ("prevalence", ""):  # emptied, it is that of the data
        assert " is no number from " in view.fault
    assert plain.fault == ""
    assert (view.controls, view.sentence, view.charts) == (plain.controls, plain.sentence, plain.charts)


@pytest.mark.parametrize("said", ["", "yours", "nowhere", "../x", "9" * 5000, "<script>"])
@pytest.mark.parametrize(("widget", "name"), CHOICES)
def test_an_unknown_choice_brings_a_fault_and_the_defaults(widget, name, said):
    view, plain = WIDGETS[widget]({name: said}), WIDGETS[widget]({})
    assert view.fault
    assert len(view.fault) < 300
    assert (view.controls, view.charts) == (plain.controls, plain.charts)


@pytest.mark.parametrize("said", ["", ",,,", "1 " * 13, "1," * 100_000, "1 nan", "1e7", "a"])
def test_a_vector_that_is_none_is_refused(said):
    assert WIDGETS["vector"]({"z": said}).fault.startswith("numbers: ")


def test_yours_is_refused_while_there_is_none():
    assert "there is no file of yours yet" in WIDGETS["threshold"]({"dataset": "yours"}).fault


@pytest.mark.parametrize(("widget", "name"), NUMBERS)
def test_both_ends_of_a_limit_are_taken_and_nothing_beyond(widget, name):
    control = next(each for each in WIDGETS[widget]({}).controls if each.name == name)
    for end, beyond in (
        (control.low, float(control.low) * 1.01 - 0.01),
        (control.high, float(control.high) * 1.01 + 0.01),
    ):
        assert WIDGETS[widget]({name: end}).fault == ""
        assert WIDGETS[widget]({name: str(beyond)}).fault != ""


texts = st.one_of(
    st.text(max_size=30),
    st.floats().map(str),
    st.integers().map(str),
    st.lists(st.floats(), max_size=20).map(lambda each: " ".join(map(str, each))),
    st.sampled_from(["digits", "is_it_an_8", "8", "0", "relu", "sigmoid", "01", "5 5 5", "12", "0.25"]),
)


@given(st.sampled_from(list(WIDGETS)), st.dictionaries(st.sampled_from(NAMES), texts, max_size=4))
def test_no_setting_raises(widget, settings):
    view = WIDGETS[widget](settings)
    assert view.name == widget
    assert view.sentence.endswith(".")
    assert view.charts
