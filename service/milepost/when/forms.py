"""The forms of *when*: a date kept as precisely as it was said, never rounded to days.

The forms nest instead of multiplying: a bound holds a point, a point is a day, a period or an
offset, so "within 90 days of signing" is ``By(Offset(...))`` and needs no form of its own.
Turning a form into days is ``reckon``'s work; writing it down is ``text``'s and ``edtf``'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Literal


class Unit(StrEnum):
    """What a length of time is counted in; a working day skips weekends and public holidays."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Length:
    """An amount of one unit: "90 days", "20 working days"."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year, 1 to 9999."""

    year: int


@dataclass(frozen=True, slots=True)
class Decade:
    """Ten years, named by the first: ``Decade(2030)`` is the 2030s."""

    year: int


@dataclass(frozen=True, slots=True)
class Century:
    """A hundred years that share their first two digits: ``Century(2000)`` is 2000 to 2099."""

    year: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a calendar year."""

    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week by ISO 8601: Monday to Sunday, week 1 holds the year's first Thursday."""

    year: int
    week: int


@dataclass(frozen=True, slots=True)
class Season:
    """A meteorological season of the northern hemisphere; winter begins in December of its year."""

    name: Literal["spring", "summer", "autumn", "winter"]
    year: int


@dataclass(frozen=True, slots=True)
class Fiscal:
    """A fiscal year as it was named; which days it has depends on whose it is.

    ``Fiscal(2026, both=True)`` is FY2026-27, the year that begins in 2026. ``Fiscal(2027)`` is
    FY2027, which some countries name for the year it begins in and some for the year it ends in.
    """

    year: int
    both: bool = False


PartName = Literal["early", "mid", "late", "H1", "H2", "Q1", "Q2", "Q3", "Q4"]


@dataclass(frozen=True, slots=True)
class Part:
    """A half, a quarter, or a third (early, mid, late) of a longer period."""

    name: PartName
    of: Year | Decade | Century | Month | Season | Fiscal | Part


Period = Year | Decade | Century | Month | Week | Season | Fiscal | Part


@dataclass(frozen=True, slots=True)
class On:
    """One day, with a clock time if one was told; without a zone the calendar's zone is meant."""

    day: date
    at: time | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Offset:
    """A day told from another event: "20 working days after ID".

    The anchor is a milestone's id, the word ``publication`` for the announcement's own date, or
    (with ``known`` false) the words of an event that no milestone stands for yet.
    """

    length: Length
    direction: Literal["after", "before"]
    anchor: str
    known: bool = True


Point = On | Period | Offset


@dataclass(frozen=True, slots=True)
class Throughout:
    """All days from the first to the last."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class During:
    """One day, not yet told, of a period."""

    period: Period


@dataclass(frozen=True, slots=True)
class Between:
    """One day, not yet told, from the first point's first day to the last point's last day."""

    first: Point
    last: Point


@dataclass(frozen=True, slots=True)
class By:
    """At the latest on the last day of the limit."""

    limit: Point


@dataclass(frozen=True, slots=True)
class From:
    """From the first day of the start onwards, with no end told."""

    start: Point


@dataclass(frozen=True, slots=True)
class Undated:
    """Promised without a date."""


Single = On | Throughout | During | Between | By | From | Offset | Undated


@dataclass(frozen=True, slots=True)
class Nth:
    """The nth (1 to 5, or -1 for the last) given weekday (0 is Monday) of the interval."""

    nth: int
    weekday: int


@dataclass(frozen=True, slots=True)
class Every:
    """What recurs: the first time, the interval, and the last day on which it may fall."""

    first: Single
    interval: Length
    on: Nth | None = None
    until: date | None = None


When = On | Throughout | During | Between | By | From | Offset | Every | Undated


@dataclass(frozen=True, slots=True)
class Days:
    """What a *when* comes to in days; an open side is None.

    ``spans`` tells *all of these days* (true) from *one of these days* (false).
    """

    first: date | None
    last: date | None
    spans: bool = False
