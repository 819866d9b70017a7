"""Refiners: each takes the marks of a text in order and gives them back rejected, joined or tied."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Final, Literal, cast

from milepost.reading.dates import nodes
from milepost.reading.dates.lexicon import NUMBERS, ORDINALS
from milepost.reading.dates.mark import Again, Bound, Mark, Tie
from milepost.when import Fiscal, Length, Month, On, Unit, Year

_KNOWN_OR_OPEN: Final = (nodes.Known, nodes.Open)
_WHOLE: Final = (nodes.Known, nodes.Relative, nodes.Open)
_KNOWN_OR_OPEN_OR_DAYOFWEEK_OR_RELATIVE: Final = (nodes.Known, nodes.Open, nodes.DayOfWeek, nodes.Relative)
_RELATIVE_OR_DAYOFWEEK: Final = (nodes.Relative, nodes.DayOfWeek)
_VAGUE_OR_REPEAT: Final = (nodes.Vague, nodes.Repeat)
_SPAN_OR_REPEAT_OR_VAGUE_OR_CLOCK: Final = (nodes.Span, nodes.Repeat, nodes.Vague, nodes.Clock)
_REPEAT_OR_VAGUE: Final = (nodes.Repeat, nodes.Vague)
_PARTLESS: Final = (nodes.Span, nodes.Repeat, nodes.Vague, nodes.Clock, nodes.Impossible, nodes.Nothing)
_COMPARED: Final = (nodes.Away, nodes.SameQuarter)
_SPAN_OR_AWAY: Final = (nodes.Span, nodes.Away, nodes.SameQuarter)
"""What is asked for again and again, made once: a union costs its making at each question."""

Refiner = Callable[[str, str, list[Mark]], list[Mark]]

# ---------------------------------------------------------------- what is no date

_CITED_BEFORE: Final = re.compile(
    r"(?:\b(?:act|bill|rules|ordinance|regulations|order|code|scheme|policy),\s+|\b(?:act|bill|ordinance)\s+|\b(?:act|code|law|order|regulations?|directives?|decisions?|recommendations?|resolutions?|treaty|"
    r"agreement|protocol|convention|communication|opinion|framework decision|rules|statute|judgment|charter)"
    r"(?:\s+(?:no\.?|\((?:ec|eu|eec|euratom)\)))*(?:\s+[\d/()a-z.-]{1,15}){0,3}?\s+of\s+(?:the\s+)?"
    r"|\d[/]|\b(?:oj|l|c)\s+\d+,\s*|\b(?:room|suite|section|sec\.|§+|article|paragraph|flight|no\.?|"
    r"number|page|p\.|pp\.|"
    r"publication|standard|bulletin|zip|box|version|v|docket|rfc|iso|part|chapter|clause|annex|u\.s\.c\.?|cfr|pub\. l\.|stat\.|"
    r"fed\. reg\.|model|report|boeing|windows|"
    r"from|\(eu\)|\(ec\)|\(eec\))\s*#?|[$€£¥#]\s?|(?<=[\d.,])(?<!(?:19|20|21)\d\d)[-.,/])\Z"
)
_BASELINE: Final = re.compile(r"\s+(?:levels?|baseline|dollars|prices)\b")
_NUMBERED: Final = re.compile(
    r"(?:[/.,]\d|[-–](?!(?:19|20|21)\d\d\b)\d{3,}|\s?(?:%|percent|per cent|people|members|employees|shares|points|tonnes|"
    r"units|km|kg|mw|m\b))"
)
_DIGIT: Final = re.compile(r"[\w$€£¥/.,#-]\Z")
_JOURNAL: Final = re.compile(r"\boj\s+[lc][\s\d/]{0,10}[,;]\s*\Z")
_VERSION: Final = re.compile(r"\b(?:version|release|v|rev\.?)\s*\Z")
_CITED_DAY: Final = re.compile(
    r"\b(?:(?:act|order|regulation|directive|decision|recommendation|resolution|treaty|agreement|opinion|"
    r"communication|memorandum|proclamation|parliament and of the council|of the council|of the commission)"
    r"(?:\s+(?:no\.?\s*)?(?:\([a-z]+\)\s*)?[\d/-]+(?:/[a-z]+)?)?(?:\s+\([^()]{1,80}\))?|"
    r"(?:parliament|council|commission|court|bank|house)(?:\s+and\s+of\s+the\s+council)?)\s+of\s+\Z"
    r"|\b(?:executive order|e\.o\.|proclamation)\s+\d+\s+of\s+\Z"
)


_CITING: Final = frozenset(
    "act, bill, rules, ordinance, regulations, order, code, scheme, policy, act bill ordinance "
    "publication standard bulletin of the room suite section sec. § §§ article paragraph flight no. no number page p. pp. zip box "
    "version v "
    "docket rfc iso part chapter clause annex u.s.c. u.s.c cfr l. stat. reg. model report boeing "
    "windows from eu) ec) "
    "eec) oj # $ € £ ¥".split()
)
"""Words that may end what cites; only behind one of them is it worth looking further back."""


_SIGN: Final = 16
"""Characters in which a sign and its word end that cite without a space before the number."""
_ACTS: Final = frozenset(
    "act code law order regulation regulations directive directives decision decisions recommendation "
    "recommendations resolution resolutions treaty agreement protocol convention communication opinion "
    "rules statute judgment charter".split()
)


_OPENING: Final = "`'\"‘“«([—–"


def word_before(low: str, start: int) -> str:
    """The word that stands before a place, without the quote or bracket that it opens; empty at the
    beginning of a text."""
    words = low[max(0, start - 16) : start].rsplit(None, 1)
    return words[-1].lstrip(_OPENING) if words else ""


def reject(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """Citations, numbers of acts and rooms, baselines: years and days that tell of no event."""
    return [mark for mark in marks if not _is_cited(low, mark)]


def _is_cited(low: str, mark: Mark) -> bool:
    start, end, node = mark.start, mark.end, mark.node
    if not isinstance(node, _KNOWN_OR_OPEN):
        return False
    if isinstance(node, nodes.Known) and isinstance(node.point, Year) and low[start].isdigit():
        if _NUMBERED.match(low, end) or _BASELINE.match(low, end):
            return True
        if low[start - 1 : start] == "(" and low[start - 2 : start - 1].isalnum():  # C(2003) 1422
            return True
        left = max(0, start - 60)
        if low[start - 1 : start].isspace():
            before = word_before(low, start)
            if before not in _CITING:
                return False
            if before in ("of", "the") and _ACTS.isdisjoint(low[left:start].split()):
                return False
            if _END_OF.search(low, max(0, start - 24), start):
                return False  # "ratify the treaty before the end of 2026"
        else:
            left = max(0, start - (_SIGN if low[start - 1] != "-" else 6))
        found = _CITED_BEFORE.search(low, left, start)
        if found is None:
            return False
        if found[0].split()[:1] == ["from"]:
            return bool(_BASELINE.match(low, end))
        return True
    if isinstance(node, nodes.Known) and isinstance(node.point, Fiscal) and "/" in low[start:end]:
        words = low[max(0, start - 60) : start].split()[-3:]
        return low[end : end + 1] == "/" or not _ACTS.isdisjoint(words)
    if isinstance(node, nodes.Known) and not isinstance(node.point, On):
        return isinstance(node.point, Fiscal) and bool(_BASELINE.match(low, end))
    if _VERSION.search(low, max(0, start - 12), start):
        return True
    if low[start - 2 : start - 1] in ",;" and _JOURNAL.search(low, max(0, start - 24), start):
        return True
    return word_before(low, start) == "of" and _cites(low, start)


def _cites(low: str, start: int) -> bool:
    """Whether the "of" before a day belongs to an act that is named by its day."""
    words = low[max(0, start - 30) : start].split()[-2:-1]
    if words and not (words[0] in _DATED or words[0].endswith(")") or any(map(str.isdigit, words[0]))):
        return False
    return bool(_CITED_DAY.search(low, max(0, start - 140), start))


_DATED: Final = frozenset(
    "act order regulation directive decision recommendation resolution treaty agreement opinion communication "
    "memorandum proclamation parliament council commission court bank house".split()
)
"""The last words of what is named by its day."""
_END_OF: Final = re.compile(r"\b(?:end|close|start|beginning|middle|half|quarter|course) of (?:the )?\Z")

# ---------------------------------------------------------------- parts and ranges

_OF: Final = re.compile(r"\s*(?:of|in|,)?\s+(?:the\s+)?(?:calendar\s+|following\s+)?")
_DAY_OF: Final = re.compile(r",?\s+(?:on\s+)?(?:the\s+)?|\s+on\s+")
_TO: Final = re.compile(r"\s*(?:to|through|until|till|thru|and|[-–—]|up to)\s*(?:the\s+)?")
_PREFIX: Final = re.compile(
    r"\b(?:(?P<third>early|mid|late|beginning|start|middle|end|close|opening|earlier|later)"
    r"(?P<of>\s+(?:of|in)(?:\s+the)?\s+|\s*[-‑–]\s*|\s+)"
    r"|(?P<week>week)\s+(?:of|beginning|commencing|starting|from)\s+(?:monday,?\s+)?"
    r"|(?P<number>first|second|third|fourth|last|1st|2nd|3rd|4th)\s+(?P<what>week|fortnight|half|"
    r"third)\s+(?:of|in)\s+(?:the\s+)?)\Z"
)
_THE: Final = re.compile(r"\bthe\s+\Z")
_DASHES: Final = ("-", "‑", "–")
_PREFIXING: Final = frozenset(
    "early mid late beginning start middle end close opening earlier later of in the - ‑ –".split()
)
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
_SAID_WITH_IN: Final = ("early", "mid", "late", "earlier", "later")
_NUMBER: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": -1,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}


def join(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """Neighbours that say one time: a part and its whole, a clock and its day, the ends of a range."""
    done: list[Mark] = []
    for mark in marks:
        mark = _with_prefix(low, mark, done[-1].end if done else 0)
        while done and mark.start - done[-1].end < 24 and (joined := _joined(low, done[-1], mark)):
            done.pop()
            mark = joined
        done.append(mark)
    return [mark for mark in _enumerated(low, done) if not _half_of_what(low, mark)]


_ENUMERATED: Final = 8
"""Characters that stand at most between two of what is enumerated."""
_AND_ALSO: Final = re.compile(r",?\s+(?:and|or)\s+|,\s+")


def _enumerated(low: str, marks: list[Mark]) -> list[Mark]:
    """every Tuesday and Thursday, 1 January and 1 July each year: both come again; fiscal years 2026
    and 2027: both are fiscal."""
    for index, mark in enumerate(marks[1:], 1):
        before = marks[index - 1]
        if mark.start - before.end > _ENUMERATED or not _AND_ALSO.fullmatch(low, before.end, mark.start):
            continue
        match before.node, mark.node:
            case nodes.Repeat(first=nodes.DayOfWeek()), nodes.DayOfWeek(weekday):
                node = nodes.Repeat(f"XXXX-WXX-{weekday + 1}", 1, "W", first=mark.node)
                marks[index] = replace(mark, node=node, rules=(*mark.rules, "every weekday"))
            case nodes.Open(month, int(day), None), nodes.Repeat(first=nodes.Open(_, int())):
                node = nodes.Repeat(f"XXXX-{month:02}-{day:02}", 1, "Y", first=before.node)
                marks[index - 1] = replace(before, node=node, rules=(*before.rules, "day of every year"))
            case nodes.Known(Fiscal(_, False)), nodes.Known(Year(year)) if (
                "years" in low[before.start : before.end]
            ):
                marks[index] = replace(
                    mark, node=nodes.Known(Fiscal(year)), rules=(*mark.rules, "fiscal year")
                )
    return marks


def _half_of_what(low: str, mark: Mark) -> bool:
    """The first half of the match is no half of a year."""
    node = mark.node
    if not isinstance(node, nodes.Piece) or node.of is not None or node.name[0] != "H":
        return False
    return low.startswith((" of ", "-time"), mark.end)


def _with_prefix(low: str, mark: Mark, floor: int) -> Mark:
    """early, mid-, the end of, the first week of …, as often as they stand before a time."""
    if isinstance(mark.node, _PARTLESS):
        return mark
    for _ in range(3):
        start = mark.start
        sign = low[start - 1 : start]
        if sign not in _DASHES and not (sign.isspace() and word_before(low, start) in _PREFIXING):
            return mark
        left = max(floor, start - 30)
        found = _PREFIX.search(low, left, start)
        if found is None:
            return mark
        begin = (
            the.start()
            if (the := _THE.search(low, max(left, found.start() - 8), found.start()))
            else found.start()
        )
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
        elif found["week"]:
            if not _is_day(mark.node):
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
        mark = replace(mark, start=begin, node=node, rules=(*mark.rules, "part of a longer time"))
    return mark


_RANGED: Final = (nodes.Known, nodes.Open, nodes.DayOfWeek, nodes.Relative, nodes.Piece, nodes.SeasonOf)
_JOINABLE: Final = (*_RANGED, nodes.Clock)


_JOINING: Final = frozenset(
    "to through until till thru and - – — up to of in , the on at about by ( calendar following".split()
)
"""All that may stand between two marks that say one time."""


def _is_month(node: nodes.Node) -> bool:
    match node:
        case nodes.Known(Month()) | nodes.Open(_, None):
            return True
        case _:
            return False


def _joined(low: str, first: Mark, last: Mark) -> Mark | None:
    a, b = first.node, last.node
    if not isinstance(a, _JOINABLE):
        return None
    between = low[first.end : last.start]
    alike = between == " " and type(a) is type(b) and not isinstance(a, nodes.Clock)
    if alike or not _JOINING.issuperset(between.split()):
        return None
    if isinstance(a, nodes.Piece) and a.of is None and isinstance(b, _WHOLE) and _OF.fullmatch(between):
        return _merge(first, last, replace(a, of=b), "part of a longer time")
    if (
        isinstance(a, nodes.Piece)
        and isinstance(a.of, nodes.Piece)
        and a.of.of is None
        and isinstance(b, _WHOLE)
        and _OF.fullmatch(between)
    ):
        return _merge(first, last, replace(a, of=replace(a.of, of=b)), "part of a longer time")
    if (
        a == nodes.Relative("W", -1)
        and _is_month(b)
        and between.strip() in ("of", "in")
        and low.endswith("last week", first.start, first.end)
    ):
        return _merge(first, last, nodes.Piece("W-1", b), "part of a longer time")
    if a == nodes.Relative("W", 0) and _is_day(b) and between.strip() == "of":
        return _merge(first, last, nodes.Piece("W0", b), "part of a longer time")
    if (
        isinstance(a, nodes.Clock)
        and a.of is None
        and isinstance(b, _KNOWN_OR_OPEN_OR_DAYOFWEEK_OR_RELATIVE)
        and _DAY_OF.fullmatch(between)
        and _is_day(b)
    ):
        return _merge(first, last, replace(a, of=b), "clock time of a day")
    if (
        isinstance(b, nodes.Clock)
        and b.of is None
        and _is_day(a)
        and re.fullmatch(r"(?:\s+at|,|,?\s+at\s+about|\s+by|\s+\()?\s+", between)
    ):
        return _merge(first, last, replace(b, of=a), "clock time of a day")
    if (
        isinstance(a, nodes.Clock)
        and isinstance(b, nodes.Clock)
        and a.at is not None
        and b.part
        and a.of is None
        and b.of is not None
        and between.isspace()
    ):
        return _merge(first, last, replace(_in_part(a, a.at, b.part), of=b.of), "clock time of a day")
    if (
        isinstance(a, nodes.DayOfWeek)
        and isinstance(b, _KNOWN_OR_OPEN)
        and _is_day(b)
        and between in (", ", " ")
    ):
        return _merge(first, last, b, "weekday with a day")
    if isinstance(a, _RANGED) and isinstance(b, _RANGED) and type(a) is type(b) and _TO.fullmatch(between):
        return _range(low, first, last, between)
    if isinstance(a, nodes.Open) and isinstance(b, nodes.Known) and _TO.fullmatch(between):
        return _range(low, first, last, between)
    if isinstance(a, nodes.Known) and isinstance(b, nodes.Open) and _TO.fullmatch(between):
        return _range(low, first, last, between)
    return None


def _in_part(clock: nodes.Clock, at: time, part: str) -> nodes.Clock:
    """9:30 this evening is half past 21."""
    later = part in ("AF", "EV") and at.hour < 12
    return replace(clock, at=at.replace(hour=at.hour + 12)) if later else clock


def _is_day(node: nodes.Node) -> bool:
    match node:
        case nodes.Known(On(_, None)) | nodes.DayOfWeek():
            return True
        case nodes.Open(_, day):
            return day is not None
        case nodes.Relative(unit):
            return unit == "D"
        case _:
            return False


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
    word = between.strip().removesuffix(" the")
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


def _merge(first: Mark, last: Mark, node: nodes.Node, rule: str) -> Mark:
    return Mark(first.start, last.end, node, (*first.rules, *last.rules, rule))


# ---------------------------------------------------------------- bounds

_BOUND: Final = re.compile(
    r"\b(?:(?P<by>(?:not?|not any) later than|at the latest (?:by|on)|by no later than|on or before|"
    r"by(?: the)?(?: end of)?|by(?: the)? close of business(?: on|,)?"
    r"|no later than the end of|not later than the end of|due (?:on|by)|by or before)"
    r"|(?P<before>before|prior to|in advance of|earlier than)"
    r"|(?P<until>until|till|up to|through|up until|to apply until|valid until|before the end of|"
    r"until the end of|till the end of|up to the end of|through the end of)"
    r"|(?P<from>from|w\.e\.f\.|as of|as from|with effect from|effective(?: as of| from| on)?|since|"
    r"starting(?: on| in| from)?|beginning(?: on| in| from)?|commencing(?: on| in)?|on or after|"
    r"no earlier than|not earlier than|not before)"
    r"|(?P<after>after|later than)"
    r"|(?P<within>within|not? (?:later|more) than|no later than|at the latest(?: within)?|in less than)"
    r")(?:\s+the)?\s+\Z"
)
_LIMITS_A_LENGTH: Final = re.compile(r"within|by no|no|at the latest|in less")
_BOUNDING: Final = frozenset(
    "the than w.e.f. business business, by on before of to till until through up only from as effect effective since starting in "
    "beginning commencing after later within latest less more".split()
)
"""The last words of bounds."""
_LATEST: Final = re.compile(r",?\s+(?:at the latest|or earlier|or sooner|or before)\b")
_OTHER_SPACE: Final = re.compile(r"[^\S ]")
_ONWARDS: Final = re.compile(r"\s+(?:onwards?|and (?:beyond|onwards?|thereafter)|or later|or thereafter)\b")


def bound(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """by, no later than, before, until, from … onwards, since: the words that make a limit of a time."""
    low = _OTHER_SPACE.sub(" ", low)
    return [_bounded(low, mark, marks[index - 1].end if index else 0) for index, mark in enumerate(marks)]


def _bounded(low: str, mark: Mark, floor: int) -> Mark:
    if isinstance(mark.node, _VAGUE_OR_REPEAT):
        return mark
    start, end = mark.start, mark.end
    if (found := _LATEST.match(low, end)) and not isinstance(mark.node, nodes.Span):
        mark = replace(mark, bound="by", right=found.end())
    elif (found := _ONWARDS.match(low, end)) and not isinstance(mark.node, nodes.Span):
        mark = replace(mark, bound="from", right=found.end())
    if not low[start - 1 : start].isspace() or word_before(low, start) not in _BOUNDING:
        return mark
    found = _BOUND.search(low, max(floor, start - 36), start)
    if found is None:
        return mark
    if found[0].endswith("the ") and _is_day(mark.node) and low[start].isalpha():
        return mark  # "by the Feb. 23 accord"
    kind = cast(Bound, found.lastgroup)
    left = found.start()
    if isinstance(mark.node, nodes.Span):
        if not _LIMITS_A_LENGTH.match(found[0]):  # "extended by three months" is no limit
            return mark
        kind = "within"
    elif kind == "within":
        kind = "by"
    elif kind == "from" and isinstance(mark.node, _COMPARED):  # "up from a year earlier" compares
        return mark
    if isinstance(mark.node, nodes.Between):
        return replace(mark, left=left) if kind == "from" else mark
    return replace(
        mark, bound=mark.bound or kind, left=left, rules=(*mark.rules, f"bound: {found[0].strip()}")
    )


# ---------------------------------------------------------------- anchors

_DOCUMENT = (
    r"(?:order|memorandum|proclamation|notice|regulation|directive|act|decision|law|announcement|"
    r"rule|section|"
    r"policy|agreement|statement|press release|communication|document|notification|recommendation|"
    r"report|decree|circular)"
)
_ANCHOR: Final = re.compile(
    r"\s*,?\s*(?:(?P<after>of|after|from|following|since|as of)|(?P<before>before|prior to|"
    r"in advance of|ahead of))\s+"
    r"(?P<words>(?:[^\n.;:,()]+|\n(?!\s*\n)|(?<=[\s)])\(\w{1,4}\))+)"
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
    r"the\s+)?)?publication(?=\s*(?:$|in\s+the\s+(?:official\s+journal|federal\s+register|gazette)|"
    r"of\s+this|[a-z]+\s+shall|\s*thereof))"
    + r"(?:\s+of\s+this\s+"
    + _DOCUMENT
    + r")?(?:\s+in\s+the\s+(?:official\s+journal|federal\s+register|"
    r"gazette)(?:\s+of\s+the\s+european\s+union)?)?"
    + r"|(?:the\s+date\s+of\s+)?enactment|(?:the\s+)?date\s+hereof|today)"
)
_ANCHOR_END: Final = re.compile(
    r"\s+(?:shall|will|must|may|should|would|and\s+(?:every|annually|each|at|shall|"
    r"the\s+\w+\s+shall)|or\s+(?:such|by|within)|"
    r"to\s+(?:the|submit|ensure|provide|report)|the\s+\w+(?:\s+(?!the\b)\w+){0,3}\s+(?:shall|will|must)|"
    r"unless|whichever|if|where|until|in\s+order|is|are|was|were|has|have)\b"
)
_FAR: Final = 150
"""So many characters on, words do not belong to the anchor any more."""
_FOR: Final = re.compile(r"\bfor\s+(?:a\s+(?:further\s+|initial\s+)?(?:period|term)\s+of\s+)?\Z")
"""For five years from a day: all of that time, not the day at its end."""
_UNITS: Final = {
    "S": Unit.SECOND,
    "MIN": Unit.MINUTE,
    "H": Unit.HOUR,
    "D": Unit.DAY,
    "WD": Unit.WORKING_DAY,
    "NI": Unit.DAY,
    "W": Unit.WEEK,
    "M": Unit.MONTH,
    "Y": Unit.YEAR,
    "FY": Unit.YEAR,
}
_TIMES: Final = {
    "FN": (2, Unit.WEEK),
    "Q": (3, Unit.MONTH),
    "SEM": (6, Unit.MONTH),
    "E": (10, Unit.YEAR),
    "C": (100, Unit.YEAR),
}


def length_of(span: nodes.Span) -> Length | None:
    """A span as a length that days can be counted with, or None for *some months*."""
    amount = span.amount
    if amount is None or amount > 99999:
        return None
    if isinstance(amount, float) or span.more:
        months = {"Y": 12, "M": 1}.get(span.unit)
        if months is None or any(unit not in ("M", "Y") for _, unit in span.more):
            return None
        total = amount * months + sum(number * (12 if unit == "Y" else 1) for number, unit in span.more)
        return Length(int(total), Unit.MONTH) if total == int(total) else None
    if span.unit in _TIMES:
        times, unit = _TIMES[span.unit]
        return Length(amount * times, unit)
    return Length(amount, _UNITS[span.unit]) if span.unit in _UNITS else None


def anchor(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """What a length is counted from: "of the date of this order", "after entry into force"."""
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
        done.append(mark)
    return done


def _to_date(low: str, mark: Mark, day: Mark) -> Mark | None:
    """ "12 months after 17 February 2024": the day is told, the mark holds it for the finish."""
    found = re.fullmatch(
        r"\s+(?:(after|from|of|following)|(before|prior to))\s+(?:the\s+)?", low[mark.end : day.start]
    )
    if not found or isinstance(day.node, _SPAN_OR_REPEAT_OR_VAGUE_OR_CLOCK):
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
    )
    return replace(
        mark,
        tie=tie,
        right=day.end,
        parts=(replace(day, bound=None),),
        rules=(*mark.rules, "counted from a day"),
    )


def _tied(text: str, low: str, mark: Mark) -> Mark:
    found = _ANCHOR.match(low, mark.end, mark.end + _FAR)
    if not found or (
        found["after"] in ("of", "since", "from", "as of") and mark.bound is None and found["after"] != "from"
    ):
        return mark
    begin = found.start("words")
    stop = found.end("words")
    if end := _ANCHOR_END.search(low, begin, stop):
        stop = end.start()
    own = _ITS_DATE.match(re.sub(r"\s", " ", low[begin : min(stop + 40, len(low))]))
    words = " ".join(text[begin:stop].split()).rstrip(" ,")
    direction: Literal["after", "before"] = "before" if found["before"] else "after"
    if own and (
        own.end() >= stop - begin - 1 or not re.match(r"\s+of\b(?!\s+this)", low[begin + own.end() :][:12])
    ):
        span = (begin, begin + own.end())
        enacted = "enactment" in own[0] and "this" not in own[0]
        tie = Tie(
            direction,
            "publication",
            span,
            known=True,
            doubt="the day of enactment is taken to be that of publication" if enacted else None,
        )
        return replace(
            mark, tie=tie, right=span[1], rules=(*mark.rules, "counted from the document's own date")
        )
    if (
        found["after"] == "from"
        and mark.bound is None
        and not re.match(
            r"the\s+date|its|the\s+(?:entry|day)|entry|publication|signing|signature", low[begin:stop]
        )
    ):
        return mark
    tie = Tie(direction, words[:120], (begin, stop), known=False)
    return replace(mark, tie=tie, right=stop, rules=(*mark.rules, "counted from an event"))


_DAY_AFTER: Final = re.compile(
    r"\b(?P<unit>(?:working |business )?day|month)\s+(?:following|after)\s+(?:that\s+of\s+)?"
    r"(?P<its>(?:the\s+date\s+of\s+)?(?:(?:its|the)\s+)?publication(?!\s+of\s+(?!this\b))(?:\s+of\s+this\s+\w+)?"
    r"(?:\s+in\s+the\s+(?:official\s+journal|federal\s+register)(?:\s+of\s+the\s+european\s+union)?)?)?"
)
_NTH: Final = re.compile(
    r"(?P<the>\bthe\s+)?(?:\b(?P<nth>\d{1,3}(?:st|nd|rd|th)|[a-z]{4,12}(?:-[a-z]{4,7})?)\s+)?\Z"
)
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
        cut = _ANCHOR_END.search(low, found.end(), words.end())
        stop = cut.start() if cut else words.end()
        said = " ".join(text[found.end() : stop].split())
        if not said:
            return None
        tie = Tie("after", said, (found.end(), stop), known=False)
    unit = {"day": "D", "month": "M"}.get(found["unit"], "WD")
    rules = ("nth day after an event",)
    return Mark(before.start(), found.end("unit"), nodes.Span(number, unit), rules, tie=tie, right=stop)


def _ordinal(word: str) -> int:
    """The number of an ordinal ("20th", "twenty-first"), or 0."""
    if word[0].isdigit():
        return int(word[:-2])
    tens, _, ones = word.partition("-")
    return ORDINALS.get(word) or (NUMBERS.get(tens, 0) + ORDINALS.get(ones, 0) if ones in ORDINALS else 0)


# ---------------------------------------------------------------- recurrence

_AGAIN: Final = re.compile(
    r"[,;]?\s+(?:and\s+)?(?:at\s+least\s+)?(?:(?P<adverb>annually|yearly|biennially|quarterly|"
    r"monthly|weekly|every\s+year|each\s+year)(?:\s+thereafter|\s+after\s+that)?"
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
    """ "… and every four years thereafter" makes a recurrence of the time before it."""
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
        done.append(mark)
    return done


def _interval(found: re.Match[str]) -> Length | None:
    if adverb := found["adverb"]:
        amount, unit = _ADVERBS.get(adverb, (1, "Y"))
        return Length(amount, _UNITS[unit])
    word = found["n"] or "1"
    number = int(word) if word.isdecimal() and len(word) < 5 else NUMBERS.get(word, ORDINALS.get(word, 0))
    return Length(number, _NAMED[found["unit"].removesuffix("s")]) if number else None


_ABOUT: Final = re.compile(
    r"\b(?:at least|at most|no more than|not more than|no less than|"
    r"no fewer than|"
    r"nearly|about|almost|around|approximately|roughly|more than|less than|some|"
    r"just over|well over|(?:(?<=\bfor )|(?<=\blast )|(?<=\blasted )|(?<=\btook )|(?<=\bspent ))over)\s+\Z"
)
_OR_SO: Final = re.compile(r"\s+or\s+(?:so|more|less)\b")


def widen(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """TIMEX3 keeps "nearly" and "at least" with a length and with what is told by one."""
    return [_widened(low, mark) if isinstance(mark.node, _SPAN_OR_AWAY) else mark for mark in marks]


def _widened(low: str, mark: Mark) -> Mark:
    the = low.startswith(("the ", "past ", "last ", "next ", "recent "), mark.start)
    found = None if the else _ABOUT.search(low, max(0, mark.start - 20), mark.start)
    after = _OR_SO.match(low, mark.end)
    if not found and not after:
        return mark
    start = found.start() if found and mark.bound is None else mark.start
    return replace(mark, start=start, end=after.end() if after else mark.end)


REFINERS: Final[tuple[Refiner, ...]] = (reject, nth_day, join, bound, anchor, again, widen)
