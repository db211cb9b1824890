"""The decision panel in Chromium, against counts of the rows made with NumPy from the files themselves."""

import json
import re

import numpy as np
import pytest
from scipy.special import expit
from tests.browser.until import until
from tests.report import reports

import logitwise as lw
from logitwise.report.html import page

pytestmark = pytest.mark.slow
EVERY_POSITION = """() => {
  const slider = document.getElementById('decide-slider');
  const names = ['tp', 'fp', 'fn', 'tn', 'taken', 'left', 'recall', 'specificity', 'precision', 'f1', 'accuracy',
                 'alerts', 'cost', 'coverage', 'error', 'now', 'mix-tp', 'mix-fp'];
  const found = [];
  for (let i = 0; i <= Number(slider.max); i++) {
    slider.value = String(i);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    found.push(Object.fromEntries(names.map((name) => [name, document.getElementById(`decide-${name}`)?.textContent])));
  }
  return found;
}"""
TYPED = """(values) => {
  const field = document.getElementById('decide-p');
  return values.map((value) => {
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    return ['tp', 'fp', 'fn', 'tn'].map((name) => document.getElementById(`decide-${name}`).textContent);
  });
}"""


@pytest.fixture
def panel(opened, tmp_path):
    """The page of a report, its panel ready."""

    def show(report, fragment="", *, heard=None):
        file = tmp_path / "report.html"
        if not file.exists():
            file.write_text(page(report), encoding="utf-8")
        found = opened("about:blank", viewport={"width": 1280, "height": 900}).page
        if heard is not None:
            found.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
        found.goto(f"{file.as_uri()}{fragment}")
        found.wait_for_selector("#decide-panel[data-ready]", timeout=20_000)
        return found

    return show


@pytest.fixture(scope="module")
def binary():
    """A report on 600 rows, with the rows."""
    rng = np.random.default_rng(2)
    y = (rng.random(600) < 0.25).astype(int)
    p = np.round(1 / (1 + np.exp(-(rng.normal(size=600) + 2 * y - 1.5))), 3)
    return lw.evaluate(y, probabilities=p), y, p


def table(path):
    parquet = pytest.importorskip("pyarrow.parquet")
    return parquet.read_table(path)


def imdb(shared):
    rows = table(shared / "data" / "imdb_cv_probs_raw.parquet")
    both = [rows[name].to_numpy().astype(float) for name in ("p_0", "p_1")]
    p = both[1] / (both[0] + both[1])  # rows miss one by 2e-5 and are divided by their sum
    return lw.evaluate(str(shared / "data" / "imdb_cv_probs_raw.parquet")), rows["label"].to_numpy() == 1, p, "#decide"


def ecg(shared):
    path = shared / "data" / "ecg_dnn_multilabel.parquet"
    rows = table(path)
    report = lw.evaluate(str(path), label="y_*", probabilities="p_*", head="multilabel")
    y, p = rows["y_RBBB"].to_numpy(), rows["p_RBBB"].to_numpy()
    return report, y == 1, p, "#decide?of=RBBB"


def cifar(shared):
    path = shared / "data" / "cifar10_vgg16_probs.parquet"
    rows = table(path)
    p = np.stack([rows[f"p_{k}"].to_numpy() for k in range(10)], axis=1)
    return lw.evaluate(str(path)), p.argmax(axis=1) == rows["label"].to_numpy(), p.max(axis=1), "#decide"


def number(text):
    return float(text.replace(",", "").replace("−", "-"))


def shows(text, value, *, digits=3):
    """The text is the value as it is rounded there, and a dash where there is none."""
    if np.isnan(value):
        return text == "–"
    decimals = len(text.partition(".")[2])
    return abs(number(text) - value) <= 0.5001 * 10.0 ** -(decimals if value not in (0, 1) else digits)


@pytest.mark.parametrize("rows", [imdb, ecg, cifar])
def test_at_every_position_the_page_shows_what_the_rows_say(shared, panel, rows):
    report, truth, p, fragment = rows(shared)
    one = panel(report, fragment)
    data = json.loads(one.locator("#report-data").text_content())["sections"]["decide"]
    confidence = data["kind"] == "confidence"
    outcome = next(o for o in data["outcomes"] if o["name"] in ("RBBB", "right", "1"))
    seen = one.evaluate(EVERY_POSITION)
    assert len(seen) == outcome["count"] >= 500
    given = p.astype(np.float32)  # as the files have it
    for i, shown in enumerate(seen):
        taken = given >= np.float32(expit((outcome["first"] + i) * outcome["step"]))
        assert (taken == (given >= np.float32(shown["now"]))).all()  # what is written decides the same
        tp, fp = np.count_nonzero(truth & taken), np.count_nonzero(~truth & taken)
        fn, tn = np.count_nonzero(truth & ~taken), np.count_nonzero(~truth & ~taken)
        assert [number(shown[name]) for name in ("tp", "fp", "fn", "tn")] == [tp, fp, fn, tn]
        assert shows(shown["mix-tp"], 1e4 * tp / len(p))
        assert shows(shown["mix-fp"], 1e4 * fp / len(p))
        share = np.nan if not tp + fp else tp / (tp + fp)
        if confidence:
            assert shows(shown["coverage"].removesuffix(" %"), 100 * (tp + fp) / len(p))
            assert shows(shown["error"].removesuffix(" %"), 100 * (1 - share))
            assert shows(shown["cost"], 1e4 * (10 * fp + fn + tn) / len(p))
            continue
        assert shows(shown["precision"], share)
        assert shows(shown["recall"], tp / (tp + fn))
        assert shows(shown["specificity"], tn / (tn + fp))
        assert shows(shown["f1"], 2 * tp / (2 * tp + fp + fn))
        assert shows(shown["accuracy"], (tp + tn) / len(p))
        assert shows(shown["alerts"], 1e4 * (tp + fp) / len(p))
        assert shows(shown["cost"], 1e4 * (fp + fn) / len(p))


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_a_typed_probability_that_is_a_score_takes_its_rows(panel, binary, kind):
    _, y, p = binary
    given = p.astype(kind)
    one = panel(lw.evaluate(y, probabilities=given))
    typed = [f"{value:.3f}" for value in np.unique(p)][:200]
    for text, shown in zip(typed, one.evaluate(TYPED, typed), strict=True):
        taken = given >= kind(float(text))
        assert [number(cell) for cell in shown] == [
            np.count_nonzero(y[taken]), np.count_nonzero(1 - y[taken]),
            np.count_nonzero(y[~taken]), np.count_nonzero(1 - y[~taken]),
        ]  # fmt: skip


def test_at_another_prevalence_the_numbers_are_weighed_anew(panel, binary):
    report, y, p = binary
    one = panel(report, "#decide?t=0.4&prevalence=0.02&fp=3&fn=40")
    recall, specificity = np.mean(p[y == 1] >= 0.4), np.mean(p[y == 0] < 0.4)
    found, false = recall * 0.02, (1 - specificity) * 0.98
    ppv = found / (found + false)
    names = ("precision", "recall", "specificity", "f1", "alerts", "cost", "accuracy", "tp", "mix-tp")
    text = {name: one.locator(f"#decide-{name}").text_content() for name in names}
    assert shows(text["precision"], ppv)
    assert shows(text["recall"], recall)
    assert shows(text["specificity"], specificity)
    assert shows(text["f1"], 2 * found / (2 * found + false + 0.02 - found))
    assert shows(text["accuracy"], found + specificity * 0.98)
    assert shows(text["alerts"], 1e4 * (found + false))
    assert shows(text["cost"], 1e4 * (3 * false + 40 * (0.02 - found)))
    assert shows(text["mix-tp"], 1e4 * found)
    assert number(text["tp"]) == np.count_nonzero(y[p >= 0.4])  # as counted
    assert one.locator("#decide-mixed").is_visible()


def test_the_address_brings_the_panel_back_to_where_it_was(panel, binary):
    report, *_ = binary
    one = panel(report)
    one.locator("#decide-slider").evaluate("s => { s.value = '431'; s.dispatchEvent(new Event('input')); }")
    one.fill("#decide-missed", "12")
    until(one, "() => location.hash.includes('fn=12')")
    kept = [one.locator(f"#decide-{name}").text_content() for name in ("now", "tp", "fp", "cost")]
    again = panel(report, one.evaluate("location.hash"))
    assert [again.locator(f"#decide-{name}").text_content() for name in ("now", "tp", "fp", "cost")] == kept
    assert again.input_value("#decide-missed") == "12"


def test_a_new_address_in_the_same_page_moves_the_panel(panel, binary):
    report, y, p = binary
    one = panel(report)
    one.evaluate("location.hash = '#decide?t=0.123'")
    until(one, "() => document.getElementById('decide-now').textContent === '0.123'")
    assert number(one.locator("#decide-tp").text_content()) == np.count_nonzero(y[p >= 0.123])


@pytest.mark.parametrize("fragment", [
    "#decide?t=<img src=x onerror=alert(1)>&of=<b>&fp=-1&fn=NaN&prevalence=7",
    "#decide?t=Infinity&fp=1e999&fn=javascript:alert(1)",
    "#decide?t=%E0%A4%A&of=__proto__&prevalence=constructor",
    "#decide?fp=0&fn=0&t=0",
])  # fmt: skip
def test_a_hostile_address_does_nothing(panel, binary, fragment):
    heard = []
    one = panel(binary[0], fragment, heard=heard)
    assert one.locator("#decide-now").text_content() == "0.5"
    assert one.input_value("#decide-wrong") == "1"
    assert one.locator("#decide img, #decide b:has-text('onerror')").count() == 0
    assert not heard


def test_what_is_typed_wrongly_is_said_and_changes_nothing(panel, binary):
    one = panel(binary[0])
    before = one.locator("#decide-tp").text_content()
    for text in ("1.5", "0", "abc", ""):
        one.fill("#decide-p", text)
        assert one.get_attribute("#decide-p", "aria-invalid") == "true"
        assert "above 0 and below 1" in one.locator("#decide-p-fault").text_content()
        assert one.locator("#decide-tp").text_content() == before
    one.locator("#decide-p").blur()
    assert one.get_attribute("#decide-p", "aria-invalid") is None
    assert one.input_value("#decide-p") == "0.5"


@pytest.mark.parametrize(("wrong", "missed"), [("1", "1"), ("1", "25"), ("30", "1")])
def test_the_threshold_of_least_cost_costs_least(panel, binary, wrong, missed):
    report, y, p = binary
    one = panel(report)
    one.fill("#decide-wrong", wrong)
    one.fill("#decide-missed", missed)
    one.click("#decide-markers .least")
    costs = [float(wrong) * np.count_nonzero(1 - y[p >= t]) + float(missed) * np.count_nonzero(y[p < t])
             for t in np.append(np.unique(p), 2.0)]  # fmt: skip
    shown = [number(one.locator(f"#decide-{name}").text_content()) for name in ("fp", "fn")]
    assert float(wrong) * shown[0] + float(missed) * shown[1] == min(costs)
    implied = one.locator("#decide-markers .implied b").text_content()
    assert float(implied) == pytest.approx(float(wrong) / (float(wrong) + float(missed)), abs=5e-5)


def test_the_point_of_the_roc_curve_moves_with_the_slider(panel, binary):
    report, y, p = binary
    one = panel(report, "#decide?t=0.2")
    one.wait_for_selector("html[data-drawn]", state="attached", timeout=20_000)
    one.fill("#decide-p", "0.35")
    recall, false = np.mean(p[y == 1] >= 0.35), np.mean(p[y == 0] >= 0.35)
    until(one, """([x, y]) => {
      const place = document.getElementById('decide-roc');
      const frame = place.querySelector('.mark-group.root .background').getBoundingClientRect();
      return [...place.querySelectorAll('.mark-symbol path')].some((each) => {
        const box = each.getBoundingClientRect();
        const right = (box.x + box.width / 2 - frame.x) / frame.width;
        const up = 1 - (box.y + box.height / 2 - frame.y) / frame.height;
        return Math.abs(right - x) < 0.01 && Math.abs(up - y) < 0.01;
      });
    }""", [float(false), float(recall)])  # fmt: skip


def test_the_slider_speaks_in_words_and_obeys_keys(panel, binary):
    one = panel(binary[0])
    slider = one.locator("#decide-slider")
    before = slider.get_attribute("aria-valuetext")
    assert re.match(r"probability 0\.5, log-odds 0\.000$", before)
    slider.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") != before
    until(one, "() => document.getElementById('decide-said').textContent.startsWith('At threshold 0.5')")
    assert one.locator("#decide-said").get_attribute("role") == "status"


def test_each_label_has_its_counts(panel):
    report = reports.of_labels()
    one = panel(report)
    for k, name in enumerate(report.classes):
        one.select_option("#decide-of", str(k))
        until(one, "name => document.querySelector('[data-name=name]').textContent === name", name)
        table = report.confusion.counts[k]
        shown = [number(one.locator(f"#decide-{cell}").text_content()) for cell in ("tn", "fp", "fn", "tp")]
        assert shown == table.ravel().tolist()  # the decisions of the rows at 0.5
