"""What somebody must do by a day: duties, and goals that have no verb of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from milepost.model import Kind
from milepost.reading import titles
from milepost.reading.dates.timex import Timex
from milepost.reading.events.cues import Cue
from milepost.reading.events.draft import Draft, both
from milepost.reading.events.sentence import PRONOUN, Sentence
from milepost.reading.phrases import LONGEST_TITLE, PREPOSITIONS, STOPPERS, shorten, tidy, words
from milepost.reading.rules import (
    RULES,
)
from milepost.reading.told import EMPTY
from milepost.reading.verbs import DUTY_VERBS, finite, known
from milepost.when import (
    By,
    During,
    Offset,
    On,
    Throughout,
    Undated,
    When,
)


def by_its_modal(s: Sentence, cue: Cue, timex: Timex) -> Draft | None:
    """A duty whose verb looked like a launch or a signature ("shall adopt requirements")."""
    modal = _MODAL.match(s.low, cue.start, cue.end)
    if modal is None or cue.rule.shape == "duty" or _GATHERS.match(s.low, modal.end()):
        return None
    plain_duty = next(rule for rule in RULES if rule.name == "duty")
    return duty(s, Cue(cue.start, modal.end(), plain_duty), timex)


def duty(s: Sentence, cue: Cue, timex: Timex | None) -> Draft | None:
    """What somebody must do, by its verb and object; None for what is no act of anybody."""
    clause = s.clause((cue.start, cue.end))
    end = s.clause_end(cue.end)
    if timex is not None and cue.end < timex.said[0] and _ends_with(s, timex):
        end = timex.said[1]
    phrase = re.split(r",? (?:and|but) that\b", titles.verb_phrase(clause, cue.end, end))[0]
    if s.low[cue.start : cue.end].rstrip().endswith(" be"):
        phrase = f"be {phrase}"
    last_date = max(
        (s[1] for s in s.spans if cue.end <= s[0] and s[1] <= (timex.said[0] if timex else 0)),
        default=None,
    )
    if timex is not None and last_date is not None:
        piece = titles.verb_phrase(clause, last_date, timex.said[0])
        piece = re.sub(r"^(?:and|or|including|,|;|as well as|then)\s+", "", piece)
        verb = phrase.split(" ", 1)[0] if phrase else ""
        if absolute := _ABSOLUTE.match(s.low, last_date):
            return _of_its_own(s, absolute.end(), cue, timex)
        own = _OWN_SUBJECT.match(piece)
        if own and timex.when is not None:
            done = f"to {own['verb']}" if not own["be"] else own["verb"]
            return _of_its_own(s, last_date, cue, timex, f"{own['subject']} {done}")
        if len(piece.split()) >= 2 and verb:
            bare = re.match(r"[a-z]+\b", piece)
            phrase = piece if bare and known(bare[0]) else f"{verb} {piece}"
    if not phrase:
        return None
    told = _TOLD_TO.match(s.flat, cue.start, cue.end)
    subject = told["who"] if told else s.stands_for(titles.subject_before(clause, cue.start), cue.start)
    if not s.text.result.legal and (pronoun := _IT.search(phrase)) and (thing := s.object_before(cue.start)):
        phrase = f"{phrase[: pronoun.start()]}the {thing[:1].lower() + thing[1:]}{phrase[pronoun.end() :]}"
    if subject.lower() == "it" and not s.text.result.legal:  # "they" may be anybody
        subject = s.text.spoken_of or subject
    titled = titles.duty(phrase, subject)
    if not titled.title or len(titled.title) < 4:
        return None
    subject = _WITH_PARTICIPLE.sub("", subject)
    alone = " " not in phrase or _OF_ITS_SUBJECT.match(phrase)
    if alone and not PRONOUN.match(subject) and 0 < len(subject.split()) <= 12:
        titled = replace(
            titled,
            title=tidy(shorten(f"{titles.plain(re.split(r' (?:that|which|who) ', subject)[0])} to {phrase}")),
        )
    kind: Kind = cue.rule.kind
    if re.match(r"(?:not |no |(?:happen|occur|do so|do that|be so)$)", phrase):
        return None
    event = None
    if re.match(r"(?:hold|convene|host|co-host|organi[sz]e|attend|conduct|participate)\b", phrase):
        event = titles.event(clause, passive=False)
    elif (
        timex is not None
        and (goes := _GOES_TO.search(s.low, cue.end - 1, s.unit.end))
        and not re.search(r"[,;:\"]", s.low[cue.end : goes.start()])
    ):
        event = titles.event(clause, near=(cue.start, goes.end()), passive=False)
    if event is not None:
        titled, kind = event, "meeting"
    elif re.match(
        r"(?:enter into force|take effect|apply)\b(?! (?:those|these|the|such|its|their|this)\b)", phrase
    ):
        titled, kind = titles.force(clause, phrase), "effective"
    when: When = timex.when if timex is not None and timex.when is not None else Undated()
    if kind == "deadline" and " " not in phrase and isinstance(when, On | During | Throughout):
        kind = "event"
    elif kind == "deadline" and not s.text.result.legal and isinstance(when, On | During | Throughout):
        kind = "event"  # "the committee will hear the governor on 22 April" is no deadline
        who = tidy(re.sub(r"^(?:the|a|an) ", "", subject, flags=re.I))
        if who and len(who) <= 40 and not PRONOUN.match(who) and not phrase.startswith("be "):
            titled = replace(titled, title=tidy(shorten(f"{who} to {phrase}")))
    elif kind in ("deadline", "publication") and not s.text.result.legal:
        who = titles.plain(subject)
        whole = f"{who} to {titled.title[:1].lower()}{titled.title[1:]}"
        verb_first = titled.title.split(" ", 1)[0].lower() == phrase.split(" ", 1)[0].lower()
        if who and verb_first and not PRONOUN.match(who) and len(whole) <= 70:
            titled = replace(titled, title=whole)
    return Draft(
        title=titled.title,
        kind=kind,
        when=when,
        unit=s.number,
        cue=timex.said if timex else (cue.start, cue.end),
        rules=(*(timex.rules if timex else ()), cue.rule.name),
        said=timex.said if timex else None,
        thing=titled.thing or titles.thing_of(phrase),
        series=titled.series,
        actors=s.doers(cue, cue.rule),
        place=s.place(cue) if event else None,
        doubt=both(timex.doubt if timex else None, s.hedge(cue)),
        inferred=timex.inferred if timex else None,
    )


def _ends_with(s: Sentence, timex: Timex) -> bool:
    """Whether the clause of a date ends with it, and another matter follows."""
    if _ANOTHER.match(s.low, timex.said[1]):
        return True
    later = any(t.said[0] > timex.said[1] and t.when is not None for t in s.dates)
    if not later:
        return False
    verb = _AND_VERB.match(s.low, timex.said[1])
    return _NEW_CLAUSE.match(s.low, timex.said[1]) is not None or (
        verb is not None and verb["verb"] in DUTY_VERBS
    )


def _of_its_own(s: Sentence, start: int, cue: Cue, timex: Timex, said: str = "") -> Draft | None:
    """ ", with full capacity reached in 2028": a clause after another date, with words of its own."""
    phrase = said or titles.verb_phrase(s.clause(timex.said), start, timex.said[0])
    phrase = re.sub(r"^(?:the|a|an|its|their) ", "", phrase, flags=re.I)
    if not 2 <= len(phrase.split()) <= 14:
        return None
    return _beside(s, timex, phrase, (cue.rule.name, "a clause of its own"), s.hedge(cue))


def _beside(
    s: Sentence, timex: Timex, phrase: str, rules: tuple[str, ...], doubt: str | None = None
) -> Draft:
    return Draft(
        title=tidy(shorten(phrase)),
        kind="deadline" if isinstance(timex.when, By) else "event",
        when=timex.when or Undated(),
        unit=s.number,
        cue=timex.said,
        rules=(*timex.rules, *rules),
        said=timex.said,
        thing=titles.thing_of(phrase),
        doubt=both(timex.doubt, doubt),
        inferred=timex.inferred,
    )


def _that_day(s: Sentence, timex: Timex) -> Timex:
    """ "not before 15 September, when it is due to meet": the day that is named, without its bound."""
    if not isinstance(timex.when, By):
        return timex
    if not isinstance(timex.when.limit, On):
        return (
            replace(timex, when=During(timex.when.limit))
            if not isinstance(timex.when.limit, Offset)
            else timex
        )
    day = timex.when.limit
    if s.low.startswith("before", timex.said[0]):
        day = replace(day, day=day.day + timedelta(days=1))
    return replace(timex, when=day)


def second_verb(s: Sentence, timex: Timex) -> Draft | None:
    """ "will convene a forum in the autumn and issue guidance in 2030": what is done besides what is held."""
    ends = [end for _, end in s.spans if end <= timex.said[0]]
    verb = _AND_VERB.match(s.low, max(ends), timex.said[0]) if ends else None
    if verb is None or verb["verb"] not in DUTY_VERBS or _GATHERS.match(verb["verb"]):
        return None
    phrase = titles.verb_phrase(s.clause(timex.said), verb.start("verb"), timex.said[0])
    return _beside(s, timex, titles.duty(phrase).title, ("a second verb",))


def beside(s: Sentence, timex: Timex) -> Draft | None:
    """A date with a thing of its own: ", with fines from 1 January", "gave the firm until 3 March to pay"."""
    near = max(s.unit.start, timex.said[0] - _NEAR)
    begin = s.flat.rfind(", with ", near, timex.said[0])
    own = any(begin < cue.start < timex.said[0] for cue in s.cues)
    if begin >= 0 and not own and (with_ := _WITH_THING.fullmatch(s.flat, begin, timex.said[0])):
        return _beside(s, timex, titles.plain(with_["what"]), ("a thing beside a date",))
    if (own_thing := _own_thing(s, timex)) is not None:
        return own_thing
    if _HAVE_UNTIL.search(s.low, near, timex.said[0]) and s.low.startswith(" to ", timex.said[1]):
        return _beside(s, timex, _given_until(s, timex), ("given until a day",))
    if set_for := _SET_FOR.search(s.flat, near, timex.said[0]):
        return _beside(s, timex, titles.plain(set_for["what"]), ("set for a day",))
    if when_it := _WHEN_IT.match(s.flat, timex.said[1], s.unit.end):
        who = _WHO_DOES.search(s.flat[s.unit.start : timex.said[0]])
        what = f"{titles.plain(who['who'])} to {when_it['what']}" if who else when_it["what"]
        return _beside(s, _that_day(s, timex), what[:1].upper() + what[1:], ("when it is due",))
    if isinstance(timex.when, By) and (goes := _WHEN_A_THING.match(s.flat, timex.said[1], s.unit.end)):
        clause = titles.words_following(s.clause(timex.said), goes.end())
        return _beside(s, _that_day(s, timex), titles.plain(clause), ("when something is due",))
    if passive := re.search(
        r"\b(?:been|is|are|was|were) given (?:until )?$", s.flat[s.unit.start : timex.start]
    ):
        if s.low.startswith(" to ", timex.said[1]):
            whole = s.clause(timex.said)
            whom = titles.plain(titles.subject_before(whole, s.unit.start + passive.start()))
            given = titles.verb_phrase(whole, timex.said[1], s.clause_end(timex.said[1]))
            return _beside(s, timex, f"{whom} {given}".strip(), ("given until a day",))
        return None
    gave = _GAVE.search(s.flat, near, timex.start)
    if gave and s.low.startswith(" to ", timex.said[1]):
        given = titles.verb_phrase(s.clause(timex.said), timex.said[1], s.clause_end(timex.said[1]))
        whom = titles.plain(gave["who"])
        if whom.lower().endswith(("self", "selves")):  # "have given themselves until Friday"
            whom = titles.plain(titles.subject_before(s.clause(timex.said), gave.start()))
        whom = re.sub(r" (?:has|have|had)$", "", whom)
        return _beside(s, timex, f"{whom} {given}", ("given until a day",))
    return None


def _given_until(s: Sentence, timex: Timex) -> str:
    """ "Farmers have until 3 March to claim compensation" as "Farmers to claim compensation"."""
    clause, at = s.clause(timex.said), timex.said[0]
    phrase = titles.verb_phrase(clause, timex.said[1] + 4, s.clause_end(timex.said[1]))
    title = titles.duty(phrase).title
    who = _HAVING.sub("", titles.plain(s.stands_for(titles.subject_before(clause, at), at)))
    whole = f"{who} to {title[:1].lower()}{title[1:]}"
    named = who and not PRONOUN.match(who) and len(whole) <= LONGEST_TITLE
    return whole if named and title.split(" ")[0].lower() == phrase.split(" ")[0].lower() else title


def _own_thing(s: Sentence, timex: Timex) -> Draft | None:
    """ "tender documents by 10 December, returns by 21 January": a thing between two dates is the second one's."""
    ends = [end for _, end in s.spans if end <= timex.said[0]]
    own = _OWN_THING.fullmatch(s.flat, max(ends), timex.said[0]) if ends else None
    if own is None or any(max(ends) <= cue.start < timex.said[0] for cue in s.cues):
        return None
    tokens = words(own["what"], 0, len(own["what"]))
    first = tokens[0].low
    if first in _NO_THING or first.endswith("ing") or known(first):
        return None
    if any(finite(tokens, n) for n in range(len(tokens))):
        return None
    what = titles.plain(own["what"])
    if _ONE_OF_SEVERAL.fullmatch(what):
        about = titles.main_subject(s.flat, s.unit.start, s.unit.end)
        what = (
            f"{what}{_ONE_OF_SEVERAL.sub('', about, count=1)}"
            if _ONE_OF_SEVERAL.match(about)
            else f"{about}: {what}"
        )
    return _beside(s, timex, what, ("a thing of its own",))


def bare_duty(s: Sentence, timex: Timex) -> bool:
    """Whether an item begins with a bare verb: "submit a plan by May"."""
    rest = titles.verb_phrase(s.clause(timex.said), s.unit.start, s.unit.end)
    return bool(re.match(r"[a-z]+\b", rest)) and rest.split(" ", 1)[0] in DUTY_VERBS


def goal(s: Sentence, timex: Timex, usable: Sequence[Timex]) -> Draft | None:
    """ "100 percent zero-emission vehicles by 2035": what stands before a deadline that has no verb of its own."""
    clause = s.clause(timex.said)
    before = [t.said[1] for t in usable if t.said[1] <= timex.said[0]]
    begin = max([s.unit.start, *before])
    text = titles.verb_phrase(clause, begin, timex.said[0])
    text = re.sub(
        r"^(?:(?:and|or|including|as well as|,|;|but|with|to|then|also|a|an|the)\s+)+",
        "",
        text,
        flags=re.I,
    )
    verb = re.search(
        r"\b(?:to|of|for|in order to|on track to|committed to|pledged to|aims? to|target of|goal of)\s+(?=(?:achiev|reach|becom|cut|reduc|doubl|rais|increas|lift|complet|build|deploy|install|creat|phas|eliminat|halv|halt|train|secure|attain|hit|meet|produc|generat|bring)\w*\b)(?!.*\b(?:to|of|for) (?:achiev|reach|becom|cut|reduc|doubl|rais|increas)\w*)",
        text,
    )
    if verb:
        text = text[verb.end() :]
    elif not before and s.opening is None:
        modal = re.search(r"\b(?:shall|must|will|should|to)\b\s+(?!.*\b(?:shall|must|will)\b)", text)
        if modal and text[modal.end() :].startswith("be "):
            text = f"{text[: modal.start()].strip()} {text[modal.end() + 3 :]}"
        else:
            text = text[modal.end() :] if modal else text
    if not text or len(text.split()) < 2:
        after = titles.verb_phrase(clause, timex.said[1], s.clause_end(timex.said[1]))
        text = after if len(after.split()) > 2 else text
    if len(text.split()) < 2:
        return None
    if modal_first := re.match(r"(?:shall|must|will|should) ", text):
        subject = titles.subject_before(
            clause, clause.start + max(0, s.low[clause.start : timex.said[0]].rfind(modal_first[0]))
        )
        text = text[modal_first.end() :]
        text = (
            text
            if len(text.split()) > 1
            else f"{re.split(r' (?:that|which|who) ', subject)[0]} {text}".strip()
        )
    titled = titles.duty(text)
    if not s.text.result.legal and (EMPTY.match(text) or re.search(r"\b(?:not|never|nor)\b", text)):
        return None
    until = s.low.startswith(("until", "till", "up until"), timex.said[0])
    if not s.text.result.legal and until and re.search(r"\bhad (?:not )?(?!to\b)", s.low[begin : s.unit.end]):
        return None  # "until Thursday they had not been told"
    if not titled.title or _FORECAST.search(s.low[s.unit.start : timex.said[0]][-160:]):
        return None
    opening = s.opening.unit if s.opening else None
    titled = replace(
        titled, title=re.sub(r" (?:is|are|was) (?:now )?(?:expected|due|likely|set)$", "", titled.title)
    )
    return Draft(
        title=titled.title,
        kind="deadline",
        when=timex.when or Undated(),
        unit=s.number,
        cue=timex.said,
        rules=(*timex.rules, "goal with a deadline"),
        said=timex.said,
        thing=titled.thing,
        actors=s.opening.sentence.subject() if s.opening else s.subject(),
        doubt=timex.doubt,
        inferred=timex.inferred,
        opening=opening,
    )


_TOLD_TO: Final = re.compile(
    r"(?:directs?|instructs?|orders?|requires?|requests?|tasks?|asks?|tasked|directed|instructed|asked|ordered|required) (?P<who>.{3,60}?),? to $"
)
""" "ordered the county to file": who has to do it."""
_ANOTHER: Final = re.compile(
    r", (?:has|have|had|is|are|was|were|said|says) |,? and (?:intends?|plans?|will|shall|has|have|is|are|hopes?|expects?|to|publish|submit|report|launch|sign|\w+s) "
)
"""What follows a date and is another matter."""
_NEW_CLAUSE: Final = re.compile(
    r"(?:,? with |, followed by |,? (?:and|while|but) (?:the|an?|its|their|his|her) [^,;.]{2,60}? (?:will|shall|would|is|are|should|must)\b)"
)
_OWN_SUBJECT: Final = re.compile(
    r"(?:the |its |their |an? )(?P<subject>[^,;]{3,60}?) (?:will|shall|would|should|is to|are to) (?P<be>be )?(?P<verb>[a-z]+\b.{0,60})$",
    re.I,
)
_GOES_TO: Final = re.compile(
    r"(?<= )(?:return|travel|go|come|fly|sit down|gather|assemble|reconvene)\b[^,;:]{0,50} for (?:an?|the|their|another) (?=(?:[\w-]+ ){0,4}(?:rounds?|talks|meeting|summit|session|consultations|negotiations|conference)\b)"
)
""" "will return to Geneva on Monday for a fifth round of talks": the round is what happens."""
_AND_VERB: Final = re.compile(r",? and (?:then |also )?(?P<verb>[a-z]+)\b")
_ABSOLUTE: Final = re.compile(
    r",? with (?=(?:the |a |an )?[^,;.]{3,80} (?:\w+ed|reached|built|set|done|complete|due|open|held|ready) )"
)
"""A clause that stands beside another and has a participle for its verb."""
_WITH_THING: Final = re.compile(
    r", with (?P<what>(?:the |a |an |its |their |another )?[a-z][^,;.]{2,50}?)"
    r"(?: (?:expected|due|planned|scheduled|set|likely|pencilled in|to follow|to come|to be held))*(?: (?:for|in|on|by|from|at|until))? "
)
""" ", with a decision expected in May": what is told beside the main clause."""
_ONE_OF_SEVERAL: Final = re.compile(
    r"(?:[a-z]+ ones?\b$|(?:first|second|third|fourth|last|next|other|others|rest|remainder|balance)(?: (?:time|batch|round|tranche|phase|stage|half))?\b)",
    re.I,
)
""" "the first of the trains arrives in April, the last in December"."""
_NEAR: Final = 120
"""How far before a date the words stand that give it a thing of its own."""
_OWN_THING: Final = re.compile(
    r"(?:[^\S\n]*\([^()]{1,30}\))?[,;] (?:and |then |but )?(?P<what>(?:the |an? |its |their )?[a-z][\w'-]*(?: (?!and\b)[\w'-]+){0,6}?)"
    r"(?: (?:expected|due|planned|scheduled|set|to follow))*(?: (?:by|on|in|at|from|before|for|until|no later than))*(?: the)? ?"
)
_NO_THING: Final = PREPOSITIONS | STOPPERS | frozenset("respectively both about including except no".split())
_HAVING: Final = re.compile(
    r" (?:has|have|had)(?: set (?:itself|themselves))?$|^(?:itself|themselves)$", re.I
)
_GAVE: Final = re.compile(r"\b(?:gave|gives?|given|giving) (?P<who>[^,;]{2,50}?) (?:until )?$")
_SET_FOR: Final = re.compile(
    r"\b(?:set|sets|fixed|scheduled|listed|pencilled in|penciled in) (?P<what>(?:an?|the|its|his|her) [^,;]{3,60}?) for $"
)
""" "set a jury trial for 8 February": what is set, not who sets it."""
_WHEN_IT: Final = re.compile(
    r", when (?:it|they|he|she) (?:is|are) (?:due|expected|set|scheduled) to (?P<what>[a-z][^,.;]{2,60})"
)
_WHEN_A_THING: Final = re.compile(r",? when (?=(?:the|an?|its|their|his|her|[A-Z][\w'-]+) )")
""" "have to wait till May, when the second plant opens": what happens then."""
_WHO_DOES: Final = re.compile(
    r"(?:^|(?:will|would|shall) )(?P<who>(?:[Tt]he )?[A-Z][\w'-]*(?: [\w'-]+){0,4}?) (?:will|would|shall|has|have|is|are|be)\b"
)
_HAVE_UNTIL: Final = re.compile(r"\b(?:has|have|had|set (?:itself|themselves)) $")
_IT: Final = re.compile(r"(?<= )(?:it|them)\b(?! (?:to|that|would|will)\b)")
_OF_ITS_SUBJECT: Final = re.compile(
    r"(?:enter (?:service|operation|office|production)|reach|arrive|remain|stay|keep|continue|close|cease|stop|fall|rise|come|go|carry|appear|become|begin|start|end|run|last|sit|expire|return)\b(?! (?:out|up|down|on|in) [a-z]+ing)"
)
"""Verbs that tell of their subject: "certificates shall reach the ministry" is nothing without it."""
_WITH_PARTICIPLE: Final = re.compile(r", (?:\w+ed|built|set|held|given|made|known) [^,]*,?$")
_GATHERS: Final = re.compile(
    r"(?:also |again |first |next )*(?:be held|take place|meet|visit|hold|convene|gather|attend|travel)\b"
)
_MODAL: Final = re.compile(
    r"(?:shall|must|will|should|would|(?:is|are) (?:to|required to|directed to|expected to|due to|set to)) "
)
_FORECAST: Final = re.compile(
    r"\b(?:(?:will|would) need|(?:could|might) (?:be|have)|forecast|projected to|estimated|expected to (?:reach|grow|rise|fall|exceed|be worth|account)|could (?:reach|rise)|predicts?|according to (?:the )?(?:imf|world bank))\b"
)
