"""What TIMEX3 keeps with a length: nearly, at least, or so."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from milepost.reading.dates import nodes
from milepost.reading.dates.around import stands_before
from milepost.reading.dates.mark import Mark

_SPAN_OR_AWAY: Final = (nodes.Span, nodes.Ahead, nodes.Away, nodes.SameQuarter)
"""What is asked for again and again, made once: a union costs its making at each question."""

_ABOUT: Final = re.compile(
    r"\b(?:at least|at most|no more than|not more than|no less than|"
    r"no fewer than|"
    r"nearly|about|almost|around|approximately|roughly|more than|less than|some|"
    r"just over|well over|(?:(?<=\bfor )|(?<=\blast )|(?<=\blasted )|(?<=\btook )|(?<=\bspent ))over)\s+\Z"
)
_behind_about: Final = stands_before(
    frozenset("least most than nearly about almost around approximately roughly some over".split())
)
_OR_SO: Final = re.compile(r"\s+or\s+(?:so|more|less)\b")


def widen(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """TIMEX3 keeps "nearly" and "at least" with a length and with what is told by one."""
    return [_widened(low, mark) if isinstance(mark.node, _SPAN_OR_AWAY) else mark for mark in marks]


def _widened(low: str, mark: Mark) -> Mark:
    the = low.startswith(("the ", "past ", "last ", "next ", "recent "), mark.start)
    about = not the and _behind_about(low, mark.start)
    found = _ABOUT.search(low, max(0, mark.start - 20), mark.start) if about else None
    after = _OR_SO.match(low, mark.end)
    if not found and not after:
        return mark
    start = found.start() if found and mark.bound is None else mark.start
    return replace(mark, start=start, end=after.end() if after else mark.end)
