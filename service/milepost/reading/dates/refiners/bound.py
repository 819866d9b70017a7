"""The words that make a limit of a time: by, no later than, before, until, from … onwards, since."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, cast

from milepost.reading.dates import nodes
from milepost.reading.dates.around import is_day, stands_before
from milepost.reading.dates.mark import Bound, Mark

_VAGUE_OR_REPEAT: Final = (nodes.Vague, nodes.Repeat)
_COMPARED: Final = (nodes.Away, nodes.SameQuarter)
"""What is asked for again and again, made once: a union costs its making at each question."""

_BOUND: Final = re.compile(
    r"\b(?:(?P<by>(?:not?|not any) later than|at the latest (?:by|on)|by no later than|on or before|"
    r"by(?: the)?(?: end of)?|by(?: the)? (?:close of (?:business|play)|cob)(?: on|,)?"
    r"|no later than the end of|not later than the end of|due (?:on|by)|by or before)"
    r"|(?P<before>before|prior to|in advance of|earlier than)"
    r"|(?P<until>(?:until|till|up to|through)(?: and including)?|through to|up until|to apply until|valid until|before the end of|"
    r"until the end of|till the end of|up to the end of|through the end of)"
    r"|(?P<from>(?:on and )?from|w\.e\.f\.|as of|as from|with (?:retrospective |retroactive )?effect (?:on and )?from|effective(?: as of| from| on)?|since|"
    r"starting(?: on| in| from| with)?|beginning(?: on| in| from| with)?|commencing(?: on| in| with)?|on (?:or|and) after|"
    r"(?:no|not) (?:earlier|sooner) than|not before|not until)"
    r"|(?P<after>after|later than)"
    r"|(?P<within>within(?: (?:a|the)(?: further| initial)? (?:period|term) of)?|(?:before|by) the end of (?:a|the) period of|not? (?:later|more) than|no later than|at the latest(?: within)?|in less than)"
    r")(?:\s+the)?\s+\Z"
)
_LIMITS_A_LENGTH: Final = re.compile(r"within|(?:before|by) the end of|by no|no|at the latest|in less")
_BOUNDING: Final = frozenset(
    "the than w.e.f. business business, cob by on before of to till until through up only from as effect effective since starting in "
    "beginning commencing with including after later within latest less more".split()
)
"""The last words of bounds."""
_behind_a_bound: Final = stands_before(_BOUNDING)
_BEHIND: Final = re.compile(
    r",?\s+(?:(?P<by>at the latest|or earlier|or sooner|or before)"
    r"|(?P<from>onwards?|and (?:beyond|onwards?|thereafter)|or later|or thereafter))\b"
)
_AN_END: Final = re.compile(r"(?:the\s+)?(?:end|close)\b")
_OTHER_SPACE: Final = re.compile(r"[^\S ]")


def bound(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """by, no later than, before, until, from … onwards, since: the words that make a limit of a time."""
    low = _OTHER_SPACE.sub(" ", low)
    return [_bounded(low, mark, marks[index - 1].end if index else 0) for index, mark in enumerate(marks)]


def _bounded(low: str, mark: Mark, floor: int) -> Mark:
    if isinstance(mark.node, _VAGUE_OR_REPEAT):
        return mark
    start, end = mark.start, mark.end
    if (found := _BEHIND.match(low, end)) and not isinstance(mark.node, nodes.Span):
        mark = replace(mark, bound=cast(Bound, found.lastgroup), right=found.end())
    if not low[start - 1 : start].isspace() or not _behind_a_bound(low, start):
        return mark
    found = _BOUND.search(low, max(floor, start - 36), start)
    if found is None:
        return mark
    if found[0].endswith("the ") and is_day(mark.node) and low[start].isalpha():
        return mark  # "by the Feb. 23 accord"
    kind = cast(Bound, found.lastgroup)
    left = found.start()
    if isinstance(mark.node, nodes.Span):
        if not _LIMITS_A_LENGTH.match(found[0]):  # "extended by three months" is no limit
            return mark
        kind = "within"
    elif kind == "within":
        kind = "by"
    elif kind == "before" and _AN_END.match(low, start):  # what is done before the end is done by then
        kind = "until"
    elif kind == "from" and isinstance(mark.node, _COMPARED):  # "up from a year earlier" compares
        return mark
    if isinstance(mark.node, nodes.Between):
        return replace(mark, left=left) if kind == "from" else mark
    rules = (*mark.rules, f"bound: {found[0].strip()}")
    return Mark(
        start, end, mark.node, rules, left, mark.right, mark.bound or kind, mark.tie, mark.again, mark.parts
    )
