"""Dates in English words, for titles, mails, pages and the terminal: day before month, no zeros."""

from __future__ import annotations

from datetime import date
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
    Offset,
    On,
    Part,
    Period,
    Point,
    Season,
    Throughout,
    Undated,
    Week,
    When,
    Year,
)
from milepost.when.reckon import Reckoned
from milepost.when.text import NTHS, WEEKDAYS, write_length

MONTHS: Final = tuple(
    "January February March April May June July August September October November December".split()
)
_HALVES: Final = {"H1": "first half", "H2": "second half"}
_QUARTERS: Final = {
    "Q1": "first quarter",
    "Q2": "second quarter",
    "Q3": "third quarter",
    "Q4": "fourth quarter",
}
_IN_DAYS: Final = 120
"""Distances up to so many days are told in days, longer ones in months."""


def say(when: When, reckoned: Reckoned, year: int | None = None) -> str:
    """A *when* as a person would say it: "by 2 February 2026", "first half of 2026", "no date".

    The year is left out where it is ``year``, the reader's own. A date told from another event is
    said by its day once that is known, else by its words.
    """
    days = reckoned.days
    match when:
        case Every(first, interval, on, _):
            every = say_length(interval, one=False)
            nth = f" on the {NTHS[on.nth]} {WEEKDAYS[on.weekday].capitalize()}" if on else ""
            return f"{say(first, reckoned, year)}, every {every}{nth}"
        case Undated():
            return "no date"
        case Throughout(first_day, last_day):
            return say_days(first_day, last_day, year)
        case During(period):
            return _period(period, year)
        case Between(first_point, last_point):
            if _is_offset(first_point) or _is_offset(last_point):
                return (
                    _by_days(days, year)
                    or f"between {_point(first_point, year)} and {_point(last_point, year)}"
                )
            return f"{_point(first_point, year)} to {_point(last_point, year)}"
        case By(Offset(length, "after") as limit):
            return _by_days(days, year) or f"within {write_length(length)} of {limit.anchor}"
        case By(limit):
            return (
                _by_days(days, year)
                if _is_offset(limit) and days
                else f"by {_end(limit)}{_point(limit, year)}"
            )
        case From(start):
            return _by_days(days, year) if _is_offset(start) and days else f"from {_point(start, year)}"
        case Offset():
            return _by_days(days, year) or _point(when, year)
        case On():
            return _point(when, year)


def say_day(day: date, year: int | None = None) -> str:
    """A day: "2 February 2026", without the year where it is ``year``."""
    return f"{day.day} {MONTHS[day.month - 1]}" + ("" if day.year == year else f" {day.year}")


def say_days(first: date, last: date, year: int | None = None) -> str:
    """All days from the first to the last: "15–17 January 2026", "30 March to 2 April"."""
    if first == last:
        return say_day(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{say_day(last, year)}"
    return f"{say_day(first, last.year if first.year == last.year else year)} to {say_day(last, year)}"


def say_length(length: Length, one: bool = True) -> str:
    """A length: "90 days", "1 month"; with ``one`` false a single unit stands without its number."""
    return length.unit.value if length.amount == 1 and not one else write_length(length)


def say_away(reckoned: Reckoned, when: When, today: date) -> str:
    """How far away, as the agenda says it: "tomorrow", "in 7 days", "120 days left", "28 days over"."""
    days = reckoned.days
    if days is None:
        return "no day set"
    first, last = days.first, days.last or days.first
    if last is None:
        return "no day set"
    window = isinstance(when, During | Between) and not days.spans
    if last < today:
        return f"{_far((today - last).days)} over"
    if window:
        return "last day" if last == today else f"{_far((last - today).days)} left"
    if first is not None and first <= today <= last and first != last:
        return "now"
    distance = ((first or last) - today).days
    if distance == 0:
        return "today"
    return "tomorrow" if distance == 1 else f"in {_far(distance)}"


def _far(days: int) -> str:
    if days <= _IN_DAYS:
        return "1 day" if days == 1 else f"{days} days"
    months = round(days / 30.44)
    return f"{months} months" if months < 24 else f"{round(days / 365.25)} years"


def _by_days(days: Days | None, year: int | None) -> str:
    if days is None:
        return ""
    if days.first and days.last:
        return say_days(days.first, days.last, year)
    if days.last:
        return f"by {say_day(days.last, year)}"
    return f"from {say_day(days.first, year)}" if days.first else ""


def _is_offset(point: Point) -> bool:
    return isinstance(point, Offset)


def _end(point: Point) -> str:
    return "" if isinstance(point, On | Offset) else "the end of "


def _point(point: Point, year: int | None) -> str:
    match point:
        case On(day, at, zone):
            clock = f", {at.isoformat('seconds' if at.second else 'minutes')}" if at else ""
            return f"{say_day(day, year)}{clock}{f' {zone}' if zone else ''}"
        case Offset(length, direction, anchor):
            return f"{write_length(length)} {direction} {anchor}"
        case _:
            return _period(point, year)


def _period(period: Period, year: int | None) -> str:
    match period:
        case Year(number):
            return f"{number}"
        case Decade(number):
            return f"the {number}s"
        case Century(number):
            return f"the {number}s (century)"
        case Month(own, month):
            return MONTHS[month - 1] + ("" if own == year else f" {own}")
        case Week(own, week):
            return f"week {week} of {own}"
        case Season(name, own):
            return f"{name} {own}"
        case Fiscal(own, both):
            return f"fiscal year {own}" + (f"-{(own + 1) % 100:02}" if both else "")
        case Part(name, of):
            named = _HALVES.get(name) or _QUARTERS.get(name)
            return f"{named} of {_period(of, None)}" if named else f"{name} {_period(of, year)}"
