"""A widget on a page: asked for a prediction first, then moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import QueryParams

from logitwise.errors import OptionError
from logitwise.lessons.web.putting import with_query
from logitwise.lessons.widgets.recorded import CHARTS
from logitwise.lessons.widgets.registry import WIDGETS
from logitwise.lessons.widgets.view import Chart, View
from logitwise.lessons.yours.own import Own

OURS: Final = frozenset({"show", "page", "predicted", "part", "csrf"})
"""Names of fields that are not the widget's."""


@dataclass(frozen=True, slots=True)
class Live:
    """A widget as a template puts it.

    Attributes:
        view: what it shows.
        id: of its element.
        page: slug of the mode on whose page it stands; empty where it has a page of its own.
        open: whether it is to be seen, or a prediction is asked for.
        settings: with which the page sets it at first.
        predicted: what was predicted; empty for nothing.
    """

    view: View
    id: str
    page: str
    open: bool
    settings: tuple[tuple[str, str], ...] = ()
    predicted: str = ""

    @property
    def home(self) -> str:
        """The page that shows it, for browsers without scripts."""
        return f"/{self.page}" if self.page else f"/widget/{self.view.name}"

    @property
    def fragment(self) -> str:
        """Where scripts get it."""
        return f"/widget/{self.view.name}"

    @property
    def without(self) -> str:
        """The query that shows it without a prediction."""
        return with_query("", **{**dict(self.settings), "show": self.id, "page": self.page})

    @property
    def guess(self) -> tuple[bool, str] | None:
        """Whether the prediction was right, and its words; None where nothing was predicted."""
        asked = self.view.prediction
        if asked is None or not self.predicted:
            return None
        words = dict(asked.choices).get(self.predicted)
        return None if words is None else (self.predicted == asked.right, words)


def live(  # noqa: PLR0913, PLR0917  which widget, where, and how it is set
    name: str, element: str, page: str, first: Mapping[str, str], query: QueryParams | None, own: Own | None
) -> Live:
    """A widget with the settings of its page, or with those that were asked for.

    Raises:
        OptionError: there is no such widget.
    """
    if name not in WIDGETS:
        raise OptionError(f"there is no widget {name!r}; expected one of {', '.join(WIDGETS)}")
    asked = {} if query is None else {key: value for key, value in query.items() if key not in OURS}
    view = WIDGETS[name]({**first, **asked}, own)
    opened = query is not None or view.prediction is None
    predicted = "" if query is None else query.get("predicted", "")
    return Live(view, element, page, opened, tuple(first.items()), predicted)


def recorded(name: str) -> Chart:
    """A chart of what was recorded.

    Raises:
        OptionError: there is no such chart.
    """
    if name not in CHARTS:
        raise OptionError(f"there is no chart {name!r}; expected one of {', '.join(CHARTS)}")
    return CHARTS[name]()
