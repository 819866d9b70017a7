"""What a length is counted from: an event, a day that is told, or the document's own date."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, Literal

from milepost.reading.dates import nodes
from milepost.reading.dates.length import length_of
from milepost.reading.dates.lexicon import NUMBERS, ORDINALS
from milepost.reading.dates.mark import Mark, Tie

_NO_DAY: Final = (nodes.Span, nodes.Repeat, nodes.Vague, nodes.Clock, nodes.Between)
"""What is asked for again and again, made once: a union costs its making at each question."""

_DOCUMENT = (
    r"(?:order|memorandum|proclamation|notice|regulation|directive|act|decision|law|announcement|"
    r"rule|section|"
    r"policy|agreement|statement|press release|communication|document|notification|recommendation|"
    r"report|decree|circular)"
)
_ANCHOR: Final = re.compile(
    r"\s*,?\s*(?:(?P<after>of|after|from|following|since|as of|beginning with|beginning on|starting with|"
    r"starting on|commencing on|commencing with)|(?P<before>before|prior to|"
    r"in advance of|ahead of))\s+"
    r"(?P<words>(?:[^\n.;:,()]+|\n(?!\s*\n)|(?<=[\s)])\(\w{1,4}\))+)"
)
_JOURNAL: Final = (
    r"(?:official\s+journal|federal\s+register|(?:(?:official|government|national)\s+)?gazette)"
    r"(?:\s+of\s+(?:the\s+european\s+union|india))?"
)
_ITS_DATE: Final = re.compile(
    r"(?:the\s+)?(?:(?:effective\s+)?date\s+(?:of\s+)?(?:(?:the\s+)?(?:issuance|publication|"
    r"enactment|signature|adoption|signing)\s+)?(?:of\s+)?this\s+"
    + _DOCUMENT
    + r"|(?:issuance|publication|enactment|signing|adoption|date|issue)\s+of\s+this\s+"
    + _DOCUMENT
    + r"|this\s+"
    + _DOCUMENT
    + r"(?:'s|’s)?(?:\s+(?:issuance|publication|date))?"
    + r"|(?:(?:date\s+(?:of\s+)?)?(?:its|the)\s+|date\s+of\s+(?:its\s+|"
    r"the\s+)?)?publication(?=\s*(?:$|in\s+the\s+"
    + _JOURNAL
    + r"|of\s+this|[a-z]+\s+shall|\s*thereof))"
    + r"(?:\s+of\s+this\s+"
    + _DOCUMENT
    + r")?(?:\s+in\s+the\s+"
    + _JOURNAL
    + r")?"
    + r"|(?:the\s+date\s+of\s+)?enactment|(?:the\s+)?date\s+hereof|today)"
)
_ANCHOR_END: Final = re.compile(
    r"\s+(?:shall|will|must|may|should|would|and\s+(?:every|annually|each|at|shall|"
    r"the\s+\w+\s+shall)|or\s+(?:such|by|within)|"
    r"to\s+(?:the|submit|ensure|provide|report)|the\s+\w+(?:\s+(?!the\b)\w+){0,3}\s+(?:shall|will|must)|"
    r"unless|whichever|if|where|until|in\s+order|is|are|was|were|has|have)\b"
)
_ON_WHICH: Final = re.compile(
    r"(?:the\s+)?(?:day|date)\s+(?:(?:on|from|after)\s+which|that|when)\s[^.;]{0,60}?"
    r"\b(?:is|are|was|were|has|have|comes?|begins?|takes?|enters?)\b"
)
"""The day on which they are laid: its verb does not end the anchor."""
_EVENTFUL: Final = re.compile(r"the\s+date|its|the\s+(?:entry|day)|entry|publication|signing|signature")
"""How the words begin that a bare "from" counts from."""
_SPACE: Final = re.compile(r"[^\S\n ]")
_OF_ANOTHER: Final = re.compile(r"\s+of\b(?!\s+this)")
_FAR: Final = 150
"""So many characters on, words do not belong to the anchor any more."""
_IN: Final = re.compile(r"\bin\s+(?:(?:about|around|approximately|roughly|some|just)\s+)?\Z")
_FIRST_IN: Final = re.compile(
    r"\b(?:times?|once|twice|only|first|second|third|fourth|fifth|last|most|least|worst|best|(?!(?:requ|inter|prot|cont|for|harv|inv|arr)est)[a-z]{3,}est)\b[^,.;]{0,30}\bin\s+"
    r"(?:[a-z]+\s+)?\Z"
)
"""The first in two years, the lowest in ten: such a length lies behind."""
_FOR: Final = re.compile(r"\bfor\s+(?:a\s+(?:further\s+|initial\s+)?(?:period|term)\s+of\s+)?\Z")
"""For five years from a day: all of that time, not the day at its end."""


def _anchor_end(low: str, begin: int, stop: int) -> int:
    """Where the words of an anchor end and the sentence goes on."""
    clause = _ON_WHICH.match(low, begin, stop)
    found = _ANCHOR_END.search(low, clause.end() if clause else begin, stop)
    return found.start() if found else stop


def anchor(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """What a length is counted from: "of the date of this order", "after entry into force"."""
    low = _SPACE.sub(" ", low)
    done: list[Mark] = []
    skip = -1
    for index, mark in enumerate(marks):
        if index <= skip:
            continue
        if isinstance(mark.node, nodes.Span) and mark.tie is None and length_of(mark.node):
            further = marks[index + 1] if index + 1 < len(marks) else None
            if further and further.start - mark.end < 24 and (tied := _to_date(low, mark, further)):
                done.append(tied)
                skip = index + 1
                continue
            mark = _tied(text, low, mark)
            span = mark.node
            if (
                isinstance(span, nodes.Span)
                and mark.tie is None
                and mark.bound is None
                and _IN.search(low, max(0, mark.start - 20), mark.start)
                and not _FIRST_IN.search(low, max(0, mark.start - 50), mark.start)
                and not low.startswith(" of ", mark.end)
            ):
                mark = replace(mark, node=nodes.Ahead(span), rules=(*mark.rules, "in so long"))
        done.append(mark)
    return done


_FROM_A_DAY: Final = re.compile(
    r"\s+(?:(after|from|of|following|(?:beginning|starting|commencing) (?:with|on))|(before|prior to))\s+(?:the\s+)?"
)


def _to_date(low: str, mark: Mark, day: Mark) -> Mark | None:
    """ "12 months after 17 February 2024": the day is told, the mark holds it for the finish."""
    found = _FROM_A_DAY.fullmatch(low, mark.end, day.start)
    if not found or isinstance(day.node, _NO_DAY):
        return None
    if found[1] == "of" and mark.bound is None:  # "the first six months of 2025" are some of it
        return None
    whole = found[1] == "from" and _FOR.search(low, max(0, mark.start - 40), mark.start) is not None
    tie = Tie(
        "before" if found[2] else "after",
        low[day.start : day.end],
        (day.start, day.end),
        known=True,
        throughout=whole,
        inclusive=found[1] is not None and found[1].endswith((" with", " on")),
    )
    return _counted(mark, tie, day.end, "counted from a day", (replace(day, bound=None),))


def _counted(mark: Mark, tie: Tie, right: int, rule: str, parts: tuple[Mark, ...] = ()) -> Mark:
    """The mark of a length with what it is counted from; ``replace`` takes six times as long."""
    return Mark(
        mark.start, mark.end, mark.node, (*mark.rules, rule), mark.left, right, mark.bound, tie, parts=parts
    )


def _tied(text: str, low: str, mark: Mark) -> Mark:
    found = _ANCHOR.match(low, mark.end, mark.end + _FAR)
    if not found or (found["after"] in ("of", "since", "as of") and mark.bound is None):
        return mark
    begin = found.start("words")
    stop = _anchor_end(low, begin, found.end("words"))
    own = _ITS_DATE.match(low, begin, stop + 40)
    words = " ".join(text[begin:stop].split()).rstrip(" ,")
    direction: Literal["after", "before"] = "before" if found["before"] else "after"
    if own and (own.end() >= stop - 1 or not _OF_ANOTHER.match(low, own.end())):
        span = own.span()
        enacted = "enactment" in own[0] and "this" not in own[0]
        tie = Tie(
            direction,
            "publication",
            span,
            known=True,
            doubt="the day of enactment is taken to be that of publication" if enacted else None,
        )
        return _counted(mark, tie, span[1], "counted from the document's own date")
    if found["after"] == "from" and mark.bound is None and not _EVENTFUL.match(low, begin, stop):
        return mark
    tie = Tie(direction, words[:120], (begin, stop), known=False)
    return _counted(mark, tie, stop, "counted from an event")


_DAY_AFTER: Final = re.compile(
    r"\b(?P<unit>(?:working |business )?day|month)\s+(?:following|after)\s+(?:(?:that|the\s+month)\s+of\s+)?"
    r"(?P<its>(?:the\s+date\s+of\s+)?(?:(?:its|the)\s+)?publication(?!\s+of\s+(?!this\b))(?:\s+of\s+this\s+\w+)?"
    r"(?:\s+in\s+the\s+" + _JOURNAL + r")?)?"
)
_NTH: Final = re.compile(
    r"(?P<the>\bthe\s+)?(?:\b(?P<nth>\d{1,3}(?:st|nd|rd|th)|[a-z]{4,12}(?:-[a-z]{4,7})?)\s+)?\Z"
)
_FIRST_DAY: Final = re.compile(r"\b(?:the\s+)?(?:first|1st)\s+day\s+of\s+\Z")
_EVENT: Final = re.compile(r"(?:[^\n.;:,()]+|\n(?!\s*\n))+")


def nth_day(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """The twentieth day following its publication is a day, not a limit."""
    made = [mark for found in _DAY_AFTER.finditer(low) if (mark := _nth_day(text, low, found))]
    if not made:
        return marks
    spans = iter(made)
    covering = next(spans, None)
    kept: list[Mark] = []
    for mark in marks:
        while covering and (covering.right or covering.end) <= mark.start:
            covering = next(spans, None)
        if covering is None or mark.end <= covering.start:
            kept.append(mark)
    return sorted([*kept, *made], key=lambda mark: mark.start)


def _nth_day(text: str, low: str, found: re.Match[str]) -> Mark | None:
    before = _NTH.search(low, max(0, found.start() - 32), found.start())
    number = _ordinal(before["nth"]) if before and before["nth"] else int(bool(before and before["the"]))
    if before is None or not number or (number == 1 and before["nth"] is None and not found["its"]):
        return None
    if found["its"]:
        tie = Tie("after", "publication", found.span("its"), known=True)
        stop = found.end()
    else:
        words = _EVENT.match(low, found.end(), found.end() + _FAR)
        if words is None:
            return None
        stop = _anchor_end(low, found.end(), words.end())
        said = " ".join(text[found.end() : stop].split())
        if not said:
            return None
        tie = Tie("after", said, (found.end(), stop), known=False)
    if found["unit"] == "month" and found["its"]:
        first = _FIRST_DAY.search(low, max(0, before.start() - 24), before.start())
        if first:
            node = nodes.DayOfMonth(1, nodes.Relative("M", number))
            return Mark(first.start(), stop, node, ("first day of the nth month after publication",))
    unit = {"day": "D", "month": "M"}.get(found["unit"], "WD")
    rules = ("nth day after an event",)
    return Mark(before.start(), found.end("unit"), nodes.Span(number, unit), rules, tie=tie, right=stop)


def _ordinal(word: str) -> int:
    """The number of an ordinal ("20th", "twenty-first"), or 0."""
    if word[0].isdigit():
        return int(word[:-2])
    tens, _, ones = word.partition("-")
    return ORDINALS.get(word) or (NUMBERS.get(tens, 0) + ORDINALS.get(ones, 0) if ones in ORDINALS else 0)
