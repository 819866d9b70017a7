"""Recurrence: which RRULE falls on exactly the days that ``when.occurrences`` gives (RFC 5545, 3.3.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from milepost.when import Every, Unit, When, occurrences

_FREQUENCIES: Final = {Unit.DAY: "DAILY", Unit.WEEK: "WEEKLY", Unit.MONTH: "MONTHLY", Unit.YEAR: "YEARLY"}
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LISTED: Final = 60


@dataclass(frozen=True, slots=True)
class Rule:
    """The first day it falls on, and the rule (without UNTIL) or, where none can say it, the days after."""

    first: date
    parts: str | None
    until: date | None = None
    days: tuple[date, ...] = ()


def rule_of(every: Every, first: date) -> Rule | None:
    """The rule of what recurs from ``first`` on; None if it never falls."""
    start = next(occurrences(every, first, date.max), None)
    if start is None:
        return None
    frequency = _FREQUENCIES.get(every.interval.unit)
    if frequency is None or (every.on and frequency not in ("MONTHLY", "YEARLY")):
        return listed(every, Rule(start, None))
    parts = [f"FREQ={frequency}", f"INTERVAL={every.interval.amount}"]
    if frequency == "YEARLY" and (every.on or (first.month, first.day) == (2, 29)):
        parts.append(f"BYMONTH={first.month}")
    if every.on:
        # A fifth weekday that a month does not have is its last: always the last, then.
        nth = -1 if every.on.nth == 5 else every.on.nth
        parts.append(f"BYDAY={nth}{_DAYS[every.on.weekday]}")
    elif frequency == "MONTHLY" or "BYMONTH" in parts[-1]:
        parts.append(_month_day(first.day, frequency))
    return Rule(start, ";".join(parts), every.until)


def listed(every: When, rule: Rule) -> Rule:
    """The same with its days one by one, the first sixty of them."""
    if not isinstance(every, Every):
        return rule
    days = dict.fromkeys(islice(occurrences(every, rule.first, date.max), _LISTED))
    return Rule(rule.first, None, None, tuple(day for day in days if day > rule.first))


def _month_day(day: int, frequency: str) -> str:
    """A day of the month that shorter months answer with their last day instead of being skipped."""
    if day == 31 or (day == 29 and frequency == "YEARLY"):
        return "BYMONTHDAY=-1"
    if day < 29:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(str(d) for d in range(28, day + 1))};BYSETPOS=-1"
