"""The whole app: every link leads somewhere, and nothing breaks it."""

import json
from hashlib import sha256
from importlib.resources import files
from urllib.parse import quote, urldefrag, urlencode, urljoin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.lessons.web.browser import PORT, Browser, Page

from logitwise.lessons.modes import MODES
from logitwise.lessons.progress.store import open_store
from logitwise.lessons.web.app import build
from logitwise.lessons.widgets.registry import WIDGETS

STATIC = files("logitwise.lessons.web").joinpath("static")
odd = st.text(st.characters(codec="utf-8"), max_size=30)
PATHS = ("/", "/practice", "/findings", "/yours", "/settings", "/metrics", "/test", "/recall", "/nothing")
FIELDS = (
    "kind", "skill", "difficulty", "timed", "place", "text", "marked", "page", "asked", "sitting", "do", "answer",
    "hints", "attempt", "number", "sure", "file", "from",
)  # fmt: skip
CHANGES = (
    "/sittings", "/sitting/{}/1", "/sitting/{}/11", "/sitting/{}/more", "/sitting/{}/time", "/check/{}", "/bookmark",
    "/note", "/settings/import", "/yours",
)  # fmt: skip


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """A browser in which something was done already."""
    browser = Browser(build(open_store(tmp_path_factory.mktemp("used")), port=PORT))
    for kind in ("practice", "test", "challenge", "try"):
        sitting = browser.begin(kind)
        for item in sitting.items:
            browser.answer(sitting, item.number, right=item.number % 3 > 0)
    browser.post("/bookmark", {"place": "metrics#costs", "marked": "yes"})
    browser.post("/note", {"place": "deep#softmax", "text": "a note"})
    return browser


def links_of(path, page):
    """Where links within the lesson lead, with their anchors."""
    return [tuple(urldefrag(urljoin(path, link))) for link in page.links if not link.startswith("https://")]


@pytest.mark.slow
def test_every_link_and_every_anchor_leads_somewhere(used):
    seen, left, pages = set(), ["/"], {}
    while left:
        path = left.pop()
        if path in seen:
            continue
        seen.add(path)
        reply = used.get(path)
        assert reply.status_code == 200, path
        if "text/html" not in reply.headers["content-type"]:
            continue
        pages[path] = page = Page(reply.text)
        named = [each for tag in ("script", "link") for each in page.of(tag)]
        for target in (each.get("src") or each.get("href") for each in named):
            assert target.startswith("/static/"), target
            assert used.get(target).status_code == 200
        left += [target for target, _ in links_of(path, page)]
    assert {f"/{mode.slug}" for mode in MODES} <= seen
    for path, page in pages.items():
        for target, anchor in links_of(path, page):
            assert not anchor or anchor in pages[target].ids, (path, target, anchor)


def test_nothing_is_loaded_or_sent_elsewhere(used):
    for path in PATHS:
        page = Page(used.get(path).text)
        names = ("src", "action", "hx-get", "hx-post", "data", "poster", "srcset")
        asked = [a[name] for _, a in page.elements for name in names if name in a]
        asked += [a["href"] for tag in ("link", "use", "image", "base") for a in page.of(tag)]
        assert all(each.startswith("/") and not each.startswith("//") for each in asked), path
    for name in ("lesson.css", "lesson.js"):
        text = STATIC.joinpath(name).read_text(encoding="utf-8")
        assert "http" not in text
        assert "@import" not in text
        assert "url(" not in text


def test_what_is_vendored_is_what_was_published():
    for name, told in json.loads(STATIC.joinpath("vendored.json").read_text(encoding="utf-8")).items():
        body = STATIC.joinpath(name).read_bytes()
        assert sha256(body).hexdigest() == told["sha256"]
        assert told["version"].encode() in body
        assert "Zero-Clause BSD" in STATIC.joinpath(told["licence_file"]).read_text(encoding="utf-8")


def test_scripts_of_ours_evaluate_nothing():
    text = STATIC.joinpath("lesson.js").read_text(encoding="utf-8")
    assert not any(word in text for word in ("eval(", "innerHTML", "outerHTML", "insertAdjacentHTML", "Function("))


def no_fault(reply):
    assert reply.status_code < 500, reply.text[:300]


fuzzed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.slow
@fuzzed
@given(odd)
def test_no_address_is_a_fault(used, said):
    no_fault(used.get("/" + quote(said)))
    no_fault(used.get(f"/finding/{quote(said, safe='')}"))
    no_fault(used.get(f"/sitting/{quote(said, safe='')}/{len(said)}"))
    no_fault(used.get(f"/static/{quote(said, safe='')}"))


@fuzzed
@given(
    st.sampled_from([*PATHS, *(f"/widget/{name}" for name in WIDGETS)]),
    st.dictionaries(
        st.sampled_from([*FIELDS, "show", "predicted", "part", "a", "bad", "added", "threshold", "x"]), odd
    ),
    st.booleans(),
)
def test_no_query_is_a_fault(used, path, query, script):
    headers = {"HX-Request": "true"} if script else {}
    no_fault(used.get(f"{path}?{urlencode(query)}", **headers))


@pytest.mark.slow
@fuzzed
@given(
    st.sampled_from(CHANGES),
    st.dictionaries(st.sampled_from(FIELDS), odd | st.sampled_from(["practice", "test", "hint", "answer", "1"])),
)
def test_no_form_is_a_fault(used, path, form):
    name = used.state.store.sittings()[len(form) % 4].id
    token = used.token()
    no_fault(used.client.post(path.format(name), data={**form, "csrf": token}))


@pytest.mark.parametrize(
    "body", [b"", b"%", b"a=%ff%fe", b"=&=&", b"a" * 5000, b"\x00=\x00", b"answer=%00", b"text=%ed%a0%80"]
)
@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain"],
)
def test_no_broken_body_is_a_fault(used, body, kind):
    headers = {"Content-Type": kind, "X-CSRF-Token": used.token()}
    for path in ("/note", "/yours", "/sittings"):
        no_fault(used.client.post(path, content=body, headers=headers))
