"""Times of day, with zones, and parts of a day."""

from __future__ import annotations

from datetime import time
from typing import Any, Final

from milepost.reading.dates.nodes import Clock, DayOfWeek, Node, Open, Relative, Repeat, day
from milepost.reading.dates.patterns import Rule
from milepost.when.zones import is_zone


def _clock(hour: int, minute: int, noon: int | None, zone: str | None, of: Node | None = None) -> Node | None:
    if noon is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + noon
    if hour == 24 and minute == 0:
        return Clock(time(0), "", zone, of, midnight=True)
    return Clock(time(hour, minute), "", zone, of) if hour < 24 and minute < 60 else None


def _hour(hour: int, noon: int | None, zone: str | None) -> Node | None:
    return _clock(hour, 0, noon, zone)


def _minutes(at: tuple[int, int, int], noon: int, zone: str | None) -> Node | None:
    return _clock(at[0], at[1], noon, zone)


def _plain(at: tuple[int, int, int], zone: str | None) -> Node | None:
    return _clock(at[0], at[1], None, zone)


def _military(number: int, zone: str | None) -> Node | None:
    return _clock(number // 100, number % 100, None, zone) if number >= 100 else None


def _named(word: str, zone: str | None) -> Node:
    return Clock(time(0) if word == "24:00" else time(12), "", zone, None, midnight=word == "24:00")


def _part(part: str) -> Any:
    return Clock(None, part, None, Relative("D", 0))


def _away(sign: str) -> Any:
    def build(at: tuple[int, int, int], _left: None, zone: str, hours: Any, _right: None) -> Node | None:
        if zone != "UTC":
            return None
        behind = f"{hours[0]}:{hours[1]:02}" if isinstance(hours, tuple) else str(hours)
        name = f"UTC{sign}{behind}"
        return _clock(at[0], at[1], None, name) if is_zone(name) else None

    return build


CLOCK: Final = (
    Rule(
        "clock time so far ahead of UTC",
        ("CLOCK LP? ZONE + NUM|CLOCK RP?",),
        _away("+"),
        {"at 17:00 (GMT+3) on 12 May 2026": "2026-05-12 17:00 UTC+3"},
        ("at 17:00 (plus 3)",),
    ),
    Rule(
        "clock time so far behind UTC",
        ("CLOCK LP? ZONE - NUM|CLOCK RP?",),
        _away("-"),
        {"at 09:00 UTC-4:30 on 12 May 2026": "2026-05-12 09:00 UTC-4:30"},
        ("at 17:00 - 3",),
    ),
    Rule(
        "clock time",
        ("CLOCK|DOTCLOCK AMPM ZONE?", "CLOCK|DOTCLOCK AMPM ZONE standard|daylight? time"),
        _minutes,
        {
            "opens at 10:30 a.m. on 12 May 2026": "2026-05-12 10:30",
            "at 11:59 p.m. Eastern Time on October 14, 2026": "2026-10-14 23:59 America/New_York",
            "12:01 a.m. EDT on August 7, 2026": "2026-08-07 00:01 America/New_York",
        },
    ),
    Rule(
        "hours as one number",
        (
            "at|by|from|until|till|before|after|and [NUM|ODDYEAR hours|hrs ZONE?]",
            "from? NUM|ODDYEAR to|- [NUM|ODDYEAR hours|hrs ZONE?]",
        ),
        _military,
        {"at 1430 hours on 12 May 2026": "2026-05-12 14:30"},
        ("after 1400 hours of training",),
    ),
    Rule(
        "hour",
        ("NUM AMPM ZONE?", "NUM AMPM ZONE standard|daylight? time", "NUM o '|’ clock AMPM? ZONE?"),
        _hour,
        {
            "by 5 p.m. EST on 12 May 2026": "by 2026-05-12 17:00 America/New_York",
            "at 9 o'clock on 12 May 2026": "2026-05-12 09:00",
        },
    ),
    Rule(
        "hour of a part of the day",
        ("HOUR in the DAYPART",),
        lambda hour, part: (
            Clock(time(hour % 12 + (0 if part == "MO" else 12))) if 1 <= hour <= 12 and part != "NI" else None
        ),
        {"at 4 in the afternoon on 12 May 2026": "2026-05-12 16:00"},
        ("24 in the morning",),
    ),
    Rule(
        "hours and minutes in four digits, with a zone",
        ("NUM ZONE",),
        lambda number, zone: (
            _clock(number // 100, number % 100, None, zone) if 100 <= number <= 2400 else None
        ),
        {"at 1430 GMT on 12 May 2026": "2026-05-12 14:30 UTC"},
        ("30 GMT stations",),
    ),
    Rule(
        "hour glued",
        ("CLOCKAMPM ZONE?",),
        lambda at, zone: _clock(at[0], at[1], at[2], zone),
        {"at 5pm on 12 May 2026": "2026-05-12 17:00"},
    ),
    Rule(
        "clock time of 24 hours",
        (
            "at|by|until|from|to|before|after|than|between|and|, [CLOCK ZONE?]",
            "[CLOCK ZONE]",
            "at|by [CLOCK|DOTCLOCK hrs|hours ZONE?]",
        ),
        _plain,
        {"at 14:30 CET on 12 May 2026": "2026-05-12 14:30 Europe/Brussels"},
        ("Matthew 5:14",),
    ),
    Rule(
        "noon and midnight",
        ("CLOCKWORD ZONE?",),
        _named,
        {"at noon on 12 May 2026": "2026-05-12 12:00"},
    ),
    Rule(
        "part of today",
        ("this DAYPART", "earlier|later|early|late this DAYPART"),
        _part,
        {"signed this morning": "2026-01-16"},
    ),
    Rule(
        "tonight",
        ("tonight",),
        lambda: Clock(None, "NI", None, Relative("D", 0)),
        {"airs tonight": "2026-01-16"},
    ),
    Rule(
        "last night",
        ("late|early? last night", "overnight"),
        lambda: Clock(None, "NI", None, Relative("D", -1)),
        {"was agreed last night": "2026-01-15"},
    ),
    Rule(
        "part of a relative day",
        ("DEICTIC DAYPART",),
        lambda shift, part: Clock(None, part, None, Relative("D", shift)),
        {"was signed yesterday evening": "2026-01-15"},
    ),
    Rule(
        "nights of a weekday, again and again",
        ("WEEKDAY DAYPARTS", "on WEEKDAY DAYPARTS"),
        lambda weekday, part: Repeat(f"XXXX-WXX-{weekday + 1}T{part}", 1, "W", first=DayOfWeek(weekday)),
        {"flies on Tuesday nights": "2026-01-20, every week"},
        ("flew on Tuesday night",),
    ),
    Rule(
        "part of a weekday",
        ("WEEKDAY DAYPART", "early|late WEEKDAY DAYPART"),
        lambda weekday, part: Clock(None, part, None, DayOfWeek(weekday)),
        {"was signed Thursday night": "2026-01-15"},
    ),
    Rule(
        "part of the last weekday",
        ("last WEEKDAY DAYPART",),
        lambda weekday, part: Clock(None, part, None, DayOfWeek(weekday, -1)),
        {"was signed last Thursday night": "2026-01-15"},
    ),
    Rule(
        "part of the next weekday",
        ("next WEEKDAY DAYPART",),
        lambda weekday, part: Clock(None, part, None, DayOfWeek(weekday, 1)),
        {"will be signed next Thursday evening": "2026-01-22"},
        ("next Thursday's evening paper",),
    ),
    Rule(
        "part of a day told before",
        ("the DAYPART",),
        lambda part: Clock(None, part) if part != "NI" else None,
        {"They met on 12 May 2026; in the evening they signed.": "2026-05-12"},
        ("tapes of the night",),
    ),
    Rule(
        "part of the day before or after",
        ("the DAYPART before", "the previous|preceding DAYPART"),
        lambda part: Clock(None, part, None, Relative("D", -1, told=True)),
        {"They met on 12 May 2026; experts had met the evening before.": "2026-05-11"},
        ("the evening session",),
    ),
    Rule(
        "part of the day after",
        ("the following|next DAYPART",),
        lambda part: Clock(None, part, None, Relative("D", 1, told=True)),
        {"They met on 12 May 2026 and left the next morning.": "2026-05-13"},
        ("the next session",),
    ),
    Rule(
        "that part of a day told before",
        ("that DAYPART", "mid -? DAYPART"),
        lambda part: Clock(None, part),
        {"They met on 12 May 2026; that evening they signed.": "2026-05-12"},
    ),
    Rule(
        "part of a day of a month",
        ("the? morning|afternoon|evening|night of MONTH DAY ,? YEAR",),
        lambda month, number, year: day(year, month, number),
        {"on the morning of May 12, 2026": "2026-05-12"},
    ),
    Rule(
        "part of a day before its month",
        ("the? morning|afternoon|evening|night of the? DAY|ORD of? MONTH (,? YEAR)?",),
        lambda number, month, year: day(year, month, number) if year else Open(month, number),
        {"on the evening of 12 May 2026": "2026-05-12", "on the night of 20 January": "2026-01-20"},
        ("the evening of the fifth meeting",),
    ),
    Rule(
        "part of a day of a month without year",
        ("the? morning|afternoon|evening|night of MONTH DAY",),
        lambda month, number: Open(month, number),
        {"on the night of January 3": "2026-01-03"},
    ),
)
