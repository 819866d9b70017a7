"""EDTF (Library of Congress, 2019; ISO 8601-2): a *when* that other programs can read."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from milepost.when.forms import (
    Between,
    By,
    Century,
    Days,
    Decade,
    During,
    Every,
    From,
    Month,
    On,
    Part,
    Period,
    Season,
    Throughout,
    When,
    Year,
)
from milepost.when.reckon import Reckoned
from milepost.when.text import WhenError
from milepost.when.zones import tz

_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_PARTS: Final = {"Q1": 33, "Q2": 34, "Q3": 35, "Q4": 36, "H1": 40, "H2": 41}


def edtf(when: When, reckoned: Reckoned, zone: str) -> str | None:
    """The EDTF of a *when* with its reckoned days; None for what has no days.

    ``zone`` is the calendar's, for clock times told without one.
    """
    match when:
        case Every(first):
            return edtf(first, reckoned, zone)
        case On(day, at, own_zone) if at:
            return _clock(day, at, own_zone or zone)
        case During(period) if code := _period(period):
            return code
    return _days(reckoned.days)


def from_edtf(text: str) -> When:
    """The *when* whose days an EDTF string tells; raises WhenError for one outside what ``edtf`` writes."""
    try:
        return _parse(text)
    except ValueError as error:
        raise WhenError(f"{text!r} is no EDTF date that can be read here") from error


def _days(days: Days | None) -> str | None:
    if days is None:
        return None
    first = days.first.isoformat() if days.first else ""
    last = days.last.isoformat() if days.last else ""
    if first == last:
        return first
    if not last:
        return f"{first}/.."
    return f"{first}/{last}" if days.spans else f"[{first}..{last}]"


def _period(period: Period) -> str | None:
    match period:
        case Year(year):
            return f"{year:04}"
        case Decade(year):
            return f"{year // 10:03}X"
        case Century(year):
            return f"{year // 100:02}XX"
        case Month(year, month):
            return f"{year:04}-{month:02}"
        case Season(name, year):
            return f"{year:04}-{_SEASONS[name]}"
        case Part(name, Year(year)) if name in _PARTS:
            return f"{year:04}-{_PARTS[name]}"
        case _:
            return None


def _clock(day: date, at: time, zone: str) -> str:
    offset = datetime.combine(day, at, tz(zone)).utcoffset() or timedelta()
    sign, minutes = ("-" if offset < timedelta() else "+"), abs(offset) // timedelta(minutes=1)
    suffix = "Z" if zone == "UTC" else f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    return f"{day.isoformat()}T{at.isoformat('seconds')}{suffix}"


_TIMED: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d)?")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def _parse(text: str) -> When:
    if timed := _TIMED.fullmatch(text):
        zone = {None: None, "Z": "UTC"}.get(timed[3], f"UTC{timed[3]}")
        return On(date.fromisoformat(timed[1]), time.fromisoformat(timed[2]), zone)
    if text.startswith("[") and text.endswith("]"):
        first, dots, last = text[1:-1].partition("..")
        if not dots:
            raise ValueError(text)
        if not first:
            return By(_read(last))
        return Between(_read(first), _read(last)) if last else From(_read(first))
    if "/" in text:
        first, _, last = text.partition("/")
        if first in ("", ".."):
            return By(_read(last))
        if last in ("", ".."):
            return From(_read(first))
        return Throughout(date.fromisoformat(first), date.fromisoformat(last))
    point = _read(text)
    return point if isinstance(point, On) else During(point)


def _read(text: str) -> On | Period:
    if _DAY.fullmatch(text):
        return On(date.fromisoformat(text))
    if text.startswith(("0000", "000X", "00XX")):  # there is no year 0 here
        raise ValueError(text)
    if re.fullmatch(r"\d{3}X", text):
        return Decade(int(text[:3] + "0"))
    if re.fullmatch(r"\d\dXX", text):
        return Century(int(text[:2] + "00"))
    if re.fullmatch(r"\d{4}", text):
        return Year(int(text))
    if not (found := re.fullmatch(r"(\d{4})-(\d\d)", text)):
        raise ValueError(text)
    year, number = int(found[1]), int(found[2])
    for name, code in _SEASONS.items():
        if number == code:
            return Season(name, year)  # type: ignore[arg-type]
    for part, code in _PARTS.items():
        if number == code:
            return Part(part, Year(year))  # type: ignore[arg-type]
    if not 1 <= number <= 12:
        raise ValueError(text)
    return Month(year, number)
