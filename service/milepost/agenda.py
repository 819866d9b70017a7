"""The questions people ask of a calendar: what is overdue, due, open, undated on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise
from statistics import median
from typing import Final, Literal

from milepost.model import Dated, Observation, Snapshot
from milepost.settings import Select
from milepost.when import (
    Between,
    Days,
    During,
    Every,
    Reckoned,
    When,
    anchors,
    occurrences,
    reckon,
    reckon_all,
    sort_key,
)


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
        lambda name: by_id[name].date_told,
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

    What had been, or had begun, on the day it was announced was told as news and is nobody's debt.
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
    days = item.reckoned.days
    told_of = days.first if days and days.spans else end
    return m.published is None or told_of is None or told_of > m.published


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


# ---------------------------------------------------------------- what falls due


def due(items: Iterable[Dated], first: date, last: date) -> tuple[tuple[date, Dated], ...]:
    """What falls due from the first to the last day, and what is under way on the first, in order.

    A milestone stands with the day it next falls on: its first day, its limit, a window's last day.
    """
    found = []
    for item in items:
        if item.milestone.done is not None or item.milestone.standing == "cancelled":
            continue
        days = falls(item, first, last)
        if days:
            found.append((days[0], item))
        elif item.first and item.last and not is_window(item) and item.first < first <= item.last:
            found.append((first, item))
    return tuple(sorted(found, key=lambda pair: (pair[0], pair[1].milestone.id)))


def closing(items: Iterable[Dated], today: date, last: date) -> tuple[Dated, ...]:
    """Windows that close from today to the last day with no day set in them yet."""
    return tuple(
        item
        for item in items
        if is_window(item)
        and item.last is not None
        and today <= item.last <= last
        and item.standing(today) == "scheduled"
    )


def waiting(items: Iterable[Dated], today: date) -> tuple[Dated, ...]:
    """What is told from an event that has not happened by today, or has no date."""
    everything = tuple(items)
    by_name = {name: item for item in everything for name in (item.milestone.id, *item.milestone.aliases)}

    def rests(item: Dated) -> bool:
        if item.standing(today) in ("past", "cancelled"):
            return False
        if item.reckoned.waits_for is not None:
            return True
        told_from = (by_name[name] for name in anchors(item.milestone.when) if name in by_name)
        return any(anchor.standing(today) != "past" for anchor in told_from)

    return tuple(item for item in everything if rests(item))


# ---------------------------------------------------------------- what moved


@dataclass(frozen=True, slots=True)
class Move:
    """A date that became another: from, to, how many days later (None where one has no days), who said so.

    ``narrowed`` is a nearer telling of the same time, no slip.
    """

    what: Literal["moved", "narrowed", "dated", "undated", "cancelled", "revived"]
    before: When
    after: When
    days_before: Days | None
    days_after: Days | None
    by: int | None
    told: Observation


def moves(item: Dated, known: Mapping[str, Reckoned]) -> tuple[Move, ...]:
    """Every change of a milestone's date, oldest first; ``known`` are the days of anchors as they are now."""
    found: list[Move] = []
    history = item.milestone.history
    if not history:
        return ()
    before, days = history[0].when or item.milestone.when, _days(item, history[0], known)
    cancelled = history[0].standing == "cancelled"
    for told in history[1:]:
        if told.standing == "cancelled" and not cancelled:
            found.append(Move("cancelled", before, before, days, days, None, told))
            cancelled = True
        if told.when is None:
            if cancelled and told.standing == "scheduled":
                found.append(Move("revived", before, before, days, days, None, told))
                cancelled = False
            continue
        after = _days(item, told, known)
        if cancelled and told.standing != "cancelled":
            found.append(Move("revived", before, told.when, days, after, _by(days, after), told))
            cancelled = False
        elif told.when != before and days != after:
            found.append(Move(_what(days, after), before, told.when, days, after, _by(days, after), told))
        before, days = told.when, after
    return tuple(found)


def _days(item: Dated, told: Observation, known: Mapping[str, Reckoned]) -> Days | None:
    def anchor(name: str) -> Reckoned | None:
        if name != "publication":
            return known.get(name)
        return Reckoned(Days(told.published, told.published, spans=True)) if told.published else None

    return reckon(told.when or item.milestone.when, item.calendar, anchor).days


def _what(before: Days | None, after: Days | None) -> Literal["moved", "narrowed", "dated", "undated"]:
    if after is None:
        return "undated"
    if before is None:
        return "dated"
    begins = before.first is None or (after.first is not None and after.first >= before.first)
    ends = before.last is None or (after.last is not None and after.last <= before.last)
    return "narrowed" if begins and ends and not (before.spans and after.spans) else "moved"


def _by(before: Days | None, after: Days | None) -> int | None:
    old, new = (days and (days.last or days.first) for days in (before, after))
    return (new - old).days if old and new else None


@dataclass(frozen=True, slots=True)
class Slip:
    """A milestone that moved: every move, how often it went back, and by how many days in all."""

    item: Dated
    moves: tuple[Move, ...]
    times: int
    days: int


def slipped(items: Iterable[Dated]) -> tuple[Slip, ...]:
    """What was put off, lost its date or was cancelled after it was told, the longest delay first."""
    everything = tuple(items)
    known = days_of(everything)
    found = []
    for item in everything:
        if len(item.milestone.history) < 2:
            continue
        told = moves(item, known)
        late = [move.by for move in told if move.what in ("moved", "revived") and move.by and move.by > 0]
        lost = [move for move in told if move.what in ("undated", "cancelled")]
        if late or lost:
            found.append(Slip(item, told, len(late) + len(lost), sum(late)))
    return tuple(sorted(found, key=lambda slip: (-slip.days, -slip.times, slip.item.milestone.id)))


def days_of(items: Iterable[Dated]) -> dict[str, Reckoned]:
    """The reckonings of milestones by every name that an anchor may use."""
    return {name: i.reckoned for i in items for name in (i.milestone.id, *i.milestone.aliases)}


# ---------------------------------------------------------------- series


@dataclass(frozen=True, slots=True)
class Late:
    """A series whose next round was due by its own rhythm (days between rounds) and is not in sight."""

    series: str
    last: Dated
    rhythm: int
    expected: date


_TOLERANCE: Final = 0.25
"""The part of its rhythm that a series may be late before it is called so: rounds are never exact."""


def late_series(items: Iterable[Dated], today: date) -> tuple[Late, ...]:
    """Series of at least three known rounds whose next one is overdue by their own rhythm, latest first.

    The rhythm is the median of the days between rounds; where rounds are numbered, a gap in the
    numbers counts as so many rounds. A series with a round still to come is not late.
    """
    rounds: dict[tuple[str, tuple[str, ...]], list[Dated]] = {}
    for item in items:
        m = item.milestone
        if m.series and m.standing != "cancelled":
            rounds.setdefault((m.series.name.casefold(), tuple(sorted(m.parties))), []).append(item)
    found = [late for some in rounds.values() if (late := _late(some, today))]
    return tuple(sorted(found, key=lambda late: (late.expected, late.series)))


def _late(items: list[Dated], today: date) -> Late | None:
    held = sorted({(_held(i), _number(i)): i for i in items if _held(i) < today}.items())
    if len(held) < 3 or any(_held(i) >= today and i.last for i in items):
        return None
    gaps = [
        (after[0] - before[0]).days / max(1, after[1] - before[1] if before[1] and after[1] else 1)
        for (before, _), (after, _) in pairwise(held)
    ]
    rhythm = round(median(gaps))
    (day, _), last = held[-1]
    expected = day + timedelta(days=rhythm)
    if rhythm < 1 or today <= expected + timedelta(days=round(rhythm * _TOLERANCE)):
        return None
    name = last.milestone.series.name if last.milestone.series else ""
    return Late(name, last, rhythm, expected)


def _held(item: Dated) -> date:
    return item.milestone.done or item.last or item.first or date.max


def _number(item: Dated) -> int:
    return (item.milestone.series.number if item.milestone.series else None) or 0
