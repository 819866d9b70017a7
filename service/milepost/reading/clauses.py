"""The clause that a verb or a date stands in: where it begins, who or what is its subject, what it says so far."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from milepost.reading.phrases import DETERMINERS, PREPOSITIONS, Word
from milepost.reading.verbs import AUXILIARIES, adverb, finite, known, participle


@dataclass(frozen=True, slots=True)
class Frame:
    """A clause up to a place, as tokens: what it is told of, and its words from its last verb on.

    ``told`` is empty where no verb stands before the place.
    """

    subject: tuple[Word, ...]
    told: tuple[Word, ...]


class Words:
    """The words of a sentence, seen once: which are verbs, and which are part of a date."""

    __slots__ = ("_reader", "dated", "starts", "tokens", "verbs")

    def __init__(self, tokens: Sequence[Word], dates: Sequence[tuple[int, int]] = ()) -> None:
        """Take the words and the spans that tell dates, both in order."""
        self.tokens = tokens
        self.starts = [token.start for token in tokens]
        self.dated = _dated(self.starts, dates)
        self._reader: _Reader | None = None
        self.verbs = [0 if self.dated[n] else self._verb(n) for n in range(len(tokens))]

    def _verb(self, n: int) -> int:
        """How sure it is that a word is a verb; "start", before a date and behind a noun, may be one."""
        sure = finite(self.tokens, n)
        if sure or not 0 < n < len(self.tokens) - 1 or not self.dated[n + 1] or self.dated[n - 1]:
            return sure
        before = self.tokens[n - 1].low
        free = before[0].isalpha() and before not in DETERMINERS | PREPOSITIONS | AUXILIARIES | _JOINS
        return int(free and before not in ("to", "be", "been") and known(self.tokens[n].low))

    def place(self, at: int) -> int:
        """The number of the first word at an offset or after it."""
        return bisect_left(self.starts, at)

    def read_to(self, at: int) -> _Reader:
        """One who has gone up to an offset; several ask for the clause of the same date in turn."""
        place = self.place(at)
        if self._reader is None or self._reader.last != place:
            self._reader = _Reader(self, 0, place)
            self._reader.to_the_end()
        return self._reader


def _dated(starts: Sequence[int], dates: Sequence[tuple[int, int]]) -> list[bool]:
    found, end, at = [], -1, 0
    for start in starts:
        while at < len(dates) and dates[at][0] <= start:
            end, at = max(end, dates[at][1]), at + 1
        found.append(start < end)
    return found


def subject(words: Words, at: int) -> tuple[Word, ...]:
    """What the verb at the offset ``at`` is told of; in time linear in the words before it."""
    reader = _Reader(words, 0, words.place(at), verbal=True)
    reader.to_the_end()
    reader.verb_at_the_end()
    return reader.frame().subject


def frame(words: Words, at: int) -> Frame:
    """The clause in which the offset ``at`` lies, by the words before it."""
    return words.read_to(at).frame()


def begins(words: Words, at: int) -> int:
    """The offset at which the clause begins in which ``at`` lies, or the verb that shares its subject."""
    reader = words.read_to(at)
    first = reader.start if reader.verb == reader.first or reader.verb is None else reader.verb
    return words.starts[first] if first < len(words.starts) else 0


def following(words: Words, at: int) -> tuple[Word, ...]:
    """The clause that begins at the offset ``at`` and a pause: "On Friday, the leaders will meet, and …"."""
    tokens, first, end = words.tokens, words.place(at), len(words.tokens)
    if first + 1 < end and tokens[first].low in _ONWARDS and tokens[first + 1].text == ",":
        first += 1  # "from 2028 on, boilers …"
    while first < end and not tokens[first].text[0].isalnum():
        first += 1
    if first == end or tokens[first].low in _SUBORDINATE | _RELATIVE:
        return ()
    reader = _Reader(words, first, end)
    step = first
    while step < end:
        told, begun = reader.verb is not None, reader.start
        step = reader.step(step)
        if told and reader.start != begun:  # another clause has begun
            end = reader.start
            while end > first and (
                tokens[end - 1].low in _JOINS | _SUBORDINATE | _RELATIVE
                or not tokens[end - 1].text[0].isalnum()
            ):
                end -= 1
            break
    return tuple(tokens[n] for n in range(first, end) if n not in reader.cut)


def verb_next(words: Words, at: int) -> bool:
    """Whether a verb stands at the offset ``at``, adverbs apart."""
    n = words.place(at)
    while n < len(words.tokens) and adverb(words.tokens[n]):
        n += 1
    return n < len(words.tokens) and words.verbs[n] > 0


class _Reader:
    """Goes through a sentence word by word, and knows the clause that it is in."""

    def __init__(self, words: Words, begin: int, last: int, *, verbal: bool = False) -> None:
        """Take the words of a sentence, and the numbers of those to begin and to stop at.

        ``verbal``: a verb stands where it stops.
        """
        self.tokens, self.dated, self.verbs = words.tokens, words.dated, words.verbs
        self.verbal = verbal
        self.last = last
        self.start = begin
        self.verb: int | None = None
        """The verb of the clause so far; ``first`` is the first of those that share a subject."""
        self.first: int | None = None
        self.cut: set[int] = set()
        """The words of asides, which are no part of what is told."""
        self.whose: tuple[Word, ...] | None = None
        """What the relative clause at hand speaks of."""

    def to_the_end(self) -> None:
        """Go up to the place."""
        at = self.start
        while at < self.last:
            at = self.step(at)

    def verb_at_the_end(self) -> None:
        """Count what stands at the place as a verb."""
        self._verb(self.last)

    def _sure(self, at: int) -> int:
        """How sure it is that a word is a finite verb."""
        return 2 if self.verbal and at == self.last else self.verbs[at]

    def frame(self) -> Frame:
        """The clause as far as it has been read."""
        end = self.last if self.first is None else self.first
        told = range(self.verb, self.last) if self.verb is not None else range(0)
        if self.whose is not None:
            return Frame(self.whose, self._kept(told))
        return Frame(self._kept(range(self._main(end), end)), self._kept(told))

    def _main(self, end: int) -> int:
        """Where the subject begins after words that stand before the main clause without a comma."""
        begin = self.start
        while begin < end and self.tokens[begin].low in _SUBORDINATE | _JOINS:
            begin += 1
        if begin < end and self.tokens[begin].low in PREPOSITIONS and not self.dated[begin]:
            for n in range(end - 1, begin + 1, -1):  # "on money we", "by the grace of God the terminal"
                low, before = self.tokens[n].low, self.tokens[n - 1].low
                if low in _PRONOUNS or (
                    low in DETERMINERS and before not in PREPOSITIONS | _JOINS | _BETWEEN
                ):
                    return n
        return begin

    def _kept(self, span: range) -> tuple[Word, ...]:
        return tuple(self.tokens[n] for n in span if n not in self.cut)

    def _clause(self, at: int) -> int:
        """Begin a clause at a token."""
        self.start, self.verb, self.first, self.whose = at, None, None, None
        return at

    def step(self, at: int) -> int:
        """Take one word, or an aside as a whole; gives the next one."""
        word = self.tokens[at]
        low = word.low
        if self.dated[at]:
            return at + 1
        if word.text in ';:"' or low in ("-", "—"):
            return self._clause(at + 1)
        if word.text == "(":
            end = next((n for n in range(at, min(self.last, at + 40)) if self.tokens[n].text == ")"), at)
            self.cut.update(range(at, end + 1))
            return end + 1
        if word.text == ",":
            return self._comma(at) if self._pauses(at) else at + 1
        if low in _RELATIVE and at > self.start and (self._verb_follows(at + 1) or low != "that"):
            return self._relative(at, at)
        if low in _SUBORDINATE or (low == "that" and not self._determines(at)):
            return self._clause(at + 1) if self._begun(at) else at + 1
        if low in _JOINS:
            return self._join(at)
        if self._sure(at):
            return self._verb(at)
        return at + 1

    def _pauses(self, at: int) -> bool:
        """Whether a comma is none of "9,000"."""
        return at + 1 >= len(self.tokens) or self.tokens[at + 1].start > self.tokens[at].end

    def _begun(self, at: int) -> bool:
        """Whether the clause has begun before a token: "if", at its head, opens what stands before the main clause."""
        return at > self.start

    def _determines(self, at: int) -> bool:
        """ "that day", "in that region": no clause begins there."""
        return at > 0 and self.tokens[at - 1].low in PREPOSITIONS

    def _verb_follows(self, at: int) -> bool:
        """Whether a verb, the place itself or an adverb before them stands at a token."""
        while at < self.last and adverb(self.tokens[at]):
            at += 1
        return self.verbal if at >= self.last else self._sure(at) > 0

    def _comma(self, at: int) -> int:
        if (named := self._after_a_date(at)) is not None:
            self.start = named  # "Tomorrow the board of Luda, Ruritania, will vote"
        elif self._opens_aside(self.start) and not self._main_begun():
            return self._clause(at + 1)  # "Under the deal, …", "If approved, …"
        if self.verb is None or (self._sure(self.verb) == 1 and self.verb == self.first):
            if closing := self._closing(at):
                self.cut.update(range(at, closing + 1))
                return closing + 1
            after = self.tokens[at + 1].low if at + 1 < self.last else ""
            if after in _RELATIVE:
                return self._relative(at, at + 1)
            if self.verb is None:
                return at + 1
        if said := self._who_said(at):
            self.cut.update(range(at, said + 1))
            return said + 1
        if at + 1 < self.last and self.tokens[at + 1].low in _RELATIVE:
            return self._relative(at, at + 1)
        if at + 1 < self.last and self.tokens[at + 1].low in ("with", "saying", "adding"):
            return self._clause(at + 2)  # ", with the first meeting to be held in May"
        if at - 1 == self.verb and self.tokens[at - 1].low in AUXILIARIES and (closing := self._closing(at)):
            self.cut.update(range(at, closing + 1))
            return closing + 1  # "shall, unless surrendered, expire"
        participle = at + 1 < self.last and self.tokens[at + 1].low.endswith("ing")
        return self._clause(at + 1) if not participle and self._clause_follows(at + 1) else at + 1

    def _after_a_date(self, at: int) -> int | None:
        """Where a subject begins that stands behind a date at the head of its clause; None where none does."""
        begin = self.start
        while begin < at and (
            self.dated[begin] or (self.tokens[begin].low in PREPOSITIONS and self.dated[begin + 1])
        ):
            begin += 1
        if not self.start < begin < at or self.verb is not None:
            return None
        return begin if self.tokens[begin].capital or self.tokens[begin].low in DETERMINERS else None

    def _opens_aside(self, start: int) -> bool:
        """Whether a clause begins with words that stand before the main one."""
        if start >= self.last:
            return False
        first = self.tokens[start]
        return (
            first.low in _BEFORE_MAIN
            or (start == 0 and first.low in ("should", "were", "had"))
            or (adverb(first) and start + 1 < self.last and self.tokens[start + 1].text == ",")
            or (
                (participle(first) or (first.low.endswith("ing") and len(first.low) > 5))
                and start + 1 < self.last
                and self.tokens[start + 1].low in PREPOSITIONS | DETERMINERS
            )
        )

    def _main_begun(self) -> bool:
        """ "During the visit the sides will sign …,": a verb came without a comma behind the preposition."""
        first = self.tokens[self.start].low
        return (
            first in PREPOSITIONS - _BEFORE_A_CLAUSE and self.verb is not None and self._sure(self.verb) == 2
        )

    def _who_said(self, at: int) -> int:
        """The comma behind ", its director said," that a comma opens; 0 for none."""
        for n in range(at + 2, min(self.last, at + 12)):
            if self.tokens[n].text == ",":
                return n if self.tokens[n - 1].low in ("said", "says", "added", "announced") else 0
        return 0

    def _closing(self, at: int) -> int:
        """The comma that ends the aside begun by one: the verb, or the place itself, comes next; 0 for none."""
        for n in range(at + 1, min(self.last, at + 40)):
            if self.tokens[n].text in ';:"':
                break
            if self.tokens[n].text == "," and self._verb_follows(n + 1):
                return n
        return 0

    def _relative(self, at: int, pronoun: int) -> int:
        """A relative clause speaks of what stands before it: of the subject, else of the last object."""
        unsure = self.verb is None or (
            self._sure(self.verb) == 1 and self.verb == self.first and self.tokens[at].text != ","
        )
        whose = self._kept(range(self._object(at, self.start if unsure else (self.verb or 0) + 1), at))
        self._clause(pronoun + 1)
        if self._verb_follows(pronoun + 1):
            self.whose = whose
        return pronoun + 1

    def _object(self, at: int, begin: int) -> int:
        """Where the last noun phrase before a token begins, with what hangs on it; a name stands alone."""
        for n in range(at - 1, begin, -1):
            if self.tokens[n].low in _EXCEPT:
                return n + 2 if self.tokens[n + 1].low in ("for", "of", "from") else n + 1
        if begin == self.start:
            return begin
        name = at
        while name > begin and self._names(name - 1, begin):
            name -= 1
        if at - name > 1:
            return name
        found = begin
        for n in range(at - 1, begin - 1, -1):
            if self.tokens[n].low in DETERMINERS:
                found = n
                if n == begin or self.tokens[n - 1].low not in PREPOSITIONS | _JOINS:
                    break
        if found == begin and self.tokens[at].low == "that":  # "flew to Geneva for talks that end"
            span = range(at - 2, begin, -1)
            found = next((n for n in span if self.tokens[n].low in ("for", "after", "before")), begin)
        while found < at - 1 and self.tokens[found].low in PREPOSITIONS:
            found += 1
        return found

    def _names(self, at: int, begin: int) -> bool:
        """Whether a token is part of a name: "Joint Working Group on Rice and Dairy Trade"."""
        token = self.tokens[at]
        if token.capital or token.low.isdecimal():
            return True
        return token.low in ("of", "on", "and") and at > begin and self.tokens[at - 1].capital

    def _join(self, at: int) -> int:
        begin = at + 1
        if begin < self.last and self.tokens[begin].text == ",":
            closing = next((n for n in range(begin + 1, self.last) if self.tokens[n].text == ","), 0)
            if closing:
                self.cut.update(range(begin, closing + 1))
                begin = closing + 1
        if self.verb is None:
            return begin
        if begin + 1 < self.last and self.tokens[begin].low == "to" and known(self.tokens[begin + 1].low):
            self.verb = begin  # "will have to name a manager and to open"
            return begin + 2
        if self._second_verb(begin):
            self.verb = begin
            return begin + 1
        if self._verb_follows(begin):
            while begin < self.last and adverb(self.tokens[begin]):
                begin += 1
            if begin < self.last:
                self.verb = begin
                return begin + 1
            return begin
        return self._clause(begin) if self._clause_follows(begin) else begin

    def _second_verb(self, at: int) -> bool:
        """ "will name an operator and open a line", "close in March and reopen in April": it shares the modal or form."""
        if self.verb is not None and at < self.last and self.tokens[at].low == "be":
            return self.tokens[self.verb].low in _MODALS  # "will go out for comment and be adopted"
        if self.verb is None or at + 1 >= self.last:
            return False
        word, verb, after = self.tokens[at].low, self.tokens[self.verb].low, self.tokens[at + 1]
        if not known(word):  # "falls by half and disappears altogether"
            return word.endswith("s") and verb.endswith("s") and verb not in AUXILIARIES and adverb(after)
        if known(verb) and after.low in PREPOSITIONS and at + 2 >= self.last:
            return True
        begun = verb in _MODALS or any(t.low == "to" for t in self.tokens[self.verb : at])
        return begun and (
            after.low in DETERMINERS or after.low in ("at", "up", "out") or after.low.isdecimal()
        )

    def _clause_follows(self, at: int) -> bool:
        """Whether a noun phrase and its verb, or the place itself, come next without another joining word."""
        if at >= self.last or self.tokens[at].low in PREPOSITIONS:
            return False
        for n in range(at, min(self.last, at + 16)):
            low = self.tokens[n].low
            if self._sure(n) == 2 or (self._sure(n) == 1 and low.endswith("s")):
                return n > at
            if low in _JOINS or low in _SUBORDINATE or low in _RELATIVE or self.tokens[n].text in ',;:"':
                return False
        return self.verbal and self.last - at < 16

    def _verb(self, at: int) -> int:
        if self.verb is None:
            self.verb = self.first = at
        elif self._joined(at):
            self.verb = at
        elif self._one_group(self.verb, at):
            pass
        elif (begin := self._subordinate(at)) is not None:  # "after their union served notice"
            self._clause(begin)
            self.verb = self.first = at
        elif self.whose is not None:  # the verb that the relative clause stood before
            self._resume(self.whose, at)
        elif self._sure(self.verb) == 1 and self.verb == self.first:
            if self._sure(at) == 2:
                self.verb = self.first = at  # "the truce signed in Suva expires": it was no verb of its own
        elif self._sure(at) == 2:  # "the railway said it starts"
            span = range(at - 1, self.verb, -1)
            begin = next((n for n in span if self.tokens[n].low in _BEFORE_A_CLAUSE), self.verb) + 1
            while begin < at - 1 and (finite(self.tokens[begin:], 0) or adverb(self.tokens[begin])):
                begin += 1  # "has said it starts"
            self._clause(at - 1 if self.tokens[at - 1].low in _PRONOUNS else begin)
            self.verb = self.first = at
        return at + 1

    def _subordinate(self, at: int) -> int | None:
        """Where a clause begins behind "after", "before" and such, whatever its verb looks like."""
        if self.verb is None or self._sure(self.verb) != 2:
            return None
        span = range(at - 2, self.verb, -1)
        return next((n + 1 for n in span if self.tokens[n].low in _TIMES and not self.dated[n + 1]), None)

    def _one_group(self, verb: int, at: int) -> bool:
        """Whether a verb is one with that before it: "is expected to begin"."""
        between = self._kept(range(verb + 1, at))
        if len(between) == 1 and between[0].low == "to":
            return True  # "continues to have"
        return self.tokens[verb].low in AUXILIARIES and all(
            t.low in _IN_A_GROUP or adverb(t) or t.low.endswith("ed") for t in between
        )

    def _resume(self, whose: tuple[Word, ...], at: int) -> None:
        """Go on with the main clause after a relative one inside its subject."""
        self._clause(at)
        self.verb = self.first = at
        if whose:
            self.start = next(n for n, t in enumerate(self.tokens) if t is whose[0])
            self.cut.update(range(next(n for n, t in enumerate(self.tokens) if t is whose[-1]) + 1, at))

    def _joined(self, at: int) -> bool:
        """Whether a joining word stands before a token, adverbs apart."""
        before = at - 1
        while before > self.start and (adverb(self.tokens[before]) or before in self.cut):
            before -= 1
        return before >= 0 and self.tokens[before].low in _JOINS


_RELATIVE: Final = frozenset("which who that".split())
_SUBORDINATE: Final = frozenset(
    "because while whereas when where if whether although though unless whose how why what".split()
)
_BEFORE_A_CLAUSE: Final = _SUBORDINATE | frozenset("after before until till once since as than that".split())
_IN_A_GROUP: Final = AUXILIARIES | frozenset("be been being to due set likely".split())
_PRONOUNS: Final = frozenset("we they he she it i".split())
_BETWEEN: Final = frozenset((",", "both", "all", "such"))
_EXCEPT: Final = frozenset("except exception apart including".split())
""" "except for the section on housing, which …": it speaks of the exception."""
_ONWARDS: Final = ("on", "onward", "onwards")
_TIMES: Final = frozenset("after before until once".split())
_MODALS: Final = frozenset("will shall would must may might can could should to".split())
_JOINS: Final = frozenset("and but or yet".split())
_BEFORE_MAIN: Final = (
    _SUBORDINATE
    | PREPOSITIONS
    | frozenset(
        "however meanwhile separately moreover furthermore then also today yesterday tomorrow accordingly once as unless subject according under following speaking addressing and but".split()
    )
)
