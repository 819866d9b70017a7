"""What a sentence promises without a date, and what recurs without a first one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from milepost.model import Kind
from milepost.reading import titles
from milepost.reading.dates.timex import Timex
from milepost.reading.events import duties, leaving, lists, meant, meetings, shapes
from milepost.reading.events.cues import Cue
from milepost.reading.events.draft import STORY_DAY, Draft
from milepost.reading.events.sentence import Sentence, is_event
from milepost.reading.phrases import shorten
from milepost.reading.rules import (
    OFTEN,
    RECURRING_ADVERB,
    RECURRING_NOUN,
)
from milepost.reading.told import told_sometime
from milepost.when import (
    During,
    Every,
    Length,
    On,
    Undated,
)
from milepost.when import Unit as TimeUnit


def recurring_words(s: Sentence) -> tuple[Length, tuple[int, int]] | None:
    """How often, where the sentence says so without a first day: the length and the words."""
    found = RECURRING_ADVERB.search(s.low, s.unit.start, s.unit.end)
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


def undated(
    s: Sentence, made: list[Draft], opens: bool, recurring: tuple[Length, tuple[int, int]] | None
) -> Iterable[Draft]:
    """What the sentence promises without a date of its own."""
    often = list(_recurring(s, made, recurring))
    yield from often
    for timex in s.dates:
        if timex.type == "SET" and not made and (every := _every(s, timex)):
            yield every
            return
    if s.text.result.legal:
        if not made and not often and (soon := _as_soon_as(s)):
            yield soon
        return
    if s.unit.kind == "heading":
        return
    last_end = -1
    for cue in s.cues:
        if cue.start < last_end or any(_same_clause(s, cue, d) for d in made):
            continue
        draft: Draft | None = None
        if cue.rule.undated and (not _date_near(s, cue) or (cue.rule.standing and not _put_off_then(s, cue))):
            draft = shapes.shaped(s, cue, None)
        elif cue.rule.name in _TOLD_WITHOUT_A_DATE and not _date_near(s, cue):
            draft = _plain_future(s, cue) or _just_done(s, cue)
        if draft is not None:
            last_end = cue.end
            yield draft
    if last_end < 0 and not made and (open_ := _left_open(s) or _no_date_for(s)):
        yield open_
    if not made and (lead := meetings.lead_event(s)):
        yield lead


def _left_open(s: Sentence) -> Draft | None:
    """ "pledged to cut the tax but set no timetable": what is to come, and that no day is told."""
    found = _LEFT_OPEN.search(s.low, s.unit.start, s.unit.end)
    if found is None:
        return None
    clause, rules = s.clause(found.span()), ("no date given",)
    before = _ANOTHER_CLAUSE.split(titles.verb_phrase(clause, s.unit.start, found.start()))[0]
    for text in (titles.clause_of(clause, found.span()), before):
        if titled := told_sometime(_ANOTHER_CLAUSE.split(text)[0], s.text.spoken_of):
            title, thing = titled.title, titled.thing
            return Draft(title, "commitment", Undated(), s.number, found.span(), rules, None, thing)
    return None


def _no_date_for(s: Sentence) -> Draft | None:
    """ "A date for the by-election has not been set": the by-election."""
    found = _NO_DATE_FOR.search(s.flat, s.unit.start, s.unit.end)
    if found is None:
        return None
    title = shorten(titles.plain(found["what"] or found["of"]))
    kind: Kind = "meeting" if is_event(title) else "commitment"
    return Draft(title, kind, Undated(), s.number, found.span(), ("no date given",), None)


def _as_soon_as(s: Sentence) -> Draft | None:
    """An act's duty "as soon as practicable": no date, but promised."""
    soon = _AS_SOON_AS.search(s.low, s.unit.start, s.unit.end)
    duty = next((c for c in s.cues if c.rule.shape == "duty"), None)
    if soon is None or duty is None:
        return None
    phrase = s.low[soon.end() if 0 <= soon.start() - duty.end < 4 else duty.end : s.unit.end].lstrip(" ,")
    if not _SOLID.match(phrase):
        return None
    draft = duties.duty(s, replace(duty, end=s.unit.end - len(phrase)), None)
    return draft and replace(draft, cue=soon.span(), rules=(*draft.rules, "as soon as possible"))


def _date_near(s: Sentence, cue: Cue) -> bool:
    """Whether a date that became a milestone, or was left out, stands in the cue's own clause."""
    for timex in s.dates:
        if timex.when is None:
            continue
        gap = (
            s.low[cue.end : timex.said[0]]
            if cue.end <= timex.said[0]
            else s.low[timex.said[1] : cue.start + 12]
        )
        if not re.search(
            r"[;\"]|\b(?:and also|and (?:decided|agreed|to [a-z]+)|which|whose|where|while|that (?:has|have|had|was|were|is)|, and)\b",
            gap,
        ):
            return True
    return False


def _put_off_then(s: Sentence, cue: Cue) -> bool:
    """ "was put off in June after floods": an old change, told in passing."""
    return cue.rule.standing == "postponed" and any(
        isinstance(t.when, On | During) and s.over(t.when) and 0 <= t.said[0] - cue.end < 12 for t in s.dates
    )


def _same_clause(s: Sentence, cue: Cue, draft: Draft) -> bool:
    if draft.cue[0] <= cue.start < draft.cue[1]:
        return True
    first, last = sorted((cue.start, draft.cue[0]))
    return not re.search(
        r"[;\"]|, (?:which|who|whose|where)\b|, and (?:a|an|the|its|their|it|they)\b|\band to [a-z]+ (?:its|their|the|an?)\b|\band (?:also |further |then )?(?:decided|agreed|committed|launched|signed|will)\b|\bwhile\b",
        s.low[first : last + 14],
    )


def _every(s: Sentence, timex: Timex) -> Draft | None:
    """A set without a beginning ("every two years") under a duty, or in the row of a table."""
    interval = meant.interval(timex)
    if interval is None or s.low.startswith("each", timex.start) or leaving.habit_of_old(s, timex):
        return None
    if s.unit.kind == "row" and (row := lists.row(s, timex)):
        return replace(row, when=Every(Undated(), interval))
    duty = next((c for c in s.cues if c.rule.shape in ("duty", "event", "force")), None)
    if duty is None or re.search(r"\bfor (?:every|each)\b", s.low[max(0, timex.start - 4) : timex.end]):
        return None
    draft = duties.duty(s, duty, None) if duty.rule.shape == "duty" else shapes.shaped(s, duty, None)
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
    s: Sentence, made: list[Draft], recurring: tuple[Length, tuple[int, int]] | None
) -> Iterable[Draft]:
    """ "shall provide quarterly reports", "shall review the playbook annually"."""
    if any(isinstance(d.when, Every) for d in made):
        return
    duty_cues = [c for c in s.cues if c.rule.shape in ("duty",) or c.rule.name in ("is held", "decided to")]
    if recurring is not None:
        length, span = recurring
        duty = next((c for c in reversed(duty_cues) if c.end <= span[0]), None) or next(
            (c for c in duty_cues if c.start >= span[1]), None
        )
        if duty and not s.measures(span) and not any(_same_clause(s, duty, d) for d in made if d.said):
            draft = duties.duty(s, duty, None) if duty.rule.shape == "duty" else shapes.shaped(s, duty, None)
            if draft is not None:
                yield replace(
                    draft,
                    when=Every(Undated(), length),
                    cue=span,
                    said=span,
                    rules=(*draft.rules, "how often"),
                )
                return
    noun = RECURRING_NOUN.search(s.low, s.unit.start, s.unit.end)
    if noun is None or noun["often"] not in OFTEN:
        return
    duty = next((c for c in duty_cues if c.end <= noun.start() and noun.start() - c.end < 160), None)
    if duty is None or any(_same_clause(s, duty, d) for d in made if d.said):
        return
    between = s.low[duty.end : noun.start()]
    if not _MAKES.match(between.strip() + " ") or re.search(
        r"\b(?:in|of|within|under|required|based on|pursuant to|part of)\b[^,]*$", between
    ):
        return
    draft = duties.duty(s, duty, None) if duty.rule.shape == "duty" else shapes.shaped(s, duty, None)
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


def _plain_future(s: Sentence, cue: Cue) -> Draft | None:
    """A promise in the future tense without a date: "India will host the next summit"."""
    verb = s.low[cue.start : cue.end]
    rest = s.low[cue.end : min(s.unit.end, cue.end + 160)]
    if not re.match(r"(?:will|is to|are to|is set to|are set to)\b", verb):
        return None
    own = _MADE_SOON.search(s.low[cue.start : min(s.unit.end, cue.end + 40)])
    later = bool(
        re.search(
            r"\b(?:at a (?:mutually|later|date)|mutually convenient|in due course|date(?:s)? (?:to be|will be|yet to|are yet)|at an early date|as soon as|shortly|soon|in the (?:near|coming)|no date|later date)\b",
            rest,
        )
    )
    if own is None and not later:
        return None
    if cue.rule.name == "is held":
        clause = s.clause((cue.start, cue.end))
        titled = meetings.event(s, clause, verb, None)
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
        return Draft(titled.title, "meeting", Undated(), s.number, (cue.start, cue.end), ("is held", "no date given"), None, titled.thing,
                     titled.series, s.doers(cue, cue.rule), s.place(cue), s.hedge(cue))  # fmt: skip
    if own is None:
        return None
    at = cue.start + own.end("verb")
    clause = s.clause((cue.start, cue.end))
    passive = " be " in own[0]
    titled = titles.promised_of(clause, own["verb"]) if passive else titles.promise(clause, own["verb"], at)
    if titled is None:
        return None
    return Draft(titled.title, "commitment", Undated(), s.number, (cue.start, at), ("promised for the future", "no date given"), None,
                 titled.thing, titled.series, s.doers(cue, cue.rule), None, s.hedge(cue))  # fmt: skip


def _just_done(s: Sentence, cue: Cue) -> Draft | None:
    """Something launched or signed that the opening of a story tells without a day."""
    if cue.rule.name not in ("launched", "signed") or s.text.body > 3:
        return None
    verb = s.low[cue.start : cue.end].strip()
    if not shapes.past(verb) or re.search(
        r"\b(?:which|that|who|since|after|when|had)\b[^,]*$",
        s.low[max(s.unit.start, cue.start - 40) : cue.start],
    ):
        return None
    draft = shapes.shaped(s, cue, None)
    if draft is None:
        return None
    return replace(draft, rules=(*draft.rules, STORY_DAY), done=True)


_NO_DATE_FOR: Final = re.compile(
    r"\b(?:[Dd]ates?|[Tt]imetable) for (?P<what>(?:the |an? |its |their )?[\w' -]{3,60}?) (?:has|have|is|are|was|were)(?: still)? (?:not|yet to)\b"
    r"|\b[Nn]o (?:new |final |exact )?(?:date|timetable) (?:has been |was |is )?(?:set|fixed|given|agreed|announced)(?: yet)? for (?P<of>(?:the |an? |its |their )?[\w' -]{3,60})(?=[,.;])"
)
_LEFT_OPEN: Final = re.compile(
    r"\b(?:in due course|at an? (?:mutually (?:convenient|agreed)|later|early) (?:date|time|stage)|(?:set|gave|named|given|with|without|but) (?:no|any|a) (?:date|day|timetable|deadline)"
    r"|no (?:date|day|timetable|deadline) (?:has|have|was|is)|(?:date|day|time)s? (?:of \w+ \w+ )?(?:has|have|is|are)(?: yet)? (?:not|to|yet)"
    r"|when conditions (?:allow|permit)|as soon as (?!possible|practicable)|some (?:weeks|months|time) later|within (?:days|weeks|months)|in the near future|(?:soon|shortly)(?! (?:after|before|as))|once (?=(?:the|an?|its|all|both|it|they) )|on a (?:day|date) (?:to be|yet to be))\b"
)
_ANOTHER_CLAUSE: Final = re.compile(r",? (?:although|though|but|when|while)\b|; ")
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
