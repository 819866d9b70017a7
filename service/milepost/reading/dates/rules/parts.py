"""Halves, quarters, thirds, weeks and fortnights of a longer time; fiscal years."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

from milepost.reading.dates.nodes import Between, Known, Node, Open, Piece, PieceName, Relative
from milepost.reading.dates.patterns import Rule
from milepost.when import Fiscal, Year


def _quarter(number: int, shift: int | None = None, fiscal: bool = False) -> Node | None:
    if number == -1:
        number = 4
    return Piece(cast(PieceName, f"Q{number}"), None, shift, fiscal) if 1 <= number <= 4 else None


def _half(number: int, shift: int | None = None) -> Node | None:
    if number == -1:
        number = 2
    return Piece(cast(PieceName, f"H{number}"), None, shift) if 1 <= number <= 2 else None


def _half_of(number: int, year: int) -> Node | None:
    half = _half(number)
    return replace(half, of=Known(Year(year))) if isinstance(half, Piece) else None


def _of_year(name: PieceName, year: int) -> Node:
    return Piece(name, Known(Year(year)))


def _glued(parts: tuple[PieceName, int, bool]) -> Node:
    name, year, fiscal = parts
    return Piece(name, Known(Fiscal(year) if fiscal else Year(year)))


def _both(year: int, end: int) -> Node | None:
    return Known(Fiscal(year, both=True)) if end % 100 == (year + 1) % 100 and end != year else None


def _fiscal(year: int, end: int | None) -> Node | None:
    if not 1900 <= year <= 2199:
        return None
    return Known(Fiscal(year)) if end is None else _both(year, end)


def _years(year: int, end: int) -> Node | None:
    """2026-27 is a fiscal year, 2026-30 a range, 2026-03 a month or a number."""
    if not 1900 <= year <= 2199 or end <= year % 100:
        return None
    if end == year % 100 + 1:
        return Known(Fiscal(year, both=True))
    return Between(Known(Year(year)), Known(Year(year // 100 * 100 + end))) if end > 12 else None


def _quarters(first: int, last: int, of: Node | None) -> Node | None:
    a, b = _quarter(first), _quarter(last)
    if not isinstance(a, Piece) or not isinstance(b, Piece) or not first < last:
        return None
    return Between(replace(a, of=of), replace(b, of=of))


def _quarter_to(month: int, year: int | None = None) -> Node | None:
    quarter = _quarter(month // 3) if month % 3 == 0 else None
    return replace(quarter, of=Known(Year(year))) if isinstance(quarter, Piece) and year else quarter


PARTS: Final = (
    Rule(
        "half or quarter by its letter, with a year",
        ("PART of|, YEAR", "PART YEAR", "PART ' YEAR", "PART -|/ YEAR", "PART cy YEAR"),
        _of_year,
        {"due in Q3 2026": "during 2026-Q3", "H2 2026": "during 2026-H2"},
        ("the Q1 question",),
    ),
    Rule(
        "year with half or quarter by its letter",
        ("YEAR - PART", "YEAR PART"),
        lambda year, name: _of_year(name, year),
        {"by 2027-Q1": "by 2027-Q1", "in 2026 H2": "during 2026-H2"},
    ),
    Rule("half or quarter and year in one word", ("PARTYEAR",), _glued, {"due 1H26": "during 2026-H1"}),
    Rule(
        "half or quarter by its letter",
        ("in|by|during|of|for|through|until|since [PART]", "[PART] of the", "[PART] FY|fy|fiscal|financial"),
        lambda name: Piece(name),
        {"will follow in Q2": "during 2026-Q2"},
    ),
    Rule(
        "quarter",
        ("the ORD quarter", "ORD -? quarter"),
        _quarter,
        {
            "by the end of the first quarter of 2027": "by 2027-Q1",
            "third quarter of FY 2026-27": "during FY2026-27-Q3",
        },
        ("a quarter of all members",),
    ),
    Rule(
        "quarter by its last month",
        ("the? MONTHNAME|UNSURE quarter", "the? MONTHNAME|UNSURE YEAR quarter"),
        _quarter_to,
        {"by the June quarter": "by 2026-Q2", "in the March 2027 quarter": "during 2027-Q1"},
        ("the May quarter",),
    ),
    Rule(
        "last quarter of a year",
        ("[the? last quarter] of",),
        lambda: Piece("Q4"),
        {"in the last quarter of the year": "during 2026-Q4"},
    ),
    Rule(
        "fiscal quarter",
        ("the? fiscal|financial -? ORD -? quarter", "the? ORD fiscal|financial -? quarter"),
        lambda number: _quarter(number, None, True),
        {"in the fiscal first quarter of 2027": "during FY2027-Q1"},
    ),
    Rule(
        "quarter of last year",
        ("last year 's ORD quarter", "the? year - ago|earlier ORD quarter"),
        lambda number: _quarter(number, -1),
        {"in last year's third quarter": "during 2025-Q3"},
    ),
    Rule(
        "half of this year",
        ("this year 's ORD half", "the? ORD half of this year"),
        lambda number: _half(number, 0),
        {"by this year's first half": "by 2026-H1"},
    ),
    Rule(
        "quarter of next year",
        ("next year 's ORD quarter",),
        lambda number: _quarter(number, 1),
        {"in next year's first quarter": "during 2027-Q1"},
        ("next year's quarterly plan",),
    ),
    Rule(
        "half of a year before it",
        ("the? YEAR ORD half", "YEAR 's ORD half"),
        lambda year, number: _half_of(number, year),
        {"by 2027's first half": "by 2027-H1"},
        ("in 2027 second thoughts",),
    ),
    Rule(
        "quarter of this year",
        ("this year 's ORD quarter",),
        lambda number: _quarter(number, 0),
        {"in this year's third quarter": "during 2026-Q3"},
    ),
    Rule(
        "quarter of a year before it",
        ("the? YEAR ORD -? quarter", "the? fiscal YEAR ORD -? quarter", "YEAR 's ORD quarter"),
        lambda year, number: (
            Piece(cast(PieceName, f"Q{number}"), Known(Year(year))) if 1 <= number <= 4 else None
        ),
        {"in the 2027 second quarter": "during 2027-Q2"},
    ),
    Rule(
        "half",
        (
            "the? ORD - half of YEAR",
            "the? ORD half of YEAR",
            "the? ORD half of the? year YEAR",
            "the? ORD half YEAR",
        ),
        lambda number, year: _half_of(number, year),
        {"will be held in the first half of 2026": "during 2026-H1"},
        ("in the first half of the match",),
    ),
    Rule(
        "two quarters of a year",
        ("the? ORD and|to|- ORD quarters of YEAR",),
        lambda first, last, year: _quarters(first, last, Known(Year(year))),
        {"in the second and third quarters of 2027": "2027-04-01 to 2027-09-30"},
        ("the second and third quarters of the moon",),
    ),
    Rule(
        "two quarters",
        ("the? ORD and|to|- ORD quarters",),
        lambda first, last: _quarters(first, last, None),
        {"in the third and fourth quarters": "2025-07-01 to 2025-12-31"},
    ),
    Rule(
        "semester and trimester of a year",
        ("the? ORD semester of? YEAR", "the? ORD semester of the year"),
        lambda number, year=None: _half_of(number, year) if year else _half(number),
        {"in the second semester of 2026": "during 2026-H2"},
        ("a second semester of study",),
    ),
    Rule(
        "half of a year not told by number",
        ("the? ORD half of the year", "the ORD half", "ORD -? half"),
        lambda number: _half(number),
        {"will be held in the second half of the year": "during 2026-H2"},
        ("in the first half of the match",),
    ),
    Rule(
        "fiscal year by both its years",
        (
            "the? FY - YEAR|FY",
            "the? FY - YY",
            "the? FY / YY",
            "the? FY / YEAR",
            "the? fiscal|financial|fy|budget year? YEAR -|/ YY|YEAR",
            "the? YEAR -|/ YY|YEAR fiscal|financial|budget|marketing|assessment|tax year",
            "the? year YEAR -|/ YY|YEAR",
        ),
        _both,
        {
            "in fiscal year 2026-27": "during FY2026-27",
            "FY2026-27": "during FY2026-27",
            "2026/27 financial year": "during FY2026-27",
        },
    ),
    Rule(
        "fiscal year",
        (
            "the? FY",
            "the? fiscal|financial|fy|budget year|years? YEAR",
            "the? YEAR fiscal|financial|budget year",
        ),
        lambda year: _fiscal(year, None),
        {"by the end of fiscal year 2030": "by FY2030", "in FY2027": "during FY2027"},
    ),
    Rule(
        "fiscal year told from today",
        ("the? SHIFT fiscal|financial|budget year",),
        lambda shift: Relative("FY", shift),
        {"by the end of the current fiscal year": "by FY2025-26"},
    ),
    Rule(
        "the fiscal year past",
        ("the? past|latest fiscal|financial year",),
        lambda: Relative("FY", -1),
        {"in the past fiscal year": "during FY2024-25"},
    ),
    Rule(
        "the fiscal year",
        ("the fiscal|financial year",),
        lambda: Relative("FY", 0),
        {"by the end of the financial year": "by FY2025-26"},
        (),
    ),
    Rule(
        "years from one to the next",
        ("YEAR - YY",),
        _years,
        {"the budget for 2026-27": "during FY2026-27", "the plan 2026-30": "2026-01-01 to 2030-12-31"},
        ("Law No. 2019-32", "Circular Exam/2026-27/114"),
    ),
    Rule(
        "two years with a slash",
        ("YEAR / YY",),
        lambda year, end: _both(year, end),
        {"the season 2026/27": "during FY2026-27"},
        ("Directive 2010/13/EU", "Directive 2002/58", "Directive 2011/12/EU", "Decision 2011/12"),
    ),
    Rule(
        "half or quarter of this year",
        ("the year 's ORD quarter",),
        lambda number: _quarter(number),
        {"by the year's third quarter": "by 2026-Q3"},
    ),
    Rule(
        "halves or quarters of one year",
        ("PART -|to|and|&|/ PART (of? YEAR)",),
        lambda first, last, year: Between(_of_year(first, year), _of_year(last, year)),
        {"in Q1-Q2 2026": "2026-01-01 to 2026-06-30"},
    ),
    Rule(
        "the end of a month",
        ("MONTHNAME|UNSURE - end",),
        lambda month: Piece("late", Open(month)),
        {"by March-end": "by 2026-03"},
    ),
    Rule(
        "the new year",
        ("in|until|by|from|before [the new year]",),
        lambda: Piece("early", Relative("Y", 1)),
        {"will be signed in the new year": "during early 2027"},
        ("in a new year of talks",),
    ),
    Rule(
        "year-end",
        (
            "the? year - end",
            "year end",
            "yearend",
            "calendar year - end",
            "the turn of the year",
            "year 's end",
            "the year 's end",
        ),
        lambda: Piece("end", Relative("Y", 0)),
        {"to be finished by year-end": "by 2026", "closes at year end": "during 2026-12"},
        ("a year ending in March",),
    ),
    Rule(
        "month-end and quarter-end",
        ("the? month|quarter - end", "month|quarter 's end", "the month|quarter 's end"),
        lambda: Piece("end", Relative("M", 0)),
        {"to be paid by month-end": "by 2026-01"},
        ("a month ending in snow",),
    ),
    Rule(
        "mid-year",
        ("mid -? year",),
        lambda: Piece("mid", Relative("Y", 0)),
        {"by mid-year": "by mid 2026"},
        ("mid-career",),
    ),
    Rule(
        "year-end of a year",
        ("year - end YEAR", "the? YEAR year - end", "the? end - YEAR", "end - of - YEAR"),
        lambda year: Piece("end", Known(Year(year))),
        {"by end-2027": "by 2027", "at end-2027": "during 2027-12"},
    ),
)
