"""Saved reports are whole or not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from logitwise.errors import FileError, SuffixError
from logitwise.report import Outputs
from logitwise.report.html import page
from logitwise.report.outputs import check_folder, check_target

from . import reports


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def put(text):
    def write(place):
        place.write_text(text)

    return write


def test_the_suffix_tells_the_format(tmp_path):
    report = reports.of_binary()
    report.save(tmp_path / "r.json")
    report.save(str(tmp_path / "R.MD"))
    report.save(tmp_path / "r.Html")
    assert json.loads((tmp_path / "r.json").read_text()) == report.to_dict()
    assert (tmp_path / "R.MD").read_text().startswith("# ")
    assert (tmp_path / "r.Html").read_text(encoding="utf-8") == page(report)


@pytest.mark.parametrize("name", ["report.htm", "report.txt", "report", "report.json.gz"])
def test_another_suffix_is_refused_with_those_that_are_supported(tmp_path, name):
    with pytest.raises(SuffixError, match=r"\.html, \.json, \.md, \.xml"):
        reports.of_binary().save(tmp_path / name)
    assert names(tmp_path) == []


def test_a_place_that_cannot_hold_a_file_is_refused(tmp_path):
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(FileError, match="is a folder"):
        reports.of_binary().save(tmp_path / "folder.md")
    with pytest.raises(FileError, match="does not exist"):
        reports.of_binary().save(tmp_path / "nowhere" / "r.md")


def test_a_writer_that_fails_leaves_what_was_there(tmp_path):
    (tmp_path / "r.md").write_text("before")

    def half(place):
        place.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(FileError, match="No space left"), Outputs() as outputs:
        outputs.add(tmp_path / "r.md", half)
    assert names(tmp_path) == ["r.md"]
    assert (tmp_path / "r.md").read_text() == "before"


def test_one_output_that_fails_keeps_all_of_them_back(tmp_path):
    outputs = Outputs()
    outputs.add(tmp_path / "a.md", put("a"))
    outputs.__exit__(RuntimeError, RuntimeError(), None)
    assert names(tmp_path) == []


def test_nothing_appears_before_everything_is_written(tmp_path):
    with Outputs() as outputs:
        outputs.add(tmp_path / "a.md", put("a"))
        outputs.add(tmp_path / "b.json", put("b"))
        assert not (tmp_path / "a.md").exists()
    assert names(tmp_path) == ["a.md", "b.json"]


def test_a_saved_file_has_the_rights_of_any_new_file(tmp_path):
    (tmp_path / "plain").write_text("")
    reports.of_binary().save(tmp_path / "r.md")
    assert (tmp_path / "r.md").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_page_that_cannot_be_made_leaves_what_was_there(tmp_path, monkeypatch):
    (tmp_path / "r.html").write_text("before")
    monkeypatch.setattr("logitwise.report.html.page", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        reports.of_binary().save(tmp_path / "r.html")
    assert names(tmp_path) == ["r.html"]
    assert (tmp_path / "r.html").read_text() == "before"


def test_a_template_of_ours_that_is_not_there_is_no_fault_of_the_place(tmp_path, monkeypatch):
    from jinja2 import TemplateNotFound

    def torn(_):
        raise TemplateNotFound("verdict.html")  # an OSError, as a full disk is

    monkeypatch.setattr("logitwise.report.html.page", torn)
    with pytest.raises(RuntimeError, match=r"cannot be made: verdict\.html"):
        reports.of_binary().save(tmp_path / "r.html")
    assert names(tmp_path) == []


def fill(*files):
    def write(folder):
        for name in files:
            (folder / name).write_text(name)

    return write


def test_a_folder_is_made_with_its_files_when_everything_is_written(tmp_path):
    with Outputs() as outputs:
        outputs.add_folder(tmp_path / "plots", fill("roc.svg", "roc.png"))
        outputs.add(tmp_path / "a.md", put("a"))
        assert not (tmp_path / "plots").exists()
    assert names(tmp_path) == ["a.md", "plots"]
    assert names(tmp_path / "plots") == ["roc.png", "roc.svg"]


def test_a_folder_that_is_there_keeps_its_other_files(tmp_path):
    (tmp_path / "plots").mkdir()
    for name in ("mine.txt", "roc.svg"):
        (tmp_path / "plots" / name).write_text("before")
    with Outputs() as outputs:
        outputs.add_folder(tmp_path / "plots", fill("roc.svg"))
    assert {each.name: each.read_text() for each in (tmp_path / "plots").iterdir()} == {
        "mine.txt": "before", "roc.svg": "roc.svg",
    }  # fmt: skip


def test_a_later_fault_makes_no_folder(tmp_path):
    outputs = Outputs()
    outputs.add_folder(tmp_path / "plots", fill("roc.svg"))
    outputs.__exit__(RuntimeError, RuntimeError(), None)
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_written_to_is_an_error_of_one_sentence(tmp_path):
    def full(folder):
        raise OSError(28, "No space left on device")

    with pytest.raises(FileError, match=r"plots: cannot be written: No space left"), Outputs() as outputs:
        outputs.add_folder(tmp_path / "plots", full)
    assert names(tmp_path) == []


def test_a_file_in_the_way_of_a_folder_is_refused(tmp_path):
    (tmp_path / "plots").write_text("mine")
    with pytest.raises(FileError, match="is a file; expected a folder"):
        check_folder(tmp_path / "plots")
    with pytest.raises(FileError, match="does not exist"):
        check_folder(tmp_path / "nowhere" / "plots")
    check_folder(tmp_path)
    check_folder(tmp_path / "new")


def test_a_link_is_followed_and_stays(tmp_path):
    (tmp_path / "there.md").write_text("before")
    (tmp_path / "link.md").symlink_to("there.md")
    (tmp_path / "ahead.md").symlink_to("new.md")
    with Outputs() as outputs:
        outputs.add(tmp_path / "link.md", put("after"))
        outputs.add(tmp_path / "ahead.md", put("new"))
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "there.md").read_text() == "after"
    assert (tmp_path / "new.md").read_text() == "new"


def test_a_link_to_nothing_is_called_one(tmp_path):
    (tmp_path / "plots").symlink_to("nowhere")
    (tmp_path / "round.md").symlink_to("round.md")
    with pytest.raises(FileError, match="is a link to nothing"):
        check_folder(tmp_path / "plots")
    with pytest.raises(FileError, match="leads back to itself"):
        check_target(tmp_path / "round.md")


def test_a_folder_in_the_way_inside_the_folder_keeps_all_of_them_back(tmp_path):
    (tmp_path / "keep.md").write_text("old")
    (tmp_path / "plots" / "roc.svg").mkdir(parents=True)
    (tmp_path / "plots" / "a.svg").write_text("old")
    outputs = Outputs()
    outputs.add(tmp_path / "keep.md", put("new"))
    outputs.add_folder(tmp_path / "plots", fill("a.svg", "roc.svg"))
    with pytest.raises(FileError, match=r"roc\.svg: is a folder"):
        outputs.__exit__(None, None, None)
    assert (tmp_path / "keep.md").read_text() == (tmp_path / "plots" / "a.svg").read_text() == "old"
    assert names(tmp_path) == ["keep.md", "plots"]
    assert names(tmp_path / "plots") == ["a.svg", "roc.svg"]


@pytest.mark.parametrize("links", [True, False])
def test_when_the_last_cannot_be_put_in_place_the_first_are_as_before(tmp_path, monkeypatch, links):
    (tmp_path / "a.md").write_text("old")
    renamed = Path.replace

    def replace(here, there):
        if Path(there).name == "last.md":
            raise OSError(5, "Input/output error")
        return renamed(here, there)

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(Path, "replace", replace)
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    outputs = Outputs()
    outputs.add(tmp_path / "a.md", put("new"))
    outputs.add_folder(tmp_path / "plots", fill("roc.svg"))
    outputs.add(tmp_path / "last.md", put("new"))
    with pytest.raises(FileError, match=r"last\.md: cannot be written: Input/output error"):
        outputs.__exit__(None, None, None)
    assert names(tmp_path) == ["a.md"]
    assert (tmp_path / "a.md").read_text() == "old"


def test_what_goes_into_a_folder_that_is_there_waits_inside_it(tmp_path):
    seen = []
    (tmp_path / "plots").mkdir()
    with Outputs() as outputs:
        outputs.add_folder(tmp_path / "plots", lambda folder: seen.append(folder.parent))
    assert seen == [tmp_path / "plots"]  # beside it may be another disk, or not ours
    assert names(tmp_path / "plots") == []
