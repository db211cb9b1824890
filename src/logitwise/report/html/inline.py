"""What a page brings with it: style, scripts and data, and the policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

from logitwise.report.theme.css import css

STYLES: Final = ("base.css", "forms.css", "figure.css", "table.css", "verdict.css", "numbers.css", "decide.css",
                 "classes.css", "findings.css", "probabilities.css", "print.css")  # fmt: skip
SCRIPTS: Final = ("page.js", "charts.js", "table.js", "cuts.js", "cut_charts.js", "panel_words.js", "panel_address.js",
                  "panel_marks.js", "panel_table.js", "panel_figures.js", "decide.js", "confusion.js",
                  "probabilities.js")  # fmt: skip
"""In this order, as one script: each part is a function that is called once, in a scope of its own."""


def data_text(data: Any) -> str:
    r"""JSON that no HTML parser can read anything else into.

    >>> data_text({"name": "</script><b>&"})
    '{"name":"\\u003c/script\\u003e\\u003cb\\u003e\\u0026"}'
    """
    plain = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return plain.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def style() -> str:
    """The theme and the page's style sheets."""
    return css() + "".join(_text(name) for name in STYLES)


@cache
def script() -> str:
    """Vega, its interpreter and the page's own scripts."""
    own = "\n".join(_text(name) for name in SCRIPTS)
    return f"{_text('vega.min.js')}\n{_interpreter()}\n(() => {{\n'use strict';\n{own}\n}})();\n"


def _interpreter() -> str:
    """The vendored module as a plain script: what it imports is in Vega, what it exports becomes a name."""
    source = _text("vega-interpreter.js")
    taken, imports = re.subn(
        r"^import \{([^}]*)\} from 'vega-util';$", r"const {\1} = vega;", source, flags=re.MULTILINE
    )
    given, exports = re.subn(
        r"^export \{ expression as expressionInterpreter \};$", "return expression;", taken, flags=re.MULTILINE
    )
    assert imports == exports == 1, "another release of vega-interpreter"  # noqa: S101  # held by a test
    plain = given.partition("//# sourceMappingURL")[0]
    return f"const interpreter = (() => {{\n{plain}\n}})();"


@cache
def content_policy() -> str:
    """Nothing is loaded, and nothing runs but the style and script of this page, by their hashes."""
    return (
        f"default-src 'none'; script-src {_hash(script())}; style-src {_hash(style())}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _text(name: str) -> str:
    return files("logitwise.report.html").joinpath("static", name).read_text(encoding="utf-8")
