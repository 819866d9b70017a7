"""The words of a message: subject, text, html and payload, from templates that people can override."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from milepost.model import Announcement, Dated, Message, Reminder
from milepost.settings import Recipient, Settings
from milepost.when import local, say, say_away
from milepost.when.words import say_day

if TYPE_CHECKING:
    from jinja2 import Environment

_HEADS: Final = {
    "opens": "The window opens",
    "halfway": "Half of the time is gone, still no day",
    "closes": "The window closes",
    "undated": "Still no date",
    "added": "New",
    "changed": "Corrected",
    "moved": "Moved",
    "narrowed": "Narrowed",
    "confirmed": "Confirmed",
    "cancelled": "Cancelled",
}
_TYPES: Final = {"added": "milestone.added", "cancelled": "milestone.cancelled"} | dict.fromkeys(
    ("changed", "moved", "narrowed", "confirmed"), "milestone.changed"
)
_MEANS: Final = {
    "By": "A deadline: on this day at the latest.",
    "From": "From this day on.",
    "During": "One day of this time; it is not set yet.",
    "Between": "One day of this time; it is not set yet.",
    "Throughout": "All of these days.",
    "Undated": "It was promised without a date.",
    "On": "On this day.",
    "Offset": "A day told from another event.",
    "Every": "It recurs; this is one of its times.",
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """A reminder with everything that its words are made from."""

    reminder: Reminder
    item: Dated
    recipient: Recipient
    announcement: Announcement | None = None
    unsubscribe: str | None = None
    snooze: str | None = None
    calendar_entry: bytes | None = None
    record: Mapping[str, Any] | None = None


def render(occasion: Occasion, settings: Settings, templates: Environment, now: datetime) -> Message:
    """The message of a reminder as it is to be told now; ``templates`` has reminder.txt and reminder.html."""
    reminder, item, recipient = occasion.reminder, occasion.item, occasion.recipient
    m = item.milestone
    there = local(now, recipient.zone)
    when = say(m.when, item.reckoned, there.year)
    head = _head(reminder, item, now, recipient)
    late = now - reminder.due
    detail = json.loads(reminder.detail) if reminder.detail else {}
    base = (settings.calendar.url or "").rstrip("/")
    words = {
        "calendar": settings.calendar.name,
        "head": head,
        "title": m.title,
        "when": when,
        "away": say_away(item.reckoned, m.when, there.date()),
        "means": _MEANS[type(m.when).__name__],
        "milestone": m,
        "source": occasion.announcement.title if occasion.announcement else m.source,
        "url": _web(occasion.announcement.url if occasion.announcement else m.url),
        "published": say_day(m.published) if m.published else None,
        "reckoned": item.reckoned.steps,
        "doubt": m.doubt or item.reckoned.doubt,
        "before": detail.get("before"),
        "moved": _moved(item),
        "attached": occasion.calendar_entry is not None,
        "late": _late(late.total_seconds()),
        "link": f"{base}/milestones/{quote(m.id)}" if base else None,
        "unsubscribe": occasion.unsubscribe,
        "snooze": occasion.snooze,
        "recipient": recipient,
    }
    attachments = (
        (("milestone.ics", "text/calendar", occasion.calendar_entry),) if occasion.calendar_entry else ()
    )
    return Message(
        reminder.key,
        recipient.name,
        f"{head}: {m.title}" + (f", {when}" if when != "no date" else ""),
        templates.get_template("reminder.txt").render(words),
        templates.get_template("reminder.html").render(words),
        payload(occasion, now, detail),
        thread_of(m.id),
        attachments,
        occasion.unsubscribe,
    )


def payload(occasion: Occasion, now: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a webhook: type, timestamp, and the milestone as the API gives it."""
    reminder = occasion.reminder
    return {
        "type": _TYPES.get(reminder.edge, "milestone.reminder"),
        "timestamp": now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "data": {
            "milestone": occasion.record or occasion.item.record(now.date()),
            "edge": reminder.edge,
            "lead": reminder.lead or None,
            "due": reminder.due.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "before": detail.get("before"),
        },
    }


def thread_of(milestone: str) -> str:
    """What all messages about one milestone refer to, so that clients show them as one thread."""
    return "milestone_" + hashlib.sha256(milestone.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _head(reminder: Reminder, item: Dated, now: datetime, recipient: Recipient) -> str:
    if head := _HEADS.get(reminder.edge):
        return head
    starts = item.reckoned.starts
    if starts is not None and 0 < (seconds := (starts - now).total_seconds()) < 86_400:
        return f"In {_span(round(seconds))}"
    away = say_away(item.reckoned, item.milestone.when, local(now, recipient.zone).date())
    return away[:1].upper() + away[1:]


def _span(seconds: int) -> str:
    for size, unit in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = round(seconds / size)
            return f"{count} {unit}" + ("" if count == 1 else "s")
    return "a moment"


def _moved(item: Dated) -> str:
    dates = [seen.when for seen in item.milestone.history if seen.when is not None]
    moves = sum(1 for before, after in pairwise(dates) if before != after)
    return {0: "never", 1: "once"}.get(moves, f"{moves} times")


def _web(url: str | None) -> str | None:
    """An address that may be a link: nothing but the web."""
    return url if url and url.startswith(("https://", "http://")) else None


def _late(seconds: float) -> str | None:
    """How late it is told, where that is worth a word."""
    return _span(int(seconds)) if seconds >= 600 else None
