"""Write `docs/metrics/`: a page for every metric, from the docstring of the function that estimates it.

What a page says is said in one place: the docstring (parts below), the table of metrics (range, direction, averages)
and an example that is run here. Without arguments the pages are written; tests hold them against `pages()`.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import pkgutil
import re
import tempfile
import textwrap
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from logitwise import metrics
from logitwise.metrics.definition import NAMED_OTHERWISE, PARTS, of_what, range_text, said
from logitwise.metrics.names import METRICS, Metric
from logitwise.policy import read_policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve().parent / "metrics"
# A bound that a reader may start from; elsewhere by direction.
BOUNDS = {
    "log_loss": "<= 0.4",
    "brier": "<= 0.15",
    "calibration_gap": "<= 0.05",
    "augrc": "<= 0.05",
    "prevalence": "<= 0.5",
    "log_loss_skill": ">= 0.2",
    "brier_skill": ">= 0.2",
    "mcc": ">= 0.5",
    "kappa": ">= 0.5",
    "confident_errors": "<= 2",
    "average_precision": ">= 0.6",
    "ppv_at_prevalence": ">= 0.5",
}
# What is wrong in both directions is bounded on both sides.
TWO_SIDED = {
    "observed_over_expected": '[">= 0.8", "<= 1.25"]',
    "calibration_slope": '[">= 0.8", "<= 1.25"]',
    "calibration_intercept": '[">= -0.2", "<= 0.2"]',
}
# Why no limit decides a metric; what to ask for instead is in the table of metrics.
NEVER_SHOWN = {
    "partial_auc": "no one-sided limit of it was measured to keep its promise",
    "hand_till": "likewise, and with many rows it is from a sample of them",
    "ece15": "its value depends on its bins, and others may show several times as much",
}
# Models whose probabilities are right, so that no page shows a gap without saying why there is one.
DATA = {
    "binary": (
        "z = 3 * rng.normal(size=2000) - 2",
        "y = (rng.random(2000) < 1 / (1 + np.exp(-z))).astype(int)",
        'report = lw.evaluate(y, logits=z, policy="baseline")',
    ),
    "softmax": (
        "z = 3 * rng.normal(size=(2000, 10))",
        "y = (z + rng.gumbel(size=z.shape)).argmax(axis=1)",
        'report = lw.evaluate(y, logits=z, policy="baseline")',
    ),
    "multilabel": (
        "z = 3 * rng.normal(size=(2000, 3)) - 1",
        "y = (rng.random(z.shape) < 1 / (1 + np.exp(-z))).astype(int)",
        'report = lw.evaluate(y, logits=z, head="multilabel", policy="baseline")',
    ),
}
ASKED = {"beta": "beta=2", "top_k": "k=3", "prevalence": "prevalence=0.01", "max_fpr": "max_fpr=0.1"}
"""A parameter as `Report.metric` takes it; a policy names it under ``[task]``."""
HEADS = {"binary": "two classes", "softmax": "more than two classes", "multilabel": "several labels a row"}


def documented(name: str) -> Callable[..., object]:
    """The one function that estimates a metric: of its name, in `logitwise.metrics`, giving a `Measurement`.

    Raises:
        LookupError: there is none, or more than one.
    """
    wanted, found = NAMED_OTHERWISE.get(name, name), []
    for place in pkgutil.walk_packages(metrics.__path__, "logitwise.metrics."):
        one = vars(importlib.import_module(place.name)).get(wanted)
        if inspect.isfunction(one) and one.__module__ == place.name and _measures(one):
            found.append(one)
    if len(found) != 1:
        raise LookupError(
            f"{name}: {len(found)} functions {wanted}() -> Measurement in logitwise.metrics; one is needed"
        )
    return found[0]


def _measures(function: Callable[..., object]) -> bool:
    return inspect.get_annotations(function).get("return") == "Measurement"


def page(name: str) -> str:
    """The whole page of a metric."""
    metric, told = METRICS[name], said(documented(name))
    parts = told.parts
    if missing := [part for part in PARTS if part not in parts]:
        raise LookupError(f"{name}: the docstring of its function does not say {', '.join(missing)}")
    head = [f"# {name}", _prose(told.summary), *(_prose(each) for each in told.more)]
    body = [
        _facts(metric),
        f"## Formula\n\n```text\n{textwrap.fill(parts['Formula'], 100, break_on_hyphens=False)}\n```",
        f"## In use\n\n```pycon\n{run(_use(metric))}\n\n```",
        f"## By hand\n\n```pycon\n{by_hand(documented(name), told.example)}\n\n```",
        f"## Interval and verdict\n\nShown: {_prose(parts['Interval'])}\n\nDecided by: {_prose(parts['Verdict'])}",
        "How the two differ, and why there are two: [intervals and verdicts](../intervals.md).",
        f"## Undefined\n\n{_prose(_sentence(parts['Undefined']))} The value is then NaN, with the reason beside it.",
        *_policy(metric),
        f"## Traps\n\n{_prose(_sentence(parts['Trap']))}",
        f"## Related\n\n{_related(parts['Related'])}",
        f"## Source\n\n{_prose(parts['Source'])}",
    ]
    return "\n\n".join((*head, *body)) + "\n"


def by_hand(function: Callable[..., object], example: str) -> str:
    """The docstring's example with the imports that its module has and a reader has not."""
    needs = {
        "import numpy as np": "np." in example,
        f"from {function.__module__} import {function.__name__}": f"{function.__name__}(" in example,
    }
    imports = [f">>> {line}" for line, needed in needs.items() if needed and line not in example]
    return "\n".join((*imports, example))


def _facts(metric: Metric) -> str:
    rows = [
        ("of", of_what(metric)),
        ("range", range_text(metric)),
        ("better", metric.better),
        ("needs", "probabilities or logits" if metric.scores else "decisions are enough"),
        ("heads", ", ".join(HEADS[head] for head in metric.heads)),
        ("averages", averages_of(metric)),
    ]
    if metric.parameter:
        rows.append(("parameter", f"`{ASKED[metric.parameter]}`, in a policy `{metric.parameter}` under `[task]`"))
    return "\n".join(("| | |", "|---|---|", *(f"| {key} | {value} |" for key, value in rows)))


def averages_of(metric: Metric) -> str:
    """Which averages there are, over what."""
    over = [(metric.averages, "over classes"), (metric.over_labels, "over labels")]
    return "; ".join(f"{', '.join(names)} {what}" for names, what in over if names) or "none"


def _use(metric: Metric) -> list[str]:
    kind = metric.heads[0]
    more = f", {ASKED[metric.parameter]}" if metric.parameter else ""
    more += ', of="3"' if _needs_class(metric) else ""
    return [
        "import numpy as np",
        "import logitwise as lw",
        "rng = np.random.default_rng(0)",
        *DATA[kind],
        f'found = report.metric("{metric.name}"{more})',
        'f"{found.value:.3f}, {found.low:.3f} to {found.high:.3f}, of {found.n} rows"',
        "found.method",
    ]


def _needs_class(metric: Metric) -> bool:
    """Whether a class must be named, since there are more than two and no average."""
    return metric.heads[0] == "softmax" and metric.of == "class" and not metric.averages


def run(lines: list[str]) -> str:
    """Lines as an interpreter shows them, with what they print."""
    names: dict[str, object] = {}
    shown = []
    for line in lines:
        screen = io.StringIO()
        with contextlib.redirect_stdout(screen):
            exec(compile(line, "page", "single"), names)  # noqa: S102  the lines above
        shown += [f">>> {line}", *screen.getvalue().splitlines()]
    return "\n".join(shown)


def _policy(metric: Metric) -> Iterator[str]:
    if not metric.decides:
        yield (
            "## In a policy\n\nNo verdict rests on it: a requirement on it stays undecided. "
            f"Ask for {_asks(metric.instead or '')}."
        )
        return
    bound = BOUNDS.get(metric.name, "<= 0.1" if metric.better == "lower" else ">= 0.8")
    written = TWO_SIDED.get(metric.name, f'"{bound}"')
    task = f"[task]\n{metric.parameter} = {_asked(metric.parameter)}\n\n" if metric.parameter else ""
    key = f"{metric.name}.cat" if _needs_class(metric) else metric.name
    text = f"{task}[require]\n{key} = {written}\n"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "policy.toml").write_text(text)
        read_policy(Path(folder) / "policy.toml")
    forms = [f"of one class `{metric.name}.malignant`"] if metric.of == "class" and key == metric.name else []
    forms += [f"an average `{metric.name}.{metric.averages[0]}`"] if metric.averages else []
    also = f"\n\n{_sentence(', '.join(forms))}." if forms else ""
    yield f"## In a policy\n\n```toml\n{text}```{also}"


def _asked(parameter: str) -> str:
    return ASKED[parameter].partition("=")[2]


def _asks(instead: str) -> str:
    """Names of metrics as links, with the average they are of."""
    return re.sub(r"\b(\w+_\w+)(\.\w+)?", lambda m: f"[`{m[0]}`]({m[1]}.md)" if m[1] in METRICS else m[0], instead)


def _related(names: str) -> str:
    return ", ".join(_link(name) for name in re.split(r",\s*", names.rstrip(".")) if name in METRICS)


def _link(name: str) -> str:
    return f"[`{name}`]({name}.md)"


def _prose(text: str) -> str:
    """A sentence in Markdown: names of metrics and sources become links."""
    text = re.sub(r"\b(\w+_\w+|ece15|fbeta|augrc)\b", lambda m: _link(m[1]) if m[1] in METRICS else m[1], text)
    text = re.sub(
        r"doi:(\S+?)(?=[;,.]*(?:\s|$))", lambda m: f"[doi:{escape(m[1])}](https://doi.org/{quote(m[1])})", text
    )
    return re.sub(r"arXiv:(\d+\.\d+)", r"[arXiv:\1](https://arxiv.org/abs/\1)", text).replace("[own]", "(our own)")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _never_shown() -> Iterator[str]:
    """Which metrics no policy can require, and why."""
    undecided = {name: metric.instead for name, metric in METRICS.items() if not metric.decides}
    if set(undecided) != set(NEVER_SHOWN):
        raise LookupError(f"NEVER_SHOWN and the table of metrics disagree on {set(undecided) ^ set(NEVER_SHOWN)}")
    yield "A policy may [require](../reference.md#policy) any of them but these. They are shown with an interval and"
    yield "have no limit to decide by; a requirement on one of them stays undecided, and so the model is never *ready*:"
    yield ""
    for name, instead in undecided.items():
        yield f"- {_link(name)}: {NEVER_SHOWN[name]}. Ask for {_asks(instead or '')}."


def index() -> str:
    """The table of all metrics."""
    lines = [
        "# Metrics",
        "",
        "A page each: formula, interval, verdict limit, when it is undefined, traps, source. They are made from the",
        "docstrings by `docs/make_metric_pages.py`. Side by side: [reference](../reference.md#metrics). What intervals",
        "mean: [intervals and verdicts](../intervals.md).",
        "",
        *_never_shown(),
        "",
        "| metric | estimates | of | range | better |",
        "|---|---|---|---|---|",
    ]
    for name, metric in METRICS.items():
        summary = said(documented(name)).summary.replace("|", "\\|")
        lines.append(f"| {_link(name)} | {summary} | {of_what(metric)} | {range_text(metric)} | {metric.better} |")
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Every file of `docs/metrics` by its name."""
    return {"README.md": index(), **{f"{name}.md": page(name) for name in METRICS}}


def main() -> None:
    """Write what changed and remove pages of metrics that are no more."""
    wanted = pages()
    HERE.mkdir(exist_ok=True)
    for old in HERE.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
