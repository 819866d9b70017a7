"""What the published entry of a milestone says, before it is written in any format."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

from milepost.feed.recur import Rule, listed, rule_of
from milepost.feed.text import clean, line, shorten
from milepost.model import Announcement, Dated, Milestone, Observation
from milepost.when import (
    Between,
    By,
    During,
    Every,
    From,
    Offset,
    On,
    Throughout,
    Undated,
    When,
    anchors,
    edtf,
    local,
    reckon,
    say,
    say_length,
    tz,
    write,
)
from milepost.when.words import say_day

Windows = Literal["auto", "span", "end"]
"""How windows stand in a feed: short ones as spans and long ones on their last day, or all alike."""

FORMAT: Final = "1"
"""Goes into every content hash: raised when the same entry is to be written otherwise than before."""

SHORT: Final = 31
"""Days up to which a window is a span."""

_TITLE: Final = 240
_TEXT: Final = 8000
_HISTORY: Final = 20
_YEAR: Final = 366


@dataclass(frozen=True, slots=True)
class Entry:
    """The words and days that subscribers see; two equal entries need no update.

    ``first`` and ``last`` are the days it stands on, None for an undated one; ``starts`` is the local
    time, with its zone, of one that has a clock time. ``exact`` is false where the day is one of
    several or in doubt.
    """

    id: str
    title: str
    summary: str
    description: str
    first: date | None = None
    last: date | None = None
    starts: datetime | None = None
    zone: str | None = None
    rule: Rule | None = None
    exact: bool = True
    categories: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    place: str | None = None
    source: str | None = None
    page: str | None = None
    when: str = ""
    edtf: str | None = None

    @property
    def content(self) -> str:
        """A hash of all it says."""
        return hashlib.sha256(f"{FORMAT}{self!r}".encode(errors="replace")).hexdigest()


def entry(
    item: Dated,
    announcement: Announcement | None = None,
    base_url: str | None = None,
    windows: Windows = "auto",
) -> Entry:
    """The entry of a milestone; ``base_url`` is the public address of its page, if there is one.

    Raises ValueError or OverflowError for one that no calendar can hold.
    """
    m = item.milestone
    first, last = _stands(item, windows)
    on = _on(m.when)
    zone = (on.zone if on else None) or item.calendar.zone
    starts = item.reckoned.starts
    page = f"{base_url}/milestones/{m.id}" if base_url else None
    rule = rule_of(m.when, first) if isinstance(m.when, Every) and first else None
    if rule and rule.first != first and first and last:
        first, last = rule.first, rule.first + (last - first)
        starts = starts and _moved(starts, zone, rule.first)
    if rule and starts and is_fixed(zone) and starts.astimezone(UTC).date() != rule.first:
        rule = listed(m.when, rule)  # written in UTC, where a rule would count other days
    title = shorten(line(m.title), _TITLE)
    return Entry(
        id=m.id,
        title=title,
        summary=_summary(item, title),
        description=_description(item, announcement, page),
        first=first,
        last=last,
        starts=local(starts, zone).replace(tzinfo=None) if starts else None,
        zone=zone if starts else None,
        rule=rule,
        exact=not _imprecise(item) and not _doubt(item),
        categories=tuple(dict.fromkeys(line(c) for c in (m.kind, *m.topics) if line(c))),
        related=anchors(m.when),
        place=line(m.place) if m.place else None,
        source=_address(m.url),
        page=page,
        when=write(m.when),
        edtf=edtf(m.when, item.reckoned, item.calendar.zone),
    )


def _moved(starts: datetime, zone: str, day: date) -> datetime:
    return datetime.combine(day, local(starts, zone).time(), tz(zone))


def _stands(item: Dated, windows: Windows) -> tuple[date | None, date | None]:
    first, last = item.first, item.last
    if first is None or last is None or first == last or not _imprecise(item):
        return first or last, last or first
    short = (last - first).days + 1 <= SHORT
    if windows == "span" or (windows == "auto" and short):
        return first, last
    return last, last


def _single(when: When) -> When:
    return when.first if isinstance(when, Every) else when


def _imprecise(item: Dated) -> bool:
    """Whether one day of several is meant."""
    return (
        item.first != item.last
        and not (item.reckoned.days and item.reckoned.days.spans)
        and (item.first is not None and item.last is not None)
    )


def _doubt(item: Dated) -> str | None:
    return item.milestone.doubt or item.reckoned.doubt


def _on(when: When) -> On | None:
    match _single(when):
        case On() as on:
            return on
        case By(On() as on) | From(On() as on):
            return on
        case _:
            return None


def _summary(item: Dated, title: str) -> str:
    m = item.milestone
    notes = [note for note in (_precision(item), "in doubt" if _doubt(item) else "") if note]
    marked = f"{title} ({', '.join(notes)})" if notes else title
    return f"Cancelled: {marked}" if m.standing == "cancelled" else marked


def _precision(item: Dated) -> str:
    """What the title must add, because the day alone would say more than was said."""
    when = item.milestone.when
    match when:
        case Every(first, interval):
            every = f"every {say_length(interval, one=False)}"
            if isinstance(first, By):
                return f"by this day, {every}"
            return f"one day of a time, {every}" if _imprecise(item) else ""
        case On() | Throughout() | Undated():
            return ""
        case Offset():
            return say(when, item.reckoned) if _imprecise(item) else ""
        case During() | Between():
            return say(when, item.reckoned) if _imprecise(item) else ""
        case By() | From():
            return say(when, item.reckoned)


def _description(item: Dated, announcement: Announcement | None, page: str | None) -> str:
    m = item.milestone
    parts = []
    if m.quote:
        opening = f"{line(m.quote.opening.text)} " if m.quote.opening else ""
        parts.append(f"“{opening}{line(m.quote.text)}”")
    parts.append(_provenance(m, announcement))
    parts.append("\n".join(_reckoning(item)))
    parts.append("\n".join(_facts(m)))
    if len(m.history) > 1:
        parts.append("\n".join(("History:", *_history(item))))
    if page:
        parts.append(page)
    return shorten(clean("\n\n".join(part for part in parts if part)), _TEXT)


def _provenance(m: Milestone, announcement: Announcement | None) -> str:
    title = announcement.title if announcement else ""
    told = say_day(m.published) if m.published else ""
    said = ", ".join(part for part in (line(title), line(m.source), told) if part)
    return "\n".join(part for part in (f"Source: {said}" if said else "", _address(m.url) or "") if part)


def _reckoning(item: Dated) -> list[str]:
    m = item.milestone
    told = [f"Date: {say(m.when, item.reckoned)}"]
    if m.said:
        told.append(f"Read from: “{line(m.said)}”")
    if _imprecise(item) and item.first and item.last:
        told.append(f"One day from {say_day(item.first)} to {say_day(item.last)}; which one is not told yet.")
    told += [f"Reckoned: {line(step)}" for step in item.reckoned.steps]
    if doubt := _doubt(item):
        told.append(f"In doubt: {line(doubt)}")
    return told


def _facts(m: Milestone) -> list[str]:
    return [
        f"{name}: {line(value)}"
        for name, value in (
            ("Parties", ", ".join(m.parties)),
            ("By", ", ".join(m.actors)),
            ("Done", say_day(m.done) if m.done else ""),
            ("Note", m.note or ""),
        )
        if value
    ]


def _history(item: Dated) -> list[str]:
    told = item.milestone.history
    lines = [_observed(item, before, now) for before, now in zip((None, *told), told, strict=False)]
    return lines[-_HISTORY:]


def _observed(item: Dated, before: Observation | None, now: Observation) -> str:
    said = []
    if now.when is not None:
        words = say(now.when, reckon(now.when, item.calendar))
        said.append(f"first told: {words}" if before is None else f"moved to {words}")
    if now.standing == "cancelled":
        said.append("cancelled")
    if now.done:
        said.append(f"done on {say_day(now.done)}")
    if now.place:
        said.append(f"place: {line(now.place)}")
    if now.title and before is not None:
        said.append(f"called “{line(now.title)}”")
    quote = f" “{shorten(line(now.quote.text), 300)}”" if now.quote and before is not None else ""
    day = say_day(now.published) if now.published else "day unknown"
    return f"– {day}: {', '.join(said) or 'told again'}.{quote}"


def _address(url: str | None) -> str | None:
    """A link that is safe to offer: http or https, without what would break a line."""
    if url is None or not url.lower().startswith(("https://", "http://")):
        return None
    if len(url) > 1000 or any(not sign.isprintable() or sign in ' "<>\\^`{|}' for sign in url):
        return None
    return url


def is_fixed(zone: str) -> bool:
    """Whether a zone is an offset without a name ("UTC+5:30"), which no VTIMEZONE is written for."""
    return not hasattr(tz(zone), "key")


def shown(item: Dated, today: date, changed: date, keep: timedelta, gone: timedelta) -> bool:
    """Whether an entry that last changed on ``changed`` belongs into a feed on ``today``.

    What is over stays for ``keep``; counted from the change where that is later, so that an old
    announcement read today is seen, but only of what lay ahead when it was told and is not a year old.
    A cancelled one stays until ``gone`` after the change, so that people see the mark before it goes.
    """
    m, ago = item.milestone, today.toordinal() - keep.days
    if m.standing == "cancelled" and changed.toordinal() + gone.days < today.toordinal():
        return False
    end = m.when.until if isinstance(m.when, Every) else item.last or item.first
    if end is None or end.toordinal() >= ago:
        return True
    lay_ahead = m.published is not None and m.published <= end
    return lay_ahead and changed.toordinal() >= ago and end.toordinal() >= today.toordinal() - _YEAR
