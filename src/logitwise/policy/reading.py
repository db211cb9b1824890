"""Where a policy comes from: a file that was named, the working folder, or the one that is shipped."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from logitwise.errors import PolicyError
from logitwise.metrics.names import METRICS
from logitwise.policy.bounds import DICT, requirements
from logitwise.policy.codes import code_of
from logitwise.policy.said_twice import said_twice
from logitwise.policy.values import BaselineClauses, Confidence, Costs, FindingRules, Policy, RowRules, Task

BASELINE = "baseline"
LARGEST_FILE = 1 << 20
"""Bytes; a policy is written by hand, so a larger file is none."""


def find_policy(path: str | Path | Mapping[str, Any] | None = None, *, folder: str | Path = ".") -> Policy:
    """The policy that applies: `path`, else ``logitwise.toml``, else ``[tool.logitwise]``, else the shipped baseline.

    Args:
        path: a TOML file, ``baseline`` for the shipped policy whatever the folder holds, or a dict of its tables.
        folder: where ``logitwise.toml`` and ``pyproject.toml`` are looked for.

    Raises:
        PolicyError: the file cannot be read or asks for what cannot be had.
    """
    if isinstance(path, Mapping):
        return policy_of(path)
    if path is not None and not isinstance(path, (str, Path)):
        raise PolicyError(f"a policy is the path of a TOML file, a dict or a Policy, not {type(path).__name__}")
    if path is not None:
        return baseline() if str(path) == BASELINE else read_policy(path)
    own = Path(folder) / "logitwise.toml"
    if own.exists() or own.is_symlink():  # whatever it is, it was meant; what cannot be read is refused
        return read_policy(own)
    project = Path(folder) / "pyproject.toml"
    # A project file that never mentions us is none of our business, even where it is broken.
    if project.is_file() and b"logitwise" in _bytes(project, "pyproject.toml"):
        document = _project_table(project)
        if document is not None:
            return _checked(document, "pyproject.toml [tool.logitwise]")
    return baseline()


def read_policy(path: str | Path) -> Policy:
    """A policy from a TOML file (of a ``pyproject.toml``, its ``[tool.logitwise]``).

    Raises:
        PolicyError: naming the file, the place in it, and what was expected.
    """
    _check_local(str(path))
    path = Path(path)
    if path.name != "pyproject.toml":
        return _checked(_toml(path), str(path))
    document = _project_table(path)
    if document is None:
        raise PolicyError(f"{path}: has no [tool.logitwise] table")
    return _checked(document, f"{path} [tool.logitwise]")


def policy_of(tables: Mapping[str, Any]) -> Policy:
    """A policy from a dict of tables, like the TOML; names of classes may be numbers or booleans.

    Raises:
        PolicyError: naming the place in it, and what was expected.

    >>> policy_of({"require": {"recall": {1: ">= 0.8"}}}).requirements[0].text
    'recall of 1 >= 0.8'
    """
    try:
        return _checked(_as_toml(tables), DICT)
    except RecursionError as error:
        raise PolicyError(f"{DICT}: nested too deeply for a policy") from error


def _as_toml(value: object) -> Any:
    """A value as TOML has it: keys are text, and a tuple is a list."""
    if isinstance(value, Mapping):
        return {str(name): _as_toml(inner) for name, inner in value.items()}
    return [_as_toml(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _check_local(text: str) -> None:
    if ":/" not in text and not text.startswith(("\\\\", "//")):
        return
    from logitwise.batch.local import not_local  # noqa: PLC0415  brings in numpy

    away = not_local(text)
    if away is not None:
        raise PolicyError(away)


def baseline() -> Policy:
    """The shipped policy: beats the commonest class and the class frequencies, and misses no class mostly.

    >>> baseline().clauses.mostly_missed
    0.5
    """
    return _built(_shipped(), BASELINE, extends_baseline=True)


def template() -> str:
    """A commented ``logitwise.toml`` to start from."""
    return Path(__file__).with_name("template.toml").read_text(encoding="utf-8")


def _shipped() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("baseline.toml").read_text(encoding="utf-8"))


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            gone = "a link to nothing" if path.is_symlink() else "missing"
            kind = "a folder" if path.is_dir() else "no file" if path.exists() else gone
            raise PolicyError(f"{name}: cannot be read as a policy, it is {kind}; expected a TOML file")
        if path.stat().st_size > LARGEST_FILE:
            raise PolicyError(f"{name}: larger than {LARGEST_FILE} bytes, which no policy is")
        return path.read_bytes()
    except OSError as error:
        raise PolicyError(f"{name}: cannot be read: {error.strerror}") from error


def _toml(path: Path) -> dict[str, Any]:
    raw = _bytes(path, str(path))
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path}: not UTF-8 text (byte {error.start}); expected TOML") from error
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        why = said_twice(raw.decode("utf-8"), str(error)) or f"not TOML: {error}"
        raise PolicyError(f"{path}: {why}") from error
    except RecursionError as error:
        raise PolicyError(f"{path}: nested too deeply for a policy") from error


def _project_table(path: Path) -> dict[str, Any] | None:
    tool = _toml(path).get("tool")
    table = tool.get("logitwise") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise PolicyError(f"{path}: tool.logitwise is a {type(table).__name__}; expected a table")
    return table


def _checked(document: dict[str, Any], source: str) -> Policy:
    from logitwise.policy.document import check  # noqa: PLC0415  brings in pydantic, only for a user's file

    check(document, source=source)
    if document.get("extends") != BASELINE:
        return _check_asks(_built(document, source, extends_baseline=False))
    shipped = _shipped()
    merged = {
        name: shipped.get(name, {}) | document.get(name, {}) for name in shipped.keys() | document.keys() - {"extends"}
    }
    return _check_asks(_built(merged, source, extends_baseline=True))


def _built(document: dict[str, Any], source: str, *, extends_baseline: bool) -> Policy:
    task = dict(document.get("task", {}))
    if "classes" in task:
        task["classes"] = tuple(task["classes"])
    if "costs" in task:
        task["costs"] = Costs(**task["costs"])
    findings = document.get("findings", {})
    return Policy(
        source,
        extends_baseline,
        requirements(document.get("require", {}), source=source),
        BaselineClauses(**document.get("baseline", {})),
        Task(**task),
        Confidence(**document.get("confidence", {})),
        RowRules(**document.get("rows", {})),
        FindingRules(
            {code_of(code): reason for code, reason in findings.get("waive", {}).items()},
            tuple(map(code_of, findings.get("select", ()))),
            tuple(map(code_of, findings.get("ignore", ()))),
        ),
    )


def _check_asks(policy: Policy) -> Policy:
    """A gate that asks for nothing would let everything through, so it is refused; so is what cannot be answered."""
    for wanted in policy.requirements:
        if METRICS[wanted.metric].parameter == "prevalence" and policy.task.prevalence is None:
            asked = f"{policy.source}: [require] {wanted.metric}"
            raise PolicyError(
                f"{asked}: at which prevalence? Write it under [task], like prevalence = 0.01 (of two classes or "
                "labels; a softmax of more classes has no such metric)"
            )
    if policy.requirements or policy.clauses.any:
        return policy
    raise PolicyError(f'{policy.source}: asks for nothing; write bounds under [require], or extends = "baseline"')
