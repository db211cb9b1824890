"""The shipped bank is what running the sources gives, and a changed key does not go unnoticed."""

import json
from dataclasses import replace
from functools import cache

import pytest

from logitwise.errors import FormatError
from logitwise.lessons.bank import lock
from logitwise.lessons.bank.question import DIFFICULTIES, KINDS, SKILLS
from logitwise.lessons.building.build import build, differences, question_of
from logitwise.lessons.building.source import read
from logitwise.lessons.pages import places

BANK = lock.bank()


@cache
def sources():
    return read()


def test_the_bank_has_a_hundred_questions_over_all_skills_kinds_and_difficulties():
    questions = BANK.questions.values()
    assert len(questions) >= 100
    assert {each.skill for each in questions} == set(SKILLS)
    assert {each.kind for each in questions} == set(KINDS)
    for skill in SKILLS:
        assert {each.difficulty for each in questions if each.skill == skill} == set(DIFFICULTIES), skill


def test_every_question_and_misconception_leads_to_a_place_in_the_lesson():
    named = {each.place for each in (*BANK.questions.values(), *BANK.misconceptions.values())}
    assert named <= set(places())


def test_every_misconception_is_met_in_a_question():
    made = {o.misconception for q in BANK.questions.values() for v in q.variants for o in v.options}
    made |= {m for q in BANK.questions.values() for v in q.variants if v.slider for m in v.slider.misconceptions}
    made |= {m for q in BANK.questions.values() for v in q.variants if v.matrix for _, _, m in v.matrix.misconceptions}
    made |= {m for q in BANK.questions.values() for v in q.variants if v.fills for _, m, _ in v.fills.wrong}
    assert set(BANK.misconceptions) == made - {None}


def test_the_sources_and_the_bank_hold_the_same_questions():
    assert {each.id for each in sources().questions} == set(BANK.questions)


def test_reading_what_was_written_gives_the_same_bank():
    assert lock.read(lock.write(BANK)) == BANK


def _document():
    return json.loads(lock.write(BANK))


def test_a_second_key_is_refused_by_the_reader():
    document = _document()
    document["questions"][0]["variants"][0]["options"][1]["right"] = True
    document["questions"][0]["variants"][0]["options"][0]["right"] = True
    with pytest.raises(FormatError, match="has 2 right options, not one"):
        lock.read(json.dumps(document))


def test_another_version_is_refused():
    with pytest.raises(FormatError, match="version 2; this logitwise reads version 1"):
        lock.read(json.dumps({**_document(), "version": 2}))


def _moved(variant):
    """The same variant with its key moved to the next option, slider position, cell or fill."""
    if variant.options:
        rights = [option.right for option in variant.options]
        moved = [replace(o, right=r) for o, r in zip(variant.options, rights[-1:] + rights[:-1], strict=True)]
        return replace(variant, options=tuple(moved))
    if variant.slider is not None:
        return replace(variant, slider=replace(variant.slider, right=variant.slider.right[::-1]))
    if variant.matrix is not None:
        return replace(variant, matrix=replace(variant.matrix, right=variant.matrix.right[::-1]))
    wrong = variant.fills.wrong[0][0]
    return replace(variant, fills=replace(variant.fills, accepted=(wrong,)))


CHEAP = [each for each in sources().questions if "tf." not in str(each.fields) and "keras" not in str(each.fields)]
ONE_A_KIND = {each.kind: each for each in reversed(CHEAP)}


@pytest.mark.parametrize("kind", sorted(ONE_A_KIND))
def test_a_changed_key_is_named(kind):
    source = ONE_A_KIND[kind]
    built = replace(BANK, questions={source.id: question_of(source, BANK.misconceptions)})
    frozen = BANK.questions[source.id]
    assert differences(replace(BANK, questions={source.id: frozen}), built) == []
    changed = replace(frozen, variants=(_moved(frozen.variants[0]), *frozen.variants[1:]))
    assert changed != frozen
    (line,) = differences(replace(BANK, questions={source.id: changed}), built)
    assert line.startswith(f"{source.id}: the bank says otherwise than running it does: ")


def test_a_question_that_was_added_or_lost_is_named():
    one, other = list(BANK.questions.values())[:2]
    frozen, built = replace(BANK, questions={one.id: one}), replace(BANK, questions={other.id: other})
    assert differences(frozen, built) == [
        f"{other.id}: is in the sources and not in the bank",
        f"{one.id}: is in the bank and not in the sources",
    ]


@pytest.mark.slow
def test_running_every_source_again_gives_the_bank():
    built = build(sources())
    assert built.rejected == ()
    assert differences(BANK, built.bank) == []


@pytest.mark.slow
def test_every_changed_key_of_the_whole_bank_is_named():
    moved = {
        name: replace(each, variants=tuple(_moved(v) for v in each.variants)) for name, each in BANK.questions.items()
    }
    unchanged = {name for name, each in moved.items() if each == BANK.questions[name]}
    assert len(differences(replace(BANK, questions=moved), BANK)) == len(BANK.questions) - len(unchanged)
    assert len(unchanged) <= 5  # a slider whose right positions lie in the middle, a cell on the diagonal
