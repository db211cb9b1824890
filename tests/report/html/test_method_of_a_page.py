"""How the page came about, and how to make it again."""

import numpy as np
import pytest
import scipy
from tests.report.html.parsed import parsed
from tests.report.html.told import SITE, Y, Z, of

import logitwise as lw
from logitwise.metrics.curves.thinning import POINTS
from logitwise.report.html import page
from logitwise.report.html.sections.method import again


def seen(report):
    return parsed(page(report)).one("section", id="method")


def saved(folder, **said):
    path = folder / "rows.npz"
    np.savez(path, label=Y, logit=Z, **said)
    return path


def test_versions_are_told(told):
    text = told[2].one("section", id="method").text
    assert f"logitwise {lw.__version__}, NumPy {np.__version__}, SciPy {scipy.__version__}" in text


def test_the_method_of_every_interval_is_there(told):
    report, _, root = told
    text = root.one("section", id="method").text
    assert all(" ".join(each.method.split()) in text for each in report.measurements if each.method)


def test_rows_left_out_are_counted_by_reason(of_kind):
    report, _, root = of_kind("rejected")
    tables = root.one("section", id="method").all("table")
    (reason, count), *_ = report.rows.rejected.items()
    assert count == 4
    assert [each.text for each in tables[0].all("th", "td")][-2:] == [reason, "4"]


def test_the_whole_policy_is_there():
    text = seen(
        of({"require": {"recall": ">= 0.5"}, "task": {"costs": {"false_positive": 1, "false_negative": 9}}})
    ).text
    assert "asks for recall >= 0.5" in text
    assert "false positive 1, false negative 9" in text
    assert "beats_majority = true" not in text


def test_the_shipped_policy_is_there_where_it_applies():
    assert "beats_majority = true" in seen(of()).text


def test_the_largest_certificate_is_told_with_what_it_bounds():
    z = np.random.default_rng(0).normal(size=70_000)
    y = (np.random.default_rng(1).random(70_000) < 1 / (1 + np.exp(-z))).astype(int)
    report = lw.evaluate(y, logits=z, policy="baseline")
    largest = max(report.measurements, key=lambda each: each.certificate)
    assert largest.certificate > 0
    assert "Certificates at most" in seen(report).text


def test_without_cells_every_number_is_exact(of_kind):
    assert "every number is exact" in of_kind("confusion")[2].one("section", id="method").text


def test_the_rule_of_thinning_is_that_of_the_curves(told):
    assert f"at most {POINTS} points" in told[2].one("section", id="method").text


def test_rows_of_a_file_can_be_judged_again_by_the_command(tmp_path):
    report = lw.evaluate(saved(tmp_path, site=SITE.astype(str)), policy="baseline", threshold=0.3, slices="site")
    words = again(report).split()
    assert words[:2] == ["logitwise", "evaluate"]
    assert words[-2:] == ["--out", "report.html"]
    assert " ".join(words).endswith("--slice site --threshold 0.29999999999999999 --out report.html")


def test_rows_in_memory_have_no_command():
    assert again(of()) == ""


@pytest.mark.parametrize(("given", "spoken_of"), [({}, False), ({"ids": np.arange(1_200)}, True)])
def test_the_share_of_ids_that_may_repeat_is_told_where_ids_were_given(given, spoken_of):
    assert ("of ids that may repeat" in seen(of(**given)).text) == spoken_of
