"""What the documents say is run, and their tables and figures are held against the code and the files."""

from __future__ import annotations

import csv
import doctest
import io
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import typer

import logitwise
from logitwise.cli.app import build
from logitwise.cli.run import run
from logitwise.findings.registry import PITFALLS
from logitwise.lessons.bank.lock import bank
from logitwise.lessons.building.build import question_of
from logitwise.lessons.building.source import parse
from logitwise.lessons.pages import places
from logitwise.metrics import NAMES, range_of
from logitwise.metrics.average_precision import ENOUGH_POSITIVES
from logitwise.metrics.calibration import LEAST_OUTCOMES, LEAST_ROWS
from logitwise.policy import ALPHA, read_policy
from logitwise.policy.document import TABLES
from logitwise.report.json_document import MOST_DENSE
from logitwise.report.schema import ReportDocument
from logitwise.sources.limits import Limits
from logitwise.sources.names import LABEL_PATTERN, LABELS, SCORES
from logitwise.tallies.binary_scores import EXACT_LIMIT
from logitwise.tallies.folds import FOLDS
from logitwise.tallies.one_vs_rest import EXACT_A_CLASS
from logitwise.verdict.stops import FEWEST_ROWS, MOST_DUPLICATES

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*PROJECT.glob("README.md"), *PROJECT.glob("docs/*.md"), PROJECT / "examples" / "README.md"])
SHELLS, PYTHONS = ("", "sh", "bash", "console"), ("python", "pycon")
HEAVY = re.compile(r"\b(keras|tensorflow|torch)\b|--model")
PLACEHOLDER = re.compile(r"(^|=)[A-Z]{2,}")
EXIT_STATUS = re.compile(r"# ends with (\d)")

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix())


class Block(NamedTuple):
    """Lines that belong together, and the number of the line before them."""

    language: str
    line: int
    text: str


def blocks(path):
    """Fenced blocks, and indented lines as shell blocks, in order."""
    found, fence, lines = [], None, path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.startswith("```"):
            fence = None if fence else Block(line[3:].strip(), number, "")
            found += [fence] if fence else []
        elif fence:
            fence = found[-1] = fence._replace(text=f"{fence.text}{line}\n")
        elif line.startswith("    "):
            found.append(Block("", number - 1, f"{line.strip()}\n"))
    return found


def steps(path, *, heavy):
    """What can be run, line by line or block by block: that which needs a framework of networks, or the rest."""
    for block in blocks(path):
        if block.language in PYTHONS:
            parts = [block]
        elif block.language in SHELLS:
            lines = enumerate(block.text.splitlines(), start=block.line)
            parts = [Block("sh", number, line) for number, line in lines if line.startswith("logitwise ")]
        else:
            parts = []
        yield from (part for part in parts if bool(HEAVY.search(part.text)) == heavy)


def take(step, *, place, capsys):
    """Run one step of a document."""
    if step.language == "sh":
        command(step.text, place, capsys)
    elif step.language == "pycon":
        test = doctest.DocTestParser().get_doctest(step.text, {}, place, place, step.line)
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE, verbose=False)
        told: list[str] = []
        runner.run(test, out=told.append)
        assert not runner.failures, "".join(told)
    else:
        exec(compile(step.text, place, "exec"), {"__name__": "document"})  # noqa: S102  what a reader would do


def command(line, place, capsys):
    """Run one line of a shell, as far as it speaks of us, and hold its exit status against what is said of it."""
    said = EXIT_STATUS.search(line)
    words = shlex.split(line, comments=True)[1:]
    if any(PLACEHOLDER.search(word) for word in words):
        return
    if words[0] == "learn":  # it serves until it is ended
        assert set(line.split()[2:3]) <= set(places()), f"{place}: {line}"  # its # begins no comment
        return
    status = run(words)
    told = capsys.readouterr()
    expected = {int(said[1])} if said else {0, 1, 3}
    assert status in expected, f"{place}: {line}\nended with {status}\n{told.err}"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with a copy of the examples."""
    shutil.copytree(PROJECT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGITWISE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sys.stdin", io.StringIO())  # who asks a question gets no answer
    return tmp_path


@pytest.mark.parametrize("heavy", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["light", "networks"])
@each_document
def test_what_a_document_says_runs_from_top_to_bottom(path, heavy, folder, capsys):
    for step in steps(path, heavy=heavy):
        if "import torch" in step.text and find_spec("torch") is None:
            continue
        take(step, place=f"{path.name}:{step.line}", capsys=capsys)


@each_document
def test_policies_in_a_document_can_be_read(path, tmp_path):
    for block in blocks(path):
        if block.language == "toml" and "[[question]]" not in block.text:
            (tmp_path / "policy.toml").write_text(block.text)
            assert read_policy(tmp_path / "policy.toml").requirements


def test_the_question_in_a_document_can_be_frozen():
    found = [each for each in blocks(PROJECT / "docs" / "lesson.md") if each.language == "toml"]
    questions = parse('skill = "confusion-matrix"\n' + found[0].text).questions
    assert [question_of(each, bank().misconceptions).skill for each in questions] == ["confusion-matrix"]


@each_document
def test_links_of_a_document_lead_somewhere(path):
    targets = re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (path.parent / target).exists()] == []


def test_documents_hold_commands_to_run():
    """Were nothing found, everything above would pass."""
    assert sum(step.language == "sh" for path in DOCUMENTS for step in steps(path, heavy=False)) > 20
    assert sum(step.language in PYTHONS for path in DOCUMENTS for step in steps(path, heavy=False)) > 10


# Tables of the reference.


def table(heading, document="reference.md"):
    """Rows of the first table under a heading, as lists of cells."""
    text = (PROJECT / "docs" / document).read_text(encoding="utf-8")
    section = re.split(rf"(?m)^#+ {re.escape(heading)}$", text)[1]
    rows = re.search(r"(?m)(^\|.*\n)+", section)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def coded(cell):
    return re.findall(r"`([^`]+)`", cell)


def commands(app=None, name="logitwise"):
    app = app or typer.main.get_command(build())
    if not hasattr(app, "commands"):
        return {name: app}
    deeper = [commands(each, f"{name} {word}") for word, each in app.commands.items()]
    return {key: found for each in deeper for key, found in each.items()}


def test_the_reference_lists_exactly_the_options_of_each_command():
    for name, each in commands().items():
        wanted = {o for p in each.params if p.param_type_name == "option" for o in p.opts} - {"--help"}
        listed = {word.split()[0] for row in (table(name) if wanted else []) for word in coded(row[0])}
        assert listed == wanted, name


def test_the_reference_lists_exactly_the_metrics_with_their_ranges():
    rows = table("Metrics")
    assert tuple(coded(row[0])[0] for row in rows) == NAMES
    for row in rows:
        low, high = row[3].replace("infinity", "inf").split(" to ")
        assert (float(low), float(high)) == range_of(coded(row[0])[0])
        assert len(row) == 10
        assert all(row)


def test_the_reference_lists_exactly_the_findings():
    stated = {coded(row[0])[0]: (row[1], row[2]) for row in table("Findings")}
    assert stated == {each.code: (each.title, each.severity) for each in PITFALLS}


def test_the_reference_lists_exactly_the_limits_with_their_defaults():
    stated = {coded(row[0])[0]: int(row[1]) for row in table("Limits")}
    assert stated == {name: getattr(Limits(), name) for name in Limits.__dataclass_fields__}


def test_the_reference_lists_exactly_the_names_of_columns():
    labels, *scores = table("Columns")
    assert coded(labels[1]) == [*LABELS, LABEL_PATTERN]
    stated = {row[0]: coded(row[1]) for row in scores}
    assert stated == {scale: [*exact, *patterns] for scale, (exact, patterns) in SCORES.items()}


def test_the_reference_lists_exactly_the_keys_of_a_policy():
    keys = {f"{name}.{key}" for name, fields in TABLES.items() for key in fields.model_fields}
    stated = {coded(row[0])[0]: row[2] for row in table("Policy")}
    assert set(stated) == {"extends", "require", *keys}
    for name, key in (("confidence", "level"), ("confidence", "looks"), ("rows", "max_rejected")):
        assert float(stated[f"{name}.{key}"]) == TABLES[name].model_fields[key].default


def keys_of(part, schema, before=""):
    """Dotted keys of a JSON report, those of a list's items beside its own."""
    found = {}
    for key, value in part["properties"].items():
        inner = schema["$defs"].get(value.get("$ref", value.get("items", {}).get("$ref", "")).rsplit("/", 1)[-1])
        if inner and "$ref" in value:
            found |= keys_of(inner, schema, f"{key}.")
        else:
            found[f"{before}{key}{'[]' if inner else ''}"] = list(inner["properties"]) if inner else None
    return found


def test_the_reference_lists_exactly_the_keys_of_a_json_report():
    schema = ReportDocument.model_json_schema()
    wanted, stated = keys_of(schema, schema), {coded(row[0])[0]: coded(row[1]) for row in table("JSON")}
    assert set(stated) == set(wanted)
    assert all(stated[key] == inner for key, inner in wanted.items() if inner)


def test_the_reference_lists_exactly_the_public_names():
    assert {coded(row[0])[0] for row in table("Python")} == set(logitwise.__all__)
    activations = next(row[1] for row in table("Python") if row[0] == "`activations`")
    assert all(hasattr(logitwise.activations, name) for name in coded(activations) if not name.startswith("."))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("explanation.md", f"at most {EXACT_LIMIT:,} of them are distinct"),
        ("explanation.md", f"no class has more than {EXACT_A_CLASS:,}"),
        ("explanation.md", f"{FOLDS} *folds*"),
        ("explanation.md", f"fewer than {FEWEST_ROWS} rows"),
        ("explanation.md", f"more than {MOST_DUPLICATES:.0%} of the ids".replace("%", " %")),
        ("explanation.md", f"α is {ALPHA:.0%}".replace("%", " %")),
        ("reference.md", f"over {FOLDS} folds"),
        ("reference.md", f"none below {ENOUGH_POSITIVES} rows of the class"),
        ("reference.md", f"fewer than {LEAST_ROWS} rows, or {LEAST_OUTCOMES} of the rarer outcome"),
        ("reference.md", f"null beyond {MOST_DENSE} classes"),
    ],
)
def test_numbers_of_a_document_are_those_of_the_code(document, words):
    assert words in (PROJECT / "docs" / document).read_text(encoding="utf-8").replace("\n", " ")


def needed():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {"always": project["project"]["dependencies"], **project["project"]["optional-dependencies"]}
    groups["dev"] = groups["dev"] + project["build-system"]["requires"]
    named = {group: {re.match(r"[\w-]+", line)[0] for line in lines} for group, lines in groups.items()}
    named["dev"] = (named["dev"] | named["learn"]) - {"logitwise"}  # who works on it has the lesson too
    return named


def test_every_dependency_is_given_with_its_reason():
    needs, extras = needed(), table("Extras", "dependencies.md")
    assert {coded(row[0])[0] for row in table("Always installed", "dependencies.md")} == needs["always"]
    assert {coded(row[0])[0] for row in table("For development", "dependencies.md")} == needs["dev"]
    stated = {}
    for row in extras:
        stated.setdefault(coded(row[0])[0], set()).update(coded(row[1]))
    assert stated == {extra: needs[extra] for extra in ("tensorflow", "torch", "sklearn", "learn")}


def test_a_small_npz_is_judged_without_what_is_said_to_come_late():
    code = "import sys; from logitwise.cli.run import run; run(sys.argv[1:]); print(*sys.modules)"
    file = str(PROJECT / "examples" / "is_it_an_8.npz")
    words = [sys.executable, "-c", code, "evaluate", file, "--json", "--policy", "baseline"]
    loaded = set(subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()[-1].split())
    assert {"numpy", "scipy.special", "typer"} <= loaded
    assert not loaded & {"numba", "pyarrow", "pydantic", "rich", "scipy.stats", "tensorflow", "keras", "sklearn"}


# Figures of the examples, computed from the files alone.


def told(figure):
    """That the examples' README has a figure in its prose."""
    return figure in (PROJECT / "examples" / "README.md").read_text(encoding="utf-8").replace("\n", " ")


def test_the_eights_are_as_the_examples_say():
    data = np.load(PROJECT / "examples" / "is_it_an_8.npz")
    truth = data["labels"].ravel() == 1
    decided = data["probabilities"].ravel() >= 0.5
    found, eights = int((truth & decided).sum()), int(truth.sum())
    assert told(f"right in {100 * (truth == decided).mean():.0f} % of the digits")
    assert told(f"finds {100 * found / eights:.0f} % of the eights ({found} of {eights})")
    assert told("One digit in ten is an 8") is (round(10 * eights / len(truth)) == 1)


def test_the_tornados_are_as_the_examples_say():
    with (PROJECT / "examples" / "finley_tornado.csv").open(encoding="utf-8") as stream:
        (_, *classes), *rows = list(csv.reader(stream))
    counts = {(row[0], name): int(cell) for row in rows for name, cell in zip(classes, row[1:], strict=True)}
    quiet, hits = counts["no tornado", "no tornado"], counts["tornado", "tornado"]
    false_alarms, misses = counts["no tornado", "tornado"], counts["tornado", "no tornado"]
    total = sum(counts.values())
    assert told(f"right in {100 * (quiet + hits) / total:.1f} % of {total:,} forecasts")
    assert told(f"{hits} hits, {false_alarms} false alarms, {misses} misses and {quiet:,} quiet days")
    assert told(f'Saying "no tornado" every day is right in {100 * (quiet + false_alarms) / total:.1f} %')
