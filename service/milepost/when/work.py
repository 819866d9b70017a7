"""Whose days count: fiscal years, weekends and public holidays of a country."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """The month a fiscal year begins in, and whether FY2027 is the one that begins or ends in 2027."""

    month: int = 1
    named_for: Literal["start", "end"] = "start"


FISCAL_YEARS: Final = {
    "AU": FiscalYear(7, "end"),
    "BD": FiscalYear(7, "end"),
    "CA": FiscalYear(4, "start"),
    "EG": FiscalYear(7, "end"),
    "GB": FiscalYear(4, "end"),
    "HK": FiscalYear(4, "start"),
    "IN": FiscalYear(4, "end"),
    "JP": FiscalYear(4, "start"),
    "KE": FiscalYear(7, "end"),
    "NP": FiscalYear(7, "end"),
    "NZ": FiscalYear(7, "end"),
    "PK": FiscalYear(7, "end"),
    "SG": FiscalYear(4, "start"),
    "TH": FiscalYear(10, "end"),
    "US": FiscalYear(10, "end"),
    "ZA": FiscalYear(4, "start"),
}
"""Central governments' budget years by ISO 3166-1 code; who is not here uses the calendar year."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a reckoning needs to know of its people: their zone, working week, holidays, fiscal year."""

    zone: str = "UTC"
    country: str | None = None
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()
    fiscal_year: FiscalYear | None = None

    @property
    def fiscal(self) -> FiscalYear:
        """The fiscal year that was set, else that of the country, else the calendar year."""
        return self.fiscal_year or FISCAL_YEARS.get(self.country or "", FiscalYear())


def add_working_days(start: date, amount: int, calendar: Calendar) -> tuple[date, str | None]:
    """The day ``amount`` working days after (before, if negative) ``start``, and a doubt or None.

    The starting day itself is not counted. Where the country's holidays are not known for a year
    that is crossed, only weekends and the calendar's own holidays are skipped and the doubt says so.
    Raises OverflowError beyond the year 9999.
    """
    step = timedelta(days=1 if amount >= 0 else -1)
    day, left, unknown = start, abs(amount), None
    while left:
        day += step
        known = public_holidays(calendar.country, day.year)
        if known is None and unknown is None:
            whose = calendar.country or "no country"
            unknown = f"public holidays of {whose} in {day.year} are not known: only weekends were skipped"
        if day.weekday() in calendar.weekend or day in calendar.holidays or day in (known or ()):
            continue
        left -= 1
    return day, unknown


@lru_cache(maxsize=512)
def public_holidays(country: str | None, year: int) -> frozenset[date] | None:
    """A country's public holidays in a year by the ``holidays`` library, or None where it does not know."""
    if country is None:
        return None
    import holidays  # late: it takes longer to load than everything else that reckons

    entities = holidays.registry.COUNTRIES.values()
    if country not in {entity[1] for entity in entities}:
        return None
    try:
        with warnings.catch_warnings():
            # It warns of years for which a country's moving feasts are only estimated: they are not known.
            warnings.simplefilter("error")
            known = holidays.country_holidays(country, years=year)
    except Warning:
        return None
    if not known.start_year <= year <= known.end_year:
        return None
    return frozenset(known) or None
