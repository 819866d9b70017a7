# ruff: noqa: E501  (rows of a Markdown table cannot be broken)
"""Writes docs/dates.md from the rules' own examples: ``python -m tests.docs_dates``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from milepost.reading.dates.rules import FAMILIES

PAGE: Final = Path(__file__).parent.parent / "docs" / "dates.md"

_HEAD: Final = """\
# What is read as a date

Made from the rules' own examples by `python -m tests.docs_dates`; a test fails where the two differ.
All examples are read as if published on Friday, 16 January 2026, in India's calendar (a fiscal year
begins in April). On the right stands the text form of *when* (see the config), or TIMEX3's type and
value where the words tell no date of an event: a length of time, *now*, *in the past*.

How it works is told at the top of `service/milepost/reading/dates/engine.py`. A new phrase is one row
in `service/milepost/reading/dates/rules/`, with its examples.

Around every time these words are understood too:

| words | make of it |
|---|---|
| by, no later than, not later than, on or before, at the latest, until, up to | a limit: `by …`, its last day included |
| before, prior to | a limit that ends the day before |
| from, as of, with effect from, since, starting, … onwards, or later | `from …`, its first day included |
| after, later than | `from …` the day after |
| between … and … | one day of that time |
| … to …, … through …, … – … | all these days |
| early, mid, late, beginning of, middle of, end of | a third of it; after a word that makes a limit, its end |
| first week of, second fortnight of, first half of | that part of it |
| the first two weeks of, the last ten days of | one of these days |
| on 3, 10 and 17 June; June 3 and 17, 2027 | each of these days; all of them where they follow each other |
| in six weeks, where the sentence looks ahead | counted from the day of publication |
| within 90 days of, 12 months after, 9 months before, the twentieth day following | counted from the event named, or from the document's own date |
| the first day of the second month following publication | that day |
| and annually thereafter, and every four years thereafter | comes again |
| every year by, annually on; quarterly from, every two years, beginning in | comes again, with that day or first time |

What is left open or in doubt is said: a day that no calendar has, *earlier this year* in January, a
length that names no beginning, a date that needs the day of publication where none is known.
"""


def page() -> str:
    """The page as it should be."""
    parts = [_HEAD]
    for family, rules in FAMILIES.items():
        parts.append(f"\n## {family}\n")
        read = [(rule.name, text, said) for rule in rules for text, said in rule.yes.items()]
        if read:
            parts.append("\n| rule | text | read as |\n|---|---|---|\n")
            parts += [f"| {name} | {_cell(text)} | `{said}` |\n" for name, text, said in read]
        alone = [text for rule in rules for text in rule.no]
        if alone:
            parts.append("\nLeft alone: " + ", ".join(f"*{text}*" for text in dict.fromkeys(alone)) + ".\n")
    return "".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
