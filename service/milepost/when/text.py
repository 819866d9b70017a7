"""The text form of *when*, as it stands in config files: ``parse(write(w)) == w``."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Final, Literal, cast

from milepost.when.forms import (
    Between,
    By,
    Century,
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
    PartName,
    Period,
    Point,
    Season,
    Single,
    Throughout,
    Undated,
    Unit,
    Week,
    When,
    Year,
)
from milepost.when.zones import is_zone

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NTHS: Final = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
PUBLICATION: Final = "publication"
LONGEST: Final = 400
"""Characters beyond which a text is no *when*; the longest real one has well under a hundred."""

FORMS: Final = (
    "2026-05-12, 2026-05-12 10:00 Asia/Tokyo, 2026-01-15 to 2026-01-17, during 2026-H1, "
    "between 2026-02 and 2026-04, by 2026-12-31, within 90 days of ID, from 2026-08-02, "
    "20 working days after ID, undated; any of them with ', every 2 years'"
)
"""The forms, for the sentence that a wrong one is answered with."""


class WhenError(ValueError):
    """A text that is no *when*; its sentence says why and what to write."""


def parse(text: str) -> When:
    """The *when* that a text says; raises WhenError with a sentence that tells what to write."""
    words = " ".join(text.split())
    if len(words) > LONGEST:
        raise WhenError("this is too long for a date")
    if found := _EVERY.fullmatch(words):
        nth = (
            Nth(_NTH_NUMBERS[found["nth"].lower()], WEEKDAYS.index(found["weekday"].lower()))
            if found["nth"]
            else None
        )
        until = _date(found["until"]) if found["until"] else None
        interval = Length(int(found["n"] or 1), _unit(found["unit"]))
        if not interval.amount:
            raise WhenError("every 0 is no interval: write for example every 2 years")
        return Every(_single(found["first"]), interval, nth, until)
    return _single(words)


def write(when: When) -> str:
    """The text form of a *when*."""
    match when:
        case Every(first, interval, on, until):
            count = "" if interval.amount == 1 else f"{interval.amount} "
            plural = "" if interval.amount == 1 else "s"
            nth = f" on the {NTHS[on.nth]} {WEEKDAYS[on.weekday]}" if on else ""
            end = f" until {until.isoformat()}" if until else ""
            return f"{write(first)}, every {count}{interval.unit.value}{plural}{nth}{end}"
        case Throughout(first_day, last_day):
            return f"{first_day.isoformat()} to {last_day.isoformat()}"
        case During(period):
            return f"during {_period(period)}"
        case Between(first_point, last_point):
            return f"between {_point(first_point)} and {_point(last_point)}"
        case By(Offset(length, "after") as limit):
            return f"within {_length(length)} of {_anchor(limit)}"
        case By(limit):
            return f"by {_point(limit)}"
        case From(start):
            return f"from {_point(start)}"
        case Undated():
            return "undated"
        case On() | Offset():
            return _point(when)


def write_length(length: Length) -> str:
    """A length in words: "90 days"."""
    return _length(length)


# ---------------------------------------------------------------- writing


def _point(point: Point) -> str:
    match point:
        case On(day, at, zone):
            clock = f" {at.isoformat('seconds' if at.second else 'minutes')}" if at else ""
            return f"{day.isoformat()}{clock}{f' {zone}' if zone else ''}"
        case Offset(length, direction):
            return f"{_length(length)} {direction} {_anchor(point)}"
        case _:
            return _period(point)


def _length(length: Length) -> str:
    return f"{length.amount} {length.unit.value}{'' if length.amount == 1 else 's'}"


def _anchor(offset: Offset) -> str:
    return offset.anchor if offset.known else f'"{offset.anchor}"'


def _period(period: Period) -> str:
    match period:
        case Year(year):
            return f"{year:04}"
        case Decade(year):
            return f"{year:04}s"
        case Century(year):
            return f"{year // 100:02}xx"
        case Month(year, month):
            return f"{year:04}-{month:02}"
        case Week(year, week):
            return f"{year:04}-W{week:02}"
        case Season(name, year):
            return f"{name} {year:04}"
        case Fiscal(year, both):
            return f"FY{year:04}" + (f"-{(year + 1) % 100:02}" if both else "")
        case Part(name, of) if name[0] in "HQ":
            return f"{_period(of)}-{name}"
        case Part(name, of):
            return f"{name} {_period(of)}"


# ---------------------------------------------------------------- reading

_UNITS = r"(?:working|business)\s+days?|seconds?|minutes?|hours?|days?|weeks?|months?|years?"
_NTH_NUMBERS: Final = {name: number for number, name in NTHS.items()}
_EVERY: Final = re.compile(
    rf"(?P<first>.+?),? every (?:(?P<n>\d{{1,5}}) )?(?P<unit>{_UNITS})"
    rf"(?: on the (?P<nth>{'|'.join(_NTH_NUMBERS)}) (?P<weekday>{'|'.join(WEEKDAYS)}))?"
    r"(?: until (?P<until>\S+))?",
    re.I,
)
_DAY = r"\d{4}-\d\d-\d\d"
_ON: Final = re.compile(
    rf"(?P<day>{_DAY})(?:[ T](?P<at>\d\d:\d\d(?::\d\d)?)(?: ?(?P<zone>[A-Za-z][\w/+:-]*))?)?"
)
_TO: Final = re.compile(rf"(?P<first>{_DAY}) (?:to|until|through|–|-|/) (?P<last>{_DAY})", re.I)
_BETWEEN: Final = re.compile(r"between (?P<first>.+?) and (?P<last>.+)", re.I)
_WITHIN: Final = re.compile(
    rf"within (?P<n>\d{{1,5}}) (?P<unit>{_UNITS}) (?:of|after|from) (?P<anchor>.+)", re.I
)
_OFFSET: Final = re.compile(
    rf"(?P<n>\d{{1,5}}) (?P<unit>{_UNITS}) (?P<direction>after|before) (?P<anchor>.+)", re.I
)
_ID: Final = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
_QUOTED: Final = re.compile(r'"(?P<words>[^"]+)"')
_PERIODS: Final = re.compile(
    r"(?P<third>early|mid|late)[ -](?P<of>.+)"
    r"|(?P<whole>.+)-(?P<part>[HQ]\d)"
    r"|(?P<season>spring|summer|autumn|fall|winter) (?P<season_year>\d{4})"
    r"|FY ?(?P<fiscal>\d{4})(?:[-/](?P<fiscal_end>\d\d|\d{4}))?"
    r"|(?P<week_year>\d{4})-W(?P<week>\d\d)"
    r"|(?P<month_year>\d{4})-(?P<month>\d\d)"
    r"|(?P<decade>\d{3}0)s"
    r"|(?P<century>\d\d)xx"
    r"|(?P<year>\d{4})",
    re.I,
)


def _single(words: str) -> Single:
    lower = words.lower()
    if lower == "undated":
        return Undated()
    if found := _TO.fullmatch(words):
        first, last = _date(found["first"]), _date(found["last"])
        if last < first:
            raise WhenError(f"{last} is before {first}: turn them round")
        return Throughout(first, last)
    if found := _BETWEEN.fullmatch(words):
        return Between(_point_of(found["first"]), _point_of(found["last"]))
    if found := _WITHIN.fullmatch(words):
        return By(_offset(found["n"], found["unit"], "after", found["anchor"]))
    for word, form in (("by ", By), ("from ", From)):
        if lower.startswith(word):
            return form(_point_of(words[len(word) :]))
    if lower.startswith("during "):
        return During(_period_of(words[len("during ") :]))
    point = _point_of(words)
    return point if isinstance(point, On | Offset) else During(point)


def _point_of(words: str) -> Point:
    if found := _ON.fullmatch(words):
        return On(_date(found["day"]), _clock(found["at"]), _zone(found["zone"]))
    if found := _OFFSET.fullmatch(words):
        direction: Literal["after", "before"] = "after" if found["direction"].lower() == "after" else "before"
        return _offset(found["n"], found["unit"], direction, found["anchor"])
    return _period_of(words)


def _offset(n: str, unit: str, direction: Literal["after", "before"], anchor: str) -> Offset:
    length = Length(int(n), _unit(unit))
    if found := _QUOTED.fullmatch(anchor):
        return Offset(length, direction, found["words"], known=False)
    if not _ID.fullmatch(anchor):
        raise WhenError(
            f'after "{direction}" write a milestone\'s id, publication, or the words of the event in "quotes"'
        )
    return Offset(length, direction, anchor)


def _unit(word: str) -> Unit:
    word = " ".join(word.lower().split()).replace("business", "working")
    return Unit(word.removesuffix("s"))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WhenError(f"there is no day {text}") from None


def _clock(text: str | None) -> time | None:
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        raise WhenError(f"there is no time {text}") from None


def _zone(text: str | None) -> str | None:
    if text is None or is_zone(text):
        return text
    raise WhenError(f"there is no time zone {text}: write one as Asia/Tokyo or UTC")


def _period_of(words: str) -> Period:
    found = _PERIODS.fullmatch(words)
    if not found:
        raise WhenError(f"cannot read {words!r} as a date: write one of {FORMS}")
    if third := found["third"]:
        of = _period_of(found["of"])
        if isinstance(of, Week):
            raise WhenError("a week has no thirds: write its days")
        return Part(cast(PartName, third.lower()), of)
    if part := found["part"]:
        whole = _period_of(found["whole"])
        if not isinstance(whole, Year | Fiscal) or part.upper() not in ("H1", "H2", "Q1", "Q2", "Q3", "Q4"):
            raise WhenError(
                f"cannot read {words!r}: halves and quarters are written 2026-H1, 2026-Q3, FY2026-27-Q3"
            )
        return Part(cast(PartName, part.upper()), whole)
    if season := found["season"]:
        name = season.lower().replace("fall", "autumn")
        return Season(
            cast(Literal["spring", "summer", "autumn", "winter"], name), _year(found["season_year"])
        )
    if fiscal := found["fiscal"]:
        year, end = _year(fiscal), found["fiscal_end"]
        if end and int(end) % 100 != (year + 1) % 100:
            raise WhenError(f"a fiscal year ends in the year after it begins: FY{year}-{(year + 1) % 100:02}")
        return Fiscal(year, both=bool(end))
    if found["week"]:
        return _week(_year(found["week_year"]), int(found["week"]))
    if found["month"]:
        return _month(_year(found["month_year"]), int(found["month"]))
    if found["decade"]:
        return Decade(_year(found["decade"]))
    if found["century"]:
        return Century(_year(found["century"] + "00"))
    return Year(_year(found["year"]))


def _year(text: str) -> int:
    if not int(text):
        raise WhenError("there is no year 0: years run from 1 to 9999")
    return int(text)


def _month(year: int, month: int) -> Month:
    if not 1 <= month <= 12:
        raise WhenError(f"there is no month {month}")
    return Month(year, month)


def _week(year: int, week: int) -> Week:
    try:
        date.fromisocalendar(year, week, 1)
    except ValueError:
        raise WhenError(f"{year} has no week {week}") from None
    return Week(year, week)
