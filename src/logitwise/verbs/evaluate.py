"""Evaluate: from a model or its outputs to a verdict, in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from logitwise.findings import Facts
from logitwise.policy import Policy, find_policy
from logitwise.policy.codes import check_codes, code_of
from logitwise.report import Report, build_report
from logitwise.verbs.command_words import words_of
from logitwise.verbs.gather import Rows, gather

if TYPE_CHECKING:
    from logitwise.engines.local import Progress


def evaluate(  # noqa: PLR0913 each keyword is one thing a user may say
    source: Any = None,
    *,
    model: Any = None,
    inputs: Any = None,
    logits: Any = None,
    probabilities: Any = None,
    decisions: Any = None,
    confusion: Any = None,
    label: str | None = None,
    head: str | None = None,
    classes: Sequence[object] | None = None,
    positive: object = None,
    threshold: float | None = None,
    rule: Any = None,
    sample_weight: Any = None,
    class_weight: Mapping[str, float] | None = None,
    groups: Any = None,
    ids: Any = None,
    slices: Any = None,
    confidence: Any = None,
    policy: Any = None,
    select: str | Sequence[str] | None = None,
    ignore: str | Sequence[str] | None = None,
    invalid: str | None = None,
    limits: Any = None,
    progress: Progress | None = None,
) -> Report:
    """Judge a classifier: how good is it, how sure is that, and is it ready?

    Exactly one of `model`, `logits`, `probabilities`, `decisions`, `confusion` is given with labels; a file, frame
    or tally holds its outputs itself.

    Args:
        source: labels ``(rows,)`` (integers, strings, booleans, one-hot, or ``(rows, labels)`` of 0 and 1 for
            multilabel);
            or a path or paths (``.parquet``, ``.csv``, ``.npz``, ``.tally``), a pandas, polars or PyArrow frame, a
            `Tally`; or with `model` a ``tf.data.Dataset`` or a PyTorch ``DataLoader`` of ``(inputs, labels)``.
        model: a Keras model or the path of one, a ``torch.nn.Module``, or a scikit-learn classifier.
        inputs: what the model takes, one a row.
        logits: raw outputs before the activation: ``(rows,)`` or ``(rows, 1)`` of a sigmoid, ``(rows, classes)`` of
            a softmax, ``(rows, labels)`` of a multilabel head. Of a file or frame: the name or pattern of the columns.
        probabilities: the same after the activation.
        decisions: the decided class of each row, or 0 and 1 for each label.
        confusion: a square matrix of counts, rows the truth, or the path of a CSV file of one.
        label: the name or pattern of the label column, of a file or frame.
        head: ``sigmoid``, ``softmax`` or ``multilabel``, where model and shapes leave it open.
        classes: class names in the order of the outputs.
        positive: the positive one of two classes; the second unless said.
        threshold: a row is decided positive where its probability is at least this; 0.5 unless said.
        rule: a `Rule`, or the path of a rule file: the outputs are judged after its calibration and by its thresholds,
            as they will be deployed. It brings head, classes and positive class where nothing is said.
        sample_weight: how much each row counts, ``(rows,)``; only ratios matter, and intervals use the effective number
            of rows. Of a file or frame, like the next ones: the name of the column.
        class_weight: a factor for the rows of some classes, by class name.
        groups: what rows belong to together (patient, user, session): intervals are then clustered.
        ids: a name for each row: tells rows that were counted twice, and draws folds.
        slices: columns by whose values everything is reported again, ``{"site": site}``; of a file or frame a name
            or names.
        confidence: probability of the decided class, beside decisions; of a file or frame found by its name.
        policy: path of a TOML policy, a dict of its tables, ``{"require": {"recall": ">= 0.8"}}``, a `Policy`, or None:
            ``logitwise.toml`` or ``pyproject.toml`` in the working folder, else the shipped baseline.
        select: codes of the findings to look for, or their beginnings (``"LW2"``), instead of the policy's.
        ignore: codes of findings not to look for, beside the policy's.
        invalid: ``refuse`` input with rows that cannot be judged (the default), or ``reject`` such rows and count them.
        limits: limits on hostile files, like ``["field=200000"]``.
        progress: called with rows done and rows in all (None where unknown).

    Returns:
        A `Report`: ``report.verdict.outcome`` is ``ready``, ``not ready`` or ``not enough data``.

    Raises:
        InputError: the input cannot be judged; the message names the place and what was expected. Also a `ValueError`.

    >>> import logitwise as lw
    >>> report = lw.evaluate(confusion=[[50, 2, 3], [4, 45, 1], [2, 3, 48]], classes=["A", "B", "C"], policy="baseline")
    >>> report.verdict.outcome, round(report.metric("accuracy").value, 4)
    ('ready', 0.9051)
    """
    rules = chosen(policy if isinstance(policy, Policy) else find_policy(policy), select=select, ignore=ignore)
    rows = Rows(
        source, model, inputs, logits, probabilities, decisions, confusion, label, head, classes, positive,
        threshold, sample_weight, class_weight, groups, ids, slices, confidence, invalid, limits,
    )  # fmt: skip
    if rule is None:
        found = gather(rows, policy=rules, progress=progress)
        facts = Facts(found.tally, rules, words_of(rows, policy=policy, rules=rules))
    else:
        from logitwise.verbs.ruled import gather_ruled  # noqa: PLC0415  only where there is a rule

        ruled = gather_ruled(rows, rule, policy=rules, progress=progress)
        found = ruled.found
        words = words_of(rows, policy=policy, rules=rules, head=ruled.rule.head)
        facts = Facts(found.tally, rules, words, rule=ruled.rule, judged=ruled.seen)
    return build_report(found.tally, policy=rules, read_from=found.read_from, notes=found.notes, facts=facts)


def chosen(policy: Policy, *, select: str | Sequence[str] | None, ignore: str | Sequence[str] | None) -> Policy:
    """The policy with the findings that were said to be looked for, or not.

    Raises:
        PolicyError: no finding begins with such a code.
    """
    rules = policy.findings
    if select is not None:
        rules = replace(rules, select=codes_of(select, "select"))
    if ignore is not None:
        rules = replace(rules, ignore=(*rules.ignore, *codes_of(ignore, "ignore")))
    return replace(policy, findings=rules)


def codes_of(said: str | Sequence[str], name: str) -> tuple[str, ...]:
    """Codes in a text with commas, or in several."""
    texts = [said] if isinstance(said, str) else said
    codes = tuple(code.strip() for text in texts for code in text.split(",") if code.strip())
    check_codes(codes, name)
    return tuple(map(code_of, codes))
