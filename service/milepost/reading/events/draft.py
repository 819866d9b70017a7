"""A milestone as its sentence tells it, before it is tied to others and named."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from milepost.model import Kind, Series
from milepost.when import (
    When,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A milestone as its sentence tells it, before it is tied to others and named."""

    title: str
    kind: Kind
    when: When
    unit: int
    cue: tuple[int, int]
    rules: tuple[str, ...]
    said: tuple[int, int] | None = None
    thing: str = ""
    series: Series | None = None
    actors: tuple[str, ...] = ()
    place: str | None = None
    doubt: str | None = None
    inferred: str | None = None
    cancelled: bool = False
    done: bool = False
    """Told as having happened."""
    opening: int | None = None
    until: int | None = None
    """The last unit whose words belong to it: a list of bare items under its opening."""
    again: tuple[tuple[int, int], ...] = ()
    """The units (and cue starts) in which it is told once more."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A date, or words like a promise, that became no milestone, and why."""

    start: int
    end: int
    rule: str
    reason: str


@dataclass(slots=True)
class Drafting:
    """What a whole text came to."""

    legal: bool
    """Whether the text is laid out as an act or order: undated duties are then no news."""
    drafts: list[Draft] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    told_on: date | None = None
    """The day on which the opening of a story says that something was said."""


STORY_DAY: Final = "the day of the story"
"""Marks drafts that happened when the story says that it all happened."""


def both(*doubts: str | None) -> str | None:
    """Several doubts as one sentence; None for none."""
    told = [doubt for doubt in doubts if doubt]
    return "; ".join(dict.fromkeys(told)) or None
