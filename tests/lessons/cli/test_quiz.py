"""`logitwise quiz`: the lesson's questions through a pipe."""

from __future__ import annotations

from dataclasses import replace

import pytest


@pytest.fixture
def ways(banks, terminal):
    """One question a way to answer, asked slider, cell, letter for seed 3."""
    made = banks.bank_of(*banks.of_all_kinds(), misconceptions=("m",))
    terminal.bank(made)
    return made


def test_five_questions_are_asked_and_kept(terminal, right):
    letters = right(terminal.json("quiz", "--seed", "3"))
    result = terminal.run("quiz", "--seed", "3", answers="\n".join(letters) + "\n")
    assert result.code == 0
    assert [f"Question {n}/5" in result.out for n in range(1, 6)] == [True] * 5
    assert "**5 of 5 right.**" in result.out
    kept = [(each.number, each.right, each.kind) for each in terminal.store.answers()]
    assert kept == [(n, True, "practice") for n in range(1, 6)]
    (sitting,) = terminal.store.sittings()
    assert (sitting.seed, len(sitting.items)) == (3, 5)


def test_a_wrong_answer_is_told_with_key_steps_check_misconception_and_place(ways, terminal):
    out = terminal.run("quiz", "--seed", "3", answers="0.1\n").out
    told = [
        "**Not right.**", "Your answer: 0.1", "The right answer: 0.2", "Evidence: little",
        "What is often thought: m is thought", "What is right: m is wrong", "1. first\n2. then",
        "Quick check: quick", "In the lesson: Deep (`deep#axis`)",
    ]  # fmt: skip
    places = [out.find(each) for each in told]
    assert -1 not in places
    assert places == sorted(places)
    assert "To look at again:\n\n- m is thought" in out
    assert terminal.store.answers()[0].misconception == "m"


def test_hints_come_one_by_one_and_are_counted(ways, terminal):
    out = terminal.run("quiz", "--seed", "3", answers="h\nh\nh\n0.2\n").out
    assert "Hint 1/2: look\n\nHint 2/2: look closer\n\nThere are no more hints." in out
    assert terminal.store.answers()[0].hints == 2


def test_what_is_no_answer_is_asked_again_and_counts_nothing(ways, terminal):
    out = terminal.run("quiz", "--seed", "3", answers="much\n\n0.15\n0.2\n5 5\n0, 1\n").out
    assert "Choose a position from 0.1 to 0.3; 'much' is none of them." in out
    assert "Choose a cell by row and column" in out
    assert [each.right for each in terminal.store.answers()] == [True, True]


def test_positions_of_a_slider_can_be_looked_at_and_that_counts_nothing(ways, terminal):
    out = terminal.run("quiz", "--seed", "3", answers="? 0.3\n?9\n0.2\n").out
    assert "- **0.1** little\n- **0.2** right\n- **0.3** much" in out
    assert "\n\nmuch\n\nChoose a position from 0.1 to 0.3; '9' is none of them.\n\n**Right.**" in out
    assert len(terminal.store.answers()) == 1


def test_blanks_are_filled_line_by_line(ways, terminal, monkeypatch, banks):
    from logitwise.cli.asking import sittings
    from logitwise.lessons.grading.selection import try_set

    monkeypatch.setattr(
        sittings.selection, "practice", lambda bank, answers, seed, **_: try_set(bank, answers, seed=seed)
    )
    terminal.run("quiz", answers="axis = -1\nx\n")
    terminal.run("quiz", answers="axis=0\nx\n")
    assert [(each.answer, each.right) for each in terminal.store.answers()] == [
        (("axis = -1", "x"), True),
        (("axis=0", "x"), False),
    ]


@pytest.mark.parametrize(("answers", "kept"), [("", 0), ("q\n", 0), ("A\nB\n", 2), ("A\nB\nq\n", 2), ("A", 1)])
def test_stopping_or_the_end_of_input_keeps_what_was_answered(terminal, answers, kept):
    result = terminal.run("quiz", "--seed", "3", answers=answers)
    assert result.code == 0
    assert f"Stopped; {kept} answer{'' if kept == 1 else 's'} kept." in result.out
    assert len(terminal.store.answers()) == kept
    assert len(terminal.store.sittings()) == (kept > 0)


def test_interrupting_keeps_what_was_answered(terminal, monkeypatch):
    import io

    class Interrupted(io.StringIO):
        def readline(self, *_):
            return super().readline() or self._interrupt()

        def _interrupt(self):
            raise KeyboardInterrupt

    from logitwise.cli.run import run

    monkeypatch.setattr("sys.stdin", Interrupted("A\n"))
    assert run(["quiz", "--seed", "3"]) == 0
    assert len(terminal.store.answers()) == 1


def test_the_same_seed_asks_the_same_until_something_was_answered(terminal):
    first, again = terminal.json("quiz", "--seed", "3"), terminal.json("quiz", "--seed", "3")
    assert first["questions"] == again["questions"]
    terminal.run("quiz", "--seed", "3", answers="A\n")
    seen = first["questions"][0]["id"]
    assert all(each["id"] != seen for each in terminal.json("quiz", "--seed", "3")["questions"])


def test_json_tells_no_key_before_the_answer(terminal):
    result = terminal.run("quiz", "--seed", "3", "--json", answers="A\n")
    document = terminal.json("quiz", "--seed", "3", "--number", "2", answers="A\n")
    first, second = document["questions"]
    assert "### Question 1/5" in result.err
    assert {"right", "key", "evidence", "steps"} <= set(first)
    assert second["answer"] is None
    assert not {"right", "key", "evidence", "steps", "hints"} & set(second)
    assert (document["kind"], document["asked"], document["verdict"]) == ("practice", 1, None)


def test_skill_difficulty_and_number_are_kept_to(terminal):
    asked = terminal.json("quiz", "--skill", "gradient", "--difficulty", "hard", "--number", "2")["questions"]
    assert [(each["skill"], each["difficulty"]) for each in asked] == [("gradient", "hard")] * 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--skill", "magic"], "there is no skill 'magic'; expected one of choose-head"),
        (["--difficulty", "harder"], "expected one of easy, medium, hard"),
        (["--number", "0"], "--number 0: expected 1 to 100"),
        (["--seed", "-1"], "--seed -1: expected 0"),
        (["--test", "--skill", "axis"], "--test draws its ten questions itself"),
        (["--report", "r.json", "--skill", "axis"], "leave out --skill"),
        (["--report", "nowhere.json"], "nowhere.json: cannot be read"),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_kept(terminal, arguments, said):
    result = terminal.run("quiz", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert terminal.store.sittings() == ()


def test_a_broken_store_is_refused_and_left_alone(terminal, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "progress.db").write_bytes(b"mine")
    result = terminal.run("quiz", answers="A\n")
    assert result.code == 2
    assert "no store of progress" in result.err
    assert (tmp_path / "home" / "progress.db").read_bytes() == b"mine"


def test_a_stem_cannot_move_the_cursor(terminal, banks):
    terminal.bank(banks.bank_of(banks.question("q", variants=(banks.plain(0, check="red\x1b[31m\u202e"),))))
    out = terminal.run("quiz", answers="A\n").out
    assert "\x1b" not in out
    assert "red\\x1b[31m\\u202e" in out


@pytest.mark.parametrize(
    ("classes", "row", "column"),
    [
        (("0", "1"), "**row 0 = class `0`**", "column 1 = class `1`"),
        (("cat", "dog"), "**row 0 = cat**", "column 1 = dog"),
    ],
)
def test_a_pipe_is_told_how_to_name_a_cell_before_it_answers(terminal, banks, classes, row, column):
    cell = banks.of_all_kinds()[2]
    asked = replace(cell.variants[0], matrix=replace(cell.variants[0].matrix, classes=classes))
    terminal.bank(banks.bank_of(replace(cell, variants=(asked,)), misconceptions=("m",)))
    out = terminal.run("quiz", answers="0 1\n").out
    assert row in out
    assert column in out
    assert "like `0 1`: row 0, column 1." in out.split("**Right.**")[0]
