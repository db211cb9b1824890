"""Hostile names in real Chromium: shown as text, and nothing of them runs, loads or becomes an element."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from tests.browser.until import at_rest
from tests.conftest import folder_of_references
from tests.report import reports

import logitwise as lw
from logitwise.report.safe_text import class_name

pytestmark = pytest.mark.slow

FOLDER = folder_of_references()
ALWAYS = (
    "<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "<svg/onload=alert(3)>", "a&b", "x'y\"z",
    "{{7*7}}", "{% raw %}", "%(x)s", "javascript:alert(4)", "</iframe><b>", "<!--", "]]>", *reports.HOSTILE,
)  # fmt: skip
"""Names that mean something to a browser, a template or a format string."""
COUNTED = """() => Object.fromEntries(
  ['script', 'style', 'img', 'svg', 'iframe', 'object', 'embed', 'form', 'base', 'link', 'meta', 'video', 'input',
   'button']
    .map((tag) => [tag, document.getElementsByTagName(tag).length]))"""
HANDLERS = (
    "() => [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => /^on/i.test(a.name)).length"
)
LINKS = (
    "() => [...document.querySelectorAll('[href], [src]')].map(e => e.getAttribute('href') ?? e.getAttribute('src'))"
)
LEADS = ("#", "http://127.0.0.1:", "https://doi.org/")  # a finding that is about names brings its page
OPEN = "() => { for (const each of document.querySelectorAll('details')) each.open = true; }"
TEXT = """() => [document.documentElement, ...document.querySelectorAll('svg, [aria-label]')]
  .map((each) => each.textContent + ' ' + (each.getAttribute('aria-label') ?? '')).join(' ')"""


def cases():
    if FOLDER is None:
        return []
    known = json.loads((FOLDER / "bad_inputs.json").read_text())["cases"]
    return [case["file"] for case in known if case["category"] == "injection" and case["issue"] == "report"]


@pytest.fixture(scope="module")
def bad(shared, tmp_path_factory):
    """The folder of bad inputs, made anew."""
    folder = tmp_path_factory.mktemp("bad_inputs")
    subprocess.run([sys.executable, shared / "make_bad_inputs.py", folder], check=True, capture_output=True)
    return folder / "bad"


def tame(names):
    """As many names that mean nothing."""
    return tuple(f"name {k}" for k in range(len(names)))


def of_classes(names):
    return reports.of_softmax(len(names), 1200, names=names)


def of_labels(names):
    return reports.of_labels(names)


def of_everything(names, folder):
    """A report whose file, policy, waiver, column, slices and classes carry names."""
    one, other, column, file, why = names[:5]
    rng = np.random.default_rng(5)
    y = rng.random(900) < 0.4
    site = np.array(names)[rng.integers(0, len(names), 900)]
    policy = folder / f"{file.replace('/', '')}.toml"
    quoted = {key: json.dumps(value) for key, value in (("other", other), ("why", why))}
    policy.write_text(
        f'extends = "baseline"\n[require]\nrecall.{quoted["other"]} = ">= 0.2"\n[findings]\nwaive = {{ LW208 = '
        f"{quoted['why']}, LW301 = {quoted['why']} }}\n"
    )
    return lw.evaluate(
        np.where(y, other, one), logits=2.0 * y + rng.normal(size=900) - 1, positive=other, policy=policy,
        slices={column: site},
    )  # fmt: skip


class Looked:
    """What a page was found to hold and do."""

    def __init__(self, opened, report, place):
        report.save(place)
        self.found = opened("about:blank")
        self.page, self.dialogs = self.found.page, []
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.goto(place.as_uri())
        self.page.wait_for_selector("html[data-drawn]", state="attached", timeout=30_000)
        self.page.evaluate(OPEN)
        for each in self.page.locator("input[type=range]:visible").all():
            each.press("ArrowRight")
        for each in self.page.locator("th button:visible").all()[:6]:
            each.click()
        at_rest(self.page, "main > section, main svg")

    @property
    def asked(self):
        return {url for url in self.found.asked if not url.startswith(("data:", "about:"))} - {
            self.page.url.split("#")[0]
        }


def check(opened, folder, make, names):
    """The page of hostile names beside its twin of tame ones."""
    hostile = Looked(opened, make(names), folder / "hostile.html")
    twin = Looked(opened, make(tame(names)), folder / "tame.html")
    assert hostile.dialogs == []
    assert hostile.found.faults == []
    assert hostile.asked == set()
    assert hostile.page.evaluate(HANDLERS) == 0
    links = set(hostile.page.evaluate(LINKS)) - set(twin.page.evaluate(LINKS))
    assert [link for link in links if not link.startswith(LEADS)] == []
    assert hostile.page.evaluate(COUNTED) == twin.page.evaluate(COUNTED)
    text = hostile.page.evaluate(TEXT)
    assert [name for name in map(class_name, names) if name.strip() not in text] == []


def test_class_names_are_text(opened, tmp_path):
    check(opened, tmp_path, of_classes, ALWAYS)


def test_label_names_are_text(opened, tmp_path):
    check(opened, tmp_path, of_labels, ALWAYS[:8])


@pytest.mark.parametrize("turn", [0, 7])
def test_slices_policies_and_waivers_are_text(opened, tmp_path, turn):
    names = (*ALWAYS[turn:], *ALWAYS[:turn])
    usable = tuple(name for name in names if name.isprintable())
    check(opened, tmp_path, lambda these: of_everything(these, tmp_path), usable)


@pytest.mark.parametrize("file", cases())
def test_the_names_of_bad_files_are_text(bad, opened, tmp_path, file):
    names = [name.removeprefix("p_") for name in pq.read_schema(bad / file).names if name.startswith("p_")]
    check(opened, tmp_path, of_classes, tuple(names))


def test_values_of_a_bad_files_slices_are_text(bad, opened, tmp_path):
    values = pq.read_table(bad / "group_value_injection.parquet")["site"].unique().to_pylist()
    check(opened, tmp_path, lambda these: of_everything(these, tmp_path), (*values, *ALWAYS[:4]))


def test_a_file_name_is_text(opened, tmp_path):
    data = Path(__file__).parents[3] / "examples" / "is_it_an_8.npz"

    def make(names):
        named = tmp_path / f"{names[0]}.npz"
        named.write_bytes(data.read_bytes())
        return lw.evaluate(named, policy="baseline")

    check(opened, tmp_path, make, ("<img src=x onerror=alert(1)>",))
