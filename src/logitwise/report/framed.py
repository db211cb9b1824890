"""The whole page inside a notebook: in a frame of its own, opened on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logitwise.report.notebook import FRAME

if TYPE_CHECKING:
    from logitwise.report.report import Report

STYLE = "display:block;width:100%;height:50em;border:1px solid #8886;border-radius:.4em;margin-top:.4em"

ALLOWED = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


def framed(report: Report) -> str:
    """The page of `report.html` in a closed ``details``.

    The frame is sandboxed: its scripts run apart from the notebook and cannot reach it; a link that leads out of the
    page opens a window of its own. A front end that shows no
    frames, as notebooks that are not trusted do, shows the sentence instead.
    """
    from logitwise.report.html import page  # noqa: PLC0415  brings in the templates

    return (
        f'<details style="{FRAME};margin-top:1em">'
        "<summary>The whole report, with charts and the threshold to move</summary>"
        '<div style="opacity:.7">Not shown? Trust the notebook, or write it to a file: '
        '<code>report.save("report.html")</code></div>'
        f'<iframe title="The whole report" sandbox="{ALLOWED}" loading="lazy" style="{STYLE}" '
        f'srcdoc="{_attribute(page(report))}"></iframe></details>'
    )


def _attribute(page: str) -> str:
    """Inside double quotes an HTML parser looks for the closing quote and for references alone.

    Angle brackets are left as they are: escaping them too makes a notebook a tenth larger and nothing safer.

    >>> _attribute('<b title="a&amp;b">')
    '<b title=&quot;a&amp;amp;b&quot;>'
    """
    return page.replace("&", "&amp;").replace('"', "&quot;")
