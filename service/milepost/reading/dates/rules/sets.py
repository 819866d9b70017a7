"""What comes again and again."""

from __future__ import annotations

from typing import Any, Final

from milepost.reading.dates.nodes import DayOfWeek, Node, Open, Repeat, Span
from milepost.reading.dates.patterns import Rule
from milepost.reading.dates.value import SEASONS, span_value
from milepost.when import Nth

_PLAIN: Final = {"FN": (2, "W"), "SEM": (6, "M")}


def _every(amount: int, unit: str) -> Node:
    times, unit = _PLAIN.get(unit, (1, unit))
    return Repeat(span_value(Span(amount * times, unit)), amount * times, unit)


def _word(every: tuple[int, str]) -> Node:
    return _every(*every)


def _nth(number: int, weekday: int) -> Any:
    if number in (1, 2, 3, 4, 5, -1):
        return Repeat("P1M", 1, "M", Nth(number, weekday))
    return None


SETS: Final = (
    Rule(
        "day of every month",
        ("the? ORD|DAY day? of each|every month",),
        lambda _number: _every(1, "M"),
        {"due on the 1st of each month": "undated, every month"},
    ),
    Rule(
        "twice a year",
        (
            "twice every|each|a|per year",
            "twice yearly|annually",
            "semi|bi - annual|annually",
            "half - yearly",
        ),
        lambda: _every(6, "M"),
        {"meets twice a year": "undated, every 6 months", "semi-annually": "undated, every 6 months"},
    ),
    Rule(
        "twice a week",
        ("twice a|an|each|every|per UNIT", "NUM times a|an|each|every|per UNIT"),
        lambda *told: _every(1, told[-1]),
        {"meets twice a week": "undated, every week", "meets three times a month": "undated, every month"},
        ("twice a member",),
    ),
    Rule(
        "per annum", ("per annum",), lambda: _every(1, "Y"), {"by 2 percent per annum": "undated, every year"}
    ),
    Rule(
        "nth weekday of each month",
        ("the? ORD WEEKDAY of|in each|every|the month",),
        _nth,
        {"meets on the first Monday of each month": "undated, every month on the first monday"},
    ),
    Rule(
        "last weekday of each month",
        ("the? last WEEKDAY of|in each|every|the month",),
        lambda weekday: _nth(-1, weekday),
        {"on the last Friday of each month": "undated, every month on the last friday"},
    ),
    Rule(
        "annually",
        ("EVERY", "on an? EVERY basis", "on a EVERY basis"),
        _word,
        {
            "shall report annually": "undated, every year",
            "shall submit an annual report": "undated, every year",
            "on an annual basis": "undated, every year",
        },
        ("annual sales of the company rose", "will raise its annual output"),
    ),
    Rule(
        "every so many",
        ("every|each NUM|ORD UNITS|UNIT", "once|twice? every NUM UNITS"),
        _every,
        {"shall be reviewed every two years": "undated, every 2 years"},
    ),
    Rule(
        "every other",
        ("every other|second|alternate UNIT", "in|on [alternate UNITS]"),
        lambda unit: _every(2, unit),
        {
            "meets every other year": "undated, every 2 years",
            "elected in alternate years": "undated, every 2 years",
        },
    ),
    Rule(
        "every",
        ("every|each UNIT", "every|each fiscal|financial|calendar UNIT", "once every|each|a|per UNIT"),
        lambda unit: _every(1, unit),
        {"meets once a year": "undated, every year"},
    ),
    Rule(
        "a year, after a rate",
        (
            "times|per [a|an? UNIT]",
            "% [a UNIT]",
            "$ NUM|DECIMALS [a|an UNIT]",
            "[a UNIT] rate",
            "million|billion|trillion|thousand|dollars|euros [a UNIT]",
        ),
        lambda unit: _every(1, unit),
        {"at a cost of $40 a year": "undated, every year"},
    ),
    Rule(
        "every weekday",
        ("every|each WEEKDAY", "WEEKDAYS"),
        lambda weekday: Repeat(f"XXXX-WXX-{weekday + 1}", 1, "W", first=DayOfWeek(weekday)),
        {"meets every Monday": "2026-01-19, every week"},
    ),
    Rule(
        "every other weekday",
        ("every|each other|second|alternate WEEKDAY",),
        lambda weekday: Repeat(f"XXXX-WXX-{weekday + 1}", 2, "W", first=DayOfWeek(weekday)),
        {"meets every second Tuesday": "2026-01-20, every 2 weeks"},
        ("every other member",),
    ),
    Rule(
        "every morning, every summer",
        ("every|each DAYPART",),
        lambda part: Repeat(f"XXXX-XX-XXT{part}", 1, "D"),
        {"opens every morning": "undated, every day"},
        ("in the morning",),
    ),
    Rule(
        "every summer",
        ("every|each SEASON",),
        lambda season: Repeat(f"XXXX-{SEASONS[season]}", 1, "Y"),
        {"meets every summer": "undated, every year"},
        ("meets this summer",),
    ),
    Rule(
        "every month by name",
        ("every|each MONTHNAME|UNSURE",),
        lambda month: Repeat(f"XXXX-{month:02}", 1, "Y", first=Open(month)),
        {"meets every October": "during 2026-10, every year"},
    ),
    Rule(
        "day of every year",
        ("MONTH DAY of|in? each|every year", "MONTH DAY annually"),
        lambda month, number: Repeat(f"XXXX-{month:02}-{number:02}", 1, "Y", first=Open(month, number)),
        {"due March 1 of each year": "2026-03-01, every year"},
    ),
    Rule(
        "day of every year, day first",
        ("the? DAY|ORD of? MONTH of|in? each|every year",),
        lambda number, month: Repeat(f"XXXX-{month:02}-{number:02}", 1, "Y", first=Open(month, number)),
        {"on 1 March of each year": "2026-03-01, every year"},
    ),
)
