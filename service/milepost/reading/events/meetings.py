"""What is held and who meets: the titles of events."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from milepost.model import Kind, Series
from milepost.reading import titles
from milepost.reading.dates.timex import Timex
from milepost.reading.events.draft import STORY_DAY, Draft
from milepost.reading.events.sentence import PLACE, PRONOUN, Sentence
from milepost.reading.phrases import shorten, tidy, words
from milepost.reading.rules import (
    BODY_NOUNS,
    EVENT_NOUNS,
)
from milepost.reading.titles import Clause, Titled
from milepost.when import (
    During,
    On,
    Undated,
)


def numbered_object(s: Sentence, clause: Clause) -> Titled | None:
    """ "concluded the 12th round of …": a numbered event that is the object of a verb."""
    after = s.low[clause.cue[1] : clause.cue[1] + 40]
    if not re.match(r" (?:the|their|its) (?:[a-z]+ )?(?:\d+(?:st|nd|rd|th)|[a-z]+(?:st|nd|rd|th)) ", after):
        return None
    titled = titles.event(clause, passive=False)
    return (
        titled
        if titled is not None and titled.series is not None and titled.series.number is not None
        else None
    )


def event(s: Sentence, clause: Clause, verb: str, timex: Timex | None) -> Titled | None:
    """The title of what is held, put off or called off by a verb; None where nothing is named."""
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
        passive = s.low[clause.cue[1] : clause.cue[1] + 3] in (" in", " on", " at") or bool(
            re.match(
                r" (?:last|today|yesterday|earlier|every|from|between|virtually|during|for)\b",
                s.low[clause.cue[1] : clause.cue[1] + 12],
            )
        )
    if found := _DATE_OF.search(s.low, clause.cue[0], min(s.unit.end, clause.cue[1] + 60)):
        return titles.event(clause, near=(clause.cue[0], found.end()), passive=False)
    meets = bool(re.search(r"\b(?:meet|meets|met|gather|gathered|assemble)\b", verb))
    if meets:
        return _who_meet(s, clause)
    changed = bool(_CHANGES.search(verb))
    if changed:
        follows = re.match(r" (?:the|its|their|a|an|his|her) ", s.low[clause.cue[1] : clause.cue[1] + 8])
        passive = bool(BEING.search(verb)) or not (follows or verb.startswith("ha"))
    titled = titles.event(clause, passive=passive, one_side=changed or passive)
    if titled is not None and passive and not changed and titled.series is None and _part_of_a_thing(clause):
        titled = None
    if titled is None and passive and not changed:
        return None if _MORE_IS_SAID.match(s.low, clause.cue[1]) else _held(s, clause)
    if titled is not None and not passive and _ITS_MEETING.match(s.low, clause.cue[1]):
        return _of_its_body(s, clause, titled)
    return titled


def named_before(s: Sentence, titled: Titled) -> Titled:
    """ "The meeting will take place on 17 June": named as it was when it was spoken of before."""
    if titled.named or titled.series is not None or not titled.thing or len(titled.title.split()) > 1:
        return titled
    units, flat = s.text.outline.units, s.flat
    for number in range(s.number - 1, max(-1, s.number - _BACK - 1), -1):
        unit = units[number]
        tokens = words(flat, unit.start, min(unit.end, unit.start + 600))
        clause = Clause(flat, unit.start, unit.end, tokens, (unit.start, unit.start), ())
        for head in titles.heads(tokens):
            if tokens[head].low != titled.thing:
                continue
            before = titles.event_at(clause, head)
            if before is not None and before.named and len(before.title) > len(titled.title):
                return replace(titled, title=before.title)
    return titled


_DUE: Final = ("due", "expected", "booked")
_DUE_AT: Final = re.compile(
    r" (?:in|at|to) (?:the |an? )?[\w' -]{2,50}?(?=[,.;]| (?:on|in|by|from|for|at)(?: the)? ?$| ?$)"
)
""" "is due in Paris on Tuesday": who comes is told with where."""
_BACK: Final = 12
"""How many sentences back an event is looked for that is called by its noun alone."""


def _part_of_a_thing(clause: Clause) -> bool:
    """ "the results of the vote are expected": the results, not the vote."""
    thing, of, _ = titles.subject_before(clause, clause.cue[0]).partition(" of ")
    return bool(of) and not any(word in EVENT_NOUNS for word in re.findall(r"[a-z]+", thing.lower()))


def _held(s: Sentence, clause: Clause) -> Titled | None:
    """ "A full load test will take place": whatever is held, where no noun names an event."""
    subject = titles.plain(titles.subject_before(clause, clause.cue[0]))
    if subject and not PRONOUN.match(subject) and len(subject.split()) <= 12 and not re.match(r"\d", subject):
        begun = clause.cue[1]
        end = min([clause.end, *(first for first, _ in clause.dates if first >= begun)])
        where = _DUE_AT.match(s.flat, begun, end) if s.low.endswith(_DUE, clause.cue[0], begun) else None
        return Titled(tidy(shorten(subject + (where[0] if where else ""))))
    return titles.event(clause)


def _of_its_body(s: Sentence, clause: Clause, titled: Titled) -> Titled:
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


def _who_meet(s: Sentence, clause: Clause) -> Titled | None:
    """ "Meeting of the Joint Committee": who meets, where no event is named."""
    after = s.flat[clause.cue[1] : clause.cue[1] + 60]
    if named := re.search(r"\bfor (?:a|an|the|their|its|our) ", after):
        event = titles.event(clause, near=(clause.cue[0], clause.cue[1] + named.end()), passive=False)
        if event is not None:
            return event
    subject = re.sub(r"^We, ", "", titles.subject_before(clause, clause.cue[0]))
    subject = re.sub(
        r"\b(?:will|is|are|also|to|has|have|had|be|expected|due|set|scheduled)\b\s*$", "", subject
    ).strip(" ,")
    with_ = re.match(
        r"\s*(?:with )?((?:his|her|their|the) [^,.;]{3,60}?|[A-Z][\w' -]{2,60}?)(?= (?:in|on|at|to|for|during|from|today|yesterday|here|ahead)\b|[,.;])",
        after,
    )
    plain = re.sub(r"^(?:the|a|an|our|their|its) ", "", subject, flags=re.I)
    if pronoun := re.fullmatch(r"(it|they|he|she|we|who|both)(?: (?:all|both))?", plain, re.I):
        return _pronoun_meets(s, clause, pronoun[1])
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
    names = re.fullmatch(r"(?:[A-Z][\w.'-]*(?:, | and | )?)+", plain) and not re.search(r"s$", plain)
    plural = not names and bool(re.search(r"\band\b|s$", plain))
    article = (
        "the "
        if plural
        or plain[0].islower()
        or re.search(r"\b(?:Committee|Council|Commission|Group|Board|Forum|Panel|Force)\b", plain)
        else ""
    )
    body = plain[0].lower() + plain[1:] if plain.split()[0].lower() in _LOWER_SUBJECTS else plain
    return Titled(tidy(shorten(f"Meeting of {article}{body}")), None, "meeting")


def _pronoun_meets(s: Sentence, clause: Clause, pronoun: str) -> Titled | None:
    """ "We will meet on June 9 to discuss the border posts": named by its matter, else by who was spoken of."""
    text = s.flat[clause.cue[1] : s.unit.end]
    about = re.search(
        r"\bto (?:discuss|negotiate|talk about|review|agree on) (?P<what>(?:the |an? |their |its )?[^,;.:\"]{3,60}?)(?= (?:in|on|at|by|with|after|before)\b|[,;.:\"]|$)",
        text,
    )
    first = re.search(r"\bfor the first time\b", text)
    whose = s.text.spoken_of if pronoun.lower() in ("it", "they") else ""
    if whose and not _SEVERAL_OR_BODY.search(whose):
        whose = ""
    if whose and first and pronoun.lower() == "it":
        return Titled(shorten(whose, 58) + ", 1st meeting", Series(whose, 1), "meeting")
    if about:
        return Titled(tidy(shorten(f"Meeting on {about['what']}")), None, "meeting")
    if whose:
        return Titled(tidy(shorten(f"Meeting of the {whose[0].lower() + whose[1:]}")), None, "meeting")
    place = PLACE.match(text, 1) or PLACE.match(text, 7)
    return Titled(f"Meeting in {shorten(place[1], 58)}", None, "meeting") if place else None


def noun_event(s: Sentence, timex: Timex) -> Draft | None:
    """ "the summit in Tokyo in May": an event's noun with nothing but its place before the date."""
    clause = s.clause(timex.said)
    first = timex.said[0]
    near = [h for h in s.heads() if s.tokens[h].end <= first and first - s.tokens[h].end < 70]
    for head in reversed(near[-2:]):
        if s.tokens[head].low in BODY_NOUNS:
            continue
        gap = s.low[s.tokens[head].end : first]
        if _PUBLISHED.search(s.low, s.unit.start, s.tokens[head].start):
            continue  # "publish a review" is no review that is held
        if re.search(
            r"[;:\"]|\b(?:said|told|will|shall|is|are|was|were|has|have|had|and|that|which|rose|fell)\b",
            gap,
        ):
            break
        if not re.fullmatch(
            r"(?:'s|s)?(?:,? (?:held |scheduled |planned |set |due |slated )?(?:(?:in|at|on|of|for|with|between|about|to be held|to take place|later|early|earlier|the|a) ?)*[^,;]{0,50}?,?(?: on| in| from)?)?\s*",
            gap,
        ):
            continue
        titled = titles.event_at(clause, head)
        if titled is None or (
            not titled.named
            and not re.search(r"\b(?:in|at) [a-z]", gap)
            and s.tokens[head].low
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
        past = isinstance(timex.when, On | During) and _is_past(s, timex.when)
        title = titled.title
        whose = _whose(s, head) if s.tokens[head].low in ("meeting", "talks", "summit", "call") else ""
        place = PLACE.search(s.flat, s.tokens[head].end, first)
        spoken = not titled.named or _WHERE_THEY_SPEAK.search(title)
        if past and not whose and spoken and s.unit.paragraph != s.text.lead:
            return None  # "at a news conference on Friday": where something was said
        if (
            whose
            or not titled.named
            or (
                s.tokens[head].low in ("meeting", "talks", "visit", "call")
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
            if s.tokens[head].low == "visit"
            else "event"
            if s.tokens[head].low in POLLS
            else "meeting"
        )
        return Draft(title, kind_, timex.when or Undated(), s.number, timex.said, (*timex.rules, "event by its noun"), timex.said, titled.thing,
                     titled.series, place=place[1] if place else None, doubt=timex.doubt, inferred=timex.inferred)  # fmt: skip
    return None


def _is_past(s: Sentence, when: On | During) -> bool:
    """Whether a time is over, or is the day of the story."""
    return s.over(when) or (isinstance(when, On) and when.day == s.text.published)


def _whose(s: Sentence, head: int) -> str:
    """ "PM A and PM B's meeting" as "Meeting of PM A and PM B"."""
    tokens = s.tokens
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
    who = re.sub(r"(?:'s|s')$", "", s.flat[tokens[first].start : tokens[at].end]).strip()
    ministers = re.findall(r"\b(?:PM|Prime Minister|President|Foreign Minister|Chancellor|Premier)\b", who)
    if len(ministers) == 2 and len({m.replace("PM", "Prime Minister") for m in ministers}) == 1:
        role = ministers[0].replace("PM", "Prime Minister").lower()
        return f"{tokens[head].text.capitalize()} of the {role}s"
    return f"{tokens[head].text.capitalize()} of {who}"


def after_another(s: Sentence, timex: Timex) -> Draft | None:
    """ "meetings on 7 November, and a listening session on 4 December": the second has an event of its own."""
    ends = [end for _, end in s.spans if end <= timex.said[0]]
    begun = _AND_AN_EVENT.match(s.low, max(ends), timex.said[0]) if ends else None
    if begun is None:
        return None
    heads = [h for h in s.heads() if begun.end() <= s.tokens[h].start < timex.said[0]]
    titled = titles.event_at(s.clause(timex.said), heads[0]) if heads else None
    if titled is None or s.tokens[heads[0]].low in BODY_NOUNS:
        return None
    place = PLACE.search(s.flat, s.tokens[heads[0]].end, timex.said[0])
    return Draft(titled.title, "meeting", timex.when or Undated(), s.number, timex.said, (*timex.rules, "event by its noun"), timex.said,
                 titled.thing, titled.series, place=place[1] if place else None, doubt=timex.doubt, inferred=timex.inferred)  # fmt: skip


def lead_event(s: Sentence) -> Draft | None:
    """ "… during the 18th Strategic Dialogue": the numbered event in whose course the story happened."""
    if s.text.body > 2:
        return None
    for match in re.finditer(
        r"\b(?:during|at|in|held|holds?|concluded|co-chaired|attended|hosted) (?:the|its|their) (?=(?:\d+(?:st|nd|rd|th)|[a-z]+) )",
        s.low[s.unit.start : s.unit.end],
    ):
        at = s.unit.start + match.end()
        token = next((n for n, t in enumerate(s.tokens) if t.start >= at), None)
        if token is None or titles.ordinal(s.tokens[token].text) is None:
            continue
        head = next((h for h in s.heads() if h > token and h - token < 9), None)
        if head is None or re.search(r"\b(?:will|shall|to)\b", s.low[s.unit.start : at][-60:]):
            continue
        titled = titles.event_at(s.clause((at, at)), head)
        if titled is not None and titled.series is not None and titled.series.number is not None:
            span = (s.unit.start + match.start(), s.tokens[head].end)
            return Draft(titled.title, "meeting", Undated(), s.number, span, ("event of the story", STORY_DAY), None, titled.thing,
                         titled.series, (), None, None, None, False, True)  # fmt: skip
    return None


def ordinal_word(word: str) -> bool:
    """Whether a word is an ordinal."""
    return titles.ordinal(word) is not None


_MORE_IS_SAID: Final = re.compile(r" (?:back|home|here|again|ready|open|complete|online|operational|out)\b")
""" "is expected back in the capital": not the minister is held."""
_PUBLISHED: Final = re.compile(
    r"\b(?:publish|issue|release|submit|complete|prepare|present)(?:es|s)? (?:(?:the|an?|its|their|his|her) )?(?:[\w-]+ ){0,2}$"
)
_WHERE_THEY_SPEAK: Final = re.compile(
    r"\b(?:news|press|media|phone|telephone) (?:conference|briefing|call)$", re.I
)
_AND_AN_EVENT: Final = re.compile(r",? (?:and|followed by|preceded by|then|plus) (?:an?|the|its|their) ")
_ITS_MEETING: Final = re.compile(
    r" (?:its|their) (?:[a-z]+|\d+(?:st|nd|rd|th)) (?:meeting|session|sitting)\b"
)
_SEVERAL_OR_BODY: Final = re.compile(
    r"(?:committee|council|commission|group|board|panel|force|forum|assembly|ministers|leaders|presidents|officials|delegations|envoys|experts|sides|teams)\b",
    re.I,
)
_CHANGES: Final = re.compile(
    r"cancel|called off|scrapped|shelved|axed|postpon|reschedul|deferred|delayed|put (?:off|back)|moved|pushed|brought|shifted"
)
BEING: Final = re.compile(r"\b(?:is|are|was|were|be|been|being|not|no longer|won't|cannot)\b")
POLLS: Final = ("election", "elections", "referendum", "vote")
_DATE_OF: Final = re.compile(r"as the (?:new )?(?:date|day) (?:of|for)")
_LOWER_SUBJECTS: Final = frozenset(
    "the both foreign prime finance trade ministers leaders officials senior two".split()
)
