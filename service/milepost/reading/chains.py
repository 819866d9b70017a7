"""Chains: a deadline told from another event is tied to the milestone that is that event.

A right offset hides a wrong anchor, so the order is: the subsection that is named, by its whole path;
then the act's own entry into force or application; then the nearest earlier milestone that *issues*
what the words name. What none of these finds stays open, with its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from milepost.reading.events import Draft
from milepost.reading.outline import Outline
from milepost.when import Offset, When, offset_of, with_offset

_PATH: Final = re.compile(
    r"\b(?:subsections?|paragraphs?|subparagraphs?|clauses?|points?|sections?) (?P<path>\d{0,3}[a-z]?(?:\([a-z0-9]{1,5}\))*)(?P<of>(?:,? (?:of|in|to) (?:this )?(?:section|article|paragraph|subsection|order)(?: (?P<number>\d+[a-z]?))?)?)",
    re.I,
)
_ISSUES: Final = re.compile(
    r"\b(?:issue|publish|initiate|hold|held|develop|provide|submit|recommend|prepare|establish|adopt|release|propose|deliver|formulate|define|identify|create|convene|draw up|approve|sign|announce|designate)"
)
_THINGS: Final = re.compile(
    r"\b(reports?|guidance|guidelines|recommendations?|plans?|strategy|definition|list|rules?|regulations?|proposals?|standards?|procedures|framework"
    r"|requirements|policies|criteria|memorandum|assessment|review|agreement|contract language|programme|program|notice|roadmap|template|agenda|study|inventory"
    r"|schedule|hearing|investigation|decision|designation|draft|findings|determination|opinion|signing|launch|consultation|meeting|summit|dialogue|round|talks|period)\b",
    re.I,
)
_FORCE: Final = re.compile(
    r"\b(?:entry|entering|coming|enters?|comes?) into (?:force|effect|operation)\b|\btakes? effect\b|\bcommencement\b|\beffective date\b",
    re.I,
)
_APPLIES: Final = re.compile(
    r"\b(?:date of )?application\b|\bdate of applicability\b|\bstarts? to apply\b", re.I
)
_ITS_OWN: Final = re.compile(
    r"(?:its|their) (initiation|launch|start|commencement|signature|signing|adoption|publication)\b"
)
_HELD: Final = frozenset("hearing meeting summit dialogue round talk consultation investigation".split())
"""Things that are held rather than issued: the milestone must be the holding, not a mention."""
_END: Final = re.compile(r"^(?:the )?(?:end|expiry|expiration|close) of (?:the|that|this|each)?", re.I)


def tie(drafts: Sequence[Draft], ids: Sequence[str], outline: Outline) -> list[When]:
    """Each draft's *when* with its anchor tied to the id of the milestone that is it, where there is one."""
    by_path: dict[tuple[str, ...], list[int]] = {}
    for number, draft in enumerate(drafts):
        path = outline.units[draft.unit].path
        for depth in range(1, len(path) + 1):
            by_path.setdefault(path[:depth], []).append(number)
    things: dict[str, list[int]] = {}
    for number, draft in enumerate(drafts):
        for thing in _things(draft, outline):
            things.setdefault(thing, []).append(number)
    tied: list[When] = []
    for number, draft in enumerate(drafts):
        offset = offset_of(draft.when)
        if offset is None or offset.known:
            tied.append(draft.when)
            continue
        words = _anchor_words(draft, offset, outline)
        if _PUBLICATION.search(words) and not _PATH.search(words):
            tied.append(with_offset(draft.when, replace(offset, anchor="publication", known=True)))
            continue
        target = _anchor(number, words, drafts, outline, by_path, things)
        known = target is not None
        tied.append(
            with_offset(
                draft.when, replace(offset, anchor=ids[target] if target is not None else words, known=known)
            )
        )
    return tied


_PUBLICATION: Final = re.compile(
    r"^(?:the )?publication$|^(?:the )?(?:that of |date of |day of )*(?:its|the)? ?(?:date of )?publication (?:of this|in the (?:official|federal|gazette|.{0,20}journal|.{0,20}gazette)|on the)"
    r"|^(?:the )?(?:that of |date of |day of )*its publication\b|\bpublication of this \w+",
    re.I,
)
"""The announcement's own day, however it is named."""
_GOES_ON: Final = re.compile(
    r"\s*(?:\(|described|pursuant|required|referred|issued|developed|under|of|in|submitted|established|provided|identified|made|specified|have|has|had)(?:\b|(?<=\())[^,;.]{0,140}",
    re.I,
)


def _anchor_words(draft: Draft, offset: Offset, outline: Outline) -> str:
    """The words of an anchor with what describes it further ("… pursuant to subsection (c) of this section")."""
    if draft.said is None:
        return offset.anchor
    at = draft.said[1]
    more = _GOES_ON.match(outline.flat, at, min(len(outline.flat), at + 160))
    return " ".join(f"{offset.anchor} {more[0]}".split()) if more else offset.anchor


def _things(draft: Draft, outline: Outline) -> set[str]:
    """What a milestone brings into being, by its noun: "guidance", "list", "definition"."""
    unit = outline.units[draft.unit]
    text = f"{draft.title} {draft.thing}".lower()
    sentence = outline.low[unit.start : min(unit.end, unit.start + 900)]
    found = {_stem(word) for word in _THINGS.findall(text)}
    for match in _ISSUES.finditer(sentence):
        found |= {_stem(word) for word in _THINGS.findall(sentence[match.end() : match.end() + 70])}
    return found


def _stem(word: str) -> str:
    low = word.lower()
    return low if low.endswith(("ss", "is", "us")) else low.removesuffix("s")


def _anchor(
    number: int,
    words: str,
    drafts: Sequence[Draft],
    outline: Outline,
    by_path: dict[tuple[str, ...], list[int]],
    things: dict[str, list[int]],
) -> int | None:
    own = outline.units[drafts[number].unit].path
    low = words.lower()
    unit = outline.units[drafts[number].unit]
    if named := _PATH.search(words):
        found = [n for n in by_path.get(_full(named, own), ()) if n != number]
        wanted = {_stem(w) for w in _THINGS.findall(low)}
        fitting = [n for n in found if wanted & _things(drafts[n], outline)] or found
        return fitting[0] if fitting else None
    if _FORCE.search(low) or _APPLIES.search(low):
        what = "entry into force" if _FORCE.search(low) else "application"
        same = [n for n, d in enumerate(drafts) if d.thing == what and n != number]
        return same[0] if same else None
    if _END.match(low):
        before = [
            n for n in range(number - 1, -1, -1) if drafts[n].thing == "end" or drafts[n].kind == "expiry"
        ]
        near = [n for n in before if abs(drafts[n].unit - drafts[number].unit) <= 3]
        return near[0] if near else None
    wanted = {_stem(w) for w in _THINGS.findall(low)}
    described = set(re.findall(r"[a-z]{5,}", low)) - {
        "issuance",
        "publication",
        "receipt",
        "completion",
        "receiving",
        "release",
    }
    if begun := _ITS_OWN.match(low):
        kinds = (
            ("launch",)
            if begun[1] in ("initiation", "launch", "start", "commencement")
            else ("agreement", "publication")
        )
        near = [
            n
            for n in range(number - 1, -1, -1)
            if drafts[n].kind in kinds and drafts[number].unit - drafts[n].unit <= 3
        ]
        return near[0] if near else None
    candidates = [
        n
        for thing in wanted
        for n in things.get(thing, ())
        if n < number
        and drafts[n].unit < drafts[number].unit
        and (thing not in _HELD or drafts[n].kind in ("meeting", "event", "launch"))
    ]
    if not candidates or re.search(
        r"\b(?:a|an|any|each|such a)\b", low.split(wanted.copy().pop())[0] if wanted else low
    ):
        return None

    def fit(n: int) -> tuple[bool, int, int]:
        title = set(re.findall(r"[a-z]{5,}", drafts[n].title.lower()))
        section = outline.units[drafts[n].unit].path[:1] == unit.path[:1]
        return section, len(title & described), n

    return max(candidates, key=fit)


def _full(named: re.Match[str], own: tuple[str, ...]) -> tuple[str, ...]:
    """The whole path of "subsection (g)(i) of this section", "paragraph 1" or "section 3(b)"."""
    first = re.match(r"\d+[a-z]?", named["path"])
    parts = tuple(re.findall(r"\(([a-z0-9]{1,5})\)", named["path"].lower()))
    kind = named[0].split(" ", 1)[0].lower()
    if first and kind.startswith("section"):
        return (first[0], *parts)
    section = (named["number"],) if named["number"] else own[:1]
    if first:
        return (*section, first[0], *parts)
    if kind.startswith(("point", "clause", "subparagraph")) and len(own) > 2:
        return (*own[: len(own) - 1], *parts)
    return (*section, *parts)
