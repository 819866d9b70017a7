"""A whole VCALENDAR: head, time zones, fragments in order of id, tail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from icalendar import Calendar, Timezone, vText, vUri

from milepost.feed.text import line

MOST: Final = 10_000
"""Events in one feed; more make clients slow or blind."""

_REFRESH: Final = "PT6H"
_COLOR: Final = "firebrick"
_TAIL: Final = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself: name, description, its own public address and the site's, a notice."""

    title: str
    description: str = ""
    url: str | None = None
    site: str | None = None
    notice: str = ""


def assemble(
    head: Head,
    fragments: Iterable[bytes],
    zones: Iterable[tuple[str, date, date]] = (),
    method: str | None = None,
) -> bytes:
    """The calendar of these fragments, already in their order.

    ``zones`` names each TZID in use with the first and last day that it is used on. No UID stands on
    the VCALENDAR: a client was seen to keep one event of seven then.
    """
    return b"".join((_head(head, method), *(_zone(*zone) for zone in sorted(zones)), *fragments, _TAIL))


def _head(head: Head, method: str | None) -> bytes:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Milepost//Milepost//EN")
    calendar.add("CALSCALE", "GREGORIAN")
    if method:
        calendar.add("METHOD", method)
    about = " ".join(part for part in (line(head.description), line(head.notice)) if part)
    for name, value in (("NAME", head.title), ("X-WR-CALNAME", head.title)):
        calendar.add(name, vText(line(value)))
    if about:
        for name in ("DESCRIPTION", "X-WR-CALDESC"):
            calendar.add(name, vText(about))
    calendar.add("COLOR", vText(_COLOR))
    if head.url:
        calendar.add("SOURCE", vUri(head.url, params={"VALUE": "URI"}))
    calendar.add("REFRESH-INTERVAL", vText(_REFRESH, params={"VALUE": "DURATION"}))
    calendar.add("X-PUBLISHED-TTL", vText(_REFRESH))
    return bytes(calendar.to_ical().removesuffix(_TAIL))


@lru_cache(maxsize=128)
def _zone(name: str, first: date, last: date) -> bytes:
    """A VTIMEZONE that holds from the year before the first use to some years after the last."""
    start, end = date(max(first.year - 1, 1900), 1, 1), date(min(max(last.year + 10, 2038), 2200), 1, 1)
    zone = Timezone.from_tzid(name, first_date=start, last_date=max(end, start.replace(year=start.year + 1)))
    zone.pop("COMMENT", None)
    return bytes(zone.to_ical())
