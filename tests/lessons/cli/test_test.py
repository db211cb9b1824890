"""`logitwise quiz --test`: ten questions, no hints, feedback and a verdict at the end."""

from __future__ import annotations


def test_ten_right_are_strong_and_feedback_comes_at_the_end(terminal, right):
    letters = right(terminal.json("quiz", "--test", "--seed", "3"))
    out = terminal.run("quiz", "--test", "--seed", "3", answers="\n".join(letters)).out
    assert out.rstrip().split("\n")[-1].startswith("**Strong: 10 of 10 right, and the probability")
    assert out.find("### Question 10/10") < out.find("**Right.**")
    assert out.count("**Right.**") == out.count("Quick check: quick") == 10


def test_there_are_no_hints_in_a_test(terminal):
    out = terminal.run("quiz", "--test", "--seed", "3", answers="h\nA\n").out
    assert "There are no hints in a test." in out
    assert terminal.store.answers()[0].hints == 0


def test_a_test_that_was_not_finished_says_so_and_gives_feedback(terminal):
    out = terminal.run("quiz", "--test", "--seed", "3", answers="A\nB\n").out
    assert "Not decided: the test is not finished" in out
    assert out.count("Quick check: quick") == 2


def _mixed(letters, wrong):
    return ["ABCD"[("ABCD".index(letter) + 1) % 4] if n in wrong else letter for n, letter in enumerate(letters)]


def test_more_questions_follow_where_ten_decide_nothing(terminal, right):
    letters = _mixed(right(terminal.json("quiz", "--test", "--seed", "3")), {6, 8, 9})
    result = terminal.run("quiz", "--test", "--seed", "3", answers="\n".join(letters))
    assert "This decides nothing yet" in result.out
    assert "### Question 11/11" in result.out
    (sitting,) = terminal.store.sittings()
    assert [item.number for item in sitting.items] == list(range(1, 12))  # the eleventh was put, though not answered


def test_a_long_test_ends_with_a_verdict_after_twenty_at_most(terminal, right):
    letters = _mixed(right(terminal.json("quiz", "--test", "--seed", "3")), {6, 8, 9})
    document = terminal.json("quiz", "--test", "--seed", "3", answers="\n".join([*letters, *"ABCDABCDABCD"]))
    verdict = document["verdict"]
    assert 10 < document["asked"] == len(document["questions"]) <= 20
    assert verdict["outcome"] != "not decided" or document["asked"] == 20
    assert verdict["right"] == sum(each["right"] for each in document["questions"])


def test_a_second_test_is_told_together_with_the_first(terminal, right):
    letters = right(terminal.json("quiz", "--test", "--seed", "3"))
    first = terminal.run("quiz", "--test", "--seed", "3", answers="\n".join(letters)).out
    letters = right(terminal.json("quiz", "--test", "--seed", "4"))
    second = terminal.run("quiz", "--test", "--seed", "4", answers="\n".join(letters)).out
    assert "together" not in first
    assert "Over your 2 tests together: strong; 20 of 20 questions right that were new to you" in second


def test_a_further_question_is_none_that_was_answered_meanwhile_elsewhere(terminal, right, monkeypatch):
    from logitwise.cli.asking import sittings

    seen = []
    asked = sittings.selection.next_item
    monkeypatch.setattr(
        sittings.selection,
        "next_item",
        lambda *a, before, **k: seen.append(len(before)) or asked(*a, before=before, **k),
    )
    letters = _mixed(right(terminal.json("quiz", "--test", "--seed", "3")), {6, 8, 9})
    terminal.run("quiz", "--test", "--seed", "3", answers="\n".join([*letters, "A"]))
    assert seen[0] == 10
