"""From a sentence and the dates in it to drafts of milestones: which cue governs which date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from milepost.model import Kind, Series
from milepost.reading import titles
from milepost.reading.dates.timex import Timex
from milepost.reading.outline import Outline, Unit
from milepost.reading.phrases import Word, actors, shorten, tidy, words
from milepost.reading.rules import (
    BODY_NOUNS,
    CONDITIONAL,
    EVENT_NOUNS,
    LEFT_OUT,
    OFTEN,
    PROCEDURAL,
    RECURRING_ADVERB,
    RECURRING_NOUN,
    RULES,
    EventRule,
    LeftOut,
)
from milepost.reading.titles import Clause, Titled
from milepost.reading.told import kind_of, told_ahead, told_as_news
from milepost.when import (
    By,
    Calendar,
    During,
    Every,
    From,
    Length,
    Offset,
    On,
    Part,
    Throughout,
    Undated,
    When,
    Year,
    add_months,
    offset_of,
    parse,
    reckon,
    with_offset,
)
from milepost.when import Unit as TimeUnit


@dataclass(frozen=True, slots=True)
class Draft:
    """A milestone as its sentence tells it, before it is tied to others and named."""

    title: str
    kind: Kind
    when: When
    unit: int
    cue: tuple[int, int]
    rules: tuple[str, ...]
    said: tuple[int, int] | None = None
    thing: str = ""
    series: Series | None = None
    actors: tuple[str, ...] = ()
    place: str | None = None
    doubt: str | None = None
    inferred: str | None = None
    cancelled: bool = False
    done: bool = False
    """Told as having happened."""
    opening: int | None = None
    until: int | None = None
    """The last unit whose words belong to it: a list of bare items under its opening."""
    again: tuple[tuple[int, int], ...] = ()
    """The units (and cue starts) in which it is told once more."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A date, or words like a promise, that became no milestone, and why."""

    start: int
    end: int
    rule: str
    reason: str


@dataclass(slots=True)
class Drafting:
    """What a whole text came to."""

    drafts: list[Draft] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)


# ---------------------------------------------------------------- cues


@dataclass(frozen=True, slots=True)
class Cue:
    """A place where a rule's words stand."""

    start: int
    end: int
    rule: EventRule
    promise: str = ""
    promise_end: int = 0


def _pattern(rules: Sequence[EventRule]) -> re.Pattern[str]:
    parts = []
    for number, rule in enumerate(rules):
        cue = rule.cue.replace("(?P<promise>", f"(?P<promise{number}>")
        parts.append(f"(?P<r{number}>{cue})")
    return re.compile(r"(?<![\w])(?:" + "|".join(parts) + ")")


_CUES: Final = _pattern(RULES)
_NUMBERS: Final = {f"r{number}": number for number in range(len(RULES))}


def cues(low: str, start: int, end: int) -> list[Cue]:
    """The cues of a sentence in order; where two overlap, the one that begins first, then the earlier rule."""
    found = []
    at = start
    while match := _CUES.search(low, at, end):
        name = next(name for name in _NUMBERS if match.start(name) >= 0)
        number = _NUMBERS[name]
        groups = match.groupdict()
        verb = groups.get(f"promise{number}") or ""
        verb_end = match.end(f"promise{number}") if f"promise{number}" in groups and verb else match.end()
        first = match.start() + (len(match[0]) - len(match[0].lstrip()))
        found.append(Cue(first, match.end(), RULES[number], verb, verb_end))
        at = max(match.end(), at + 1)
    return found


# ---------------------------------------------------------------- one text


class Drafter:
    """Drafts the milestones of one text, unit by unit, each date and each cue looked at once."""

    def __init__(self, outline: Outline, timexes: Sequence[Timex], published: date | None, act: str) -> None:
        """Sort the dates to their units."""
        self.outline, self.published, self.act = outline, published, act
        self.result = Drafting()
        self._by_unit: dict[int, list[Timex]] = {}
        starts = [unit.start for unit in outline.units]
        at = 0
        for timex in timexes:
            while at + 1 < len(starts) and starts[at + 1] <= timex.start:
                at += 1
            if outline.units and outline.units[at].start <= timex.start < outline.units[at].end:
                self._by_unit.setdefault(at, []).append(_within(timex, outline, outline.units[at].end))
        sections = sum(1 for unit in outline.units if unit.path)
        self.legal = sections > 0.4 * len(outline.units) and outline.low.count(" shall ") > max(
            2, len(outline.units) // 20
        )
        """Whether the text is laid out as an act or order: undated duties are then no news."""
        self._openings: dict[int, _Opening] = {}
        self.spoken_of = ""
        """What the sentence before spoke of: what "it" is."""
        self._body = 0
        """The sentences of the body so far."""
        self._lead: int | None = None
        """The paragraph that opens the story."""

    def only_dates(self, number: int) -> bool:
        """Whether a unit holds nothing but dates: no word that is not part of one."""
        dates = self._by_unit.get(number, [])
        if not dates:
            return False
        unit = self.outline.units[number]
        at, left = unit.start, ""
        for timex in dates:
            left, at = left + self.outline.flat[at : timex.start], max(at, timex.end)
        return not re.search(r"\w", left + self.outline.flat[at : unit.end])

    def leads(self, unit: Unit) -> bool:
        """Whether a unit stands in the paragraph that opens the story."""
        return unit.paragraph == self._lead

    def run(self) -> Drafting:
        """All drafts of the text in order."""
        units = self.outline.units
        opened = {unit.opening for unit in units if unit.opening is not None}
        for number, unit in enumerate(units):
            if unit.kind == "heading" and number not in self._by_unit:
                continue
            if unit.kind != "heading":
                self._body += 1
                self._lead = unit.paragraph if self._lead is None else self._lead
            self._unit(number, unit, number in opened)
        return self.result

    # ------------------------------------------------------------ one unit

    def _unit(self, number: int, unit: Unit, opens: bool) -> None:
        low = self.outline.low
        dates = self._by_unit.get(number, [])
        if _FOOTNOTE.match(low, unit.start, unit.end):
            return
        opening = self._openings.get(unit.opening) if unit.opening is not None else None
        if self.outline.flat[unit.end - 1] == ":" and self.only_dates(number + 1):
            return  # "Meetings in 2027:", above the days of the meetings
        quick = dates or opening or opens or _MAYBE.search(low, unit.start, unit.end)
        if not quick:
            return
        tokens = words(self.outline.flat, unit.start, unit.end)
        told = [t for t in dates if t.when is not None and not _NO_DAY.fullmatch(low[t.start : t.end])]
        spans = tuple(sorted({timex.said for timex in told} | {(t.start, t.end) for t in told}))
        sentence = _Sentence(
            self, number, unit, tokens, dates, spans, cues(low, unit.start, unit.end), opening
        )
        if opens:
            self._openings[number] = _Opening(number, sentence)
        made = list(sentence.drafts(opens))
        self.spoken_of = sentence.named_subject() or self.spoken_of
        self.result.drafts.extend(made)

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


_FOOTNOTE: Final = re.compile(
    r"(?:oj [lc] |position of the |(?:council |commission |framework )*(?:directive|regulation|decision|recommendation) (?:\(|no |\d|of the |of \d)[^.;]{0,400}?\(oj |see |ibid|\[?fr doc)"
)
"""A note that cites and promises nothing."""

_MAYBE: Final = re.compile(
    r"\b(?:agreed|decided|resolved|committed|pledged|vowed|promised|decision|agreement to|commitment to|plans?|planned|intends?|proposed|aims|hopes"
    r"|launch|launched|inaugurated|signed|unveiled|established|establish|set up|annual\w*|yearly|quarterly|monthly|weekly|semi-?annual\w*|bienn\w+|biannual\w*|triennial|once a|twice a|every"
    r"|postponed|cancelled|canceled|called off|scrapped|shelved|rescheduled|deferred|delayed|not take place|not be held|as soon as|next (?:round|meeting|session|summit|edition)"
    r"|establishment|creation|formation|announced|approved|endorsed|backed|will (?:be|hold|host|convene|be held|take place|meet|set up|sign|launch|open|publish|visit)|\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|inaugural|dates?|effective|expires?)\b"
)
"""Words without any of which a sentence that has no date is not looked at again."""


@dataclass(slots=True)
class _Opening:
    """What a list's opening gives its items."""

    unit: int
    sentence: _Sentence
    titled: bool = False


_MODAL_END: Final = re.compile(r"\b(?:shall|must|will|should|to|is|are|by)\b[^.;]{0,200}?[:—]?\s*$")
_SUBJECT_VERB: Final = re.compile(
    r"^(?:(?:within|by|no later than|not later than|in) [^,]{3,90}, )?(?:the |each |all |any |every |no )?[a-z][^.;:]{2,260}? (?:shall|must|will|is to|are to)\b"
)


@dataclass(slots=True)
class _Sentence:
    """One unit at work."""

    drafter: Drafter
    number: int
    unit: Unit
    tokens: tuple[Word, ...]
    dates: list[Timex]
    spans: tuple[tuple[int, int], ...]
    cues: list[Cue]
    opening: _Opening | None

    @property
    def low(self) -> str:
        return self.drafter.outline.low

    @property
    def flat(self) -> str:
        return self.drafter.outline.flat

    def drafts(self, opens: bool) -> Iterable[Draft]:
        """The milestones of the sentence: of its dates, of its cues without a date, of what it inherits."""
        used: list[tuple[int, int]] = []
        usable = [timex for timex in self.dates if self._usable(timex)]
        made: list[Draft] = []
        recurring = self._recurring_words()
        for timex in usable:
            if reason := self._left_out(timex):
                self.drafter.drop(*timex.said, reason.name, reason.reason)
                used.append(timex.said)
                continue
            draft = self._dated(self._chained(timex, made), usable, opens)
            if draft is None:
                self.drafter.drop(*timex.said, "no cue", "no words say what happens then")
                continue
            made.append(draft)
            used.append(draft.cue)
            if draft.kind == "meeting" and (there := self._there(timex)):
                made.append(there)
        if not any(isinstance(draft.when, Every) for draft in made):
            made = [self._repeating(draft) for draft in made]
        made = _begun(made)
        if not made and (inherited := self._inherited()):
            made.append(inherited)
        made.extend(list(self._undated(list(made), opens, recurring)))
        return sorted(made, key=lambda draft: draft.cue[0])

    # ------------------------------------------------------------ dates

    def _chained(self, timex: Timex, made: Sequence[Draft]) -> Timex:
        """ "It will enter into force on …, and will apply 24 months later": later than that day."""
        later = _LATER.fullmatch(self.low, timex.start, timex.end)
        if later is None or not made or made[-1].kind != "effective":
            return timex
        if isinstance(made[-1].when, On | During) and self._over(made[-1].when):
            return timex
        number = int(later["n"]) if later["n"].isdecimal() else _SMALL_NUMBERS.get(later["n"])
        if number is None:
            return timex
        offset = Offset(Length(number, TimeUnit(later["unit"])), "after", "its entry into force", known=False)
        return replace(
            timex, when=offset, inferred=None, rules=(*timex.rules, "later than what was told before")
        )

    def _repeating(self, draft: Draft) -> Draft:
        """ "From 2029 the report will be published every quarter": what begins on a day and recurs."""
        often = [t for t in self.dates if isinstance(t.when, Every) and isinstance(t.when.first, Undated)]
        if len(often) != 1 or not isinstance(draft.when, From) or isinstance(draft.when.start, Offset):
            return draft
        first = draft.when.start if isinstance(draft.when.start, On) else During(draft.when.start)
        words = self.flat[often[0].start : often[0].end]
        when = replace(often[0].when, first=first) if isinstance(often[0].when, Every) else draft.when
        title = tidy(draft.title.removesuffix(words))
        return replace(draft, title=title, when=when, rules=(*draft.rules, "how often"))

    def _usable(self, timex: Timex) -> bool:
        if timex.when is None:
            return False
        if self.low[timex.end : timex.end + 4] == " of " and any(
            t.start == timex.end + 4 for t in self.dates
        ):
            return False  # "the second half of April": April is what is told
        words = self.low[timex.start : timex.end]
        return not _NO_DAY.fullmatch(words)

    def _left_out(self, timex: Timex) -> LeftOut | None:
        """The rule that makes a date no milestone."""
        low, (first, last) = self.low, timex.said
        first, last = min(first, timex.start), max(last, timex.end)
        before, after = (
            low[max(self.unit.start, first - 90) : first],
            low[last : min(self.unit.end, last + 40)],
        )
        own = low[max(self.unit.start, timex.start - 90) : timex.start]
        for rule in LEFT_OUT:
            if rule.before and not re.search(rule.before, before) and not re.search(rule.before, own):
                continue
            if rule.words and not re.fullmatch(rule.words, low[timex.start : timex.end]):
                continue
            if rule.after and not re.search(rule.after, after):
                continue
            if rule.within and not re.search(
                rule.within, low[self.unit.start : min(self.unit.end, self.unit.start + 1200)]
            ):
                continue
            return rule
        if self._is_dateline(first, last):
            return _STAMP
        if _LENGTH.fullmatch(low[timex.said[0] : timex.said[1]]):
            return _AMOUNT
        if self._in_brackets(first, last) and isinstance(timex.when, On) and self._over(timex.when):
            return _BRACKETED
        offset = offset_of(timex.when) if timex.when else None
        if offset is None:
            return None
        if (timex.doubt or "").startswith(_ASSUMED) and re.search(r"\b(?:may|can)\b[^.;]*$", before):
            return _CLOCK
        clock = offset.length.unit in (TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND)
        if clock:
            return _CLOCK
        if not offset.known and not isinstance(timex.when, From) and not self._from(timex):
            anchor = re.sub(r"\([a-z0-9]{0,4}\)?", "", offset.anchor.lower())
            conditional = CONDITIONAL.match(low[self.unit.start : self.unit.start + 40])
            if PROCEDURAL.search(anchor) or (
                conditional and not re.search(r"described in|referred to in", anchor)
            ):
                return _CLOCK
        return None

    def _in_brackets(self, first: int, last: int) -> bool:
        """ "the minutes of the third meeting (Suva, 22 October 2030)"."""
        opened = self.low.rfind("(", self.unit.start, first)
        return (
            opened >= 0
            and first - opened < 40
            and ")" not in self.low[opened:first]
            and ")" in self.low[last : last + 20]
        )

    def _is_dateline(self, first: int, last: int) -> bool:
        """ "PORT VILA, 12 March 2026 —" at the head of a story."""
        start = self.unit.start
        return (
            self.number < 6
            and first - start < 60
            and _DATELINE.match(self.flat, start, self.unit.end) is not None
            and _AFTER_DATELINE.match(self.low, last) is not None
        )

    def _dated(self, timex: Timex, usable: Sequence[Timex], opens: bool) -> Draft | None:
        """The milestone of one date."""
        if timex.when is None:
            return None
        if timex.doubt and "may be meant" in timex.doubt:
            timex = replace(timex, when=Undated())  # a date that may be another one is not told as this one
        elif isinstance(timex.when, During) and _TARGET.search(
            self.low[max(self.unit.start, timex.start - 40) : timex.start]
        ):
            timex = replace(timex, when=By(timex.when.period), rules=(*timex.rules, "a target's time"))
        elif isinstance(timex.when, Every) and self.low[timex.start : timex.end].startswith("twice a year"):
            timex = replace(timex, when=replace(timex.when, interval=Length(6, TimeUnit.MONTH)))
        elif (
            isinstance(timex.when, By)
            and _BEFORE_THE_END.match(self.low, timex.said[0])
            and re.fullmatch(r"\d{4}(?:-\d\d)?", timex.value)
        ):
            whole = parse(timex.value)  # "before the end of the year" lets the whole year pass
            timex = replace(timex, when=By(whole.period) if isinstance(whole, During) else timex.when)
        elif (
            isinstance(timex.when, During)
            and isinstance(timex.when.period, Part)
            and _VERB_FIRST.match(self.low, timex.start)
        ):
            timex = replace(
                timex, when=During(timex.when.period.of)
            )  # "will start in December" is no start of it
        elif (
            isinstance(timex.when, By)
            and isinstance(timex.when.limit, On)
            and _ON_ITS_DAY.search(self.low[max(self.unit.start, timex.said[0] - 80) : timex.start])
        ):
            timex = replace(timex, when=timex.when.limit)
        elif isinstance(timex.when, Offset) and self._from(timex):
            timex = replace(timex, when=From(timex.when))
        elif isinstance(timex.when, From) and (span := self._span_from(timex)):
            timex = replace(timex, when=span, rules=(*timex.rules, "for so long from a day"))
        if self.drafter.only_dates(self.number) and (listed := self._listed(timex)):
            return listed
        beside = timex.said[0] - self.unit.start <= 2 and _BESIDE.match(self.flat, timex.said[1])
        if (self.unit.kind == "row" or beside or self._after_colon(timex)) and (row := self._row(timex)):
            return row
        cue = self._changing(timex) or self._governing(timex)
        if cue is not None and _ENDS.search(self.low[cue.start : cue.end]):
            timex = self._at_its_end(timex)
        if cue is not None and cue.rule.standing == "postponed":
            moved_from = isinstance(timex.when, From) and _TO_A_TIME.match(self.low, timex.said[1])
            over = isinstance(timex.when, On | During) and self._over(timex.when)
            if timex.said[0] < cue.start or moved_from or over:
                return None  # the day it had been planned for, or that it was put off on
        if opens and (cue is None or cue.end > timex.said[0]) and (opened := self._opening_duty(timex, cue)):
            return opened
        if cue is not None and (draft := self._shaped(cue, timex) or self._by_its_modal(cue, timex)):
            return draft
        noun = self._noun_event(timex)
        if noun is not None:
            return noun
        if isinstance(timex.when, By) or (isinstance(timex.when, Every) and isinstance(timex.when.first, By)):
            return self._goal(timex, usable)
        if self.opening is not None and self._bare_duty(timex):
            return self._goal(timex, usable)
        return self._told(timex)

    def _told(self, timex: Timex) -> Draft | None:
        """What a news story tells of a coming day, or of this week, in words that no rule knows."""
        published = self.drafter.published
        when = timex.when
        if self.drafter.legal or published is None or when is None or self.unit.kind == "heading":
            return None
        clause, item = self._clause(timex.said), self.unit.kind == "item"
        if isinstance(when, Offset):
            titled = None if when.known else told_ahead(clause, timex.said, named=False, item=item)
        elif isinstance(when, Every):
            titled = told_ahead(clause, timex.said, named=False, item=item)
        elif isinstance(when, On) and published - _THIS_WEEK <= when.day <= published:
            titled = told_as_news(clause, timex.said, self.drafter.leads(self.unit))
        elif (first := _begins(when)) is not None and first > published - timedelta(days=1):
            titled = told_ahead(clause, timex.said, named=isinstance(when, During), item=item)
        else:
            titled = None
        if titled is None:
            return None
        return Draft(
            title=titled.title,
            kind=kind_of(titled.title),
            when=when,
            unit=self.number,
            cue=timex.said,
            rules=(*timex.rules, "told of a day"),
            said=timex.said,
            thing=titled.thing,
            place=self._place(Cue(timex.said[1], timex.said[1], RULES[0])),
            doubt=timex.doubt,
            inferred=timex.inferred,
            done=isinstance(when, On) and when.day <= published,
        )

    def _listed(self, timex: Timex) -> Draft | None:
        """A date in a list of nothing but dates: what the line above the list says."""
        units = self.drafter.outline.units
        above = next((n for n in range(self.number - 1, -1, -1) if not self.drafter.only_dates(n)), None)
        opens = above is not None and self.flat[units[above].end - 1] == ":"
        if above is None or not (opens or (units[above].kind == "heading" and len(self.dates) > 1)):
            return None
        what = tidy(_OF_A_YEAR.sub("", self.flat[units[above].start : units[above].end]).strip(" :"))
        single = re.match(r"(?P<many>[A-Z]?[a-z]+s)\b", what)
        if single:
            what = single["many"].removesuffix("s") + what[single.end() :]
        kind: Kind = "meeting" if _is_event(what) else "event"
        return Draft(shorten(what), kind, timex.when or Undated(), self.number, timex.said, (*timex.rules, "list of dates"),
                     timex.said, doubt=timex.doubt, inferred=timex.inferred, opening=above)  # fmt: skip

    def _after_colon(self, timex: Timex) -> bool:
        """ "Draw: late 2033": a line of a thing and its date."""
        before, after = self.flat[self.unit.start : timex.said[0]], self.flat[timex.said[1] : self.unit.end]
        return (
            _THING_AND.fullmatch(before) is not None
            and not re.search(r"press release|statement|communiqu|bulletin|gazette", before, re.I)
            and not re.search(r"\w", after)
        )

    def _there(self, timex: Timex) -> Draft | None:
        """ "The ministers meet on 6 May, when they will sign a protocol": what is done there besides."""
        aside = _WHERE_THEY.match(self.low, timex.said[1])
        if aside is None or aside.end() > self.unit.end:
            return None
        cue = next((c for c in self.cues if c.start >= aside.end()), None)
        if cue is None or cue.start - aside.end() > 60 or ";" in self.low[aside.end() : cue.start]:
            return None
        if any(aside.end() <= t.start for t in self.dates):
            return None
        return self._shaped(cue, timex) or self._by_its_modal(cue, timex)

    def _over(self, when: On | During) -> bool:
        """Whether a time was over when the story was told."""
        days, published = reckon(when, Calendar()).days, self.drafter.published
        return bool(published and days and days.last and days.last < published)

    def _from(self, timex: Timex) -> bool:
        """Whether "four months after X" stands after *from*."""
        return self.low[max(self.unit.start, timex.said[0] - 5) : timex.said[0]] == "from "

    def _at_its_end(self, timex: Timex) -> Timex:
        """ "runs out at the end of March": on the last day, not in the last third."""
        if not isinstance(timex.when, During) or not re.search(
            r"\bend of ", self.low[timex.start : timex.end]
        ):
            return timex
        days = reckon(timex.when, Calendar()).days
        return replace(timex, when=On(days.last)) if days and days.last else timex

    def _changing(self, timex: Timex) -> Cue | None:
        """The words that call an event off or put it off, which win over those that had planned it."""
        for cue in self.cues:
            if cue.rule.standing is None:
                continue
            gap = (
                self.low[timex.said[1] : cue.start]
                if timex.said[1] <= cue.start
                else self.low[cue.end : timex.said[0]]
            )
            if (
                not re.search(r"[;\"]|\b(?:while|but|and (?:a|an|the|its|their)|which)\b", gap)
                and len(gap) < 120
            ):
                return cue
        return None

    def _aside(self, at: int) -> tuple[int, int] | None:
        """The relative clause between commas in which an offset lies."""
        begin = max(self.low.rfind(f", {word} ", self.unit.start, at) for word in ("which", "who", "whose"))
        if begin < 0 or self.low.find(",", begin + 2, at) >= 0:
            return None
        end = self.low.find(",", at, self.unit.end)
        return begin, end if end >= 0 else self.unit.end

    def _by_its_modal(self, cue: Cue, timex: Timex) -> Draft | None:
        """A duty whose verb looked like a launch or a signature ("shall adopt requirements")."""
        modal = _MODAL.match(self.low, cue.start, cue.end)
        if modal is None or cue.rule.shape == "duty" or _GATHERS.match(self.low, modal.end()):
            return None
        duty = next(rule for rule in RULES if rule.name == "duty")
        return self._duty(Cue(cue.start, modal.end(), duty), timex)

    def _span_from(self, timex: Timex) -> Throughout | None:
        """ "for five years from 16 November 2022": a range."""
        if not isinstance(timex.when, From) or not isinstance(timex.when.start, On):
            return None
        before = self.low[max(self.unit.start, timex.said[0] - 70) : max(timex.start, timex.said[0])]
        found = re.search(
            r"for (?:a (?:further )?period of )?(?P<n>[\w-]+) (?P<unit>month|year)s?,? (?:starting |beginning |commencing |running |counting )?(?:on |as of |from |with effect from )?$",
            before,
        )
        if found is None:
            return None
        number = int(found["n"]) if found["n"].isdigit() else _SMALL_NUMBERS.get(found["n"])
        if number is None:
            return None
        first = timex.when.start.day
        try:
            return Throughout(first, add_months(first, number * (12 if found["unit"] == "year" else 1)))
        except OverflowError:
            return None

    def _governing(self, timex: Timex) -> Cue | None:
        """The cue nearest to a date in its own clause; one after it where the sentence opens with the date."""
        first, last = timex.said
        low = self.low
        leading = not low[self.unit.start : first].strip(" \"'(") or bool(
            re.fullmatch(
                r"[\"'(]*(?:however|in addition|then|thus|accordingly|on|by|from|in|until|and|but|also)?,? ?",
                low[self.unit.start : first],
            )
        )
        best, best_cost = None, 10_000.0
        aside = self._aside(first)
        others = [span for span in self.spans if span[1] <= first or span[0] >= last]
        for cue in self.cues:
            if first <= cue.start < last and cue.rule.shape not in ("force", "expiry"):
                continue
            if timex.anchor is not None and timex.anchor[0] <= cue.start <= timex.anchor[1] + 2:
                continue  # "after the entry into force": the anchor, not what happens
            if cue.end <= first:
                gap = low[cue.end : first]
                cost = len(gap) * 1.0
                direction = 0
            else:
                gap = low[last : max(cue.start, last)]
                cost = len(gap) * (0.6 if leading else 1.6) + (0 if leading else 15)
                direction = 1
            if ";" in gap or "—" in gap:
                cost += 250
            if direction == 0 and re.search(r", (?:which|who|where|while|and the|and its|but)\b", gap):
                cost += 60
            if direction == 1 and re.search(r"\b(?:which|that|who|where|when)\b[^,]*$", gap):
                cost += 80
            if direction == 1 and not leading and re.match(r",? ?(?:and|while|but|which|when|as)\b", gap):
                cost += 60
            if direction == 1 and not leading and re.search(r", (?:and|while|but|the)\b", gap):
                cost += 60
            if any(
                (span[0] >= cue.end and span[1] <= first) or (span[0] >= last and span[1] <= cue.start)
                for span in others
            ):
                cost += 45
            if leading and re.search(r"\b(?:that|which|who)\b", gap[-60:]):
                cost += 100
            if aside is not None and not aside[0] <= cue.start <= aside[1]:
                cost += 500
            cost += _WEIGHT.get(cue.rule.shape, 0)
            if cost < best_cost:
                best, best_cost = cue, cost
        return best if best_cost < (700 if leading or self.drafter.legal else 330) else None

    def _clause(self, cue: tuple[int, int]) -> Clause:
        drafter = self.drafter
        return Clause(
            self.flat,
            self.unit.start,
            self.unit.end,
            self.tokens,
            cue,
            self.spans,
            drafter.act,
            drafter.spoken_of,
        )

    def named_subject(self) -> str:
        """The subject of the first cue, where it is short and no pronoun."""
        for cue in self.cues[:1]:
            subject = titles.subject_before(self._clause((cue.start, cue.end)), cue.start)
            plain = re.sub(r"^(?:the|a|an|this) ", "", subject, flags=re.I)
            if plain and len(plain) <= 60 and not _PRONOUN.match(plain):
                return plain[:1].upper() + plain[1:]
        return ""

    def _shaped(self, cue: Cue, timex: Timex | None) -> Draft | None:
        """The draft of a cue: its title by the rule's shape."""
        rule = cue.rule
        clause = self._clause((cue.start, cue.end))
        verb = self.low[cue.start : cue.end].strip()
        kind = rule.kind
        titled: Titled | None
        doubt = rule.doubt
        if rule.shape in ("deal", "launch") and (numbered := self._numbered_object(clause)):
            titled, kind = numbered, "meeting"
            return self._draft(titled, kind, cue, timex, doubt, verb)
        match rule.shape:
            case "event":
                titled = self._event(clause, verb, timex)
                kind = "meeting" if rule.standing is None else kind
                if titled is not None and rule.standing is not None:
                    kind = "meeting" if titled.thing in EVENT_NOUNS else "event"
                if titled is not None and titled.thing in _POLLS:
                    kind = "event"
                if titled is None and rule.standing is None and timex is not None:
                    return None
                if titled is not None and not titled.named and rule.standing is not None:
                    whole = titles.subject_before(clause, cue.start).split(", ")[0]
                    whole = tidy(re.sub(r"^(?:a|an|the|any) ", "", whole, flags=re.I))
                    if 2 <= len(whole.split()) <= 12:
                        titled = replace(titled, title=shorten(whole))
                if titled is None and rule.standing is not None:
                    subject = tidy(
                        re.sub(
                            r"^(?:a|an|the|any) ", "", titles.subject_before(clause, cue.start), flags=re.I
                        )
                    )
                    moved = (
                        titles.object_after(clause, cue.end)
                        if verb.startswith("ha") or " " not in verb
                        else ""
                    )
                    if moved and not _BEING.search(verb):  # who puts it off is not what is put off
                        subject = titles.plain(re.sub(r" (?:from|to|until|till|by)$", "", moved))
                    if timex is None or not 1 <= len(subject.split()) <= 10:
                        return None
                    titled = Titled(shorten(subject))
            case "duty":
                return self._duty(cue, timex)
            case "force":
                if timex is not None and verb.endswith("apply") and _APPLIED.match(self.low, cue.end):
                    return self._by_its_modal(cue, timex)
                titled = titles.force(clause, verb)
                if re.search(r"\bnot ", verb):
                    return None
                if timex is None or (not titled.named and timex is None):
                    return None
            case "expiry":
                titled = titles.expiry(clause, verb)
            case "visit":
                titled = titles.visit(clause)
            case "launch":
                titled = titles.launched(clause, verb)
                if (
                    titled is None
                    and timex is not None
                    and re.match(r"(?:will|would|shall|is|are|to|must)\b", verb)
                ):
                    titled = titles.plain_noun(clause, verb)
                if titled is not None and titled.thing == "start" and _is_event(titled.title):
                    kind = "meeting"
            case "deal":
                titled = titles.deal(clause, verb)
            case "comments":
                titled = titles.comments(clause)
            case "promise":
                titled = titles.promise(clause, cue.promise, cue.promise_end) or self._antecedent(cue)
                if titled is not None and timex is not None:
                    kind = _promised_kind(cue.promise, titled.thing)
                    if kind != "commitment":
                        titled = replace(
                            titled,
                            title=re.sub(r" to be (?:held|convened|hosted|organised)$", "", titled.title),
                        )
            case "noun":
                titled = titles.plain_noun(clause, verb)
        if titled is None or not titled.title:
            return None
        return self._draft(titled, kind, cue, timex, doubt, verb)

    def _numbered_object(self, clause: Clause) -> Titled | None:
        """ "concluded the 12th round of …": a numbered event that is the object of a verb."""
        after = self.low[clause.cue[1] : clause.cue[1] + 40]
        if not re.match(
            r" (?:the|their|its) (?:[a-z]+ )?(?:\d+(?:st|nd|rd|th)|[a-z]+(?:st|nd|rd|th)) ", after
        ):
            return None
        titled = titles.event(clause, passive=False)
        return (
            titled
            if titled is not None and titled.series is not None and titled.series.number is not None
            else None
        )

    def _draft(
        self, titled: Titled, kind: Kind, cue: Cue, timex: Timex | None, doubt: str | None, verb: str
    ) -> Draft:
        rule = cue.rule
        when: When = timex.when if timex is not None and timex.when is not None else Undated()
        if rule.standing == "cancelled":
            when = Undated() if timex is None or re.search(r"\bnot\b|no longer|won't|cannot", verb) else when
        if rule.shape == "comments" and titled.title.endswith(" opens"):
            kind = "event"
        if rule.shape == "comments" and isinstance(when, Throughout):
            kind, titled = "event", replace(titled, title=re.sub(r" closes\b", "", titled.title))
        if (
            rule.shape == "comments"
            and isinstance(when, On)
            and kind == "deadline"
            and not re.search(r"open", verb)
        ):
            when = By(when)
        said = timex.said if timex is not None else None
        return Draft(
            title=titled.title,
            kind=kind,
            when=when,
            unit=self.number,
            cue=said or (cue.start, self._cue_end(cue)),
            rules=(*(timex.rules if timex else ()), rule.name),
            said=said,
            thing=titled.thing,
            series=titled.series,
            actors=self._actors(cue, rule),
            place=self._place(cue),
            doubt=_both(timex.doubt if timex else None, doubt, self._wobbly(cue)),
            inferred=timex.inferred if timex else None,
            cancelled=rule.standing == "cancelled",
            done=_past(verb),
        )

    def _antecedent(self, cue: Cue) -> Titled | None:
        """ "a logistics pact, which the two governments aim to sign": what the relative clause speaks of."""
        before = self.flat[self.unit.start : cue.start]
        found = re.search(r"\b(?:an?|the|for|of|on) (?P<what>[^,;:]{3,70}), which [^,;]{0,60}$", before)
        if found is None:
            return None
        what = tidy(re.sub(r"^.*\b(?:an?|the|for|of|on) ", "", found["what"]))
        tail = f" to be {titles.PARTICIPLES.get(cue.promise, cue.promise)}"
        return Titled(shorten(what, 70 - len(tail)) + tail, None, titles.thing_of(what)) if what else None

    def _cue_end(self, cue: Cue) -> int:
        """Where the words of a promise end: with its object."""
        if cue.rule.shape != "promise":
            return cue.end
        found = titles.object_after(self._clause((cue.start, cue.end)), cue.promise_end)
        at = self.flat.find(found, cue.promise_end, self.unit.end) if found else -1
        return at + len(found) if at >= 0 else cue.end

    def _wobbly(self, cue: Cue) -> str | None:
        """A doubt where the sentence itself hedges."""
        around = self.low[max(self.unit.start, cue.start - 60) : min(self.unit.end, cue.end + 30)]
        if found := _HEDGES.search(around):
            return f"“{found[0].strip()}”: the text itself is not sure"
        return None

    def _event(self, clause: Clause, verb: str, timex: Timex | None) -> Titled | None:
        passive = bool(
            re.search(
                r"\b(?:held|convened|hosted|organi[sz]ed|conducted|staged|scheduled|planned|slated|place|cancelled|canceled|postponed|rescheduled|moved|off|happen|ahead|deferred|delayed|proceed|due|set|fixed|expected)\b",
                verb,
            )
        )
        if re.fullmatch(
            r"(?:held|convened|hosted|cancelled|canceled|postponed|co-chaired|chaired|attended|concluded|rescheduled)",
            verb,
        ):
            passive = self.low[clause.cue[1] : clause.cue[1] + 3] in (" in", " on", " at") or bool(
                re.match(
                    r" (?:last|today|yesterday|earlier|every|from|between|virtually|during|for)\b",
                    self.low[clause.cue[1] : clause.cue[1] + 12],
                )
            )
        if found := _DATE_OF.search(self.low, clause.cue[0], min(self.unit.end, clause.cue[1] + 60)):
            return titles.event(clause, near=(clause.cue[0], found.end()), passive=False)
        meets = bool(re.search(r"\b(?:meet|meets|met|gather|gathered|assemble)\b", verb))
        if meets:
            return self._who_meet(clause)
        changed = bool(_CHANGES.search(verb))
        if changed:
            follows = re.match(
                r" (?:the|its|their|a|an|his|her) ", self.low[clause.cue[1] : clause.cue[1] + 8]
            )
            passive = bool(_BEING.search(verb)) or not (follows or verb.startswith("ha"))
        titled = titles.event(clause, passive=passive, one_side=changed)
        if titled is not None and not passive and _ITS_MEETING.match(self.low, clause.cue[1]):
            return self._of_its_body(clause, titled)
        return titled

    def _of_its_body(self, clause: Clause, titled: Titled) -> Titled:
        """ "a working group on rice, which will hold its first meeting": the meeting of that group."""
        whose = titles.plain(titles.subject_before(clause, clause.cue[0]))
        whose = re.sub(
            r"^.*\b(?:establish|set up|create|form|constitute|convene|launch|appoint)(?:ed|d|es|s|ing)? (?:an? |the )?",
            "",
            whose,
        )
        if titled.series is None or titled.series.number is None or not _SEVERAL_OR_BODY.search(whose):
            return titled
        tail = f", {titles.say_ordinal(titled.series.number)} meeting"
        return Titled(shorten(whose, 70 - len(tail)) + tail, Series(whose, titled.series.number), "meeting")

    def _who_meet(self, clause: Clause) -> Titled | None:
        """ "Meeting of the Joint Committee": who meets, where no event is named."""
        after = self.flat[clause.cue[1] : clause.cue[1] + 60]
        if named := re.search(r"\bfor (?:a|an|the|their|its) ", after):
            event = titles.event(clause, near=(clause.cue[0], clause.cue[1] + named.end()), passive=False)
            if event is not None:
                return event
        subject = titles.subject_before(clause, clause.cue[0])
        subject = re.sub(
            r"\b(?:will|is|are|also|to|has|have|had|be|expected|due|set|scheduled)\b\s*$", "", subject
        ).strip(" ,")
        with_ = re.match(
            r"\s*(?:with )?((?:his|her|their|the) [^,.;]{3,60}?|[A-Z][\w' -]{2,60}?)(?= (?:in|on|at|to|for|during|from|today|yesterday|here|ahead)\b|[,.;])",
            after,
        )
        plain = re.sub(r"^(?:the|a|an) ", "", subject, flags=re.I)
        if pronoun := re.fullmatch(r"(it|they|he|she|we|who|both)(?: (?:all|both))?", plain, re.I):
            return self._pronoun_meets(clause, pronoun[1])
        if (
            not plain
            or len(plain) > 120
            or len(plain.split()) > 14
            or re.match(r"(?:it|they|he|she|we|who)\b", plain, re.I)
        ):
            return None
        if with_ and not re.match(
            r"(?:the )?(?:time|year|needs?|requirements?|targets?|deadline|criteria)", with_[1].lower()
        ):
            plain = f"{plain} and {re.sub('^(?:his|her|their) ', '', with_[1])}"
        if re.search(
            r"\b(?:requirements?|criteria|targets?|standards?|needs|deadline|goals?)\b", after[:60].lower()
        ):
            return None
        plural = bool(re.search(r"\band\b|s$", plain))
        article = (
            "the "
            if plural
            or plain[0].islower()
            or re.search(r"\b(?:Committee|Council|Commission|Group|Board|Forum|Panel|Force)\b", plain)
            else ""
        )
        body = plain[0].lower() + plain[1:] if plain.split()[0].lower() in _LOWER_SUBJECTS else plain
        return Titled(tidy(shorten(f"Meeting of {article}{body}")), None, "meeting")

    def _pronoun_meets(self, clause: Clause, pronoun: str) -> Titled | None:
        """ "We will meet on June 9 to discuss the border posts": named by its matter, else by who was spoken of."""
        text = self.flat[clause.cue[1] : self.unit.end]
        about = re.search(
            r"\bto (?:discuss|negotiate|talk about|review|agree on) (?P<what>(?:the |an? |their |its )?[^,;.:\"]{3,60}?)(?= (?:in|on|at|by|with|after|before)\b|[,;.:\"]|$)",
            text,
        )
        first = re.search(r"\bfor the first time\b", text)
        whose = self.drafter.spoken_of if pronoun.lower() in ("it", "they") else ""
        if whose and not _SEVERAL_OR_BODY.search(whose):
            whose = ""
        if whose and first and pronoun.lower() == "it":
            return Titled(shorten(whose, 58) + ", 1st meeting", Series(whose, 1), "meeting")
        if about:
            return Titled(tidy(shorten(f"Meeting on {about['what']}")), None, "meeting")
        if whose:
            return Titled(tidy(shorten(f"Meeting of the {whose[0].lower() + whose[1:]}")), None, "meeting")
        place = _PLACE.match(text, 1) or _PLACE.match(text, 7)
        return Titled(f"Meeting in {shorten(place[1], 58)}", None, "meeting") if place else None

    # ------------------------------------------------------------ duties and goals

    def _duty(self, cue: Cue, timex: Timex | None) -> Draft | None:
        clause = self._clause((cue.start, cue.end))
        end = self._clause_end(cue.end)
        if timex is not None and cue.end < timex.said[0] and self._ends_with(timex):
            end = timex.said[1]
        phrase = titles.verb_phrase(clause, cue.end, end)
        if self.low[cue.start : cue.end].rstrip().endswith(" be"):
            phrase = f"be {phrase}"
        last_date = max(
            (s[1] for s in self.spans if cue.end <= s[0] and s[1] <= (timex.said[0] if timex else 0)),
            default=None,
        )
        if timex is not None and last_date is not None:
            piece = titles.verb_phrase(clause, last_date, timex.said[0])
            piece = re.sub(r"^(?:and|or|including|,|;|as well as|then)\s+", "", piece)
            verb = phrase.split(" ", 1)[0] if phrase else ""
            if absolute := _ABSOLUTE.match(self.low, last_date):
                return self._of_its_own(absolute.end(), cue, timex)
            own = _OWN_SUBJECT.match(piece)
            if own and timex.when is not None:
                done = f"to {own['verb']}" if not own["be"] else own["verb"]
                return self._of_its_own(last_date, cue, timex, f"{own['subject']} {done}")
            if len(piece.split()) >= 2 and verb:
                bare = re.match(r"[a-z]+\b", piece)
                phrase = piece if bare and bare[0] in _BASE_VERBS else f"{verb} {piece}"
        if not phrase:
            return None
        subject = titles.subject_before(clause, cue.start)
        titled = titles.duty(phrase, subject)
        if not titled.title or len(titled.title) < 4:
            return None
        subject = _WITH_PARTICIPLE.sub("", subject)
        alone = " " not in phrase or _OF_ITS_SUBJECT.match(phrase)
        if alone and not _PRONOUN.match(subject) and 0 < len(subject.split()) <= 12:
            titled = replace(
                titled,
                title=tidy(
                    shorten(f"{titles.plain(re.split(r' (?:that|which|who) ', subject)[0])} to {phrase}")
                ),
            )
        kind: Kind = cue.rule.kind
        if re.match(r"(?:not |no )", phrase):
            return None
        event = None
        if re.match(r"(?:hold|convene|host|co-host|organi[sz]e|attend|conduct|participate)\b", phrase):
            event = titles.event(clause, passive=False)
        elif (
            timex is not None
            and (goes := _GOES_TO.search(self.low, cue.end - 1, self.unit.end))
            and not re.search(r"[,;:\"]", self.low[cue.end : goes.start()])
        ):
            event = titles.event(clause, near=(cue.start, goes.end()), passive=False)
        if event is not None:
            titled, kind = event, "meeting"
        elif re.match(
            r"(?:enter into force|take effect|apply)\b(?! (?:those|these|the|such|its|their|this)\b)", phrase
        ):
            titled, kind = titles.force(clause, phrase), "effective"
        when: When = timex.when if timex is not None and timex.when is not None else Undated()
        if kind == "deadline" and " " not in phrase and isinstance(when, On | During | Throughout):
            kind = "event"
        elif kind == "deadline" and not self.drafter.legal and isinstance(when, On | During | Throughout):
            kind = "event"  # "the committee will hear the governor on 22 April" is no deadline
            who = tidy(re.sub(r"^(?:the|a|an) ", "", subject, flags=re.I))
            if who and len(who) <= 40 and not _PRONOUN.match(who) and not phrase.startswith("be "):
                titled = replace(titled, title=tidy(shorten(f"{who} to {phrase}")))
        return Draft(
            title=titled.title,
            kind=kind,
            when=when,
            unit=self.number,
            cue=timex.said if timex else (cue.start, cue.end),
            rules=(*(timex.rules if timex else ()), cue.rule.name),
            said=timex.said if timex else None,
            thing=titled.thing or titles.thing_of(phrase),
            series=titled.series,
            actors=self._actors(cue, cue.rule),
            place=self._place(cue) if event else None,
            doubt=_both(timex.doubt if timex else None, self._wobbly(cue)),
            inferred=timex.inferred if timex else None,
        )

    def _ends_with(self, timex: Timex) -> bool:
        """Whether the clause of a date ends with it, and another matter follows."""
        if _ANOTHER.match(self.low, timex.said[1]):
            return True
        later = any(t.said[0] > timex.said[1] and t.when is not None for t in self.dates)
        if not later:
            return False
        verb = _AND_VERB.match(self.low, timex.said[1])
        return _NEW_CLAUSE.match(self.low, timex.said[1]) is not None or (
            verb is not None and verb["verb"] in _BASE_VERBS
        )

    def _of_its_own(self, start: int, cue: Cue, timex: Timex, said: str = "") -> Draft | None:
        """ ", with full capacity reached in 2028": a clause after another date, with words of its own."""
        phrase = said or titles.verb_phrase(self._clause(timex.said), start, timex.said[0])
        phrase = re.sub(r"^(?:the|a|an|its|their) ", "", phrase, flags=re.I)
        if not 2 <= len(phrase.split()) <= 14:
            return None
        return Draft(
            title=tidy(shorten(phrase)),
            kind="deadline" if isinstance(timex.when, By) else "event",
            when=timex.when or Undated(),
            unit=self.number,
            cue=timex.said,
            rules=(*timex.rules, cue.rule.name, "a clause of its own"),
            said=timex.said,
            thing=titles.thing_of(phrase),
            doubt=_both(timex.doubt, self._wobbly(cue)),
            inferred=timex.inferred,
        )

    def _clause_end(self, at: int) -> int:
        """Where the clause that begins at an offset ends: at a semicolon, else with the sentence."""
        stop = self.flat.find("; ", at, self.unit.end)
        return stop if stop >= 0 else self.unit.end

    def _bare_duty(self, timex: Timex) -> bool:
        rest = titles.verb_phrase(self._clause(timex.said), self.unit.start, self.unit.end)
        return bool(re.match(r"[a-z]+\b", rest)) and rest.split(" ", 1)[0] in _BASE_VERBS

    def _goal(self, timex: Timex, usable: Sequence[Timex]) -> Draft | None:
        """ "100 percent zero-emission vehicles by 2035": what stands before a deadline that has no verb of its own."""
        clause = self._clause(timex.said)
        before = [t.said[1] for t in usable if t.said[1] <= timex.said[0]]
        begin = max([self.unit.start, *before])
        text = titles.verb_phrase(clause, begin, timex.said[0])
        text = re.sub(
            r"^(?:(?:and|or|including|as well as|,|;|but|with|to|then|also|a|an|the)\s+)+",
            "",
            text,
            flags=re.I,
        )
        verb = re.search(
            r"\b(?:to|of|for|in order to|on track to|committed to|pledged to|aims? to|target of|goal of)\s+(?=(?:achiev|reach|becom|cut|reduc|doubl|rais|increas|lift|complet|build|deploy|install|creat|phas|eliminat|halv|halt|train|secure|attain|hit|meet|produc|generat|bring)\w*\b)(?!.*\b(?:to|of|for) (?:achiev|reach|becom|cut|reduc|doubl|rais|increas)\w*)",
            text,
        )
        if verb:
            text = text[verb.end() :]
        elif not before and self.opening is None:
            modal = re.search(r"\b(?:shall|must|will|should|to)\b\s+(?!.*\b(?:shall|must|will)\b)", text)
            if modal and text[modal.end() :].startswith("be "):
                text = f"{text[: modal.start()].strip()} {text[modal.end() + 3 :]}"
            else:
                text = text[modal.end() :] if modal else text
        if not text or len(text.split()) < 2:
            after = titles.verb_phrase(clause, timex.said[1], self._clause_end(timex.said[1]))
            text = after if len(after.split()) > 2 else text
        if len(text.split()) < 2:
            return None
        if modal_first := re.match(r"(?:shall|must|will|should) ", text):
            subject = titles.subject_before(
                clause, clause.start + max(0, self.low[clause.start : timex.said[0]].rfind(modal_first[0]))
            )
            text = text[modal_first.end() :]
            text = (
                text
                if len(text.split()) > 1
                else f"{re.split(r' (?:that|which|who) ', subject)[0]} {text}".strip()
            )
        titled = titles.duty(text)
        if not titled.title or _FORECAST.search(self.low[self.unit.start : timex.said[0]][-160:]):
            return None
        opening = self.opening.unit if self.opening else None
        titled = replace(
            titled, title=re.sub(r" (?:is|are|was) (?:now )?(?:expected|due|likely|set)$", "", titled.title)
        )
        return Draft(
            title=titled.title,
            kind="deadline",
            when=timex.when or Undated(),
            unit=self.number,
            cue=timex.said,
            rules=(*timex.rules, "goal with a deadline"),
            said=timex.said,
            thing=titled.thing,
            actors=self.opening.sentence.subject() if self.opening else self.subject(),
            doubt=timex.doubt,
            inferred=timex.inferred,
            opening=opening,
        )

    def subject(self) -> tuple[str, ...]:
        """Who acts in this sentence, by its first duty."""
        for cue in self.cues:
            if cue.rule.shape == "duty":
                return self._actors(cue, cue.rule)
        return ()

    # ------------------------------------------------------------ lists

    def _opening_duty(self, timex: Timex, cue: Cue | None) -> Draft | None:
        """The one milestone of an opening whose items are bare verbs or nouns; None where they speak for themselves."""
        items = self.drafter.items_of(self.number)
        if not items:
            return None
        units = self.drafter.outline.units
        own = [n for n in items if _SUBJECT_VERB.match(self.low[units[n].start : units[n].start + 300])]
        duty = next((c for c in self.cues if c.rule.shape == "duty" or c.rule.name.startswith("duty")), None)
        if len(own) == len(items):
            return None
        clause = self._clause((duty.start, duty.end) if duty else timex.said)
        phrase = titles.verb_phrase(clause, duty.end, self.unit.end) if duty else ""
        if not duty:
            tail = re.search(
                r"\b(?:shall|must|will|should|is to|are to)\b(?P<rest>[^:]*):?$",
                self.low[self.unit.start : self.unit.end],
            )
            if tail is None:
                return None
            phrase = titles.verb_phrase(clause, self.unit.start + tail.start("rest"), self.unit.end)
        if len(phrase.split()) < 2:
            first = units[items[0]]
            words_ = titles.verb_phrase(
                Clause(self.flat, first.start, first.end, (), (first.start, first.start), ()),
                first.start,
                first.end,
            )
            phrase = re.sub(r"^(?:each|jointly|also|both|all) ", "", f"{phrase} {words_}".strip())
        if re.match(r"(?:of|after|from|following) ", phrase):
            return None  # nothing but the time: "Within 90 days of the date of this order:"
        titled = titles.duty(phrase, "")
        at = duty.start if duty else self.unit.end
        return Draft(
            title=titled.title,
            kind=duty.rule.kind if duty else "deadline",
            when=timex.when or Undated(),
            unit=self.number,
            cue=timex.said,
            rules=(*timex.rules, "opening of a list"),
            said=timex.said,
            thing=titled.thing,
            actors=actors(titles.subject_before(clause, at)),
            doubt=timex.doubt,
            inferred=timex.inferred,
            until=items[-1],
        )

    def _inherited(self) -> Draft | None:
        """An item with a subject and verb of its own takes the deadline of its opening."""
        if self.opening is None or (self.dates and any(t.when for t in self.dates)):
            return None
        above = self.opening.sentence
        timex = next((t for t in above.dates if above._usable(t) and above._left_out(t) is None), None)
        if timex is None or timex.when is None or self.unit.kind != "item":
            return None
        if not isinstance(timex.when, By | Offset | Every | On) or not _SUBJECT_VERB.match(
            self.low[self.unit.start : self.unit.start + 300]
        ):
            return None
        duty = next((cue for cue in self.cues if cue.rule.shape == "duty"), None)
        if duty is None or (draft := self._duty(duty, None)) is None:
            return None
        return replace(
            draft,
            when=timex.when,
            said=timex.said,
            rules=(*timex.rules, "deadline of the list's opening", duty.rule.name),
            doubt=timex.doubt,
            inferred=timex.inferred,
            opening=self.opening.unit,
        )

    # ------------------------------------------------------------ tables and events by their noun

    def _row(self, timex: Timex) -> Draft | None:
        """A row of a table of dates: what stands beside the date."""
        rest = (self.flat[self.unit.start : timex.start] + " " + self.flat[timex.end : self.unit.end]).strip()
        cells = [
            c.strip(" :-–.•*·")
            for c in re.split(r"\||\s{3,}|\t|\.{4,}", rest)
            if re.search(r"[A-Za-z]{3}", c)
        ]
        cells = [c for c in cells if len(c.split()) >= 2 or len(c) > 6] or cells[:1]
        if not cells:
            return None
        what = max(cells, key=len) if len(cells[0].split()) < 2 else cells[0]
        low = what.lower()
        kind: Kind = (
            "deadline" if re.search(r"deadline|\bdue\b|submi|comments|closes|closing date|applications|last day", low)
            else "publication" if re.search(r"\bpublish|publication|\breport|release|issued", low)
            else "effective" if re.search(r"effect|force|commence|appl(?:y|ies|ication)", low)
            else "meeting" if any(w in EVENT_NOUNS for w in re.findall(r"[a-z]+", low)) else "event"
        )  # fmt: skip
        when = timex.when or Undated()
        return Draft(tidy(shorten(what)), kind, when, self.number, timex.said, (*timex.rules, "row of a table"), timex.said,
                     doubt=timex.doubt, inferred=timex.inferred)  # fmt: skip

    def _noun_event(self, timex: Timex) -> Draft | None:
        """ "the summit in Tokyo in May": an event's noun with nothing but its place before the date."""
        clause = self._clause(timex.said)
        first = timex.said[0]
        near = [
            h
            for h in titles.heads(self.tokens)
            if self.tokens[h].end <= first and first - self.tokens[h].end < 70
        ]
        for head in reversed(near[-2:]):
            if self.tokens[head].low in BODY_NOUNS:
                continue
            gap = self.low[self.tokens[head].end : first]
            if re.search(
                r"[;:\"]|\b(?:said|told|will|shall|is|are|was|were|has|have|had|and|that|which|rose|fell)\b",
                gap,
            ):
                break
            if not re.fullmatch(
                r"(?:'s|s)?(?:,? (?:held |scheduled |planned |set |due |slated )?(?:(?:in|at|on|of|for|with|between|about|to be held|to take place|later|early|earlier|the|a) ?)*[^,;]{0,50}?,?)?\s*",
                gap,
            ):
                continue
            titled = titles.event_at(clause, head)
            if titled is None or (
                not titled.named
                and not re.search(r"\b(?:in|at) [a-z]", gap)
                and self.tokens[head].low
                not in (
                    "election",
                    "elections",
                    "referendum",
                    "vote",
                    "meeting",
                    "talks",
                    "hearing",
                    "summit",
                )
            ):
                continue
            title = titled.title
            whose = (
                self._whose(head) if self.tokens[head].low in ("meeting", "talks", "summit", "call") else ""
            )
            place = _PLACE.search(self.flat, self.tokens[head].end, first)
            if (
                whose
                or not titled.named
                or (
                    self.tokens[head].low in ("meeting", "talks", "visit", "call")
                    and titled.series is None
                    and len(title.split()) < 3
                )
            ):
                title = (
                    tidy(shorten(whose + (f", {place[1]}" if place else "")))
                    if whose
                    else title + (f", {place[1]}" if place else "")
                )
            kind_: Kind = (
                "visit"
                if self.tokens[head].low == "visit"
                else "event"
                if self.tokens[head].low in _POLLS
                else "meeting"
            )
            return Draft(title, kind_, timex.when or Undated(), self.number, timex.said, (*timex.rules, "event by its noun"), timex.said, titled.thing,
                         titled.series, place=place[1] if place else None, doubt=timex.doubt, inferred=timex.inferred)  # fmt: skip
        return None

    def _whose(self, head: int) -> str:
        """ "PM A and PM B's meeting" as "Meeting of PM A and PM B"."""
        tokens = self.tokens
        at = head - 1
        while at >= 0 and (
            tokens[at].low in ("bilateral", "recent", "first", "joint", "annual", "trilateral")
            or ordinal_word(tokens[at].low)
        ):
            at -= 1
        if at < 0 or (not tokens[at].low.endswith(("'s", "s'")) and tokens[at].low not in ("'",)):
            return ""
        first = at
        while first > 0 and (
            tokens[first - 1].capital
            or tokens[first - 1].low in ("and", "of", "pm")
            or tokens[first - 1].text == "."
        ):
            first -= 1
        while first < at and tokens[first].low in ("and", "of", "the", "on"):
            first += 1
        who = re.sub(r"(?:'s|s')$", "", self.flat[tokens[first].start : tokens[at].end]).strip()
        ministers = re.findall(
            r"\b(?:PM|Prime Minister|President|Foreign Minister|Chancellor|Premier)\b", who
        )
        if len(ministers) == 2 and len({m.replace("PM", "Prime Minister") for m in ministers}) == 1:
            role = ministers[0].replace("PM", "Prime Minister").lower()
            return f"{tokens[head].text.capitalize()} of the {role}s"
        return f"{tokens[head].text.capitalize()} of {who}"

    # ------------------------------------------------------------ without a date

    def _recurring_words(self) -> tuple[Length, tuple[int, int]] | None:
        """How often, where the sentence says so without a first day: the length and the words."""
        found = RECURRING_ADVERB.search(self.low, self.unit.start, self.unit.end)
        if found is None:
            return None
        word = found["often"] or found["basis"] or found["per"] or ""
        word = word.removeprefix("regular ")
        if word not in OFTEN:
            return None
        number, unit = OFTEN[word]
        if found[0].startswith(("twice", "at least twice")) and unit == "year":
            number, unit = 6, "month"
        return Length(number, TimeUnit(unit)), found.span()

    def _undated(
        self, made: list[Draft], opens: bool, recurring: tuple[Length, tuple[int, int]] | None
    ) -> Iterable[Draft]:
        """What the sentence promises without a date of its own."""
        often = list(self._recurring(made, recurring))
        yield from often
        for timex in self.dates:
            if timex.type == "SET" and not made and (every := self._every(timex)):
                yield every
                return
        if self.drafter.legal:
            if not made and not often and (soon := self._as_soon_as()):
                yield soon
            return
        if self.unit.kind == "heading":
            return
        last_end = -1
        for cue in self.cues:
            if cue.start < last_end or any(self._same_clause(cue, d) for d in made):
                continue
            draft: Draft | None = None
            if cue.rule.undated and (
                not self._date_near(cue) or (cue.rule.standing and not self._put_off_then(cue))
            ):
                draft = self._shaped(cue, None)
            elif cue.rule.name in _TOLD_WITHOUT_A_DATE and not self._date_near(cue):
                draft = self._plain_future(cue) or self._just_done(cue)
            if draft is not None:
                last_end = cue.end
                yield draft
        if not made and (lead := self._lead_event()):
            yield lead

    def _as_soon_as(self) -> Draft | None:
        """An act's duty "as soon as practicable": no date, but promised."""
        soon = _AS_SOON_AS.search(self.low, self.unit.start, self.unit.end)
        duty = next((c for c in self.cues if c.rule.shape == "duty"), None)
        if soon is None or duty is None:
            return None
        phrase = self.low[
            soon.end() if 0 <= soon.start() - duty.end < 4 else duty.end : self.unit.end
        ].lstrip(" ,")
        if not _SOLID.match(phrase):
            return None
        draft = self._duty(replace(duty, end=self.unit.end - len(phrase)), None)
        return draft and replace(draft, cue=soon.span(), rules=(*draft.rules, "as soon as possible"))

    def _date_near(self, cue: Cue) -> bool:
        """Whether a date that became a milestone, or was left out, stands in the cue's own clause."""
        for timex in self.dates:
            if timex.when is None:
                continue
            gap = (
                self.low[cue.end : timex.said[0]]
                if cue.end <= timex.said[0]
                else self.low[timex.said[1] : cue.start + 12]
            )
            if not re.search(
                r"[;\"]|\b(?:and also|and (?:decided|agreed|to [a-z]+)|which|while|, and)\b", gap
            ):
                return True
        return False

    def _put_off_then(self, cue: Cue) -> bool:
        """ "was put off in June after floods": an old change, told in passing."""
        return cue.rule.standing == "postponed" and any(
            isinstance(t.when, On | During) and self._over(t.when) and 0 <= t.said[0] - cue.end < 12
            for t in self.dates
        )

    def _same_clause(self, cue: Cue, draft: Draft) -> bool:
        if draft.cue[0] <= cue.start < draft.cue[1]:
            return True
        first, last = sorted((cue.start, draft.cue[0]))
        return not re.search(
            r"[;\"]|, (?:which|who)\b|, and (?:a|an|the|its|their|it|they)\b|\band to [a-z]+ (?:its|their|the|an?)\b|\band (?:also |further |then )?(?:decided|agreed|committed|launched|signed|will)\b|\bwhile\b",
            self.low[first : last + 14],
        )

    def _every(self, timex: Timex) -> Draft | None:
        """A set without a beginning ("every two years") under a duty, or in the row of a table."""
        interval = _interval(timex)
        if interval is None or self.low.startswith("each", timex.start):
            return None
        if self.unit.kind == "row" and (row := self._row(timex)):
            return replace(row, when=Every(Undated(), interval))
        duty = next((c for c in self.cues if c.rule.shape in ("duty", "event", "force")), None)
        if duty is None or re.search(
            r"\bfor (?:every|each)\b", self.low[max(0, timex.start - 4) : timex.end]
        ):
            return None
        draft = self._duty(duty, None) if duty.rule.shape == "duty" else self._shaped(duty, None)
        if draft is None or isinstance(draft.when, Every):
            return draft
        return replace(
            draft,
            when=Every(Undated(), interval),
            cue=timex.said,
            said=timex.said,
            rules=(*timex.rules, *draft.rules, "how often"),
            title=shorten(draft.title),
        )

    def _recurring(
        self, made: list[Draft], recurring: tuple[Length, tuple[int, int]] | None
    ) -> Iterable[Draft]:
        """ "shall provide quarterly reports", "shall review the playbook annually"."""
        if any(isinstance(d.when, Every) for d in made):
            return
        duty_cues = [
            c for c in self.cues if c.rule.shape in ("duty",) or c.rule.name in ("is held", "decided to")
        ]
        if recurring is not None:
            length, span = recurring
            duty = next((c for c in reversed(duty_cues) if c.end <= span[0]), None) or next(
                (c for c in duty_cues if c.start >= span[1]), None
            )
            if (
                duty
                and not self._measure(span)
                and not any(self._same_clause(duty, d) for d in made if d.said)
            ):
                draft = self._duty(duty, None) if duty.rule.shape == "duty" else self._shaped(duty, None)
                if draft is not None:
                    yield replace(
                        draft,
                        when=Every(Undated(), length),
                        cue=span,
                        said=span,
                        rules=(*draft.rules, "how often"),
                    )
                    return
        noun = RECURRING_NOUN.search(self.low, self.unit.start, self.unit.end)
        if noun is None or noun["often"] not in OFTEN:
            return
        duty = next((c for c in duty_cues if c.end <= noun.start() and noun.start() - c.end < 160), None)
        if duty is None or any(self._same_clause(duty, d) for d in made if d.said):
            return
        between = self.low[duty.end : noun.start()]
        if not _MAKES.match(between.strip() + " ") or re.search(
            r"\b(?:in|of|within|under|required|based on|pursuant to|part of)\b[^,]*$", between
        ):
            return
        draft = self._duty(duty, None) if duty.rule.shape == "duty" else self._shaped(duty, None)
        if draft is not None:
            number, unit = OFTEN[noun["often"]]
            span = noun.span("often")
            yield replace(
                draft,
                when=Every(Undated(), Length(number, TimeUnit(unit))),
                cue=span,
                said=span,
                rules=(*draft.rules, "how often"),
            )

    def _measure(self, span: tuple[int, int]) -> bool:
        """Whether "annual" measures something instead of telling how often it is done."""
        after = self.low[span[1] : span[1] + 40]
        before = self.low[max(self.unit.start, span[0] - 40) : span[0]]
        return bool(
            re.match(r"\s*(?:active|average|basis,? (?:and )?seek|by \d|diverting|recipients)", after)
        ) or bool(re.search(r"(?:electricity|energy use|net|use|average|calculated)[^,]* $|by $", before))

    def _plain_future(self, cue: Cue) -> Draft | None:
        """A promise in the future tense without a date: "India will host the next summit"."""
        verb = self.low[cue.start : cue.end]
        rest = self.low[cue.end : min(self.unit.end, cue.end + 160)]
        if not re.match(r"(?:will|is to|are to|is set to|are set to)\b", verb):
            return None
        own = _MADE_SOON.search(self.low[cue.start : min(self.unit.end, cue.end + 40)])
        later = bool(
            re.search(
                r"\b(?:at a (?:mutually|later|date)|mutually convenient|in due course|date(?:s)? (?:to be|will be|yet to|are yet)|at an early date|as soon as|shortly|soon|in the (?:near|coming)|no date|later date)\b",
                rest,
            )
        )
        if own is None and not later:
            return None
        if cue.rule.name == "is held":
            clause = self._clause((cue.start, cue.end))
            titled = self._event(clause, verb, None)
            if (
                titled is None
                or not titled.named
                or (
                    titled.thing in ("meeting", "call")
                    and titled.series is None
                    and not later
                    and not titled.title.lower().startswith("next")
                )
            ):
                return None
            return Draft(titled.title, "meeting", Undated(), self.number, (cue.start, cue.end), ("is held", "no date given"), None, titled.thing,
                         titled.series, self._actors(cue, cue.rule), self._place(cue), self._wobbly(cue))  # fmt: skip
        if own is None:
            return None
        at = cue.start + own.end("verb")
        clause = self._clause((cue.start, cue.end))
        passive = " be " in own[0]
        titled = (
            titles.promised_of(clause, own["verb"]) if passive else titles.promise(clause, own["verb"], at)
        )
        if titled is None:
            return None
        return Draft(titled.title, "commitment", Undated(), self.number, (cue.start, at), ("promised for the future", "no date given"), None,
                     titled.thing, titled.series, self._actors(cue, cue.rule), None, self._wobbly(cue))  # fmt: skip

    def _just_done(self, cue: Cue) -> Draft | None:
        """Something launched or signed that the opening of a story tells without a day."""
        if cue.rule.name not in ("launched", "signed") or self.drafter._body > 3:
            return None
        verb = self.low[cue.start : cue.end].strip()
        if not _past(verb) or re.search(
            r"\b(?:which|that|who|since|after|when|had)\b[^,]*$",
            self.low[max(self.unit.start, cue.start - 40) : cue.start],
        ):
            return None
        draft = self._shaped(cue, None)
        if draft is None:
            return None
        return replace(draft, rules=(*draft.rules, STORY_DAY), done=True)

    def _lead_event(self) -> Draft | None:
        """ "… during the 18th Strategic Dialogue": the numbered event in whose course the story happened."""
        if self.drafter._body > 2:
            return None
        for match in re.finditer(
            r"\b(?:during|at|in|held|holds?|concluded|co-chaired|attended|hosted) (?:the|its|their) (?=(?:\d+(?:st|nd|rd|th)|[a-z]+) )",
            self.low[self.unit.start : self.unit.end],
        ):
            at = self.unit.start + match.end()
            token = next((n for n, t in enumerate(self.tokens) if t.start >= at), None)
            if token is None or titles.ordinal(self.tokens[token].text) is None:
                continue
            head = next((h for h in titles.heads(self.tokens) if h > token and h - token < 9), None)
            if head is None or re.search(r"\b(?:will|shall|to)\b", self.low[self.unit.start : at][-60:]):
                continue
            titled = titles.event_at(self._clause((at, at)), head)
            if titled is not None and titled.series is not None and titled.series.number is not None:
                span = (self.unit.start + match.start(), self.tokens[head].end)
                return Draft(titled.title, "meeting", Undated(), self.number, span, ("event of the story", STORY_DAY), None, titled.thing,
                             titled.series, (), None, None, None, False, True)  # fmt: skip
        return None

    # ------------------------------------------------------------ who and where

    def _actors(self, cue: Cue, rule: EventRule) -> tuple[str, ...]:
        if rule.shape in ("force", "expiry", "event", "comments", "visit", "noun"):
            return ()
        found = actors(titles.subject_before(self._clause((cue.start, cue.end)), cue.start))
        if not found and self.opening is not None:
            return self.opening.sentence.subject()
        return tuple(name for name in found if not _NOT_WHO.search(name))

    def _place(self, cue: Cue) -> str | None:
        found = _PLACE.search(self.flat, cue.end, min(self.unit.end, cue.end + 120)) or _PLACE.search(
            self.flat, self.unit.start, cue.start
        )
        return found[1] if found and found[1].split()[0] not in _NO_PLACES else None


_NO_DAY: Final = re.compile(
    r"(?:the|that|this|each|any|a|an|every|such)? ?(?:given |same |preceding |calendar |financial )?(?:day|week|month|quarter|year|period|time)s?"
    r"|(?:semi-?|bi)?(?:annual|annually|yearly|ennial|ennially|quarterly|monthly|weekly|daily)|biennial(?:ly)?|triennial|fortnightly|half-yearly"
    r"|on an? (?:\w+ )?\w+ basis|hourly|per (?:year|month|day|hour)"
    r"|now|currently|current|recent|recently|present|future|the future|the past|at present|hourly"
)
"""Words of time that tell no day; what recurs by an adjective is found by its noun."""

_LENGTH: Final = re.compile(
    r"by (?:a further |another |an additional |up to )?[\w-]+ (?:days?|weeks?|months?|years?|hours?)"
)
_DATELINE: Final = re.compile(r"(?:\*\*)?[A-Z][A-Z .,'/-]{2,40}")
_AFTER_DATELINE: Final = re.compile(r"[^a-z]{0,3}(?:\([^)]{0,40}\))?\s*[-—:]")
_STAMP: Final = LeftOut("dateline", "the day in the dateline, not of an event")
_BRACKETED: Final = LeftOut("in brackets", "the day of a thing that is named, told beside its name")
_AMOUNT: Final = LeftOut("amount", "how much longer, not until when")
_TARGET: Final = re.compile(
    r"\b(?:targets?|goals?|objectives?|milestones?) (?:for|in|of|by) (?:the )?(?:end of )?$"
)
_BEFORE_THE_END: Final = re.compile(r"before (?:the )?(?:end|close) of ")
_ON_ITS_DAY: Final = re.compile(
    r"\b(?:decision|ruling|verdict|judge?ment|vote|election|meeting|hearing|announcement|results?|launch|talks|summit|visit|opening|budget|figures|data)s?"
    r"(?: (?:on|of|in|for|by|from) [^,;.]{2,40})? (?:is|are|was|were) (?:now |next |expected or )?due on (?:the )?$"
)
""" "The next decision is due on 3 March": on that day, not on one before it."""
_VERB_FIRST: Final = re.compile(r"(?:start|begin|end)s? (?:in|on) ")
_SMALL_NUMBERS: Final = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_LETTERS: Final = {"D": TimeUnit.DAY, "W": TimeUnit.WEEK, "M": TimeUnit.MONTH, "Y": TimeUnit.YEAR}
_LATER: Final = re.compile(r"(?P<n>\w+) (?P<unit>day|week|month|year)s? (?:later|thereafter|after that)")
_ASSUMED: Final = "nothing says from when it counts"
"""How the doubt of an offset without an anchor begins."""
_CLOCK: Final = LeftOut("procedural clock", "a clock that runs anew each time, not a day")
_THIS_WEEK: Final = timedelta(days=8)
"""How far back a story's own news may lie."""
STORY_DAY: Final = "the day of the story"
"""Marks drafts that happened when the story says that it all happened."""

_ANOTHER: Final = re.compile(
    r",? and (?:intends?|plans?|will|shall|has|have|is|are|hopes?|expects?|to|publish|submit|report|launch|sign|\w+s) "
)
"""What follows a date and is another matter."""
_NEW_CLAUSE: Final = re.compile(
    r"(?:,? with |, followed by |,? (?:and|while|but) (?:the|an?|its|their|his|her) [^,;.]{2,60}? (?:will|shall|would|is|are|should|must)\b)"
)
_OWN_SUBJECT: Final = re.compile(
    r"(?:the |its |their |an? )(?P<subject>[^,;]{3,60}?) (?:will|shall|would|should|is to|are to) (?P<be>be )?(?P<verb>[a-z]+\b.{0,60})$",
    re.I,
)
_GOES_TO: Final = re.compile(
    r"(?<= )(?:return|travel|go|come|fly|sit down|gather|assemble|reconvene)\b[^,;:]{0,50} for (?:an?|the|their|another) (?=(?:[\w-]+ ){0,4}(?:rounds?|talks|meeting|summit|session|consultations|negotiations|conference)\b)"
)
""" "will return to Geneva on Monday for a fifth round of talks": the round is what happens."""
_ITS_MEETING: Final = re.compile(
    r" (?:its|their) (?:[a-z]+|\d+(?:st|nd|rd|th)) (?:meeting|session|sitting)\b"
)
_WHERE_THEY: Final = re.compile(
    r"(?: (?:in|at) [^,;.]{2,40})?, (?:when|where|at which|during which) (?=(?:they|he|she|both|the)\b)"
)
_AND_VERB: Final = re.compile(r",? and (?:then |also )?(?P<verb>[a-z]+)\b")
_ABSOLUTE: Final = re.compile(
    r",? with (?=(?:the |a |an )?[^,;.]{3,80} (?:\w+ed|reached|built|set|done|complete|due|open|held|ready) )"
)
"""A clause that stands beside another and has a participle for its verb."""
_SEVERAL_OR_BODY: Final = re.compile(
    r"(?:committee|council|commission|group|board|panel|force|forum|assembly|ministers|leaders|presidents|officials|delegations|envoys|experts|sides|teams)\b",
    re.I,
)
_PRONOUN: Final = re.compile(r"(?:it|they|he|she|we|both|such|that|these|those|there)\b", re.I)
_APPLIED: Final = re.compile(r" (?:those|these|the|such|its|their|this) ")
_CHANGES: Final = re.compile(
    r"cancel|called off|scrapped|shelved|axed|postpon|reschedul|deferred|delayed|put (?:off|back)|moved|pushed|brought|shifted"
)
_OF_ITS_SUBJECT: Final = re.compile(
    r"(?:reach|arrive|remain|stay|continue|close|cease|stop|fall|rise|come|go|carry|appear|become|begin|start|end|run|last|sit|expire|return)\b(?! (?:out|up|down|on|in) [a-z]+ing)"
)
"""Verbs that tell of their subject: "certificates shall reach the ministry" is nothing without it."""
_WITH_PARTICIPLE: Final = re.compile(r", (?:\w+ed|built|set|held|given|made|known) [^,]*,?$")
_TO_A_TIME: Final = re.compile(r" (?:to|until|till) \w")
_BEING: Final = re.compile(r"\b(?:is|are|was|were|be|been|being|not|no longer|won't|cannot)\b")
_BESIDE: Final = re.compile(r"\s*[:|–—-]\s+\S")
"""After a date at the head of a line: "7 July 2026: call for evidence closes"."""
_ENDS: Final = re.compile(r"\b(?:ends?|expires?|lapses?|terminates?|closes?|runs? out|ceases?)$")
_OF_A_YEAR: Final = re.compile(r",? (?:in|for|of|during)?(?: the)?(?: year)? ?\d{4}(?:[-/–]\d{2,4})?\b")
_THING_AND: Final = re.compile(
    r"[•*·–—-]?\s*(?:\([a-z0-9]+\) |\d{1,2}\. )?[A-Z][^:.;]{2,80}(?::| [–—-]) *(?:by |on |in |from )?(?:the )?"
)
"""What stands before a date at the end of a line that tells nothing else."""
_GATHERS: Final = re.compile(
    r"(?:also |again |first |next )*(?:be held|take place|meet|visit|hold|convene|gather|attend|travel)\b"
)
_MODAL: Final = re.compile(
    r"(?:shall|must|will|should|would|(?:is|are) (?:to|required to|directed to|expected to|due to|set to)) "
)
_POLLS: Final = ("election", "elections", "referendum", "vote")
_DATE_OF: Final = re.compile(r"as the (?:new )?(?:date|day) (?:of|for)")
_WEIGHT: Final = {
    "duty": 6.0,
    "noun": 25.0,
    "launch": 8.0,
    "deal": 4.0,
    "visit": -4.0,
    "promise": -6.0,
    "event": -4.0,
    "comments": -10.0,
    "force": -8.0,
}
"""What a cue costs beside its distance: a particular one wins over a general one."""

_PLACE: Final = re.compile(
    r"\b(?:in|at) (?!the (?:first|second|third)|Jan|Feb|Mar|Apr|May\b|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Article|Section|Annex|Spring|Summer|Autumn|Winter|Q\d|FY)((?:[A-Z][\w'-]*)(?:(?: |, )(?:[A-Z][\w'-]*|of(?= [A-Z])))*)"
)
_NO_PLACES: Final = frozenset(
    "Artificial AI It The This Parliament English Article Section Federal Register Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
_NOT_WHO: Final = re.compile(r"\b(?:shall|will|must|which|said|dated)\b|^\d")
_LOWER_SUBJECTS: Final = frozenset(
    "the both foreign prime finance trade ministers leaders officials senior two".split()
)
_HEDGES: Final = re.compile(
    r"\b(?:if (?:parliament|approved|adopted|ratified|passed|the|all|both)\b|unlikely|may (?:be|meet|visit|hold|sign|take place|attend|travel|host)\b|might|could|possibly|tentative(?:ly)?|provisional(?:ly)?|if possible|not yet confirmed|subject to confirmation|is likely to|are likely to|rumou?red|reportedly|hoped)\b"
)
_FORECAST: Final = re.compile(
    r"\b(?:forecast|projected to|estimated|expected to (?:reach|grow|rise|fall|exceed|be worth|account)|could (?:reach|rise)|predicts?|according to (?:the )?(?:imf|world bank))\b"
)
_TOLD_WITHOUT_A_DATE: Final = ("is held", "duty", "duty to publish", "launched", "signed")
_AS_SOON_AS: Final = re.compile(
    r"\bas soon as (?:practicable|possible)\b|\bat the earliest (?:possible|opportunity)\b"
)
_SOLID: Final = re.compile(
    r"(?:establish|set up|issue|publish|submit|convene|designate|appoint|adopt|develop|initiate|provide|launch|create|notify|complete|propose|promulgate|revise|update)\b"
)
_MAKES: Final = re.compile(
    r"(?:[\w,]+ ){0,3}?(?:provide|submit|publish|issue|prepare|hold|conduct|draw up|develop|develop and implement|present|convene|make|produce|release|deliver|report|carry out|perform|host|include|undertake|transmit|send|compile|adopt|complete)\b"
)
_MADE_SOON: Final = re.compile(
    r"\b(?:will|is to|are to|is set to|are set to)(?: be(?= (?:\w+ly )?(?:set up|established|launched|signed|created|formed|published|constituted|appointed|opened|convened)\b))?(?: \w+ly| also| soon| jointly| next| then| shortly)? (?P<verb>set up|established|launched|signed|created|formed|published|constituted|appointed|opened|convened|hold|host|co-host|convene|establish|launch|sign|open|constitute|form|publish|release|resume|appoint|start|begin|introduce|submit|table|draft|create|send|reopen|conclude|finali[sz]e)\b"
)
_BASE_VERBS: Final = frozenset(
    """achieve adopt amend appoint assess begin adjust carry complete comply conduct consider coordinate create deliver describe design designate
    determine develop direct disclose divert draft eliminate encourage ensure establish evaluate examine finalise finalize formulate gather identify
    implement improve include increase incorporate inform initiate integrate issue launch make meet modify monitor notify obtain participate
    phase pilot prepare present produce promote propose provide publish pursue recommend reduce register release remove repeal replace report
    require rescind review revise seek select send set share sign solicit stop submit support suspend take terminate train transition transmit
    undertake update upgrade use verify withdraw work convene hold host cut build install deploy raise double bring put cease end close open
    collect compile consult define file grant hire invest lift limit maintain offer pay post procure recover reach respond restore return test""".split()
)
"""What a bare item may begin with."""


def _begun(made: list[Draft]) -> list[Draft]:
    """ "by 31 March of each year, beginning in 2027": the year belongs to what recurs, and so does a day from which."""
    every = next((d for d in made if isinstance(d.when, Every)), None)
    if every is not None:
        made = [d for d in made if not (isinstance(d.when, From) and isinstance(d.when.start, On))]
    start = next((d for d in made if isinstance(d.when, From) and isinstance(d.when.start, Year)), None)
    if (
        every is None
        or start is None
        or not isinstance(every.when, Every)
        or not isinstance(start.when, From)
    ):
        return made
    first = every.when.first
    day = first.limit if isinstance(first, By) else first
    if not isinstance(day, On) or not isinstance(start.when.start, Year):
        return made
    year = start.when.start.year
    moved = On(add_months(day.day, 12 * (year - day.day.year)), day.at, day.zone)
    when = replace(every.when, first=By(moved) if isinstance(first, By) else moved)
    return [replace(d, when=when) if d is every else d for d in made if d is not start]


def _within(timex: Timex, outline: Outline, end: int) -> Timex:
    """A date without the words of an anchor that run on into the next line of a table or list."""
    if timex.said[1] <= end or timex.end > end:
        return timex
    said = (timex.said[0], end)
    offset = offset_of(timex.when) if timex.when else None
    if timex.anchor is None or timex.when is None or offset is None or offset.known:
        return replace(timex, said=said)
    words = outline.flat[timex.anchor[0] : end].strip()
    when = with_offset(timex.when, replace(offset, anchor=words))
    return replace(timex, said=said, anchor=(timex.anchor[0], end), when=when)


def _interval(timex: Timex) -> Length | None:
    """How often a set recurs."""
    if isinstance(timex.when, Every):
        return timex.when.interval
    found = re.fullmatch(r"P(\d+)([DWMY])", timex.value or "")
    return Length(int(found[1]), _LETTERS[found[2]]) if found else None


def _begins(when: When) -> date | None:
    """The first day of a form that is no bound; of a bound its day."""
    days = reckon(when, Calendar()).days
    return (days.first or days.last) if days else None


def ordinal_word(word: str) -> bool:
    """Whether a word is an ordinal."""
    return titles.ordinal(word) is not None


def _single(when: When) -> On | By | During | Offset | Undated:
    if isinstance(when, On | By | During | Offset | Undated):
        return when
    return Undated()


def _both(*doubts: str | None) -> str | None:
    told = [doubt for doubt in doubts if doubt]
    return "; ".join(dict.fromkeys(told)) or None


def _past(verb: str) -> bool:
    return not re.search(r"\b(?:will|shall|must|would|to|be|begins?|starts?|opens?)\b", verb) and bool(
        re.search(r"(?:ed|held|took|met|begun|began|set up|struck|opened)\b", verb)
    )


def _is_event(title: str) -> bool:
    return any(word in EVENT_NOUNS for word in re.findall(r"[a-z]+", title.lower()))


def _promised_kind(verb: str, thing: str) -> Kind:
    """What a promise with a date is."""
    if verb in (
        "hold",
        "convene",
        "host",
        "co-host",
        "organise",
        "organize",
        "holding",
        "convening",
    ) or thing in ("dialogue", "summit", "round", "meeting", "talks"):
        return "meeting"
    if verb in ("sign", "conclude", "finalise", "finalize", "ratify", "adopt", "signing"):
        return "agreement"
    if verb in ("publish", "release", "issue", "present"):
        return "publication"
    if verb in ("launch", "open", "inaugurate", "start", "begin", "launching", "starting"):
        return "launch"
    return "deadline"
