"""The terminal: one sheet of rows with dates at one edge and signs for their precision; JSON for machines."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from milepost.agenda import is_window
from milepost.model import Dated
from milepost.when import By, Every, From, When, local, say
from milepost.when.words import say_day

WIDTH: Final = 100
"""Columns of a sheet, on a wider terminal and where there is none."""

Sign = Literal["day", "span", "window", "by", "from", "undated", "moved", "doubt"]

_SIGNS: Final[dict[Sign, tuple[str, str]]] = {
    "day": (" ● ", " * "),
    "span": ("━━━", "==="),
    "window": ("░░░", "///"),
    "by": ("─▸│", "->|"),
    "from": ("│─▸", "|->"),
    "undated": (" ◌ ", "( )"),
    "moved": ("◌▸●", "(>*"),
    "doubt": ("○ ?", "(?)"),
}
_ASCII: Final = str.maketrans(
    {
        "─": "-",
        "–": "-",
        "“": '"',
        "”": '"',
        "’": "'",
        "→": ">",
        "·": "-",
        "…": "~",
        "░": "/",
        "━": "=",
        "┃": "|",
    }
)
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing: a terminal would obey them."""


def print_json(value: Any) -> None:
    """A value as JSON on stdout, and nothing else."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")


def plain(text: str) -> str:
    """A text from outside on one line, without what a terminal would take as a command."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 file", "9 files"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sign_of(item: Dated, *, moved: bool = False) -> Sign:
    """The sign that tells how precise a milestone's date is."""
    if item.milestone.doubt or item.reckoned.doubt:
        return "doubt"
    if item.first is None and item.last is None:
        return "undated"
    if moved:
        return "moved"
    return _form(item.milestone.when, item)


def _form(when: When, item: Dated) -> Sign:
    match when:
        case Every(first):
            return _form(first, item)
        case By():
            return "by"
        case From():
            return "from"
        case _ if is_window(item):
            return "window"
        case _:
            return "day" if item.first == item.last else "span"


def say_when(item: Dated, today: date, *, weekday: bool = False) -> str:
    """A milestone's date in words, a clock time as clocks of the calendar's zone show it.

    With ``weekday`` a day has its weekday before it: "by Fri 6 March".
    """
    year = today.year
    text = say(item.milestone.when, item.reckoned, year)
    day = item.first or item.last
    if starts := item.reckoned.starts:
        here = local(starts, item.calendar.zone)
        every = "".join(text.partition(", every")[1:])
        day, text = here.date(), f"{say_day(here.date(), year)}, {here:%H:%M}{every}"
    if weekday and day and not is_window(item) and (found := re.match(r"(by |from )?(?=\d{1,2}\D)", text)):
        text = f"{found[0]}{day:%a} {text[found.end() :]}"
    return text


@dataclass(slots=True)
class _Row:
    when: str
    sign: Sign
    title: str
    right: str
    below: tuple[str, ...]
    alarm: bool


@dataclass(slots=True)
class Sheet:
    """What a command shows to a person, collected first so that all dates end at one edge."""

    _lines: list[_Row | tuple[str, str, str] | None] = field(default_factory=list)

    def head(self, left: str, right: str = "") -> None:
        """A bold line, with something at the right edge."""
        self._lines.append(("bold", left, right))

    def text(self, left: str, right: str = "", *, dim: bool = False) -> None:
        """A plain or dim line, with something at the right edge."""
        self._lines.append(("dim" if dim else "", left, right))

    def section(self, title: str) -> None:
        """A bold line above rows, with an empty one before it unless a rule is there."""
        if self._lines and self._lines[-1] is not None:
            self.text("")
        self.head(title)

    def field(self, name: str, *lines: str) -> None:
        """A named value of one milestone, its further lines below each other."""
        for n, line in enumerate(lines):
            indent = len(line) - len(line.lstrip())
            fits = len(line) <= WIDTH - 12
            for k, part in enumerate([line] if fits else _wrap(line.strip(), WIDTH - 12 - indent)):
                shown = part if fits else " " * indent + part
                self._lines.append(("", f"{name if not n and not k else '':<12}{shown}", ""))

    def rule(self) -> None:
        """A line across the sheet."""
        self._lines.append(None)

    def row(
        self, when: str, sign: Sign, title: str, right: str = "", *below: str, alarm: bool = False
    ) -> None:
        """A milestone: date, sign, title, something at the right edge, dim lines below; red if alarm."""
        self._lines.append(_Row(when, sign, title, right, tuple(b for b in below if b), alarm))

    def print(self) -> None:
        """Everything to stdout; colour, and signs beyond ASCII, only where the terminal has them."""
        screen = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        width = min(WIDTH, screen.width) if screen.is_terminal else WIDTH
        signs = "utf" in screen.encoding
        edge = max([20, *(len(line.when) for line in self._lines if isinstance(line, _Row))])
        for line in self._lines:
            for text in _render(line, width, min(edge, width // 3), signs):
                screen.print(text if signs else _ascii(text))


def _render(line: _Row | tuple[str, str, str] | None, width: int, edge: int, signs: bool) -> list[Text]:
    if line is None:
        return [Text("─" * width, style="dim")]
    if not isinstance(line, _Row):
        style, left, right = line
        return [
            _spread(
                Text(_safe(left).rstrip(), style=style), right, width, "dim" if style == "bold" else style
            )
        ]
    indent = edge + 7
    first = Text(f"{plain(line.when):>{edge}}  ")
    first.append(_SIGNS[line.sign][0 if signs else 1])
    first.append("  ")
    alarm = "red" if line.alarm or line.sign == "doubt" else ""
    title = _wrap(plain(line.title), max(20, width - indent - cell_len(line.right) - 2))
    first.append(title[0], style="bold")
    shown = [_spread(first, line.right, width, alarm or "dim")]
    shown += [Text(" " * indent + more, style="bold") for more in title[1:]]
    for below in line.below:
        shown += [Text(" " * indent + part, style="dim") for part in _wrap(plain(below), width - indent)]
    if alarm:
        shown[0].stylize(alarm, 0, edge)
    return shown


def _safe(text: str) -> str:
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def _spread(left: Text, right: str, width: int, style: str) -> Text:
    if right:
        left.append(" " * max(2, width - left.cell_len - cell_len(right)))
        left.append(plain(right), style=style)
    return left


def _wrap(text: str, width: int) -> list[str]:
    """A text in lines of at most so many columns; a word that is wider than that is cut."""
    lines, line = [], ""
    for word in (part for whole in text.split(" ") for part in chop_cells(whole, width) or [""]):
        if line and cell_len(line) + 1 + cell_len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _ascii(text: Text) -> Text:
    flat = text.plain.translate(_ASCII).encode("ascii", "replace").decode()
    return Text(flat, spans=text.spans, style=text.style) if len(flat) == len(text.plain) else Text(flat)
