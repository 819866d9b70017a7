"""What is due to whom: arithmetic over milestones, recipients and what was believed before."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from milepost.agenda import is_window, selects
from milepost.model import Belief, Dated, Edge, Reminder
from milepost.settings import Lead, Policy, Recipient, Settings, WindowLead
from milepost.when import (
    Calendar,
    Every,
    Length,
    Undated,
    Unit,
    add,
    edtf,
    local,
    moment,
    occurrences,
    say_length,
    write,
)

MORNING: Final = time(9)
"""When leads in days or longer fall, in the recipient's zone, unless they name a time."""

HORIZON: Final = timedelta(days=400)
"""How far ahead the times of a recurring milestone are planned; planning again goes on from there."""

_SHORT: Final = {
    Unit.SECOND: timedelta(seconds=1),
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
}


@dataclass(slots=True)
class Plan:
    """What follows from the config: beliefs that are new, reminders that wait, those already past."""

    beliefs: list[Belief] = field(default_factory=list)
    waiting: list[Reminder] = field(default_factory=list)
    skipped: list[Reminder] = field(default_factory=list)
    planned: list[str] = field(default_factory=list)


def plan(
    items: Sequence[Dated], settings: Settings, beliefs: Mapping[str, Belief], now: datetime, *, begun: bool
) -> Plan:
    """Everything that is to be told, from ``now`` on.

    ``beliefs`` are what was planned from before; a milestone whose date is another gets a new
    revision and so new keys. With ``begun`` false the store is empty: what is already there is no news.
    """
    made = Plan()
    for item in items:
        name = item.milestone.id
        before = beliefs.get(name)
        body = belief_of(item)
        belief = before
        if before is None or before.body != body:
            belief = Belief(name, _revision(before, now), now, body)
            made.beliefs.append(belief)
            if begun and settings.remind.changes:
                made.waiting += _news(item, settings, before, belief, now)
        made.planned.append(name)
        for reminder in _leads(item, settings, belief or Belief(name, 0, now, body), now):
            # what was due before this date became known here was never ours to tell
            known = belief.since if belief else now
            (made.waiting if reminder.due > known else made.skipped).append(reminder)
    return made


def _revision(before: Belief | None, now: datetime) -> int:
    minutes = int(now.timestamp()) // 60
    return minutes if before is None else max(minutes, before.revision + 1)


def belief_of(item: Dated) -> dict[str, Any]:
    """What recipients are told of a milestone's date, as JSON; another one is a change to tell."""
    m = item.milestone
    return {
        "when": edtf(m.when, item.reckoned, item.calendar.zone),
        "when_text": write(m.when),
        "first": item.first.isoformat() if item.first else None,
        "last": item.last.isoformat() if item.last else None,
        "standing": m.standing,
        "done": m.done.isoformat() if m.done else None,
        "told": len(m.history),
    }


def key_of(milestone: str, revision: int, occurrence: str, edge: str, lead: str, recipient: Recipient) -> str:
    """The key of a reminder: the same however often it is planned, another for every other one."""
    said = "\0".join((milestone, str(revision), occurrence, edge, lead, recipient.channel, recipient.name))
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
    return "msg_" + base64.b32encode(digest).decode("ascii").rstrip("=").lower()


def _reminder(
    belief: Belief, edge: Edge, lead: str, occurrence: str, due: datetime, to: Recipient, detail: str = ""
) -> Reminder:
    key = key_of(belief.milestone, belief.revision, occurrence, edge, lead, to)
    return Reminder(
        key, belief.milestone, belief.revision, edge, lead, occurrence, due, to.name, to.channel, detail
    )


# ---------------------------------------------------------------- news


def _news(
    item: Dated, settings: Settings, before: Belief | None, belief: Belief, now: datetime
) -> Iterator[Reminder]:
    edge = change(before.body if before else None, belief.body)
    detail = json.dumps({"before": before.body if before else None}, ensure_ascii=False, sort_keys=True)
    for recipient in settings.recipients:
        if selects(recipient.select, item, _today(now, recipient)):
            yield _reminder(belief, edge, "", "", _awake(now, recipient), recipient, detail)


def change(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Edge:
    """What kind of news it is that a milestone is believed anew.

    Editing a date in place is a correction (``changed``); another announcement's word moves it,
    narrows it, or confirms it by a day out of what was told before.
    """
    if before is None:
        return "added"
    if after["standing"] == "cancelled" and before["standing"] != "cancelled":
        return "cancelled"
    if after["done"] and not before["done"]:
        return "confirmed"
    if after["told"] <= before["told"]:
        return "changed"
    if (before["first"], before["last"]) == (after["first"], after["last"]):
        return "confirmed"
    inside = (
        None not in (after["first"], after["last"])
        and (before["first"] or "") <= after["first"]
        and after["last"] <= (before["last"] or "9999-12-31")
    )
    if not inside:
        return "moved"
    return "confirmed" if after["first"] == after["last"] else "narrowed"


# ---------------------------------------------------------------- leads


def _leads(item: Dated, settings: Settings, belief: Belief, now: datetime) -> Iterator[Reminder]:
    m = item.milestone
    if m.standing == "cancelled" or m.done is not None:
        return
    for recipient in settings.recipients:
        if not selects(recipient.select, item, _today(now, recipient)):
            continue
        for edge, lead, occurrence, due in _moments(item, settings.remind, recipient, belief, now):
            yield _reminder(belief, edge, lead, occurrence, _awake(due, recipient), recipient)


def _moments(
    item: Dated, policy: Policy, recipient: Recipient, belief: Belief, now: datetime
) -> Iterator[tuple[Edge, str, str, datetime]]:
    m = item.milestone
    if item.first is None and item.last is None:
        if (
            isinstance(m.when, Undated)
            and policy.undated
            and (nag := _nag(policy.undated, recipient, belief, now))
        ):
            yield "undated", say_length(policy.undated), *nag
        return
    if is_window(item) and m.remind is None:
        yield from _window(item, policy.windows, recipient)
        return
    leads = m.remind or recipient.remind or policy.kinds.get(m.kind) or policy.default
    for day in _days(item, now):
        for lead in leads:
            try:
                due = _before(day, item.reckoned.starts, lead, recipient, item.calendar)
            except OverflowError:
                continue  # a lead that reaches out of the calendar falls on no day
            yield "lead", written(lead), day.isoformat(), due


def _days(item: Dated, now: datetime) -> Iterator[date]:
    """The days that leads count from: the one, or those of a recurrence within the horizon."""
    window = is_window(item)
    day = item.last if window or item.first is None else item.first
    if day is None:
        return
    if isinstance(item.milestone.when, Every):
        today = now.date()
        for found in occurrences(item.milestone.when, day, today + HORIZON):
            if found >= today - timedelta(days=1):
                yield found
    else:
        yield day


def _window(
    item: Dated, leads: Sequence[WindowLead], recipient: Recipient
) -> Iterator[tuple[Edge, str, str, datetime]]:
    first, last = item.first, item.last
    for lead in leads:
        edge: Edge = lead.edge
        if lead.before is not None and last is not None:
            due = _before(last, None, lead.before, recipient, item.calendar)
            yield edge, written(lead.before), last.isoformat(), due
            continue
        day = {
            "opens": first,
            "halfway": first + (last - first) / 2 if first and last else None,
            "closes": last,
        }[lead.edge]
        if day is not None:
            yield edge, "", day.isoformat(), moment(day, MORNING, recipient.zone)


def _nag(every: Length, recipient: Recipient, belief: Belief, now: datetime) -> tuple[str, datetime] | None:
    """The number and moment of the next nag after now, counted from when it became known here."""
    start = local(belief.since, recipient.zone).date()
    number = 1
    while True:
        try:
            day, _ = add(start, Length(every.amount * number, every.unit), 1, Calendar())
        except OverflowError:
            return None
        due = moment(day, MORNING, recipient.zone)
        if due > now:
            return str(number), due
        number += 1


def _before(
    day: date, starts: datetime | None, lead: Lead, recipient: Recipient, calendar: Calendar
) -> datetime:
    """The moment of a lead: shorter ones count from the milestone's time, longer ones fall in the morning."""
    if step := _SHORT.get(lead.length.unit):
        return (starts or moment(day, time(0), recipient.zone)) - lead.length.amount * step
    told, _ = add(day, lead.length, -1, calendar)
    return moment(told, lead.at or MORNING, recipient.zone)


def _awake(due: datetime, recipient: Recipient) -> datetime:
    """The moment itself, or the end of the recipient's quiet hours if it falls into them."""
    if recipient.quiet is None:
        return due
    begins, ends = recipient.quiet
    there = local(due, recipient.zone)
    clock = there.time()
    over_midnight = begins > ends
    quiet = clock >= begins or clock < ends if over_midnight else begins <= clock < ends
    if not quiet:
        return due
    day = there.date() + timedelta(days=1 if over_midnight and clock >= begins else 0)
    return moment(day, ends, recipient.zone)


def written(lead: Lead) -> str:
    """A lead in words: "7 days", "0 days at 09:00"."""
    return say_length(lead.length) + (f" at {lead.at.isoformat('minutes')}" if lead.at else "")


def _today(now: datetime, recipient: Recipient) -> date:
    return local(now, recipient.zone).date()
