"""The trie walked one token at a time, all rows at once: what was walked once costs one look-up a token."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Final

from milepost.reading.dates.lexicon import Classes
from milepost.reading.dates.nodes import Node
from milepost.reading.dates.patterns import End, Trie

_MANY: Final = 30_000
"""So many states are kept; beyond them all are made anew, so that no text can fill the memory."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a token may be: its classes, their names as one string too, and its value in each."""

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
    """After some tokens: the rows that end here, first listed first, and where each word leads."""

    __slots__ = ("ends", "further", "ways")

    def __init__(self, ways: tuple[_Way, ...]) -> None:
        self.ways = ways
        self.further: dict[str, _State | None] = {}
        ends = [(step.end, _picks(step.end, classes)) for step, classes in ways if step.end is not None]
        self.ends = tuple(sorted(ends, key=lambda end: end[0].order))


def _picks(end: End, classes: tuple[int, ...]) -> tuple[_Pick, ...]:
    return tuple(None if place is None else (place, classes[place]) for place in end.arguments)


class Automaton:
    """All rows of a trie, told apart by the classes of the tokens."""

    __slots__ = ("_count", "_root", "_trie")

    def __init__(self, trie: Trie) -> None:
        """Of a trie; its states are made when a text first leads to them."""
        self._trie = trie
        self._forget()

    def _forget(self) -> None:
        self._count = 0
        self._root = _State(((self._trie, ()),))

    def _step(self, state: _State, kinds: str) -> _State | None:
        ways = tuple(
            (further, (*classes, number))
            for step, classes in state.ways
            for number, kind in enumerate(kinds.split())
            if (further := step.steps.get(kind)) is not None
        )
        made = _State(ways) if ways else None
        state.further[kinds] = made
        self._count += 1
        return made

    def match(self, made: list[Token], index: int) -> tuple[End, int, Node] | None:
        """The longest row that begins at a token and builds something, with its end and node.

        Of equally long ones the first listed is taken; one that builds nothing gives way to the next.
        """
        if self._count > _MANY:
            self._forget()
        state = self._root
        ended: list[tuple[int, _State]] = []
        for at in range(index, len(made)):
            kinds = made[at][0].kinds
            try:
                further = state.further[kinds]
            except KeyError:
                further = self._step(state, kinds)
            if further is None:
                break
            state = further
            if state.ends:
                ended.append((at + 1, state))
        while ended:
            stop, state = ended.pop()
            for end, picks in state.ends:
                node = end.build(
                    *[None if pick is None else made[index + pick[0]][0].values[pick[1]] for pick in picks]
                )
                if node is not None:
                    return end, stop, node
        return None
