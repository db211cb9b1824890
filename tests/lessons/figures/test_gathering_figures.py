"""Figures of all pages in one file: nobody's are lost, none has two makers, and a change is told."""

import json
from types import SimpleNamespace

import pytest

from logitwise.lessons.building.figures import __main__ as command
from logitwise.lessons.building.figures import gather
from logitwise.lessons.building.figures.figure import Figure


def entry(value, source, tolerance=0.0):
    return {"value": value, "tolerance": tolerance, "note": "", "from": source}


@pytest.fixture
def modules(monkeypatch, tmp_path):
    """Two modules, `one` and `two`, whose figures a test may change, and a file of their own."""
    made = {"one": {"one.a": Figure(1)}, "two": {"two.a": Figure(0.5, 0.1)}}
    lock = tmp_path / "figures.lock.json"
    monkeypatch.setattr(
        gather, "import_module", lambda name: SimpleNamespace(figures=lambda: made[name.split(".")[-1]])
    )
    monkeypatch.setattr(command, "slugs", lambda: tuple(made))
    monkeypatch.setattr(gather, "slugs", lambda: tuple(made))
    monkeypatch.setattr(command, "LOCK", lock)
    monkeypatch.setattr(command, "write", lambda new, built: gather.write(new, built=built, path=lock))
    return SimpleNamespace(made=made, lock=lock, kept=lambda: json.loads(lock.read_text())["figures"])


def test_building_one_page_leaves_the_figures_of_others(modules):
    assert command.main([]) == 0
    modules.made["one"] = {"one.b": Figure(2)}
    assert command.main(["--only", "one"]) == 0
    assert {name: each["value"] for name, each in modules.kept().items()} == {"one.b": 2, "two.a": 0.5}


def test_a_page_that_fails_keeps_its_figures_and_is_told(modules, capsys):
    command.main([])
    modules.made["two"] = {"two.a": Figure(float("nan"))}
    assert command.main([]) == 1
    assert "two: ValueError: two: figure two.a is nan; a figure must be finite, or a text" in capsys.readouterr().err
    assert modules.kept()["two.a"]["value"] == 0.5


def test_a_name_of_another_page_is_refused(modules, capsys):
    command.main([])
    modules.made["two"] = {"one.a": Figure(3)}
    assert command.main([]) == 1
    assert "two: ValueError: figure one.a is also made by one" in capsys.readouterr().err
    with pytest.raises(ValueError, match=r"figure one\.a is made by one and by two"):
        gather.write({"one.a": entry(3, "two")}, built={"two"}, path=modules.lock)


def test_figures_of_a_page_that_is_gone_go_with_it(modules):
    command.main([])
    del modules.made["two"]
    command.main([])
    assert set(modules.kept()) == {"one.a"}


def test_a_check_writes_nothing_and_tells_what_differs(modules, capsys):
    command.main([])
    modules.made["one"] = {"one.a": Figure(7)}
    assert command.main(["--check"]) == 1
    assert "one.a: 1 in the file, 7 now" in capsys.readouterr().err
    assert modules.kept()["one.a"]["value"] == 1


@pytest.mark.parametrize(
    ("kept", "now", "tolerance", "expected"),
    [
        (0.5, 0.5 + 1e-12, 0.0, True),
        (0.5, 0.5001, 0.0, False),
        (10.0, 10.9, 0.1, True),
        (10.0, 11.5, 0.1, False),
        (0.0, 0.09, 0.1, True),
        (0.0, 1e-12, 0.0, True),
        ([1, 2], [1, 2, 3], 0.1, False),
        ("ready", "not ready", 0.1, False),
        ("1", 1, 0.1, False),
    ],
)
def test_values_are_alike_within_their_tolerance(kept, now, tolerance, expected):
    assert gather.alike(kept, now, tolerance) is expected


def test_a_figure_on_one_side_only_differs():
    found = gather.differences({"a.b": entry(1, "a")}, {"a.c": entry(2, "a")})
    assert [(each.name, each.kept, each.now) for each in found] == [("a.b", 1, None), ("a.c", None, 2)]
