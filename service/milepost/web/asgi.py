"""The site as one bare ASGI callable: prepared bytes from a dict, then feeds, API and pages."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from ipaddress import ip_network
from typing import Any, Final, Literal, Protocol, cast
from urllib.parse import parse_qs

from milepost.model import Dated
from milepost.web import assets
from milepost.web import feeds as feed_urls
from milepost.web.feeds import Feeds, Kept, Make, Wanted
from milepost.web.filters import BadQuery
from milepost.web.prepared import SECURITY, Answer, Headers, Prepared
from milepost.web.site import Pages, Response, View

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Ask = Literal["unsubscribe", "snooze"]

log = logging.getLogger("milepost.web")

_PLAIN: Final = "text/plain; charset=utf-8"
ROBOTS: Final = (
    b"User-agent: *\nDisallow: /api/\nDisallow: /unsubscribe/\nDisallow: /snooze/\nDisallow: /*?\n"
)
_LONGEST_URL: Final = 4096
_LONGEST_BODY: Final = 4_000_000
_PAGES: Final = 32_000_000
_ASK: Final[Mapping[Ask, tuple[str, str]]] = {
    "unsubscribe": ("Unsubscribe", "Unsubscribe"),
    "snooze": ("Quiet for 3 days", "Quiet for 3 days"),
}


class Announce(Protocol):
    """Takes an announcement that a holder of a posting token sent; what ``read --json`` would print."""

    async def __call__(self, fields: Mapping[str, Any], by: str) -> Mapping[str, Any]:
        """Raises MilepostError with a sentence for what cannot be taken."""
        ...


@dataclass(frozen=True, slots=True)
class Roof:
    """What the site asks of the rest of the program.

    ``make`` writes a feed, ``record`` a milestone as the API shows it. ``health`` says whether
    reminders can go out, and the state as JSON; ``metrics`` is Prometheus text. ``ask`` tells in a
    sentence what following a link of a message will do, ``act`` does it and tells what was done; both
    give None for a token that is not ours. ``ticks`` are seconds that only ever grow.
    """

    make: Make
    ticks: Callable[[], float]
    record: Callable[[Dated], Mapping[str, Any]]
    health: Callable[[], tuple[bool, Mapping[str, Any]]] = lambda: (True, {"status": "ok"})
    metrics: Callable[[], str] = lambda: ""
    ask: Callable[[Ask, str], str | None] = lambda _, __: None
    act: Callable[[Ask, str], str | None] = lambda _, __: None
    announce: Announce | None = None


class Allowance:
    """How much of our time each address may use: some seconds at once, then a share of every second.

    What is prepared costs nothing, so nobody who only subscribes is ever refused.
    """

    _BURST: Final = 5.0
    _SHARE: Final = 0.25
    _ADDRESSES: Final = 20_000

    def __init__(self) -> None:
        """Everybody has their burst."""
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str, now: float) -> int:
        """Whole seconds until this address may ask for work again; 0 is now."""
        left, then = self._left.get(address, (self._BURST, now))
        left = min(self._BURST, left + (now - then) * self._SHARE)
        return 0 if left > 0 else int(-left / self._SHARE) + 1

    def spend(self, address: str, now: float, seconds: float) -> None:
        """Note work that was done for an address."""
        left, then = self._left.pop(address, (self._BURST, now))
        self._left[address] = (min(self._BURST, left + (now - then) * self._SHARE) - seconds, now)
        if len(self._left) > self._ADDRESSES:
            self._left.popitem(last=False)


class Site:
    """The ASGI callable. ``swap`` gives it a new view; until the first one it answers 503."""

    def __init__(self, roof: Roof, pages: Pages | None = None) -> None:
        """``pages`` are ours unless a test brings others."""
        self.roof = roof
        self.view: View | None = None
        self.feeds = Feeds(roof.make)
        self.allowance = Allowance()
        self._pages = pages
        self._kept = Kept(_PAGES)
        self._static = _static()
        self.hot: dict[str, Prepared] = {}
        self._api: App | None = None

    def swap(self, view: View) -> None:
        """Show this from now on. The public calendars are made at once, the rest when it is asked for."""
        self.feeds.changed()
        self._kept.clear()
        self.view = view
        calendars = {f"/feeds/{feed.name}.ics": self.feeds.get(Wanted(feed, "ics")) for feed in view.feeds}
        self.hot = self._static | calendars

    @property
    def pages(self) -> Pages:
        """Imported when the first page is asked for: jinja2 is not needed to serve a calendar."""
        if self._pages is None:
            self._pages = cast(Pages, import_module("milepost.web.pages"))
        return self._pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        method = scope["method"]
        if (
            (ready := self.hot.get(scope["path"]))
            and not scope["query_string"]
            and (method == "GET" or method == "HEAD")
        ):
            await _send(send, ready.answer(scope["headers"], head=method == "HEAD"))
            return
        await self._work(scope, receive, send)

    async def _work(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Everything that costs: charged to the address that asked."""
        view, address = self.view, _address(scope)
        begun = self.roof.ticks()
        if view is None:
            await _send(send, self._plain(503, "Not ready yet: the calendar is being read.", retry=1))
        elif seconds := self.allowance.wait(address, begun):
            await _send(send, self._plain(429, "Too much was asked from this address.", retry=seconds))
        else:
            path = _inside(scope["path"], view)
            try:
                if path.startswith("/api/"):
                    await self._to_api(path, scope, receive, send)
                else:
                    await _send(send, await self._answer(path, scope, receive, view))
            except Exception:
                log.exception("request failed", extra={"path": redacted(path), "method": scope["method"]})
                await _send(
                    send, self._plain(500, "This failed here, and was noted. Please try again later.")
                )
            self.allowance.spend(address, self.roof.ticks(), self.roof.ticks() - begun)

    async def _answer(self, path: str, scope: Scope, receive: Receive, view: View) -> Answer:
        method, headers = scope["method"], scope["headers"]
        head = method == "HEAD"
        raw = scope["query_string"].decode("latin-1")
        room = path.split("/", 2)[1]
        posts = room in ("unsubscribe", "snooze") and path.count("/") == 2
        if method not in ("GET", "HEAD", *(("POST",) if posts else ())):
            return self._problem(405, f"{method[:20]} is not for this address.", path, view, head, posts)
        if len(path) + len(raw) > _LONGEST_URL:
            return self._problem(414, "This address is too long.", path, view, head)
        if "\x00" in path or any("\ud800" <= sign <= "\udfff" for sign in path):
            return self._problem(
                400, "This address holds signs that no address of ours has.", path, view, head
            )
        if posts:
            return await self._follow(room, path.split("/")[2], method, receive, view, headers)  # type: ignore[arg-type]
        if path in ("/health", "/metrics", "/robots.txt"):
            return self._state(path, headers, head)
        try:
            query = parse_qs(raw, keep_blank_values=True, max_num_fields=100, errors="replace")
        except ValueError:
            return self._problem(400, "This query has too many parts.", path, view, head)
        if room == "feeds":
            return self._feed(path, query, raw, headers, head, view)
        return self._page(path, query, raw, headers, head, view)

    def _feed(
        self, path: str, query: dict[str, list[str]], raw: str, headers: Headers, head: bool, view: View
    ) -> Answer:
        try:
            wanted = feed_urls.wanted(path, query, view)
        except BadQuery as bad:
            return self._problem(400, str(bad), path, view, head)
        if wanted is None:
            return self._problem(404, "There is no such feed.", path, view, head)
        ready = self.feeds.get(wanted)
        if not raw and not wanted.feed.private and path.count("/") == 2:
            self.hot[path] = ready
        return ready.answer(headers, head=head)

    def _page(
        self, path: str, query: dict[str, list[str]], raw: str, headers: Headers, head: bool, view: View
    ) -> Answer:
        key = (path, raw)
        if ready := self._kept.get(key):
            return ready.answer(headers, head=head)
        page = self.pages.render(path, query, view)
        if page.status != 200:
            return self._written(page, head)
        cache = dict(page.headers).get("cache-control", "no-cache")
        others = [header for header in page.headers if header[0] != "cache-control"]
        ready = Prepared(page.body, page.content_type, cache=cache, headers=others, secure=True)
        self._kept.put(key, ready)
        return ready.answer(headers, head=head)

    async def _follow(
        self, ask: Ask, token: str, method: str, receive: Receive, view: View, headers: Headers
    ) -> Answer:
        """A link in a message: GET tells, POST acts (RFC 8058); neither is ever cached or logged."""
        if method == "POST" and not await _drain(receive):
            return self._problem(413, "This is more than a form.", "/", view, False)
        does = self.roof.act if method == "POST" else self.roof.ask
        said = await asyncio.to_thread(does, ask, token)
        title, button = _ASK[ask]
        if said is None:
            page = self.pages.problem(404, "This link is not, or no longer, one of ours.", view)
        elif method == "POST":
            page = self.pages.problem(200, said, view)
        else:
            page = self.pages.ask(title, said, button, view)
        return self._written(
            replace(page, headers=(*page.headers, ("cache-control", "no-store"))), head=method == "HEAD"
        )

    def _state(self, path: str, headers: Headers, head: bool) -> Answer:
        if path == "/robots.txt":
            return Prepared(ROBOTS, _PLAIN).answer(headers, head=head)
        if path == "/metrics":
            body = self.roof.metrics().encode()
            page = Response(200, "text/plain; version=0.0.4; charset=utf-8", body, _FRESH)
        else:
            well, state = self.roof.health()
            body = json.dumps(state, ensure_ascii=False, default=str).encode() + b"\n"
            page = Response(200 if well else 503, "application/json; charset=utf-8", body, _FRESH)
        return self._written(page, head)

    def _problem(
        self, status: int, sentence: str, path: str, view: View, head: bool, posts: bool = False
    ) -> Answer:
        """A sentence, as a page where people look and as plain text where programs do."""
        if path.startswith(("/feeds/", "/health", "/metrics", "/static/")) or status in (405, 414):
            answer = self._plain(status, sentence)
        else:
            answer = self._written(self.pages.problem(status, sentence, view), head=False)
        if status == 405:
            answer[1].append((b"allow", b"GET, HEAD, POST" if posts else b"GET, HEAD"))
        return (answer[0], answer[1], b"") if head else answer

    def _plain(self, status: int, sentence: str, retry: int | None = None) -> Answer:
        headers = _FRESH if retry is None else (*_FRESH, ("retry-after", str(retry)))
        return self._written(
            Response(status, _PLAIN, sentence.encode(errors="replace") + b"\n", headers), head=False
        )

    def _written(self, page: Response, head: bool) -> Answer:
        headers = [
            (b"content-type", page.content_type.encode()),
            (b"content-length", str(len(page.body)).encode()),
            *((name.lower().encode(), value.encode("latin-1", "replace")) for name, value in page.headers),
            *SECURITY,
        ]
        return page.status, headers, b"" if head else page.body

    async def _to_api(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """HEAD is a GET without its body; a body that is too large is refused before it is all here."""
        head, size = scope["method"] == "HEAD", 0

        from starlette.exceptions import HTTPException  # late, with the API

        async def limited() -> Mapping[str, Any]:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > _LONGEST_BODY:
                raise HTTPException(413)
            return message

        async def silent(message: dict[str, Any]) -> None:
            await send({**message, "body": b""} if head and "body" in message else message)

        inner = {**scope, "path": path, "raw_path": path.encode(errors="replace"), "root_path": ""}
        inner["method"] = "GET" if head else scope["method"]
        app = await self._load_api()
        await app(inner, limited, silent)

    async def _load_api(self) -> App:
        if self._api is None:
            self._api = await asyncio.to_thread(_api, self)
        return self._api


_FRESH: Final = (("cache-control", "no-store"),)


def redacted(path: str) -> str:
    """A path as it may be logged: without the token of a private feed or of a link in a message."""
    parts = path.split("/")
    secret = {"feeds": 3, "unsubscribe": 2, "snooze": 2}.get(parts[1] if len(parts) > 1 else "")
    return "/".join([*parts[:secret], "…"]) if secret and len(parts) > secret else path[:200]


def _api(site: Site) -> App:
    from milepost.web.api import api  # late: FastAPI takes longer to load than everything else

    return cast(App, api(site))


def _inside(path: str, view: View) -> str:
    """The path without the prefix of the public address, whether or not a proxy took it off."""
    prefix = view.prefix
    inside = path[len(prefix) :] if prefix and path.startswith(prefix + "/") else path
    return inside if inside.startswith("/") else "/"


def _address(scope: Scope) -> str:
    """Who asks; addresses of IPv6 count by their network, as one machine has billions of them."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        return str(ip_network(f"{host}/64", strict=False)) if ":" in host else host
    except ValueError:
        return host


def _static() -> dict[str, Prepared]:
    return {
        path: Prepared(found.body, found.content_type, cache=assets.FOREVER, secure=True)
        for path, found in assets.FILES.items()
    }


async def _drain(receive: Receive) -> bool:
    """Read a body that does not matter; false where it is larger than any form."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
        if size > _LONGEST_BODY:
            return False
    return True


async def _send(send: Send, answer: Answer) -> None:
    status, headers, body = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
