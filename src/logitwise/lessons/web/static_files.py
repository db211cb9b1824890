"""The few files that pages load: a fixed list, read once; no address is ever turned into a path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from logitwise.report.theme import css

_JAVASCRIPT: Final = "text/javascript; charset=utf-8"
_KINDS: Final = {
    "theme.css": "text/css; charset=utf-8",
    "lesson.css": "text/css; charset=utf-8",
    "htmx.min.js": _JAVASCRIPT,
    "lesson.js": _JAVASCRIPT,
    "icon.svg": "image/svg+xml",
    "htmx.LICENSE": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent, with the start of its SHA-256."""

    body: bytes
    kind: str
    version: str


@cache
def static_files() -> dict[str, StaticFile]:
    """All of them by name."""
    return {name: _file(_read(name), kind) for name, kind in _KINDS.items()}


def address(name: str) -> str:
    """Where a page finds a file; another content has another address, so that it may be kept for ever."""
    return f"/static/{name}?v={static_files()[name].version}"


async def serve(request: Request) -> Response:
    """One of the files."""
    found = static_files().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    kept = "public, max-age=31536000, immutable" if request.query_params.get("v") == found.version else "no-cache"
    return Response(found.body, media_type=found.kind, headers={"Cache-Control": kept})


def _read(name: str) -> bytes:
    if name == "theme.css":
        return css().encode()
    return files("logitwise.lessons.web").joinpath("static", name).read_bytes()


def _file(body: bytes, kind: str) -> StaticFile:
    return StaticFile(body, kind, sha256(body).hexdigest()[:16])
