"""The section on classes, and the chart of their recalls."""

import numpy as np
import pytest
from tests.report import reports

import logitwise as lw
from logitwise.report.charts import classes as chart
from logitwise.report.classes.class_table import class_table
from logitwise.report.html import page
from logitwise.report.html.sections.classes import section


def of_many(classes, rows_each=50, seed=0):
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(classes), rows_each)
    decision = np.where(rng.random(len(truth)) < 0.7, truth, rng.integers(0, classes, len(truth)))
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (truth, decision), 1)
    return reports.of_matrix(counts, [f"class {k}" for k in range(classes)])


def test_every_class_has_its_counts_and_recall(shared):
    pq = pytest.importorskip("pyarrow.parquet")
    file = shared / "data" / "news20_cv_probs.parquet"
    columns = pq.read_table(file).to_pydict()
    truth = np.asarray(columns["label"])
    decision = np.column_stack([columns[c] for c in columns if c.startswith("p_")]).argmax(axis=1)
    for line in class_table(lw.evaluate(file, policy="baseline")).lines:
        mine = truth == line.code
        assert (line.rows, line.predicted) == (mine.sum(), (decision == line.code).sum())
        assert line.recall.value == pytest.approx((decision[mine] == line.code).mean())


def test_labels_have_four_counts_each(shared):
    pq = pytest.importorskip("pyarrow.parquet")
    file = shared / "data" / "ecg_dnn_multilabel.parquet"
    columns = pq.read_table(file).to_pydict()
    report = lw.evaluate(file, label="y_*", probabilities="p_*", head="multilabel", policy="baseline")
    found = {
        row.name: [int(cell.text.replace(",", "")) for cell in row.cells] for row in section(report).values["four"]
    }
    assert found
    for name, counts in found.items():
        y, given = np.asarray(columns[f"y_{name}"]) == 1, np.asarray(columns[f"p_{name}"]) >= 0.5
        assert counts == [(y & given).sum(), (y & ~given).sum(), (~y & given).sum(), (~y & ~given).sum()]


def test_the_worst_class_stands_first_and_one_without_rows_last():
    lines = class_table(reports.of_matrix([[50, 0, 3], [4, 5, 1], [0, 0, 0]])).lines
    assert [line.code for line in lines] == [1, 0, 2]


def test_a_class_without_rows_has_a_dash_that_sorts_last_and_says_why():
    rows = section(reports.of_matrix([[50, 0, 3], [4, 45, 1], [0, 0, 0]])).values["rows"]
    recall = rows[-1].cells[2]
    assert (recall.text, recall.key) == ("–", "")
    assert recall.why


def test_two_classes_with_scores_are_left_to_the_threshold_and_decisions_are_not():
    assert section(reports.of_binary()) is None
    alone = section(reports.of_matrix([[50, 2], [4, 45]]))
    assert alone.values["confusion"].data["cells"]["rows"] == [50, 45, 4, 2]
    assert alone.values["errors"] == ()


def test_forty_classes_are_drawn_and_the_sentence_says_of_how_many():
    some, many = chart.figure(of_many(40)), chart.figure(of_many(41))
    assert len(some.table.rows) == len(many.table.rows) == 40
    assert "Drawn are" not in some.sentence
    assert "the 40 worst of 41 classes" in many.sentence


def test_fifty_mistakes_are_listed_and_the_caption_says_of_how_many():
    values = section(of_many(30)).values
    assert len(values["errors"]) == 50
    assert "the first 50 of " in values["error_caption"]


def test_names_are_visible_text_and_nothing_else():
    names = [*reports.HOSTILE, "x" * 10_000, "<img src=x onerror=alert(1)>"]
    html = page(reports.of_softmax(len(names), 800, names=names))
    assert "<img src=x" not in html
    assert "x" * 100 not in html.partition('id="classes"')[2].partition("</section>")[0]
    assert "\u202e" not in html


def test_of_a_thousand_classes_the_page_stays_light_and_says_what_is_left_out(capsys):
    report = of_many(1000)
    found, html = section(report), page(report)
    with capsys.disabled():
        print(f"\n1,000 classes: a page of {len(html.encode()):,} bytes")  # noqa: T201  a figure to read
    assert len(html.encode()) < 3_000_000
    assert len(found.values["rows"]) == 1000
    assert len(found.data["rows"]) == 2000
    assert "The 2,000 commonest mistakes are drawn; " in found.values["left"]
