"""The trie walked one token at a time, all rows at once: words met before cost one look-up each."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Final

from milepost.reading.dates.lexicon import Classes
from milepost.reading.dates.nodes import Node
from milepost.reading.dates.patterns import End, Trie

_MANY: Final = 30_000
"""So many places are kept; beyond them all are made anew, so that no text can fill the memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What a token may be: its classes, their names as one string too, and its value in each.

    One is like no other but itself: that makes it a key as cheap as they come.
    """

    kinds: str
    values: tuple[Any, ...]
    classes: tuple[str, ...]


def word(classes: Classes) -> Word:
    """A token's word from its pairs of class and value."""
    kinds = tuple(kind for kind, _ in classes)
    return Word(sys.intern(" ".join(kinds)), tuple(value for _, value in classes), kinds)


NO_WORD: Final = word(())
Token = tuple[Word, int, int]
"""A word with its start and end in the text."""

_Way = tuple[Trie, tuple[int, ...]]
"""A step of the trie, and by which class of each token it was reached."""
_Pick = tuple[int, int] | None
"""Which token and which of its classes hand a value to a rule; None hands over None."""


class _State:
    """After tokens of some kinds: the rows that end here, first listed first, and where each kind leads."""

    __slots__ = ("ends", "further", "ways")

    def __init__(self, ways: tuple[_Way, ...]) -> None:
        self.ways = ways
        self.further: dict[str, _State | None] = {}
        ends = [(step.end, _picks(step.end, classes)) for step, classes in ways if step.end is not None]
        self.ends = tuple(sorted(ends, key=lambda end: end[0].order))

    def after(self, kinds: str) -> _State | None:
        """Where tokens of these kinds lead, or None where no row goes on so."""
        if kinds in self.further:
            return self.further[kinds]
        ways = tuple(
            (further, (*classes, number))
            for step, classes in self.ways
            for number, kind in enumerate(kinds.split())
            if (further := step.steps.get(kind)) is not None
        )
        made = self.further[kinds] = _State(ways) if ways else None
        return made


def _picks(end: End, classes: tuple[int, ...]) -> tuple[_Pick, ...]:
    return tuple(None if place is None else (place, classes[place]) for place in end.arguments)


Found = tuple[End, int, Node]
"""A row that builds something: its end, how many tokens it has, its node."""


class _Place:
    """After some words: what the longest row among them builds, and where each word leads."""

    __slots__ = ("found", "further", "state", "words")

    def __init__(self, state: _State, words: tuple[Word, ...], shorter: Found | None) -> None:
        self.state = state
        self.words = words
        self.further: dict[Word, _Place | None] = {}
        self.found = _built(state, words) or shorter


def _built(state: _State, words: tuple[Word, ...]) -> Found | None:
    for end, picks in state.ends:
        node = end.rule.build(*[None if pick is None else words[pick[0]].values[pick[1]] for pick in picks])
        if node is not None:
            return end, len(words), node
    return None


class Automaton:
    """All rows of a trie, told apart by the classes of the tokens; what was built of the same words before
    is not built again: nodes are values."""

    __slots__ = ("_count", "_root", "_trie")

    def __init__(self, trie: Trie) -> None:
        """Of a trie; its states are made when a text first leads to them."""
        self._trie = trie
        self._forget()

    def _forget(self) -> None:
        self._count = 0
        self._root = _Place(_State(((self._trie, ()),)), (), None)

    def _step(self, place: _Place, name: Word) -> _Place | None:
        state = place.state.after(name.kinds)
        made = None if state is None else _Place(state, (*place.words, name), place.found)
        place.further[name] = made
        self._count += 1
        return made

    def match(self, made: list[Token], index: int) -> Found | None:
        """The longest row that begins at a token and builds something, how many tokens it has, its node.

        Of equally long ones the first listed is taken; one that builds nothing gives way to the next.
        """
        if self._count > _MANY:
            self._forget()
        place = self._root
        for at in range(index, len(made)):
            name = made[at][0]
            try:
                further = place.further[name]
            except KeyError:
                further = self._step(place, name)
            if further is None:
                break
            place = further
        return place.found
