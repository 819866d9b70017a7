"""Dates that are no milestones, and why."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from milepost.reading.dates.timex import Timex
from milepost.reading.events.sentence import Sentence
from milepost.reading.rules import (
    CONDITIONAL,
    LEFT_OUT,
    PROCEDURAL,
    LeftOut,
)
from milepost.when import (
    By,
    During,
    Every,
    From,
    On,
    offset_of,
)
from milepost.when import Unit as TimeUnit


def usable(s: Sentence, timex: Timex) -> bool:
    """Whether an expression of time tells a day at all."""
    if timex.when is None:
        return False
    if isinstance(timex.when, Every) and timex.when.interval.unit in CLOCK_UNITS:
        return False  # "23 dollars an hour"
    if s.low[timex.end : timex.end + 4] == " of " and any(t.start == timex.end + 4 for t in s.dates):
        return False  # "the second half of April": April is what is told
    words = s.low[timex.start : timex.end]
    return not NO_DAY.fullmatch(words)


_pattern: Final = cache(re.compile)
"""Compiled when first asked for: what only starts and reads nothing does without."""


@lru_cache(maxsize=256)
def _stands_within(pattern: str, sentence: str) -> bool:
    """Whether words stand in a sentence, which each of its dates asks anew."""
    return _pattern(pattern).search(sentence) is not None


def left_out(s: Sentence, timex: Timex) -> LeftOut | None:
    """The rule that makes a date no milestone."""
    low, (first, last) = s.low, timex.said
    first, last = min(first, timex.start), max(last, timex.end)
    before, after = (
        low[max(s.unit.start, first - 90) : first],
        low[last : min(s.unit.end, last + 40)],
    )
    own = low[max(s.unit.start, timex.start - 90) : timex.start]
    befores = (before,) if own == before else (before, own)
    whole = low[s.unit.start : min(s.unit.end, s.unit.start + 1200)]
    for rule in LEFT_OUT:
        if rule.words and not _pattern(rule.words).fullmatch(low[timex.start : timex.end]):
            continue
        if rule.before and not any(map(_pattern(rule.before).search, befores)):
            continue
        if rule.after and not _pattern(rule.after).search(after):
            continue
        if rule.within and not _stands_within(rule.within, whole):
            continue
        return rule
    if (
        s.unit.kind == "heading"
        and re.fullmatch(r"\d{4}(?:-\d\d)?", low[timex.start : timex.end])
        and _OF_A_HEADING.search(low, s.unit.start, last)
    ):
        return _NAMED
    if _is_dateline(s, first, last) or _is_byline(s, timex):
        return _STAMP
    if not _tells_a_day(timex) and _LENGTH.fullmatch(low[timex.said[0] : timex.said[1]]):
        return _AMOUNT
    if isinstance(timex.when, On | During) and s.over(timex.when) and _OLD_PLAN.search(before):
        return _PLANNED
    if isinstance(timex.when, On) and s.over(timex.when) and _of_a_thing(s, timex):
        return _PASSING
    if isinstance(timex.when, On | During) and s.over(timex.when) and _in_passing(s, timex):
        return _PASSING
    if _in_brackets(s, first, last) and isinstance(timex.when, On) and s.over(timex.when):
        return _BRACKETED
    if habit_of_old(s, timex):
        return _HABIT
    offset = offset_of(timex.when) if timex.when else None
    if offset is None or EACH_PERIOD.search(offset.anchor.lower()):
        return None
    if (timex.doubt or "").startswith(ASSUMED) and (
        re.search(r"\b(?:may|can)\b[^.;]*$|\b(?:was|were|been) \w+ $", before) or _was_told(s, timex)
    ):
        return _CLOCK
    if offset.length.unit in CLOCK_UNITS:
        return _CLOCK
    if not offset.known and not isinstance(timex.when, From) and not s.after_from(timex):
        anchor = re.sub(r"\([a-z0-9]{0,4}\)?", "", offset.anchor.lower())
        conditional = CONDITIONAL.match(low[s.unit.start : s.unit.start + 40])
        if PROCEDURAL.search(anchor) or (
            conditional and not re.search(r"described in|referred to in", anchor)
        ):
            return _CLOCK
    return None


def habit_of_old(s: Sentence, timex: Timex) -> bool:
    """ "The boat was to call every 45 days", "had lessons on Mondays": what came round long ago."""
    if s.text.result.legal or not (isinstance(timex.when, Every) or timex.type == "SET"):
        return False
    return _WAS.search(s.low, s.unit.start, timex.said[0]) is not None


def _was_told(s: Sentence, timex: Timex) -> bool:
    """ "she was told on 14 February that she would be called within four weeks": counted from that day, long ago."""
    return re.search(r"\bwould\b[^.;]*$", s.low[s.unit.start : timex.start]) is not None and any(
        isinstance(t.when, On | During) and s.over(t.when) for t in s.dates if t.start < timex.start
    )


def _tells_a_day(timex: Timex) -> bool:
    """ "by Memorial Day" is a day, "by ten days" a length."""
    return isinstance(timex.when, By) and isinstance(timex.when.limit, On)


def _of_a_thing(s: Sentence, timex: Timex) -> bool:
    """ "the 7 August bombings": a thing that is named by its day."""
    before = s.low[max(s.unit.start, timex.said[0] - 6) : timex.said[0]]
    return (
        re.search(r"\b(?:the|an?|its|his|her|their|this) $", before) is not None
        and re.match(r" [a-z]{3}", s.low[timex.said[1] : timex.said[1] + 4]) is not None
    )


def _in_passing(s: Sentence, timex: Timex) -> bool:
    """ "the meeting, agreed upon at a summit last August, will …": neither signed nor launched, only told beside."""
    begin = s.low.rfind(", ", s.unit.start, timex.said[0])
    aside = ASIDE.match(s.low, begin, s.unit.end) if begin >= 0 else None
    return (
        aside is not None
        and aside.end() > timex.said[1]
        and not any(
            begin < cue.start < aside.end() and cue.rule.shape in ("deal", "launch") for cue in s.cues
        )
    )


def _in_brackets(s: Sentence, first: int, last: int) -> bool:
    """ "the minutes of the third meeting (Suva, 22 October 2030)"."""
    opened = s.low.rfind("(", s.unit.start, first)
    return (
        opened >= 0
        and first - opened < 40
        and ")" not in s.low[opened:first]
        and ")" in s.low[last : last + 20]
    )


def _is_dateline(s: Sentence, first: int, last: int) -> bool:
    """ "PORT VILA, 12 March 2026 —" at the head of a story."""
    start = s.unit.start
    return (
        s.number < 6
        and start < first < start + 60
        and _DATELINE.match(s.flat, start, s.unit.end) is not None
        and _AFTER_DATELINE.match(s.low, last) is not None
    )


def _is_byline(s: Sentence, timex: Timex) -> bool:
    """ "By Ada Moss | 12 March 2026" at the head of a story."""
    own = isinstance(timex.when, On) and timex.when.day == s.text.published
    return own and s.number < 6 and s.low.startswith("by ", s.unit.start) and timex.said[1] >= s.unit.end - 1


NO_DAY: Final = re.compile(
    r"(?:the|that|each|any|a|an|every|such)? ?(?:given |same |preceding |calendar |financial )?(?:day|week|month|quarter|year|period|time)s?"
    r"|(?:semi-?|bi)?(?:annual|annually|yearly|ennial|ennially|quarterly|monthly|weekly|daily)|biennial(?:ly)?|triennial|fortnightly|half-yearly"
    r"|on an? (?:\w+ )?\w+ basis|hourly|per (?:year|month|day|hour)"
    r"|overnight|now|currently|current|recent|recently|present|future|the future|the past|at present|hourly"
)
"""Words of time that tell no day; what recurs by an adjective is found by its noun."""
_LENGTH: Final = re.compile(
    r"by (?:a further |another |an additional |up to )?[\w-]+ (?:days?|weeks?|months?|years?|hours?)"
)
_DATELINE: Final = re.compile(r"(?:\*\*)?[A-Z][A-Z .,'/-]{2,40}")
_AFTER_DATELINE: Final = re.compile(r"[^a-z]{0,3}(?:\([^)]{0,40}\))?\.?\s*[-—:]")
_OF_A_HEADING: Final = re.compile(
    r"\b(?!(?:in|by|from|until|to|for|on|of|during|since|before|after) )[a-z]+ \d{4}$"
)
_NAMED: Final = LeftOut("a year of a heading", "part of a name, not a day")
""" "Call for proposals 2026"."""
_STAMP: Final = LeftOut("dateline", "the day in the dateline, not of an event")
ASIDE: Final = re.compile(
    r", (?:\w+ed|held|begun|struck|made|laid|born|set|(?:which|who|whose|where)(?= ))\b[^,;\"]{1,80},(?= )"
)
_OLD_PLAN: Final = re.compile(
    r"\b(?:was|were|had been) (?:originally |initially |first )?(?:to|supposed|meant|due|set|fixed|scheduled|expected|planned|billed)\b[^;.\"]{0,70}$"
)
""" "It was to have closed on 8 November", which is over: a plan, not what happened."""
_PLANNED: Final = LeftOut("old plan", "the day it had been planned for before")
_PASSING: Final = LeftOut("in passing", "told in passing of a thing, not as news")
_BRACKETED: Final = LeftOut("in brackets", "the day of a thing that is named, told beside its name")
_HABIT: Final = LeftOut("habit", "how often it was done long ago")
_WAS: Final = re.compile(r"\b(?:(?:was|were|used) to|had (?!to\b|\w+ed\b)) [^;.]*$")
_AMOUNT: Final = LeftOut("amount", "how much longer, not until when")
ASSUMED: Final = "nothing says from when it counts"
"""How the doubt of an offset without an anchor begins."""
EACH_PERIOD: Final = re.compile(
    r"\b(?:end|close|beginning|start) of (?:each|every) (?:(?P<what>reporting|financial|fiscal|calendar|academic) )?(?P<unit>year|period|quarter|half-year|month)$"
)
"""An anchor that comes round with the calendar: "within 4 months after the end of each financial year"."""
CLOCK_UNITS: Final = (TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND)
_CLOCK: Final = LeftOut("procedural clock", "a clock that runs anew each time, not a day")
