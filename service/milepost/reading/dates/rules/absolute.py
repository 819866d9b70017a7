"""Days, months, years, decades and centuries that are told by their name or number."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import time
from typing import Final

from milepost.reading.dates.nodes import (
    Between,
    DayOfMonth,
    DayOfWeek,
    EitherWay,
    Feast,
    Impossible,
    Known,
    Node,
    Open,
    Relative,
    SameQuarter,
    SeasonOf,
    WeekdayOf,
    day,
)
from milepost.reading.dates.patterns import Rule
from milepost.when import Century, Decade, Month, On, Season, Year
from milepost.when.zones import is_zone


def _open(month: int, number: int) -> Node | None:
    if number < 1 or number > 31:
        return None
    if number > (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return Impossible(f"XXXX-{month:02}-{number:02}")
    return Open(month, number)


def _dated(month: int, number: int, year: int | None) -> Node | None:
    if number < 1 or number > 31:
        return None
    return _open(month, number) if year is None else day(year, month, number)


def _weekday_dated(weekday: int, month: int, number: int, year: int | None) -> Node | None:
    node = _dated(month, number, year)
    return replace(node, weekday=weekday) if isinstance(node, Open) else node


def _range(month: int, first: int, last: int, year: int | None) -> Node | None:
    a, b = _dated(month, first, year), _dated(month, last, year)
    if a is None or b is None or last <= first:
        return None
    return Between(a, b)


def _months(first: int, last: int, year: int) -> Node | None:
    return Between(Known(Month(year, first)), Known(Month(year, last))) if first < last else None


def _last_day(month: int, year: int | None) -> Node | None:
    if year is None:
        return Open(month, monthrange(2026, month)[1])
    return day(year, month, monthrange(year, month)[1])


def _one_of(node: Node | None) -> Node | None:
    return replace(node, all=False) if isinstance(node, Between) else node


def _weekday_of(nth: int, weekday: int | None, month: int, year: int | None) -> Node | None:
    if nth not in (1, 2, 3, 4, 5, -1) and (weekday is not None or not 1 <= nth <= 20):
        return None
    return WeekdayOf(nth, weekday, Open(month) if year is None else Known(Month(year, month)))


def _and(month: int, first: int, last: int, year: int | None) -> Node | None:
    made = _range(month, first, last, year)
    return made if last == first + 1 else None


def _swap(number: int, month: int, year: int | None) -> Node | None:
    return _dated(month, number, year)


def _iso(parts: tuple[str | None, ...]) -> Node | None:
    year, month, number, hour, minute, second, zone = parts
    found = day(int(year or 0), int(month or 0), int(number or 0))
    if isinstance(found, Impossible) or hour is None or not isinstance(found.point, On):
        return found
    if int(hour) > 23 or int(minute or 0) > 59:
        return found
    name = "UTC" if zone == "z" else f"UTC{zone}" if zone else None
    at = time(int(hour), int(minute or 0), min(int(second or 0), 59))
    return Known(On(found.point.day, at, name if name is None or is_zone(name) else None))


def _slashed(parts: tuple[int, int, str, str]) -> Node | None:
    """Month first with slashes unless it cannot be; day first with dots."""
    first, second, digits, mark = parts
    number = int(digits)
    year = number if len(digits) == 4 else number + (2000 if number < 50 else 1900)
    if mark == "-" and len(digits) == 2:
        return None
    month, dom = (second, first) if mark != "/" or first > 12 else (first, second)
    if mark == "." and len(digits) == 2:
        return None
    if not (1 <= month <= 12 and 1 <= dom <= 31 and 1900 <= year <= 2199):
        return None
    if mark == "/" and month != dom and dom <= 12:
        return EitherWay(first, second, year)
    return day(year, month, dom)


def _decade(number: int) -> Node | None:
    if number < 100:
        number += 1900 if number >= 20 else 2000
    if not 1000 <= number <= 2200:
        return None
    return Known(Century(number)) if number % 100 == 0 and number < 2000 else Known(Decade(number))


def _century(number: int) -> Node | None:
    return Known(Century(100 * (number - 1))) if 2 <= number <= 30 else None


def _year(number: int) -> Node | None:
    return Known(Year(number)) if 1500 <= number <= 2150 else None


def _with_weekdays(
    _first: int, first: int, weekday: int, last: int, month: int, year: int | None
) -> Node | None:
    made = _range(month, first, last, year)
    if isinstance(made, Between) and isinstance(made.last, Open):
        return replace(made, last=replace(made.last, weekday=weekday))
    return made


def _academic(year: int, end: int) -> Node | None:
    """From some day of one year to some day of the next; which, each school says for itself."""
    if end % 100 != (year + 1) % 100:
        return None
    return Between(Known(Year(year)), Known(Year(year + 1)), all=False)


ABSOLUTE: Final = (
    Rule(
        "an ISO day",
        ("ISO",),
        _iso,
        {
            "It applies from 2026-08-02.": "from 2026-08-02",
            "sent at 2026-05-12T10:00:00Z": "2026-05-12 10:00 UTC",
        },
    ),
    Rule(
        "a day in numbers",
        ("SLASHED",),
        _slashed,
        {"on 24.12.2026": "2026-12-24", "received 03/14/2026 by mail": "2026-03-14"},
        ("version 3.11.7", "910/2014"),
    ),
    Rule(
        "month and day",
        (
            "MONTH the? DAY|ORD (,? YEAR)?",
            "MONTH DAY|ORD (of YEAR)?",
        ),
        _dated,
        {
            "Motegi arrives on January 15": "2026-01-15",
            "no later than August 7, 2026": "by 2026-08-07",
            "on May 12": "2026-05-12",
        },
    ),
    Rule(
        "day and month",
        ("the? DAY|ORD of? MONTH (,? YEAR)?", "the DAY|ORD day of MONTH (,? YEAR)?"),
        _swap,
        {
            "It shall apply from 2 August 2026.": "from 2026-08-02",
            "on the 31st of June 2026": "DATE 2026-06-31",
            "by the 5th day of March, 2027": "by 2027-03-05",
        },
    ),
    Rule(
        "day-month-year",
        ("DAY - MONTH - YEAR",),
        _swap,
        {"dated 12-May-2026": "2026-05-12"},
    ),
    Rule(
        "day-month-year in two digits",
        ("DAY - MONTH - YY",),
        lambda number, month, year: day(2000 + year, month, number) if year < 70 else None,
        {"closes on 30-Jun-26": "2026-06-30"},
    ),
    Rule(
        "days of one month with their weekdays",
        (
            "from? WEEKDAY ,? the? DAY|ORD ,? to|until|till|through|and|- WEEKDAY ,? the? DAY|ORD of? MONTH (,? YEAR)?",
        ),
        _with_weekdays,
        {
            "from Tuesday 12 to Thursday 14 May 2026": "2026-05-12 to 2026-05-14",
            "on Thursday, 14, and Friday, 15 May": "2026-05-14 to 2026-05-15",
        },
    ),
    Rule(
        "weekday with a day",
        ("WEEKDAY|WD ,? the? MONTH DAY|ORD (,? YEAR)?",),
        _weekday_dated,
        {"opens on Tuesday, May 12, 2026": "2026-05-12"},
    ),
    Rule(
        "weekday with a day before its month",
        ("WEEKDAY|WD ,? the? DAY|ORD of? MONTH (,? YEAR)?",),
        lambda weekday, number, month, year: _weekday_dated(weekday, month, number, year),
        {"opens on Tue 12 May 2026": "2026-05-12"},
    ),
    Rule(
        "days of one month",
        (
            "MONTH DAY|ORD to|through|thru|until|till|- DAY|ORD (,? YEAR)?",
            "from MONTH DAY|ORD to|through|until|till|- DAY|ORD (,? YEAR)?",
        ),
        _range,
        {
            "in Kyushu, March 9-13, 2026": "2026-03-09 to 2026-03-13",
            "from January 15 to 17": "2026-01-15 to 2026-01-17",
        },
    ),
    Rule(
        "days before their month",
        (
            "the? DAY|ORD to|through|thru|until|till|- the? DAY|ORD of? MONTH (,? YEAR)?",
            "from the? DAY|ORD to|through|until|till|- the? DAY|ORD of? MONTH (,? YEAR)?",
        ),
        lambda first, last, month, year: _range(month, first, last, year),
        {
            "meets from 15 to 17 January 2026": "2026-01-15 to 2026-01-17",
            "15-17 January": "2026-01-15 to 2026-01-17",
        },
    ),
    Rule(
        "one of the days before their month",
        ("between [the? DAY|ORD and the? DAY|ORD of? MONTH (,? YEAR)?]",),
        lambda first, last, month, year: _one_of(_range(month, first, last, year)),
        {"will meet between 3 and 5 June 2026": "between 2026-06-03 and 2026-06-05"},
    ),
    Rule(
        "one of the days of a month",
        ("between [MONTH DAY|ORD and DAY|ORD (,? YEAR)?]",),
        lambda month, first, last, year: _one_of(_range(month, first, last, year)),
        {"will meet between June 3 and 5, 2026": "between 2026-06-03 and 2026-06-05"},
    ),
    Rule(
        "weekday of a month",
        ("the? ORD WEEKDAY of|in MONTH (,? YEAR)?",),
        lambda nth, weekday, month, year: _weekday_of(nth, weekday, month, year),
        {"on the first Monday in October 2026": "2026-10-05"},
    ),
    Rule(
        "last weekday of a month",
        ("the? last WEEKDAY of|in MONTH (,? YEAR)?",),
        lambda weekday, month, year: _weekday_of(-1, weekday, month, year),
        {"by the last Friday of March 2026": "by 2026-03-27", "on the last Friday in May": "2026-05-29"},
    ),
    Rule(
        "working day of a month",
        ("the? ORD working|business day of|in MONTH (,? YEAR)?",),
        lambda nth, month, year: _weekday_of(nth, None, month, year),
        {"by the fifth working day of July 2026": "by 2026-07-07"},
        ("the first working day of talks",),
    ),
    Rule(
        "last working day of a month",
        ("the? last working|business day of|in MONTH (,? YEAR)?",),
        lambda month, year: _weekday_of(-1, None, month, year),
        {"on the last working day of May 2026": "2026-05-29"},
    ),
    Rule(
        "two days of one month",
        ("MONTH DAY and|& DAY (,? YEAR)?",),
        _and,
        {"on March 9 and 10, 2026": "2026-03-09 to 2026-03-10"},
    ),
    Rule(
        "two days before their month",
        ("the? DAY|ORD and|& DAY|ORD of? MONTH (,? YEAR)?",),
        lambda first, last, month, year: _and(month, first, last, year),
        {"on 9 and 10 March 2026": "2026-03-09 to 2026-03-10"},
    ),
    Rule(
        "months of one year",
        ("MONTH -|to MONTH (,? YEAR)",),
        lambda first, last, year: _months(first, last, year),
        {"in Jan-Mar 2026": "2026-01-01 to 2026-03-31"},
    ),
    Rule(
        "one of two months",
        ("MONTH / MONTH YEAR",),
        lambda first, last, year: _one_of(_months(first, last, year)),
        {"in May/June 2026": "between 2026-05 and 2026-06"},
        ("part 5/6 of 2026",),
    ),
    Rule(
        "last day of a month",
        ("the? last|final day of MONTH (,? YEAR)?",),
        _last_day,
        {"by the last day of February 2028": "by 2028-02-29", "on the last day of May": "2026-05-31"},
        ("the last day of talks",),
    ),
    Rule(
        "month and year",
        ("MONTH ,? of? YEAR", "the month of MONTH ,? YEAR", "MONTH - YEAR", "MONTH / YEAR"),
        lambda month, year: Known(Month(year, month)),
        {
            "in March 2026": "during 2026-03",
            "by the end of May 2027": "by 2027-05",
        },
        ("parties may agree in part",),
    ),
    Rule(
        "year and month in numbers",
        ("YEAR - MM",),
        lambda year, month: Known(Month(year, month)) if year % 100 >= 12 and 1900 < year < 2100 else None,
        {"ballot planned for 2026-09": "during 2026-09"},
        ("Law No. 2019-03",),
    ),
    Rule(
        "month and short year",
        ("MONTH - YY", "MONTH ' YY", "MONTH ’ YY"),
        lambda month, year: Known(Month(2000 + year if year < 70 else 1900 + year, month)),
        {"delivered in Mar-27": "during 2027-03"},
    ),
    Rule(
        "month",
        (
            "MONTHNAME",
            "the month of MONTH",
            "UNSURE",
            "mid|early|late|end|start - [UNSURE]",
        ),
        lambda month: Open(month),
        {
            "will meet again in May": "during 2026-05",
            "since October": "from 2025-10",
            "by the end of March": "by 2026-03",
        },
        ("parties may agree", "troops march north", "Prime Minister May resigned"),
    ),
    Rule(
        "last and next month by name",
        ("last|past|previous MONTHNAME|UNSURE", "MONTHNAME|UNSURE last"),
        lambda month: Open(month, None, -1),
        {"was signed last October": "during 2025-10"},
    ),
    Rule(
        "that month by name",
        ("that [MONTHNAME|UNSURE]",),
        lambda month: Open(month, told=True),
        {"It was signed in March 2025 and took effect that July.": "during 2025-07"},
        ("that may be",),
    ),
    Rule(
        "that season",
        ("[that SEASON] ,|.|;|and|the|when",),
        lambda name: SeasonOf(name, told=True),
        {"It was signed in March 2027. That summer, it opened.": "during summer 2027"},
        ("prices that fall below",),
    ),
    Rule(
        "last, this or next day of a month",
        ("SHIFT MONTH DAY",),
        lambda shift, month, number: Open(month, number, shift),
        {"was signed last Oct. 23": "2025-10-23"},
        ("the last March deadline",),
    ),
    Rule(
        "Thanksgiving",
        ("SHIFT? thanksgiving day?",),
        lambda shift: WeekdayOf(4, 3, Open(11, None, shift)),
        {"was signed last Thanksgiving": "2025-11-27", "by Thanksgiving": "by 2026-11-26"},
        ("thanks given in November",),
    ),
    Rule(
        "Easter",
        ("SHIFT? easter sunday|day?",),
        lambda shift: Feast(0, Open(4, None, shift)),
        {"by Easter": "by 2026-04-05", "will open on Easter Sunday": "2026-04-05"},
        ("Eastern Time",),
    ),
    Rule(
        "Easter of a year",
        ("easter sunday|day? YEAR",),
        lambda year: Feast(0, Known(Month(year, 4))),
        {"before Easter 2027": "by 2027-03-27"},
    ),
    Rule(
        "Good Friday",
        ("good friday",),
        lambda: Feast(-2, Open(4)),
        {"on Good Friday": "2026-04-03"},
        ("a better Friday",),
    ),
    Rule(
        "Easter Monday",
        ("easter monday",),
        lambda: Feast(1, Open(4)),
        {"until Easter Monday": "by 2026-04-06"},
    ),
    Rule(
        "Memorial Day",
        ("memorial day",),
        lambda: WeekdayOf(-1, 0, Open(5)),
        {"by Memorial Day": "by 2026-05-25"},
        ("a memorial to the day",),
    ),
    Rule(
        "Labor Day",
        ("labor day",),
        lambda: WeekdayOf(1, 0, Open(9)),
        {"by Labor Day": "by 2026-09-07"},
        ("a labour of days",),
    ),
    Rule(
        "next month by name",
        ("next|coming MONTHNAME|UNSURE", "MONTHNAME|UNSURE next"),
        lambda month: Open(month, None, 1),
        {"planned for next May": "during 2026-05"},
    ),
    Rule(
        "month of last or next year",
        ("MONTHNAME|UNSURE ,? of? SHIFT year",),
        lambda month, shift: Open(month, None, None, shift),
        {"will open in March next year": "during 2027-03", "opened in May of last year": "during 2025-05"},
        ("in May the last year began",),
    ),
    Rule(
        "day of last or next year",
        ("MONTH DAY|ORD ,? of? SHIFT year",),
        lambda month, number, shift: Open(month, number, None, shift),
        {"by March 31 next year": "by 2027-03-31"},
        ("on March 31 the next yearly plan",),
    ),
    Rule(
        "day of last or next year, day first",
        ("the? DAY|ORD of? MONTH ,? of? SHIFT year",),
        lambda number, month, shift: Open(month, number, None, shift),
        {"by 31 March of next year": "by 2027-03-31"},
        ("on 31 March the next yearly plan",),
    ),
    Rule(
        "this month by name",
        ("this|current MONTHNAME|UNSURE",),
        lambda month: Open(month, None, 0),
        {"will open this September": "during 2026-09"},
    ),
    Rule(
        "year",
        (
            "YEAR",
            "the? year YEAR",
            "the? year NUM",
            "calendar year YEAR",
            "the? YEAR calendar year",
        ),
        _year,
        {
            "carbon neutral by 2030": "by 2030",
            "during the year 2027": "during 2027",
        },
        (
            "room 2017",
            "Regulation 2024/1689",
            "the Trade Act of 1974",
            "more than 2000 participants came",
            "No. 12 of 2026",
            "[2026] UKSC 5",
        ),
    ),
    Rule(
        "the quarter spoken of, of a year",
        ("the YEAR period|quarter",),
        lambda year: SameQuarter(0, Known(Year(year)), year),
        {"In the third quarter of 2025 orders rose; in the 2024 period they fell": "during 2024-Q3"},
        ("in 2024, period",),
    ),
    Rule(
        "academic year",
        ("the? academic|school year YEAR -|/ YY|YEAR", "the? YEAR -|/ YY|YEAR academic|school year"),
        _academic,
        {
            "in the 2026/27 academic year": "between 2026 and 2027",
            "from school year 2027-28": "between 2027 and 2028",
        },
        ("an academic year of 30 weeks",),
    ),
    Rule(
        "year in two digits",
        ("in|since|of|from|until|by|before|after|late|early|mid|summer|spring|fall|winter ['|’ YY]",),
        lambda year: Known(Year(year + (1900 if year > 40 else 2000))),
        {"was founded in '98": "during 1998"},
        ("10'98",),
    ),
    Rule(
        "decade",
        ("the DECADE", "the? ' DECADE", "the? ’ DECADE", "the NINETIES"),
        lambda number: _decade(number),
        {"in the 2030s": "during 2030s", "since the '90s": "from 1990s"},
        ("in his 40s",),
    ),
    Rule(
        "decade by its four digits",
        ("DECADE",),
        lambda number: _decade(number) if number > 100 else None,
        {"mid-2030s": "during mid 2030s"},
        ("in his 40s",),
    ),
    Rule(
        "century",
        ("the? ORD - century", "the? ORD century"),
        _century,
        {"in the 21st century": "during 20xx"},
    ),
    Rule(
        "weekday",
        ("WEEKDAY",),
        lambda weekday: DayOfWeek(weekday),
        {"was held on Friday": "2026-01-16", "will meet on Monday": "2026-01-19"},
    ),
    Rule(
        "weekday of this week",
        ("this WEEKDAY", "WEEKDAY this week", "WEEKDAY of this week"),
        lambda weekday: DayOfWeek(weekday, 0),
        {"will be signed this Wednesday": "2026-01-14"},
    ),
    Rule(
        "last weekday",
        (
            "last|past|previous WEEKDAY",
            "this past WEEKDAY",
            "WEEKDAY last",
            "the last|past|previous WEEKDAY",
            "WEEKDAY last week",
        ),
        lambda weekday: DayOfWeek(weekday, -1),
        {"met last Friday": "2026-01-09"},
    ),
    Rule(
        "next weekday",
        (
            "next|coming|following WEEKDAY",
            "this coming WEEKDAY",
            "WEEKDAY next",
            "WEEKDAY next week",
            "the following WEEKDAY",
        ),
        lambda weekday: DayOfWeek(weekday, 1),
        {"convenes next Monday": "2026-01-19"},
    ),
    Rule(
        "season of a year",
        ("the? SEASON of? ,? YEAR",),
        lambda name, year: Known(Season(name, year)),
        {"in spring 2027": "during spring 2027"},
    ),
    Rule(
        "season",
        ("this SEASON", "the SEASON", "in|by|until|since|during [SEASON]"),
        lambda name: SeasonOf(name, 0),
        {"will open this summer": "during summer 2026"},
        ("prices fall", "goods that fall within its scope"),
    ),
    Rule(
        "last season",
        ("last|past|previous SEASON", "the|this past|previous SEASON"),
        lambda name: SeasonOf(name, -1),
        {"was agreed last autumn": "during autumn 2025"},
    ),
    Rule(
        "next season",
        ("next|coming SEASON", "the coming SEASON"),
        lambda name: SeasonOf(name, 1),
        {"opens next spring": "during spring 2026"},
    ),
    Rule(
        "a fixed feast",
        ("HOLIDAY day?",),
        lambda feast: Open(feast[0], feast[1]),
        {"by Christmas": "by 2026-12-25"},
    ),
    Rule(
        "new year's eve",
        ("new year 's eve",),
        lambda: Open(12, 31),
        {"by New Year's Eve": "by 2026-12-31"},
    ),
    Rule(
        "the eve of Christmas",
        ("christmas eve",),
        lambda: Open(12, 24),
        {"by Christmas Eve": "by 2026-12-24"},
        ("the eve of battle",),
    ),
    Rule(
        "new year",
        ("new year 's day",),
        lambda: Open(1, 1),
        {"from New Year's Day": "from 2026-01-01"},
    ),
    Rule(
        "day of the month told before",
        ("on [the ORD] ,|.|and",),
        lambda number: DayOfMonth(number) if 1 <= number <= 31 else None,
        {"They met on 12 May 2026 and again on the 25th.": "2026-05-25"},
        ("on the 25th anniversary",),
    ),
    Rule(
        "day of a month told elsewhere",
        ("the ORD of next month",),
        lambda number: DayOfMonth(number, Relative("M", 1)) if 1 <= number <= 31 else None,
        {"the 5th of next month": "2026-02-05"},
    ),
)
