"""What changed since recipients were last told: new, moved, narrowed, confirmed, corrected, cancelled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from milepost.agenda import is_window, selects
from milepost.model import Belief, Dated, Edge, Reminder
from milepost.reminders.due import digest_at
from milepost.reminders.hours import defer, in_digest
from milepost.reminders.keys import key
from milepost.settings import Settings
from milepost.when import local, moment, say, write

_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
_DATE: Final = ("earliest", "latest", "starts", "window")


def believe(item: Dated, old: Belief | None, now: datetime) -> tuple[Belief, Edge | None]:
    """What is to be remembered of a milestone now, and the change that it is, if people should hear of it."""
    new = _body(item)
    today = local(now, item.calendar.zone).date()
    if old is None:
        edge: Edge | None = None if item.standing(today) in ("past", "cancelled") else "added"
        return Belief(item.milestone.id, _revision(now, None), now, new), edge
    edge = _change(old.body, new, today)
    if any(old.body[name] != new[name] for name in (*_DATE, "standing")):
        return Belief(item.milestone.id, _revision(now, old.revision), now, new), edge
    return Belief(item.milestone.id, old.revision, old.since, new), edge


def notices(
    item: Dated, edge: Edge, old: Belief | None, new: Belief, settings: Settings, now: datetime
) -> list[Reminder]:
    """One notice of a change for each recipient that the milestone concerns, now or after quiet hours."""
    if not settings.remind.changes:
        return []
    detail = json.dumps({"before": old.body if old else None, "after": new.body}, ensure_ascii=False)
    today = local(now, item.calendar.zone).date()
    end = item.last or item.first
    found = []
    for recipient in settings.recipients:
        if not selects(recipient.select, item, today):
            continue
        at = defer(now, recipient)
        useful = moment(max(end, today), time(23, 59), recipient.zone) if end else None
        told = in_digest(at, recipient, now, useful)
        occurrence = str(new.body["heard"])
        name = key(
            item.milestone.id,
            str(new.revision),
            occurrence,
            edge,
            "",
            recipient.channel,
            recipient.name,
        )
        digest = digest_at(told, recipient) if told else None
        found.append(
            Reminder(
                name,
                item.milestone.id,
                new.revision,
                edge,
                "",
                occurrence,
                told or at,
                recipient.name,
                recipient.channel,
                detail,
                digest.key if digest else None,
            )
        )
        if digest:
            found.append(digest)
    return found


def _body(item: Dated) -> dict[str, Any]:
    m = item.milestone
    newest = next((o for o in reversed(m.history) if o.quote), None)
    quote = newest.quote if newest else m.quote
    starts = item.reckoned.starts
    return {
        "title": m.title,
        "when": write(m.when),
        "words": say(m.when, item.reckoned),
        "earliest": item.first.isoformat() if item.first else None,
        "latest": item.last.isoformat() if item.last else None,
        "starts": starts.isoformat() if starts else None,
        "window": is_window(item),
        "standing": m.standing,
        "done": m.done.isoformat() if m.done else None,
        "heard": len(m.history),
        "quote": " ".join(quote.text.split()) if quote else None,
        "announcement": quote.announcement if quote else m.announcement,
        "published": newest.published.isoformat() if newest and newest.published else None,
        "source": newest.source if newest else m.source,
    }


def _change(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Edge | None:
    if new["standing"] != old["standing"] and new["standing"] == "cancelled":
        return "cancelled"
    if _over(old, today) and _over(new, today):
        return None  # history was put right; nobody waits for it
    moved = any(old[name] != new[name] for name in _DATE)
    heard = new["heard"] > old["heard"]
    if not moved:
        if new["standing"] != old["standing"]:
            return "changed"
        return "confirmed" if heard and new["done"] is None and new["standing"] is None else None
    if not heard and new["when"] != old["when"] and new["standing"] == old["standing"]:
        return "changed"
    return "narrowed" if _narrower(old, new) else "moved"


def _narrower(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the new days lie within the old ones, so that nothing that was said became wrong."""
    if old["earliest"] is None and old["latest"] is None:
        return True
    if new["earliest"] is None and new["latest"] is None:
        return False
    first, last = new["earliest"] or date.min.isoformat(), new["latest"] or date.max.isoformat()
    within = (old["earliest"] or "") <= first and last <= (old["latest"] or date.max.isoformat())
    return within and (old["window"] or old["earliest"] is None or old["latest"] is None)


def _over(body: Mapping[str, Any], today: date) -> bool:
    end = body["latest"] or body["earliest"]
    return body["done"] is not None or (end is not None and end < today.isoformat())


def _revision(now: datetime, old: int | None) -> int:
    minutes = (now - _EPOCH) // timedelta(minutes=1)
    return minutes if old is None else max(minutes, old + 1)
