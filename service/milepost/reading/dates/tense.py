"""Whether the words around an expression look back or ahead."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from milepost.reading.dates.alternatives import any_of
from milepost.reading.verbs import PLURAL, PRESENT


def _cues(told: str) -> frozenset[str]:
    return frozenset(" ".join(cue.split()) for cue in told.split(","))


_AHEAD: Final = (
    _cues("""
    will, shall, would, must, may, should, can, could, wo, won, 'll, to be, is to, are to, going to, set to, set for,
    as soon as, as early as, no later than, not later than, by the, until, due, payable, upcoming, effective,
    probably, perhaps, fixed for, called for, was extended to, was extended until, been extended to,
    been extended until, put back to, put off to, put off until, pushed back to, deferred to, deferred until,
    delayed to, delayed until, brought forward to, shifted to, was moved to, been moved to, postponed to, postponed until, rescheduled for,
    plan to, plans to, planned, expect, expects, expected, scheduled, slated, forecast, propose, proposes, proposed,
    aim to, aims to, intend to, intends to, hope to, hopes to, hopes for, agreed to, likely to,
    to begin, to start, to take, to meet, to hold, begin, begins, start, starts, meet, meets, close, closes, ends,
    open, opens, reopen, reopens, resume, resumes, reconvene, reconvenes, restart, restarts, convenes, kicks,
    kick off, come off, go to the, goes, expires, lapses, runs out, apply, applies, takes effect, come into, comes into,
    enter into, enters into, take over, takes over, take up, takes up, take the, takes the, take place, takes place,
    steps down, reports back, is on, are on, sits, votes, hosts, visits, tours, switches
""")
    | PRESENT
)
_BACK: Final = _cues("""
    had been due, had been scheduled, had been expected, had been planned, had been set, had been slated, was to,
    were to, was, were, had, has, have, did, said, says, since, ago, held, met, took, began, ended, launched,
    announced, reported, rose, fell, made, signed, came, went, told, reached, issued, adopted, became, posted,
    earned, closed, entered, agreed, approved, opened, won, lost, sold, bought, died, killed, found, gave, got, left,
    led, ran, saw, sent, set, showed, spoke, wrote, kept, grew, flew, built, stood, broke, brought, laid, chose,
    upheld, taught, thought, paid, drew, drove, fought, heard, knew, shot, slid, spent, struck, swept, swore, threw,
    withdrew, fled, hid, rode, ruled
""")
_PUT_OFF: Final = (
    r"(?:is|are) (?:(?:now )?being [a-z]+|(?:now )?(?:cancell?ed|postponed|moved|delayed|deferred|put off))"
)
_ADVERB: Final = r"(?: (?:not|also|still|now|then|only|again|[a-z]+ly))"
_NO_VERB: Final = _cues("the start, the close, a start, a close")
"""Nouns that would be cues were they verbs."""
_TO_BE: Final = (
    rf"(?:(?:is|are) )?(?:will|shall|would|must|may|should|can|could|to){_ADVERB}{{0,2}}"
    r" be(?: [a-z]+ly)?(?: [a-z]+(?:ed|id|ld|nd|de|en|wn|un|t))?"
)
"""Ahead; its participle ("to be adopted") must not be taken for one that looks back."""
_PAST: Final = r"(?!un[a-z]+[iu]ed\b)[a-z]{5,}+(?<=ed)(?:(?<=[iu]ed)|(?<=[a-z]{3}[^aiou]ed))" + "".join(
    rf"(?<!\b{word})" for word in "united hundred indeed sacred proceed succeed exceed naked".split()
)
_STOP: Final = (
    r"[.!?;](?<!\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|gov|sen|rep|gen).)(?<!\bsept.)"
    r"(?<!\b(?:mr|ms|dr|st|no).)['\"”’)]*\s|\n\s*\n"
)
_PRESENT_AND_OBJECT: Final = (
    r"[a-z]{4,}+(?<=[^su]s)(?<!minutes)(?<!hours)(?<!days)(?<!weeks)(?<!months)(?<!years)(?<!times)"
    r"(?= (?:its|his|her|their|the|an?) (?!(?:share|day|week|month|quarter|year|tonne|ton|barrel|hour|head|litre|piece)\b))"
)
""" "the court pronounces its verdict": what ends like a verb in the present and stands before an object."""
_CUE: Final = re.compile(
    rf"\b(?:(?P<ahead>{_PUT_OFF}|{_TO_BE})|(?P<word>{any_of(sorted(_AHEAD | _BACK | _NO_VERB))})|(?P<back>{_PAST})"
    rf"|(?P<present>{_PRESENT_AND_OBJECT}|(?:(?<=[a-z]{{3}}s )(?<!this )|(?<=[a-z] and )){any_of(sorted(PLURAL))}))\b|(?P<stop>{_STOP})"
)
_BY: Final = re.compile(r" by (?!\d|(?:the )?(?:end|mid|early|late)\b)")
""" "a bench led by a judge": the participle tells of what stands before it, not of a date before that."""


_OF_A_THING: Final = -2
"""The sign of a participle with its agent: it looks back for what follows it, and says nothing of what precedes."""
_FAR: Final = 200
"""So many characters away, a cue does not speak of an expression any more."""


class Tense:
    """The cues of one text, collected when first asked for; each question is a bisection."""

    __slots__ = ("_at", "_low", "_sign")

    def __init__(self, low: str) -> None:
        """Of a lower-cased text."""
        self._low = low
        self._at: list[int] | None = None
        self._sign: list[int] = []

    def __call__(self, start: int, end: int) -> int:
        """1 where the nearest cue of the sentence looks ahead, -1 where it looks back, 0 without one."""
        at = self._collect() if self._at is None else self._at
        if not at:
            return 0
        index = bisect_left(at, start)
        last = index - 1
        before = self._sign[last] if index and start - at[last] <= _FAR else 0
        if before == _OF_A_THING:
            before = -1
        while index < len(at) and self._sign[index] == _OF_A_THING:
            index += 1
        after = self._sign[index] if index < len(at) and at[index] - end <= _FAR else 0
        if before and self._low[end : end + 1] == "," and "," not in self._low[at[last] : start]:
            return before  # ", who will speak on Monday, confirmed": the clause ends with the date
        if before and after and start - at[last] > 2 * (at[index] - end) + 40:
            return after
        return before or after

    def _collect(self) -> list[int]:
        self._at = at = []
        for found in _CUE.finditer(self._low):
            if found[0] in _NO_VERB:
                continue
            at.append(found.start())
            kind = found.lastgroup
            if kind in ("ahead", "present") or (kind == "word" and found[0] in _AHEAD):
                self._sign.append(1)
            elif kind == "stop":
                self._sign.append(0)
            else:
                self._sign.append(_OF_A_THING if _BY.match(self._low, found.end()) else -1)
        return at
