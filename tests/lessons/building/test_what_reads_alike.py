"""Two options that are one number, numbers on a rounding tie, and what a seed or an error name does not govern."""

import pytest
from tests.lessons.building.minimal import HEAD

from logitwise.lessons.building.alike import alike, near_a_tie
from logitwise.lessons.building.build import build
from logitwise.lessons.building.kinds.number import READABLE
from logitwise.lessons.building.kinds.output import misread
from logitwise.lessons.building.rejected import RejectedError
from logitwise.lessons.building.source import parse, read


def said(text: str) -> str:
    return "".join(build(parse(HEAD + text)).rejected)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("0.5", "1/2"), ("0.5", "50 %"), ("0.5", "5e-1"), ("1,000", "1000"), ("\N{MINUS SIGN}2", "-2"), ("3", "3.0"),
        ("2/3", "4 / 6"), ("0.67", "0.671"), ("100%", "1"),
    ],
)  # fmt: skip
def test_one_number_written_in_two_ways_is_alike(a, b):
    assert alike(a, b)
    assert alike(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [("0.5", "1/3"), ("0.5", "5 %"), ("1,000", "1"), ("2", "-2"), ("1/0", "1/0.0"), ("(8, 3)", "(3, 8)"), ("3", "4")],
)
def test_two_numbers_are_not(a, b):
    assert not alike(a, b)


def test_a_value_on_a_rounding_tie_is_named_and_one_beside_it_is_not():
    assert near_a_tie(2.5, format(2.5, ".0f"))
    assert near_a_tie(0.125, format(0.125, ".2f"))
    assert near_a_tie(2.5 + 1e-12, "3")
    assert not near_a_tie(2.5 + 1e-6, "3")
    assert not near_a_tie(0.125, "0.125")
    assert not near_a_tie(0.5, "ready")


def number(right: str, form: str) -> str:
    wrong = "".join(f'[[question.wrong]]\nvalue = "{x}"\nmisconception = "m"\n' for x in ("7", "9"))
    return f'kind = "number"\nright = "{right}"\nformat = "{form}"\n{wrong}'


def test_a_number_whose_rounding_is_a_matter_of_luck_is_rejected():
    assert "rounds to '2' or to its neighbour" in said(number("2.5", ".0f"))
    assert said(number("2.4", ".0f")) == ""


def slider(satisfied: str) -> str:
    return (
        'kind = "slider"\nlabel = "x"\ngrid = "[k / 7 for k in range(1, 11)]"\nformat = ".1f"\nsaid = "{x:.1f}"\n'
        f'satisfied = "{satisfied}"\n'
    )


def test_a_slider_that_says_otherwise_of_a_position_than_of_what_is_shown_is_rejected():
    assert "is shown as '0.1', of which satisfied = says otherwise" in said(slider("x > 0.1 and x < 0.3"))
    assert said(slider("x > 0.05 and x < 0.35")) == ""


RAISES = """kind = "raises"
expects = "raises"
[[question.option]]
code = "1 / 0"
[[question.option]]
code = "1 / 1"
misconception = "m"
[[question.option]]
code = "1 / 2"
misconception = "m"
"""


def test_a_question_after_an_error_names_the_error():
    assert "needs error =" in said(RAISES)
    assert said(RAISES.replace('"raises"\n[', '"raises"\nerror = "ZeroDivisionError"\n[', 1)) == ""


def test_a_draw_from_the_global_generator_is_refused():
    with pytest.raises(RejectedError, match=r"draw uses np.random.rand, which the seed does not govern"):
        parse(HEAD + 'draw = "x = np.random.rand()"\n' + number("2", "d"))
    drawn = 'draw = "x = np.random.default_rng(1).random(); y = rng.random()"\n'
    assert parse(HEAD + drawn + number("2", "d")).questions


def test_what_misread_code_would_print_is_told_by_the_code():
    assert misread("print(tf.abs(x))", "print(tf.nn.relu(x))") == "this is what `print(tf.abs(x))` would print"
    assert misread("z = x.sum()\nprint(z)", "z = x.mean()\nprint(z)") == (
        "this is what the code would print with `z = x.sum()`"
    )
    assert misread("print(1.0)", "print(x)") == "the code does not print this"
    assert misread("print(" + "x + " * 40 + "x)", "print(x)") == "the code does not print this"


OUTPUT = """kind = "output"
code = "print(1 + 1)"
[[question.wrong]]
code = "print(3)"
evidence = "counted from one"
misconception = "m"
[[question.wrong]]
code = "print(10 + 1)"
misconception = "m"
"""


def test_written_evidence_of_an_output_goes_before_the_code():
    (question,) = build(parse(HEAD + OUTPUT)).bank.questions.values()
    assert [option.evidence for option in question.variants[0].options] == [
        "this is what the code prints", "counted from one", "this is what `print(10 + 1)` would print",
    ]  # fmt: skip


def test_every_wrong_number_of_the_sources_can_be_traced():
    untold = [
        (question.id, part["value"])
        for question in read().questions
        if question.kind == "number"
        for part in question.parts("wrong")
        if "evidence" not in part and not READABLE.fullmatch(part["value"].strip())
    ]
    assert untold == []
