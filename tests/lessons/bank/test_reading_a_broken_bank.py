"""A bank with a question that nobody could answer, or with two keys, is not read."""

import json

import pytest

from logitwise.errors import FormatError
from logitwise.lessons.bank import lock

WAYS = ("options", "slider", "matrix", "fills")


@pytest.fixture
def document(banks):
    made = banks.bank_of(*banks.of_all_kinds(), misconceptions=("m",))
    return json.loads(lock.write(made))


def _variant(document, way):
    return next(v for q in document["questions"] for v in q["variants"] if way in v)


def _set(way, name, value):
    return lambda document: _variant(document, way)[way].update({name: value})


def _options(change):
    return lambda document: change(_variant(document, "options")["options"])


def _twice(part):
    return lambda document: document[part].append(document[part][0])


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (_set("slider", "right", [False] * 3), "no right position"),
        (_set("slider", "right", [True]), "not equally long"),
        (_set("slider", "positions", ["0.1", "0.1", "0.2"]), "the same position twice"),
        (_set("slider", "misconceptions", ["no", None, None]), "names the misconception 'no', which is none"),
        (_set("matrix", "right", [0, 2]), "a cell outside of its matrix"),
        (_set("matrix", "right", [-1, 0]), "a cell outside of its matrix"),
        (_set("matrix", "misconceptions", [[2, 0, "m"]]), "a cell outside of its matrix"),
        (_set("matrix", "counts", [[1, 2]]), "a matrix that is not 2 by 2"),
        (_set("fills", "accepted", []), "accepts no fill"),
        (_set("fills", "accepted", [["x"]]), "different numbers of blanks"),
        (_options(lambda options: options.__delitem__(slice(2, None))), "2 options, fewer than 3"),
        (_options(lambda options: options[1].update(text=options[2]["text"])), "two options of the same text"),
        (_options(lambda options: options[0].update(right=False)), "0 right options, not one"),
        (_options(lambda options: options[1].update(misconception="no")), "names the misconception 'no'"),
        (lambda document: document["questions"][0].update(skill="magic"), "is of skill 'magic', which is none"),
        (lambda document: document["questions"][0].update(difficulty="odd"), "is 'odd'"),
        (lambda document: document["questions"][0].update(variants=[]), "has no variants"),
        (lambda document: _variant(document, "fills").pop("fills"), "has 0 ways to answer, not one"),
        (_twice("questions"), "letter stands twice"),
        (_twice("misconceptions"), "m stands twice"),
    ],
)
def test_a_broken_question_is_refused_by_name(document, broken, said):
    assert set(lock.read(json.dumps(document)).questions) == {"letter", "slider", "cell", "fill"}
    broken(document)
    with pytest.raises(FormatError) as caught:
        lock.read(json.dumps(document))
    assert said in str(caught.value)
