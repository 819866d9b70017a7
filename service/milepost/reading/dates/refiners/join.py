"""Neighbours that say one time: a part and its whole, a clock and its day, the ends of a range."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from functools import lru_cache
from itertools import product
from typing import Final, cast

from milepost.reading.dates import nodes
from milepost.reading.dates.around import is_day, stands_before
from milepost.reading.dates.mark import Mark
from milepost.when import Fiscal, Month, On, Year

_KNOWN_OR_OPEN: Final = (nodes.Known, nodes.Open)
_RELATIVE_OR_DAYOFWEEK: Final = (nodes.Relative, nodes.DayOfWeek)
_PARTLESS: Final = (nodes.Span, nodes.Repeat, nodes.Vague, nodes.Clock, nodes.Impossible, nodes.Nothing)
"""What is asked for again and again, made once: a union costs its making at each question."""

_OF: Final = re.compile(r"\s*(?:of|in|,)?\s+(?:the\s+)?(?:calendar\s+|following\s+)?")
_DAY_OF: Final = re.compile(r",?\s+(?:on\s+)?(?:the\s+)?|\s+on\s+")
_OF_THE: Final = re.compile(r"\s+of\s+(?:the\s+)?(?:calendar\s+)?")
_WHICH: Final = re.compile(r"(?:the\s+)?(first|last|final)\b")
_OR: Final = re.compile(r"\s*(?:/|\bor\b)\s*")
_THIRD_TO: Final = re.compile(r"\b(?P<first>early|mid)(?:\s+to\s+|\s*[-/–]\s*)\Z")
_TO: Final = re.compile(r",?\s*(?:to|through|until|till|thru|and|[-–—]|up to)\s*(?:the\s+)?")
_PREFIX: Final = re.compile(
    r"\b(?:the\s+)?(?:(?P<third>early|mid|late|beginning|start|middle|end|close|opening|earlier|later)"
    r"(?P<of>\s+(?:of|in)(?:\s+the)?\s+|\s*[-‑–]\s*|\s+)"
    r"|(?P<week>(?:week)\s+(?:of|beginning|commencing|starting|from|ending)|w/c|w/e)\s+(?:monday,?\s+)?"
    r"|(?P<number>first|second|third|fourth|last|latter|1st|2nd|3rd|4th)\s+(?P<what>week|fortnight|half|"
    r"third)\s+(?:of|in)\s+(?:the\s+)?"
    r"|(?P<some>early|opening|first|middle|later|latter|closing|final|last)\s+(?:part|months|weeks|days)\s+of\s+(?:the\s+)?)\Z"
)
_DASHES: Final = ("-", "‑", "–")
_PREFIXING: Final = frozenset(
    "early mid late beginning commencing starting ending from c e start middle end close opening earlier later of "
    "in the - ‑ –".split()
)
"""The last words of what stands before the whole of a part; c and e are those of w/c and w/e."""
_behind_a_prefix: Final = stands_before(_PREFIXING)
_THIRDS: Final = {
    "early": "early",
    "beginning": "early",
    "start": "early",
    "opening": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
    "close": "late",
}
_SOME_PART: Final[dict[str, nodes.PieceName]] = {
    **dict.fromkeys(("early", "opening", "first"), "early"),
    "middle": "mid",
    **dict.fromkeys(("later", "latter", "closing", "final", "last"), "late"),
}
_SAID_WITH_IN: Final = ("early", "mid", "late", "earlier", "later")
_NUMBER: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": -1,
    "latter": 2,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}


def join(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """Neighbours that say one time: a part and its whole, a clock and its day, the ends of a range."""
    done: list[Mark] = []
    for mark in marks:
        if not isinstance(mark.node, _PARTLESS):
            mark = _with_prefix(low, mark, done[-1].end if done else 0)
        while done and mark.start - done[-1].end < 24 and (joined := _joined(low, done[-1], mark)):
            done.pop()
            mark = joined
        done.append(mark)
    return [
        mark
        for mark in _enumerated(low, done)
        if not (isinstance(mark.node, nodes.Piece) and _half_of_what(low, mark, mark.node))
    ]


_ENUMERATED: Final = 8
"""Characters that stand at most between two of what is enumerated."""
_ENUMERATE: Final = frozenset(
    [
        (nodes.Repeat, nodes.DayOfWeek),
        (nodes.Open, nodes.Repeat),
        (nodes.DayOfWeek, nodes.DayOfWeek),
        (nodes.Known, nodes.Known),
    ]
)
"""Of which types two are enumerated."""
_AND_ALSO: Final = re.compile(r",?\s+(?:and|or)\s+|,\s+")


def _enumerated(low: str, marks: list[Mark]) -> list[Mark]:
    """every Tuesday and Thursday, 1 January and 1 July each year: all come again; fiscal years 2026
    and 2027: both are fiscal."""
    for index in range(1, len(marks)):
        before, mark = marks[index - 1], marks[index]
        if (type(before.node), type(mark.node)) not in _ENUMERATE or not _in_a_row(low, before, mark):
            continue
        match before.node, mark.node:
            case nodes.Repeat(first=nodes.DayOfWeek()), nodes.DayOfWeek(weekday):
                node = nodes.Repeat(f"XXXX-WXX-{weekday + 1}", 1, "W", first=mark.node)
                marks[index] = replace(mark, node=node, rules=(*mark.rules, "every weekday"))
            case nodes.Open(_, int(), None), nodes.Repeat(first=nodes.Open(_, int())):
                _all_yearly(low, marks, index - 1)
            case nodes.DayOfWeek(weekday, None), nodes.DayOfWeek(_, int(shift)) if low.endswith(
                "week", mark.start, mark.end
            ):
                marks[index - 1] = replace(before, node=nodes.DayOfWeek(weekday, shift))
            case nodes.Known(Fiscal(_, False)), nodes.Known(Year(year)) if (
                "years" in low[before.start : before.end]
            ):
                marks[index] = replace(
                    mark, node=nodes.Known(Fiscal(year)), rules=(*mark.rules, "fiscal year")
                )
    return marks


def _in_a_row(low: str, before: Mark, mark: Mark) -> bool:
    return mark.start - before.end <= _ENUMERATED and bool(_AND_ALSO.fullmatch(low, before.end, mark.start))


def _all_yearly(low: str, marks: list[Mark], last: int) -> None:
    """Every day of the row that ends with a mark comes again each year."""
    for index in range(last, -1, -1):
        mark = marks[index]
        if not isinstance(mark.node, nodes.Open) or not _in_a_row(low, mark, marks[index + 1]):
            return
        node = nodes.Repeat(f"XXXX-{mark.node.month:02}-{mark.node.day or 1:02}", 1, "Y", first=mark.node)
        marks[index] = replace(mark, node=node, rules=(*mark.rules, "day of every year"))


def _half_of_what(low: str, mark: Mark, node: nodes.Piece) -> bool:
    """The first half of the match is no half of a year."""
    if node.of is not None or node.name[0] != "H":
        return False
    return low.startswith((" of ", "-time"), mark.end)


def _with_prefix(low: str, mark: Mark, floor: int) -> Mark:
    """early, mid-, the end of, the first week of …, as often as they stand before a time."""
    for _ in range(3):
        start = mark.start
        sign = low[start - 1 : start]
        if sign.isspace():
            if not _behind_a_prefix(low, start):
                return mark
        elif sign not in _DASHES or low[start - 2 : start - 1].isdigit():
            return mark
        found = _PREFIX.search(low, max(floor, start - 30), start)
        if found is None:
            return mark
        begin = found.start()
        if found["third"]:
            if found["of"].strip().startswith("in") and found["third"] not in _SAID_WITH_IN:
                return mark  # "beginning in 2027" is a bound, "to close in June" a verb
            name = _THIRDS.get(found["third"])
            bare_end = (
                found["third"] in ("end", "close", "start", "beginning", "opening")
                and not found["of"].strip()
            )
            if bare_end and not (found["third"] in ("end", "start") and _is_month(mark.node)):
                return mark
            if name is None:  # earlier this year, later this month: TIMEX3 keeps it, the time is the same
                if isinstance(mark.node, _KNOWN_OR_OPEN) or found["of"].strip() not in (
                    "",
                    "in",
                    "in the",
                ):
                    return mark
                return replace(mark, start=begin, rules=(*mark.rules, found["third"]))
            node: nodes.Node = nodes.Piece(cast(nodes.PieceName, name), mark.node)
            if isinstance(mark.node, nodes.Known) and isinstance(mark.node.point, On):
                return mark
            if name == "mid" or name == "late":
                first = _THIRD_TO.search(low, max(floor, begin - 16), begin)
                if first:
                    early = nodes.Piece(cast(nodes.PieceName, first["first"]), mark.node)
                    rules = (*mark.rules, "part of a longer time")
                    return Mark(first.start(), mark.end, nodes.Between(early, node, all=False), rules)
        elif found["some"]:
            if is_day(mark.node):
                return mark
            node = nodes.Piece(_SOME_PART[found["some"]], mark.node)
        elif found["week"]:
            if not is_day(mark.node):
                return mark
            node = nodes.Piece("W0", mark.node)
        else:
            number, what = _NUMBER[found["number"]], found["what"]
            names = {
                "week": f"W{number}",
                "fortnight": f"F{2 if number == -1 else number}",
                "half": f"H{2 if number == -1 else number}",
            }
            label = names.get(what) or {1: "early", 2: "mid", 3: "late", -1: "late"}.get(number)
            if label is None or label in ("F3", "F4", "H3", "H4"):
                return mark
            node = nodes.Piece(cast(nodes.PieceName, label), mark.node)
        mark = Mark(begin, mark.end, node, (*mark.rules, "part of a longer time"))
    return mark


_CLOCK_BEHIND: Final = re.compile(r"(?:\s+at|\s+@|,|,?\s+at\s+about|\s+by|\s+\()?\s+")
_WEEK_OF: Final = re.compile(r"\s*(?:of|in|beginning|commencing|starting|ending)\s*")
_WEEKEND_OF: Final = re.compile(r"\s*of\s*")
_SPACES: Final = re.compile(r"\s+")
_COMMA: Final = re.compile(r",? ")


def _joined(low: str, first: Mark, last: Mark) -> Mark | None:
    between = low[first.end : last.start]
    for joiner in _joiners((type(first.node), type(last.node)), between):
        if made := joiner(low, first, last, between):
            return made
    return None


def _part_of_whole(low: str, first: Mark, last: Mark, between: str) -> Mark | None:
    """The third quarter, of 2026; early, in the third quarter, of 2026."""
    a = first.node
    if not isinstance(a, nodes.Piece):
        return None
    if a.of is None:
        return _merge(first, last, replace(a, of=last.node), "part of a longer time")
    if isinstance(a.of, nodes.Piece) and a.of.of is None:
        return _merge(first, last, replace(a, of=replace(a.of, of=last.node)), "part of a longer time")
    return None


def _week_of(low: str, first: Mark, last: Mark, between: str) -> Mark | None:
    """The last week, of March; the week, of 9 March; the week, commencing 9 March."""
    name: nodes.PieceName | None = None
    if first.node == nodes.Relative("W", -1) and _is_month(last.node) and between.strip() in ("of", "in"):
        name = "W-1" if low.endswith("last week", first.start, first.end) else None
    elif first.node == nodes.Relative("WE", 0) and is_day(last.node) and between.strip() == "of":
        name = "WE0"
    elif first.node == nodes.Relative("W", 0) and is_day(last.node) and between.strip() != "in":
        name = "W0"
    return _merge(first, last, nodes.Piece(name, last.node), "part of a longer time") if name else None


def _weekend_of(low: str, first: Mark, last: Mark, between: str) -> Mark | None:
    """The weekend, of 13-14 June."""
    if first.node != nodes.Relative("WE", 0):
        return None
    return _merge(first, last, last.node, "part of a longer time")


def _stretch(low: str, first: Mark, last: Mark, between: str) -> Mark | None:
    """The first two weeks, of March; the last ten days, of June."""
    a = first.node
    which = _WHICH.match(low, first.start)
    if not isinstance(a, nodes.Span) or not which or is_day(last.node):
        return None
    node = nodes.Stretch(a, last.node, which[1] != "first")
    rules = (*first.rules, *last.rules, "the first or last so long of a time")
    return Mark(first.start, last.end, node, rules, parts=(first, last))


def _clock_of_day(low: str, first: Mark, last: Mark, between: str) -> Mark | None:
    """10 a.m., on 9 March."""
    a = first.node
    if isinstance(a, nodes.Clock) and a.of is None and is_day(last.node):
        return _merge(first, last, replace(a, of=last.node), "clock time of a day")
    return None


def _day_with_clock(low: str, first: Mark, last: Mark, between: str) -> Mark | None:
    """9 March, at 10 a.m."""
    b = last.node
    if isinstance(b, nodes.Clock) and b.of is None and is_day(first.node):
        return _merge(first, last, replace(b, of=first.node), "clock time of a day")
    return None


def _clock_in_part(low: str, first: Mark, last: Mark, between: str) -> Mark | None:
    """9:30, this evening."""
    a, b = first.node, last.node
    if not isinstance(a, nodes.Clock) or not isinstance(b, nodes.Clock):
        return None
    if a.at is None or a.of is not None or not b.part or b.of is None:
        return None
    return _merge(first, last, replace(_in_part(a, a.at, b.part), of=b.of), "clock time of a day")


def _weekday_with_day(low: str, first: Mark, last: Mark, between: str) -> Mark | None:
    """Monday, 9 March."""
    a, b = first.node, last.node
    if not isinstance(a, nodes.DayOfWeek) or not is_day(b):
        return None
    dated = replace(b, weekday=a.weekday) if isinstance(b, nodes.Open) else b
    return _merge(first, last, dated, "weekday with a day")


def _one_or_other(low: str, first: Mark, last: Mark, between: str) -> Mark | None:
    """Late 2026, or early 2027; May, or June: one day of either, where the second follows the first."""
    if is_day(first.node) or is_day(last.node):
        return None
    if isinstance(first.node, nodes.Known) and "/" in between:  # 2024/1689 is no choice of years
        return None
    node = nodes.Between(first.node, last.node, all=False)
    return Mark(
        first.start, last.end, node, (*first.rules, *last.rules, "between two times"), parts=(first, last)
    )


_Joiner = Callable[[str, Mark, Mark, str], Mark | None]
"""Takes the text, two neighbours and what stands between them, and makes one of them if they say one time."""
_Types = tuple[type[nodes.Node], ...]


def _by_types(
    *rows: tuple[_Types, re.Pattern[str], _Types, _Joiner],
) -> dict[tuple[type, type], tuple[tuple[re.Pattern[str], _Joiner], ...]]:
    """Which joiners take which two types of node, and what may stand between them."""
    table: dict[tuple[type, type], tuple[tuple[re.Pattern[str], _Joiner], ...]] = {}
    for firsts, between, lasts, joiner in rows:
        for pair in product(firsts, lasts):
            table[pair] = (*table.get(pair, ()), (between, joiner))
    return table


@lru_cache(maxsize=4096)
def _joiners(kinds: tuple[type, type], between: str) -> tuple[_Joiner, ...]:
    """Those that may join two nodes of these types with these words between them."""
    return tuple(joiner for pattern, joiner in _JOINERS.get(kinds, ()) if pattern.fullmatch(between))


def _in_part(clock: nodes.Clock, at: time, part: str) -> nodes.Clock:
    """9:30 this evening is half past 21."""
    later = part in ("AF", "EV") and at.hour < 12
    return replace(clock, at=at.replace(hour=at.hour + 12)) if later else clock


def _is_fiscal(node: nodes.Node) -> bool:
    match node:
        case nodes.Known(Fiscal(_, False)):
            return True
        case _:
            return False


def _as_fiscal(node: nodes.Node) -> nodes.Node:
    """The 2031 of "fiscal years 2027 through 2031" is fiscal too."""
    match node:
        case nodes.Known(Year(year)):
            return nodes.Known(Fiscal(year))
        case _:
            return node


_MOVED: Final = re.compile(
    r"\b(?:moved?|moves|postponed?s?|put (?:off|back)|puts (?:off|back)|brought forward|brings? forward|"
    r"deferr?(?:ed|s)?|delay(?:ed|s)?|extend(?:ed|s)?|reschedul(?:ed?|es)|shift(?:ed|s)?|"
    r"push(?:ed|es)? (?:back|out)|chang(?:ed?|es)|advanc(?:ed?|es))(?:\s+(?!(?:and|which|will|shall)\b)[\w'’-]+){0,8}?\s+from\s+(?:the\s+)?\Z"
)


def _range(low: str, first: Mark, last: Mark, between: str) -> Mark | None:
    """9 March, to 12 April."""
    word = between.lstrip(", \n").rstrip().removesuffix(" the")
    if word == "and":
        found = re.search(r"\bbetween\s+(?:the\s+)?\Z", low[max(0, first.start - 16) : first.start])
        if not found:
            return None
        node = nodes.Between(first.node, last.node, all=False)
        rules = (*first.rules, *last.rules, "between two times")
        left = first.start - len(found[0])
        return Mark(first.start, last.end, node, rules, left, parts=(first, last))
    if word in ("-", "–", "—") and isinstance(first.node, _RELATIVE_OR_DAYOFWEEK):
        return None
    if word in ("to", "until") and _MOVED.search(low, max(0, first.start - 90), first.start):
        return None  # "put off from 1 July to 1 January" tells two days, not all between them
    node = nodes.Between(first.node, _as_fiscal(last.node) if _is_fiscal(first.node) else last.node)
    rules = (*first.rules, *last.rules, "from one time to another")
    return Mark(first.start, last.end, node, rules, parts=(first, last))


_JOINERS: Final = _by_types(
    ((nodes.Piece,), _OF, (nodes.Known, nodes.Relative, nodes.Open), _part_of_whole),
    ((nodes.Relative,), _WEEK_OF, (nodes.Known, nodes.Open, nodes.DayOfWeek, nodes.Relative), _week_of),
    ((nodes.Relative,), _WEEKEND_OF, (nodes.Between,), _weekend_of),
    ((nodes.Span,), _OF_THE, (nodes.Known, nodes.Open, nodes.Piece, nodes.Relative), _stretch),
    ((nodes.Clock,), _DAY_OF, (nodes.Known, nodes.Open, nodes.DayOfWeek, nodes.Relative), _clock_of_day),
    (
        (nodes.Known, nodes.Open, nodes.DayOfWeek, nodes.Relative),
        _CLOCK_BEHIND,
        (nodes.Clock,),
        _day_with_clock,
    ),
    ((nodes.Clock,), _SPACES, (nodes.Clock,), _clock_in_part),
    ((nodes.DayOfWeek,), _COMMA, (nodes.Known, nodes.Open), _weekday_with_day),
    ((nodes.Known, nodes.Open), _TO, (nodes.Known, nodes.Open), _range),
    *(((kind,), _OR, (kind,), _one_or_other) for kind in (nodes.Known, nodes.Open, nodes.Piece)),
    *(
        ((kind,), _TO, (kind,), _range)
        for kind in (nodes.DayOfWeek, nodes.Relative, nodes.Piece, nodes.SeasonOf)
    ),
)


def _merge(first: Mark, last: Mark, node: nodes.Node, rule: str) -> Mark:
    return Mark(first.start, last.end, node, (*first.rules, *last.rules, rule))


def _is_month(node: nodes.Node) -> bool:
    match node:
        case nodes.Known(Month()) | nodes.Open(_, None):
            return True
        case _:
            return False
