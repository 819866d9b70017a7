"""How a text is laid out: its headings, list trees and sentences, each with its place in the text.

Nothing is rewritten: ``flatten`` changes characters one for one, so every offset is an offset of
the announcement itself, whatever spaces, quotes and dashes it uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

LONGEST_UNIT: Final = 1600
"""Characters after which a sentence is cut at the next pause, so that no rule ever sees a whole book."""

_FOLD: Final = {
    **dict.fromkeys(
        map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"), " "
    ),
    **dict.fromkeys(map(ord, "\u202f\u205f\u3000\t\n\r\x0b\x0c\x85\u2028\u2029\u00ad\u200b\ufeff"), " "),
    **dict.fromkeys(map(ord, "‘’‛′´`"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–−"), "-"),
}


def flatten(text: str) -> str:
    """The text with one kind of space, quote and hyphen: as many characters, at the same offsets."""
    return text.translate(_FOLD)


def lowered(text: str) -> str:
    """The text in lower case with every character at its old offset (a Turkish İ stays as it is)."""
    lower = text.lower()
    return (
        lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, a list item (its first sentence), a heading, or a row of a table.

    ``path`` leads to it through sections and list markers: ``("5", "g", "i")``. ``opening`` is the
    number of the unit whose words the item takes up ("… the head of each agency shall:").
    """

    start: int
    end: int
    kind: Literal["sentence", "item", "heading", "row"]
    path: tuple[str, ...] = ()
    opening: int | None = None
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """A text with its units in order; ``flat`` and ``low`` have the same offsets as ``text``."""

    text: str
    flat: str
    low: str
    units: tuple[Unit, ...]


def outline(text: str) -> Outline:
    """Lay a text out, in time linear in its length."""
    flat = flatten(text)
    return Outline(text, flat, lowered(flat), tuple(_Layout(text, flat).units()))


# ---------------------------------------------------------------- blocks: lines that belong together

_SECTION: Final = re.compile(
    r"(?:section|sec\.?|article|art\.?|chapter|part|annex|title|clause|§)\s{0,3}(\d{1,4}[a-z]?(?:\.\d{1,3})*|[ivxlc]{1,6})\b\.?"
    r"(?=\s|$|:|-)",
    re.I,
)
_MARKER: Final = re.compile(
    r"\((?P<round>[a-z]{1,5}|[A-Z]{1,2}|\d{1,3})\)(?=\s|$|[A-Z])"
    r"|(?P<number>\d{1,3}(?:\.\d{1,3}){0,3})[.)](?=\s)"
    r"|(?P<letter>[a-zA-Z])\)(?=\s)"
    r"|(?P<bullet>[•●▪■◦‣∙·*]|[-–—](?=\s))(?=\s*\S)"
)
_INLINE: Final = re.compile(r"[^.\n]{0,120}[.:—] (?=\((?:a|1|i)\) )")
_ROW: Final = re.compile(r"\S[^\S\n]*(?:\||\t|\s{3,}|\.{4,}|…{2,})\s*\S")
_LABELLED: Final = re.compile(r"[A-Z][\w'() -]{2,50}: (?=\S)")
"""A line of a thing and what is told of it: "Opening: same day"."""
_MAX_HEADING: Final = 120


@dataclass(slots=True)
class _Block:
    """A paragraph, item or heading before it is cut into sentences."""

    start: int
    end: int
    mark: re.Match[str] | None = None
    section: str | None = None
    gap: bool = True
    """Whether a blank line stands before it."""
    row: bool = False


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Every line's span without the white space around it; blank lines as empty spans."""
    at = 0
    for line in text.split("\n"):
        stripped = line.strip()
        start = at + (len(line) - len(line.lstrip()) if stripped else 0)
        yield start, start + len(stripped)
        at += len(line) + 1


class _Layout:
    """Cuts a text into blocks, then the blocks into units, following lists on the way."""

    def __init__(self, text: str, flat: str) -> None:
        """Take the text and its flat twin."""
        self.text, self.flat = text, flat

    def blocks(self) -> list[_Block]:
        """Lines joined to paragraphs; a marker or section number that stands alone joins what follows."""
        found: list[_Block] = []
        gap, width = True, 0
        for start, end in _lines(self.text):
            if start == end:
                gap = True
                continue
            mark = _MARKER.match(self.flat, start, end)
            section = _SECTION.match(self.flat, start, end)
            row = end - start < 300 and bool(_ROW.search(self.text, mark.end() if mark else start, end))
            last = found[-1] if found else None
            if last and self._alone(last) and not mark:
                last.end, gap = end, False
            elif (
                last
                and not gap
                and not mark
                and not row
                and not last.row
                and not (section and self._titled(section, end))
                and self._goes_on(last, start, width)
            ):
                last.end = end
            else:
                if section and (inline := _INLINE.match(self.flat, section.end(), end)):
                    # "Sec. 2. Strategy. (a) Not later than …": the heading and its first item in one line
                    found.append(_Block(start, inline.end(), None, section[1].lower(), gap))
                    start, section, gap = inline.end(), None, False
                    mark = _MARKER.match(self.flat, start, end)
                found.append(
                    _Block(
                        start,
                        end,
                        mark if not section else None,
                        section[1].lower() if section and self._titled(section, end) else None,
                        gap,
                        row,
                    )
                )
            width, gap = max(min(width, 200), end - start), False
        return found

    def _alone(self, block: _Block) -> bool:
        return block.mark is not None and not self.text[block.mark.end() : block.end].strip()

    def _titled(self, section: re.Match[str], end: int) -> bool:
        """Whether a line that begins with "Article 9" opens it rather than speaks of it."""
        rest = self.flat[section.end() : end].strip(" .:-")
        if not rest:
            return True
        if section[0].lower().startswith(("sec", "§")) and self.flat[section.end() - 1] == ".":
            return True
        return (
            len(rest) < _MAX_HEADING
            and rest[0].isupper()
            and not re.search(r"[.;,]$|\b(shall|is|are)\b", rest)
        )

    def _goes_on(self, last: _Block, start: int, width: int) -> bool:
        """Whether a line without a blank one before it goes on with the paragraph."""
        if last.section and last.end - last.start < 16:
            return False
        before, first = self.flat[last.end - 1], self.flat[start]
        if first.islower() or before in ",-(":
            return True
        line = self.text.rfind("\n", last.start, last.end) + 1 or last.start
        if _LABELLED.match(self.flat, start) and _LABELLED.match(self.flat, line):
            return False
        long_enough = last.end - line >= 0.75 * width and width >= 50
        return long_enough and before != ":"

    # ------------------------------------------------------------ units

    def units(self) -> Iterator[Unit]:
        """The blocks as sentences and items, with their path and opening."""
        blocks = self.blocks()
        lists = _Lists([self._label(block) for block in blocks])
        section: tuple[str, ...] = ()
        made: int = 0
        last_end = ""
        for number, block in enumerate(blocks):
            start = block.start
            if block.section is not None:
                section = (block.section,)
                lists.clear()
            if block.mark is not None:
                lists.enter(number, made - 1 if made and last_end in ":—" else None)
                start = min(block.mark.end(), block.end)
                while start < block.end and self.text[start].isspace():
                    start += 1
            elif block.gap:
                lists.paragraph()
            if start >= block.end:
                continue
            path = section + lists.path()
            heading = self._heading(block, blocks[number + 1] if number + 1 < len(blocks) else None)
            for first, (begin, end) in _firsts(_sentences(self.flat, start, block.end)):
                item = first and block.mark is not None
                kind: Literal["sentence", "item", "heading", "row"] = (
                    "row" if block.row else "heading" if heading else "item" if item else "sentence"
                )
                opening = lists.opening() if block.mark is not None else None
                yield Unit(begin, end, kind, path, opening, number)
                if item:
                    lists.unit(made)
                made += 1
                last_end = self.flat[end - 1]

    def _label(self, block: _Block) -> tuple[str, str] | None:
        """The style and text of a block's marker."""
        mark = block.mark
        if mark is None:
            return None
        if round_ := mark["round"]:
            style = "digit" if round_.isdigit() else "upper" if round_.isupper() else "lower"
            return style, round_.lower()
        if number := mark["number"]:
            return "number", number
        if letter := mark["letter"]:
            return "upper" if letter.isupper() else "lower", letter.lower()
        return "bullet", ""

    def _heading(self, block: _Block, after: _Block | None) -> bool:
        length = block.end - block.start
        if block.mark is not None and _MARKER.match(self.flat, block.start, block.end)["number"] is None:  # type: ignore[index]
            return False
        text = self.flat[block.start : block.end]
        if length > _MAX_HEADING or (text[-1] in '.;:,?!"' and block.section is None):
            return False
        if block.section is not None:
            return length < _MAX_HEADING and not re.search(r"\b(shall|must|will)\b", text)
        return not re.search(r"\b(shall|must|will|is|are|was|were|has|have)\b", text)


def _firsts(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[bool, tuple[int, int]]]:
    for number, span in enumerate(spans):
        yield number == 0, span


# ---------------------------------------------------------------- lists

_ROMAN: Final = {
    word: number
    for number, word in enumerate(
        "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv".split(),
        1,
    )
}


@dataclass(slots=True)
class _Level:
    style: str
    label: str
    opening: int | None
    unit: int | None = None


class _Lists:
    """Where in the tree of lists a block stands.

    "(i)" after "(h)" is the ninth letter or the first roman: what comes next, "(j)" or "(ii)", tells.
    """

    def __init__(self, labels: list[tuple[str, str] | None]) -> None:
        """Look ahead once for the letter or roman that follows each marker."""
        self._labels = labels
        self._next: list[str | None] = [None] * len(labels)
        after: str | None = None
        for number in range(len(labels) - 1, -1, -1):
            self._next[number] = after
            label = labels[number]
            if label and label[0] == "lower" and label[1] in ("i", "ii", "j", "v", "vi", "w", "x", "xi", "y"):
                after = label[1]
        self._stack: list[_Level] = []

    def clear(self) -> None:
        """A new section: no list is open."""
        self._stack.clear()

    def paragraph(self) -> None:
        """A paragraph without a marker ends a list of bullets, and goes on with any other."""
        while self._stack and self._stack[-1].style == "bullet":
            self._stack.pop()

    def enter(self, number: int, opening: int | None) -> None:
        """Take up the marker of a block; ``opening`` is the unit before it, if that ends in a colon."""
        labelled = self._labels[number]
        if labelled is None:
            return
        style, label = labelled
        if style == "lower":
            style = self._alphabet(number, label)
        for depth, level in enumerate(self._stack):
            if level.style == style:
                del self._stack[depth + 1 :]
                first = label in ("a", "i", "1") and level.label != label
                level.label, level.unit = label, None
                if first:
                    level.opening = opening
                return
        self._stack.append(_Level(style, label, opening))

    def _alphabet(self, number: int, label: str) -> str:
        """Whether a small-letter marker counts in letters or in roman numbers."""
        letter = next((level for level in self._stack if level.style == "letter"), None)
        roman = next((level for level in self._stack if level.style == "roman"), None)
        goes_on_roman = roman is not None and _ROMAN.get(label) == _ROMAN.get(roman.label, 0) + 1
        goes_on_letter = (
            letter is not None
            and len(label) == 1
            and len(letter.label) == 1
            and ord(label) == ord(letter.label) + 1
        )
        if len(label) > 1 and label in _ROMAN:
            return "roman"
        if goes_on_letter and (goes_on_roman or label in "ivx"):
            follows = {"i": "ii", "v": "vi", "x": "xi"}.get(label)
            if goes_on_roman and self._next[number] != chr(ord(label) + 1):
                return "roman"
            return "roman" if label == "i" and self._next[number] == follows else "letter"
        if goes_on_roman or label == "i":
            return "roman"
        return "letter"

    def unit(self, number: int) -> None:
        """Remember the unit that an item became."""
        if self._stack:
            self._stack[-1].unit = number

    def path(self) -> tuple[str, ...]:
        """The markers from the outermost list to here."""
        return tuple(level.label for level in self._stack if level.label)

    def opening(self) -> int | None:
        """The unit that opened the innermost list."""
        return self._stack[-1].opening if self._stack else None


# ---------------------------------------------------------------- sentences

_STOP: Final = re.compile(r"[.!?][\"')\]]{0,3}(?=\s+[\"'(\[]{0,2}[A-Z0-9])|;(?=\s+\([a-z0-9]{1,4}\)\s)")
_ABBREVIATED: Final = frozenset(
    """mr mrs ms dr prof hon rev st sr jr gen gov sen rep col lt capt sgt adm amb pres
    no nos art arts sec secs para paras ch pt vol pp fig figs ref cf ed eds al dept est approx
    inc ltd co corp bros llc plc v vs viz e.g i.e u.s u.k u.n e.u a.m p.m d.c ph.d p.o
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun
    h.e smt shri stat reg regs rev""".split()
)


def _sentences(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the sentences between two offsets, none longer than LONGEST_UNIT by much."""
    begin = start
    for stop in _STOP.finditer(flat, start, end):
        if flat[stop.start()] == "." and _goes_on_after(flat, begin, stop.start()):
            continue
        yield from _cut(flat, begin, stop.end())
        begin = stop.end()
        while begin < end and flat[begin] == " ":
            begin += 1
    if begin < end:
        yield from _cut(flat, begin, end)


def _goes_on_after(flat: str, begin: int, dot: int) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial or a number."""
    near = max(begin, dot - 40)  # no abbreviation is longer, and a text of nothing else stays linear
    word_start = max(flat.rfind(" ", near, dot) + 1, near, flat.rfind("(", near, dot) + 1)
    word = flat[word_start:dot]
    if not word or (
        word.lower() in ("p.m", "a.m", "u.s", "u.k", "e.u", "u.n")
        and flat[dot + 1 : dot + 3].strip().isupper() is False
    ):
        return bool(word)
    if word.lower().strip("\"'") in _ABBREVIATED:
        return True
    if len(word) == 1 and word.isupper():
        return True
    return word.isdigit() and word_start == begin and len(word) <= 3


def _cut(flat: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while end - begin > LONGEST_UNIT:
        pause = max(
            flat.rfind("; ", begin, begin + LONGEST_UNIT), flat.rfind(", ", begin, begin + LONGEST_UNIT)
        )
        if pause <= begin:
            pause = flat.rfind(" ", begin, begin + LONGEST_UNIT)
        if pause <= begin:
            pause = begin + LONGEST_UNIT - 1
        yield begin, pause + 1
        begin = pause + 1
        while begin < end and flat[begin] == " ":
            begin += 1
    if begin < end:
        yield begin, end
