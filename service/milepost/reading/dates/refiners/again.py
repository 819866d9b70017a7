"""What comes again after its first time: and every four years thereafter."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from milepost.reading.dates import nodes
from milepost.reading.dates.alternatives import any_of
from milepost.reading.dates.length import UNITS, length_of
from milepost.reading.dates.lexicon import MONTHS, NUMBERS, ORDINALS
from milepost.reading.dates.mark import Again, Mark
from milepost.when import Length, Unit

_REPEAT_OR_VAGUE: Final = (nodes.Repeat, nodes.Vague)
"""What is asked for again and again, made once: a union costs its making at each question."""

_MONTH: Final = f"(?:{any_of(MONTHS)})"
_AGAIN: Final = re.compile(
    r"[,;]?\s+(?:and\s+)?(?:at\s+least\s+)?(?:(?P<adverb>annually|yearly|biennially|quarterly|"
    r"monthly|weekly|every\s+year|each\s+year)(?:\s+thereafter|\s+after\s+that)?"
    rf"|(?P<yearly>(?:each|every)\s+(?:(?:fiscal|financial|calendar)\s+year|{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})"
    r"\s+thereafter)"
    r"|every\s+(?P<n>\w+)?\s*(?P<unit>days?|weeks?|months?|years?)(?:\s+thereafter|\s+after\s+that)?)\b"
)
_ADVERBS: Final = {
    "annually": (1, "Y"),
    "yearly": (1, "Y"),
    "biennially": (2, "Y"),
    "quarterly": (3, "M"),
    "monthly": (1, "M"),
    "weekly": (1, "W"),
}
_NAMED: Final = {"day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH, "year": Unit.YEAR}


def again(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """ "… and every four years thereafter" makes a recurrence of the time before it, "every year by 31 March"
    and "annually, beginning in 2027" of the time behind."""
    done: list[Mark] = []
    covered = -1
    for mark in marks:
        if mark.start < covered:
            continue
        if (
            not isinstance(mark.node, _REPEAT_OR_VAGUE)
            and (found := _AGAIN.match(low, mark.right or mark.end))
            and (interval := _interval(found))
        ):
            covered = found.end()
            mark = replace(
                mark,
                again=Again(interval, found.span()),
                right=covered,
                rules=(*mark.rules, "and every … thereafter"),
            )
        elif done and isinstance(done[-1].node, nodes.Repeat) and (made := _each_time(low, done[-1], mark)):
            done.pop()
            mark = made
        done.append(mark)
    return done


_SINCE: Final = re.compile(r",?\s+(?:on\s+|in\s+)?(?:the\s+)?")
_DATED: Final = (nodes.Open, nodes.Known, nodes.Relative, nodes.Piece)


def _each_time(low: str, every: Mark, mark: Mark) -> Mark | None:
    """A recurrence and its first time, or its day in every year."""
    repeat = every.node
    if not isinstance(repeat, nodes.Repeat) or repeat.first or repeat.nth or not repeat.amount:
        return None
    start = mark.start if mark.left is None else mark.left
    if not isinstance(mark.node, _DATED) or not _SINCE.fullmatch(low, every.end, start):
        return None
    if mark.bound == "from" and low.startswith("since", start):
        return None
    if mark.bound != "from" and not (repeat.unit == "Y" and isinstance(mark.node, nodes.Open)):
        return None
    interval = length_of(nodes.Span(repeat.amount, repeat.unit))
    if interval is None:
        return None
    return replace(
        mark,
        left=every.start,
        bound=None if mark.bound == "from" else mark.bound,
        again=Again(interval, (every.start, every.end)),
        rules=(*every.rules, *mark.rules, "the first time of what recurs"),
        parts=(every,),
    )


def _interval(found: re.Match[str]) -> Length | None:
    if found["yearly"]:
        return Length(1, UNITS["Y"])
    if adverb := found["adverb"]:
        amount, unit = _ADVERBS.get(adverb, (1, "Y"))
        return Length(amount, UNITS[unit])
    word = found["n"] or "1"
    number = int(word) if word.isdecimal() and len(word) < 5 else NUMBERS.get(word, ORDINALS.get(word, 0))
    return Length(number, _NAMED[found["unit"].removesuffix("s")]) if number else None
