"""What TIMEX3 writes for a time: the value of a length, a day, a period, a range."""

from __future__ import annotations

from typing import Final

from milepost.reading.dates import nodes
from milepost.when import (
    Between,
    Century,
    Decade,
    Fiscal,
    Month,
    On,
    Part,
    Period,
    Season,
    Throughout,
    Week,
    Year,
)

POINTS: Final = (On, Year, Decade, Century, Month, Week, Season, Fiscal, Part)
Settled = On | Period | Throughout | Between

SEASONS: Final = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
_LETTERS: Final = {
    "S": "T{}S",
    "MIN": "T{}M",
    "H": "T{}H",
    "D": "{}D",
    "WD": "{}D",
    "NI": "{}D",
    "W": "{}W",
    "FN": "{}W",
    "M": "{}M",
    "SEM": "{}M",
    "Q": "{}Q",
    "Y": "{}Y",
    "FY": "{}Y",
    "E": "{}E",
    "C": "{}C",
    "WE": "{}WE",
}
_TIMES: Final = {"FN": 2, "SEM": 6}


def span_value(span: nodes.Span) -> str:
    """TIMEX3's value of a length: P90D, PT24H, PXM for *some months*."""
    amount: int | float | str = "X" if span.amount is None else span.amount
    unit = span.unit
    if isinstance(amount, float):
        whole = int(amount)
        rest = amount - whole
        finer = {
            "Y": (12, "M"),
            "H": (60, "M"),
            "MIN": (60, "S"),
            "D": (24, "H"),
            "W": (7, "D"),
            "E": (10, "Y"),
        }.get(unit)
        if finer and rest:
            small = round(rest * finer[0])
            body = (
                _LETTERS[unit].format(whole)
                if whole
                else ("T" if "T" in _LETTERS[unit] or unit == "D" else "")
            )
            return f"P{body}{'T' if unit == 'D' and whole else ''}{small}{finer[1]}"
        if unit == "M":
            return f"P{whole}M{round(rest * 30)}D" if whole else f"P{round(rest * 30)}D"
        if unit == "C":
            return f"P{round(amount * 100)}Y"
        amount = whole
    if isinstance(amount, int):
        amount = amount * _TIMES.get(unit, 1)
    value = "P" + _LETTERS[unit].format(amount)
    for number, finer_unit in span.more:
        piece = _LETTERS[finer_unit].format(number)
        value += piece[1:] if piece.startswith("T") and "T" in value else piece
    return value


def value_of(point: Settled) -> str:
    """TIMEX3's value of a day or period."""
    match point:
        case On(day, None):
            return day.isoformat()
        case On(day, at):
            return f"{day.isoformat()}T{at.isoformat('minutes') if at else ''}"
        case Throughout(first, last):
            return f"{first.isoformat()}/{last.isoformat()}"
        case Between(first_point, last_point):
            return _between_value(first_point, last_point)
        case Year(year):
            return f"{year:04}"
        case Decade(year):
            return f"{year // 10:03}"
        case Century(year):
            return f"{year // 100:02}"
        case Month(year, month):
            return f"{year:04}-{month:02}"
        case Week(year, week):
            return f"{year:04}-W{week:02}"
        case Season(name, year):
            return f"{year:04}-{SEASONS[name]}"
        case Fiscal(year):
            return f"{year:04}"
        case Part(name, of) if name[0] in "HQ":
            return f"{value_of(of)[:4]}-{name}"
        case Part(_, of):
            return value_of(of)


def _between_value(first: object, last: object) -> str:
    if isinstance(first, On) and isinstance(last, On):
        if (first.day.year, first.day.month) == (last.day.year, last.day.month):
            return f"{first.day.year:04}-{first.day.month:02}"
        return f"{first.day.isoformat()}/{last.day.isoformat()}"
    if isinstance(first, POINTS) and isinstance(last, POINTS):
        return f"{value_of(first)}/{value_of(last)}"
    return "XXXX"
