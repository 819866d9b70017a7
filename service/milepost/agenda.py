"""The questions people ask of a calendar: what is overdue, due, open, undated on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from milepost.model import Dated, Snapshot
from milepost.settings import Select
from milepost.when import Between, During, Every, occurrences, reckon_all, sort_key


def dated(snapshot: Snapshot, as_of: date | None = None) -> tuple[Dated, ...]:
    """Every milestone with its days, in order of date; ``as_of`` asks what was believed that day."""
    known = snapshot.milestones
    if as_of is not None:
        known = tuple(m for m in (milestone.as_of(as_of) for milestone in known) if m is not None)
    by_id = {m.id: m for m in known}
    alias = {name: m.id for m in known for name in m.aliases}
    calendars = {m.id: snapshot.settings.calendar.of(m.home) for m in known}
    reckoned = reckon_all(
        {m.id: m.when for m in known},
        calendars.__getitem__,
        lambda name: by_id[name].published,
        lambda name: alias.get(name, name),
    )
    found = (Dated(m, reckoned[m.id], calendars[m.id]) for m in known)
    return tuple(sorted(found, key=lambda d: (*sort_key(d.reckoned), d.milestone.id)))


def selects(select: Select, item: Dated, today: date) -> bool:
    """Whether a selection takes a milestone: keys AND, values OR."""
    m = item.milestone
    return (
        (not select.topics or not select.topics.isdisjoint(m.topics))
        and (not select.parties or not select.parties.isdisjoint(m.parties))
        and (not select.kinds or m.kind in select.kinds)
        and (not select.standings or item.standing(today) in select.standings)
    )


def is_window(item: Dated) -> bool:
    """Whether one day of several is meant: something will still be set."""
    when = item.milestone.when
    return isinstance(when, During | Between) and item.first != item.last


def is_overdue(item: Dated, today: date) -> bool:
    """Whether the last day is past, it is neither done nor cancelled, and it was still to come when told.

    What was already past on the day it was announced was told as history and is nobody's debt.
    """
    m = item.milestone
    end = item.last
    if (
        end is None
        or end >= today
        or m.done is not None
        or m.standing == "cancelled"
        or isinstance(m.when, Every)
    ):
        return False
    return m.published is None or end > m.published


def falls(item: Dated, first: date, last: date) -> tuple[date, ...]:
    """The days in a range on which a milestone falls due: its first day, its limit, each recurrence."""
    day = item.first if item.first is not None and not is_window(item) else item.last
    if day is None or item.milestone.standing == "cancelled" or item.milestone.done is not None:
        return ()
    if isinstance(item.milestone.when, Every):
        return tuple(d for d in occurrences(item.milestone.when, day, last) if d >= first)
    return (day,) if first <= day <= last else ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything that is still to come or to be settled, each milestone in one section, in order."""

    overdue: tuple[Dated, ...]
    this_week: tuple[Dated, ...]
    this_month: tuple[Dated, ...]
    open_windows: tuple[Dated, ...]
    later: tuple[Dated, ...]
    undated: tuple[Dated, ...]


def agenda(items: Iterable[Dated], today: date) -> Agenda:
    """Sort milestones into the sections of the agenda as seen on ``today``."""
    sections: dict[str, list[Dated]] = {name: [] for name in Agenda.__slots__}
    for item in items:
        if section := _section(item, today):
            sections[section].append(item)
    return Agenda(**{name: tuple(found) for name, found in sections.items()})


def _section(item: Dated, today: date) -> str | None:
    m = item.milestone
    if m.standing == "cancelled" or m.done is not None:
        return None
    if is_overdue(item, today):
        return "overdue"
    if item.last is None and item.first is None:
        return "undated"
    if is_window(item) and item.first is not None and item.first <= today <= (item.last or today):
        month = item.last is not None and item.last <= today + timedelta(days=31)
        return "this_month" if month else "open_windows"
    running = item.first is not None and item.first <= today <= (item.last or item.first)
    days = (today,) if running else _next(item, today) if _ahead(item, today) else ()
    if not days:
        return None
    if days[0] <= today + timedelta(days=6 - today.weekday()):
        return "this_week"
    return "this_month" if days[0] <= today + timedelta(days=31) else "later"


def _next(item: Dated, today: date) -> tuple[date, ...]:
    if isinstance(item.milestone.when, Every) and (day := item.first or item.last):
        return tuple(islice((d for d in occurrences(item.milestone.when, day, date.max) if d >= today), 1))
    return falls(item, today, date.max)


def _ahead(item: Dated, today: date) -> bool:
    return isinstance(item.milestone.when, Every) or (item.last or item.first or date.min) >= today


def milestone_of(items: Iterable[Dated], name: str) -> Dated | None:
    """The milestone of an id or alias."""
    for item in items:
        if item.milestone.id == name or name in item.milestone.aliases:
            return item
    return None
