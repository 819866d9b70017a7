"""What a clause tells of a day without any of the words that rules know: "which kicks in on 1 January"."""

from __future__ import annotations

import re
from typing import Final

from milepost.model import Kind
from milepost.reading.phrases import shorten, tidy
from milepost.reading.rules import BODY_NOUNS, EVENT_NOUNS
from milepost.reading.titles import Clause, Titled, clause_of, in_the_present, main_subject, plain

_UNSURE: Final = re.compile(
    r"\b(?:(?:will|would) need|not|never|no(?! longer\b)|nor|unlikely|whether|whatever|if|unless|think|thinks|believes?|expects? (?!to\b)|analysts?|economists?"
    r"|forecasts?|predict\w*|estimate\w*|reference to|compared)\b|n't\b"
)
"""Words of a clause that tells what somebody thinks, or what will not be."""
_SPOKEN: Final = re.compile(
    r"\b(?:said|says|told|added|noted|stated|warned|urged|argued|wrote|called on|insisted|claimed|accused|denied|welcomed|described|implied|explained|acknowledged|commented|testified|suggested|recalled|stressed|condemned|praised|hailed|blamed|criticized|criticised|expressed|paid tribute)\b"
)
_HANGS: Final = re.compile(
    r"(?:\b(?:in|by|on|at|from|for|until|till|to|through|before|around|between|since|no later than)|,|[:–—-])(?: the)? $"
)
"""What stands before a month or year that tells when; one without it is part of a name ("the 2034 games")."""
_NAMES: Final = re.compile(
    r" (?!(?:and|or|to|in|on|at|by|with|for|as|but|after|when|if|because|under|from|the|a|an|that|which|it|they|he|she|we|while|following|subject)\b)[A-Za-z]"
)
"""What follows a year that is part of a name: "for the 2034 games"."""
_LEADS: Final = re.compile(
    r"[\"'(“‘]*(?:however|then|and|but|also|meanwhile|separately)?,? ?(?:on|in|by|from|at|until|before|starting|beginning)?(?: the)? ?",
    re.I,
)
_FINITE: Final = re.compile(
    r"\b(?:will|shall|must|should|would|could|may|to|is|are|be|remains?|we|they|you|i)\b|\b[a-z]{2,}(?:s|es)\b(?! of\b)|\b(?:open|begin|start|end|close|run|meet|vote|fall)\b"
)
"""What may be a verb; a clause of none tells nothing that happens."""
MODAL: Final = re.compile(
    r" (?:will|shall|would|could|may|might|must|should|can|(?:is|are|was|were) (?:due |set |expected |scheduled |likely |going |supposed |hoped |required )?to"
    r"|(?:has|have|had) (?:promised |pledged |agreed |decided |vowed |committed |undertaken |until \S+ )?to|(?:agreed|pledged|promised|vowed|decided) to|(?:(?:has |have )?announced (?:plans|its intention) |plans? |intends? |aims? |hopes? |wants? |expects? )to)(?: (?:now|also|then|first|only))? (?=[a-z])"
)
"""What makes a verb one that is still to be done."""
_PLANNED: Final = re.compile(
    r" (?:is|are|was|were|remains?|stays?)? ?(?:now |still |already |provisionally )?(?:planned|scheduled|set|due|expected|slated|targeted|foreseen|fixed|timed|meant|pencilled in|likely|on course|on track|to be)(?: to (?:take place|be held|happen|come|follow))?(?: (?:for|in|on|by|at))?$"
)
_FOR_A: Final = re.compile(
    r" (?:is|are) (?:now )?(?:scheduled|set|due|slated|planned) for (?=(?:launch|release|completion|publication|delivery|opening|trial|retirement|review)\b)"
)
""" "is scheduled for launch": a launch."""
EMPTY: Final = re.compile(
    r"(?:to )?be\b|.* to (?:happen|occur)$|(?:which|who|that|whether|whatever|there|what|how|not|because)\b|\w+(?: \w+)? (?:it|them|this|that|so)(?: again)?$",
    re.I,
)
"""A title that names nothing: "be back", "look at it again"."""
_NOT_PLANNED: Final = r"(?! (?:now |still |again )?(?:due|set|to|scheduled|expected|planned|likely|going|told|asked|given|invited|extended|moved|put|brought|called|fixed|pushed)\b)"
_STATES: Final = re.compile(
    rf"^(?:that|this|it|there|here|what)(?:'s| is| are)\b{_NOT_PLANNED}|\b(?:was|were)\b{_NOT_PLANNED}|\bsaying\b|\bhad\b(?! (?:until|to)\b)"
)
"""What tells how things are or were, not what comes."""
_ANOTHER_PHRASE: Final = re.compile(r",? (?:and|or|but) (?:of|for|with|by|from|to) (?:the |an? )?[A-Za-z]")
_MARKETS: Final = re.compile(
    r"\b(?:shares?|stocks?|index|futures|bonds|prices|dollar|yen|euro) (?:closed|ended|opened|finished|began|started)\b"
)
"""How markets stood, which every day tells."""
_WHO_SPEAKS: Final = re.compile(
    r"^(?:we|they|you|i|he|she|it)(?! (?:and|or)\b)(?: to|'(?:ll|s|re|m|d)(?: (?:due|set|expected|scheduled|going) to)?| (?:will|shall|also|plan to|(?:is|are|am)(?: due| set| expected| scheduled| going)? to))* ",
    re.I,
)
_PAST: Final = re.compile(
    r"\b(?:[a-z]{2,}ed|began|begun|won|lost|left|cut|held|took|gave|struck|met|sent|set|put|laid|hit|shut|rose|fell|broke|made|paid|built|chose|threw|drew)\b"
)
_BEGAN: Final = re.compile(
    r"\b(?:began|started|opened|kicked off|got under way|commenced|ended|concluded|finished|closed)(?: (?:here|in|at|with|to|for)\b[^,;]{0,40})?(?: (?:on|late|early))*$"
)
_APPOSITION: Final = re.compile(r", (?:[a-z]+ed|with|including|led by|part of|a|an|the) [^,;]{2,80},")


def told_ahead(
    clause: Clause, said: tuple[int, int], *, named: bool, item: bool, to_come: bool = False
) -> Titled | None:
    """The title of what a clause tells of a coming day; None where it is an opinion, a negation or a name.

    ``named``: the date is a bare year or month, which may be part of a name. ``item``: the clause stands in a
    list, where a thing needs no verb. ``to_come``: the time has begun, so that the words must say what is to come.
    """
    first, last = said
    before, after = clause.flat[clause.start : first], clause.flat[last : clause.end]
    leads = _LEADS.fullmatch(before) is not None
    if named and (not (_HANGS.search(before) or leads) or _NAMES.match(after)):
        return None
    earlier = max((last for _, last in clause.dates if last <= first), default=first)
    if _ANOTHER_PHRASE.match(clause.flat, earlier, first):
        return None  # "in early 2033, and of Canada to second ten people for two years from 1 February"
    text = clause_of(clause, said)
    low = text.lower()
    if any(hit.search(low) for hit in (_UNSURE, _SPOKEN, _STATES)) or not 2 <= len(text.split()) <= 40:
        return None
    if not item and not _FINITE.search(low):
        return None
    spoken_of = clause.spoken_of
    if re.match(r"(?:it|they)\b", low) and clause.flat[clause.start : clause.start + 3].lower() != "it ":
        spoken_of = main_subject(clause.flat, clause.start, first) or spoken_of
    if to_come and not MODAL.search(f" {text}") and not in_the_present(clause, said):
        return None
    return _titled(text, spoken_of)


def _titled(text: str, spoken_of: str) -> Titled | None:
    """ "Schools will reopen" as "Schools to reopen", "We walk to the estuary" as "Walk to the estuary"."""
    text = re.sub(r" also(?= )", "", _FOR_A.sub(" ", text))
    text = _PLANNED.sub("", _APPOSITION.sub(" ", _PLANNED.sub("", text)).strip(" ,")).strip(" ,")
    if spoken_of and re.match(r"(?:it|they) ", text, re.I):
        text = f"{spoken_of} {text.split(' ', 1)[1]}"
    text = re.sub(r" (?:will|would|can|is to|are to) no longer (?:be )?", " no longer ", text, count=1)
    text = MODAL.sub(
        lambda found: found[0] if found[0].startswith((" can", " may")) else " to ", text, count=1
    )
    text = re.sub(r"^(\S+) to be (?=\w+(?:ed|en|n|t)\b)", r"\1 ", text)  # "he to be sworn in"
    if who := _WHO_SPEAKS.match(text):
        text = text[who.end() :]
    text = re.sub(r" to be (?=\w+(?:ed|en|n|t)\b)| (?:is|are) (?:being )?(?=\w+ed\b)", " ", text, count=1)
    text = _EXPECTED.sub(" ", text)
    text = re.sub(r" (?:as (?:early|soon|late)(?: as)?|around|about|some ?time)$", "", text)
    text = re.sub(r" (?:next|last|first|now|has slipped|slipped)$", "", text)
    text = re.sub(r"\bkicks in$", "takes effect", re.sub(r"\bkick in$", "take effect", text))
    text = plain(re.sub(r"\s+", " ", text).strip(" ,"))
    return Titled(tidy(shorten(text))) if len(text) > 3 and not EMPTY.match(text) else None


def told_sometime(text: str, spoken_of: str) -> Titled | None:
    """The title of what a clause says to be coming at a time that is left open."""
    text = re.sub(r" also(?= )", "", text)
    low = text.lower()
    coming = MODAL.search(f" {text}") or _EXPECTED.search(text)
    if not coming or not 3 <= len(text.split()) <= 40:
        return None
    return None if any(hit.search(low) for hit in (_UNSURE, _SPOKEN, _STATES)) else _titled(text, spoken_of)


_EXPECTED: Final = re.compile(r" (?:is|are) (?:also |now )?(?=(?:expected|due|planned|scheduled)\b)")


def told_as_news(clause: Clause, said: tuple[int, int], lead: bool) -> Titled | None:
    """The title of what a story says to have happened this week; None where somebody only spoke.

    ``lead``: the sentence opens the story, so that whatever it tells is the news; elsewhere only what began
    or ended that day is.
    """
    text = clause_of(clause, said)
    if not (_PAST if lead else _BEGAN).search(text.lower()):
        return None
    text = re.split(
        r", (?=[a-z]+ing\b|which\b|who\b|after\b|a\b|the\b|but\b|while\b)| after (?=[a-z]+ing\b)", text
    )[0]
    low = text.lower()
    if any(hit.search(low) for hit in (_SPOKEN, _UNSURE, _MARKETS)) or not 3 <= len(text.split()) <= 40:
        return None
    return Titled(tidy(shorten(plain(text))))


def kind_of(title: str) -> Kind:
    """The kind of what a title of this module tells."""
    low = title.lower()
    if re.search(r"\b(?:expires?|runs? out|lapses?)\b", low):
        return "expiry"
    if re.search(r"\b(?:kicks? in|applies|apply|effective|in force)\b", low):
        return "effective"
    held = any(word in EVENT_NOUNS - BODY_NOUNS for word in re.findall(r"[a-z]+", low)[-4:])
    if held or re.search(r"\b(?:re)?(?:meets?|convenes?|sits?)\b", low):
        return "meeting"
    return "event"
