"""Reckoning: a *when* becomes days, step by step, through anchors to other milestones."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from typing import Final

from milepost.when.forms import (
    Between,
    By,
    Century,
    Days,
    Decade,
    During,
    Every,
    Fiscal,
    From,
    Length,
    Month,
    Nth,
    Offset,
    On,
    Part,
    Period,
    Point,
    Season,
    Throughout,
    Undated,
    Unit,
    Week,
    When,
    Year,
)
from milepost.when.text import write, write_length
from milepost.when.work import Calendar, add_working_days
from milepost.when.zones import moment

_APRIL: Final = 4
_SEASON_STARTS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a *when* comes to.

    ``days`` is None where no day can be told: undated, or an anchor that is itself not known (its
    words are then in ``waits_for``). ``starts`` is the moment in UTC where a clock time was told.
    ``steps`` are sentences that tell how the days were found, ``doubt`` one that limits them.
    """

    days: Days | None
    starts: datetime | None = None
    steps: tuple[str, ...] = ()
    doubt: str | None = None
    waits_for: str | None = None


Anchor = Callable[[str], Reckoned | None]
"""What is known of an anchor: its reckoning, or None if there is no such milestone."""


def reckon(when: When, calendar: Calendar, anchor: Anchor = lambda _: None) -> Reckoned:
    """The days of one *when*; ``anchor`` answers for the ids and ``publication`` it names."""
    match when:
        case Undated():
            return Reckoned(None)
        case Every(first):
            return reckon(first, calendar, anchor)
        case On() | Offset():
            return _point(when, calendar, anchor)
        case During(period):
            return _point(period, calendar, anchor)
        case Throughout(first_day, last_day):
            return Reckoned(Days(first_day, last_day, spans=True))
        case By(limit):
            end = _point(limit, calendar, anchor)
            return replace(end, days=end.days and Days(None, end.days.last))
        case From(start):
            begin = _point(start, calendar, anchor)
            return replace(begin, days=begin.days and Days(begin.days.first, None))
        case Between(first_point, last_point):
            begin, end = _point(first_point, calendar, anchor), _point(last_point, calendar, anchor)
            days = begin.days and end.days and _ordered(begin.days.first, end.days.last)
            return Reckoned(
                days or None,
                None,
                (*begin.steps, *end.steps),
                begin.doubt or end.doubt,
                begin.waits_for or end.waits_for,
            )


def reckon_all(
    whens: Mapping[str, When],
    calendar_of: Callable[[str], Calendar],
    publication_of: Callable[[str], date | None],
    alias: Callable[[str], str] = lambda name: name,
) -> dict[str, Reckoned]:
    """The days of many, each by its id; anchors are followed to any depth, circles are left open."""
    done: dict[str, Reckoned] = {}
    for start in whens:
        path: list[str] = [start]
        while path:
            name = path[-1]
            waiting = [
                target
                for target in (alias(a) for a in anchors(whens[name]))
                if target in whens and target not in done
            ]
            if name in done or not waiting:
                path.pop()
                if name not in done:
                    done[name] = _reckon_one(name, whens[name], calendar_of, publication_of, alias, done)
            elif waiting[0] in path:
                done[waiting[0]] = Reckoned(
                    None, steps=(f"{waiting[0]} is told from itself",), waits_for=waiting[0]
                )
            else:
                path.append(waiting[0])
    return done


def _reckon_one(
    name: str,
    when: When,
    calendar_of: Callable[[str], Calendar],
    publication_of: Callable[[str], date | None],
    alias: Callable[[str], str],
    done: Mapping[str, Reckoned],
) -> Reckoned:
    def anchor(word: str) -> Reckoned | None:
        if word == "publication":
            day = publication_of(name)
            return Reckoned(Days(day, day, spans=True)) if day else None
        return done.get(alias(word))

    return reckon(when, calendar_of(name), anchor)


def anchors(when: When) -> tuple[str, ...]:
    """The ids that a *when* is told from; ``publication`` and unknown words are none."""
    match when:
        case Every(first):
            return anchors(first)
        case By(point) | From(point) | During(point):
            return _anchors_of(point)
        case Between(first_point, last_point):
            return (*_anchors_of(first_point), *_anchors_of(last_point))
        case Offset():
            return _anchors_of(when)
        case On() | Throughout() | Undated():
            return ()


def _anchors_of(point: Point) -> tuple[str, ...]:
    if isinstance(point, Offset) and point.known and point.anchor != "publication":
        return (point.anchor,)
    return ()


def offset_of(when: When) -> Offset | None:
    """The offset inside a *when* that is told from another event, or None."""
    match when:
        case Every(first):
            return offset_of(first)
        case By(point) | From(point) | Between(_, point):
            return point if isinstance(point, Offset) else None
        case Offset():
            return when
        case On() | Throughout() | During() | Undated():
            return None


def with_offset(when: When, offset: Offset) -> When:
    """A *when* that is told from another event, with that offset in the place of its own."""
    match when:
        case Every(first):
            told = with_offset(first, offset)
            return when if isinstance(told, Every) else replace(when, first=told)
        case By():
            return By(offset)
        case From():
            return From(offset)
        case Between(first_point, _):
            return Between(first_point, offset)
        case _:
            return offset


def period_days(period: Period, calendar: Calendar) -> tuple[date, date]:
    """First and last day of a period; a fiscal year is the calendar's own.

    Raises OverflowError for a period that leaves the years 1 to 9999.
    """
    match period:
        case Year(year):
            return date(year, 1, 1), date(year, 12, 31)
        case Decade(year):
            return date(year, 1, 1), date(year + 9, 12, 31)
        case Century(year):
            return date(year, 1, 1), date(year + 99, 12, 31)
        case Month(year, month):
            return date(year, month, 1), _month_end(year, month)
        case Week(year, week):
            monday = date.fromisocalendar(year, week, 1)
            return monday, monday + timedelta(days=6)
        case Season(name, year):
            return _months_from(year, _SEASON_STARTS[name], 3)
        case Fiscal(year, both):
            fiscal = calendar.fiscal
            if both:
                # a year with two names is no calendar year; most who write it so begin in April
                return _months_from(year, fiscal.month if fiscal.month > 1 else _APRIL, 12)
            return _months_from(year - (fiscal.named_for == "end" and fiscal.month > 1), fiscal.month, 12)
        case Part(name, of):
            first, last = period_days(of, calendar)
            if name[0] in "HQ":
                length = 6 if name[0] == "H" else 3
                return _months_from(first.year, first.month + length * (int(name[1]) - 1), length)
            return _third(first, last, ("early", "mid", "late").index(name))


def add(day: date, length: Length, sign: int, calendar: Calendar) -> tuple[date, str | None]:
    """A day moved by a length, forward (sign 1) or back (-1), and a doubt or None.

    Months and years keep the day of the month and stop at a shorter month's end. Hours and shorter
    lengths count as the days they fill. Raises OverflowError beyond the years 1 to 9999.
    """
    amount = sign * length.amount
    match length.unit:
        case Unit.WORKING_DAY:
            return add_working_days(day, amount, calendar)
        case Unit.MONTH:
            return add_months(day, amount), None
        case Unit.YEAR:
            return add_months(day, 12 * amount), None
        case Unit.WEEK:
            return day + timedelta(weeks=amount), None
        case Unit.DAY:
            return day + timedelta(days=amount), None
        case Unit.HOUR:
            return day + timedelta(days=sign * -(-length.amount // 24)), None
        case Unit.MINUTE | Unit.SECOND:
            return day + timedelta(days=sign), None


def add_months(day: date, amount: int) -> date:
    """The same day of the month, ``amount`` months on; a shorter month's last day where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError("outside the years 1 to 9999")
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def occurrences(every: Every, first: date, until: date) -> Iterator[date]:
    """The days on which a recurring *when* falls, from its ``first`` on and not after ``until``.

    Months are counted from the first day, not from the occurrence before, so one on the 31st
    comes back to the 31st.
    """
    last = min(until, every.until) if every.until else until
    plain = Calendar()
    number = 0
    while True:
        try:
            length = replace(every.interval, amount=every.interval.amount * number)
            day = add(first, length, 1, plain)[0]
            if every.on:
                day = nth_weekday(day.year, day.month, every.on)
        except OverflowError:
            return
        if day > last:
            return
        if day >= first:
            yield day
        number += 1


def nth_weekday(year: int, month: int, on: Nth) -> date:
    """The nth (or last) weekday of a month; a fifth that does not exist is the last."""
    first = date(year, month, 1)
    day = 1 + (on.weekday - first.weekday()) % 7
    end = _month_end(year, month).day
    ordered = range(day, end + 1, 7)
    return date(year, month, ordered[-1] if on.nth == -1 else ordered[min(on.nth, len(ordered)) - 1])


def _point(point: Point, calendar: Calendar, anchor: Anchor) -> Reckoned:
    try:
        match point:
            case On(day, at, zone):
                starts = moment(day, at, zone or calendar.zone) if at else None
                return Reckoned(Days(day, day, spans=True), starts)
            case Offset():
                return _offset(point, calendar, anchor)
            case _:
                first, last = period_days(point, calendar)
                return Reckoned(Days(first, last), steps=_fiscal_step(point, first, last))
    except (OverflowError, ValueError):
        return Reckoned(None, doubt="this falls outside the years 1 to 9999")


def _offset(offset: Offset, calendar: Calendar, anchor: Anchor) -> Reckoned:
    found = anchor(offset.anchor) if offset.known else None
    if found is None or found.days is None:
        return Reckoned(
            None,
            steps=(*(found.steps if found else ()), f"{write(offset)}: that day is not known yet"),
            doubt=found.doubt if found else None,
            waits_for=found.waits_for or offset.anchor if found else offset.anchor,
        )
    sign = 1 if offset.direction == "after" else -1
    start = found.days.first or found.days.last or date.min
    end = found.days.last or start
    moved_start, _ = add(start, offset.length, sign, calendar)
    moved_end, doubt = add(end, offset.length, sign, calendar)
    if moved_start > moved_end:
        moved_start, moved_end = moved_end, moved_start
    step = (
        f"{end.isoformat()} and {write_length(offset.length)} {offset.direction} it: {moved_end.isoformat()}"
    )
    return Reckoned(
        Days(moved_start, moved_end, spans=moved_start == moved_end),
        steps=(*found.steps, f"{offset.anchor}: {_span(found.days)}", step),
        doubt=found.doubt or doubt,
    )


def _span(days: Days) -> str:
    first = days.first.isoformat() if days.first else ""
    last = days.last.isoformat() if days.last else ""
    if first == last:
        return first
    return f"{first} to {last}" if first and last else f"by {last}" if last else f"from {first}"


def _fiscal_step(period: Period, first: date, last: date) -> tuple[str, ...]:
    inner = period
    while isinstance(inner, Part):
        inner = inner.of
    if isinstance(inner, Fiscal):
        return (
            f"{write(During(period)).removeprefix('during ')}: {first.isoformat()} to {last.isoformat()}",
        )
    return ()


def _ordered(first: date | None, last: date | None) -> Days | None:
    return None if first and last and last < first else Days(first, last)


def _month_end(year: int, month: int) -> date:
    return date(year, month, months.monthrange(year, month)[1])


def _months_from(year: int, month: int, count: int) -> tuple[date, date]:
    first = add_months(date(year, 1, 1), month - 1)
    last = add_months(first, count - 1)
    return first, _month_end(last.year, last.month)


def _third(first: date, last: date, number: int) -> tuple[date, date]:
    """The first, middle or last third: of whole months where they divide by three, else of days.

    A month's thirds are the 1st to 10th, 11th to 20th and 21st to its end.
    """
    whole_months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day == 1 and last == _month_end(last.year, last.month) and whole_months % 3 == 0:
        size = whole_months // 3
        return _months_from(first.year, first.month + size * number, size)
    if whole_months == 1 and first.day == 1:
        return first.replace(day=1 + 10 * number), last if number == 2 else first.replace(
            day=10 * (number + 1)
        )
    size = ((last - first).days + 1) // 3
    start = first + timedelta(days=size * number)
    return start, last if number == 2 else start + timedelta(days=size - 1)


def sort_key(reckoned: Reckoned) -> tuple[date, date, datetime | time]:
    """Orders by the last day, then the first, open sides and undated last; never raises."""
    days = reckoned.days
    last = (days.last or days.first if days else None) or date.max
    return last, (days.first if days else None) or last, time.min
