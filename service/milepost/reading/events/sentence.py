"""One sentence, item or row at work: its words, dates and cues, and the text that it stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from milepost.reading import titles
from milepost.reading.clauses import Words
from milepost.reading.dates.timex import Timex
from milepost.reading.events.cues import Cue
from milepost.reading.events.draft import Drafting, Dropped
from milepost.reading.outline import Outline, Unit
from milepost.reading.phrases import Word, actors
from milepost.reading.rules import (
    EVENT_NOUNS,
    EventRule,
)
from milepost.reading.titles import Clause
from milepost.when import (
    Calendar,
    During,
    On,
    reckon,
)


@dataclass(slots=True)
class Text:
    """The text at work: its layout, its dates by unit, and what was seen of it so far."""

    outline: Outline
    by_unit: Mapping[int, list[Timex]]
    published: date | None
    act: str
    """What "this Regulation" is called."""
    result: Drafting
    spoken_of: str = ""
    """What the sentence before spoke of: what "it" is."""
    body: int = 0
    """The sentences of the body so far."""
    lead: int | None = None
    """The paragraph that opens the story."""
    days: Mapping[int, tuple[int, Timex]] = field(default_factory=dict)
    """The units that stand under a day, with the heading that tells it."""
    _bare: dict[int, bool] = field(default_factory=dict, init=False)

    def only_dates(self, number: int) -> bool:
        """Whether a unit holds nothing but dates: no word that is not part of one; found out once."""
        if number not in self._bare:
            self._bare[number] = self._is_bare(number)
        return self._bare[number]

    def _is_bare(self, number: int) -> bool:
        dates = self.by_unit.get(number, [])
        if not dates:
            return False
        unit = self.outline.units[number]
        at, left = unit.start, ""
        for timex in dates:
            left, at = left + self.outline.flat[at : timex.start], max(at, timex.end)
        return not re.search(r"\w", _FILLERS.sub("", left + self.outline.flat[at : unit.end]))

    def items_of(self, opening: int) -> list[int]:
        """The units of the items under an opening."""
        found = []
        for number in range(opening + 1, len(self.outline.units)):
            unit = self.outline.units[number]
            if unit.opening == opening and unit.kind == "item":
                found.append(number)
            elif (
                (found and unit.paragraph > self.outline.units[found[-1]].paragraph + 3)
                or len(found) > 30
                or number - opening > 80
            ):
                break
        return found

    def drop(self, start: int, end: int, rule: str, reason: str) -> None:
        """Remember what was left out, for ``explain``."""
        self.result.dropped.append(Dropped(start, end, rule, reason))


@dataclass(slots=True)
class Opening:
    """What a list's opening gives its items."""

    unit: int
    sentence: Sentence


@dataclass(slots=True)
class Sentence:
    """One unit at work."""

    text: Text
    number: int
    unit: Unit
    tokens: tuple[Word, ...]
    dates: list[Timex]
    spans: tuple[tuple[int, int], ...]
    cues: list[Cue]
    opening: Opening | None
    seen: Words | None = None
    """Its words as clauses see them, once somebody asked."""
    _heads: list[int] | None = field(default=None, init=False)

    def heads(self) -> list[int]:
        """Its tokens that name an event."""
        if self._heads is None:
            self._heads = titles.heads(self.tokens)
        return self._heads

    @property
    def low(self) -> str:
        """The whole text in lower case, by the same offsets."""
        return self.text.outline.low

    @property
    def flat(self) -> str:
        """The whole text with plain spaces, by the same offsets."""
        return self.text.outline.flat

    def after_from(self, timex: Timex) -> bool:
        """Whether "four months after X" stands after *from*."""
        return self.low[max(self.unit.start, timex.said[0] - 5) : timex.said[0]] == "from "

    def over(self, when: On | During) -> bool:
        """Whether a time was over when the story was told."""
        days, published = reckon(when, Calendar()).days, self.text.published
        return bool(published and days and days.last and days.last < published)

    def clause(self, cue: tuple[int, int]) -> Clause:
        """The sentence as a title sees it from a cue."""
        clause = Clause(
            self.flat,
            self.unit.start,
            self.unit.end,
            self.tokens,
            cue,
            self.spans,
            self.text.act,
            self._spoken_of(cue[0]),
            self.seen,
        )
        if self.seen is None:
            self.seen = clause.read()
            clause = replace(clause, seen=self.seen)
        return clause

    def named_subject(self) -> str:
        """The subject of the first cue, where it is short and no pronoun."""
        for cue in self.cues[:1]:
            subject = titles.subject_before(self.clause((cue.start, cue.end)), cue.start)
            if cue.rule.shape == "comments":
                subject += f" {self.flat[cue.start : cue.end].split(' ', 1)[0]}"  # "consultation … opens"
            plain = re.sub(r"^(?:the|a|an|this) ", "", subject, flags=re.I)
            if plain and len(plain) <= 60 and not PRONOUN.match(plain):
                return plain[:1].upper() + plain[1:]
        return ""

    def hedge(self, cue: Cue) -> str | None:
        """A doubt where the sentence itself hedges."""
        if _CONDITION.match(self.low, self.unit.start, cue.start):
            return "only if something else happens, which the sentence opens with"
        around = self.low[max(self.unit.start, cue.start - 60) : min(self.unit.end, cue.end + 30)]
        if found := _HEDGES.search(around):
            return f"“{found[0].strip()}”: the text itself is not sure"
        return None

    def _spoken_of(self, at: int) -> str:
        """What "it" is before an offset: of an earlier clause of this sentence, else of the sentence before."""
        found = max(self.low.rfind(f" {word} ", self.unit.start, at) for word in ("it", "they"))
        return self.stands_for("it", found + 1) if found > self.unit.start else self.text.spoken_of

    def stands_for(self, subject: str, at: int) -> str:
        """Whom or what a pronoun at an offset stands for; other words stand for themselves.

        Who says that *it* will speaks of itself; a clause that stands beside another goes on with the object
        of that one, else with its subject.
        """
        if not _PRONOUN_ALONE.fullmatch(subject):
            return subject
        says = _SAYS_THAT.search(self.low, self.unit.start, at)
        thing = self.object_before(at) if says is None and subject.lower() in ("it", "they") else ""
        name = thing or titles.main_subject(self.flat, self.unit.start, at)
        return (name if len(name) <= _LONGEST_NAME else "") or self.text.spoken_of or subject

    def object_before(self, at: int) -> str:
        """The object of the first verb that a rule knows before an offset, where it is one determined thing."""
        first = next((cue for cue in self.cues if cue.end < at), None)
        if first is None:
            return ""
        clause = Clause(self.flat, self.unit.start, at, self.tokens, (first.start, first.end), self.spans)
        found = titles.object_after(clause, first.end)
        return titles.plain(found) if _DETERMINED.match(found) and len(found.split()) <= 8 else ""

    def clause_end(self, at: int) -> int:
        """Where the clause that begins at an offset ends: at a semicolon, else with the sentence."""
        stop = self.flat.find("; ", at, self.unit.end)
        return stop if stop >= 0 else self.unit.end

    def subject(self) -> tuple[str, ...]:
        """Who acts in this sentence, by its first duty."""
        for cue in self.cues:
            if cue.rule.shape == "duty":
                return self.doers(cue, cue.rule)
        return ()

    def measures(self, span: tuple[int, int]) -> bool:
        """Whether "annual" measures something instead of telling how often it is done."""
        after = self.low[span[1] : span[1] + 40]
        before = self.low[max(self.unit.start, span[0] - 40) : span[0]]
        return bool(
            re.match(
                r"\s*(?:life|lives|news|newspaper|paper|business|routine|work|active|average|basis,? (?:and )?seek|by \d|diverting|recipients)",
                after,
            )
        ) or bool(re.search(r"(?:electricity|energy use|net|use|average|calculated)[^,]* $|by $", before))

    def doers(self, cue: Cue, rule: EventRule) -> tuple[str, ...]:
        """Who acts by a cue, or by the opening of the list."""
        if rule.shape in ("force", "expiry", "event", "comments", "visit", "noun"):
            return ()
        found = actors(titles.subject_before(self.clause((cue.start, cue.end)), cue.start))
        if not found and self.opening is not None:
            return self.opening.sentence.subject()
        return tuple(name for name in found if not _NOT_WHO.search(name))

    def place(self, cue: Cue) -> str | None:
        """Where it takes place, by the nearest "in" or "at"."""
        found = PLACE.search(self.flat, cue.end, min(self.unit.end, cue.end + 120)) or PLACE.search(
            self.flat, self.unit.start, cue.start
        )
        return found[1] if found and found[1].split()[0] not in _NO_PLACES else None


def is_event(title: str) -> bool:
    """Whether a title names something that is held."""
    return any(word in EVENT_NOUNS for word in re.findall(r"[a-z]+", title.lower()))


_LONGEST_NAME: Final = 45
_PRONOUN_ALONE: Final = re.compile(r"(?:it|they|he|she)(?: (?:also|then|now|all|both))?", re.I)
_SAYS_THAT: Final = re.compile(
    r"\b(?:said|says|told [^,;]{2,40}|announced|added|promised|pledged|confirmed|warned|believes|expects|hopes)(?: on \w+)?(?: that)? $"
)
_DETERMINED: Final = re.compile(r"(?:the|an?|its|their|his|her) [a-z]", re.I)
_FILLERS: Final = re.compile(r"\b(?:and|both|at|on|from|to|or)\b", re.I)
PRONOUN: Final = re.compile(r"(?:it|they|he|she|we|both|such|that|these|those|there)\b", re.I)
PLACE: Final = re.compile(
    r"\b(?:in|at) (?!the (?:first|second|third)|Jan|Feb|Mar|Apr|May\b|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Article|Section|Annex|Spring|Summer|Autumn|Winter|Q\d|FY)((?:[A-Z][\w'-]*)(?:(?: |, )(?:[A-Z][\w'-]*|of(?= [A-Z])))*)"
)
_NO_PLACES: Final = frozenset(
    "Artificial AI It The This Parliament English Article Section Federal Register Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
_NOT_WHO: Final = re.compile(r"\b(?:shall|will|must|which|said|dated)\b|^\d")
_CONDITION: Final = re.compile(
    r"[\"']?(?:(?:should|were|had) (?:it|they|he|she|this|that|the|no|an?)\b|if\b|unless\b)[^,.;]*,"
)
_HEDGES: Final = re.compile(
    r"\b(?:if (?:parliament|approved|adopted|ratified|passed|the|all|both)\b|unlikely|may (?:be|meet|visit|hold|sign|take place|attend|travel|host)\b|might|could|possibly|tentative(?:ly)?|provisional(?:ly)?|if possible|not yet confirmed|subject to confirmation|is likely to|are likely to|rumou?red|reportedly|hoped)\b"
)
