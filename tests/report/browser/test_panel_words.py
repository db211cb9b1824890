"""What the decision panel says: fields, links, named thresholds, the table and the command."""

import json
import re

import numpy as np
import pytest
from tests.browser.until import until
from tests.report import reports

import logitwise as lw
from logitwise.policy import Costs, Policy, Task
from logitwise.report.html import page
from logitwise.report.html.sections.decide import section

pytestmark = pytest.mark.slow
TOPS = """() => ['wrong', 'missed', 'prevalence'].map((name) =>
  document.getElementById(`decide-${name}`).getBoundingClientRect().top).map((top, _, all) => top - all[0])"""
LABELS = "() => [...document.querySelectorAll('#decide-threshold text')].map((each) => each.textContent)"


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(5)
    y = (rng.random(900) < 0.2).astype(int)
    return y, np.round(1 / (1 + np.exp(-(rng.normal(size=900) + 2 * y - 2))), 3)


@pytest.fixture(scope="module")
def binary(rows):
    return lw.evaluate(rows[0], probabilities=rows[1])


@pytest.fixture
def panel(opened, tmp_path):
    """The page of a report, its panel ready."""

    def show(report, fragment=""):
        file = tmp_path / "report.html"
        if not file.exists():
            file.write_text(page(report), encoding="utf-8")
        found = opened(f"{file.as_uri()}{fragment}", viewport={"width": 1280, "height": 900}).page
        found.wait_for_selector("#decide-panel[data-ready]", timeout=20_000)
        return found

    return show


def text(one, name):
    return one.locator(f"#decide-{name}").text_content()


def number(said):
    return float(said.replace(",", "").replace("−", "-"))


def test_of_two_labels_chosen_at_once_the_later_stands(panel):
    one = panel(reports.of_labels(), "#decide?of=red")
    one.evaluate("""() => {
      const label = document.getElementById('decide-of');
      for (const value of ['1', '2', '0']) { label.value = value; label.dispatchEvent(new Event('change')); }
    }""")
    until(one, "() => document.querySelector('#decide-panel [data-name=name]').textContent === 'red'")
    one.evaluate("() => new Promise((done) => setTimeout(done, 200))")  # for one that came too late to show itself
    assert one.input_value("#decide-of") == "0"
    assert one.locator("#decide-panel [data-name=name]").first.text_content() == "red"


def test_the_status_speaks_of_a_label_as_soon_as_it_is_chosen(panel):
    one = panel(reports.of_labels())
    said = one.evaluate("""async () => {
      const label = document.getElementById('decide-of');
      label.value = '1';
      label.dispatchEvent(new Event('change'));
      while (document.querySelector('#decide-panel [data-name=name]').textContent !== 'round') {
        await new Promise((done) => setTimeout(done));
      }
      return document.getElementById('decide-said').textContent;
    }""")
    assert "that are round" in said


def test_a_move_right_after_reset_stays_in_the_address(panel, binary):
    one = panel(binary, "#decide?t=0.3")
    one.click("#decide-reset")
    until(one, "() => !location.hash")
    one.fill("#decide-p", "0.2")
    until(one, "() => location.hash.includes('t=0.2')")
    one.evaluate("() => new Promise((done) => setTimeout(done, 500))")
    assert "t=0.2" in one.evaluate("location.hash")


def test_numbers_are_read_as_people_write_them(panel, binary):
    one = panel(binary)
    for field, typed, kept in (
        ("p", "2 %", "0.02"), ("p", "50%", "0.5"), ("p", "0,3", "0.3"), ("p", "0.7 %", "0.007"),
        ("prevalence", "2%", "0.02"), ("missed", "1,5", "1.5"), ("missed", "1,000", "1000"),
    ):  # fmt: skip
        one.fill(f"#decide-{field}", typed)
        assert one.get_attribute(f"#decide-{field}", "aria-invalid") is None
        one.locator(f"#decide-{field}").blur()
        assert one.input_value(f"#decide-{field}") == kept


def test_what_is_no_such_number_is_refused_and_no_field_moves(panel, binary):
    one = panel(binary)
    before = one.evaluate(TOPS)
    for field, typed in (("p", "200 %"), ("p", "0x1"), ("prevalence", "50"), ("missed", "5 %")):
        one.fill(f"#decide-{field}", typed)
        assert one.get_attribute(f"#decide-{field}", "aria-invalid") == "true"
        assert text(one, f"{field}-fault")
        assert one.evaluate(TOPS) == before


def test_what_a_link_says_in_vain_is_said(panel, binary):
    one = panel(binary)
    starts = "start => document.getElementById('decide-said').textContent.startsWith(start)"
    for fragment, said in (
        ("t=7", "Of the link, t could not be read"), ("t=0.3&fn=2", "At threshold 0.3"),
        ("t=abc&fn=-3", "Of the link, t and fn could not be read"),
        ("of=nobody&zzz=1", "Of the link, of and zzz could not be read"),
    ):  # fmt: skip
        one.evaluate("fragment => { location.hash = fragment; }", f"#decide?{fragment}")
        until(one, starts, said)
    one.fill("#decide-p", "0.25")
    until(one, starts, "At threshold 0.25")


def test_the_named_thresholds_and_the_command_follow_costs_and_prevalence(panel, binary, rows):
    y, p = rows
    one = panel(binary)
    before = one.locator("#decide-named tbody").inner_text()
    precision = one.locator("#decide-named tbody tr").first.locator("th, td").nth(6).text_content().strip()
    assert "an assumption" in text(one, "assumed")
    assert "--maximize f1" in one.get_attribute("#decide-tune [data-copy]", "data-copy")
    one.fill("#decide-missed", "5")
    one.fill("#decide-prevalence", "2 %")
    until(one, "said => document.querySelector('#decide-table-said').textContent.includes(said)", "prevalence of 2 %")
    # Of the cells of the table precision alone moves with the prevalence and not with the costs.
    until(one, "was => document.querySelector('#decide-named tbody tr').cells[6].textContent.trim() !== was", precision)
    cells = one.locator("#decide-named tbody tr").first.locator("th, td").all_text_contents()
    recall, false = np.mean(p[y == 1] >= 0.5), np.mean(p[y == 0] >= 0.5)
    assert cells[0] == "default"
    assert number(cells[2]) == np.count_nonzero(y[p >= 0.5])
    assert number(cells[6]) == pytest.approx(recall * 0.02 / (recall * 0.02 + false * 0.98), abs=6e-4)
    assert number(cells[9]) == pytest.approx(1e4 * (false * 0.98 + 5 * (1 - recall) * 0.02), abs=0.6)
    assert "costs of 1 for a false alarm and 5 for a miss, and a prevalence of 2 %" in text(one, "table-said")
    assert "a miss costs 5 times as much" in text(one, "assumed")
    command = one.get_attribute("#decide-tune [data-copy]", "data-copy")
    wanted = "--cost false_positive=1 --cost false_negative=5 --prevalence 0.02 -o rule.json"
    assert command.endswith(wanted)
    assert "--maximize" not in command
    assert one.locator("#decide-tune code").text_content() == command
    one.click("#decide-reset")
    until(one, "before => document.querySelector('#decide-named tbody').innerText === before", before)


def test_the_markers_of_the_charts_are_those_of_the_panel(panel, binary):
    one = panel(binary)
    one.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
    before = one.evaluate(LABELS)
    assert "least cost" in before
    assert "default, implied by costs" in before
    assert one.locator("#decide-markers .default.implied").count() == 1  # 0.5 both: one chip
    one.fill("#decide-missed", "9")
    until(one, f"() => ({LABELS})().includes('implied by costs')")
    assert one.locator("#decide-markers .implied b").text_content() == "0.1"


def test_a_threshold_near_one_is_written_so_that_it_can_be_typed_again(panel):
    p = np.array([0.2, 0.4, 0.999991, 0.9999991, 0.9999999, 1.0])
    one = panel(lw.evaluate([0, 0, 0, 0, 1, 1], probabilities=p))
    one.fill("#decide-wrong", "100")
    shown = one.locator("#decide-markers .least b").text_content()
    assert 0.9999991 < float(shown) <= 0.9999999
    one.fill("#decide-p", shown)
    assert [text(one, name) for name in ("tp", "fp")] == ["2", "0"]


def test_shares_of_a_row_have_the_same_digits(panel):
    one = panel(lw.evaluate([1] * 400 + [0] * 400, probabilities=[0.9] * 391 + [0.1] * 9 + [0.2] * 400))
    assert (text(one, "tp-share"), text(one, "fn-share")) == ("97.75 %", "2.25 %")
    assert (text(one, "tn-share"), text(one, "fp-share")) == ("100 %", "0 %")


def test_a_class_named_by_a_number_stands_in_quotes(panel, binary):
    one = panel(binary)
    until(one, "() => document.getElementById('decide-said').textContent")
    assert "rows that are '1', " in text(one, "said")


def test_a_frame_without_an_address_offers_no_link(opened, tmp_path, binary):
    place = tmp_path / "notebook.html"
    place.write_text("<!doctype html><title>Notebook</title>" + binary._repr_html_(), encoding="utf-8")
    found = opened("about:blank")
    found.page.goto(place.as_uri())
    found.page.locator("details:has(iframe) > summary").click()
    frame = found.page.frames[1]
    frame.wait_for_selector("#decide-panel[data-ready]", state="attached", timeout=30_000)
    assert frame.locator("#decide-link").is_hidden()
    assert "Save the report to share a threshold: #decide?t=0.5" in frame.locator("#decide-unlinked").text_content()


def test_the_panel_opens_on_the_label_that_stands_in_the_way():
    rng = np.random.default_rng(1)
    y = (rng.random((3000, 3)) < [0.5, 0.3, 0.2]).astype(int)
    z = rng.normal(size=y.shape) + np.array([4, 0, 4]) * (2 * y - 1)  # the second is not told at all
    report = lw.evaluate(y, logits=z, head="multilabel", classes=["most", "blind", "last"], policy="baseline")
    first = report.verdict.bottleneck
    assert first is not None
    assert first.of in (None, "blind")
    assert section(report).values["names"][section(report).values["shown"]] == "blind"


def test_every_number_of_the_panel_leads_to_its_explanation(binary):
    html = page(binary)
    ids = set(re.findall(r'id="([^"]+)"', html))
    tiles = re.findall(r'class="tile[^"]*"><dt><a class="plain" href="([^"]+)"', html)
    assert len(tiles) == 7
    assert all(each[1:] in ids if each.startswith("#") else "/metrics#" in each for each in tiles)


def test_what_a_policy_states_is_in_the_command_from_the_start(rows):
    policy = Policy("x.toml", task=Task(costs=Costs(2.0, 9.0)))
    found = section(lw.evaluate(rows[0], probabilities=rows[1], policy=policy))
    assert "--cost false_positive=2 --cost false_negative=9" in found.values["command"]
    assert json.loads(json.dumps(found.data["command"])) == found.values["command"]
