"""Who is to be told what and when: arithmetic over the milestones, the recipients and a moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from milepost.agenda import is_window, selects
from milepost.model import Belief, Dated, Edge, Reminder
from milepost.reminders.hours import defer, digest_key, in_digest
from milepost.reminders.keys import key
from milepost.settings import Lead, Policy, Recipient, Settings, WindowLead
from milepost.when import Every, Length, On, Unit, add, local, moment, occurrences
from milepost.when.text import write_length

HORIZON: Final = timedelta(days=400)
"""How far ahead reminders are planned."""

_MORNING: Final = time(9)
_MANY: Final = 100
"""Of what recurs, so many at a time for one recipient; planning is repeated long before they are used up."""

_SHORT: Final = {
    Unit.SECOND: timedelta(seconds=1),
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
}
_EVEN: Final = _SHORT | {Unit.DAY: timedelta(days=1), Unit.WEEK: timedelta(weeks=1)}


@dataclass(frozen=True, slots=True)
class Moment:
    """When a recipient is to be told of a milestone, before quiet hours; ``about`` is its day or number."""

    edge: Edge
    lead: str
    about: str
    at: datetime


def due(
    items: Iterable[Dated],
    beliefs: Mapping[str, Belief],
    settings: Settings,
    now: datetime,
    until: datetime,
) -> tuple[list[Reminder], list[Reminder]]:
    """The reminders that are still to come up to a moment, and those already past, of the milestones.

    The past ones are there to be recorded as skipped; of what recurs only what is to come is told.
    """
    coming: list[Reminder] = []
    past: list[Reminder] = []
    for item in items:
        today = local(now, item.calendar.zone).date()
        belief = beliefs.get(item.milestone.id)
        if belief is None or item.standing(today) == "past":
            continue
        for recipient in settings.recipients:
            if not selects(recipient.select, item, today):
                continue
            for found in moments(item, recipient, settings.remind, now, until, belief.since):
                if found.at > until:
                    continue
                reminder = _reminder(found, item, belief, recipient, now)
                (past if found.at <= now else coming).append(reminder)
                if found.at > now and reminder.bundle:
                    coming.append(_digest(reminder, recipient))
    return coming, past


def moments(
    item: Dated, recipient: Recipient, policy: Policy, now: datetime, until: datetime, since: datetime
) -> Iterator[Moment]:
    """When a recipient is told of one milestone; of what recurs only what comes after ``now``."""
    m = item.milestone
    if m.done is not None or m.standing == "cancelled":
        return
    if item.first is None and item.last is None:
        if policy.undated:
            start = m.published or local(since, recipient.zone).date()
            yield from _nags(start, policy.undated, item, recipient, now, until)
    elif is_window(item) and item.first and item.last and m.remind is None:
        yield from _window(item.first, item.last, item, recipient, policy)
    elif isinstance(m.when, Every):
        yield from _recurring(m.when, item, recipient, leads(item, recipient, policy), now, until)
    else:
        # A window with leads of its own is told before its last day: the day it must have happened by.
        day = item.last if is_window(item) else item.first or item.last
        if day:
            yield from _leads(day, item.reckoned.starts, item, recipient, leads(item, recipient, policy))


def leads(item: Dated, recipient: Recipient, policy: Policy) -> tuple[Lead, ...]:
    """The milestone's own leads win over the recipient's, those over its kind's, those over the default."""
    if item.milestone.remind is not None:
        return item.milestone.remind
    if recipient.remind is not None:
        return recipient.remind
    return policy.kinds.get(item.milestone.kind, policy.default)


def say_lead(lead: Lead) -> str:
    """A lead in words: "7 days", "0 days at 09:00"."""
    at = f" at {lead.at:%H:%M}" if lead.at else ""
    return f"{write_length(lead.length)}{at}"


def _leads(
    day: date, starts: datetime | None, item: Dated, recipient: Recipient, asked: Iterable[Lead]
) -> Iterator[Moment]:
    for lead in asked:
        at = _before(lead, day, starts, item, recipient)
        if at is not None:
            yield Moment("lead", say_lead(lead), day.isoformat(), at)


def _before(
    lead: Lead, day: date, starts: datetime | None, item: Dated, recipient: Recipient
) -> datetime | None:
    zone = recipient.zone
    try:
        if step := _SHORT.get(lead.length.unit):
            at = (starts or moment(day, time(0), zone)) - lead.length.amount * step
            return moment(local(at, zone).date(), lead.at, zone) if lead.at else at
        here = local(starts, zone).date() if starts else day
        told = add(here, lead.length, -1, item.calendar)[0]
    except OverflowError:
        return None
    at = moment(told, lead.at or _MORNING, zone)
    return min(at, starts) if starts else at  # "on the day at 09:00" of what begins at 06:00


def _window(first: date, last: date, item: Dated, recipient: Recipient, policy: Policy) -> Iterator[Moment]:
    told: set[date] = set()
    for asked in policy.windows:
        day = _edge(asked, first, last, item)
        if day is None or ((asked.before or asked.edge == "halfway") and not first < day < last):
            continue
        if asked.before is None and day in told:
            continue
        told.add(day)
        at = moment(day, (asked.before.at if asked.before else None) or _MORNING, recipient.zone)
        lead = f"{say_lead(asked.before)} before" if asked.before else ""
        yield Moment(asked.edge, lead, last.isoformat(), at)


def _edge(asked: WindowLead, first: date, last: date, item: Dated) -> date | None:
    match asked.edge:
        case "opens":
            day = first
        case "halfway":
            day = first + (last - first) // 2
        case "closes":
            day = last
    if asked.before is None:
        return day
    try:
        return add(day, asked.before.length, -1, item.calendar)[0]
    except OverflowError:
        return None


def _recurring(
    every: Every, item: Dated, recipient: Recipient, asked: tuple[Lead, ...], now: datetime, until: datetime
) -> Iterator[Moment]:
    start = item.first or item.last
    if start is None:
        return
    clock = every.first if isinstance(every.first, On) and every.first.at else None
    seen: date | None = None
    count = 0
    for day in occurrences(every, start, date.max):
        if day == seen or day < now.date() - timedelta(days=1):
            continue
        seen = day
        starts = moment(day, clock.at, clock.zone or item.calendar.zone) if clock and clock.at else None
        found = list(_leads(day, starts, item, recipient, asked))
        yield from (m for m in found if now < m.at <= until)
        count += 1
        if count >= _MANY or not found or min(m.at for m in found) > until:
            return


def _nags(
    start: date, every: Length, item: Dated, recipient: Recipient, now: datetime, until: datetime
) -> Iterator[Moment]:
    base = moment(start, _MORNING, recipient.zone)
    step = _EVEN.get(every.unit)
    if not every.amount:
        return

    def nag(number: int) -> datetime:
        try:
            if step and every.unit in _SHORT:
                return base + number * every.amount * step
            day = add(start, Length(number * every.amount, every.unit), 1, item.calendar)[0]
        except OverflowError:
            return datetime.max.replace(tzinfo=UTC)
        return moment(day, _MORNING, recipient.zone)

    passed = max(timedelta(), now - base)
    most = passed // (min(step or _EVEN[Unit.DAY], _EVEN[Unit.DAY]) * every.amount) + 3
    first = 1 + bisect_right(range(1, most), now, key=nag)
    for number in range(first, first + _MANY):
        if (at := nag(number)) > until:
            return
        yield Moment("undated", f"every {write_length(every)}", str(number), at)


def _reminder(found: Moment, item: Dated, belief: Belief, recipient: Recipient, now: datetime) -> Reminder:
    at = defer(found.at, recipient)
    useful = item.reckoned.starts
    if useful is None and (end := item.last or item.first):
        useful = moment(end, time(23, 59), recipient.zone)
    if isinstance(item.milestone.when, Every):
        useful = moment(date.fromisoformat(found.about), time(23, 59), recipient.zone)
    told = in_digest(at, recipient, now, useful)
    return Reminder(
        key(
            item.milestone.id,
            str(belief.revision),
            found.about,
            found.edge,
            found.lead,
            recipient.channel,
            recipient.name,
        ),
        item.milestone.id,
        belief.revision,
        found.edge,
        found.lead,
        found.about,
        told or at,
        recipient.name,
        recipient.channel,
        bundle=digest_key(recipient, told) if told else None,
    )


def _digest(member: Reminder, recipient: Recipient) -> Reminder:
    return digest_at(member.due, recipient)


def digest_at(at: datetime, recipient: Recipient) -> Reminder:
    """The reminder that stands for a digest."""
    return Reminder(
        digest_key(recipient, at),
        "",
        0,
        "digest",
        "",
        at.isoformat(),
        at,
        recipient.name,
        recipient.channel,
    )
