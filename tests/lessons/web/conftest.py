from __future__ import annotations

import pytest

pytest.importorskip("starlette", reason="the extra `learn` is not installed")
pytest.importorskip("httpx", reason="httpx asks the pages")

from tests.lessons.web.browser import PORT, Browser

from logitwise.lessons.progress.store import open_store
from logitwise.lessons.web.app import build


@pytest.fixture
def store(tmp_path):
    return open_store(tmp_path)


@pytest.fixture
def app(store):
    return build(store, port=PORT)


@pytest.fixture
def browser(app):
    return Browser(app)
