"""What refiners ask of the text and the node beside a mark."""

from __future__ import annotations

from typing import Final

from milepost.reading.dates import nodes
from milepost.when import On

_OPENING: Final = "`'\"‘“«([—–"


def word_before(low: str, start: int) -> str:
    """The word that stands before a place, without the quote or bracket that it opens; empty at the
    beginning of a text."""
    words = low[max(0, start - 16) : start].split()
    return words[-1].lstrip(_OPENING) if words else ""


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
