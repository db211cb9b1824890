"""Who may talk to the local server, and what a browser may do with what it says.

The server listens on the loopback alone. A page of another site can still send a browser there, so the name it used is
checked (against DNS rebinding), each change needs a token that only our own pages hold, and a policy keeps a page from
loading or sending anything elsewhere.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request, cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
POLICY: Final = "default-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'"
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser would send `Origin: null` with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
MOST_BYTES: Final = 64 * 1024
"""Of a form."""
MOST_BYTES_AT: Final = {"/yours": 33 * 1024**2, "/settings/import": 16 * 1024**2, "/note": 2 * 1024**2}
"""Where a file or a long note is sent."""
_COOKIE: Final = re.compile(r"[A-Za-z0-9_-]{43}")


class Guard:
    """The outermost layer: hosts, sizes and headers, before and around everything else."""

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self.app = app
        self.hosts = hosts(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or let it in."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.hosts or len(headers.getlist("host")) != 1:
            refusal = PlainTextResponse("This page is served to this machine alone, under its own name.", 421)
            await refusal(scope, receive, _guarded(send))
            return
        limit = MOST_BYTES_AT.get(scope["path"], MOST_BYTES)
        if _stated_length(headers) > limit:
            await PlainTextResponse(_too_large(limit), 413)(scope, receive, _guarded(send))
            return
        await self.app(scope, _limited(receive, limit), _guarded(send))


def hosts(port: int) -> frozenset[str]:
    """The names under which a browser on this machine reaches the port.

    >>> sorted(hosts(8000))
    ['127.0.0.1:8000', '[::1]:8000', 'localhost:8000']
    """
    return frozenset(f"{name}:{port}" for name in LOOPBACK) | (frozenset(LOOPBACK) if port == 80 else frozenset())


def cookie_name(port: int) -> str:
    """Cookies are shared by all ports of a host, hence the port in the name."""
    return f"logitwise_{port}"


def visitor(request: Request, *, port: int) -> str | None:
    """Who the browser says it is; None where it says nothing that we gave it."""
    # Of several of one name the first counts, as browsers send the most specific first.
    value = cookie_parser(request.headers.get("cookie", "")).get(cookie_name(port), "")
    return value if _COOKIE.fullmatch(value) else None


def visitor_of(secret: bytes) -> str:
    """The name that a run of the server gives, the same to every tab, so that none takes it from another."""
    return urlsafe_b64encode(hmac.digest(secret, b"visitor", "sha256")).decode().rstrip("=")


def token_of(visitor: str, *, secret: bytes) -> str:
    """The token that a form must send back with the cookie of that visitor."""
    return hmac.new(secret, visitor.encode(), sha256).hexdigest()


def check_origin(request: Request, *, port: int) -> None:
    """Refuse a change that another site asks for.

    Raises:
        HTTPException: 403.
    """
    origin = request.headers.get("origin")
    if origin is not None and origin.removeprefix("http://").lower() not in hosts(port):
        raise HTTPException(403, "This change was asked for by another site, and is refused.")
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise HTTPException(403, "This change was asked for by another site, and is refused.")


def check_token(request: Request, sent: str, *, port: int, secret: bytes) -> None:
    """Refuse a change whose token is not that of the cookie.

    Raises:
        HTTPException: 403.
    """
    who = visitor(request, port=port)
    ours = visitor_of(secret)
    if who != ours or not hmac.compare_digest(token_of(ours, secret=secret).encode(), sent.encode()):
        raise HTTPException(403, "This form is from an earlier start of the lesson. Load the page again, then send it.")


def _stated_length(headers: Headers) -> int:
    stated = headers.get("content-length", "0")
    return int(stated) if stated.isascii() and stated.isdecimal() and len(stated) < 16 else 0


def _too_large(limit: int) -> str:
    return f"At most {limit // 1024:,} KiB can be sent here."


def _limited(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, _too_large(limit))
        return message

    return limited


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return guarded
