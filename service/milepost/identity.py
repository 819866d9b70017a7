"""Is this the milestone that we know? The ladder: sure (``updates``), a person decides (``perhaps``), or new.

First hit wins, and its reason is kept in words:

1. the same id or alias: updates;
2. the same legal citation and section: updates;
3. the same parties, canonical name and round number: updates;
4. the same parties and name with overlapping windows, where one side tells no number: perhaps;
5. the same name and number where one names only some of the other's parties: perhaps;
6. the same parties and names alike (token_sort_ratio of 92 or more) with overlapping windows: perhaps.

Never token_set_ratio: "Economic Dialogue" and "Economic Security Dialogue" would be one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from milepost.model import Dated, Found, Milestone, Offer
from milepost.when import Every, Reckoned, Undated, When, offset_of, reckon
from milepost.when.work import Calendar

ALIKE: Final = 92.0
"""The likeness of two names, 0 to 100, from which a person is asked."""
_SLACK: Final = timedelta(days=31)
"""How far apart two windows may lie and still be one event told again a little moved."""


def match(found: Sequence[Found], known: Sequence[Dated]) -> tuple[Offer, ...]:
    """An offer for each found milestone, in order; no two of them update the same known one.

    Time grows with the number of known milestones plus the found ones, not with their product: the known
    ones are first sifted by parties and by the longest word of a found name.
    """
    index = _Index(known, found)
    taken: set[str] = set()
    offers = []
    for one in found:
        offer = index.judge(one)
        if offer.verdict == "updates" and offer.of in taken:
            offer = Offer(one, "perhaps", offer.of, f"{offer.because}, but another sentence updates it too")
        if offer.verdict == "updates" and offer.of is not None:
            taken.add(offer.of)
        offers.append(offer)
    return tuple(offers)


# ---------------------------------------------------------------- names

_ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        1,
    )
}
_WORD: Final = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
_SMALL: Final = frozenset(
    """the a an of on for to in at and or be by with its their next new upcoming forthcoming round edition
    session meeting held convened launch launched signed established set up visits published due""".split()
)
_DIALOGUE: Final = {
    "dialog": "dialogue",
    "talk": "dialogue",
    "negotiation": "dialogue",
    "programme": "program",
    "centre": "center",
}
_CITATION: Final = re.compile(
    r"\b(?:(?:Regulation|Directive|Decision) \((?:EU|EC)\)(?: No)? ?\d+/\d+"
    r"|Executive Order \d+|Public Law \d+-\d+|\d+ CFR (?:part )?\d+(?:\.\d+)?|Directive \d+/\d+/E[CU])"
    r"(?:,? (?:Article|Section|section) \d+(?:\(\d+\))?)?"
)


@lru_cache(maxsize=200_000)
def canonical(name: str) -> tuple[str, int | None]:
    """A name without articles, parties in brackets and its number; and the number.

    "18th Strategic Dialogue" and "Strategic Dialogue, eighteenth round" are both ("dialogue strategic", 18).
    """
    plain = re.sub(r"\([^)]*\)", " ", name.lower()) if "(" in name else name.lower()
    number: int | None = None
    words = []
    for told in map(_word, _WORD.findall(plain)):
        if isinstance(told, int):
            number = told
        elif told:
            words.append(told)
    return " ".join(sorted(words)), number


@lru_cache(maxsize=20_000)
def _word(word: str) -> str | int:
    """A word of a name in its one form, the number that an ordinal tells, or "" for a small word."""
    if word in _SMALL:
        return ""
    if word in _ORDINALS:
        return _ORDINALS[word]
    if word.endswith(("st", "nd", "rd", "th")) and word[:-2].isdecimal():
        return int(word[:-2])
    single = word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
    return _DIALOGUE.get(single, single)


_JOINED: Final = re.compile(r"\b[A-Z][\w.]*(?:[-–/][A-Z][\w.]*)+ ")


def _name(m: Milestone) -> tuple[str, int | None]:
    """Its canonical name, without the parties that stand before it: "India-Japan Economic Dialogue"."""
    told = m.series.name if m.series else m.title
    joined = _JOINED.match(told)
    if joined and len(re.findall(r"[-–/]", joined[0])) + 1 == len(m.parties):
        told = told[joined.end() :]
    name, number = canonical(told)
    return name, m.series.number if m.series and m.series.number is not None else number


def _citation(m: Milestone) -> str | None:
    found = _CITATION.search(m.title)
    if found is None:
        return None
    rest = canonical(m.title.replace(found[0], ""))[0]
    return f"{found[0]} {rest}" if rest else None


# ---------------------------------------------------------------- the known ones, by what is looked up

_COMMON: Final = frozenset(
    """agreement committee conference consultation dialogue guidance guideline meeting negotiation program
    recommendation regulation report requirement security summit working""".split()
)


def _telling(found: Sequence[Found]) -> re.Pattern[str] | None:
    """A pattern of the longest uncommon word of each found name, by its first letters; None for none."""
    starts: set[str] = set()
    for one in found:
        words = _name(one.milestone)[0].split()
        telling = sorted((word for word in words if word not in _COMMON), key=len) or words
        starts.update(word[:6] for word in telling[-1:])
    if not starts:
        return None
    return re.compile(r"(?i)\b(?:" + "|".join(sorted(map(re.escape, starts))) + ")")


_Window = tuple[date | None, date | None] | None


@dataclass(frozen=True, slots=True)
class _Known:
    item: Dated
    parties: frozenset[str]
    name: str
    number: int | None


class _Index:
    """The known milestones that could be one of the found: by id, by citation, and by parties with name.

    Canonical names cost most, so only those are made whose title has a telling word of a found one.
    """

    def __init__(self, known: Sequence[Dated], found: Sequence[Found]) -> None:
        self._ids: dict[str, Dated] = {}
        self._citations: dict[str, Dated] = {}
        self._by_name: dict[str, list[_Known]] = {}
        self._by_parties: dict[frozenset[str], list[_Known]] = {}
        ids = {one.milestone.id for one in found}
        concerned = {party for one in found for party in one.milestone.parties}
        nobody = any(not one.milestone.parties for one in found)
        telling = _telling(found)
        citing = any(_citation(one.milestone) for one in found)
        nearness: dict[tuple[str, ...], bool] = {}
        for item in known:
            m = item.milestone
            if m.id in ids or (m.aliases and not ids.isdisjoint(m.aliases)):
                self._ids.update(dict.fromkeys((m.id, *m.aliases), item))
            if (near := nearness.get(m.parties)) is None:
                near = nearness[m.parties] = not concerned.isdisjoint(m.parties) if m.parties else nobody
            if telling is None or not (near or citing):
                continue
            if not telling.search(m.series.name if m.series else m.title):
                continue
            if citing and (cited := _citation(m)) is not None:
                self._citations[cited] = item
            if near:
                one = _Known(item, frozenset(m.parties), *_name(m))
                self._by_name.setdefault(one.name, []).append(one)
                self._by_parties.setdefault(one.parties, []).append(one)

    def judge(self, found: Found) -> Offer:
        """The first rung of the ladder that holds."""
        m = found.milestone
        if (same := self._ids.get(m.id)) is not None:
            return Offer(found, "updates", same.milestone.id, "the same id")
        cited = _citation(m)
        if cited is not None and (same := self._citations.get(cited)) is not None:
            return Offer(found, "updates", same.milestone.id, "the same act and section")
        name, number = _name(m)
        parties = frozenset(m.parties)
        window = _window(m)
        so_named = [one for one in self._by_name.get(name, ()) if _kinds_fit(m, one.item.milestone)]
        open_ones = [one for one in so_named if one.parties == parties]
        for one in reversed(open_ones):
            if number is not None and one.number == number:
                return Offer(
                    found, "updates", one.item.milestone.id, f"the same parties, name and number ({number})"
                )
        for one in reversed(open_ones):
            if number is not None and one.number is not None:
                continue
            if _overlap(window, (one.item.first, one.item.last)) or m.standing == "cancelled":
                why = "the same parties and name"
                why += ", one without its number" if number != one.number else ""
                return Offer(found, "perhaps", one.item.milestone.id, f"{why}, and the dates overlap")
        for one in reversed(so_named):
            some = parties < one.parties or one.parties < parties
            if some and number is not None and one.number == number:
                why = f"the same name and number ({number}), and some of the same parties"
                return Offer(found, "perhaps", one.item.milestone.id, why)
        if best := self._alike(m, name, number, parties, window):
            return _alike_offer(found, *best)
        return Offer(found, "new", None, "nothing known has its parties and name")

    def _alike(
        self, m: Milestone, name: str, number: int | None, parties: frozenset[str], window: _Window
    ) -> tuple[Dated, float] | None:
        from rapidfuzz import process  # late: only a matching needs it
        from rapidfuzz.fuzz import ratio  # of names whose words are sorted: the token_sort_ratio

        near = self._by_parties.get(parties, []) if name else []
        names = [one.name for one in near]
        for _, score, at in process.extract(name, names, scorer=ratio, score_cutoff=ALIKE, limit=20):
            one = near[at]
            if number is not None and one.number is not None and number != one.number:
                continue
            if _kinds_fit(m, one.item.milestone) and _overlap(window, (one.item.first, one.item.last)):
                return one.item, score
        return None


def _alike_offer(found: Found, item: Dated, score: float) -> Offer:
    """A name that is alike: a person decides."""
    alike = f"a name that is {score:.0f} % alike ({item.milestone.title})"
    why = f"the same parties, {alike}, and the dates overlap"
    return Offer(found, "perhaps", item.milestone.id, why)


def _kinds_fit(one: Milestone, other: Milestone) -> bool:
    """Whether two kinds can be one event: a commitment becomes anything, other kinds stay themselves."""
    return (
        one.kind == other.kind or "commitment" in (one.kind, other.kind) or "event" in (one.kind, other.kind)
    )


def _window(m: Milestone) -> _Window:
    days = _reckoned(m.when).days
    return (days.first, days.last) if days else None


def _reckoned(when: When) -> Reckoned:
    if isinstance(when, Undated) or (offset_of(when) is not None and not isinstance(when, Every)):
        return Reckoned(None)
    return reckon(when, Calendar())


def _overlap(one: _Window, two: _Window) -> bool:
    """Whether two windows meet, give or take a month; an open or unknown one meets everything."""
    if one is None or two is None or two == (None, None):
        return True
    first = max(one[0] or date.min, two[0] or date.min)
    last = min(one[1] or date.max, two[1] or date.max)
    return first <= last or first - last <= _SLACK
