"""The section on slices and their forest plot."""

import numpy as np
import pytest
from tests.report import reports

import logitwise as lw
from logitwise.report.charts import slices as chart
from logitwise.report.html.sections.slices import MOST_LISTED, section


def sliced(count, rows=6000, bad="s0"):
    rng = np.random.default_rng(0)
    names = np.array([f"s{i}" for i in range(count)], object)[rng.integers(0, count, rows)]
    y = (rng.random(rows) < 0.4).astype(int)
    z = np.where(names == bad, 0.2, 3.0) * (2 * y - 1) + rng.normal(size=rows)
    return lw.evaluate(y, logits=z, slices={"site": names}, policy="baseline"), y, z, names


def test_without_slices_there_is_no_section_and_no_chart():
    assert section(reports.of_binary()) is None
    assert chart.figure(reports.of_binary()) is None


def test_a_slice_is_drawn_with_its_value_the_rest_and_all_rows():
    report, y, z, names = sliced(3)

    def balanced(rows):
        return np.mean([(z[rows & (y == 1)] >= 0).mean(), (z[rows & (y == 0)] < 0).mean()])

    figure = chart.figure(report)
    data = figure.data["rows"]
    for name, value, rest in zip(data["slice"], data["value"], data["rest"], strict=True):
        mine = names == name.removeprefix("site = ")
        assert value == pytest.approx(balanced(mine), abs=1e-5)
        assert rest == pytest.approx(balanced(~mine), abs=1e-5)
    assert figure.params["all"] == pytest.approx(balanced(np.ones(len(y), bool)), abs=1e-5)


def test_the_worse_one_is_marked_by_a_sign_and_told():
    report, *_ = sliced(3)
    figure, values = chart.figure(report), section(report).values
    assert figure.params["names"][0] == "▼ site = s0"
    assert [row.marked for row in values["rows"]] == [True, False, False]
    assert "1 of 3 slices is found worse" in values["said"][0]


def test_forty_are_drawn_and_the_sentence_says_of_how_many():
    figure = chart.figure(sliced(41)[0])
    assert len(figure.table.rows) == 40
    assert "the first 40 of 41 slices" in figure.sentence


@pytest.mark.parametrize(("count", "said"), [(MOST_LISTED, "all of them"), (MOST_LISTED + 1, "the first 500 of 501")])
def test_the_table_has_five_hundred_and_says_what_it_leaves_out(count, said):
    values = section(sliced(count, rows=30_000)[0]).values
    assert len(values["rows"]) == 500
    assert said in values["caption"]
