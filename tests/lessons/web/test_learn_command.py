import os
import re
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from logitwise.cli import learn
from logitwise.cli.run import run
from logitwise.errors import OptionError
from logitwise.findings.lesson import PORT


@pytest.fixture
def started(tmp_path):
    environment = {**os.environ, "LOGITWISE_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "logitwise", "learn", "metrics#thresholds", "--no-browser"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        yield process
        process.kill()


@pytest.mark.slow
def test_it_serves_this_machine_alone_and_ends_cleanly_at_ctrl_c(started):
    address = re.search(r"http://127\.0\.0\.1:(\d+)/metrics#thresholds", started.stdout.readline())
    started.stdout.readline()
    with urlopen(address[0].split("#")[0], timeout=20) as reply:  # noqa: S310  an address of our own
        assert reply.status == 200
        assert "server" not in {name.lower() for name in reply.headers}
    assert not reaches(other_address(), int(address[1]))
    started.send_signal(signal.SIGINT)
    out, error = started.communicate(timeout=20)
    assert (started.returncode, error) == (0, "")
    assert "The lesson is closed." in out


def other_address():
    """An address of this machine that is not the loopback, or one that nobody has."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # for documentation: nothing is sent
        except OSError:
            return "192.0.2.1"
        return probe.getsockname()[0]


def reaches(host, port):
    try:
        socket.create_connection((host, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def test_a_missing_extra_is_one_message_with_the_command(monkeypatch, capsys):
    monkeypatch.setattr(learn, "find_spec", lambda name: None if name == "starlette" else object())
    assert run(["learn"]) == 2
    said = capsys.readouterr().err
    assert "pip install 'logitwise[learn]'" in said
    assert "(starlette)" in said
    assert said.count("\n") == 1


def test_a_port_that_is_taken_is_told():
    with learn.listening(0) as taken, pytest.raises(OptionError, match="leave --port out to take a free one"):
        learn.listening(taken.getsockname()[1])


def test_without_a_port_the_usual_one_is_served_where_it_is_free():
    with learn.listening(0) as free:
        port = free.getsockname()[1]
    with learn.usual(port) as found:
        assert found.getsockname()[1] == port


def test_without_a_port_a_free_one_is_served_where_the_usual_one_is_taken():
    with learn.listening(0) as taken, learn.usual(taken.getsockname()[1]) as found:
        assert found.getsockname()[1] not in (0, taken.getsockname()[1])


def test_the_help_names_the_port_that_reports_link_to(capsys):
    run(["learn", "--help"])
    assert str(PORT) in capsys.readouterr().out


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_a_port_that_cannot_be_is_refused(port, capsys):
    assert run(["learn", "--port", port]) == 2
    assert "expected 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["metric", "metrics#threshold"])
def test_a_place_that_the_lesson_does_not_have_is_refused(place, capsys):
    assert run(["learn", place]) == 2
    assert "did you mean" in capsys.readouterr().err


def test_a_file_that_is_none_of_ours_is_refused_before_anything_is_served(tmp_path, capsys):
    path = tmp_path / "x.json"
    path.write_text("{}")
    assert run(["learn", "--report", str(path)]) == 2
    assert "x.json" in capsys.readouterr().err
