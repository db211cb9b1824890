"""A page as a parser of HTML sees it, in the order of the text; only the standard library."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


@dataclass
class Element:
    """An element with what stands in it."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    inside: list = field(default_factory=list)

    @property
    def text(self):
        """Its text, white space made one."""
        return " ".join("".join(_pieces(self)).split())

    def walk(self):
        """All elements below, in order."""
        for each in self.inside:
            if isinstance(each, Element):
                yield each
                yield from each.walk()

    def all(self, *tags, **attributes):
        """Those of a tag whose attributes are as said; `class_` is one of several."""
        wanted = attributes.pop("class_", None)
        return [
            each
            for each in self.walk()
            if (not tags or each.tag in tags)
            and (wanted is None or wanted in (each.attributes.get("class") or "").split())
            and all(each.attributes.get(name) == value for name, value in attributes.items())
        ]

    def one(self, *tags, **attributes):
        """The only one."""
        (found,) = self.all(*tags, **attributes)
        return found


def _pieces(element):
    for each in element.inside:
        if isinstance(each, str):
            yield each
        else:
            yield " "
            yield from _pieces(each)
            yield " "


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]

    def handle_starttag(self, tag, attributes):
        made = Element(tag, dict(attributes))
        self.open[-1].inside.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag, attributes):
        self.open[-1].inside.append(Element(tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, text):
        self.open[-1].inside.append(text)


def parsed(html):
    """The root; an end tag that closes another element is an error."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is not closed"
    return reader.open[0]
