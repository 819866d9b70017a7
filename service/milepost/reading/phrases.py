"""English in the small: words of a sentence, noun phrases around a head, who acts, what is cut off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_WORDS: Final = re.compile(r"[^\W_](?:[\w&/.'-]*\w)?|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or sign with its place in the text, as written and in lower case."""

    start: int
    end: int
    text: str
    low: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


def words(flat: str, start: int, end: int) -> tuple[Word, ...]:
    """The words and signs between two offsets."""
    return tuple(Word(m.start(), m.end(), m[0], m[0].lower()) for m in _WORDS.finditer(flat, start, end))


DETERMINERS: Final = frozenset(
    """the a an this that these those its their his her our my your both each all any some every no
    another such other said either neither""".split()
)
PREPOSITIONS: Final = frozenset(
    """in at on by to from with within without during after before between among under over through
    into onto upon about against across ahead alongside around as besides beyond despite following
    including like near off per regarding since than toward towards until till via amid amidst
    pursuant of for""".split()
)
STOPPERS: Final = frozenset(
    """and or but nor so yet if when while where whereas which who whom whose what how why because
    although though unless that then also now not only just is are was were be been being am has have
    had having do does did will shall must may might can could would should ought
    hold holds held holding host hosts hosted hosting attend attends attended attending convene convenes
    convened convening meet meets met launch launched launches launching sign signed signs signing announce
    announced announces agree agreed agrees decide decided decides plan plans said says say told
    tell describe described schedule scheduled expected set organise organised organize organized conduct conducted
    conclude concluded concludes visit visits visited join joined open opened opens inaugurate inaugurated
    cancel cancelled canceled postpone postponed moved follow follows followed led lead leading
    co-chair co-chaired co-chairs chaired chair chairs start started begin began begins took take takes
    publish published publishes issue issues issued submit submitted unveil unveiled establish established
    create created set-up setup form formed resume resumed finalise finalised finalize finalized
    adopt adopted approve approved ratify ratified exchange exchanged discuss discussed it they he she we
    i you them him us there here today yesterday tomorrow meanwhile however moreover addition further
    furthermore held-in last-year earlier later""".split()
)
_LINKS: Final = frozenset("and of on for & the in".split())
_COMPLEMENTS: Final = frozenset("on of for regarding concerning about".split())


def phrase_left(tokens: tuple[Word, ...], head: int, *, most: int = 10) -> int:
    """The first token of the noun phrase whose head is the token ``head``; determiners are left out."""
    at = head
    while at > 0 and head - at < most:
        before = tokens[at - 1]
        if (
            before.low in _LINKS
            and tokens[at].capital
            and at >= 2
            and tokens[at - 2].capital
            and before.low != "in"
        ):
            if tokens[at - 2].low in DETERMINERS | STOPPERS | PREPOSITIONS:
                break
            at -= 2
            continue
        if before.low in DETERMINERS or before.low in STOPPERS or before.low in PREPOSITIONS:
            break
        if before.text == '"' and at > 1:
            at -= 1  # the second "two-plus-two" meeting
            continue
        if not before.text[0].isalnum():
            break
        if before.low.endswith(("'s", "s'")) and not before.capital:
            break
        at -= 1
    while at < head and (tokens[at].low in STOPPERS | DETERMINERS or tokens[at].text == '"'):
        at += 1
    return at


def phrase_right(tokens: tuple[Word, ...], head: int, limit: int, *, most: int = 9) -> int:
    """One past the last token of the phrase: with its "on …", "of …" or "for …", not beyond ``limit``.

    ``limit`` is an offset in the text, mostly where the words of a date begin.
    """
    at = head + 1
    if at >= len(tokens) or tokens[at].low not in _COMPLEMENTS or tokens[at].start >= limit:
        return at
    end = at
    at += 1
    while at < len(tokens) and at - head <= most and tokens[at].end <= limit:
        word = tokens[at]
        if not word.text[0].isalnum() and word.text not in "&":
            break
        if word.low in STOPPERS and not (word.low == "and" and at + 1 < len(tokens) and at - head < most - 1):
            break
        if word.low in PREPOSITIONS and word.low not in ("of", "for", "between", "in"):
            break
        if word.low == "in" and not (at + 1 < len(tokens) and not tokens[at + 1].capital):
            break
        at += 1
        end = at
    while end > head + 1 and tokens[end - 1].low in _LINKS | PREPOSITIONS | DETERMINERS | _COMPLEMENTS:
        end -= 1
    return max(end, head + 1)


def span_text(flat: str, tokens: tuple[Word, ...], first: int, last: int) -> str:
    """The words of the tokens from ``first`` up to but not including ``last``."""
    return flat[tokens[first].start : tokens[last - 1].end]


# ---------------------------------------------------------------- who acts

_ASIDES: Final = re.compile(
    r",? (?:in (?:consultation|coordination|cooperation|collaboration|conjunction|accordance|partnership) with"
    r"|acting through|through the|after consult\w+|after having|following consultation|in light of|as appropriate"
    r"|consistent with|pursuant to|subject to|under the (?:direction|guidance)|on behalf of|with the (?:advice|assistance)"
    r"|led by|within the|as the National)\b.*",
    re.I | re.S,
)
_PARENTHESES: Final = re.compile(r"\s*\([^()]{0,200}\)")
_NOT_ACTORS: Final = re.compile(
    r"^(?:it|they|he|she|we|this|that|these|those|there|which|who|and|such|each side|both sides|the two sides|both)\b",
    re.I,
)


def actors(subject: str) -> tuple[str, ...]:
    """Who acts, from the words before the verb: "the Secretary of State and the Director of OMB, in …"."""
    plain = _PARENTHESES.sub("", subject).strip(" ,;:-\"'")
    parts = re.split(r"[,;] (?=(?:the|and|or) )|\band (?=the )", _ASIDES.sub("", plain))
    found = []
    for part in parts:
        name = re.sub(r"^(?:(?:and|or|the|a|an|each|all|both|any|every) )+", "", part.strip(" ,"), flags=re.I)
        if not name or _NOT_ACTORS.match(part.strip(" ,")) or len(name) > 90 or len(name.split()) > 12:
            continue
        found.append(name)
    return tuple(dict.fromkeys(found))[:4]


# ---------------------------------------------------------------- cutting to length

LONGEST_TITLE: Final = 70
_PAUSES: Final = (
    ", ",
    "; ",
    " that ",
    " which ",
    " to ",
    " for ",
    " with ",
    " and ",
    " by ",
    " in ",
    " on ",
    " of ",
)


def shorten(title: str, length: int = LONGEST_TITLE) -> str:
    """A title of at most ``length`` characters, cut at the end of a phrase where there is one."""
    if len(title) <= length:
        return title
    strong = max(title.rfind(pause, 0, length + 1) for pause in _PAUSES[:4])
    at = strong if strong >= 0.6 * length else max(title.rfind(pause, 0, length + 1) for pause in _PAUSES)
    if at >= 0.45 * length:
        return _trim(_LONELY.sub("", title[:at]))
    cut = title.rfind(" ", 0, length)
    return _trim(title[: cut if cut > 0 else length])


_LONELY: Final = re.compile(
    r",? (?:and|or|to) (?:publish|submit|report|issue|provide|recommend|share|make|take|develop|ensure|identify|include|establish|include|review|update|use|set)$"
)
"""A word that a cut left without its own: "review the plan and publish"."""
_DANGLING: Final = re.compile(
    r"(?:[\s,;:(–-]+|(?<!\bsworn)(?<!\bmove)(?<!\bmoves)(?<!\bkick)(?<!\bkicks)(?<!\bhanded)(?<!\btakes)(?<!\bphased)(?<!\bsets)\s(?:in|on)|\s(?:and|or|the|a|an|of|for|to|by|with|from|at|that|which|as|its|their|shall|be|is|are"
    r"|including|such|between|under|into|any|all|both|each|via))+$",
    re.I,
)


def _trim(title: str) -> str:
    return _DANGLING.sub("", title)


def tidy(title: str) -> str:
    """A title without stray signs and dangling words, beginning with a capital."""
    plain = re.sub(r"\s+", " ", title).strip(" ,;:.-–\"'“”‘’*|•")
    plain = re.sub(r"^\d{1,2}(?:\.\d{1,2})+\.? (?=[A-Z])", "", plain)  # the number of a paragraph
    plain = re.sub(r" 's(?= )", "", plain)
    plain = re.sub(r"^s (?=[a-z])", "", plain)  # what is left of "next year's"
    plain = re.sub(r"\s+([,;.)])", r"\1", plain)
    plain = re.sub(r"\(\s*\)|\"\s*\" ?", "", plain)
    if plain.count("(") != plain.count(")"):
        plain = plain.replace("(", "").replace(")", "")
    if plain.count('"') % 2:
        plain = plain.replace('"', "")
    plain = _trim(plain)
    plain = re.sub(r",? (?:thereafter|respectively)$", "", plain)
    return plain[:1].upper() + plain[1:]
