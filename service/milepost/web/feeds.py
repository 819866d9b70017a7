"""Feeds by their URL: the named ones, filtered ones in a bounded cache, private ones under a token."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, cast

from milepost.settings import Feed, Token
from milepost.web.filters import BadQuery, Filter, read
from milepost.web.prepared import Prepared
from milepost.web.site import Query, View

Format = Literal["ics", "json", "atom"]
Windows = Literal["auto", "span", "end"]

TYPES: Final[Mapping[Format, str]] = {
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}
_PATH: Final = re.compile(
    r"/feeds/(?P<name>[^/]{1,100})\.(?P<format>ics|json|atom)(?:/(?P<token>[^/]{1,200}))?"
)
_LEAD: Final = re.compile(r"(\d{1,3})(min|h|d|w)")
_LEADS: Final = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_ALARMS: Final = 5
_CACHED_BYTES: Final = 64_000_000
_REMEMBERED: Final = 4096


_EVERYTHING: Final = Filter()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One feed in one format; equal ones are answered with the same bytes."""

    feed: Feed
    format: Format
    filter: Filter = _EVERYTHING
    windows: Windows = "auto"
    alarms: tuple[timedelta, ...] = ()

    @property
    def query(self) -> str:
        """Its canonical query, "" or "?…"."""
        own = [f"alarms={_told(self.alarms)}"] if self.alarms else []
        own += [f"windows={self.windows}"] if self.windows != "auto" else []
        parts = [part for part in (self.filter.query().removeprefix("?"), *own) if part]
        return "?" + "&".join(parts) if parts else ""


Make = Callable[[Wanted], tuple[bytes, datetime]]
"""Writes a feed: its bytes, and the last moment at which anything that is published changed."""


class Feeds:
    """Answers for feeds, made when they are first asked for and kept while nothing changes."""

    def __init__(self, make: Make) -> None:
        """``make`` is called once for each feed that is asked for between two changes."""
        self._make = make
        self._kept = Kept(_CACHED_BYTES)
        self._known: OrderedDict[Wanted, tuple[str, datetime]] = OrderedDict()

    def changed(self) -> None:
        """Something was published: make everything anew."""
        self._kept.clear()

    def kept(self, wanted: Wanted) -> Prepared | None:
        """The feed if it is ready."""
        return self._kept.get(wanted)

    def get(self, wanted: Wanted) -> Prepared:
        """The feed, made if need be."""
        if ready := self._kept.get(wanted):
            return ready
        body, modified = self._make(wanted)
        made = _prepare(wanted, body, modified)
        if known := self._known.get(wanted):
            # The same bytes as before keep their date, whatever was published elsewhere since.
            if known[0] == made.etag:
                made = _prepare(wanted, body, known[1])
            elif modified <= known[1]:
                made = _prepare(wanted, body, known[1] + timedelta(seconds=1))
        self._known[wanted] = (made.etag, made.modified or modified)
        self._known.move_to_end(wanted)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        self._kept.put(wanted, made)
        return made


class Kept:
    """Answers, the least recently used dropped beyond so many bytes."""

    def __init__(self, most: int) -> None:
        """Begin empty."""
        self._most, self._bytes = most, 0
        self._kept: OrderedDict[Hashable, Prepared] = OrderedDict()

    def get(self, key: Hashable) -> Prepared | None:
        """The answer, or None."""
        if found := self._kept.get(key):
            self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, answer: Prepared) -> None:
        """Keep it; one that alone is too large is not kept."""
        if answer.size > self._most // 2:
            return
        self.drop(key)
        self._kept[key] = answer
        self._bytes += answer.size
        while self._bytes > self._most:
            self._bytes -= self._kept.popitem(last=False)[1].size

    def drop(self, key: Hashable) -> None:
        """Forget one."""
        if old := self._kept.pop(key, None):
            self._bytes -= old.size

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
        self._bytes = 0


def wanted(path: str, query: Query, view: View) -> Wanted | None:
    """The feed that a URL asks for; None where there is none, or none for that token.

    Raises BadQuery for a key or value that is not known.
    """
    found = _PATH.fullmatch(path)
    feed = found and _feed(found["name"], found["token"], view)
    if not found or not feed:
        return None
    return Wanted(
        feed,
        cast(Format, found["format"]),
        read(query, view, also=("alarms", "windows")),
        _windows(query.get("windows", ())),
        _alarms(query.get("alarms", ())),
    )


def _feed(name: str, token: str | None, view: View) -> Feed | None:
    """A public feed needs no token, a private one its own; a wrong token opens nothing at all."""
    known = next((f for f in (*view.feeds, *view.settings.feeds) if f.name == name), None)
    if token is None:
        return known if known and not known.private else None
    holder = holder_of(token, view.settings.tokens)
    return known if known and holder and name in holder.feeds else None


def holder_of(token: str, tokens: Iterable[Token]) -> Token | None:
    """Whose token this is; every one is compared, in constant time."""
    digest = hashlib.sha256(token.encode(errors="replace")).hexdigest()
    found = None
    for known in tokens:
        if hmac.compare_digest(known.sha256.lower().encode(errors="replace"), digest.encode()):
            found = known
    return found


def _windows(asked: Iterable[str]) -> Windows:
    values = set(asked)
    if not values:
        return "auto"
    if len(values) > 1 or not values <= {"span", "end"}:
        raise BadQuery("windows is span (all days of a window) or end (its last day).")
    return cast(Windows, values.pop())


def _alarms(asked: Iterable[str]) -> tuple[timedelta, ...]:
    leads = set()
    for word in (word for value in asked for word in value[:200].split(",")):
        if not (found := _LEAD.fullmatch(word.strip())):
            raise BadQuery("alarms are told as 15min, 1h, 1d or 1w before, with commas between them.")
        leads.add(int(found[1]) * _LEADS[found[2]])
    if len(leads) > _ALARMS or any(lead > timedelta(days=366) for lead in leads):
        raise BadQuery(f"At most {_ALARMS} alarms, each at most a year before.")
    return tuple(sorted(leads, reverse=True))


def _told(alarms: Iterable[timedelta]) -> str:
    return ",".join(
        f"{lead.days}d" if not lead.seconds else f"{lead // timedelta(minutes=1)}min" for lead in alarms
    )


def _prepare(wanted: Wanted, body: bytes, modified: datetime) -> Prepared:
    scope = "private" if wanted.feed.private else "public"
    return Prepared(
        body,
        TYPES[wanted.format],
        modified=modified,
        cache=f"{scope}, no-cache",  # asking again costs a 304, an old calendar costs a meeting
        headers=() if wanted.feed.private else (("access-control-allow-origin", "*"),),
    )
