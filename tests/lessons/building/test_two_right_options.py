"""What enters the bank was run and has one right option: anything else is rejected, with the evidence."""

import pytest
from tests.lessons.building.minimal import HEAD

from logitwise.lessons.building.build import build
from logitwise.lessons.building.source import Sources, parse


def options(**codes: bool) -> str:
    """The codes as options; those that are said to be wrong come from the misconception."""
    return "".join(
        f"[[question.option]]\ncode = {code!r}\n" + ("" if right else 'misconception = "m"\n')
        for code, right in codes.items()
    )


def rejected(text: str) -> str:
    built = build(parse(HEAD + text))
    assert not built.bank.questions
    (line,) = built.rejected
    return line


def accepted(text: str):
    built = build(parse(HEAD + text))
    assert built.rejected == ()
    return built.bank.questions["q"].variants


SIGMOID = 'kind = "predicate"\ncheck_code = "abs(float(y) - 0.7310586) < 1e-6"\n'


def test_a_question_that_offers_tf_sigmoid_and_tf_nn_sigmoid_has_two_right_options():
    offered = {"y = tf.sigmoid(1.0)": True, "y = tf.nn.sigmoid(1.0)": False, "y = tf.nn.tanh(1.0)": False}
    said = rejected(SIGMOID + options(**offered))
    assert "q: 2 of 3 options are right, exactly one must be" in said
    assert "tf.sigmoid" in said
    assert "tf.nn.sigmoid" in said


def test_the_same_question_with_one_of_them_is_accepted():
    offered = {"y = tf.sigmoid(1.0)": True, "y = tf.nn.relu(1.0)": False, "y = tf.nn.tanh(1.0)": False}
    (variant,) = accepted(SIGMOID + options(**offered))
    assert [option.right for option in variant.options] == [True, False, False]


VECTOR = 'kind = "predicate"\ncheck_code = "abs(float(tf.reduce_sum(p)) - 1) < 1e-6"\n'
AXIS = {
    "p = tf.nn.softmax([1.0, 2.0, 3.0], axis=0)": True,
    "p = tf.nn.softmax([1.0, 2.0, 3.0], axis=-1)": False,
    "p = tf.nn.softmax([1.0, 2.0, 3.0])": False,
    "p = tf.nn.softmax([1.0, 2.0, 3.0], axis=1)": False,
}


def test_mending_axis_1_on_a_vector_by_axis_0_or_minus_1_or_nothing_has_three_right_options():
    said = rejected(VECTOR + options(**AXIS))
    assert "3 of 4 options are right" in said
    assert "axis=1" not in said  # the one that raises is not among the right ones


def test_asked_what_raises_the_same_four_have_one_key():
    (variant,) = accepted(
        'kind = "raises"\nexpects = "raises"\nerror = "InvalidArgumentError"\n'
        + options(**{code: code == list(AXIS)[3] for code in AXIS})
    )
    key = next(option for option in variant.options if option.right)
    assert "axis=1" in key.text
    assert "InvalidArgumentError" in key.evidence


def test_no_right_option_is_rejected():
    offered = {"y = 1": False, "y = 2": False, "y = 3": False}
    assert "none of 3 options are right" in rejected('kind = "predicate"\ncheck_code = "y == 4"\n' + options(**offered))


def test_an_option_that_is_right_though_put_down_to_a_misconception_is_rejected():
    offered = {"y = 1": False, "y = 2": False, "y = 3": False}
    assert "is put down to a misconception" in rejected(
        'kind = "predicate"\ncheck_code = "y == 2"\n' + options(**offered)
    )


def test_a_wrong_option_without_a_misconception_is_rejected():
    offered = {"y = 1": True, "y = 2": True, "y = 3": False}
    assert "names no misconception" in rejected('kind = "predicate"\ncheck_code = "y == 1"\n' + options(**offered))


def number(right: str, *wrong: str, form: str = ".2f") -> str:
    others = "".join(f'[[question.wrong]]\nvalue = "{each}"\nmisconception = "m"\n' for each in wrong)
    return f'kind = "number"\nright = "{right}"\nformat = "{form}"\n{others}'


def test_numbers_that_read_alike_are_rejected():
    assert "cannot be told apart" in rejected(number("2 / 3", "0.671", "0.1"))
    assert len(accepted(number("2 / 3", "0.7", "0.1"))[0].options) == 3


def test_a_number_that_is_undefined_is_rejected():
    assert "an option is nan" in rejected(number("float('nan')", "0.7", "0.1"))


def test_a_misconception_that_is_in_no_table_is_rejected():
    assert "no misconception is called nobody" in rejected(number("1", "2", "3").replace('"m"', '"nobody"', 1))


def statement(text: str, holds: str, *, right: bool) -> str:
    led = "" if right else 'misconception = "m"\n'
    return f'[[question.option]]\ntext = "{text}"\nholds = "{holds}"\n{led}'


CASE = 'kind = "property"\ncase = "x = int(rng.integers(-size, size + 1))"\ncounterexample = "x = {x}"\ncases = 500\n'


def test_of_statements_the_one_that_survives_is_right_and_the_others_show_a_small_counterexample():
    three = (statement("a", "x * x >= 0", right=True), statement("b", "x * x >= x + 1", right=False),
             statement("c", "x >= 0", right=False))  # fmt: skip
    (variant,) = accepted(CASE + "".join(three))
    evidence = {option.text: option.evidence for option in variant.options}
    assert evidence["a"] == "held in all 500 random cases"
    assert evidence["c"] == "fails: x = -1"


def test_two_statements_that_survive_are_rejected():
    three = (statement("a", "x * x >= 0", right=True), statement("b", "abs(x) >= 0", right=False),
             statement("c", "x >= 0", right=False))  # fmt: skip
    assert "2 of 3 options are right" in rejected(CASE + "".join(three))


def slider(satisfied: str) -> str:
    return (
        'kind = "slider"\nlabel = "x"\ngrid = "list(range(10))"\nformat = "d"\nsaid = "{x} squared is {x * x}"\n'
        f'satisfied = "{satisfied}"\n[[question.wrong]]\nwhen = "x > 7"\nmisconception = "m"\n'
    )


def test_a_slider_tries_every_position():
    (variant,) = accepted(slider("4 <= x * x <= 9"))
    assert [p for p, right in zip(variant.slider.positions, variant.slider.right, strict=True) if right] == ["2", "3"]
    assert variant.slider.misconceptions[8] == "m"
    assert variant.slider.said[3] == "3 squared is 9"


@pytest.mark.parametrize("satisfied", ["x > 20", "x >= 3"])
def test_a_slider_that_nothing_or_nearly_everything_satisfies_is_rejected(satisfied):
    assert "one to a third must" in rejected(slider(satisfied))


def cell(right: str) -> str:
    return f'kind = "cell"\nclasses = ["a", "b"]\ncounts = "[[5, 2], [2, 9]]"\nright = "{right}"\n'


def test_a_cell_must_be_one():
    (variant,) = accepted(cell("i == 0 and j == 1"))
    assert variant.matrix.right == (0, 1)
    assert "2 cells answer" in rejected(cell("i != j"))


def fill(*accepted: str, wrong: str) -> str:
    fills = "".join(f"[[question.accepted]]\nfills = ['{each}']\n" for each in accepted)
    return (
        f'kind = "fill"\ncode = "y = np.maximum(___, 2)"\ncheck_code = "y == 3"\n{fills}'
        f"[[question.wrong]]\nfills = ['{wrong}']\nmisconception = \"m\"\n"
    )


def test_fills_are_run():
    (variant,) = accepted(fill("3", "1 + 2", wrong="0"))
    assert variant.fills.accepted == (("3",), ("1 + 2",))
    assert "the accepted fill ('4',) fails the check" in rejected(fill("4", wrong="0"))
    assert "passes, so two fills are right" in rejected(fill("3", wrong="3.0"))


def test_an_id_names_one_question():
    one = parse(HEAD + number("1", "2", "3"))
    assert len(Sources((), one.questions).questions) == 1
