"""The places of a sentence where a rule's words stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from milepost.reading.rules import (
    RULES,
    EventRule,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A place where a rule's words stand."""

    start: int
    end: int
    rule: EventRule
    promise: str = ""
    promise_end: int = 0


def _pattern(rules: Sequence[EventRule]) -> re.Pattern[str]:
    parts = []
    for number, rule in enumerate(rules):
        cue = rule.cue.replace("(?P<promise>", f"(?P<promise{number}>")
        parts.append(f"(?P<r{number}>{cue})")
    return re.compile(r"(?<![\w])(?:" + "|".join(parts) + ")")


_CUES: Final = _pattern(RULES)
_NUMBERS: Final = {f"r{number}": number for number in range(len(RULES))}


def cues(low: str, start: int, end: int) -> list[Cue]:
    """The cues of a sentence in order; where two overlap, the one that begins first, then the earlier rule."""
    found = []
    at = start
    while match := _CUES.search(low, at, end):
        name = next(name for name in _NUMBERS if match.start(name) >= 0)
        number = _NUMBERS[name]
        groups = match.groupdict()
        verb = groups.get(f"promise{number}") or ""
        verb_end = match.end(f"promise{number}") if f"promise{number}" in groups and verb else match.end()
        first = match.start() + (len(match[0]) - len(match[0].lstrip()))
        found.append(Cue(first, match.end(), RULES[number], verb, verb_end))
        at = max(match.end(), at + 1)
    return found
