"""Plain builders with defaults: a test says only what matters to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from milepost.agenda import dated
from milepost.model import Announcement, Dated, Milestone, Observation, Snapshot
from milepost.settings import Settings
from milepost.when import When, parse

PUBLISHED = date(2026, 1, 16)


def an_announcement(text: str, **known: Any) -> Announcement:
    """An announcement published on 16 January 2026."""
    return Announcement(
        **{"id": "note", "title": "A note", "text": text, "published": PUBLISHED, "published_from": "given"}
        | known
    )


def a_milestone(when: str | When = "2026-05-12", **known: Any) -> Milestone:
    """A milestone told once, on 16 January 2026; ``when`` in its text form or as a value."""
    value = parse(when) if isinstance(when, str) else when
    known = {
        "id": "note/round",
        "title": "Dialogue, 2nd round",
        "kind": "meeting",
        "published": PUBLISHED,
    } | known
    first = Observation(known["published"], known.get("announcement"), value, quote=known.get("quote"))
    return Milestone(**{"when": value, "history": (first,)} | known)


def a_snapshot(*milestones: Milestone, settings: Settings | None = None) -> Snapshot:
    """A snapshot of these milestones, with default settings."""
    return Snapshot(settings or Settings(), milestones)


def a_dated(when: str | When = "2026-05-12", **known: Any) -> Dated:
    """A milestone with its days."""
    return dated(a_snapshot(a_milestone(when, **known)))[0]
