"""One entry as a VEVENT (RFC 5545, 7986, 9253): checked bytes, or ValueError where none can be had."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Event, vRecur, vText

from milepost.feed.entry import Entry, is_fixed
from milepost.model import Revision
from milepost.when import moment, tz

_OPEN: Final = b"BEGIN:VEVENT\r\n"
_CLOSE: Final = b"END:VEVENT\r\n"
_LINE: Final = re.compile(rb"[A-Z][A-Z0-9-]*(?:;[A-Z0-9-]+=(?:\"[^\"\r\n]*\"|[^\":;\r\n]*))*:[^\r\n]*")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ONCE: Final = (b"UID", b"DTSTART", b"SUMMARY", b"DESCRIPTION", b"STATUS", b"TRANSP")
_AT_MOST_ONCE: Final = (b"DTEND", b"URL", b"LOCATION", b"RRULE", b"DTSTAMP", b"SEQUENCE", b"LAST-MODIFIED")


def body(entry: Entry) -> bytes:
    """What lies between BEGIN and END, without the stamps of a revision; the entry must stand on a day.

    The library writes and folds, ``_check`` does not trust it: one wrong line costs a subscriber the
    whole feed. Raises ValueError for an entry that cannot be written.
    """
    if entry.first is None or entry.last is None:
        raise ValueError(f"{entry.id} has no day to stand on")
    event = Event()
    event.add("UID", entry.id)
    event.add("SUMMARY", entry.summary)
    event.add("DESCRIPTION", entry.description)
    if entry.starts is not None and entry.zone is not None:
        event.add("DTSTART", in_zone(entry.starts, entry.zone))
    else:
        event.add("DTSTART", entry.first)
        event.add("DTEND", entry.last + timedelta(days=1))
        event.add("X-MICROSOFT-CDO-ALLDAYEVENT", vText("TRUE"))
    _recur(event, entry)
    event.add("STATUS", "CONFIRMED" if entry.exact else "TENTATIVE")
    event.add("TRANSP", "TRANSPARENT")
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", vText("FREE"))
    if entry.categories:
        # Some clients split a category at a comma although it is escaped.
        event.add("CATEGORIES", [category.replace(",", " /") for category in entry.categories])
    if entry.place:
        event.add("LOCATION", entry.place)
    if url := entry.source or entry.page:
        event.add("URL", url)
    for relation, address in (("SOURCE", entry.source), ("DESCRIBEDBY", entry.page)):
        if address:
            event.add("LINK", address, parameters={"LINKREL": relation, "VALUE": "URI"})
    for uid in entry.related:
        event.add("RELATED-TO", uid, parameters={"RELTYPE": "DEPENDS-ON"})
    event.add("X-MILEPOST-WHEN", vText(entry.when))
    if entry.edtf:
        event.add("X-MILEPOST-EDTF", vText(entry.edtf))
    written = event.to_ical()
    check(written, entry.id)
    return bytes(written[len(_OPEN) : -len(_CLOSE)])


def fragment(body: bytes, revision: Revision, alarms: bytes = b"") -> bytes:
    """The VEVENT of a revision: DTSTAMP and LAST-MODIFIED are its moment, so nothing follows the clock."""
    moment = f"{revision.modified.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    stamps = f"DTSTAMP:{moment}\r\nLAST-MODIFIED:{moment}\r\nSEQUENCE:{revision.sequence}\r\n"
    return b"".join((_OPEN, stamps.encode(), body, alarms, _CLOSE))


def alarms(leads: Sequence[timedelta], *, timed: bool) -> bytes:
    """VALARMs for an event: so long before its time; whole days before an all-day one ring at 09:00."""
    return b"".join(_alarm(lead, timed) for lead in leads)


def in_zone(local: datetime, zone: str) -> datetime:
    """A local time of a zone as the library writes it: with TZID for a named zone, else in UTC."""
    there = local.replace(tzinfo=tz(zone))
    return there.astimezone(UTC) if is_fixed(zone) else there


def check(written: bytes, name: str) -> None:
    """Raise ValueError unless these lines are what RFC 5545 (3.1) and the strictest client accept."""
    if not (written.startswith(_OPEN) and written.endswith(_CLOSE)):
        raise ValueError(f"{name}: no whole VEVENT")
    if _CONTROL.search(written) or b"\xef\xbb\xbf" in written:
        raise ValueError(f"{name}: a control character")
    lines = written.split(b"\r\n")
    if any(b"\r" in line or b"\n" in line or len(line) > 75 for line in lines) or lines.pop():
        raise ValueError(f"{name}: a line that is too long or does not end with CR LF")
    for line in lines:
        line.decode()  # UnicodeDecodeError is a ValueError: cut inside a character
    names: dict[bytes, int] = {}
    for line in b"\r\n".join(lines).replace(b"\r\n ", b"").split(b"\r\n"):
        if not _LINE.fullmatch(line):
            raise ValueError(f"{name}: the line {line[:60]!r} is no property")
        key = re.split(rb"[:;]", line, maxsplit=1)[0]
        names[key] = names.get(key, 0) + 1
    wrong = [key for key in _ONCE if names.get(key) != 1] + [k for k in _AT_MOST_ONCE if names.get(k, 0) > 1]
    if wrong:
        raise ValueError(f"{name}: {wrong[0].decode()} stands {names.get(wrong[0], 0)} times")


def _recur(event: Event, entry: Entry) -> None:
    rule = entry.rule
    if rule is None:
        return
    if rule.parts is not None:
        event.add("RRULE", vRecur.from_ical(rule.parts + _until(rule.until, entry)))
    elif rule.days and entry.starts and entry.zone:
        clock, zone = entry.starts.time(), entry.zone
        event.add("RDATE", [in_zone(datetime.combine(day, clock), zone) for day in rule.days])
    elif rule.days:
        event.add("RDATE", list(rule.days))


def _until(until: date | None, entry: Entry) -> str:
    """UNTIL has the value type of DTSTART; with a zone it is told in UTC (RFC 5545, 3.3.10)."""
    if until is None:
        return ""
    if entry.starts is None or entry.zone is None:
        return f";UNTIL={until:%Y%m%d}"
    return f";UNTIL={moment(until, time(23, 59, 59), entry.zone):%Y%m%dT%H%M%SZ}"


def _alarm(lead: timedelta, timed: bool) -> bytes:
    if not timed and lead >= timedelta(days=1):
        lead -= timedelta(hours=9)
    seconds = int(lead.total_seconds())
    days, rest = divmod(seconds, 86400)
    clock = "".join(
        f"{amount}{unit}"
        for amount, unit in ((rest // 3600, "H"), (rest % 3600 // 60, "M"), (rest % 60, "S"))
        if amount
    )
    length = (f"{days}D" if days else "") + (f"T{clock}" if clock else "") or "T0S"
    sign = "-" if seconds > 0 else ""
    return (
        f"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Milepost\r\nTRIGGER:{sign}P{length}\r\nEND:VALARM\r\n"
    ).encode()
