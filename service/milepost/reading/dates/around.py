"""What refiners ask of the text and the node beside a mark."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from milepost.reading.dates import nodes
from milepost.when import On

_OPENING: Final = "`'\"‘“«([—–"
_NOUN: Final = re.compile(
    r"\s+(?!(?:and|or|to|by|in|on|from|for|at|until|after|before|thereafter|as|with|when|if|unless|since|than|but|"
    r"which|that|the|a|an|is|are|was|were|will|shall|may|must|should|can|not)\b)[a-z]"
)


def word_before(low: str, start: int) -> str:
    """The word that stands before a place, without the quote or bracket that it opens or the word before
    a slash; empty at the beginning of a text."""
    return _last_word(low[start - 16 if start > 16 else 0 : start])


@lru_cache(maxsize=4096)
def _last_word(before: str) -> str:
    words = before.split()
    return words[-1].lstrip(_OPENING).rpartition("/")[2] if words else ""


def stands_before(words: frozenset[str]) -> Callable[[str, int], bool]:
    """Whether one of the words stands before a place; the letter before it rules most out at once."""
    last = frozenset(word[-1] for word in words)

    def stands(low: str, start: int) -> bool:
        letter = low[start - 2 : start - 1]
        return (letter in last or letter.isspace()) and word_before(low, start) in words

    return stands


def noun_behind(low: str, end: int) -> bool:
    """Whether what stands before a place belongs to a noun, and the sentence does not just go on."""
    return _NOUN.match(low, end) is not None


def is_day(node: nodes.Node) -> bool:
    """Whether a node tells one day."""
    match node:
        case nodes.Known(On(_, None)) | nodes.DayOfWeek():
            return True
        case nodes.Open(_, day):
            return day is not None
        case nodes.Relative(unit):
            return unit == "D"
        case _:
            return False
