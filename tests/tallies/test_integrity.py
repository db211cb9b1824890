"""A file whose blocks contradict each other is refused in one sentence, whatever block it is."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "laws"))
from rows import batch_of, with_beside

import logitwise as lw
from logitwise.errors import FormatError
from logitwise.tallies import codec, tally_batch
from logitwise.tallies.codec import DESCRIPTION, dumps, loads


def of(head, scale="logits", what=("groups", "weights", "site", "confidence")):
    return tally_batch(with_beside(batch_of(head, 60, scale=scale), set(what)))


def described(data: bytes) -> dict:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return json.loads(archive.read(DESCRIPTION))


def with_description(data: bytes, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == DESCRIPTION else old.read(name))
    return out.getvalue()


def with_temperature(tally, **changes):
    return replace(tally, temperature=replace(tally.temperature, **changes))


def first(parts):
    return next(iter(parts.values()))


@pytest.mark.parametrize("head", ["sigmoid", "softmax", "multilabel"])
@pytest.mark.parametrize("scale", ["logits", "decisions"])
def test_what_was_written_is_read(head, scale):
    tally = of(head, scale)
    assert loads(dumps(tally)) == tally


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: replace(t, ranks=t.ranks + 1), "ranks hold another number of rows"),
        (lambda t: replace(t, ranks=t.ranks[1:]), "ranks are of other classes"),
        (lambda t: replace(t, by_decision=t.by_decision + t.by_decision), "class histograms hold other rows"),
        (lambda t: replace(t, sums=t.sums + t.sums), "loss sums hold another number of rows"),
        (lambda t: replace(t, temperature=t.temperature + t.temperature), "temperatures hold another number of rows"),
        (lambda t: with_temperature(t, infinite=61), "temperatures lack more rows than there are"),
        (lambda t: with_temperature(t, sums=t.temperature.sums[1:]), "temperatures have another shape"),
        (lambda t: with_temperature(t, sums=-t.temperature.sums), "square at some temperature is negative"),
        (lambda t: with_temperature(t, sums=t.temperature.sums.astype(float)), "temperatures are no whole numbers"),
        (lambda t: replace(t, temperature=t.sums), "sums at temperatures are none"),
        (lambda t: replace(of("multilabel"), temperature=t.temperature), "sums at temperatures are of no such head"),
        (lambda t: replace(t, clusters={"99": first(t.clusters)}), "fold of groups has no number"),
        (lambda t: replace(t, clusters={"00": first(t.clusters)}), "folds of groups hold another number of rows"),
        (lambda t: replace(t, slices={"site": {"a": first(t.slices["site"])}}), "slices by 'site' hold another number"),
        (lambda t: replace(t, slices={"site": {"a": t}}), "sliced themselves"),
        (lambda t: replace(t, slices={"site": {"a": of("sigmoid")}}), "another head"),
        (lambda t: replace(t, weighted=replace(t.weighted, total=1)), "the confusion matrix holds another number"),
        (lambda t: replace(t, weighted=replace(t.weighted, squares=of("multilabel").confusion)), "squared weights"),
        (lambda t: replace(t, weighted=replace(t.weighted, counts=t)), "hold what they cannot|number of rows"),
        (lambda t: replace(t, weighted=replace(t.weighted, counts=of("sigmoid"))), "another head or scale"),
    ],
)
def test_a_block_that_contradicts_the_rest_is_refused(change, words):
    with pytest.raises(FormatError, match=f"a damaged tally: .*({words})"):
        loads(dumps(change(of("softmax"))))


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (("binary", "lowest"), "x", "ends of a histogram are no numbers"),
        (("binary", "highest"), None, "ends of a histogram are no numbers"),
        (("binary", "sums"), 3, "losses of a histogram are none"),
        (("ids",), 3, "ids are none"),
        (("groups",), "x", "groups are none"),
        (("extent", "items", 0), "x", "smallest and largest score are none"),
    ],
)
def test_a_field_of_another_kind_is_refused(place, value, words):
    data = dumps(of("sigmoid", what=()))
    description = described(data)
    at = description["tally"]
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    with pytest.raises(FormatError, match=words):
        loads(with_description(data, json.dumps(description)))


def test_more_whole_rows_than_rows_are_refused():
    with pytest.raises(FormatError, match="more rows are wholly right than there are"):
        loads(dumps(replace(of("multilabel"), whole=61)))


def nested(depth: int) -> str:
    inner = json.dumps(described(dumps(of("sigmoid")))["tally"])
    start = '{"logitwise": "tally", "version": 2, "tally": '
    return start + '{"is": "parts", "items": [["a", ' * depth + inner + "]]}" * depth + "}"


@pytest.mark.parametrize("depth", [1, 300, 100_000])
def test_a_description_that_nests_is_refused_however_deep(depth, tmp_path):
    path = tmp_path / "deep.tally"
    path.write_bytes(with_description(dumps(of("sigmoid")), nested(depth)))
    with pytest.raises(FormatError, match=r"deep\.tally: (not a tally|nested deeper)"):
        lw.load_tally(path)


def test_one_array_named_very_often_takes_no_more_room_than_there_is(monkeypatch):
    tally = of("softmax")
    data = dumps(tally)
    monkeypatch.setattr(codec.Reader.__init__, "__defaults__", (50_000,))
    description = described(data)
    description["tally"]["slices"] = {
        "is": "parts", "items": [[str(i), description["tally"]["slices"]] for i in range(20)]
    }  # fmt: skip
    with pytest.raises(FormatError, match="more arrays than any tally's"):
        loads(with_description(data, json.dumps(description)))


def test_a_description_longer_than_any_is_not_read(monkeypatch):
    monkeypatch.setattr(codec, "LARGEST_DESCRIPTION", 1_000)
    with pytest.raises(FormatError, match="description longer"):
        loads(dumps(of("sigmoid")))


NEW = {"ranks", "whole", "by_decision", "groups", "clusters", "slices", "weighted", "temperature"}
LACKING = {"ranks": None, "whole": None, "by_decision": None, "temperature": None}


def as_version_1(tally) -> bytes:
    """The file that the release before groups, slices and weights wrote, in which folds said what drew them."""
    data = dumps(tally)
    description = described(data)
    old = {name: value for name, value in description["tally"].items() if name not in NEW}
    if old["folds"] is not None and old["folds"]["is"] == "Folds":
        old["folds"] = {"is": "Folds", "by": "contents", **{k: v for k, v in old["folds"].items() if k != "is"}}
    for block in ("binary", "one_vs_rest", "confidence"):
        if old[block] is not None:
            old[block].pop("coarse")
    return with_description(data, json.dumps({**description, "version": 1, "tally": old}))


@pytest.mark.parametrize("head", ["sigmoid", "softmax", "multilabel"])
def test_a_file_of_version_1_is_read_and_added(head):
    tally = of(head, what=())
    former = loads(as_version_1(tally))
    assert former == replace(tally, **LACKING)
    assert former + former == replace(tally + tally, **LACKING)


@pytest.mark.parametrize("head", ["softmax", "multilabel"])
def test_what_a_file_of_version_1_lacks_is_lacking_in_every_sum_with_it(head):
    tally = of(head, what=())
    former = loads(as_version_1(tally))
    for total in (former + tally, tally + former, (tally + former) + tally, tally + (tally + former)):
        assert {name: getattr(total, name) for name in LACKING} == LACKING
        assert total.rows == total.confusion.rows
    assert np.array_equal((tally + lw.Tally(head=tally.head, scale=tally.scale)).confusion.hits, tally.confusion.hits)


def without_temperatures(node):
    """A description as the release before temperatures wrote it, at every depth."""
    if isinstance(node, list):
        return [without_temperatures(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {name: without_temperatures(value) for name, value in node.items() if name != "temperature"}


@pytest.mark.parametrize("head", ["sigmoid", "softmax", "multilabel"])
def test_a_file_of_version_2_is_read_and_lacks_temperatures_in_every_sum_with_it(head):
    tally = of(head)
    data = dumps(tally)
    former = loads(with_description(data, json.dumps({**without_temperatures(described(data)), "version": 2})))
    weighted = replace(tally.weighted, counts=replace(tally.weighted.counts, temperature=None))
    assert former == replace(tally, temperature=None, weighted=weighted)
    for total in (former + tally, tally + former, (tally + former) + tally, tally + (tally + former)):
        assert total.temperature is None
        assert total.weighted.counts.temperature is None
        assert total.rows == total.confusion.rows
