"""What happens around the pages: a store that is locked or cannot be written, a browser that goes away."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.lessons.web.browser import ORIGIN, PORT

from logitwise.cli.run import run
from logitwise.errors import ProgressError
from logitwise.lessons.progress import database
from logitwise.lessons.progress.store import open_store

START = """
import sys
from logitwise.lessons.progress.store import open_store
from logitwise.lessons.web.app import build
build(open_store(sys.argv[1]), port=8123)
from logitwise.lessons.web.rendering import environment
environment().get_template("home.html")
from logitwise.lessons import pages, runs, modes
from logitwise.lessons.bank.lock import bank
[pages.page(mode.slug) for mode in modes.MODES], runs.runs(), bank()
print(*(name for name in sys.modules if name.startswith(("logitwise.lessons.building", "tensorflow", "keras"))))
"""


def in_a_loop_of_its_own(work):
    """What asynchronous work gives; this thread may have a loop already, which tests in the browser leave running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_the_app_starts_without_the_build_step_and_without_tensorflow(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", START, str(tmp_path)], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == ""


def test_other_pages_and_files_are_served_while_a_change_waits_for_the_store(browser, monkeypatch):
    monkeypatch.setattr(database, "WAIT", 3.0)
    sent = {"csrf": browser.token(), "place": "metrics#costs", "marked": "yes"}
    cookies = dict(browser.client.cookies)

    async def meanwhile():
        transport = httpx.ASGITransport(app=browser.app)
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, cookies=cookies) as client:
            change = asyncio.create_task(client.post("/bookmark", data=sent))
            await asyncio.sleep(0.2)
            served = [(await client.get(path)).status_code for path in ("/static/lesson.css", "/metrics", "/")]
            waits = not change.done()
            holder.execute("COMMIT")
            return served, waits, (await change).status_code

    holder = sqlite3.connect(browser.state.store.path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert in_a_loop_of_its_own(meanwhile()) == ([200, 200, 200], True, 303)
    finally:
        holder.close()


def test_a_store_that_stays_locked_is_told(browser, monkeypatch):
    monkeypatch.setattr(database, "WAIT", 0.05)
    holder = sqlite3.connect(browser.state.store.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        reply = browser.post("/bookmark", {"place": "metrics#costs", "marked": "yes"})
    finally:
        holder.close()
    assert reply.status_code == 422
    assert "stays in use by another process" in reply.text


def test_a_browser_that_goes_away_in_the_middle_of_a_file_is_no_fault(browser):
    said = []
    cookie = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
    headers = {
        "host": f"127.0.0.1:{PORT}", "cookie": cookie, "x-csrf-token": browser.token(),
        "content-type": "multipart/form-data; boundary=x",
    }  # fmt: skip
    scope = {
        "type": "http", "method": "POST", "path": "/yours", "raw_path": b"/yours", "query_string": b"", "root_path": "",
        "scheme": "http", "http_version": "1.1", "headers": [(n.encode(), v.encode()) for n, v in headers.items()],
    }  # fmt: skip
    told = iter([{"type": "http.request", "body": b"--x\r\n", "more_body": True}, {"type": "http.disconnect"}])

    async def receive():
        return next(told)

    async def send(message):
        said.append(message)

    in_a_loop_of_its_own(browser.app(scope, receive, send))
    assert said[0]["status"] == 400


@pytest.mark.parametrize("fault", ["attempt to write a readonly database", "unable to open database file"])
def test_a_store_that_cannot_be_written_is_refused_before_anything_is_served(tmp_path, monkeypatch, capsys, fault):
    open_store(tmp_path)
    monkeypatch.setenv("LOGITWISE_HOME", str(tmp_path))
    monkeypatch.setattr(database, "_connect", lambda path, mode: broken(path, mode, fault))
    assert run(["learn", "--no-browser"]) == 2
    said = capsys.readouterr().err
    assert "set LOGITWISE_HOME to a folder" in said
    assert said.count("\n") == 1


CONNECT = database._connect


def broken(path, mode, fault):
    """A connection for reading, as to a file that may not be written."""
    if mode == "rw":
        raise sqlite3.OperationalError(fault)
    return CONNECT(path, mode)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_without_the_right_to_write_is_refused(tmp_path, monkeypatch, capsys):
    open_store(tmp_path).path.chmod(0o400)
    monkeypatch.setenv("LOGITWISE_HOME", str(tmp_path))
    assert run(["learn", "--no-browser"]) == 2
    assert "set LOGITWISE_HOME to a folder" in capsys.readouterr().err


def test_a_full_disk_is_told_as_such(tmp_path):
    store = open_store(tmp_path)

    def fill():
        with database.writing(store.path) as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
            connection.execute("INSERT INTO notes VALUES ('a#b', 'x', ?)", ("x" * 100_000,))

    with pytest.raises(ProgressError, match="the disk may be full"):
        fill()
