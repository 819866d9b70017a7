"""Time zones by name, and local times turned into moments where clocks jump (RFC 5545, 3.3.5)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

_FIXED: Final = re.compile(r"(?:UTC|GMT)([+-])(\d{1,2})(?::?([0-5]\d))?")


@lru_cache(maxsize=256)
def tz(name: str) -> tzinfo:
    """The zone of an IANA name, ``UTC``, or a fixed ``UTC+5:30``; raises ValueError for no zone."""
    if name == "UTC":
        return UTC
    if fixed := _FIXED.fullmatch(name):
        hours, minutes = int(fixed[2]), int(fixed[3] or 0)
        if hours > 14:
            raise ValueError(f"no zone {name}")
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(-offset if fixed[1] == "-" else offset)
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(f"no zone {name}") from None


def is_zone(name: str) -> bool:
    """Whether ``tz`` knows the name."""
    try:
        return bool(tz(name))
    except ValueError:
        return False


def moment(day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, when clocks of the zone show this day and time.

    A time that clocks skip is read with the offset before the jump, so it comes out as much later
    as the jump is long; of a time that they show twice the first is meant (RFC 5545, 3.3.5).
    At the edges of the calendar (years 1 and 9999) the nearest moment that can be told.
    """
    try:
        return datetime.combine(day, at, tz(zone)).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, at, UTC)


def local(at: datetime, zone: str) -> datetime:
    """An aware moment as clocks of the zone show it."""
    return at.astimezone(tz(zone))
