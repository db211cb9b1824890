"""What a report says of waivers, and where it sends for more."""

from __future__ import annotations

import numpy as np
import pytest

import logitwise as lw
from logitwise.cli.run import run

RNG = np.random.default_rng(0)
Y = (RNG.random(2_000) < 0.05).astype(int)
Z = RNG.normal(2 * Y, 1) - 4


def judged(waive, **more):
    return lw.evaluate(Y, logits=Z, policy={"extends": "baseline", "findings": {"waive": waive}}, **more)


def test_a_waiver_of_what_is_not_found_is_told():
    assert "waived, but not found here: LW101" in judged({"LW101": "known"}).notes


def test_a_waiver_of_what_is_not_looked_for_is_told():
    assert "waived, but not looked for: LW101" in judged({"LW101": "known"}, select="LW2").notes


def test_a_waiver_that_lets_a_finding_stand_needs_no_note():
    assert not any("waived, but" in note for note in judged({"LW202": "known"}).notes)


def test_waiving_the_finding_does_not_lift_the_clause():
    report = judged({"LW202": "known"})
    assert report.verdict.outcome == "not ready"
    assert "[baseline] mostly_missed = 0.5 asks all the same" in report.verdict.advice[-1]


def test_the_gravest_finding_is_the_one_to_read_of():
    report = lw.evaluate(Y, logits=Z, policy="baseline")
    found = [each for each in report.findings if each.outcome == "found"]
    assert found[0].severity != "error" or len(found) > 1
    gravest = report.summary.findings.rows[0].code
    assert f"logitwise explain {gravest};" in report.summary.findings.said


@pytest.mark.parametrize("codes", [("LW206", "LW207"), ("lw206", "Lw207")])
def test_several_pages_are_printed_one_after_the_other(capsys, codes):
    assert run(["explain", *codes]) == 0
    told = capsys.readouterr().out
    assert told.index("# LW206") < told.index("# LW207")
