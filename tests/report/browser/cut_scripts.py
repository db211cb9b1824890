"""The scripts of the panel's counts and charts alone, in a blank page, with what they draw written down."""

import json
import re
from importlib.resources import files

from logitwise.report.html import page

_STATIC = files("logitwise.report.html").joinpath("static")
_LOAD = """([source, given]) => {
  const drawn = {};
  const set = (id, { data = {}, params = {} }) => {
    const one = drawn[id.replace('decide-', '')] ??= { data: {}, params: {} };
    Object.assign(one.data, data);
    Object.assign(one.params, params);
  };
  window.panel = { given, drawn, ...new Function('given', 'charts', source)(given, { set }) };
  panel.cutCharts.keep();
}"""
_CHOSEN = """async ([of, pi, p]) => {
  const { given, cuts, cutCharts, drawn } = panel;
  const { kind, outcomes, shown } = given.sections.decide;
  const setting = { pi, costs: { wrong: 1, missed: 1 }, confidence: kind === 'confidence' };
  const one = panel.one = await cuts.open(outcomes[of]);
  cutCharts.redraw(one, setting, { original: of === shown });
  cutCharts.move(one, cuts.measures(one, cuts.cutOf(one, p), setting), p, setting);
  return JSON.parse(JSON.stringify({ drawn, slip: kind === 'confidence' ? 0 : cutCharts.slip(one, setting) }));
}"""


class CutScripts:
    """What the page of a report would count and draw."""

    def __init__(self, blank, report):
        self.blank, html = blank, page(report)
        given = json.loads(re.search(r'<script[^>]*id="report-data"[^>]*>(.*?)</script>', html, re.DOTALL)[1])
        source = "".join(_STATIC.joinpath(name).read_text("utf-8") for name in ("cuts.js", "cut_charts.js"))
        blank.evaluate(_LOAD, [f"{source}\nreturn {{ cuts, cutCharts }};", given])

    def chosen(self, of=0, *, pi=None, p=0.5):
        """Datasets and params by chart, after an outcome, a prevalence and a threshold were chosen."""
        return self.blank.evaluate(_CHOSEN, [of, pi, p])

    def asked(self, body, *arguments):
        """What an expression of `one`, the outcome chosen, and `cuts` gives."""
        return self.blank.evaluate(f"(given) => {{ const {{ one, cuts }} = panel; {body} }}", list(arguments))
