import re

import pytest
from starlette.routing import Route
from tests.lessons.web.browser import ORIGIN, PORT, TestClient

from logitwise.lessons.web.app import build
from logitwise.lessons.web.security import MOST_BYTES, hosts

CHANGES = (
    "/sittings", "/sitting/x/1", "/sitting/x/more", "/sitting/x/time", "/check/x", "/bookmark", "/note",
    "/settings/import", "/settings/reset", "/yours", "/yours/forget",
)  # fmt: skip


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_the_page_is_served_under_every_name_of_this_machine(browser, host):
    assert browser.get("/", host=f"{host}:{PORT}").status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        "127.0.0.1:1",
        f"127.0.0.1.evil.example:{PORT}",
        "",
        f"0.0.0.0:{PORT}",
    ],
)
def test_another_name_is_refused_whatever_it_resolves_to(browser, host):
    reply = browser.get("/", host=host)
    assert reply.status_code == 421
    assert "set-cookie" not in reply.headers


def test_port_eighty_goes_without_saying():
    assert {"localhost", "localhost:80"} <= hosts(80)


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/lesson.css", "/settings/export"])
def test_every_reply_carries_the_policy(browser, path):
    headers = browser.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    for part in ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"):
        assert part in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_pages_are_not_kept_by_the_browser_and_files_are(browser):
    assert browser.get("/").headers["cache-control"] == "no-store"
    versioned = re.search(r"/static/lesson\.css\?v=\w+", browser.get("/").text)[0]
    assert "immutable" in browser.get(versioned).headers["cache-control"]
    assert browser.get("/static/lesson.css").headers["cache-control"] == "no-cache"


def test_every_change_is_listed_here(app):
    changes = {route.path for route in app.app.routes if isinstance(route, Route) and "POST" in route.methods}
    plain = {re.sub(r"\{.*?\}", "x", path).replace("/x/x", "/x/1") for path in changes}
    assert plain == set(CHANGES)


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_without_the_token_is_refused(browser, path):
    browser.token()
    assert browser.client.post(path, data={"kind": "test"}).status_code == 403
    assert browser.client.post(path, data={"csrf": "0" * 64}).status_code == 403
    assert browser.client.post(path, data={"csrf": "é"}).status_code == 403


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"https://127.0.0.1:{PORT}", "http://127.0.0.1:1"])
def test_a_change_that_another_site_asks_for_is_refused(browser, path, origin):
    assert browser.post(path, {"kind": "test"}, Origin=origin).status_code == 403


def test_a_change_that_the_browser_calls_cross_site_is_refused(browser):
    refused = browser.post("/bookmark", {"place": "metrics#costs"}, **{"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403


def test_our_own_form_is_taken(browser):
    assert browser.post("/settings/reset", {"sure": "delete"}, Origin=ORIGIN).status_code == 200


def test_the_token_goes_with_the_cookie(app, browser):
    token = browser.token()
    without = TestClient(app, base_url=ORIGIN)
    assert without.post("/note", data={"csrf": token}).status_code == 403
    other = TestClient(app, base_url=ORIGIN, cookies={f"logitwise_{PORT}": "a" * 43})
    assert other.post("/note", data={"csrf": token}).status_code == 403


def test_two_tabs_that_open_at_once_can_both_send_their_forms(app):
    tabs = [TestClient(app, base_url=ORIGIN) for _ in range(2)]
    replies = [tab.get("/settings") for tab in tabs]
    cookie = replies[-1].headers["set-cookie"].split(";")[0]
    for reply in replies:
        token = re.search(r'X-CSRF-Token":"([0-9a-f]{64})"', reply.text)[1]
        sent = {"csrf": token, "place": "metrics#costs", "marked": "yes"}
        with TestClient(app, base_url=ORIGIN, headers={"Cookie": cookie}) as browser:
            assert browser.post("/bookmark", data=sent).status_code == 200


def test_another_run_of_the_server_has_another_cookie_and_token(browser, store):
    token = browser.token()
    other = TestClient(build(store, port=PORT), base_url=ORIGIN, cookies=dict(browser.client.cookies))
    reply = other.post("/note", data={"csrf": token})
    assert reply.status_code == 403
    assert "set-cookie" in reply.headers


def test_the_cookie_also_comes_with_a_link_from_elsewhere_and_is_of_this_port(browser):
    cookie = browser.get("/").headers["set-cookie"].lower()
    assert cookie.startswith(f"logitwise_{PORT}=")
    assert "samesite=lax" in cookie
    assert "httponly" in cookie


@pytest.mark.parametrize("value", ["", "x", "a" * 43, "a" * 44, "../" * 14, '"' * 43])
def test_a_cookie_that_we_did_not_make_is_replaced(app, value):
    client = TestClient(app, base_url=ORIGIN, cookies={f"logitwise_{PORT}": value})
    assert "set-cookie" in client.get("/").headers


def test_a_body_that_is_too_large_is_refused_by_what_it_states(browser):
    assert browser.post("/sittings", {"kind": "x" * MOST_BYTES}).status_code == 413


def test_a_body_that_states_no_length_is_refused_where_it_gets_too_large(browser):
    pieces = (b"kind=x&" * 1024 for _ in range(MOST_BYTES // 7168 + 2))
    kind = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRF-Token": browser.token()}
    assert browser.client.post("/sittings", content=pieces, headers=kind).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fstate.py", "/static//etc/passwd",
        "/static/%2fetc%2fpasswd", "/static/vendored.json", "/static/x.css", "/static/", "/..%2fapp.py",
    ],
)  # fmt: skip
def test_no_address_leads_to_another_file(browser, path):
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(browser, method):
    assert browser.client.request(method, "/settings").status_code == 405
