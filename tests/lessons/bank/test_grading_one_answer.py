"""Answers are compared with the frozen key; nothing that is typed is evaluated."""

import pytest

from logitwise.errors import AnswerError
from logitwise.lessons.bank.fill_text import same_code
from logitwise.lessons.bank.grade import LONGEST_ANSWER, grade
from logitwise.lessons.bank.question import Fills, Matrix, Option, Question, Slider, Variant
from logitwise.lessons.bank.shown import show

PLAIN = {"seed": 0, "stem": "?", "code": "", "hints": (), "steps": ("a", "b"), "check": "c"}


def question(**way) -> Question:
    return Question("q", "axis", "easy", "number", "compute a number", "deep#axis", (Variant(**PLAIN, **way),))


CHOICE = question(options=tuple(Option(str(n), False, n == 2, f"gives {n}", None if n == 2 else "m") for n in range(4)))


def letter(text: str, seed: int = 7) -> str:
    return next(a for a, option in show(CHOICE, 0, seed=seed).options if option.text == text)


def test_letters_are_given_by_the_seed():
    assert show(CHOICE, 0, seed=7) == show(CHOICE, 0, seed=7)
    assert len({letter("2", seed) for seed in range(30)}) == 4


def test_the_right_letter_is_right_in_any_order():
    for seed in range(20):
        assert grade(show(CHOICE, 0, seed=seed), [letter("2", seed).lower()]).right


def test_a_wrong_letter_names_its_misconception_and_what_running_it_showed():
    graded = grade(show(CHOICE, 0, seed=7), [letter("1")])
    assert (graded.right, graded.misconception, graded.evidence) == (False, "m", "gives 1")
    assert graded.key == f"{letter('2')}: 2"


@pytest.mark.parametrize("answer", [[], [""], ["E"], ["A", "B"], ["AB"], ["\x00"], ["1"]])
def test_what_is_no_letter_is_refused(answer):
    with pytest.raises(AnswerError, match="choose one of A, B, C, D"):
        grade(show(CHOICE, 0, seed=7), answer)


def test_a_variant_that_is_no_more_is_refused():
    with pytest.raises(AnswerError, match="has no variant 3 any more; begin a new set"):
        show(CHOICE, 3, seed=0)


SLIDER = question(
    slider=Slider("threshold", ("0.10", "0.20", "0.30"), ("a", "b", "c"), (False, True, False), (None, None, "m"))
)


@pytest.mark.parametrize(("answer", "right"), [("0.20", True), (".2", True), ("0.1", False), ("0.30", False)])
def test_a_position_is_taken_as_shown_or_as_the_same_number(answer, right):
    assert grade(show(SLIDER, 0, seed=0), [answer]).right is right


@pytest.mark.parametrize("answer", ["0.25", "nan", "", "1e999", "__import__('os')"])
def test_what_is_no_position_is_refused(answer):
    with pytest.raises(AnswerError, match=r"choose a position from 0.10 to 0.30"):
        grade(show(SLIDER, 0, seed=0), [answer])


CELL = question(matrix=Matrix(("cat", "dog"), ((5, 2), (3, 9)), (1, 0), ((0, 1, "m"),)))


def test_a_cell_is_its_row_and_column():
    assert grade(show(CELL, 0, seed=0), ["1", "0"]).right
    wrong = grade(show(CELL, 0, seed=0), ["0,1"])
    assert (wrong.right, wrong.misconception) == (False, "m")
    assert wrong.key == "truth dog, decided cat: 3"


@pytest.mark.parametrize("answer", [["2", "0"], ["-1", "0"], ["1"], ["1", "0", "0"], ["²", "0"], ["99999999999", "0"]])
def test_what_is_no_cell_is_refused(answer):
    with pytest.raises(AnswerError, match="choose a cell by row and column, each from 0 to 1"):
        grade(show(CELL, 0, seed=0), answer)


FILL = question(fills=Fills((("axis=-1",), ("-1",)), ((("axis=0",), "m", "fails the check"),)))


@pytest.mark.parametrize("answer", ["axis=-1", " axis = - 1 ", "-1"])
def test_a_fill_is_right_however_it_is_spaced(answer):
    assert grade(show(FILL, 0, seed=0), [answer]).right


def test_a_wrong_fill_is_wrong_known_or_not():
    assert grade(show(FILL, 0, seed=0), ["axis = 0"]).misconception == "m"
    unknown = grade(show(FILL, 0, seed=0), ["__import__('os').system('true')"])
    assert (unknown.right, unknown.misconception) == (False, None)


def test_an_empty_blank_is_refused():
    with pytest.raises(AnswerError, match="fill the blank"):
        grade(show(FILL, 0, seed=0), ["  "])


@pytest.mark.parametrize("text", ["(" * 150, "'" * 99, "\x00", "a" * 100_000, "\ud800", "0x", "1_", '"""', "\\"])
def test_no_text_is_too_strange_to_be_compared(text):
    assert not same_code(text, "axis=-1")


@pytest.mark.parametrize("text", ["x" * (LONGEST_ANSWER + 1), "a\ud800"])
@pytest.mark.parametrize("asked", [CHOICE, SLIDER, CELL, FILL])
def test_what_could_not_be_exported_and_read_back_is_refused(asked, text):
    with pytest.raises(AnswerError, match="at most 10,000 characters"):
        grade(show(asked, 0, seed=0), [text])
