"""LW606: class names that a reader would confuse."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.findings import Facts
from logitwise.findings.finding import Clear, Found
from logitwise.findings.names_alike import PITFALL, pairs_alike
from logitwise.policy import baseline


def look(*names):
    tally = lw.tally(list(names), logits=np.eye(len(names)), classes=list(names))
    return PITFALL.look(Facts(tally, baseline()))


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Cat", "cat", "case"),
        ("cat ", "cat", "white space"),
        ("not  sure", "not sure", "white space"),
        ("caf\u00e9", "cafe\u0301", "how characters are composed (Unicode forms)"),
        ("ﬁsh", "fish", "how characters are composed (Unicode forms)"),
        ("a\u200bb", "ab", "invisible characters"),
        ("\u0430pple", "apple", "letters that look alike"),
        ("B0", "BO", "letters that look alike"),
        ("type l", "type 1", "letters that look alike"),
    ],
)
def test_names_that_differ_in_this_alone_are_found(one, other, kind):
    assert pairs_alike([one, "dog", other]) == [(one, other, kind)]
    assert isinstance(look(one, "dog", other), Found)


@pytest.mark.parametrize(
    "names", [("cat", "cut"), ("class 1", "class 2"), ("10", "01"), ("naïve", "naive"), ("spam", "ham")]
)
def test_names_that_a_reader_tells_apart_are_clear(names):
    assert isinstance(look(*names, "dog"), Clear)


def test_letters_and_digits_may_be_the_classes_themselves():
    assert isinstance(look(*"aAoO0lI1"), Clear)
    assert isinstance(look("\u0410", "A", "B"), Found)  # a Cyrillic A is not what anybody means


def test_invisible_characters_are_shown_as_escapes():
    seen = look("\u202egnp.exe", "cat", "dog")
    assert isinstance(seen, Found)
    assert "invisible" in seen.sentence
    assert r"\u202e" in seen.sentence
    assert seen.sentence.isprintable()


def test_how_two_names_differ_can_be_seen():
    assert r"'caf\xe9' and 'cafe\u0301'" in look("caf\u00e9", "cafe\u0301", "tea").sentence


def test_a_name_alike_to_several_is_told_once():
    assert len(pairs_alike(["cat", "Cat", "CAT"])) == 2


def test_a_long_name_is_shortened():
    assert len(look("x" * 5_000, "X" * 5_000, "dog").sentence) < 300
