"""Token-class patterns: their notation, and the trie that finds the longest of all at once.

A pattern is a row of words. In capitals a word is a class of the lexicon and its value is handed to
the rule's ``build``; in small letters it stands for itself. ``a|b`` is either, ``( … )`` groups, a ``?``
behind a word or group makes it optional (what it would have handed over is then None). Between ``[``
and ``]`` stands what is kept of the match; the words outside are seen but do not belong to it and hand nothing over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from inspect import Parameter, signature
from typing import Final

from milepost.reading.dates.nodes import Node


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of expression: the patterns it is said in, what they build, and examples.

    ``build`` takes the values of the classes in the order in which they stand, and may answer None:
    this is none of mine. ``yes`` maps a text to what is read in it (see docs/dates.md), ``no`` lists
    texts that this rule leaves alone. All examples are read as if published on 16 January 2026.
    """

    name: str
    patterns: tuple[str, ...]
    build: Callable[..., Node | None]
    yes: Mapping[str, str]
    no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """Where a pattern ends: its rule and the name of it, which tokens' values it hands over, which are kept."""

    rule: Rule
    rules: tuple[str]
    order: int
    arguments: tuple[int | None, ...]
    keep: tuple[int, int]


class Trie:
    """A step of the trie: where each class leads, and the pattern that ends here."""

    __slots__ = ("end", "steps")

    def __init__(self) -> None:
        """An empty step."""
        self.steps: dict[str, Trie] = {}
        self.end: End | None = None


def compile_rules(rules: Iterable[Rule]) -> tuple[Trie, tuple[str, ...]]:
    """The trie of all patterns, and the rows that another row before them hides."""
    root, hidden = Trie(), []
    for order, rule in enumerate(rules):
        takes = _values(rule.build)
        for pattern in rule.patterns:
            for sequence in expand(pattern):
                count = sum(1 for step in sequence if step.argument)
                if takes not in (None, count):
                    raise ValueError(f"{rule.name}: {pattern!r} hands over {count} values")
                if not _put(root, sequence, partial(End, rule, (rule.name,), order)):
                    hidden.append(f"{rule.name}: {pattern}")
    return root, tuple(hidden)


def _values(build: Callable[..., Node | None]) -> int | None:
    """How many values a function takes; None where it takes more or fewer too."""
    kinds = [parameter.kind for parameter in signature(build).parameters.values()]
    free = Parameter.VAR_POSITIONAL in kinds or bool(getattr(build, "__defaults__", None))
    return None if free else len(kinds)


def words_of(trie: Trie) -> frozenset[str]:
    """The small-letter words that patterns name themselves."""
    found: set[str] = set()
    waiting = [trie]
    while waiting:
        step = waiting.pop()
        found.update(name for name in step.steps if not name.isupper())
        waiting.extend(step.steps.values())
    return frozenset(found)


def _put(root: Trie, sequence: tuple[Step, ...], end: Callable[..., End]) -> bool:
    real = [step for step in sequence if step.name]
    positions: list[int | None] = []
    index = 0
    for step in sequence:
        if step.argument:
            positions.append(index if step.name else None)
        index += bool(step.name)
    kept = [place for place, step in enumerate(real) if step.kept]
    node = root
    for step in real:
        node = node.steps.setdefault(step.name, Trie())
    made = end(tuple(positions), (kept[0], kept[-1] + 1))
    if node.end is not None:
        return node.end.rule is made.rule
    node.end = made
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One word of an expanded pattern; an empty name is an optional one left out."""

    name: str
    argument: bool
    kept: bool = True


_Sequence = tuple[Step, ...]


@dataclass(slots=True)
class _Reader:
    words: list[str]
    at: int = 0
    kept: bool = True
    marks: bool = field(default=False)


def expand(pattern: str) -> list[_Sequence]:
    """Every row of plain words that a pattern stands for, longer ones first."""
    for mark in "()[]":
        pattern = pattern.replace(mark, f" {mark} ")
    words = pattern.replace(") ?", ")?").split()
    reader = _Reader(words, kept="[" not in words)
    return [sequence for sequence in _row(reader) if any(step.name for step in sequence)]


_MARKS: Final = {"[": True, "]": False}


def _row(reader: _Reader) -> list[_Sequence]:
    done: list[_Sequence] = [()]
    while reader.at < len(reader.words):
        word = reader.words[reader.at]
        reader.at += 1
        if word in _MARKS:
            reader.kept = _MARKS[word]
            continue
        if word in (")", ")?"):
            return done
        options = _group(reader) if word == "(" else _word(word, reader.kept)
        done = [before + option for before in done for option in options]
    return done


def _group(reader: _Reader) -> list[_Sequence]:
    inner = _row(reader)
    if reader.words[reader.at - 1] != ")?":
        return inner
    empty = tuple(Step("", step.argument) for step in inner[0] if step.argument)
    return [*inner, empty]


def _word(word: str, kept: bool) -> list[_Sequence]:
    optional = len(word) > 1 and word.endswith("?")
    names = word.removesuffix("?").split("|") if optional or "|" in word else [word]
    argument = kept and names[0].isupper() and names[0].isalpha()
    options: list[_Sequence] = [(Step(name, argument, kept),) for name in names]
    if optional:
        options.append((Step("", argument),))
    return options
