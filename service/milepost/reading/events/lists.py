"""Lists and tables: openings, items, rows, and lines that hold nothing but dates."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from milepost.model import Kind
from milepost.reading import titles
from milepost.reading.dates.timex import Timex
from milepost.reading.events import duties, leaving
from milepost.reading.events.cues import Cue
from milepost.reading.events.draft import Draft
from milepost.reading.events.sentence import Sentence, is_event
from milepost.reading.phrases import actors, shorten, tidy
from milepost.reading.rules import (
    EVENT_NOUNS,
)
from milepost.reading.titles import Clause
from milepost.reading.verbs import finite
from milepost.when import (
    By,
    Every,
    Offset,
    On,
    Undated,
)


def listed(s: Sentence, timex: Timex) -> Draft | None:
    """A date in a list of nothing but dates: what the line above the list says."""
    units = s.text.outline.units
    above = next((n for n in range(s.number - 1, -1, -1) if not s.text.only_dates(n)), None)
    opens = above is not None and s.flat[units[above].end - 1] == ":"
    if above is None or not (opens or (units[above].kind == "heading" and len(s.dates) > 1)):
        return None
    what = tidy(_OF_A_YEAR.sub("", s.flat[units[above].start : units[above].end]).strip(" :"))
    single = re.match(r"(?P<many>[A-Z]?[a-z]+s)\b", what)
    if single:
        what = single["many"].removesuffix("s") + what[single.end() :]
    kind: Kind = "meeting" if is_event(what) else "event"
    year = re.search(r"\b(?:19|20)\d\d\b", s.flat[units[above].start : units[above].end])
    if year and isinstance(timex.when, On) and (timex.inferred or "").startswith("the year is"):
        timex = replace(
            timex, when=_in_year(timex.when, int(year[0])), inferred="the year is that of the line above"
        )
    return Draft(shorten(what), kind, timex.when or Undated(), s.number, timex.said, (*timex.rules, "list of dates"),
                 timex.said, doubt=timex.doubt, inferred=timex.inferred, opening=above)  # fmt: skip


def _in_year(when: On, year: int) -> On:
    """The day in another year; 29 February stays where there is none."""
    try:
        return replace(when, day=when.day.replace(year=year))
    except ValueError:
        return when


def under_an_event(s: Sentence) -> bool:
    """An item without a verb under words that tell what is held: "(a) Town Hall, 5 July 2027;"."""
    bare = s.unit.kind == "item" and s.opening is not None and not s.cues
    return bare and not any(finite(s.tokens, n) == 2 for n in range(len(s.tokens))) and bool(_held_above(s))


def after_colon(s: Sentence, timex: Timex) -> bool:
    """ "Draw: late 2033": a line of a thing and its date."""
    before, after = s.flat[s.unit.start : timex.said[0]], s.flat[timex.said[1] : s.unit.end]
    return (
        _THING_AND.fullmatch(before) is not None
        and not re.search(r"press release|statement|communiqu|bulletin|gazette", before, re.I)
        and not re.search(r"\w", _HOURS.sub("", after))
    )


def opening_duty(s: Sentence, timex: Timex, cue: Cue | None) -> Draft | None:
    """The one milestone of an opening whose items are bare verbs or nouns; None where they speak for themselves."""
    items = s.text.items_of(s.number)
    if not items:
        return None
    units = s.text.outline.units
    own = [n for n in items if _SUBJECT_VERB.match(s.low[units[n].start : units[n].start + 300])]
    duty = next((c for c in s.cues if c.rule.shape == "duty" or c.rule.name.startswith("duty")), None)
    if len(own) == len(items):
        return None
    clause = s.clause((duty.start, duty.end) if duty else timex.said)
    phrase = titles.verb_phrase(clause, duty.end, s.unit.end) if duty else ""
    if not duty:
        tail = re.search(
            r"\b(?:shall|must|will|should|is to|are to)\b(?P<rest>[^:]*):?$",
            s.low[s.unit.start : s.unit.end],
        )
        if tail is None:
            return None
        phrase = titles.verb_phrase(clause, s.unit.start + tail.start("rest"), s.unit.end)
    if len(phrase.split()) < 2:
        first = units[items[0]]
        words_ = titles.verb_phrase(
            Clause(s.flat, first.start, first.end, (), (first.start, first.start), ()),
            first.start,
            first.end,
        )
        phrase = re.sub(r"^(?:each|jointly|also|both|all) ", "", f"{phrase} {words_}".strip())
    if re.match(r"(?:of|after|from|following) ", phrase):
        return None  # nothing but the time: "Within 90 days of the date of this order:"
    titled = titles.duty(phrase, "")
    at = duty.start if duty else s.unit.end
    return Draft(
        title=titled.title,
        kind=duty.rule.kind if duty else "deadline",
        when=timex.when or Undated(),
        unit=s.number,
        cue=timex.said,
        rules=(*timex.rules, "opening of a list"),
        said=timex.said,
        thing=titled.thing,
        actors=actors(titles.subject_before(clause, at)),
        doubt=timex.doubt,
        inferred=timex.inferred,
        until=items[-1],
    )


def inherited(s: Sentence) -> Draft | None:
    """An item with a subject and verb of its own takes the deadline of its opening."""
    if s.opening is None or (s.dates and any(t.when for t in s.dates)):
        return None
    above = s.opening.sentence
    timex = next(
        (t for t in above.dates if leaving.usable(above, t) and leaving.left_out(above, t) is None), None
    )
    if timex is None or timex.when is None or s.unit.kind != "item":
        return None
    if not isinstance(timex.when, By | Offset | Every | On) or not _SUBJECT_VERB.match(
        s.low[s.unit.start : s.unit.start + 300]
    ):
        return None
    duty = next((cue for cue in s.cues if cue.rule.shape == "duty"), None)
    if duty is None or (draft := duties.duty(s, duty, None)) is None:
        return None
    return replace(
        draft,
        when=timex.when,
        said=timex.said,
        rules=(*timex.rules, "deadline of the list's opening", duty.rule.name),
        doubt=timex.doubt,
        inferred=timex.inferred,
        opening=s.opening.unit,
    )


def row(s: Sentence, timex: Timex) -> Draft | None:
    """A row of a table of dates: what stands beside the date."""
    rest = (s.flat[s.unit.start : timex.said[0]] + " " + s.flat[timex.said[1] : s.unit.end]).strip()
    rest = _HOURS_TOLD.sub("", rest)
    cells = [
        c.strip(" :-–.•*·") for c in re.split(r"\||\s{3,}|\t|\.{4,}", rest) if re.search(r"[A-Za-z]{3}", c)
    ]
    cells = [c for c in cells if len(c.split()) >= 2 or len(c) > 6] or cells[:1]
    if not cells and (headed := _headed(s, timex)):
        cells = [headed]
    if not cells:
        return None
    what = max(cells, key=len) if len(cells[0].split()) < 2 else cells[0]
    if (len(what.split()) < 3 or s.unit.kind == "item") and (held := _held_above(s)):
        what = f"{held}: {what}"  # "Information sessions will be held: Yellowknife, 9 June"
    low = what.lower()
    kind: Kind = (
        "deadline" if re.search(r"deadline|\bdue\b|submi|comments|closes|closing date|applications|last day", low)
        else "publication" if re.search(r"\bpublish|publication|\breport|release|issued", low)
        else "effective" if re.search(r"effect|force|commence|appl(?:y|ies|ication)", low)
        else "meeting" if any(w in EVENT_NOUNS for w in re.findall(r"[a-z]+", low)) else "event"
    )  # fmt: skip
    when = timex.when or Undated()
    return Draft(tidy(shorten(what)), kind, when, s.number, timex.said, (*timex.rules, "row of a table"), timex.said,
                 doubt=timex.doubt, inferred=timex.inferred)  # fmt: skip


def _headed(s: Sentence, timex: Timex) -> str:
    """A row of figures told by the heads of its columns: "Stage 1, Duty 24%"."""
    units, flat = s.text.outline.units, s.flat
    above = s.number - 1
    while above >= 0 and units[above].kind == "row" and s.text.by_unit.get(above):
        above -= 1
    if above < 0 or "|" not in flat[units[above].start : units[above].end] or s.unit.kind != "row":
        return ""
    heads, cells = ([c.strip() for c in flat[u.start : u.end].split("|")] for u in (units[above], s.unit))
    day = flat[timex.start : timex.end]
    told = [f"{h} {c}" for h, c in zip(heads, cells, strict=False) if h and c and day not in c]
    return ", ".join(told)


def _held_above(s: Sentence) -> str:
    """What the words above a list say to be held; empty where they do not, or it is no list."""
    if s.opening is None:
        return ""
    above = s.opening.sentence
    cue = next((cue for cue in above.cues if cue.rule.shape == "event"), None)
    titled = titles.event(above.clause((cue.start, cue.end))) if cue is not None else None
    held = titled.title if titled is not None else ""
    return held.removesuffix("s") if held.split()[-1:] and _one_of(held.split()[-1]) else held


def _one_of(many: str) -> bool:
    """Whether a word is the plural of what is held."""
    return many.endswith("s") and many.removesuffix("s").lower() in EVENT_NOUNS


_SUBJECT_VERB: Final = re.compile(
    r"^(?:(?:within|by|no later than|not later than|in) [^,]{3,90}, )?(?:the |each |all |any |every |no )?[a-z][^.;:]{2,260}? (?:shall|must|will|is to|are to)\b"
)
_HOURS: Final = re.compile(
    r",? ?(?:from|at|between|up to|until|before|by)? ?(?:noon|midnight)|,? ?(?:from|at|between|up to|until|before|by)? ?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\.?)?(?: ?(?:to|and|[–-]) ?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\.?)?)?"
)
_HOURS_TOLD: Final = re.compile(
    r",? ?\b(?:from|at|between) \d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\.?)?(?: ?(?:to|and|until|[–-]) ?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\.?)?)?(?=[\s,;)]|$)"
)
_OF_A_YEAR: Final = re.compile(r",? (?:in|for|of|during)?(?: the)?(?: year)? ?\d{4}(?:[-/–]\d{2,4})?\b")
_THING_AND: Final = re.compile(
    r"[•*·–—-]?\s*(?:\([a-z0-9]+\) |\d{1,2}\. )?[A-Z](?:[^:.;]|\.(?= [A-Z])){2,80}(?::| [–—-]) *(?:by |on |in |from |until )?(?:the )?"
)
"""What stands before a date at the end of a line that tells nothing else."""
