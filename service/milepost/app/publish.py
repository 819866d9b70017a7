"""Publishing: milestones become entries, entries get revisions, and the site shows them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final, Protocol

from milepost import feed
from milepost.agenda import dated, selects
from milepost.model import Announcement, Dated, Revision, Snapshot
from milepost.reminders.due import moments
from milepost.settings import Feed, Recipient
from milepost.web.feeds import Wanted
from milepost.web.site import Told, View
from milepost.when import local

PAST: Final = timedelta(days=90)
"""How long what is over stays in a feed."""

GONE: Final = timedelta(days=14)
"""How long a cancelled milestone stays in a feed, marked, before it goes."""

CALENDAR: Final = "feed:all"
"""The name under which the store remembers when the calendar as a whole last changed."""


_TOLD: Final = 6
"""How many of the coming reminders a milestone's page shows."""


class Revise(Protocol):
    """The store's memory of what was published; the same contents always get the same revisions."""

    def __call__(
        self, contents: Mapping[str, str], now: datetime, fragments: Mapping[str, bytes] | None = None
    ) -> Mapping[str, Revision]:
        """The revision of each content by its hash, a new one where that changed."""
        ...


@dataclass(frozen=True, slots=True)
class Published:
    """A milestone as it is published; without a body where it has no day or cannot be written."""

    item: Dated
    announcement: Announcement | None
    entry: feed.Entry
    content: str
    revision: Revision
    body: bytes | None


class Publisher:
    """Keeps what is published in step with the config, from one ``publish`` to the next.

    ``left_out`` tells for each milestone that cannot be written why that is; the others stay.
    """

    def __init__(
        self, revise: Revise, base_url: str, stored: Callable[[], Mapping[str, tuple[str, bytes]]] = dict
    ) -> None:
        """``stored`` gives fragments of an earlier run; ``base_url`` is used where the settings name none."""
        self._revise = revise
        self._base_url = base_url.rstrip("/")
        self._stored: Mapping[str, tuple[str, bytes]] | None = None
        self._load = stored
        self._published: dict[str, Published] = {}
        self._shown: list[Published] = []
        self._changed: datetime | None = None
        self._whole_content = ""
        self.left_out: dict[str, str] = {}
        self.view: View | None = None

    def publish(
        self,
        snapshot: Snapshot,
        now: datetime,
        health: Mapping[str, Any] | None = None,
        *,
        static: bool = False,
    ) -> View:
        """Publish what changed since the last time, and give the view of everything."""
        zone = snapshot.settings.calendar.zone
        today = local(now, zone).date()
        items = dated(snapshot)
        self._entries(snapshot, items, now)
        everything = Feed("all", snapshot.settings.calendar.name)
        public = tuple(f for f in snapshot.settings.feeds if not f.private and f.name != "all")
        self.view = View(
            snapshot,
            items,
            today,
            zone,
            (snapshot.settings.calendar.url or self._base_url).rstrip("/"),
            (everything, *public),
            topics=tuple(sorted({t for i in items for t in i.milestone.topics})),
            parties=tuple(sorted({p for i in items for p in i.milestone.parties})),
            health=health or {},
            revisions={name: p.revision for name, p in self._published.items()},
            static=static,
            reminders=_reminders(snapshot, now),
        )
        self._whole(now)
        return self.view

    def make(self, wanted: Wanted) -> tuple[bytes, datetime]:
        """A feed's bytes, and when anything that is published last changed."""
        view, changed = self.view, self._changed
        if view is None or changed is None:
            raise RuntimeError("nothing has been published yet")
        chosen = [p for p in self._shown if self._takes(wanted, p, view)]
        head = feed.Head(
            wanted.feed.title or wanted.feed.name,
            _about(wanted, view),
            view.url(f"/feeds/{wanted.feed.name}.{wanted.format}{wanted.query}") if view.base_url else None,
            view.base_url or None,
        )
        match wanted.format:
            case "ics":
                return self._calendar(head, chosen, wanted, view), changed
            case "json":
                return feed.as_json(head, [_twin(p, view) for p in chosen]), changed
            case "atom":
                return feed.as_atom(head, [_twin(p, view) for p in chosen]), changed

    def attachment(self, name: str) -> bytes | None:
        """A calendar of one milestone for a mail, with the feed's UID; None where it has no day."""
        view, p = self.view, self._published.get(name)
        if view is None or p is None or p.body is None:
            return None
        head = feed.Head(view.settings.calendar.name, "", view.url("/feeds/all.ics"), view.base_url)
        return feed.assemble(head, [feed.fragment(p.body, p.revision)], _zones((p.entry,)), "PUBLISH")

    def record(self, item: Dated) -> Mapping[str, Any]:
        """A milestone as the API shows it."""
        if self.view is None:
            raise RuntimeError("nothing has been published yet")
        p = self._published.get(item.milestone.id)
        record = item.record(self.view.today)
        return feed.published(feed.Twin(item, p.entry, p.revision, record)) if p else record

    def _calendar(self, head: feed.Head, chosen: list[Published], wanted: Wanted, view: View) -> bytes:
        standing = [p for p in chosen if p.body is not None]
        if len(standing) > feed.MOST:
            notice = f"Only the first {feed.MOST:,} of {len(standing):,} entries are here: filter for fewer."
            head = replace(head, notice=notice)
        standing = standing[: feed.MOST]
        if wanted.windows != "auto":
            standing = [self._with_windows(p, wanted, view) for p in standing]
        pieces = sorted(standing, key=lambda p: p.entry.id)
        alarms = {timed: feed.alarms(wanted.alarms, timed=timed) for timed in (False, True)}
        fragments = [
            feed.fragment(p.body or b"", p.revision, alarms[p.entry.starts is not None]) for p in pieces
        ]
        return feed.assemble(head, fragments, _zones(p.entry for p in pieces))

    def _with_windows(self, p: Published, wanted: Wanted, view: View) -> Published:
        """The same with its window as the feed wants it; only windows are written anew."""
        if p.item.first == p.item.last:
            return p
        try:
            entry = feed.entry(p.item, p.announcement, _page_base(view.snapshot), wanted.windows)
            return p if entry == p.entry else replace(p, entry=entry, body=feed.body(entry))
        except Exception:  # as above; the entry as it stands in the plain feed could be written
            return p

    def _belonging(self, view: View) -> list[Published]:
        """What belongs into feeds today, in order of date."""
        found = (self._published.get(item.milestone.id) for item in view.items)
        return [
            p
            for p in found
            if p and feed.shown(p.item, view.today, local(p.revision.modified, view.zone).date(), PAST, GONE)
        ]

    def _takes(self, wanted: Wanted, p: Published, view: View) -> bool:
        return selects(wanted.feed.select, p.item, view.today) and (
            not wanted.filter or wanted.filter.takes(p.item, view.today)
        )

    def _entries(self, snapshot: Snapshot, items: Iterable[Dated], now: datetime) -> None:
        """Make entries of what changed, ask the store for their revisions, write their bodies."""
        if self._stored is None:
            self._stored = self._load()
        base, left_out = _page_base(snapshot), {}
        same: dict[str, Published] = {}
        fresh: dict[str, tuple[Dated, Announcement | None, feed.Entry, str, bytes | None]] = {}
        base_changed = self.view is not None and _page_base(self.view.snapshot) != base
        for item in items:
            name = item.milestone.id
            told = snapshot.announcements.get(item.milestone.announcement or "")
            old = self._published.get(name)
            if old and not base_changed and old.announcement == told and old.item == item:
                same[name] = old
                if name in self.left_out:
                    left_out[name] = self.left_out[name]
                continue
            try:
                entry = feed.entry(item, told, base)
                content = entry.content
                stored = self._stored.get(name)
                if stored and stored[0] == content:
                    body: bytes | None = stored[1]
                else:
                    body = feed.body(entry) if entry.first else None
            except Exception as error:  # whatever the library makes of it, the others must not suffer
                left_out[name] = f"{name} cannot be written as a calendar entry: {error}"
                continue
            fresh[name] = (item, told, entry, content, body)
        revisions = (
            self._revise(
                {name: made[3] for name, made in fresh.items()},
                now,
                {name: made[4] for name, made in fresh.items() if made[4] is not None},
            )
            if fresh
            else {}
        )
        for name, (item, told, entry, content, body) in fresh.items():
            same[name] = Published(item, told, entry, content, revisions[name], body)
        self._published, self.left_out, self._stored = same, left_out, {}

    def _whole(self, now: datetime) -> None:
        """When the calendar last changed, removals and what is aged included; never the same moment twice."""
        view = self.view
        if view is None:
            return
        seen = hashlib.sha256(repr((view.settings.calendar, view.base_url)).encode(errors="replace"))
        self._shown = self._belonging(view)
        for p in self._shown:
            seen.update(f"{p.entry.id}\0{p.content}\0".encode(errors="replace"))
        content = seen.hexdigest()
        if content != self._whole_content:
            modified = self._revise({CALENDAR: content}, now)[CALENDAR].modified
            before = self._changed
            self._changed = max(modified, before + timedelta(seconds=1)) if before else modified
            self._whole_content = content


def _about(wanted: Wanted, view: View) -> str:
    some = " Filtered." if wanted.filter else ""
    return f"Milestones of {view.settings.calendar.name}, with the sentence each date was read from.{some}"


def _page_base(snapshot: Snapshot) -> str | None:
    """Links to our own pages only under a public address: a link to this machine helps no phone."""
    url = snapshot.settings.calendar.url
    return url.rstrip("/") if url else None


def _twin(p: Published, view: View) -> feed.Twin:
    return feed.Twin(p.item, p.entry, p.revision, p.item.record(view.today))


def _zones(entries: Iterable[feed.Entry]) -> list[tuple[str, date, date]]:
    used: dict[str, tuple[date, date]] = {}
    for entry in entries:
        if entry.zone and entry.first and entry.last and not feed.is_fixed(entry.zone):
            first, last = used.get(entry.zone, (entry.first, entry.last))
            used[entry.zone] = (min(first, entry.first), max(last, entry.last))
    return [(zone, first, last) for zone, (first, last) in used.items()]


def _reminders(snapshot: Snapshot, now: datetime) -> Callable[[Dated], tuple[Told, ...]]:
    """What a recipient without wishes of their own, in the calendar's zone, will still be told."""
    zone = snapshot.settings.calendar.zone
    anybody = Recipient("anybody", zone=zone)
    until = now + timedelta(days=3 * 365)

    def told(item: Dated) -> tuple[Told, ...]:
        found = moments(item, anybody, snapshot.settings.remind, now, until, now)
        coming = sorted((m.at, m.edge, m.lead) for m in islice(found, 1000) if now < m.at <= until)
        return tuple((edge, lead, local(at, zone).date()) for at, edge, lead in coming[:_TOLD])

    return told
