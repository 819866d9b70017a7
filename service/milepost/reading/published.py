"""When an announcement was published, by its own words: datelines, "Done at", "of 12 May 2021"."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from milepost.when.words import MONTHS

_MONTH: Final = {name.lower()[:3]: number for number, name in enumerate(MONTHS, 1)}
_NAMES: Final = "|".join(name[:3] + r"(?:" + name[3:] + r")?\.?" for name in MONTHS)
_DATE: Final = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_NAMES}),? (?P<year>\d{{4}})"
    rf"|(?P<month2>{_NAMES}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>\d{{4}})"
    r"|(?P<iso>\d{4}-\d\d-\d\d))"
)
_PLACES: Final = (
    ("the line that says when it was published", r"(?im)^\W{0,3}(?:date|published|publication date|date of publication|released?|issued|posted(?: on)?|updated|dated|press release)\b[^\n\d]{0,40}?" + _DATE),
    ("its dateline", r"(?m)^(?:\*\*)?[A-Z][\w.,'/() -]{2,50}?[,(] ?" + _DATE + r"[^\n]{0,25}?(?: ?[—–:-]|\))"),
    ("the line of its author", r"(?m)^(?:By|BY) [^\n\d]{2,80}[ ,|·•–—-](?:(?:updated|published):? |\w+day,? )?" + _DATE + r"\W{0,4}$"),
    ("the day that it calls today", r"(?i)\btoday,? \(?(?:on )?(?:[a-z]+day,? )?(?:the )?" + _DATE),
    ("its signature", r"(?:\bDone at [A-Z][\w -]{2,30},|THE WHITE HOUSE,|\bDated(?: at [A-Z][\w ]{2,30})?:?|\bSigned at [A-Z][\w -]{2,30},?)\s{1,4}(?:on )?(?:this )?" + _DATE),
    ("its title", r"(?:Order|Regulation|Directive|Proclamation|Act|Notice|Decision|Memorandum)[^\n.;]{0,60}? of " + _DATE),
    ("a line of its own", r"(?m)^\W{0,4}(?:\w+day,? )?" + _DATE + r"\W{0,4}$"),
    ("its first line", r"\A\s*[^\n]{0,100}?" + _DATE + r"\s*(?:\n|$)"),
)  # fmt: skip
_HEAD: Final = 3_000
_TAIL: Final = 12_000


def published(flat: str) -> tuple[date, str] | None:
    """The day of publication that a text tells of itself, and where it says so; None where it does not.

    ``flat`` keeps its line breaks. Only the head and the foot are looked at.
    """
    for where, pattern in _PLACES:
        parts = (flat[:_HEAD],) if where != "its signature" else (flat[:_HEAD], flat[-_TAIL:])
        for part in parts:
            for found in re.finditer(pattern, part):
                if day := _day(found):
                    return day, where
    return None


def _day(found: re.Match[str]) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        month = found["month"] or found["month2"]
        return date(
            int(found["year"] or found["year2"]),
            _MONTH[month.lower()[:3]],
            int(found["day"] or found["day2"]),
        )
    except ValueError:
        return None
