"""A mark: an expression on its way through the refiners, with what was found around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from milepost.reading.dates.nodes import Node
from milepost.when import Length

Bound = Literal["by", "before", "until", "from", "after", "within", "during"]


@dataclass(frozen=True, slots=True)
class Tie:
    """That a length is counted from an event: its direction, its words and their span.

    ``known`` means the document's own date; ``throughout`` that all the time from the day on is meant
    ("for five years from 1 May 2026"), ``inclusive`` that the day is the first that counts ("28 days
    beginning with 3 July 2028").
    """

    direction: Literal["after", "before"]
    words: str
    span: tuple[int, int] | None
    known: bool
    doubt: str | None = None
    throughout: bool = False
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """That what is told once comes again: "and every four years thereafter"."""

    interval: Length
    span: tuple[int, int]


@dataclass(slots=True)
class Mark:
    """An expression: its span and node, the rules so far, its bound, tie and recurrence.

    Nobody changes one; it is not frozen because a text of nothing but years makes 200,000 of them,
    and freezing doubles what each costs.
    """

    start: int
    end: int
    node: Node
    rules: tuple[str, ...]
    left: int | None = None
    right: int | None = None
    bound: Bound | None = None
    tie: Tie | None = None
    again: Again | None = None
    parts: tuple[Mark, ...] = ()
