"""From the sentences of a text to drafts of milestones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from milepost.reading import titles
from milepost.reading.dates.timex import Timex
from milepost.reading.events import diary, duties, governing, leaving, lists, meant, meetings, shapes, undated
from milepost.reading.events.cues import Cue, cues
from milepost.reading.events.draft import Draft, Drafting, both
from milepost.reading.events.leaving import NO_DAY
from milepost.reading.events.sentence import Opening, Sentence, Text
from milepost.reading.outline import Outline, Unit
from milepost.reading.phrases import shorten, words
from milepost.reading.rules import (
    RULES,
)
from milepost.reading.told import kind_of, told_ahead, told_as_news
from milepost.when import (
    By,
    Calendar,
    During,
    Every,
    From,
    Offset,
    On,
    When,
    reckon,
)


def draft_all(outline: Outline, timexes: Sequence[Timex], published: date | None, act: str) -> Drafting:
    """All drafts of a text in order, and what was left out; each date and each cue is looked at once.

    ``act`` is what "this Regulation" is called; empty for a text that is no act.
    """
    text = Text(outline, _by_unit(outline, timexes), published, act, Drafting(_legal(outline)))
    openings: dict[int, Opening] = {}
    text.days = diary.days(text)
    opened = {unit.opening for unit in outline.units if unit.opening is not None}
    for number, unit in enumerate(outline.units):
        if unit.kind == "heading" and number not in text.by_unit and number not in text.days:
            continue
        if unit.kind != "heading":
            text.body += 1
            text.lead = unit.paragraph if text.lead is None else text.lead
        _unit(text, number, unit, openings, number in opened)
    return text.result


def _by_unit(outline: Outline, timexes: Sequence[Timex]) -> dict[int, list[Timex]]:
    """The dates by the unit in which they stand."""
    found: dict[int, list[Timex]] = {}
    starts = [unit.start for unit in outline.units]
    at = 0
    for timex in timexes:
        while at + 1 < len(starts) and starts[at + 1] <= timex.start:
            at += 1
        if outline.units and outline.units[at].start <= timex.start < outline.units[at].end:
            found.setdefault(at, []).append(meant.within(timex, outline, outline.units[at].end))
    return found


def _legal(outline: Outline) -> bool:
    sections = sum(1 for unit in outline.units if unit.path)
    return sections > 0.4 * len(outline.units) and outline.low.count(" shall ") > max(
        2, len(outline.units) // 20
    )


def _unit(text: Text, number: int, unit: Unit, openings: dict[int, Opening], opens: bool) -> None:
    low = text.outline.low
    dates = meant.ranges(text, [meant.given(text, number, timex) for timex in text.by_unit.get(number, [])])
    if number in text.days:
        at = (unit.start, unit.start)
        dates.insert(0, replace(text.days[number][1], start=unit.start, end=unit.start, said=at, parts=()))
    if _FOOTNOTE.match(low, unit.start, unit.end):
        return
    if text.outline.flat[unit.end - 1] == ":" and text.only_dates(number + 1):
        return  # "Meetings in 2027:", above the days of the meetings
    opening = openings.get(unit.opening) if unit.opening is not None else None
    if not (dates or opening or opens or _MAYBE.search(low, unit.start, unit.end)):
        text.spoken_of = ""  # what "it" is in the next sentence is in this one
        return
    told = [t for t in dates if t.when is not None and not NO_DAY.fullmatch(low[t.start : t.end])]
    spans = tuple(sorted({timex.said for timex in told} | {(t.start, t.end) for t in told}))
    tokens = words(text.outline.flat, unit.start, unit.end)
    found = [cue for cue in cues(low, unit.start, unit.end) if not governing.told_of_a_thing(low, cue)]
    if not text.spoken_of and _IT.search(low, unit.start, unit.end):
        text.spoken_of = _spoken_of(text, number)
    sentence = Sentence(text, number, unit, tokens, dates, spans, found, opening)
    if opens:
        openings[number] = Opening(number, sentence)
    made = list(_drafts(sentence, opens))
    if name := sentence.named_subject():
        text.spoken_of = name
    elif not _BEGINS_WITH_IT.match(low, unit.start, unit.end):
        text.spoken_of = ""
    text.result.drafts.extend(made)


def _spoken_of(text: Text, number: int) -> str:
    """What "it" is in a sentence that follows one in which no rule fired."""
    units = text.outline.units
    for before in range(number - 1, max(-1, number - 4), -1):
        unit = units[before]
        if unit.kind == "heading":
            return ""
        if name := titles.main_subject(text.outline.flat, unit.start, min(unit.end, unit.start + 400)):
            return name
    return ""


def _drafts(s: Sentence, opens: bool) -> Iterable[Draft]:
    """The milestones of the sentence: of its dates, of its cues without a date, of what it inherits."""
    used: list[tuple[int, int]] = []
    usable = [timex for timex in s.dates if leaving.usable(s, timex)]
    made: list[Draft] = []
    recurring = undated.recurring_words(s)
    for timex in usable:
        if reason := leaving.left_out(s, timex):
            s.text.drop(*timex.said, reason.name, reason.reason)
            used.append(timex.said)
            _told_on(s, timex, reason.name)
            continue
        draft = _also_then(s, timex, made) or _dated(s, meant.chained(s, timex, made), usable, opens)
        if s.number in s.text.days:
            draft = _under_a_day(s, timex, draft)
        if draft is None:
            s.text.drop(*timex.said, "no cue", "no words say what happens then")
            continue
        made.append(draft)
        used.append(draft.cue)
        if draft.kind == "meeting" and (there := _there(s, timex)):
            made.append(there)
    if not any(isinstance(draft.when, Every) for draft in made):
        made = [meant.repeating(s, draft) for draft in made]
    made = meant.begun(made)
    if not made and (inherited := lists.inherited(s)):
        made.append(inherited)
    made.extend(list(undated.undated(s, list(made), opens, recurring)))
    return sorted(made, key=lambda draft: draft.cue[0])


def _under_a_day(s: Sentence, timex: Timex, draft: Draft | None) -> Draft | None:
    """What a line tells of the day above it, with the words of that day."""
    draft = draft or diary.entry(s, timex)
    above, day = s.text.days[s.number]
    return draft and replace(draft, said=day.said, opening=above, rules=(*draft.rules, "under a day"))


def _also_then(s: Sentence, timex: Timex, made: Sequence[Draft]) -> Draft | None:
    """ "in Suva on 3 March, in Nadi on 5 March and in Labasa on 9 March": the same, then and there too."""
    before = made[-1] if made else None
    if (
        before is None
        or before.said is None
        or timex.when is None
        or type(timex.when) is not type(before.when)
    ):
        return None
    also = _THERE_TOO.fullmatch(s.flat, before.said[1], timex.said[0])
    if also is None or _NEXT_VERB.match(s.low, timex.said[1]):
        return None
    title = before.title
    if before.place and also["place"]:
        title = title.replace(f", {before.place}", f", {also['place']}")
    return replace(
        before,
        title=title,
        when=timex.when,
        cue=timex.said,
        said=timex.said,
        rules=(*timex.rules, "then and there too"),
        place=also["place"],
        doubt=timex.doubt,
        inferred=timex.inferred,
    )


def _told_on(s: Sentence, timex: Timex, reason: str) -> None:
    """Remember the day on which the opening paragraph says that it was said: the day of the story."""
    said = reason in ("reported", "agreed on a day") and s.unit.paragraph == s.text.lead
    if said and isinstance(timex.when, On) and s.text.result.told_on is None:
        s.text.result.told_on = timex.when.day


def _dated(s: Sentence, timex: Timex, usable: Sequence[Timex], opens: bool) -> Draft | None:
    """The milestone of one date."""
    if timex.when is None:
        return None
    timex = meant.meant(s, timex)
    if s.text.only_dates(s.number) and (listed := lists.listed(s, timex)):
        return listed
    beside = timex.said[0] - s.unit.start <= 2 and _BESIDE.match(s.flat, timex.said[1], s.unit.end)
    if beside:
        timex = diary.ahead(timex, s.text.published)
    bare = s.unit.kind == "row" or beside or lists.after_colon(s, timex) or lists.under_an_event(s)
    if bare and (row := lists.row(s, timex)):
        return row
    if own := duties.beside(s, timex) or meetings.after_another(s, timex):
        return own
    cue = governing.changing(s, timex) or governing.governing(s, timex)
    if cue is not None and cue.rule.tense == "ahead" and _before_the_story(s, timex):
        cue = None  # "must be returned, a court ruled on Wednesday"
    if cue is not None and meant.ENDS.search(s.low[cue.start : cue.end]):
        timex = meant.at_its_end(s, timex)
    moved_from = isinstance(timex.when, From) and _TO_A_TIME.match(s.low, timex.said[1])
    if moved_from and _MOVED.search(s.low, s.unit.start, timex.said[0]):
        return None  # "extended from 31 January to 28 February"
    if cue is not None and cue.rule.standing == "postponed":
        over = isinstance(timex.when, On | During) and s.over(timex.when)
        if timex.said[0] < cue.start or moved_from or over:
            return None  # the day it had been planned for, or that it was put off on
    if opens and (cue is None or cue.end > timex.said[0]) and (opened := lists.opening_duty(s, timex, cue)):
        return opened
    if cue is not None and (draft := shapes.shaped(s, cue, timex) or duties.by_its_modal(s, cue, timex)):
        return draft
    noun = meetings.noun_event(s, timex)
    if noun is not None:
        return noun
    if isinstance(timex.when, By) or (isinstance(timex.when, Every) and isinstance(timex.when.first, By)):
        return _told(s, timex) or duties.goal(s, timex, usable)
    if s.opening is not None and duties.bare_duty(s, timex):
        return duties.goal(s, timex, usable)
    return _told(s, timex)


def _before_the_story(s: Sentence, timex: Timex) -> bool:
    """Whether a time was over when a news story was told."""
    return not s.text.result.legal and isinstance(timex.when, On | During) and s.over(timex.when)


def _told(s: Sentence, timex: Timex) -> Draft | None:
    """What a news story tells of a coming day, or of this week, in words that no rule knows."""
    published = s.text.published
    when = timex.when
    if s.text.result.legal or when is None or (s.unit.kind == "heading" and s.number not in s.text.days):
        return None
    clause, item = s.clause(timex.said), s.unit.kind == "item"
    if isinstance(when, Offset):
        titled = None if when.known else told_ahead(clause, timex.said, named=False, item=item, to_come=True)
    elif isinstance(when, Every):
        titled = told_ahead(clause, timex.said, named=False, item=item)
    elif published is None:  # nothing says what is over, but the words
        titled = told_ahead(clause, timex.said, named=_may_be_a_name(s, timex), item=item, to_come=True)
    elif isinstance(when, On) and published - _THIS_WEEK <= when.day <= published:
        titled = told_as_news(clause, timex.said, s.unit.paragraph == s.text.lead)
        if titled is None and when.day == published:
            titled = told_ahead(clause, timex.said, named=False, item=item, to_come=True)
    elif (first := _begins(when)) is not None and first > published - timedelta(
        days=not isinstance(when, By)
    ):
        titled = told_ahead(clause, timex.said, named=_may_be_a_name(s, timex), item=item)
    elif isinstance(when, During) and not s.over(when):  # "this week"
        titled = told_ahead(clause, timex.said, named=_may_be_a_name(s, timex), item=item, to_come=True)
    else:
        titled = None
    if titled is None:
        return None
    if isinstance(when, On) and (bare := _DEADLINE.match(titled.title)):
        when = By(when)
        of = s.named_subject() or s.text.spoken_of if bare.end() == len(titled.title) else ""
        titled = replace(titled, title=shorten(f"Deadline: {of[:1].lower()}{of[1:]}")) if of else titled
    return Draft(
        title=titled.title,
        kind="deadline" if isinstance(when, By) else kind_of(titled.title),
        when=when,
        unit=s.number,
        cue=timex.said,
        rules=(*timex.rules, "told of a day"),
        said=timex.said,
        thing=titled.thing,
        place=s.place(Cue(timex.said[1], timex.said[1], RULES[0])),
        doubt=both(timex.doubt, s.hedge(Cue(timex.said[0], timex.said[1], RULES[0]))),
        inferred=timex.inferred,
        done=published is not None and isinstance(when, On) and when.day <= published,
    )


def _may_be_a_name(s: Sentence, timex: Timex) -> bool:
    """Whether a time is told by a bare month or year, as names have it too: "the 2034 games"."""
    return isinstance(timex.when, During) and bool(_BARE.fullmatch(s.low, timex.start, timex.end))


def _there(s: Sentence, timex: Timex) -> Draft | None:
    """ "The ministers meet on 6 May, when they will sign a protocol": what is done there besides."""
    aside = _WHERE_THEY.match(s.low, timex.said[1])
    if aside is None or aside.end() > s.unit.end:
        return None
    cue = next((c for c in s.cues if c.start >= aside.end()), None)
    if cue is None or cue.start - aside.end() > 60 or ";" in s.low[aside.end() : cue.start]:
        return None
    if any(aside.end() <= t.start for t in s.dates):
        return None
    return shapes.shaped(s, cue, timex) or duties.by_its_modal(s, cue, timex)


def _begins(when: When) -> date | None:
    """The first day of a form that is no bound; of a bound its day."""
    days = reckon(when, Calendar()).days
    return (days.first or days.last) if days else None


_FOOTNOTE: Final = re.compile(
    r"(?:oj [lc] |position of the |(?:council |commission |framework )*(?:directive|regulation|decision|recommendation) (?:\(|no |\d|of the |of \d)[^.;]{0,400}?\(oj |see |ibid|\[?fr doc)"
)
"""A note that cites and promises nothing."""
_MAYBE: Final = re.compile(
    r"\b(?:agreed|decided|resolved|committed|pledged|vowed|promised|decision|agreement to|commitment to|plans?|planned|intends?|proposed|aims|hopes|invited|invitation"
    r"|launch|launched|inaugurated|signed|unveiled|established|establish|set up|annual\w*|yearly|quarterly|monthly|weekly|semi-?annual\w*|bienn\w+|biannual\w*|triennial|once a|twice a|every"
    r"|postponed|cancelled|canceled|called off|scrapped|shelved|rescheduled|deferred|delayed|not take place|not be held|as soon as|due course|soon|shortly|once|within|near future|timetable|conditions|later|date|day|next (?:round|meeting|session|summit|edition)"
    r"|establishment|creation|formation|announced|approved|endorsed|backed|will (?:be|hold|host|convene|be held|take place|meet|set up|sign|launch|open|publish|visit)|\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|inaugural|dates?|effective|expires?)\b"
)
"""Words without any of which a sentence that has no date is not looked at again."""
_IT: Final = re.compile(r"\b(?:it|they)\b")
_BEGINS_WITH_IT: Final = re.compile(r"(?:it|they|he|she)\b")
_THERE_TOO: Final = re.compile(
    r",? (?:and )?(?:then )?in (?P<place>[A-Z][\w'-]*(?: [A-Z][\w'-]*)*) (?:on |in |from )?(?:the )?"
)
_NEXT_VERB: Final = re.compile(r" (?:will|shall|is|are|opens?|closes?|ends?|begins?|starts?)\b")
_BARE: Final = re.compile(r"(?:[a-z]+\.? )?\d{4}(?:-\d{2,4})?|[a-z]+\.?")
_THIS_WEEK: Final = timedelta(days=8)
"""How far back a story's own news may lie."""
_WHERE_THEY: Final = re.compile(
    r"(?: (?:in|at) [^,;.]{2,40})?, (?:when|where|at which|during which) (?=(?:they|he|she|both|the)\b)"
)
_DEADLINE: Final = re.compile(r"(?:deadline|closing date|last date|last day|cut-off)\b", re.I)
_MOVED: Final = re.compile(
    r"\b(?:extended|moved|postponed|put (?:off|back)|pushed back|brought forward|delayed|deferred|slipped|rescheduled|shifted|changed) $"
)
_TO_A_TIME: Final = re.compile(r" (?:to|until|till) \w")
_BESIDE: Final = re.compile(r"\s*[:|–—-]\s+\S")
"""After a date at the head of a line: "7 July 2026: call for evidence closes"."""
