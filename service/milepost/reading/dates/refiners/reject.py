"""Citations, numbers of acts and rooms, baselines: what looks like a date and tells of no event."""

from __future__ import annotations

import re
from typing import Final

from milepost.reading.dates import nodes
from milepost.reading.dates.around import noun_behind, word_before
from milepost.reading.dates.mark import Mark
from milepost.when import Fiscal, Month, On, Year

_KNOWN_OR_OPEN: Final = (nodes.Known, nodes.Open)
"""What is asked for again and again, made once: a union costs its making at each question."""

_CITED_BEFORE: Final = re.compile(
    r"(?:\b(?:act|bill|rules|ordinance|regulations|order|code|scheme|policy),\s+|\b(?:act|bill|ordinance)\s+|\b(?:act|code|law|order|regulations?|directives?|decisions?|recommendations?|resolutions?|treaty|"
    r"agreement|protocol|convention|communication|opinion|framework decision|rules|statute|judgment|charter)"
    r"(?:\s+(?:no\.?|\((?:ec|eu|eec|euratom)\)))*(?:\s+[\d/()a-z.-]{1,15}){0,3}?\s+of\s+(?:the\s+)?"
    r"|\bno\.?\s*\d{1,5}\s+of\s+|\d[/]|\b(?:oj|l|c)\s+\d+,\s*|\b(?:room|suite|section|sec\.|§+|article|paragraph|flight|no\.?|"
    r"number|page|p\.|pp\.|"
    r"publication|standard|bulletin|zip|box|version|v|docket|rfc|iso|part|chapter|clause|annex|u\.s\.c\.?|cfr|pub\. l\.|stat\.|"
    r"fed\. reg\.|model|report|boeing|windows|"
    r"from|\(eu\)|\(ec\)|\(eec\))\s*#?|[$€£¥#]\s?|(?<=[\d.,])(?<!(?:19|20|21)\d\d)[-.,/])\Z"
)
_BASELINE: Final = re.compile(r"\s+(?:levels?|baseline|dollars|prices)\b")
_NUMBERED: Final = re.compile(
    r"(?:[/.,]\d|[-–](?!(?:19|20|21)\d\d\b)\d{3,}|\s?(?:%|percent|per cent|people|members|employees|shares|points|tonnes|"
    r"units|million|billion|trillion|crore|lakh|euros|rupees|pounds|yen|yuan|hectares|acres|met(?:re|er)s|kilomet(?:re|er)s|"
    r"miles|feet|lit(?:re|er)s|tons|km|kg|mw|m\b))"
)
_NO_YEAR: Final = re.compile(f"{_NUMBERED.pattern}|{_BASELINE.pattern}")
_COUNTING: Final = frozenset("than least most some nearly almost approximately roughly another".split())
"""Words that a number of something follows, not the number of a year."""
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


_DASHED: Final = re.compile(r"(?<=[\d.,])(?<!(?:19|20|21)\d\d)-")
"""A dash behind a number that is no year: what follows is the rest of that number."""
_LETTERED: Final = re.compile(r"(?:(?<![^\W_])(?!’)[a-z]-|[/-][a-z]{1,5}/)\Z")
"""A letter and a dash, letters between slashes: what follows is the rest of a code ("R-2019")."""
_FILED: Final = re.compile(r"[/-]\d")
_NUMBERING: Final = frozenset(
    "no. no number docket file ref ref. release rule notice section § sec. pages pp. p.".split()
)
_SIGN: Final = 16
"""Characters in which a sign and its word end that cite without a space before the number."""
_ACTS: Final = frozenset(
    "act code law order regulation regulations directive directives decision decisions recommendation "
    "recommendations resolution resolutions treaty agreement protocol convention communication opinion "
    "rules statute judgment charter".split()
)


_NAMED_BY_YEAR: Final = _ACTS | {"no.", "no", "number"}


def reject(text: str, low: str, marks: list[Mark]) -> list[Mark]:
    """Citations, numbers of acts and rooms, baselines: years and days that tell of no event."""
    return [
        mark
        for mark in marks
        if not _is_cited(low, mark) and not (mark.rules[0] == "month" and _is_name(text, low, mark))
    ]


_SURE: Final = frozenset(
    "in by since until till during from of through to for on early late mid between before after and or last next the its a an "
    "this".split()
)
"""Words behind which March and May are months, also where one opens a sentence."""


def _is_name(text: str, low: str, mark: Mark) -> bool:
    """A bare May or March is a month within a sentence; behind a name it may be one, and a sentence may open
    with a verb: Theresa May, "May the talks succeed"."""
    if low[mark.start : mark.end] not in ("may", "march"):
        return False
    before = text[max(0, mark.start - 16) : mark.start].split()[-1:]
    if not before or before[0][-1] in ".!?":
        return True
    return not (before[0][:1].islower() or before[0].lower() in _SURE)


def _is_cited(low: str, mark: Mark) -> bool:
    start, end, node = mark.start, mark.end, mark.node
    if isinstance(node, nodes.Between) and low[start].isdigit() and low[end - 1].isdigit():
        return _is_numbered(low, start, end)
    if not isinstance(node, _KNOWN_OR_OPEN):
        return False
    if isinstance(node, nodes.Known) and isinstance(node.point, Year) and low[start].isdigit():
        if _NO_YEAR.match(low, end):
            return True
        sign = low[start - 1 : start]
        if sign.isspace():
            left = max(0, start - 60)
            before = word_before(low, start)
            if before in _COUNTING and noun_behind(low, end):
                return True
            if before not in _CITING:
                return False
            if before in ("of", "the") and _NAMED_BY_YEAR.isdisjoint(low[left:start].split()):
                return False
            if _END_OF.search(low, max(0, start - 24), start):
                return False  # "ratify the treaty before the end of 2026"
        elif sign == "-":
            return _DASHED.match(low, start - 1) is not None or _lettered(low, start)
        elif (
            (sign == "(" and low[start - 2 : start - 1].isalnum())  # C(2003) 1422
            or (sign == "[" and low[end : end + 1] == "]")  # a law report
            or (sign == ":" and low[start - 2 : start - 1].isdigit())  # ISO 4477:2016
            or (sign == "/" and _lettered(low, start))  # No. 11/AS/2026
        ):
            return True
        else:
            left = max(0, start - _SIGN)
        found = _CITED_BEFORE.search(low, left, start)
        if found is None:
            return False
        if found[0].split()[:1] == ["from"]:
            return bool(_BASELINE.match(low, end))
        return True
    if isinstance(node, nodes.Known) and isinstance(node.point, Fiscal) and "/" in low[start:end]:
        words = low[max(0, start - 60) : start].split()[-3:]
        return low[end : end + 1] == "/" or not _ACTS.isdisjoint(words)
    if isinstance(node, nodes.Known) and isinstance(node.point, Month | Fiscal) and low[start].isdigit():
        return _is_numbered(low, start, end) or bool(_BASELINE.match(low, end))
    if isinstance(node, nodes.Known) and not isinstance(node.point, On):
        return isinstance(node.point, Fiscal) and bool(_BASELINE.match(low, end))
    if low[start].isdigit() and _VERSION.search(low, max(0, start - 12), start):
        return True
    if low[start - 2 : start - 1] in ",;" and _JOURNAL.search(low, max(0, start - 24), start):
        return True
    return low[start - 4 if start > 4 else 0 : start].split()[-1:] == ["of"] and _cites(low, start)


def _lettered(low: str, start: int) -> bool:
    return low[start - 2].isalpha() and _LETTERED.search(low, max(0, start - 8), start) is not None


def _is_numbered(low: str, start: int, end: int) -> bool:
    """Whether two joined numbers ("2026-27") are those of an act or a file."""
    if low[start - 1 : start] == "/" or _FILED.match(low, end):
        return True
    return word_before(low, start) in _NUMBERING


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
