"""A span as a length that days can be counted with."""

from __future__ import annotations

from typing import Final

from milepost.reading.dates import nodes
from milepost.when import Length, Unit

UNITS: Final = {
    "S": Unit.SECOND,
    "MIN": Unit.MINUTE,
    "H": Unit.HOUR,
    "D": Unit.DAY,
    "WD": Unit.WORKING_DAY,
    "NI": Unit.DAY,
    "W": Unit.WEEK,
    "M": Unit.MONTH,
    "Y": Unit.YEAR,
    "FY": Unit.YEAR,
}
_MOST: Final = 99_999
"""The greatest amount that the text form of a length has."""
_TIMES: Final = {
    "FN": (2, Unit.WEEK),
    "Q": (3, Unit.MONTH),
    "SEM": (6, Unit.MONTH),
    "E": (10, Unit.YEAR),
    "C": (100, Unit.YEAR),
}


def length_of(span: nodes.Span) -> Length | None:
    """A span as a length that days can be counted with, or None for *some months*."""
    amount = span.amount
    if amount is None or amount * _TIMES.get(span.unit, (1,))[0] > _MOST:
        return None
    if isinstance(amount, float) or span.more:
        months = {"Y": 12, "M": 1}.get(span.unit)
        if months is None or any(unit not in ("M", "Y") for _, unit in span.more):
            return None
        total = amount * months + sum(number * (12 if unit == "Y" else 1) for number, unit in span.more)
        return Length(int(total), Unit.MONTH) if total == int(total) and total <= _MOST else None
    if span.unit in _TIMES:
        times, unit = _TIMES[span.unit]
        return Length(amount * times, unit)
    return Length(amount, UNITS[span.unit]) if span.unit in UNITS else None
