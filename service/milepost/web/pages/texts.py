"""An announcement's text as paragraphs, with quotes marked and the words of each date in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markupsafe import Markup, escape

from milepost.model import Dated, Quote

_BLANK: Final = re.compile(r"\n[ \t\r]*(?:\n[ \t\r]*)+")
_WRAPPED: Final = range(40, 111)
_CONTEXT: Final = 240


@dataclass(frozen=True, slots=True)
class Mark:
    """A quote of one milestone to be marked: its number on the page, its slice, the slice of its date.

    ``target`` is true for the one quote of a milestone that a link to its number leads to.
    """

    number: int
    start: int
    end: int
    date: tuple[int, int] | None
    target: bool = True


def mark(number: int, quote: Quote, said: str, target: bool = True) -> Mark:
    """The mark of a quote; its date is where ``said`` first stands in it, up to white space."""
    words = r"\s+".join(map(re.escape, said.split()))
    found = re.search(words, quote.text) if words else None
    date = (quote.start + found.start(), quote.start + found.end()) if found else None
    return Mark(number, quote.start, quote.end, date, target)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The slices of a text's paragraphs. A line is one of its own unless lines were wrapped at a width."""
    start = 0
    for gap in (*_BLANK.finditer(text), None):
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            yield from _lines(text, start, end)
        start = gap.end() if gap else end


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lines = text[start:end].splitlines(keepends=True)
    if len(lines) > 1 and all(len(line) in _WRAPPED for line in lines[:-1]) and len(lines[-1]) < 111:
        yield start, end
        return
    for line in lines:
        if line.strip():
            yield start, start + len(line)
        start += len(line)


def marked_paragraphs(text: str, marks: Sequence[Mark]) -> Iterator[Markup]:
    """A whole text as HTML, paragraph by paragraph, with its quotes numbered."""
    coming = sorted(marks, key=lambda m: m.start, reverse=True)
    here: list[Mark] = []
    for start, end in paragraphs(text):
        while coming and coming[-1].start < end:
            here.append(coming.pop())
        here = [m for m in here if m.end > start]
        yield marked(text, start, end, here, numbered=True)


def marked(text: str, start: int, end: int, marks: Sequence[Mark], numbered: bool) -> Markup:
    """A slice of a text as HTML: quotes in ``<mark>``, dates in ``<b>``.

    Quotes that overlap share one mark. With ``numbered`` each begins with a target ``qN`` and ends
    with a link to ``#mN``. One sweep from edge to edge, however many quotes overlap.
    """
    inside: Counter[int] = Counter()
    bold: Counter[int] = Counter()
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    for m in marks:
        _span(inside, max(m.start, start), min(m.end, end))
        if m.date is not None:
            _span(bold, max(m.date[0], start), min(m.date[1], end))
        if m.target and m.start >= start:
            opens.setdefault(m.start, []).append(m.number)
        if m.end <= end:
            closes.setdefault(m.end, []).append(m.number)
    out: list[str] = []
    depth = dates = 0
    for a, b in pairwise(sorted({start, end, *inside, *bold})):
        before, depth, dates = depth, depth + inside[a], dates + bold[a]
        if bool(before) != bool(depth):
            out.append("<mark>" if depth else "</mark>")
        if numbered:
            out += [f'<span id="q{number}"></span>' for number in opens.get(a, ())]
        piece = str(escape(text[a:b]))
        out.append(f"<b>{piece}</b>" if dates else piece)
        if numbered:
            out += [
                f'<sup><a class="ref" href="#m{n}" aria-label="Milestone {n}">{n}</a></sup>'
                for n in closes.get(b, ())
            ]
    if depth:
        out.append("</mark>")
    return Markup("".join(out))  # noqa: S704 - every piece of the text was escaped above


def _span(edges: Counter[int], first: int, last: int) -> None:
    if first < last:
        edges[first] += 1
        edges[last] -= 1


def in_context(text: str, quote: Quote, said: str) -> Markup:
    """A quote in its paragraph, marked; a long paragraph is cut to what stands near."""
    around = [(a, b) for a, b in paragraphs(text) if a < quote.end and b > quote.start]
    start = min((a for a, _ in around), default=quote.start)
    end = max((b for _, b in around), default=quote.end)
    before = after = ""
    if quote.start - start > _CONTEXT:
        cut = text.find(" ", quote.start - _CONTEXT, quote.start)
        start, before = (cut + 1 if cut >= 0 else quote.start), "… "
    if end - quote.end > _CONTEXT:
        cut = text.rfind(" ", quote.end, quote.end + _CONTEXT)
        end, after = (cut if cut >= 0 else quote.end), " …"
    body = marked(text, min(start, quote.start), max(end, quote.end), [mark(1, quote, said)], numbered=False)
    return escape(before) + body + escape(after)


def quoted(quote: Quote, said: str) -> Markup:
    """A quote alone, marked, where the text around it is not kept."""
    whole = Quote(quote.announcement, 0, len(quote.text), quote.text)
    return marked(quote.text, 0, len(quote.text), [mark(1, whole, said)], numbered=False)


def marks_of(items: Sequence[Dated], announcement: str) -> list[Mark]:
    """The marks of every quote that an announcement's milestones stand on, numbered from 1 in order."""
    found: list[Mark] = []
    for number, item in enumerate(items, 1):
        m = item.milestone
        quotes = [m.quote, *m.again, *(told.quote for told in m.history)]
        seen: set[int] = set()
        for quote in quotes:
            if quote is not None and quote.announcement == announcement and quote.start not in seen:
                found.append(mark(number, quote, m.said, target=not seen))
                seen.add(quote.start)
    return found
