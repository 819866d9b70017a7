"""From a cue and its date to a draft, by the shape of the cue's rule."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from milepost.model import Kind
from milepost.reading import titles
from milepost.reading.dates.timex import Timex
from milepost.reading.events import duties, meetings
from milepost.reading.events.cues import Cue
from milepost.reading.events.draft import Draft, both
from milepost.reading.events.meetings import BEING, POLLS
from milepost.reading.events.sentence import Sentence, is_event
from milepost.reading.phrases import shorten, tidy
from milepost.reading.rules import (
    EVENT_NOUNS,
)
from milepost.reading.titles import Titled
from milepost.when import (
    By,
    From,
    Offset,
    On,
    Throughout,
    Undated,
    When,
)


def shaped(s: Sentence, cue: Cue, timex: Timex | None) -> Draft | None:
    """The draft of a cue: its title by the rule's shape."""
    rule = cue.rule
    clause = s.clause((cue.start, cue.end))
    verb = s.low[cue.start : cue.end].strip()
    kind = rule.kind
    titled: Titled | None
    doubt = rule.doubt
    if rule.shape in ("deal", "launch") and (numbered := meetings.numbered_object(s, clause)):
        titled, kind = numbered, "meeting"
        return _draft(s, titled, kind, cue, timex, doubt, verb)
    match rule.shape:
        case "event":
            if timex is not None and (second := duties.second_verb(s, timex)):
                return second
            titled = meetings.event(s, clause, verb, timex)
            titled = meetings.named_before(s, titled) if titled is not None and timex is not None else titled
            if titled is not None and not titled.thing:
                kind = "event"
            if titled is not None and rule.standing is not None:
                kind = "meeting" if titled.thing in EVENT_NOUNS else "event"
            if titled is not None and titled.thing in POLLS:
                kind = "event"
            if titled is None and rule.standing is None and timex is not None:
                return None
            if titled is not None and not titled.named and rule.standing is not None:
                whole = titles.subject_before(clause, cue.start).split(", ")[0]
                whole = tidy(re.sub(r"^(?:a|an|the|any) ", "", whole, flags=re.I))
                if 2 <= len(whole.split()) <= 12:
                    titled = replace(titled, title=shorten(whole))
            if titled is None and rule.standing is not None:
                subject = tidy(
                    re.sub(r"^(?:a|an|the|any) ", "", titles.subject_before(clause, cue.start), flags=re.I)
                )
                moved = (
                    titles.object_after(clause, cue.end) if verb.startswith("ha") or " " not in verb else ""
                )
                moved = re.sub(r"^(?:from|to|until|till|by)\b.*", "", moved)
                if moved and not BEING.search(verb):  # who puts it off is not what is put off
                    subject = titles.plain(re.sub(r" (?:from|to|until|till|by)$", "", moved))
                if timex is None or not 1 <= len(subject.split()) <= 10:
                    return None
                titled = Titled(shorten(subject))
        case "duty":
            return duties.duty(s, cue, timex)
        case "force":
            if timex is not None and verb.endswith("apply") and _APPLIED.match(s.low, cue.end):
                return duties.by_its_modal(s, cue, timex)
            titled = titles.force(clause, verb)
            if re.search(r"\bnot ", s.low[max(s.unit.start, cue.start - 4) : cue.start] + verb):
                if (
                    timex is None
                    or not isinstance(timex.when, By)
                    or not s.low.startswith("until", timex.said[0])
                ):
                    return None
                limit = timex.when.limit  # "does not apply until D": from then on it does
                timex = replace(timex, when=limit if isinstance(limit, Offset) else From(limit))
            if timex is None or (not titled.named and timex is None):
                return None
        case "expiry":
            titled = titles.expiry(clause, verb)
        case "visit":
            titled = titles.visit(clause)
        case "launch":
            if (
                timex is not None
                and _DOING.match(s.low, cue.end)
                and (doing := duties.by_its_modal(s, cue, timex))
            ):
                return doing
            titled = titles.launched(clause, verb)
            if titled is None and timex is not None and _OBJECT.match(s.low, cue.end):
                return duties.by_its_modal(s, cue, timex)
            if (
                titled is None
                and timex is not None
                and re.match(r"(?:will|would|shall|is|are|to|must)\b", verb)
            ):
                titled = titles.plain_noun(clause, verb)
            if titled is not None and titled.thing == "start" and is_event(titled.title):
                kind = "meeting"
        case "deal":
            titled = titles.deal(clause, verb)
        case "comments":
            if timex is not None and _ONE_OF_THEM.search(s.low, max(s.unit.start, cue.start - 30), cue.end):
                return duties.by_its_modal(s, replace(cue, start=_modal_at(s, cue)), timex)
            titled = titles.comments(clause)
        case "promise":
            titled = titles.promise(clause, cue.promise, cue.promise_end) or _antecedent(s, cue)
            if titled is not None and timex is not None:
                kind = _promised_kind(cue.promise, titled.thing)
                if kind != "commitment":
                    titled = replace(
                        titled,
                        title=re.sub(r" to be (?:held|convened|hosted|organised)$", "", titled.title),
                    )
        case "noun":
            titled = titles.plain_noun(clause, verb)
            if (
                titled is not None
                and _OPEN_TO_ALL.search(titled.title)
                and timex is not None
                and isinstance(timex.when, On)
            ):
                timex, kind = replace(timex, when=By(timex.when)), "deadline"
    if titled is None or not titled.title:
        return None
    return _draft(s, titled, kind, cue, timex, doubt, verb)


def _draft(
    s: Sentence, titled: Titled, kind: Kind, cue: Cue, timex: Timex | None, doubt: str | None, verb: str
) -> Draft:
    rule = cue.rule
    when: When = timex.when if timex is not None and timex.when is not None else Undated()
    if rule.standing == "cancelled":
        when = Undated() if timex is None or re.search(r"\bnot\b|no longer|won't|cannot", verb) else when
    if rule.shape == "comments" and titled.title.endswith(" opens"):
        kind = "event"
    if rule.shape == "comments" and isinstance(when, Throughout):
        kind, titled = "event", replace(titled, title=re.sub(r" closes\b", "", titled.title))
    if (
        rule.shape == "comments"
        and isinstance(when, On)
        and kind == "deadline"
        and not re.search(r"open", verb)
    ):
        when = By(when)
    said = timex.said if timex is not None else None
    return Draft(
        title=titled.title,
        kind=kind,
        when=when,
        unit=s.number,
        cue=said or (cue.start, _cue_end(s, cue)),
        rules=(*(timex.rules if timex else ()), rule.name),
        said=said,
        thing=titled.thing,
        series=titled.series,
        actors=s.doers(cue, rule),
        place=s.place(cue),
        doubt=both(timex.doubt if timex else None, doubt, s.hedge(cue)),
        inferred=timex.inferred if timex else None,
        cancelled=rule.standing == "cancelled",
        done=past(verb),
    )


def _antecedent(s: Sentence, cue: Cue) -> Titled | None:
    """ "a logistics pact, which the two governments aim to sign": what the relative clause speaks of."""
    before = s.flat[s.unit.start : cue.start]
    found = re.search(r"\b(?:an?|the|for|of|on) (?P<what>[^,;:]{3,70}), which [^,;]{0,60}$", before)
    if found is None:
        return None
    what = tidy(re.sub(r"^.*\b(?:an?|the|for|of|on) ", "", found["what"]))
    tail = f" to be {titles.PARTICIPLES.get(cue.promise, cue.promise)}"
    return Titled(shorten(what, 70 - len(tail)) + tail, None, titles.thing_of(what)) if what else None


def _cue_end(s: Sentence, cue: Cue) -> int:
    """Where the words of a promise end: with its object."""
    if cue.rule.shape != "promise":
        return cue.end
    found = titles.object_after(s.clause((cue.start, cue.end)), cue.promise_end)
    at = s.flat.find(found, cue.promise_end, s.unit.end) if found else -1
    return at + len(found) if at >= 0 else cue.end


def past(verb: str) -> bool:
    """Whether a verb tells of something done."""
    return not re.search(r"\b(?:will|shall|must|would|to|be|begins?|starts?|opens?)\b", verb) and bool(
        re.search(r"(?:ed|held|took|met|begun|began|set up|struck|opened)\b", verb)
    )


def _promised_kind(verb: str, thing: str) -> Kind:
    """What a promise with a date is."""
    if verb in (
        "hold",
        "convene",
        "host",
        "co-host",
        "organise",
        "organize",
        "holding",
        "convening",
    ) or thing in ("dialogue", "summit", "round", "meeting", "talks"):
        return "meeting"
    if verb in ("sign", "conclude", "finalise", "finalize", "ratify", "adopt", "signing"):
        return "agreement"
    if verb in ("publish", "release", "issue", "present"):
        return "publication"
    if verb in ("launch", "open", "inaugurate", "start", "begin", "launching", "starting"):
        return "launch"
    return "deadline"


def _modal_at(s: Sentence, cue: Cue) -> int:
    """Where the verb of a cue begins that holds its subject too."""
    found = re.search(r"\b(?:will|would) ", s.low[cue.start : cue.end])
    return cue.start + found.start() if found else cue.start


_ONE_OF_THEM: Final = re.compile(
    r"\b(?:a|an|the|its|his|her) (?:[\w-]+ ){0,3}(?:application|submission|response|request|proposal|bid|claim|petition|statement|objection|appeal) (?:will|would) (?:be )?"
)
""" "a planning application will be submitted": what one party does, no call to many."""
_OPEN_TO_ALL: Final = re.compile(
    r"\b(?:consultation|comments?|comment period|applications?|nominations?|registration|submissions|bidding|tender|call|survey)\b.* closes?$",
    re.I,
)
""" "The consultation closes on 30 November": until then something can be handed in."""
_DOING: Final = re.compile(r" [a-z]{2,}ing\b(?! of\b)")
""" "will begin mailing": what is begun is done by the subject."""
_OBJECT: Final = re.compile(r" (?:the|an?|its|their|his|her) ")
""" "will inaugurate the market hall": told of who does it and of what."""
_APPLIED: Final = re.compile(r" (?:those|these|the|such|its|their|this) ")
