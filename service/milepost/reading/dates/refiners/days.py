"""Days of one month told in a row: on 3, 10 and 17 June; June 3 and 17, 2027."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from milepost.reading.dates import nodes
from milepost.reading.dates.around import is_day, noun_behind, stands_before
from milepost.reading.dates.mark import Mark
from milepost.when import On

_NUMBER: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
_BEFORE: Final = re.compile(
    r"(?<![\w.,/-])(?<!\d )(?:\d{1,2}(?:st|nd|rd|th)?(?:,?\s+(?:and|or|&)\s+|,\s+))+\Z"
)
_BEHIND: Final = re.compile(
    r"(?:,\s+\d{1,2}(?:st|nd|rd|th)?)*,?\s+(?:and|or|&)\s+\d{1,2}(?:st|nd|rd|th)?(?![\w.:/%-]*\d|\s*%)"
    r"(?:,?\s+(?P<year>20\d\d)\b)?"
)
_in_a_row: Final = stands_before(
    frozenset(f"{number}{ending}," for number in range(1, 32) for ending in ("", "st", "nd", "rd", "th"))
    | {"and", "or", "&"}
)
_GOES_ON: Final = (", ", " and ", " or ", " & ")


def days(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """Days that share their month with the last or first of a row each become an expression; those that
    follow each other are all their days."""
    done: list[Mark] = []
    for mark in marks:
        if done and mark.start < done[-1].end:
            continue
        if low[mark.start].isdigit():
            if not _in_a_row(low, mark.start):
                done.append(mark)
                continue
            row = list(_row_before(low, mark, done))
            while done and done[-1].end > row[0].start:
                done.pop()
            done.extend(row)
        elif low.startswith(_GOES_ON, mark.end) and is_day(mark.node):
            done.extend(_row_behind(low, mark))
        else:
            done.append(mark)
    return done


def _row_before(low: str, mark: Mark, done: list[Mark]) -> Iterator[Mark]:
    node = mark.node
    first = node.first if isinstance(node, nodes.Between) else node
    number = _number(first)
    if number:
        alone = done and isinstance(done[-1].node, nodes.DayOfMonth)  # "on the 3rd, 10th and 17th of June"
        floor = (done[-1].start if alone else done[-1].end) if done else 0
        row = _BEFORE.search(low, max(floor, mark.start - 40), mark.start)
        told = list(_NUMBER.finditer(low, *row.span())) if row else []
        numbers = [_read(found[0]) for found in told]
        if isinstance(node, nodes.Between) and numbers and numbers == [*range(number - len(numbers), number)]:
            whole = _with_day(first, numbers[0])
            if whole is not None:
                mark = replace(mark, start=told[0].start(), node=replace(node, first=whole))
                numbers = []
        for found, one in zip(told, numbers, strict=False):
            day = _with_day(first, one)
            if day is not None and one < number:
                yield Mark(found.start(), found.end(), day, (*mark.rules, "days in a row"))
    yield mark


def _row_behind(low: str, mark: Mark) -> Iterator[Mark]:
    row = _BEHIND.match(low, mark.end) if _number(mark.node) else None
    if row is None or noun_behind(low, row.end()):
        yield mark
        return
    first = mark.node
    if row["year"] and isinstance(first, nodes.Open) and first.day:
        first = nodes.day(int(row["year"]), first.month, first.day)
    yield replace(mark, node=first)
    stop = row.start("year") if row["year"] else row.end()
    for found in _NUMBER.finditer(low, row.start(), stop):
        node = _with_day(first, _read(found[0]))
        if node is not None:
            last = row.end() if row["year"] and not _NUMBER.search(low, found.end(), stop) else found.end()
            yield Mark(found.start(), last, node, (*mark.rules, "days in a row"))


def _read(digits: str) -> int:
    return int(digits.rstrip("stndrh"))


def _number(node: nodes.Node) -> int | None:
    """The day of a month that a node tells."""
    match node:
        case nodes.Known(On(day, None)):
            return day.day
        case nodes.Open(_, day):
            return day
        case _:
            return None


def _with_day(node: nodes.Node, number: int) -> nodes.Node | None:
    """The same month, another day of it; None where it has no such day."""
    match node:
        case nodes.Known(On(day)):
            made = nodes.day(day.year, day.month, number)
            return made if isinstance(made, nodes.Known) else None
        case nodes.Open() if 1 <= number <= 31:
            return replace(node, day=number, weekday=None)
        case _:
            return None
