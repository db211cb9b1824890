"""Rows judged as a rule leaves them: each batch passes through it before it is counted, and is counted as given too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import numpy as np

from logitwise.batch.shown import listed, shown
from logitwise.errors import ColumnError, EmptyError, LabelError, OptionError, ShapeError
from logitwise.findings.mix_of_rule import OtherMix, other_mix
from logitwise.metrics import measure
from logitwise.metrics.wording import counted, metric_words, number, percent
from logitwise.remedies.rows_seen import rows_seen
from logitwise.rule import Identity, RowsSeen, Rule, load_rule
from logitwise.rule.calibrations import method_of
from logitwise.tallies import Tally, tally_batch
from logitwise.verbs.gather import Gathered, Rows, open_rows, weighing
from logitwise.verbs.ruled_batch import ruled

if TYPE_CHECKING:
    from logitwise.batch import Batch
    from logitwise.engines.local import Progress
    from logitwise.head import Head
    from logitwise.policy import Policy
    from logitwise.sources import Reading

PART = 1 << 23
"""Scores that pass through at once, so that working memory stays flat."""
SHOWN = 6
"""Thresholds and metrics that a sentence names."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """Rows before and after a rule.

    Attributes:
        rule: what they passed through.
        found: the tally after it, and what the report says of where the rows came from.
        seen: fingerprint of the rows before it.
    """

    rule: Rule
    found: Gathered
    seen: RowsSeen


def gather_ruled(rows: Rows, rule: Any, *, policy: Policy, progress: Progress | None = None) -> Ruled:
    """Find the rows, pass them through a rule, and count them; the rule's head holds where nothing was said.

    Raises:
        OptionError: a rule of another head or other classes, or with what a rule cannot be applied to.
        FormatError: a rule file that is none.
        EmptyError: there is no row that can be judged, or the rule decides none.
    """
    taken = rule if isinstance(rule, Rule) else load_rule(_path(rule))
    name = "the rule" if isinstance(rule, Rule) else shown(str(rule), longest=400)
    _check_said(rows)
    reading = _opened(_declared(rows.under(policy), taken.head), name)
    _check_head(taken.head, reading, name)
    raw, after = _counted(reading, taken, progress)
    if raw.rows == 0:
        raise EmptyError("no rows can be judged: all were left out")
    if after.rows == 0:
        raise EmptyError(f"{name} abstains on all {raw.rows:,} rows, so that none can be judged")
    notes = (*reading.notes, *_notes(raw, after, taken, name))
    read_from = f"{_by_rule(reading.read_from, rows.under(policy))}; judged after {name}: {_done(taken)}"
    found = Gathered(after, read_from, notes)
    return Ruled(taken, weighing(found), rows_seen(raw))


def _counted(reading: Reading, rule: Rule, progress: Progress | None) -> tuple[Tally, Tally]:
    """All rows as given, and after the rule: two threads beside each other."""
    raw: Tally | None = None
    after: Tally | None = None
    done = 0
    with ThreadPoolExecutor(1, "logitwise") as helper:
        for batch in reading.batches():
            for part in _parts(batch):
                mine = ruled(part, rule)
                plain = replace(part, slices={}, groups=None)
                beside = helper.submit(tally_batch, plain) if (os.cpu_count() or 1) > 1 else None
                counted_now = tally_batch(mine)
                before = tally_batch(plain) if beside is None else beside.result()
                raw, after = _plus(raw, before), _plus(after, counted_now)
                done += part.rows + sum(part.rejected.values())
                if progress is not None:
                    progress(done, reading.rows)
    if raw is None or after is None:
        raise EmptyError("there are no rows to judge")
    return raw, after


def _plus(total: Tally | None, more: Tally) -> Tally:
    return more if total is None else total + more


def _parts(batch: Batch) -> Iterator[Batch]:
    """A large batch in parts; what it left out is counted with the first."""
    step = max(1, PART // max(1, batch.scores[:1].size))
    if batch.rows <= step:
        yield batch
        return
    for start in range(0, batch.rows, step):
        part = batch.part(start, start + step)
        yield part if start else replace(part, rejected=batch.rejected, renormalised=batch.renormalised)


def _opened(rows: Rows, name: str) -> Reading:
    """The rows, with a word on where head and classes came from where they do not fit."""
    try:
        return open_rows(rows)
    except (ColumnError, LabelError, ShapeError) as error:
        raise type(error)(f"{error}; what was not said of head and classes is taken from {name}") from error


def _by_rule(read_from: str, said: Rows) -> str:
    """The same, with the rule named where it, not the user, said what head this is."""
    return read_from if said.head is not None else read_from.replace(" (as said)", " (as the rule says)")


def _path(rule: Any) -> Path:
    if not isinstance(rule, str | os.PathLike):
        raise OptionError(f"rule is a Rule or the path of a rule file, not {type(rule).__name__}")
    return Path(rule)


def _check_said(rows: Rows) -> None:
    """A rule needs the scores of rows, and brings its own threshold."""
    saved = isinstance(rows.source, Tally) or any(path.lower().endswith(".tally") for path in rows.paths)
    for given, what in (
        (rows.confusion is not None, "a confusion matrix holds"),
        (rows.decisions is not None, "decisions are"),
        (saved, "a saved tally holds"),
    ):
        if given:
            raise OptionError(
                f"a rule is applied to the logits or probabilities of rows, and {what} none: judge the outputs "
                "themselves"
            )
    if rows.threshold is not None:
        raise OptionError("a rule brings its own threshold: leave out threshold= (--threshold), or tune another rule")


def _declared(rows: Rows, head: Head) -> Rows:
    """What the rule was tuned on, wherever nothing was said."""
    kind = None if head.binary else head.kind  # one score or two: a head of two classes either way
    said = replace(rows, head=rows.head or kind, classes=rows.classes or list(head.classes))
    known = head.positive_class is not None and head.positive_class in map(str, said.classes or ())
    return replace(said, positive=head.positive_class) if known and rows.positive is None else said


def _check_head(mine: Head, reading: Reading, name: str) -> None:
    """Refuse a rule that was tuned on another kind of outputs."""
    given = reading.head
    if reading.scale == "decisions":
        raise OptionError(f"{name} is applied to logits or probabilities; only decisions were found: name the scores")
    if given.kind != mine.kind and not (given.binary and mine.binary):
        raise OptionError(f"{name} is of a {mine.kind}, the outputs are of a {given.kind}: tune a rule on such outputs")
    if given.classes != mine.classes:
        raise OptionError(
            f"{name} is of the classes {listed(mine.classes)}, the outputs are of {listed(given.classes)}: tune a rule "
            "on these, or name the classes in the order of the outputs"
        )
    if given.positive != mine.positive:
        raise OptionError(
            f"{name} has {shown(str(mine.positive_class))} as positive, the outputs {shown(str(given.positive_class))}"
        )


def _done(rule: Rule) -> str:
    """What the rule does, in a few words."""
    used = dict.fromkeys(method_of(each) for each in rule.calibrations if not isinstance(each, Identity))
    words = [f"calibration {' and '.join(used)}" if used else "no calibration"]
    if rule.shift is not None:
        words.append("prior shift")
    if rule.costs is not None:
        words.append("the class that costs least in expectation")
    if len(rule.thresholds) == 1:
        words.append(f"threshold {rule.thresholds[0]:g}")
    elif rule.thresholds:
        each = [f"{shown(name)} {cut:g}" for name, cut in zip(rule.head.classes, rule.thresholds, strict=True)]
        more = len(each) - SHOWN
        words.append(f"thresholds {', '.join(each[:SHOWN])}" + (f" and {more:,} more" if more > 0 else ""))
    if rule.abstain is not None:
        words.append(f"undecided from {rule.abstain[0]:g} to {rule.abstain[1]:g}")
    return ", ".join(words)


def _notes(raw: Tally, after: Tally, rule: Rule, name: str) -> tuple[str, ...]:
    """Coverage, and the main numbers without and with the rule."""
    notes = []
    if rule.abstain is not None:
        left = raw.rows - after.rows
        notes.append(
            f"{name} leaves {left:,} of {counted(raw.rows, 'row')} undecided ({percent(left / raw.rows)}): they are "
            f"not judged, the coverage is {number(after.rows / raw.rows)}"
        )
    mix = other_mix(rule, after)
    if mix is not None:
        notes.append(_for_another_mix(mix, after.head, name))
    changes = _changes(raw, after)
    if changes:
        notes.append(f"without and with {name}: {', '.join(changes)}")
    return tuple(notes)


def _for_another_mix(mix: OtherMix, head: Head, name: str) -> str:
    """That probabilities are judged where the rule is not meant for, and how to judge them where it is."""
    said = f"{name} fits probabilities to another mix of classes than these rows have"
    weights, chosen = "", [int(head.positive or 0)] if head.binary else list(range(len(head.classes)))
    if mix.there is not None:
        apart = np.abs(mix.there - mix.here)
        shares = [
            f"{percent(mix.there[k])} of {shown(head.classes[k])} (these rows: {percent(mix.here[k])})"
            for k in sorted(chosen, key=lambda k: -apart[k])[:SHOWN]
        ]
        said = f"{name} is for {', '.join(shares)}"
        if head.kind != "multilabel" and len(chosen) <= SHOWN and mix.here.min() > 0:
            weights = f": {' '.join(_weights(mix, head, chosen))}"
    here = "judge them on rows from there" if head.kind == "multilabel" else "weigh the classes to judge them there"
    return f"{said}: its probabilities are judged at these rows' shares; {here}{weights}"


def _weights(mix: OtherMix, head: Head, chosen: list[int]) -> list[str]:
    """Options that give these rows the shares of the place where the rule is used."""
    assert mix.there is not None  # noqa: S101  # the caller looked
    factors = mix.there / mix.here
    factors = factors / (factors[1 - chosen[0]] if head.binary else factors.max())
    return [f"--class-weight {quote(f'{head.classes[k]}={factors[k]:.3g}')}" for k in chosen]


def _changes(raw: Tally, after: Tally) -> list[str]:
    """The main numbers of a head before and after; those that either side lacks are left out."""
    of, average = raw.head.positive_class, None if raw.head.binary else "macro"
    keys: list[tuple[str, str | None, str | None]]
    keys = [("log_loss", None, "macro" if raw.head.kind == "multilabel" else None)]
    keys += [(metric, of, average) for metric in ("recall", "precision")]
    keys += [("accuracy", None, None)] if raw.head.kind == "softmax" else []
    found = []
    for metric, which, over in keys:
        if metric == "log_loss" and after.scale == "decisions":
            continue
        values = [measure(tally, metric, of=which, average=over).value for tally in (raw, after)]
        if not any(map(isnan, values)):
            title = f"{over} {metric_words(metric)}" if over else metric_words(metric)
            found.append(f"{title} {number(values[0])} to {number(values[1])}")
    return found
