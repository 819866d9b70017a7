"""Temporal expressions: scan, typed tokens, patterns in a trie, refiners, resolution (see engine)."""

from milepost.reading.dates.engine import find, phrase
from milepost.reading.dates.timex import Timex

__all__ = ["Timex", "find", "phrase"]
