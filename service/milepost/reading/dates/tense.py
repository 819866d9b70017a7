"""Whether the words around an expression look back or ahead."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

_TO_BE: Final = (
    r"(?:will|shall|would|must|may|should|can|could|to)(?: not)?(?: also)?"
    r" be(?: [a-z]+(?:ed|id|ld|nd|de|en|wn|un|t))?"
)
_AHEAD: Final = (
    rf"(?:is|are) {_TO_BE}|{_TO_BE}|"
    "(?:is|are) (?:now )?(?:cancell?ed|postponed|moved|delayed|deferred|put off)|apply|"
    "as soon as|as early as|will|shall|would|must|may|should|to be|is to|are to|plans? to|planned|expects?|expected|scheduled|due|"
    "aims? to|intends? to|until|payable|upcoming|set to|going to|'ll|hopes? to|agreed to|can|could|wo|won|"
    "no later than|not later than|by the|slated|propose[sd]?|forecast|"
    "to begin|to start|to take|to meet|to hold|effective|set for|begins|starts|ends|expires|takes effect|"
    "(?:resumes?|reconvenes?|restarts?|(?:re)?opens|closes|convenes|lapses|meets|sits|votes|hosts|visits|arrives|departs|goes|kicks|runs out|takes? (?:over|up|the|place)|steps down|kick off|come off|go to the|flies|leaves|tours|appears|joins|switches|begin|start|meet|resume|close)|(?:comes?|enters?) into|likely to|hopes? for|applies"
)
_BACK: Final = (
    "had been (?:due|scheduled|expected|planned|set|slated)|was to|were to|"
    "was|were|had|has|have|did|said|says|held|met|took|began|ended|since|launched|announced|reported|"
    "rose|fell|made|signed|came|went|told|reached|issued|adopted|told|became|posted|earned|closed|"
    "entered|agreed|approved|opened|won|lost|sold|bought|died|killed|found|gave|got|left|led|ran|saw|"
    "sent|set|showed|spoke|wrote|ago|kept|grew|flew|built|stood|broke|brought|laid|chose|upheld|taught|thought|paid|"
    "drew|drove|fought|heard|knew|shot|slid|spent|struck|swept|swore|threw|withdrew|fled|hid|rode|ruled|"
    r"(?!united|hundred|indeed|sacred|proceed|succeed|exceed|naked)[a-z]{6,}+(?<=[^aiou]ed)|(?!un)[a-z]{5,}+(?<=[iu]ed)"
)
_CUE: Final = re.compile(
    rf"\b(?:(?P<ahead>{_AHEAD})|(?P<back>{_BACK}))\b|(?P<stop>[.!?;](?<!\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|gov|sen|rep|gen).)(?<!\bsept.)(?<!\b(?:mr|ms|dr|st|no).)['\"”’)]*\s|\n\s*\n)"
)


class Tense:
    """The cues of one text, collected when first asked for; each question is a bisection."""

    __slots__ = ("_at", "_low", "_sign")

    def __init__(self, low: str) -> None:
        """Of a lower-cased text."""
        self._low = low
        self._at: list[int] | None = None
        self._sign: list[int] = []

    def __call__(self, start: int, end: int) -> int:
        """1 where the nearest cue of the sentence looks ahead, -1 where it looks back, 0 without one."""
        if self._at is None:
            self._collect()
        at = self._at or []
        index = bisect_left(at, start)
        before = self._nearest(index - 1, -1, start)
        after = self._nearest(index, 1, end)
        if before and self._low[end : end + 1] == "," and "," not in self._low[at[before - 1] : start]:
            return self._sign[
                before - 1
            ]  # ", who will speak on Monday, confirmed": the clause ends with the date
        if before and (not after or start - at[before - 1] <= 2 * (at[after - 1] - end) + 40):
            return self._sign[before - 1]
        return self._sign[after - 1] if after else 0

    def _nearest(self, index: int, step: int, origin: int) -> int:
        """The place, from 1, of the nearest cue on one side; 0 where the sentence has none there."""
        at = self._at or []
        if not 0 <= index < len(at) or self._sign[index] == 0 or abs(at[index] - origin) > 200:
            return 0
        return index + 1

    def _collect(self) -> None:
        self._at = []
        for found in _CUE.finditer(self._low):
            self._at.append(found.start())
            kind = found.lastgroup
            self._sign.append(1 if kind == "ahead" else -1 if kind == "back" else 0)
