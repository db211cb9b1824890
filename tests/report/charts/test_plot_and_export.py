"""Charts outside a page: `Report.plot`, and the files of `--plots`."""

import json
import struct
from xml.etree import ElementTree as ET

import altair as alt
import numpy as np
import pytest
from tests.report.charts.charted import labels, sigmoid, softmax
from tests.report.reports import HOSTILE, of_binary, of_matrix, of_softmax

from logitwise.errors import OptionError
from logitwise.report.charts import NAMES, export, figure
from logitwise.report.charts.export import save_plots
from logitwise.report.charts.standalone import rows
from logitwise.report.charts.static_vega import static_vega
from logitwise.report.outputs import Outputs
from logitwise.report.theme.palette import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "g", "path", "text", "tspan", "rect", "defs", "clipPath", "line", "circle", "image"}


def elements(path):
    """All elements of an SVG, the root first; an error where it is not well-formed."""
    return list(ET.parse(path).iter())  # noqa: S314  written a moment ago by ourselves


def test_a_plot_holds_the_data_of_its_figure():
    report = sigmoid().report
    spec = report.plot("roc").to_dict()
    assert rows(figure(report, "roc").data["points"]) in spec["datasets"].values()
    now = {"calculate": f"({figure(report, 'roc').params['now_x']})", "as": "x"}
    assert any(now in layer.get("transform", ()) for layer in spec["layer"])
    assert spec["title"] == ["ROC curve of yes"]
    assert isinstance(report.plot("roc"), alt.LayerChart)


@pytest.mark.parametrize(("scheme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_a_plot_stands_on_the_ground_of_its_scheme(scheme, palette):
    spec = sigmoid().report.plot("decision", scheme=scheme).to_dict()
    assert spec["config"]["background"] == palette.surface
    assert spec["width"] == 420


def test_a_plot_is_of_the_class_that_is_named_by_name_or_number():
    assert softmax().report.plot("roc", "bee").to_dict()["title"] == ["ROC curve of bee"]
    assert labels().report.plot("scores", of="red").to_dict()["title"] == [
        "Scores of rows of red and of rows without it"
    ]
    numbered = of_binary(names=("0", "1"))
    assert numbered.plot("roc", 1).to_dict()["title"] == numbered.plot("roc", True).to_dict()["title"]


@pytest.mark.slow
def test_plots_combine_with_each_other_and_can_be_moved(tmp_path):
    """Each way to do it is one of Altair's; what comes out is valid Vega-Lite and is drawn."""
    first, second = sigmoid().report.plot("scores"), softmax().report.plot("confusion")
    for whole in (first | second, first & second, alt.hconcat(first, first), alt.vconcat(second, first)):
        assert "config" not in str(whole.to_dict().get("hconcat", whole.to_dict().get("vconcat")))
    first.interactive().to_dict()
    (first | second).save(tmp_path / "both.svg")
    assert "<path" in (tmp_path / "both.svg").read_text()


def test_combined_plots_look_as_alone_in_the_theme_of_that_name():
    report = sigmoid().report
    alone = report.plot("roc", scheme="dark")
    with alt.theme.enable("logitwise_dark"):
        config = (alone & report.plot("decision", scheme="dark")).to_dict()["config"]
    assert config == {**alone.to_dict()["config"], "view": config["view"]}


def test_what_a_user_configures_holds_before_the_theme():
    axis = sigmoid().report.plot("roc").configure_axis(labelColor="red").to_dict()["config"]["axis"]
    assert (axis["labelColor"], axis["titleColor"]) == ("red", LIGHT.ink)


@pytest.mark.parametrize(("length", "lines"), [(9, 1), (59, 2)])
def test_the_title_of_a_long_class_name_goes_on_in_a_second_line(length, lines):
    report = of_binary(names=("no", ("word " * 20)[:length].strip()))
    assert len(report.plot("threshold").to_dict()["title"]) == lines


@pytest.mark.parametrize(
    ("report", "asked", "message"),
    [
        (sigmoid, {"name": "rok"}, "no chart is called 'rok' .did you mean 'roc'..; there are reliability, roc"),
        (sigmoid, {"name": "ROC"}, "did you mean 'roc'"),
        (sigmoid, {"name": "pr"}, "did you mean 'precision_recall'"),
        (sigmoid, {"name": "roc", "scheme": "sepia"}, "scheme = 'sepia': expected light or dark"),
        (sigmoid, {"name": "roc", "of": "maybe"}, "of = 'maybe' is no class of this report; expected no and yes"),
        (softmax, {"name": "risk_coverage", "of": "ant"}, "the chart risk_coverage is of all rows: leave out of"),
        (softmax, {"name": "decision"}, "among several classes there is no one action"),
        (sigmoid, {"name": "risk_coverage"}, "of the largest of several classes' probabilities"),
        (sigmoid, {"name": "slices"}, "the rows are sliced by no column"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused_with_the_reason(report, asked, message):
    with pytest.raises(OptionError, match=message):
        report().report.plot(**asked)


def test_what_a_report_lacks_is_told():
    with pytest.raises(OptionError, match="a confusion matrix tells no probabilities"):
        of_matrix([[50, 2], [4, 45]]).plot("roc")
    with pytest.raises(OptionError, match="of more than 20 classes one has to be named"):
        of_softmax(21, 900).plot("roc")
    with pytest.raises(OptionError, match="rows with the outcome and rows without it"):
        of_binary([1] * 50, np.linspace(-1, 1, 50)).plot("roc")


@pytest.mark.slow
def test_every_chart_that_has_data_is_written_twice(tmp_path):
    report = sigmoid().report
    written = save_plots(report, tmp_path)
    wanted = [name for name in NAMES if figure(report, name) is not None]
    pictures = [f"{name}.{kind}" for name in wanted for kind in ("svg", "png")]
    assert [path.name for path in written] == [*pictures, "index.json"]
    assert sorted(written) == sorted(tmp_path.iterdir())
    for path in written[:-1]:
        if path.suffix == ".svg":
            width = float(elements(path)[0].get("width"))
        else:  # width and height stand in the first chunk, in pixels
            assert path.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
            assert struct.unpack(">I", path.read_bytes()[16:20])[0] == pytest.approx(2 * width, abs=2)


@pytest.mark.slow
def test_a_class_is_named_by_its_code_and_never_names_a_file(tmp_path):
    report = of_softmax(3, 500, names=("../../up", "a/b", "CON"))
    with Outputs() as outputs:
        outputs.add_folder(tmp_path / "plots", lambda folder: save_plots(report, folder))
    assert [path.name for path in tmp_path.iterdir()] == ["plots"]
    assert {path.name for path in (tmp_path / "plots").glob("roc*")} == {
        f"roc_{k}.{kind}" for k in range(3) for kind in ("svg", "png")
    }
    assert (tmp_path / "plots" / "risk_coverage.svg").is_file()
    listed = json.loads((tmp_path / "plots" / "index.json").read_text())["charts"]
    assert {each["of"]: each["files"][0] for each in listed if each["chart"] == "roc"} == {
        name: f"roc_{k}.svg" for k, name in enumerate(report.classes)
    }


@pytest.mark.slow
@pytest.mark.parametrize(("most", "without"), [(2, 1), (3, 0)])
def test_every_label_has_its_charts_up_to_a_number_and_the_index_says_how_many_have_none(
    tmp_path, monkeypatch, most, without
):
    monkeypatch.setattr(export, "MOST_LABELS", most)
    monkeypatch.setattr(export, "NAMES", ("reliability", "roc"))
    told = []
    export.save_plots(labels().report, tmp_path, step=told.append)
    assert told == [f"{name}_{k}" for name in ("reliability", "roc") for k in range(most)]
    assert json.loads((tmp_path / "index.json").read_text())["labels_without_charts"] == without


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_picture_has_no_colour_or_width_of_a_page(name):
    found = figure(softmax().report, name) or figure(sigmoid().report, name)
    if found is None:
        pytest.skip("needs slices")
    spec = json.dumps(static_vega(found, LIGHT)["signals"]) + json.dumps(static_vega(found, LIGHT)["marks"])
    assert "var(--" not in spec
    assert "containerSize" not in json.dumps([s for s in static_vega(found, LIGHT)["signals"] if s["name"] == "width"])


@pytest.mark.slow
def test_hostile_class_names_are_text_in_an_svg_that_is_well_formed(tmp_path):
    """Names are drawn as their visible form: nothing that they hold becomes an element or an attribute."""
    for first, second in zip(HOSTILE[::2], HOSTILE[1::2], strict=True):
        for path in save_plots(of_binary(names=(first, second)), tmp_path):
            if path.suffix == ".svg":
                found = elements(path)
                assert {each.tag.removeprefix(SVG) for each in found} <= DRAWN
                assert not any(name.startswith("on") for each in found for name in each.attrib)
    scores = (tmp_path / "scores.svg").read_text()
    assert "\u202e" not in scores
    assert "\x1b" not in scores


@pytest.mark.slow
def test_a_script_in_a_class_name_is_escaped(tmp_path):
    save_plots(of_binary(names=("no", "<script>alert(1)</script>")), tmp_path)
    drawn = (tmp_path / "scores.svg").read_text()
    assert "<script" not in drawn
    assert "&lt;script&gt;alert(1)" in drawn
