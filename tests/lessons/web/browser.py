"""A browser without scripts: it reads pages, and sends forms back with the token they hold."""

from __future__ import annotations

import re
import warnings
from html.parser import HTMLParser

with warnings.catch_warnings():  # the newest Starlette says that it would rather have httpx2; both do
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

from logitwise.lessons.bank.lock import bank
from logitwise.lessons.bank.shown import show

PORT = 8123
ORIGIN = f"http://127.0.0.1:{PORT}"


class Browser:
    def __init__(self, app):
        self.client = TestClient(app, base_url=ORIGIN)
        self.app = app
        self.state = app.app.state.lesson

    def get(self, path, **headers):
        return self.client.get(path, headers=headers)

    def token(self):
        return re.search(r'X-CSRF-Token":"([0-9a-f]{64})"', self.get("/settings").text)[1]

    def post(self, path, data=None, *, files=None, follow=True, **headers):
        sent = {"csrf": self.token(), **(data or {})}
        return self.client.post(path, data=sent, files=files, follow_redirects=follow, headers=headers)

    def begin(self, kind, **wishes):
        """The sitting that was begun."""
        self.post("/sittings", {"kind": kind, **wishes})
        return self.state.store.sittings(kind)[-1]

    def answer(self, sitting, number, *, right=True, attempt=1, **more):
        item = next(each for each in sitting.items if each.number == number)
        given = key(item) if right else wrong(item)
        return self.post(
            f"/sitting/{sitting.id}/{number}", {"do": "answer", "answer": given, "attempt": attempt, **more}
        )


def shown(item):
    return show(bank().questions[item.question], item.variant, seed=item.seed)


def key(item):
    """The right answer as the form sends it."""
    put = shown(item)
    variant = put.variant
    if variant.options:
        return [letter for letter, option in put.options if option.right]
    if variant.slider is not None:
        return [variant.slider.positions[variant.slider.right.index(True)]]
    if variant.matrix is not None:
        return [",".join(map(str, variant.matrix.right))]
    return list(variant.fills.accepted[0])


def wrong(item):
    """A wrong answer as the form sends it."""
    put = shown(item)
    variant = put.variant
    if variant.options:
        return [next(letter for letter, option in put.options if not option.right)]
    if variant.slider is not None:
        return [variant.slider.positions[variant.slider.right.index(False)]]
    if variant.matrix is not None:
        return ["0,0" if variant.matrix.right != (0, 0) else "0,1"]
    return ["nonsense"] * put.blanks


class Page(HTMLParser):
    """The elements of a page with their attributes, and its headings."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag

    def of(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self):
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def links(self):
        return [attributes["href"] for attributes in self.of("a")]
