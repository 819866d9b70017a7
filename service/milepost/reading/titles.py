"""Titles: what a person would write into a calendar, from the words around a cue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from milepost.model import Series
from milepost.reading import clauses
from milepost.reading.phrases import (
    DETERMINERS,
    PREPOSITIONS,
    STOPPERS,
    Word,
    phrase_left,
    phrase_right,
    shorten,
    span_text,
    tidy,
    words,
)
from milepost.reading.rules import BODY_NOUNS, EVENT_NOUNS, THINGS
from milepost.reading.verbs import finite, known
from milepost.reading.verbs import in_the_present as verb_in_the_present


@dataclass(frozen=True, slots=True)
class Titled:
    """A title with what it was made of; ``thing`` is the noun that later sentences may name it by."""

    title: str
    series: Series | None = None
    thing: str = ""
    named: bool = True
    """Whether a proper thing was named, rather than "the meeting"."""


_OWN_PREPOSITION: Final = re.compile(r"(?:in|on|by|at|from|until|till|before|within|during|after|as)\b", re.I)
_DANGLING_TIME: Final = re.compile(
    r"(?<!\bsworn )\b(?:(?:in|over|during) the course of|as early as|as soon as|as late as|some ?time|in|on|by|at|from|to|during|until|till|before|around|about)(?: the)?\s*$",
    re.I,
)


@lru_cache(maxsize=1024)
def _without_its_preposition(words: str) -> str:
    """The words before a date without what leads to it; asked for each date of a sentence, again and again."""
    return _DANGLING_TIME.sub("", words)


_BETWEEN_DATES: Final = re.compile(r",? ?(?:and|or|to|,)? ?")


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence as a title sees it: its words, the cue, and the spans that tell dates."""

    flat: str
    start: int
    end: int
    tokens: tuple[Word, ...]
    cue: tuple[int, int]
    dates: tuple[tuple[int, int], ...]
    act: str = ""
    """What "this Regulation" is called."""
    spoken_of: str = ""
    """What the sentence before spoke of: what "it" is."""
    seen: clauses.Words | None = None
    """Its words as clauses see them, where they have been looked at before."""

    def read(self) -> clauses.Words:
        """Its words after a dateline, as clauses see them."""
        return self.seen or clauses.Words(
            _after_dateline(self.flat, self.start, self.end, self.tokens), self.dates
        )

    def without_dates(self, start: int, end: int) -> str:
        """The words between two offsets, without those that tell a date."""
        pieces, at = [], start
        for first, last in self.dates:
            if last <= at or first >= end:
                continue
            piece = self.flat[at:first] if first > at else ""
            if piece and not _OWN_PREPOSITION.match(self.flat, first, last):  # "move in by Easter"
                piece = _without_its_preposition(piece)
            if at > start and _BETWEEN_DATES.fullmatch(piece):
                piece = ""  # "on Monday and Tuesday for the funeral"
            at = min(last, end)
            if piece.rstrip().endswith(",") and self.flat[at : at + 1] == ",":
                piece, at = piece.rstrip()[:-1], at + 1  # a date between commas takes them along
            pieces.append(piece)
        pieces.append(self.flat[at:end])
        return " ".join(pieces)


# ---------------------------------------------------------------- events

_ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
        fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        1,
    )
} | {"inaugural": 1, "maiden": 1}
_NUMBERED: Final = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_COUNTERS: Final = frozenset("round edition session meeting iteration instalment conference summit".split())
_ROUNDS: Final = frozenset(
    "dialogue dialog talks consultations consultation negotiations conversation".split()
)
_TWO_WORDS: Final = {
    "group": ("working", "steering", "contact", "expert", "study"),
    "force": ("task",),
    "table": ("round",),
}


def ordinal(word: str) -> int | None:
    """The number of "second", "18th" or "twenty-first"; None for another word."""
    low = word.lower()
    if found := _NUMBERED.fullmatch(low):
        return int(found[1])
    if "-" in low and (tens := {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}.get(low.split("-")[0])):
        units = _ORDINALS.get(low.split("-", 1)[1])
        return tens + units if units and units < 10 else None
    return _ORDINALS.get(low)


def say_ordinal(number: int) -> str:
    """2 as "2nd"."""
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


_SIDES: Final = ("bilateral", "trilateral")
_AFTER_SIDES: Final = STOPPERS | PREPOSITIONS | {".", ",", ";"}


def heads(tokens: Sequence[Word], nouns: frozenset[str] = EVENT_NOUNS) -> list[int]:
    """The tokens that name an event: "round", "dialogue", "summit"."""
    found = []
    for at, word in enumerate(tokens):
        low = word.low.rsplit("-", 1)[-1] if "-" in word.low and word.low not in nouns else word.low
        if low == "table" and at and tokens[at - 1].low in _TWO_WORDS["table"]:
            found.append(at)
        if low == "round" and at + 1 < len(tokens) and tokens[at + 1].low == "table":
            continue
        if low in _SIDES and at + 1 < len(tokens) and tokens[at + 1].low not in _AFTER_SIDES:
            continue  # "bilateral trade"
        if low not in nouns or (low == "group" and not (at and tokens[at - 1].low in _TWO_WORDS["group"])):
            continue
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if low == "call" and after and after.low == "for":
            continue  # "call for proposals"
        if after and after.low in nouns and after.low not in ("call", "visit", "board"):
            continue  # "committee meeting": the last noun is the head
        if after and after.capital and word.capital and after.low.endswith("s") and after.low[:-1] in nouns:
            continue
        found.append(at)
    return found


_ASIDE_OF_TIME: Final = re.compile(
    r", (?:first |last |originally |initially )?(?:(?:which|who) (?:was |were |had |has )?(?:been )?)?"
    r"(?:\w+ed|held|begun|began|struck|set up|met|took effect|in (?:place|force|effect|office|power))\b[^,;\"]{1,60},(?= )"
)
""" "The agreement, signed in 2019, lapsed": what was, told beside what is."""


def event(
    clause: Clause, *, near: tuple[int, int] | None = None, passive: bool = True, one_side: bool = False
) -> Titled | None:
    """The event nearest to a place, as "Series, Nth round"; None where none is named.

    ``passive``: the event is looked for before the cue first ("X will be held"), else after it;
    ``one_side``: and nowhere else.
    """
    tokens = clause.tokens
    at, until = near or clause.cue
    asides = [found.span() for found in _ASIDE_OF_TIME.finditer(clause.flat, clause.start, clause.end)]
    found = [
        h
        for h in heads(tokens)
        if not any(first < tokens[h].start < last for first, last in asides)
        and not (clause.cue[0] <= tokens[h].start < clause.cue[1] and tokens[h].low in ("meeting", "visit"))
    ]
    before = [h for h in found if tokens[h].end <= at + 1]
    after = [h for h in found if tokens[h].start >= until - 1]
    if not passive:  # the object of the verb, not an event of another clause
        after = [h for h in after if not _OTHER_CLAUSE.search(clause.flat, until, tokens[h].start)]
    order = [*reversed(before), *after] if passive else [*after, *reversed(before)]
    if one_side:
        order = [*reversed(before)] if passive else after
    for head in order:
        if titled := _event_at(clause, head):
            return titled
    return None


_OTHER_CLAUSE: Final = re.compile(r"[,;:]|\b(?:and|until|by|before|after|that|which)\b")


def event_at(clause: Clause, head: int) -> Titled | None:
    """The event whose noun is the token ``head``."""
    return _event_at(clause, head)


def _event_at(clause: Clause, head: int) -> Titled | None:
    tokens = clause.tokens
    limit = min((first for first, _ in clause.dates if first > tokens[head].start), default=clause.end)
    first = phrase_left(tokens, head)
    counted = first
    # "the second round of the Economic Dialogue": the round counts, the Dialogue is the name
    if first >= 2 and tokens[first - 1].low in ("of", "for", "the"):
        back = first - 1
        while back > 0 and tokens[back].low in ("of", "the", "for"):
            back -= 1
        if tokens[back].low in _COUNTERS:
            counted = phrase_left(tokens, back)
            return _series(
                clause,
                (first, phrase_right(tokens, head, limit)),
                tokens[back].low,
                tokens[counted:back],
                tokens[head].low,
            )
    last = phrase_right(tokens, head, limit)
    if tokens[head].low in _COUNTERS and last > head + 1 and tokens[head + 1].low in ("of", "for"):
        inner = head + 2
        while inner < last and tokens[inner].low in DETERMINERS:
            inner += 1
        whole = _inner_head(tokens, inner, last)
        counts = any(ordinal(t.text) is not None or t.low == "next" for t in tokens[first:head])
        plain = whole is None or tokens[whole].low not in EVENT_NOUNS
        if not counts and plain and tokens[head].low in ("summit", "conference", "meeting"):
            return Titled(tidy(shorten(span_text(clause.flat, tokens, head, last))), None, tokens[head].low)
        if not counts and plain and first < head and tokens[first].low not in DETERMINERS:
            return Titled(tidy(shorten(span_text(clause.flat, tokens, first, last))), None, tokens[head].low)
        if (
            whole is not None
            and tokens[head].low == "meeting"
            and tokens[whole].low not in EVENT_NOUNS
            and not tokens[whole].capital
        ):
            return Titled(tidy(shorten(span_text(clause.flat, tokens, head, last))), None, "meeting")
        if whole is not None:
            end = phrase_right(tokens, whole, limit)
            return _series(
                clause, (inner, max(end, whole + 1)), tokens[head].low, tokens[first:head], tokens[whole].low
            )
    return _series(clause, (first, last), "", tokens[first:head], tokens[head].low)


def _inner_head(tokens: tuple[Word, ...], first: int, last: int) -> int | None:
    """The last noun of an event or body in a phrase, or its last capital word."""
    for at in range(first, last):
        if tokens[at].low in EVENT_NOUNS and not (at + 1 < last and tokens[at + 1].low in EVENT_NOUNS):
            return at
    capitals = [at for at in range(first, last) if tokens[at].capital]
    return capitals[-1] if capitals else (last - 1 if last > first else None)


_BEFORE_NAME: Final = frozenset(
    "next upcoming forthcoming latest new planned proposed scheduled slated expected due first-ever inaugural previous last".split()
)
_GENERIC: Final = frozenset(
    "meeting meetings talks session conference call visit round discussion discussions event review vote briefing".split()
)


def _series(
    clause: Clause, span: tuple[int, int], counter: str, before: Sequence[Word], noun: str
) -> Titled | None:
    """A title from the name's tokens, the word that counts ("round"), and the words before that."""
    tokens = clause.tokens
    first, last = span
    number, which = None, ""
    for word in before:
        number = ordinal(word.text) or number
        which = word.low if word.low in ("next", "first-ever") else which
    while first < last and (
        ordinal(tokens[first].text) is not None
        or tokens[first].low in _BEFORE_NAME | DETERMINERS
        or tokens[first].low in STOPPERS | PREPOSITIONS
        or not tokens[first].text[0].isalnum()
    ):
        if first + 1 == last:
            break
        number = ordinal(tokens[first].text) or number
        which = tokens[first].low if tokens[first].low in ("next",) else which
        first += 1
    if first >= last:
        return None
    name = tidy(span_text(clause.flat, tokens, first, last))
    name = (
        re.sub(r"^(?:(?:India|Japan|[A-Z]\w+)(?:'s|s') )", "", name)
        if re.match(r"[A-Z]\w+(?:'s|s') ", name)
        else name
    )
    name = re.sub(
        r" (?:of|between) (?:both|the two|the three|their two) (?:countries|sides|governments|nations)\b.*$",
        "",
        name,
    )
    name = re.sub(r" (?:planned|scheduled|due|set|expected|slated|held|held here)$", "", name)
    if not name or ordinal(name) is not None:
        return None
    if noun in BODY_NOUNS and first + 1 == last and not counter and number is None:
        return None  # "the committee" is who meets
    name = name[:1].upper() + name[1:]
    short = re.sub(r" between .*$", "", name)
    proper = (
        any(t.capital for t in tokens[first + 1 : last])
        or (last - first > 1)
        or number is not None
        or bool(counter)
    )
    named = proper and name.lower() not in _GENERIC
    if number is None and not which:
        label = f", {counter}" if counter in ("session", "round") and counter not in name.lower() else ""
        if counter == "meeting" and noun in BODY_NOUNS:
            label = ", meeting"
        return Titled(shorten(name) + label, Series(short) if _is_series(short, noun) else None, noun, named)
    unit = counter or ("round" if noun in _ROUNDS else "")
    count = say_ordinal(number) if number is not None else "next"
    tail = f", {count} {unit}".rstrip() if unit or number is not None else ""
    if not tail and which:
        return Titled(
            shorten(f"Next {name[:1].lower() + name[1:] if not name[1:2].isupper() else name}"),
            Series(short),
            noun,
            named,
        )
    return Titled(shorten(name, 70 - len(tail)) + tail, Series(short, number), noun, named)


def _is_series(name: str, noun: str) -> bool:
    return (
        len(name.split()) > 1
        and noun in _ROUNDS | {"summit", "forum", "committee", "council", "commission", "congress", "group"}
        and any(c.isupper() for c in name[1:])
    )


# ---------------------------------------------------------------- duties

_ASIDE: Final = re.compile(
    r",? ?\b(?:in (?:close |full )?(?:consultation|coordination|cooperation|collaboration|conjunction|accordance|partnership|consideration) with"
    r"|after (?:consulting|consultation|having|taking)|following consultation|acting through|through the (?:Director|APNSA|Secretary|Administrator|Assistant)"
    r"|consistent with|subject to|as (?:appropriate|practicable|applicable|needed|necessary|the case may be)"
    r"|where (?:appropriate|necessary|applicable|possible)|if necessary|without (?:undue )?delay|at the latest|no later than|not later than"
    r"|and every \w+ \w+ thereafter|at least (?:once|twice)[^,;]{0,40}?thereafter|and (?:\w+ )?annually thereafter|on behalf of|pursuant to (?:subsection|section|paragraph|article)|taking into account)"
    r"\b[^,;]*(?:,(?= )|(?=;)|$)",
    re.I,
)
_EXTENT: Final = re.compile(
    r",? ?\bto the (?:maximum |greatest |fullest )?extent (?:possible|practicable|feasible|permitted by (?:applicable )?law|appropriate)\b,?",
    re.I,
)
_FOR_WHOM: Final = re.compile(r"(?<=\w), for [^,]{2,60},(?= (?:an?|the|its)?\b)", re.I)
_PARENTHESES: Final = re.compile(r"\s*\([^()]{0,160}\)")
_RECIPIENT: Final = re.compile(
    r"^(?P<verb>submit|provide|recommend|report|send|transmit|deliver|notify|present|communicate|make|issue|propose)s?\b,? to (?P<to>(?:the |each |all |any |its |their )?[^,;]{2,160}?)"
    r",? (?=(?:a|an|the|its|their|recommendations?|information|reports?|contract|appropriate|those|standardized|options|findings|comments|proposals?|plans?|any)\b(?! (?:Director|President|Secretary|Assistant|Council|Administrator|Chair|Committee|Commission|European|Board|Attorney|Minister|Congress|Office|head|heads|Speaker)))",
)
_DELIVER: Final = re.compile(
    r"^(?:(?:develop|prepare|draft|draw up|review|formulate|produce|create)(?:,)? (?:and|or|,) )?"
    r"(?P<verb>submit|provide|publish|issue|release|prepare|deliver|present|send|transmit|develop|produce|draw up|draft|make available|make public|post|formulate|compile|unveil|table)\b"
    r"(?: publicly| jointly| to Congress)?,? (?=(?P<object>.+))",
    re.I,
)
_DELIVERED: Final = "(?:report|plan|list|summary|rationale|assessment|strategy|proposal|memorandum|review|update|notification|statement|analysis|inventory)s?"
_HANDED: Final = re.compile(
    rf"^(?:submit|provide|send|transmit|deliver|present|make|issue|recommend)\b,? to .{{2,200}}?,? an? (?P<what>(?:[\w-]+ ){{0,3}}{_DELIVERED}\b.*)$",
    re.I,
)
"""The thing that is handed to somebody who is named before it."""
_ACTIONS: Final = re.compile(
    r"^(?P<verb>recommend|propose|provide|submit|identify|issue)\b,? to .{2,200}? (?P<what>(?:appropriate|(?:the )?recommendations?|options|measures|actions|any|standardized|contract language|information)\b.*)$",
    re.I,
)
_OBJECT: Final = r"\g<object>"
_PLAIN_OBJECT: Final = re.compile(
    r"^(?:(?:a|an|the|this|its|their|his|her|any|one or more|such|final|updated?) )*(?P<object>.*)$",
    re.I | re.S,
)
_WEAK_OBJECT: Final = frozenset(
    "information report reports guidance plan plans it them policies advice".split()
)
_PASSIVE: Final = re.compile(r"^be (?P<verb>\w+(?:ed|en|t|up|e))\b(?P<rest>.*)$", re.I | re.S)
_TO_SUBJECT: Final = re.compile(r"^(?P<verb>report|notify|inform)\b", re.I)
_TO_WHOM: Final = re.compile(
    r",? to (?:the |both |each |all )?(?:European Parliament|Council|Commission|President|Congress|Director|Secretary|Administrator|Assistant|Attorney|Minister|Cabinet|Board|Committee|Chair|Parliament|agencies|Member States|Speaker)\b[^;]*$"
)
_PREAMBLE: Final = re.compile(
    r"^(?:then|thereafter|now|also|further|jointly|each|either|both|promptly|immediately|publicly|take (?:all )?(?:appropriate|necessary) (?:steps|action|measures) to|begin to|use best efforts to|make best efforts to|seek to|work to|as appropriate,?|and|,|:)\s+",
    re.I,
)


_WHO_SAID: Final = re.compile(
    r",? (?:(?:[A-Z][\w.'-]+|he|she|they|it|the|its|their|his|her|a|an|chief|executive|minister|officials?|[a-z]+) ){1,7}?(?:said|says|told|added|announced|noted|confirmed)\b(?: [^,;]*)?(?:$|,? \".*$)"
)
""" ", she told a packed courtroom": who said it, at the end of what was said."""


def plain(text: str) -> str:
    """A noun phrase without its article, as a title begins."""
    return tidy(_PLAIN_OBJECT.sub(_OBJECT, text))


def verb_phrase(clause: Clause, start: int, end: int) -> str:
    """The words of a duty without dates, parentheses, consultation and other asides."""
    text = clause.without_dates(start, end)
    text = _PARENTHESES.sub("", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,;])", r"\1", text).strip(" ,:;.")
    text = re.sub(r"(?<=\w), (?:if|unless|as|he said|she said|however) [^,;]{2,60}, ", " ", text)
    text = _WHO_SAID.sub("", text)
    text = _FOR_WHOM.sub("", _EXTENT.sub("", text))
    for _ in range(4):
        trimmed = _ASIDE.sub(" ", text) if _ASIDE.search(text) else text
        trimmed = re.sub(r"\s+", " ", trimmed).strip(" ,:;.")
        trimmed = _PREAMBLE.sub("", trimmed)
        if trimmed == text:
            break
        text = trimmed
    return re.sub(r"\s*,(?:\s*,)+", ",", text)


def duty(phrase: str, subject: str = "") -> Titled:
    """Verb and object as a calendar says them: what is delivered rather than "submit", nobody's address."""
    phrase = re.split(r';|,?"', phrase)[0].strip()
    if (passive := _PASSIVE.match(phrase)) and subject:
        thing = tidy(_PLAIN_OBJECT.sub(r"\g<object>", _PARENTHESES.sub("", subject)))
        return Titled(tidy(shorten(f"{thing} {passive['verb']}{passive['rest']}")), thing=thing_of(thing))
    if phrase.startswith("be ") and subject:
        phrase = f"{tidy(_PLAIN_OBJECT.sub(_OBJECT, _PARENTHESES.sub('', subject)))} {phrase[3:]}"
    if reported := re.match(r"report to .{2,140}? on (?P<what>.+)", phrase):
        return Titled(tidy(shorten(f"Report on {reported['what']}")), thing="report")
    if handed := _HANDED.match(phrase):
        return Titled(tidy(shorten(handed["what"])), thing=thing_of(handed["what"]))
    if moved := _ACTIONS.match(phrase):
        phrase = f"{moved['verb']} {moved['what']}"
    elif moved := _RECIPIENT.match(phrase):
        phrase = f"{moved['verb']} {phrase[moved.end() :]}"
    phrase = _TO_WHOM.sub("", phrase) or phrase
    thing = thing_of(phrase)
    if delivered := _DELIVER.match(phrase):
        held = _PLAIN_OBJECT.match(delivered["object"])
        held_words = held["object"] if held else ""
        plain = tidy(
            shorten(
                re.split(
                    r", (?:and|which|including|as|to)\b| and (?=(?:shall|recommend|submit|provide|publish|establish|report|issue)\b)",
                    held_words,
                )[0]
            )
        )
        if len(plain.split()) >= 2 and plain.split()[0].lower() not in _WEAK_OBJECT | {
            "to",
            "for",
            "such",
            "and",
        }:
            return Titled(plain, thing=thing_of(plain))
        if len(plain.split()) >= 3 and plain.split()[0].lower() in _WEAK_OBJECT:
            return Titled(plain, thing=thing_of(plain))
    return Titled(tidy(shorten(phrase)), thing=thing)


_ISSUED: Final = re.compile(
    r"\b(reports?|guidance|guidelines|recommendations?|plans?|strategy|definition|list|rules?|regulations?|proposals?|standards?|procedures|framework"
    r"|requirements|policies|criteria|memorandum|memoranda|assessment|review|agreement|language|programme|program|notice|roadmap|template|agenda|study|inventory|schedule|decision|designation|draft|findings|determination|opinion)\b",
    re.I,
)


def thing_of(text: str) -> str:
    """The noun of what is delivered: "report", "guidance"; empty where there is none."""
    found = _ISSUED.search(text)
    return found[1].lower() if found else ""


# ---------------------------------------------------------------- the other shapes

_THIS_ACT: Final = re.compile(
    r"^(?:this|the present) (regulation|directive|act|order|decision|law|rule|agreement|notice|ordinance|proclamation|section|article|chapter|treaty|protocol)\b|^it$",
    re.I,
)


def subject_before(clause: Clause, at: int) -> str:
    """What the verb at ``at`` is told of, without dates and parentheses."""
    return _words_of(clause, clauses.subject(clause.read(), at))


def in_the_present(clause: Clause, said: tuple[int, int]) -> bool:
    """Whether the clause of a date is told in the present: "the two sides sit down on Monday"."""
    seen = clause.read()
    frame = clauses.frame(seen, said[0])
    told = (*frame.subject, *frame.told) if frame.told else clauses.following(seen, said[1])
    sure = [finite(told, n) for n in range(len(told))]
    at = sure.index(2) if 2 in sure else sure.index(1) if 1 in sure else None
    return at is not None and (told[at].low in ("is", "are") or verb_in_the_present(told[at].low))


_CUT_SHORT: Final = re.compile(
    r"(?<=\w) (?:[a-z]{3,}ed|held|built|made|set|begun)(?: (?:for|on|in|to|at|by))?$"
)
""" "notes printed before 1990", of which the date was taken away."""


def clause_of(clause: Clause, said: tuple[int, int]) -> str:
    """What the clause of a date says: up to the date, or after it where the date leads its clause."""
    seen = clause.read()
    frame = clauses.frame(seen, said[0])
    subject = _words_of(clause, frame.subject)
    if not subject or all(word in PREPOSITIONS | _LEADING for word in subject.lower().split()):
        return _words_of(clause, clauses.following(seen, said[1]))
    if frame.told:
        told_again = _OTHER_OBJECT.match(
            clause.flat, max((b for _, b in clause.dates if b <= said[0]), default=0), said[0]
        )
        if told_again and (first := _shared(clause, frame.told, told_again["prep"])):
            return f"{subject} {first} {told_again['prep']} {told_again['what'].strip()}"
        to = (
            " to"
            if (known(frame.told[0].low) or frame.told[0].low == "be")
            and not frame.told[0].low.endswith("s")
            and frame.subject
            and frame.told[0].start > frame.subject[-1].end + 8
            else ""
        )
        told = f"{subject}{to} {_words_of(clause, frame.told)}"
        if not _OWN_PREPOSITION.match(clause.flat, said[0], said[1]):
            told = _HANGING.sub("", told)
        late = _OBJECT_BEHIND.match(clause.flat, said[1], clause.end)
        return f"{told} {late[0].strip()}" if late and len(told) - len(subject) < 25 else told
    if clauses.verb_next(seen, said[1]):  # "the court on Friday will hear"
        return f"{_HANGING.sub('', subject)} {_words_of(clause, clauses.following(seen, said[1]))}"
    return subject


def clause_begins(clause: Clause, at: int) -> int:
    """The offset at which the clause of a date begins, its verb where it shares a subject."""
    return clauses.begins(clause.read(), at)


def main_subject(flat: str, start: int, end: int) -> str:
    """What a sentence is about: the subject of its first verb, without its article; empty for a pronoun."""
    tokens = words(flat, start, end)
    clause = Clause(flat, start, end, tokens, (start, start), ())
    sure = [finite(tokens, n) for n in range(len(tokens))]
    at = sure.index(2) if 2 in sure else sure.index(1) if 1 in sure else None
    name = plain(subject_before(clause, tokens[at].start)) if at else ""
    return name if name and len(name) <= 60 and not _PRONOUN.match(name) else ""


_PRONOUN: Final = re.compile(
    r"(?:it|they|he|she|we|i|both|such|that|these|those|there|so|not|no|then|nobody|nothing|what)\b", re.I
)


def words_following(clause: Clause, at: int) -> str:
    """The clause that begins at an offset, without its dates."""
    return _words_of(clause, clauses.following(clause.read(), at))


def _shared(clause: Clause, told: Sequence[Word], prep: str) -> str:
    """The words of a verb up to a preposition that comes again: "falls to 16% in May and to 9% in June"."""
    at = next((n for n, word in enumerate(told) if word.low == prep), 0)
    return _words_of(clause, told[:at]) if at else ""


_OTHER_OBJECT: Final = re.compile(
    r",? (?:and|then|and then) (?P<prep>to|from|for|by|in|at) (?P<what>[^,;:]{2,50}?)(?: (?:on|in|by|from|at))?(?: the)? ?$"
)
_OBJECT_BEHIND: Final = re.compile(
    r" (?:its|his|her|their|the|an?) [^,;.:]{3,60}?(?=[,;.:]| (?:in|on|at|for|to|by|after|before|which|that|and)\b)"
)
""" "extended to 20 November its offer": the object that stands behind the date."""
_HANGING: Final = re.compile(
    r"(?: (?:late|early))?(?:(?<!\bsworn) (?:on|in|at|by|from|to|for|late|early|until))$"
)

_LEADING: Final = frozenset(
    "and but also then however meanwhile separately with effect starting beginning ,".split()
)


def _after_dateline(flat: str, start: int, end: int, tokens: Sequence[Word]) -> Sequence[Word]:
    """The words of a sentence after "SUVA, 3 March (PINA) -"."""
    line = _DATELINE.match(flat, start, end)
    return [t for t in tokens if t.start >= line.end()] if line else tokens


def _words_of(clause: Clause, tokens: Sequence[Word]) -> str:
    """The text of some words of the sentence, without its dates."""
    pieces, begin = [], 0
    for n, (token, following) in enumerate(pairwise(tokens), 1):
        between = clause.flat[token.end : following.start]
        if between and between != " " and between.strip():
            pieces.append(clause.without_dates(tokens[begin].start, token.end))
            begin = n
    if tokens:
        pieces.append(clause.without_dates(tokens[begin].start, tokens[-1].end))
    text = re.sub(r"\s+", " ", " ".join(pieces)).strip(" ,;:.-")
    last_word = next((t.text for t in reversed(tokens) if t.text[0].isalnum()), "")
    if clause.dates and not text.endswith(last_word):
        text = _CUT_SHORT.sub("", text)
    return re.sub(r"\s+([,;])", r"\1", text)


_DATELINE: Final = re.compile(
    r"\s*(?:[A-Z]{2}[A-Z .,'/]{1,38}(?:[A-Z][a-z]{2,4}\. )?[-—–:_] |[A-Z][\w.'’-]{2,}(?:[ ,./]+[A-Z][\w.'’-]*){0,4}(?:,? \d{1,2}(?: [A-Z][a-z]+\.?)?)?[ ,]*(?:\([^)]{0,40}\))?\.? ?(?:[—–]|--|- ) ?)"
)


def force(clause: Clause, verb: str) -> Titled:
    """ "AI Act applies", "Directive 95/46/EC repealed": the subject and what becomes of it."""
    subject = subject_before(clause, clause.cue[0])
    subject = re.sub(r"^(?:.*, )?(?=(?:This|It|The) )", "", subject) if len(subject) > 80 else subject
    what = (
        "repealed"
        if "repeal" in verb
        else "enters into force"
        if "into force" in verb
        else "takes effect"
        if ("effect" in verb and "effective" not in verb) or "into effect" in verb
        else "effective"
        if "effective" in verb
        else "commences"
        if "commence" in verb
        else "ceases to apply"
        if "cease" in verb
        else "applies"
    )
    if noun := re.match(r"(?:entry|coming) into force$", verb):
        subject = re.sub(r"^of ", "", object_after(clause, clause.cue[0] + noun.end()))
        if not subject:
            return Titled("", named=False)
    if found := _THIS_ACT.match(subject):
        act = clause.act or (f"This {found[1].capitalize()}" if found[1] else clause.spoken_of or "It")
        return Titled(
            shorten(act, 68 - len(what)) + f" {what}",
            thing="entry into force" if "force" in what else "application",
        )
    if re.match(r"(?:Articles?|Sections?|Chapters?|Annex(?:es)?) \S", subject):
        subject = re.sub(
            r"^(?:However|Nevertheless), ", "", clause.without_dates(clause.start, clause.cue[0]).strip()
        )
    name = _PLAIN_OBJECT.sub(r"\g<object>", subject)
    to_what = _TO_WHAT.match(clause.flat, clause.cue[1], clause.end) if what == "applies" else None
    name = shorten(tidy(name), 68 - len(what))
    plural = _plural(name)
    if "," in subject or plural or re.match(r"(?:Articles|Sections|Chapters|Annexes)\b", subject):
        what = {
            "enters into force": "enter into force",
            "takes effect": "take effect",
            "applies": "apply",
            "commences": "commence",
            "ceases to apply": "cease to apply",
        }.get(what, what)
    if to_what and len(name) + len(what) + len(to_what[0]) < 68:
        what += to_what[0]
    return Titled(
        f"{name} {what}" if name else what.capitalize(),
        thing="entry into force" if "force" in what else "application",
        named=bool(name),
    )


_TO_WHAT: Final = re.compile(
    r" (?:only )?to [^,;.:]{3,45}?(?= (?:from|on|as of|as from|with effect|in|until) )"
)
""" "the levy applies to bottles from April": told with what it applies to."""


def expiry(clause: Clause, verb: str) -> Titled:
    """ "Temporary measures expire"."""
    subject = subject_before(clause, clause.cue[0])
    if (this := _THIS_ACT.match(subject)) and (
        named := clause.act or (clause.spoken_of if not this[1] else "")
    ):
        subject = named
    subject = tidy(_PLAIN_OBJECT.sub(r"\g<object>", re.sub(r", (?:due|set|expected|which)$", "", subject)))
    plural = _plural(subject)
    what = "expire" if plural else "expires"
    if "cease" in verb:
        what = "cease" if plural else "ceases"
    elif re.search(r"valid|in force|effect|in place|in operation", verb):
        what = "valid until then"
    elif "confer" in verb:
        what = "ends"
    elif re.search(r"extended|prolonged|renewed", verb):
        what = "extended until then"
    elif re.search(r"appointed|authori", verb):
        what = "term ends"
    elif "out" in verb:
        what = "run out" if plural else "runs out"
    elif re.search(r"lapse|terminate|sunset", verb):
        word = next(w for w in ("lapse", "terminate", "sunset") if w in verb)
        what = word if plural else word + "s"
    return Titled(f"{shorten(subject, 68 - len(what))} {what}".strip(), thing="end")


def _plural(name: str) -> bool:
    """Whether a noun phrase is of several: by the noun before its first preposition."""
    head = re.split(r" (?:of|on|for|in|to|with|by|from|against|between|under|at|that) ", name, maxsplit=1)[0]
    numbered = re.match(
        r"(?P<many>(?:Article|Section|Chapter|Annexe|Part|Schedule|Regulation|Rule|Clause|Paragraph)s) \S",
        head,
    )
    several = numbered or re.search(r"(?<!s)(?<!u)(?<!i)s$", head)
    return bool(several) or re.search(r" and (?:the|an?|its) ", head) is not None


_PERSON: Final = re.compile(
    r"(?:(?:[A-Z][\w'.&-]*|of|the|and|for|de|van|von|bin|al|el)\s)*?(?:[A-Z][\w'.-]*)(?: [A-Z][\w'.-]*)*$"
)
_TO_PLACE: Final = re.compile(
    r"^\s*(?:(?:to|in|the|of|a|its|also|official|officially)\s)*(?P<place>(?:[A-Z][\w'-]*|of|and|the)(?:\s(?:[A-Z][\w'-]*|of|and(?= [A-Z])))*)"
)


_ROLE: Final = re.compile(
    r"(?P<who>(?:[A-Z][\w.-]+(?:'s|s')? )?(?:[a-z][a-z-]* ){0,3}"
    r"(?:delegation|mission|team|minister|president|premier|chancellor|king|queen|secretary|envoy|leader|chief"
    r"|governor|ambassador|commissioner|speaker|lawmaker|official|expert|inspector)s?"
    r"(?: (?:of|from) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*)?)(?: (?:led|headed) by .{3,60})?"
    r"(?: (?:will|would|is|are|was|were|to|also|on|a|has|had|been|be|currently|then|due|expected|set))*$"
)
"""Who visits, where no name is told: "Norway's fisheries minister", "the prime minister of Norway"."""


def visit(clause: Clause) -> Titled | None:
    """ "Person visits place"; None where either is missing."""
    flat, (first, last) = clause.flat, clause.cue
    words = flat[first:last]
    after = flat[last : clause.end]
    before = clause.without_dates(clause.start, first).rstrip()
    if words.lower().startswith("visit of") or words.lower().startswith("visit by"):
        whole = re.match(r"\s*(?:the )?(?P<who>.{2,80}?) to (?P<place>(?:[A-Z][\w'-]*\s?)+)", after)
        if not whole:
            return None
        return _visited(whole["who"], whole["place"])
    if invited := _INVITED.match(words + after):
        return _visited(invited["who"], invited["place"])
    place = _TO_PLACE.match(after)
    if not place:
        return None
    before = re.sub(r"\([^()]*\)|,[^,]*,$", "", before).strip(" ,")
    if role := _ROLE.search(before):
        return _visited(role["who"], place["place"])
    person = re.search(
        r"(?P<who>(?:[A-Z][\w'.&-]*)(?:[ -](?:[A-Z][\w'.&-]*|of(?= )|the(?= [A-Z])|for(?= [A-Z])|and(?= [A-Z])|de|van|bin|al))*)(?:,[^,]{0,60})?\s*(?:and \w+ \w+)?(?:\b(?:will|would|is|are|was|were|to|also|on|a|has|had|been|be|currently|then|due|expected|set)\b\s*)*$",
        before,
    )
    if person:
        return _visited(person["who"], place["place"])
    return None


_INVITED: Final = re.compile(
    r"(?:invited|invitation (?:to|for)) (?P<who>[^,;]{3,80}?) to (?:pay .{0,30}visit to|visit) (?:the )?(?P<place>[A-Z][\w'-]*(?: (?:[A-Z][\w'-]*|of|and(?= [A-Z])))*)"
)
_NOT_PERSONS: Final = frozenset(
    "Ministry Government Department Embassy Commission It They He She The This That In On At Our Your Please".split()
)


def _visited(who: str, place: str) -> Titled | None:
    who, place = who.strip(" ,'"), re.sub(r"\b(?:and|of|the)$", "", place.strip()).strip()
    who = re.sub(r"'s$", "", who)
    if (
        not who
        or (who.split()[0] in _NOT_PERSONS and len(who.split()) < 2)
        or who.split()[0] in ("Ministry", "Please")
    ):
        return None
    who = re.sub(r"^(?:The|In|On|At|Meanwhile|His|Her|[Aa]n?|the) ", "", who)
    if re.fullmatch(
        r"(?:January|February|March|April|May|June|July|August|September|October|November|December)", place
    ):
        return None
    visits = "visit" if _plural(who) else "visits"
    return Titled(tidy(shorten(f"{tidy(who)} {visits} {place}")), thing="visit")


_OBJECT_STOP: Final = re.compile(
    r"(?:[,;:\"]|\.(?=\s|$)|—"
    r"|\b(?:to (?=(?:take|enhance|give|promote|strengthen|boost|address|discuss|facilitate|help|support|advance|further|deepen|improve|expand|increase|ensure|cover|oversee|monitor|coordinate|prepare|explore|review|examine|work|develop|implement|identify|accelerate|foster|encourage|study|look|resolve|allow|enable|provide|make|serve|push|drive|build|reduce|tackle|manage|follow|train|bring|create|set|speed|secure|combat|counter|curb|finali[sz]e|draft|negotiate|[a-z]+ (?:the|their|its|cooperation|bilateral)))"
    r"|that|which|who|where|when|while|as|so|if|under|with (?=an? )|during|at|with a view|in order|in line|with the aim|aimed|but|following|after|before|by (?=[a-z]+ing\b)|by (?=\d)|within|in (?=(?:the (?:coming|near|first|second|third|last|next)|due|early|late|mid|order|a bid|response|return|parallel|turn|this|which))"
    r"|and (?=(?:also|to|agreed|decided|will|said|both|discussed|reviewed|called|expressed|launched|signed|the two|welcomed|underlined|[a-z]+ed\b)))\b)"
)


def object_after(clause: Clause, at: int, limit: int | None = None) -> str:
    """The object of a verb: what stands after it up to a purpose, a pause or a date."""
    end = min(
        [limit or clause.end, at + _LONGEST_OBJECT, *(first for first, last in clause.dates if first >= at)]
    )
    text = clause.flat[at:end]
    stop = _OBJECT_STOP.search(text)
    return text[: stop.start()].strip() if stop else text.strip(" .")


_LONGEST_OBJECT: Final = 240

PARTICIPLES: Final = {
    "hold": "held", "convene": "convened", "establish": "established", "set up": "set up", "create": "created",
    "launch": "launched", "form": "formed", "constitute": "constituted", "open": "opened", "start": "started",
    "begin": "begun", "commence": "commenced", "resume": "resumed", "host": "hosted", "co-host": "hosted",
    "organise": "organised", "organize": "organised", "conduct": "conducted", "sign": "signed", "conclude": "concluded",
    "finalise": "finalised", "finalize": "finalised", "negotiate": "negotiated", "develop": "developed", "draft": "drafted",
    "draw up": "drawn up", "publish": "published", "release": "released", "issue": "issued", "appoint": "appointed",
    "nominate": "nominated", "designate": "designated", "introduce": "introduced", "inaugurate": "inaugurated",
    "build": "built", "construct": "built", "adopt": "adopted", "ratify": "ratified", "submit": "submitted",
    "deliver": "delivered", "complete": "completed", "exchange": "exchanged", "reopen": "reopened",
    "operationalise": "put into operation", "operationalize": "put into operation", "institute": "instituted",
    "undertake": "undertaken", "carry out": "carried out", "prepare": "prepared", "present": "presented",
    "table": "tabled", "initiate": "initiated", "relaunch": "relaunched", "revive": "revived", "restart": "restarted",
    "field": "fielded", "send": "sent", "dispatch": "sent", "join": "joined", "accede to": "joined",
    "withdraw from": "left", "phase out": "phased out", "ban": "banned", "lift": "lifted", "review": "reviewed",
    "revise": "revised", "update": "updated", "upgrade": "upgraded", "double": "doubled", "abolish": "abolished",
    "scrap": "scrapped", "repeal": "repealed", "recognise": "recognised", "recognize": "recognised", "elevate": "elevated",
    "establishment": "established", "creation": "created", "setting up": "set up", "setting-up": "set up",
    "formation": "formed", "opening": "opened", "convening": "convened", "resumption": "resumed",
    "constitution": "constituted", "introduction": "introduced", "institution": "instituted",
    "conclusion": "concluded", "holding": "held", "establishing": "established", "creating": "created",
    "launching": "launched", "starting": "started", "resuming": "resumed", "forming": "formed", "signing": "signed",
}  # fmt: skip
"""How a promised verb stands in a title: "X to be convened"."""


def promise(clause: Clause, verb: str, at: int) -> Titled | None:
    """ "Joint Working Group on critical minerals to be convened"; None where nothing particular is promised."""
    found = object_after(clause, at)
    if not found:
        return None
    determined = re.match(
        r"(?:a|an|the|another|its|their|his|her|two|three|four|five|six|first|next|regular|annual|new|\d+)\b",
        found,
        re.I,
    )
    plain = _PLAIN_OBJECT.sub(r"\g<object>", re.sub(r"^of ", "", found))
    lows = {word.strip(",.'").lower().rsplit("-", 1)[-1] for word in plain.split()}
    concrete = any(low in THINGS or low.rstrip("s") in THINGS for low in lows)
    if (
        not plain
        or not (determined or concrete)
        or not (concrete or any(word[0].isupper() for word in plain.split()))
    ):
        return None
    if plain.lower() in ("it", "them", "this", "that"):
        return None
    plain = re.sub(
        r"\b(?:annually|regularly|jointly|twice a year|once a year|every year|as soon as possible)\b",
        "",
        plain,
    ).strip()
    tail = f" to be {PARTICIPLES.get(verb, verb)}"
    series = _numbered(plain)
    title = series.title if series else tidy(plain)
    return Titled(
        shorten(title, 70 - len(tail)) + tail,
        series.series if series else None,
        next(iter(sorted(lows & THINGS)), ""),
    )


def promised_of(clause: Clause, participle: str) -> Titled | None:
    """ "Working group to be set up", told of its subject."""
    subject = subject_before(clause, clause.cue[0])
    lows = {word.strip(",.'").lower().rsplit("-", 1)[-1] for word in subject.split()}
    plain = tidy(_PLAIN_OBJECT.sub(r"\g<object>", subject))
    if not plain or not lows & THINGS or len(plain.split()) > 12:
        return None
    tail = f" to be {participle}"
    return Titled(shorten(plain, 70 - len(tail)) + tail, None, next(iter(sorted(lows & THINGS)), ""))


def _numbered(plain: str) -> Titled | None:
    """An object that is a numbered or next event, as a series."""
    tokens = words(plain, 0, len(plain))
    found = heads(tokens)
    if not found or not (any(ordinal(t.text) for t in tokens[:3]) or tokens[0].low == "next"):
        return None
    return _event_at(Clause(plain, 0, len(plain), tokens, (0, 0), ()), found[0])


def comments(clause: Clause) -> Titled:
    """ "Comments due: draft rule"."""
    text = clause.flat[clause.start : clause.end]
    low = text.lower()
    kinds = (
        ("nominations", "Nominations due"), ("applications", "Applications due"), ("application ", "Applications due"),
        ("requests to speak", "Requests to speak due"), ("registration", "Registration closes"), ("register", "Registration closes"),
        ("rebuttal", "Rebuttal comments due"), ("bids", "Bids due"), ("bidding", "Bidding closes"), ("tenders", "Tenders due"), ("objections", "Objections due"), ("petition", "Petitions due"),
        ("expressions of interest", "Expressions of interest due"), ("reply comments", "Reply comments due"),
        ("comment", "Comments due"), ("views", "Views due"), ("feedback", "Feedback due"), ("input", "Input due"),
        ("consultation", "Public consultation closes" if "public" in low else "Consultation closes"),
        ("submissions", "Submissions due"), ("responses", "Responses due"), ("proposals", "Proposals due"),
        ("questions", "Questions due"), ("statements", "Statements due"), ("entries", "Entries due"), ("deadline", "Deadline"),
    )  # fmt: skip
    after = min([clause.cue[1] + 40, *(first for first, _ in clause.dates if first >= clause.cue[1])])
    near = low[max(0, clause.cue[0] - clause.start - 12) : after - clause.start]
    first = min(
        ((near.find(word), n, label) for n, (word, label) in enumerate(kinds) if word in near), default=None
    )
    own = _HANDED_IN.match(low, clause.cue[0] - clause.start)
    if own and not any(word.startswith(own[1]) for word, _ in kinds):
        first = (0, 0, f"{own[1].capitalize()}s due")
    label = (first[2] if first else None) or next(
        (label for word, label in kinds if word in low), "Submissions due"
    )
    if (
        re.search(r"\b(?:re)?opens?$", low[clause.cue[0] - clause.start : clause.cue[1] - clause.start])
        and "until" not in low
    ):
        word = clause.flat[clause.cue[0] : clause.cue[1]].split()[0].capitalize()
        return Titled(f"{word} opens" if word != "Comment" else "Comment period opens", thing="opening")
    about = re.search(
        r"\b(?:on|regarding|concerning|for|about) (?P<what>(?:the |its |this |a |an )?(?!behalf|or before|or after|submitting|comment|public comment|[a-z]+days?\b|January|February|March|April|May|June|July|August|September|October|November|December|\d)[\w' /-]{4,80}?)(?=[,.;:()]|$| (?:must|should|may|will|shall|are|is|by|no later|until|on or before|before|closes?|ends?|to the|to be|through|runs?|from|opens?|at|in)\b)",
        clause.without_dates(clause.start, clause.end),
    )
    what = tidy(_PLAIN_OBJECT.sub(r"\g<object>", about["what"])) if about else ""
    if (
        what.lower().startswith(("this ", "it", "them"))
        or what.lower() in ("is", "are")
        or len(what.split()) > 12
    ):
        what = ""
    what = what[:1].lower() + what[1:] if what and not what[1:2].isupper() else what
    if not first and not what and (due := _due(clause)):
        return Titled(due, thing="submissions")
    return Titled(
        f"{label}: {shorten(what, 66 - len(label))}" if what else label, thing=label.split()[0].lower()
    )


_HANDED_IN: Final = re.compile(r"(?:written |public )?(challenge|appeal|claim|petition)s?\b")
"""What is handed in, where the words around it name something else too."""


def _due(clause: Clause) -> str:
    """ "Final bid books due", "Candidates to file their papers": what is handed in, or who does it."""
    cue = clause.flat[clause.cue[0] : clause.cue[1]]
    handed = re.match(
        r"(?P<what>.{3,80}?) (?:must|should|may|shall|can|will|(?:has|have|needs?) to|are to|is to|are|is) (?:also )?(?P<be>be |due)?",
        cue,
    )
    if handed is None:
        return ""
    if handed["be"]:
        lead = subject_before(clause, clause.cue[0])
        return tidy(shorten(plain(f"{lead} {handed['what']}".strip()), 66) + " due")
    done = verb_phrase(
        clause,
        clause.cue[0] + handed.end(),
        min([clause.end, *(d for d, _ in clause.dates if d > clause.cue[1])]),
    )
    return tidy(shorten(f"{plain(handed['what'])} to {done}"))


def launched(clause: Clause, verb: str) -> Titled | None:
    """ "AI dialogue, launch"; None where what was launched is not one named thing."""
    thing = _done_thing(clause, verb)
    if thing is None:
        return None
    what = (
        "opening" if re.search(r"\bopen|inaugurat", verb) else "start" if re.search(r"start|beg[aiu]n|commenc|kick|resum", verb)
        else "set up" if re.search(r"set up|establish", verb) else "launch"
    )  # fmt: skip
    return Titled(f"{shorten(thing, 60)}, {what}", thing=what)


def deal(clause: Clause, verb: str) -> Titled | None:
    """ "Digital trade agreement signed"."""
    thing = _done_thing(clause, verb)
    if thing is None:
        return None
    done = {
        "sign": "signed", "ink": "signed", "initial": "initialled", "ratif": "ratified", "conclu": "concluded", "final": "finalised",
        "adopt": "adopted", "approv": "approved", "endors": "endorsed", "exchang": "exchanged", "clinch": "concluded",
        "struck": "concluded", "seal": "concluded", "pass": "passed",
    }  # fmt: skip
    what = next((word for stem, word in done.items() if stem in verb), "agreed")
    thing = _IN_A_PLACE.sub("", thing)
    return Titled(f"{shorten(thing, 68 - len(what))} {what}", thing="agreement")


_IN_A_PLACE: Final = re.compile(r"(?<=\w{3}) in [A-Z][\w'-]+(?: [A-Z][\w'-]+)?$")


def _done_thing(clause: Clause, verb: str) -> str | None:
    """What was launched or signed: the subject of a passive, else the object; a thing by its noun."""
    passive = bool(re.search(r"\b(?:is|are|was|were|be|been|being) (?:(?!to\b)\w+ )?\w+$", verb)) or bool(
        re.search(r"(?:ceremony|signature is)", verb)
    )
    if passive:
        text = subject_before(clause, clause.cue[0])
    else:
        text = object_after(clause, clause.cue[1])
        if not text and re.search(
            r"(?:starts?|begins?|opens?|began|started|opened|resumes?|commences?d?|launches|kicks? off|start|begin|open)$",
            verb,
        ):
            text = subject_before(clause, clause.cue[0])
        elif re.fullmatch(r"(?:in|on|at|by|during|early in)?(?: the)?", text) and re.search(
            r", (?:which )?$", clause.flat[clause.start : clause.cue[0]]
        ):
            text = subject_before(clause, clause.cue[0] - 2)  # "a previous agreement, signed in 2019"
            text = re.sub(r",? which$", "", text)
    text = re.sub(r"^(?:of )", "", text)
    single = re.match(r"(?:a|an|the|its|their|this|his|her|two|three|\d+)\b", text, re.I) is not None
    plain = _PLAIN_OBJECT.sub(r"\g<object>", text)
    plain = re.sub(r"^(?:new|joint new|first-ever|brand new) ", "", plain)
    if not plain or len(plain) > 160:
        return None
    lows = [word.strip(",.'\"()").lower().rsplit("-", 1)[-1] for word in plain.split()]
    concrete = any(low in THINGS or low in _DOCUMENTS for low in lows)
    many = any(low.endswith("s") and low.rstrip("s") in THINGS | _DOCUMENTS for low in lows)
    capital = sum(word[0].isupper() for word in plain.split()) >= 2
    if not (concrete or (many and (single or capital)) or (capital and single)):
        return None
    if not single and not capital and not passive:
        return None
    if lows and lows[-1] in ("initiatives", "measures", "steps", "efforts", "ties", "relations", "session"):
        return None
    return tidy(plain)


_DOCUMENTS: Final = frozenset(
    """agreement treaty mou moa memorandum memoranda declaration statement communique pact accord convention deal contract
    letter protocol bill act law budget resolution package plan negotiations text""".split()
)


def plain_noun(clause: Clause, verb: str) -> Titled | None:
    """ "Pilot phase ends", "Annual report published": the subject and its verb."""
    passive = bool(re.search(r"\b(?:is|are|was|were|be|been|has|have|had)\b", verb)) or not re.search(
        r"publish|releas|issu|tabl|present", verb
    )
    text = subject_before(clause, clause.cue[0]) if passive else object_after(clause, clause.cue[1])
    plain = _PLAIN_OBJECT.sub(r"\g<object>", re.sub(r"^of ", "", text))
    if (
        not plain
        or len(plain.split()) > 16
        or re.match(r"(?:on|in|by|at|from|as|to)\b", plain)
        or plain.lower() in ("it", "they", "he", "she", "we")
    ):
        return None
    last = verb.split()[-1]
    if last in ("out", "off", "up") and len(verb.split()) > 1:
        last = " ".join(verb.split()[-2:])
    words = {
        "end": "ends", "ends": "ends", "ended": "ended", "close": "closes", "closes": "closes", "closed": "closed", "run": "runs", "runs": "runs",
        "conclude": "concludes", "concludes": "concludes", "completed": "completed", "published": "published",
        "released": "released", "issued": "issued", "tabled": "tabled", "presented": "presented", "ready": "ready",
        "open": "opens", "start": "starts", "begin": "begins", "launch": "launches", "resume": "resumes", "commence": "commences",
        "operational": "operational", "live": "goes live", "operation": "in operation", "place": "in place", "achieved": "achieved",
        "reached": "reached", "finished": "finished", "expected": "expected", "due": "due", "of": "published",
    }  # fmt: skip
    what = words.get(last, last)
    if _plural(plain) and what.endswith("s"):
        what = what.removesuffix("s")
    return Titled(tidy(f"{shorten(tidy(plain), 68 - len(what))} {what}"), thing=thing_of(plain))
