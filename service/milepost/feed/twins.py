"""The same feed as JSON and as Atom (RFC 4287); both also tell of what has no date."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from milepost.feed.calendar import Head
from milepost.feed.entry import Entry
from milepost.feed.text import clean, line
from milepost.model import Dated, Observation, Revision, quote_record
from milepost.when import reckon, say, write

NEWS: Final = 500
"""Entries in an Atom feed, the newest: readers keep what they have seen."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A published milestone with its JSON record, seen from a day."""

    item: Dated
    entry: Entry
    revision: Revision
    record: dict[str, Any]


def as_json(head: Head, twins: Sequence[Twin]) -> bytes:
    """The feed as JSON; ``updated`` is when the newest of its entries changed."""
    feed = {
        "title": head.title,
        "description": head.description,
        "url": head.url,
        "updated": _moment(max((t.revision.modified for t in twins), default=None)),
        "milestones": [published(t) for t in twins],
    }
    return json.dumps(feed, ensure_ascii=False, separators=(",", ":")).encode(errors="replace") + b"\n"


def published(twin: Twin) -> dict[str, Any]:
    """A milestone's record with what publishing adds to it: its entry's words, revision and history."""
    m = twin.item.milestone
    return {
        **twin.record,
        "summary": twin.entry.summary,
        "announcement": m.announcement,
        "published": m.published.isoformat() if m.published else None,
        "source": m.source,
        "url": twin.entry.source,
        "page": twin.entry.page,
        "done": m.done.isoformat() if m.done else None,
        "sequence": twin.revision.sequence,
        "modified": _moment(twin.revision.modified),
        "history": [_observed(o) for o in m.history],
    }


def _observed(seen: Observation) -> dict[str, Any]:
    return {
        "published": seen.published.isoformat() if seen.published else None,
        "announcement": seen.announcement,
        "when": write(seen.when) if seen.when is not None else None,
        "standing": seen.standing,
        "done": seen.done.isoformat() if seen.done else None,
        "place": seen.place,
        "title": seen.title,
        "quote": quote_record(seen.quote) if seen.quote else None,
    }


def as_atom(head: Head, twins: Sequence[Twin]) -> bytes:
    """The feed as news: an entry for each milestone, and one for each time it moved or was called off."""
    news = sorted((n for t in twins for n in _news(t)), key=lambda n: n[0], reverse=True)[:NEWS]
    updated = max((n[0] for n in news), default=datetime(2020, 1, 1, tzinfo=UTC))
    own = head.url or "urn:milepost:feed"
    about = " ".join(part for part in (head.description, head.notice) if part)
    return "".join(
        (
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n',
            f"<id>{escape(own)}</id>\n<title>{escape(line(head.title))}</title>\n",
            f"<subtitle>{escape(line(about))}</subtitle>\n" if about else "",
            f"<updated>{_moment(updated)}</updated>\n<author><name>{escape(line(head.title))}</name></author>\n",
            f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>\n' if head.url else "",
            f'<link rel="alternate" type="text/html" href={quoteattr(head.site + "/")}/>\n'
            if head.site
            else "",
            *(text for _, text in news),
            "</feed>\n",
        )
    ).encode(errors="replace")


def _news(twin: Twin) -> Iterable[tuple[datetime, str]]:
    entry, m = twin.entry, twin.item.milestone
    urn = f"urn:milepost:{quote(m.id)}"
    date = "" if entry.first else " (no date)"
    yield (
        twin.revision.modified,
        _entry(twin, urn, entry.summary + date, entry.description, twin.revision.modified),
    )
    for number, seen in enumerate(m.history[1:], 1):
        what = _moved(twin, number)
        if what and seen.published:
            at = datetime.combine(seen.published, time(), UTC)
            said = f"“{line(seen.quote.text)}”\n\n" if seen.quote else ""
            yield at, _entry(twin, f"{urn}#{number}", f"{entry.title}: {what}", said + entry.description, at)


def _moved(twin: Twin, number: int) -> str:
    """What an observation changed, in words: "moved from first half of 2026 to 12 May 2026"."""
    history, calendar = twin.item.milestone.history, twin.item.calendar
    seen = history[number]
    if seen.standing == "cancelled":
        return "cancelled"
    if seen.done:
        return "done"
    if seen.when is None:
        return ""
    before = next((o.when for o in reversed(history[:number]) if o.when is not None), None)
    if before is None or before == seen.when:
        return ""
    return (
        f"moved from {say(before, reckon(before, calendar))} to {say(seen.when, reckon(seen.when, calendar))}"
    )


def _entry(twin: Twin, urn: str, title: str, text: str, updated: datetime) -> str:
    links = [
        f"<link rel={quoteattr(rel)} href={quoteattr(address)}/>\n"
        for rel, address in (("alternate", twin.entry.page), ("via", twin.entry.source))
        if address
    ]
    return (
        f"<entry>\n<id>{escape(urn)}</id>\n<title>{escape(line(title))}</title>\n"
        f"<updated>{_moment(updated)}</updated>\n{''.join(links)}"
        + "".join(f"<category term={quoteattr(category)}/>\n" for category in twin.entry.categories)
        + f'<content type="text">{escape(clean(text))}</content>\n</entry>\n'
    )


def _moment(at: datetime | None) -> str | None:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None
