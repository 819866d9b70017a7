"""YAML as a person wrote it: plain values with the line and column of each, and nothing guessed.

Every scalar stays a string (an empty one, ``~`` and ``null`` are None), so that dates, ``no`` and
``012`` mean what they say; what a field is decides the shape that it is checked against.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

import yaml

from milepost.model import Problem

LARGEST: Final = 2_000_000
"""Bytes of a config file beyond which it is none."""
DEEPEST: Final = 20
"""Levels that mappings and lists may nest."""

Key = str | int
Spot = tuple[int, int]
"""Line and column, counted from 1."""


@dataclass(slots=True)
class Node:
    """Where a value stands, where its key stands, and the same of what it holds."""

    at: Spot
    key: Spot | None = None
    inside: dict[Key, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tree:
    """A document as plain values, with the places of all of them; ``lines`` are those of the file."""

    path: str
    value: Any
    places: Node
    lines: list[str]

    def spot(self, loc: tuple[Key, ...], *, key: bool = False) -> Spot:
        """The place of the deepest part of a location that stands in the file.

        Parts of the location that are not there, such as the name of an alternative, are skipped.
        """
        node = self.places
        for part in loc:
            node = node.inside.get(part, node)
        return node.key if key and node.key else node.at

    def problem(self, loc: tuple[Key, ...], message: str, rule: str, *, key: bool = False) -> Problem:
        """An error at a location."""
        return Problem(self.path, *self.spot(loc, key=key), message, rule)

    def notice(self, loc: tuple[Key, ...], message: str, rule: str, *, key: bool = False) -> Problem:
        """A notice at a location."""
        return Problem(self.path, *self.spot(loc, key=key), message, rule, "notice")

    def comment(self, loc: tuple[Key, ...]) -> str:
        """The comment that ends the line of a value, without its ``#``."""
        line, column = self.spot(loc)
        rest = self.lines[line - 1][column - 1 :] if line <= len(self.lines) else ""
        return rest.partition(" #")[2].strip()


def read_bytes(path: Path, largest: int) -> bytes:
    """The bytes of a regular file; OSError with a sentence in ``strerror`` where there are none to be had."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe in place of a file must not hang us
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        if found.st_size > largest:
            raise OSError(errno.EFBIG, f"it has more than {largest:,} bytes")
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(largest + 1)
    finally:
        os.close(handle)
    if len(data) > largest:
        raise OSError(errno.EFBIG, f"it has more than {largest:,} bytes")
    return data


def read_tree(path: Path, shown: str) -> tuple[Tree | None, tuple[Problem, ...]]:
    """The document in a file, or why there is none; ``shown`` is its path in problems."""
    try:
        data = read_bytes(path, LARGEST)
    except FileNotFoundError:
        return None, (Problem(shown, None, None, "there is no such file", "file"),)
    except OSError as error:
        return None, (Problem(shown, None, None, f"cannot be read: {error.strerror}", "file"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        return None, (
            Problem(shown, line, column, "this is not UTF-8: save the file in that encoding", "encoding"),
        )
    return parse(text, shown)


def parse(text: str, shown: str) -> tuple[Tree | None, tuple[Problem, ...]]:
    """The document in a text, with every duplicate key; or the one mistake that ends its reading."""
    builder = _Builder(text, shown)
    try:
        value, places = builder.build()
    except _Refused as refused:
        return None, (*builder.problems, refused.problem)
    except yaml.MarkedYAMLError as error:
        return None, (*builder.problems, _syntax(error, shown, builder.lines))
    except yaml.YAMLError as error:
        return None, (*builder.problems, _unprintable(error, text, shown))
    tree = Tree(shown, value, places, builder.lines)
    return tree, tuple(builder.problems)


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read; ``key`` is the mapping's key that waits for its value."""

    value: dict[str, Any] | list[Any]
    node: Node
    anchor: str | None
    key: str | None = None
    key_at: Spot | None = None


class _Builder:
    """One pass over the events of the C parser, without recursion."""

    def __init__(self, text: str, shown: str) -> None:
        self.text, self.shown = text, shown
        self.lines = text.splitlines()
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Any, Node, int]] = {}
        self.left = 1000 + len(text)
        self.result: tuple[Any, Node] | None = None

    def build(self) -> tuple[Any, Node]:
        documents = 0
        for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._open(event)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                done = self.stack.pop()
                self._put(done.value, done.node, done.anchor)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refuse(event, "a second document begins here: one file holds one", "yaml")
        return self.result or (None, Node((1, 1)))

    def _refuse(self, event: yaml.Event, message: str, rule: str) -> _Refused:
        return _Refused(Problem(self.shown, *_at(event), message, rule))

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if len(self.stack) >= DEEPEST:
            raise self._refuse(event, f"this is nested more than {DEEPEST} levels deep", "yaml")
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            raise self._refuse(event, "a key is one word, not a list or a mapping", "yaml")
        self._tag(event)
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Open(value, Node(_at(event)), event.anchor))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._tag(event)
        top = self.stack[-1] if self.stack else None
        at = _at(event)
        if top is not None and isinstance(top.value, dict) and top.key is None:
            if event.value in top.value:
                first = top.node.inside[event.value].key
                message = f"{event.value} stands here twice, first on line {first[0] if first else '?'}"
                self.problems.append(
                    Problem(self.shown, *at, f"{message}: keep one of them", "duplicate-key")
                )
            if event.value == "<<":
                raise self._refuse(event, "merging with << is not known here: write the values out", "yaml")
            top.key, top.key_at = event.value, at
            return
        plain = event.implicit[0]
        value = None if plain and event.value in ("", "~", "null", "Null", "NULL") else event.value
        if plain:
            self._cut(event)
        self._put(value, Node(at), event.anchor)

    def _put(self, value: Any, node: Node, anchor: str | None, size: int = 1) -> None:
        self.left -= size
        if anchor:
            self.anchors[anchor] = (value, node, _size(node))
        if not self.stack:
            self.result = (value, node)
            return
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.node.inside[len(top.value)] = node
            top.value.append(value)
        else:
            name = cast(str, top.key)
            node.key = top.key_at
            top.value[name] = value
            top.node.inside[name] = node
            top.key = top.key_at = None

    def _alias(self, event: yaml.AliasEvent) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            raise self._refuse(event, "a key is one word, not an alias", "yaml")
        known = self.anchors.get(cast(str, event.anchor))
        if known is None:
            raise self._refuse(event, f"there is no anchor &{event.anchor} above", "yaml")
        value, node, size = known
        if size > self.left:
            raise self._refuse(
                event, "aliases here unfold to more than the file holds: write the values out", "yaml"
            )
        self._put(value, Node(_at(event), None, node.inside), None, size)

    def _tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            raise self._refuse(event, f"tags such as {tag} mean nothing here: leave it out", "yaml")

    def _cut(self, event: yaml.ScalarEvent) -> None:
        """A notice where a text of a person's ends at a comment that may belong to it."""
        top = self.stack[-1] if self.stack else None
        if top is None or top.key not in TEXTS:
            return
        line, column = _place(event.end_mark)
        rest = self.lines[line - 1][column - 1 :] if line <= len(self.lines) else ""
        if rest.startswith(" #"):  # after more space, a comment is meant and looks like one
            where = (line, column + 1)
            message = f"{top.key} ends before this #: put the text in quotes, or the comment on its own line"
            self.problems.append(Problem(self.shown, *where, message, "comment", "notice"))


TEXTS: Final = frozenset({"title", "said", "note", "place", "source", "doubt", "quote", "opening", "name"})
"""Keys whose value is a person's text, where a # may be meant."""


def _at(event: yaml.Event) -> Spot:
    return _place(event.start_mark)


def _place(mark: Any) -> Spot:
    return mark.line + 1, mark.column + 1


def _size(node: Node) -> int:
    total, waiting = 0, [node]
    while waiting:
        total += 1
        waiting.extend(waiting.pop().inside.values())
    return total


_SYNTAX: Final = (
    ("cannot start any token", "a text cannot begin with this character: put it in quotes"),
    ("mapping values are not allowed", "a second colon here: put a text that holds ': ' in quotes"),
    ("did not find expected key", "the indentation or a quotation mark is off here or just above"),
    ("did not find expected '-'", "the indentation of this list is off here or just above"),
    ("could not find expected ':'", "a colon is missing here: write key: value"),
    ("found unexpected end of stream", "a quotation mark or bracket that was opened is never closed"),
    ("found undefined tag handle", "a text cannot begin with !: put it in quotes"),
    ("did not find expected alphabetic", "a text cannot begin with * or &: put it in quotes"),
    ("did not find expected ',' or", "a comma or the closing bracket of the list is missing"),
    ("found undefined alias", "a text cannot begin with *: put it in quotes"),
    ("unknown escape character", 'in "double quotes" a backslash is written twice'),
)


def _syntax(error: yaml.MarkedYAMLError, shown: str, lines: list[str]) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = error.problem or "this is no YAML"
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        sentence = "a tab stands here: YAML is indented with spaces"
    else:
        sentence = next(
            (own for theirs, own in _SYNTAX if theirs in said), f"YAML cannot read on here: {said}"
        )
    return Problem(shown, line, column, sentence, "yaml")


def _unprintable(error: yaml.YAMLError, text: str, shown: str) -> Problem:
    place = getattr(error, "position", None)
    if not isinstance(place, int):
        place = 0
    before = text.encode()[:place].decode(errors="ignore")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(shown, line, column, "a control character stands here: delete it", "yaml")
