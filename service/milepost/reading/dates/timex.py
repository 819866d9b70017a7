"""A temporal expression as it stands in a text, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from milepost.when import When


@dataclass(slots=True, unsafe_hash=True)
class Timex:
    """One temporal expression of a text; offsets count characters of that text.

    ``start`` and ``end`` are the span that TIMEX3 has ("90 days"), ``said`` the span with its bound
    and anchor ("within 90 days of the date of this order"), ``anchor`` the span of the anchor's
    words. ``when`` is what it says of an event's date, None for a duration or an age; a set
    without a beginning is ``Every(Undated(), …)``. ``inferred`` tells in words what was not said but
    concluded ("the year is that of publication"), ``doubt`` why the reading may be wrong. ``rules``
    are the names of those that fired.
    ``needs_published`` is true where only the unknown day of publication is missing. ``parts`` are
    the two ends of a range, a length and the day it is counted from, a length and the time it is part of, or
    a recurrence and its first time, each as TIMEX3 has it.

    Nobody changes one; it is not frozen because that makes it four times as dear to make, and a text
    of nothing but dates has 200,000.
    """

    start: int
    end: int
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    said: tuple[int, int]
    when: When | None = None
    anchor: tuple[int, int] | None = None
    inferred: str | None = None
    doubt: str | None = None
    rules: tuple[str, ...] = ()
    needs_published: bool = False
    parts: tuple[Timex, ...] = ()
