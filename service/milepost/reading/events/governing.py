"""Which cue governs a date."""

from __future__ import annotations

import re
from typing import Final

from milepost.reading import titles
from milepost.reading.dates.timex import Timex
from milepost.reading.events import leaving
from milepost.reading.events.cues import Cue
from milepost.reading.events.sentence import Sentence
from milepost.reading.verbs import known


def changing(s: Sentence, timex: Timex) -> Cue | None:
    """The words that call an event off or put it off, which win over those that had planned it."""
    for cue in s.cues:
        if cue.rule.standing is None:
            continue
        gap = (
            s.low[timex.said[1] : cue.start] if timex.said[1] <= cue.start else s.low[cue.end : timex.said[0]]
        )
        if (
            not re.search(
                r"[;\"]|\b(?:while|but|and (?:a|an|the|its|their)|which|why|whether|because|how)\b", gap
            )
            and len(gap) < 120
        ):
            return cue
    return None


def told_of_a_thing(low: str, cue: Cue) -> bool:
    """ "tenders, scrapped in August, …", "an auction that has been postponed twice", "subject to the approval of …".

    It is told of a thing, or a condition, not the news.
    """
    if low.endswith(" of", cue.start, cue.end) and _CONDITION.search(low, max(0, cue.start - 40), cue.start):
        return True
    if cue.rule.standing is None:
        return False
    if _BEFORE_A_NOUN.search(low, max(0, cue.start - 12), cue.start) and _NOUN_NEXT.match(low, cue.end):
        return True  # "tickets for cancelled trips"
    if (
        low[max(0, cue.start - 5) : cue.start] == "that "
        or low[max(0, cue.start - 7) : cue.start] == " which "
    ):
        return True
    return (
        low[max(0, cue.start - 2) : cue.start] == ", " and _PARTICIPLE_ASIDE.match(low, cue.start) is not None
    )


def _aside(s: Sentence, at: int) -> tuple[int, int] | None:
    """The relative clause between commas in which an offset lies."""
    begin = max(s.low.rfind(f", {word} ", s.unit.start, at) for word in ("which", "who", "whose"))
    if begin < 0 or s.low.find(",", begin + 2, at) >= 0:
        return None
    end = s.low.find(",", at, s.unit.end)
    return begin, end if end >= 0 else s.unit.end


def governing(s: Sentence, timex: Timex) -> Cue | None:
    """The cue nearest to a date in its own clause; one after it where the sentence opens with the date."""
    first, last = timex.said
    low = s.low
    leading = not low[s.unit.start : first].strip(" \"'(") or bool(
        re.fullmatch(
            r"[\"'(]*(?:however|in addition|then|thus|accordingly|on|by|from|in|until|and|but|also)?,? ?",
            low[s.unit.start : first],
        )
    )
    told_beside = [
        found.span()
        for found in leaving.ASIDE.finditer(low, s.unit.start, s.unit.end)
        if any(found.start() < span[0] < found.end() for span in s.spans)
    ]
    best, best_cost = None, 10_000.0
    aside = _aside(s, first)
    begun = 0 if s.text.result.legal or leading else titles.clause_begins(s.clause(timex.said), first)
    verb = _WORD.match(low, begun)
    shares = verb is not None and known(verb[0])  # "will run an exercise and publish its results"
    others = [span for span in s.spans if span[1] <= first or span[0] >= last]
    for cue in s.cues:
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
            cost += 250 if s.text.result.legal else 1000
        if direction == 0 and re.search(r", (?:which|who|where|while|and the|and its|but)\b", gap):
            cost += 60
        if direction == 1 and re.search(r"\b(?:which|that|who|where|when)\b[^,]*$", gap):
            cost += 80 if leading or s.text.result.legal else 300
        if direction == 1 and not leading and gap.startswith(" and") and any(o[0] >= cue.end for o in others):
            cost += 200
        if direction == 1 and not leading and _ANOTHER_SUBJECT.match(gap):
            cost += 300
        if direction == 1 and not leading and _SUBORDINATE.search(gap):
            cost += 250
        if direction == 1 and not leading and re.match(r",? ?(?:and|while|but|which|when|as)\b", gap):
            cost += 60
        if direction == 1 and not leading and re.search(r", (?:and|while|but|the)\b", gap):
            cost += 60
        if any(
            (span[0] >= cue.end and span[1] <= first) or (span[0] >= last and span[1] <= cue.start)
            for span in others
        ):
            cost += 45
        if direction == 0 and cue.end <= begun and not (shares and cue.rule.shape == "duty"):
            cost += 400
        if any(first_ < cue.start < last_ and not first_ < first < last_ for first_, last_ in told_beside):
            cost += 500
        if leading and re.search(r"\b(?:that|which|who)\b", gap[-60:]):
            cost += 100
        if aside is not None and not aside[0] <= cue.start <= aside[1]:
            cost += 500
        cost += _WEIGHT.get(cue.rule.shape, 0)
        if cost < best_cost:
            best, best_cost = cue, cost
    return best if best_cost < (700 if leading or s.text.result.legal else 330) else None


_CONDITION: Final = re.compile(
    r"\b(?:subject to|pending|awaiting|without|requires?|needs?|depend(?:s|ing|ent) (?:up)?on) (?:(?:the|a|its|their|prior|final|formal) )*$"
)
_ANOTHER_SUBJECT: Final = re.compile(r",? (?:and|while|but) (?:the|an?|its|their|his|her|all|some) ")
_SUBORDINATE: Final = re.compile(r"\b(?:when|whether|if|because|although|unless)\b")
_WORD: Final = re.compile(r"[a-z]+")
_BEFORE_A_NOUN: Final = re.compile(r"\b(?:for|of|the|an?|all|any|its|their|on|with) $")
_NOUN_NEXT: Final = re.compile(
    r" (?!(?:and|or|by|in|on|at|to|until|for|from|because|after|as|due)\b)[a-z]{3,}"
)
_PARTICIPLE_ASIDE: Final = re.compile(r"\w+ed\b[^,.;]{1,80}, (?:will|is|are|has|have|shall)\b")
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
