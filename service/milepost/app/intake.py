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
class Arrived:
    """An announcement and how it came; ``sourced`` is None where it was kept or sent as it is."""

    name: str
    announcement: Announcement
    sourced: sources.Sourced | None = None
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """An announcement that was read, what it offers, and where that was put (None: nowhere)."""

    reading: reading.Reading
    offers: tuple[Offer, ...]
    items: tuple[Dated, ...]
    kept: Path | None = None
    offered: config.Offered | None = None


def source_at(home: Home, named: str) -> str:
    """A source as the settings name it: a path counts from the folder that holds the config."""
    return named if sources.is_url(named) else str(home.root / named)


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


def arrive(name: str, said: Said, now: datetime, settings: Settings) -> Arrived:
    """The announcement of a source; one that has a sidecar is what that says of it.

    Raises SourceError or ConfigError with a sentence where it cannot be had.
    """
    path = Path(name)
    stem = "" if name == sources.STDIN or sources.is_url(name) else path.stem
    if (
        stem
        and path.suffix.lower() in (".txt", ".md")
        and path.with_suffix(".yaml").is_file()
        and path.is_file()
    ):
        return Arrived(name, _over(config.announcement(path), said))
    sourced = sources.fetch(name, Guard(settings.delivery.allow_private))
    suffix = "" if name == sources.STDIN else Path(urlsplit(name).path).suffix.lower() or ".html"
    return Arrived(name, _announcement(stem, sourced, said, now), sourced, suffix)


def take(home: Home, snapshot: Snapshot, arrived: Arrived, now: datetime, *, dry_run: bool = False) -> Taken:
    """Read an announcement, and unless ``dry_run`` keep it in seeds/ and offer its milestones in config/.

    Raises SourceError with a sentence, before anything was written, where a date needs the day of
    publication and none is known.
    """
    read = reading.read(arrived.announcement, snapshot.settings.calendar.country)
    if read.needs:
        raise SourceError(f"{arrived.name}: {read.needs}")
    name, sourced = arrived.announcement.id, arrived.sourced
    known = tuple(item for item in dated(snapshot) if item.milestone.announcement != name)
    offers = identity.match(read.milestones, known)
    found = Snapshot(snapshot.settings, tuple(offer.found.milestone for offer in offers))
    items = _in_order(offers, dated(found))
    if dry_run:
        return Taken(read, offers, items)
    kept = config.keep(
        home.seeds,
        read.announcement,
        sourced.original if sourced else None,
        suffix=arrived.suffix,
        fetched=now if sourced and sourced.url else None,
    )
    offered = config.offer(home.config, read.announcement, offers)
    return Taken(read, offers, items, kept, offered)


def receive(home: Home, snapshot: Snapshot, text: str, said: Said, source: str, now: datetime) -> Taken:
    """Take in an announcement that somebody sent: the same as reading a file with this text."""
    sourced = sources.text_of("announcement.txt", text.encode(errors="replace"))
    announcement = _announcement("", replace(sourced, source=source or sourced.source), said, now)
    return take(home, snapshot, Arrived("the announcement", announcement), now)


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


def _announcement(stem: str, sourced: sources.Sourced, said: Said, now: datetime) -> Announcement:
    """What the source and the person say together; its name is the file's stem, else day and title."""
    title = said.title or sourced.title
    published = said.published or sourced.published
    day = (published or now.date()).isoformat()
    return Announcement(
        id=(stem if _ID.fullmatch(stem) else slug(stem)) or slug(f"{day}-{title}"),
        title=title,
        text=sourced.text,
        published=published,
        published_from="given" if said.published else sourced.published_from,
        source=sourced.source,
        url=said.url or sourced.url,
    )


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
