"""Taking in announcements: read, matched with what is known, kept in seeds/, offered in config/."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from milepost import config, identity, reading, sources
from milepost.agenda import dated
from milepost.app.home import Home
from milepost.errors import SourceError
from milepost.model import Announcement, Dated, Offer, Snapshot
from milepost.net import Guard
from milepost.settings import Settings

_NAME: Final = 60
_ID: Final = re.compile(r"\w[\w.-]{0,79}")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of an announcement, over what the announcement says of itself."""

    published: date | None = None
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An announcement that was read, what it offers, and where that was put (None: nowhere)."""

    reading: reading.Reading
    offers: tuple[Offer, ...]
    items: tuple[Dated, ...]
    kept: Path | None = None
    offered: config.Offered | None = None


def expand(names: Iterable[str]) -> Iterator[str]:
    """The sources, each folder replaced by the announcements that lie in it, by name."""
    for name in names:
        folder = Path(name)
        if name != sources.STDIN and not sources.is_url(name) and folder.is_dir():
            yield from (str(path) for path in sorted(folder.iterdir()) if _is_announcement(path))
        else:
            yield name


def _is_announcement(path: Path) -> bool:
    """A readable file that is no original kept beside its text."""
    if path.suffix.lower().lstrip(".") not in sources.FORMS or path.name.startswith("."):
        return False
    return path.suffix.lower() == ".txt" or not path.with_suffix(".txt").exists()


def take(
    home: Home, snapshot: Snapshot, name: str, said: Said, now: datetime, *, dry_run: bool = False
) -> Taken:
    """Read one source, and unless ``dry_run`` keep it in seeds/ and offer its milestones in config/.

    Raises SourceError with a sentence, before anything was written, where it cannot be read or where
    a date needs the day of publication and none is known.
    """
    announcement, sourced = announced(name, said, now.date(), snapshot.settings)
    suffix = "" if name == sources.STDIN else Path(urlsplit(name).path).suffix.lower() or ".html"
    return _take(home, snapshot, name, announcement, sourced, suffix, now, dry_run)


def receive(home: Home, snapshot: Snapshot, text: str, said: Said, source: str, now: datetime) -> Taken:
    """Take in an announcement that somebody sent: the same as ``take`` of a file with this text."""
    sourced = sources.text_of("announcement.txt", text.encode(errors="replace"))
    title = said.title or sourced.title
    published = said.published or sourced.published
    announcement = Announcement(
        id=slug(f"{(published or now.date()).isoformat()}-{title}"),
        title=title,
        text=sourced.text,
        published=published,
        published_from="given" if said.published else sourced.published_from,
        source=source or sourced.source,
        url=said.url,
    )
    return _take(home, snapshot, "the announcement", announcement, None, "", now, False)


def _take(
    home: Home,
    snapshot: Snapshot,
    name: str,
    announcement: Announcement,
    sourced: sources.Sourced | None,
    suffix: str,
    now: datetime,
    dry_run: bool,
) -> Taken:
    read = reading.read(announcement, snapshot.settings.calendar.country)
    if read.needs:
        raise SourceError(f"{name}: {read.needs}")
    known = tuple(item for item in dated(snapshot) if item.milestone.announcement != announcement.id)
    offers = identity.match(read.milestones, known)
    found = Snapshot(snapshot.settings, tuple(offer.found.milestone for offer in offers))
    items = _in_order(offers, dated(found))
    if dry_run:
        return Taken(read, offers, items)
    kept = config.keep(
        home.seeds,
        read.announcement,
        sourced.original if sourced else None,
        suffix=suffix,
        fetched=now if sourced and sourced.url else None,
    )
    offered = config.offer(home.config, read.announcement, offers)
    return Taken(read, offers, items, kept, offered)


def record(taken: Taken, today: date) -> dict[str, Any]:
    """What was read, as JSON: what ``read --json`` prints and the API answers."""
    a = taken.reading.announcement
    return {
        "announcement": {
            "id": a.id,
            "title": a.title,
            "published": a.published.isoformat() if a.published else None,
            "published_from": a.published_from,
            "source": a.source,
            "url": a.url,
        },
        "milestones": [
            _milestone(offer, item, today) for offer, item in zip(taken.offers, taken.items, strict=True)
        ],
    }


def _milestone(offer: Offer, item: Dated, today: date) -> dict[str, Any]:
    shown = item.record(today)
    quote = shown.pop("quote")
    return shown | {
        "updates": offer.of if offer.verdict == "updates" else None,
        "perhaps": offer.of if offer.verdict == "perhaps" else None,
        "because": offer.because or offer.found.because,
        "quote": quote,
    }


def _in_order(offers: tuple[Offer, ...], items: tuple[Dated, ...]) -> tuple[Dated, ...]:
    by_id = {item.milestone.id: item for item in items}
    return tuple(by_id[offer.found.milestone.id] for offer in offers)


def announced(
    name: str, said: Said, today: date, settings: Settings
) -> tuple[Announcement, sources.Sourced | None]:
    """The announcement of a source, and how it came; one that is kept already is what is known of it."""
    path = Path(name)
    if (
        name != sources.STDIN
        and not sources.is_url(name)
        and path.with_suffix(".yaml").is_file()
        and path.is_file()
    ):
        kept = config.announcement(path)
        return _over(kept, said), None
    sourced = sources.fetch(name, Guard(settings.delivery.allow_private))
    title = said.title or sourced.title
    published = said.published or sourced.published
    stem = path.stem if name != sources.STDIN and not sources.is_url(name) else ""
    announcement = Announcement(
        id=(stem if _ID.fullmatch(stem) else slug(stem))
        or slug(f"{(published or today).isoformat()}-{title}"),
        title=title,
        text=sourced.text,
        published=published,
        published_from="given" if said.published else sourced.published_from,
        source=sourced.source,
        url=said.url or sourced.url,
    )
    return announcement, sourced


def _over(kept: Announcement, said: Said) -> Announcement:
    return replace(
        kept,
        title=said.title or kept.title,
        published=said.published or kept.published,
        published_from="given" if said.published else kept.published_from,
        url=said.url or kept.url,
    )


def slug(text: str) -> str:
    """A name for a file and an id: lower-case ASCII letters, digits and hyphens, at most 60."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9.]+", "-", plain.lower()).strip("-.")
    return words if len(words) <= _NAME else words[:_NAME].rpartition("-")[0] or words[:_NAME]
