"""Running the command line inside the test."""

from __future__ import annotations

from typing import NamedTuple

from logitwise.cli.run import run

RARE = ",no,yes\nno,1075,0\nyes,22,3\n"
THREE = ",A,B,C\nA,50,2,3\nB,4,45,1\nC,2,3,48\n"


class Result(NamedTuple):
    """What a command left."""

    code: int
    out: str
    err: str


def logitwise(capsys, *arguments):
    """Exit status, stdout and stderr of one command."""
    code = run([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return Result(code, printed.out, printed.err)
