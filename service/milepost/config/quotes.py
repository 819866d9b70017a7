"""Where a quote stands in an announcement's text, up to white space."""

from __future__ import annotations

import re
from bisect import bisect_right

from milepost.model import Announcement, Quote

_WORD = re.compile(r"\S+")


class Places:
    """Finds quotes in one text; the index of its words is made when a quote is first not found as it is."""

    def __init__(self, announcement: Announcement) -> None:
        """Take the announcement; nothing is done yet."""
        self.announcement = announcement
        self._collapsed: str | None = None
        self._starts: list[int] = []
        self._words: list[tuple[int, int]] = []

    def find(
        self, text: str, opening: str | None = None, hint: tuple[int, int] | None = None
    ) -> Quote | None:
        """The quote with its offsets, or None if the announcement does not hold these words.

        ``hint`` is where it stood when it was offered: of words that stand twice, those are meant.
        """
        there = hint is not None and self.announcement.text[slice(*hint)].split() == text.split()
        span = hint if there else self.span(text)
        if span is None:
            return None
        above = None
        if opening is not None and (inherited := self.span(opening)):
            above = self._quote(inherited, None)
        return self._quote(span, above)

    def _quote(self, span: tuple[int, int], opening: Quote | None) -> Quote:
        start, end = span
        return Quote(self.announcement.id, start, end, self.announcement.text[start:end], opening)

    def span(self, text: str) -> tuple[int, int] | None:
        """Start and end of the first place where these words stand, whatever white space is between them."""
        at = self.announcement.text.find(text)
        if at >= 0:
            return at, at + len(text)
        if self._collapsed is None:
            self._index()
        short = " ".join(text.split())
        if not short or (at := (self._collapsed or "").find(short)) < 0:
            return None
        return self._original(at), self._original(at + len(short) - 1) + 1

    def _index(self) -> None:
        self._words = [found.span() for found in _WORD.finditer(self.announcement.text)]
        at = 0
        for start, end in self._words:
            self._starts.append(at)
            at += end - start + 1
        self._collapsed = " ".join(self.announcement.text[start:end] for start, end in self._words)

    def _original(self, at: int) -> int:
        word = bisect_right(self._starts, at) - 1
        return self._words[word][0] + at - self._starts[word]
