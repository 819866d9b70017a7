"""Which words of a sentence are finite verbs: those that a clause is told by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from milepost.reading.phrases import DETERMINERS, PREPOSITIONS, Word

Sureness = Literal[0, 1, 2]
"""0: no finite verb; 1: a verb or a participle; 2: a verb."""

DUTY_VERBS: Final = frozenset(
    """achieve adopt amend appoint assess begin adjust carry complete comply conduct consider coordinate create deliver describe design designate
    determine develop direct disclose divert draft eliminate encourage ensure establish evaluate examine finalise finalize formulate gather identify
    implement improve include increase incorporate inform initiate integrate issue launch make meet modify monitor notify obtain participate
    phase pilot prepare present produce promote propose provide publish pursue recommend reduce register release remove repeal replace report
    require rescind review revise seek select send set share sign solicit stop submit support suspend take terminate train transition transmit
    undertake update upgrade use verify withdraw work convene hold host cut build install deploy raise double bring put cease end close open
    collect compile consult define file grant hire invest lift limit maintain offer pay post procure recover reach respond restore return test""".split()
)
"""What a bare item may begin with."""
_OTHER_VERBS: Final = frozenset(
    """act add agree aim allow announce appear apply approve arrive ask assume attend back ban become believe belong berth board buy call
    cancel celebrate change chair claim come commence compete conclude confer confirm contain continue cover cross debate decide deepen
    declare decline depart depend die discuss dissolve drop elect enter estimate expand expect expire extend face fall fear feature field fight
    find finish fly follow get give go goes govern grow guarantee hand happen have head hear help hit hope inaugurate intend introduce invite join
    keep kick lapse last lay lead leave let lie lodge lose lower mark mean mention move name need note nominate occur oppose oversee own pass plan play
    predict put question quit ratify receive reconvene refer reject remain remind reopen replace represent rescue reserve resign resume retain
    retire rise roll rule run say see sell serve show sit speak spend stand start stay step suggest sweep switch table talk tell test think tour travel
    turn unveil urge visit vote wait walk want warn wear welcome win wish write yield""".split()
)
_ALSO_NOUNS: Final = frozenset(
    """act aim back ban board call chair change claim cover cross design draft drop end face fall fear field fight file find grant hand head help hit hope
    host issue invest lead limit mark mean meet move name need note offer own pass phase pilot plan play post present produce question raise release repeal
    report reserve return review rise roll rule run share show sign sit stand start stay step support switch table talk test tour train transition turn
    update upgrade use visit vote wait walk want win wish work yield increase cut cease appeal pay register set say travel""".split()
)
"""Verbs whose forms are as often nouns: "talks", "reports"."""
_PAST: Final = frozenset(
    "began became broke came chose drew drove fell flew fought gave grew knew rode rose said spoke stood swore shook sank stole threw took told thought tore went withdrew woke wrote says tells".split()
)
_PAST_OR_PARTICIPLE: Final = frozenset(
    "bought brought built cut found got had heard held hit kept laid led left lost made meant met paid put ran sat saw sent set shown shut sold spent struck taught understood upheld won".split()
)
AUXILIARIES: Final = frozenset(
    "is are was were am has have had do does did will shall would must may might can could should won't isn't aren't".split()
)
_SUBJECTS: Final = frozenset("it he she they we i".split())
_MANNER: Final = frozenset(
    "also now then soon still again altogether not never just only first next already later once both all".split()
)
_NO_NOUN: Final = DETERMINERS | PREPOSITIONS | frozenset("to and or but nor than".split())
_FOLLOWS_A_VERB: Final = (
    DETERMINERS
    | PREPOSITIONS
    | frozenset("to up out down away off back together here there again that they it he she".split())
)


def adverb(word: Word) -> bool:
    """Whether a word stands between a verb and its parts without being one."""
    return word.low in _MANNER or (
        word.low.endswith("ly")
        and len(word.low) > 4
        and word.low not in ("supply", "apply", "reply", "family", "assembly", "july")
    )


def participle(word: Word) -> bool:
    """Whether a word may be the participle of a verb: "led by", "seen by"."""
    return (
        word.low in _PAST_OR_PARTICIPLE
        or word.low in ("seen", "given", "known", "taken")
        or (word.low.endswith("ed") and len(word.low) > 4)
    )


def finite(tokens: Sequence[Word], at: int) -> Sureness:
    """Whether a token is a finite verb, by its form and its neighbours."""
    word = tokens[at].low
    if not word[0].isalpha() or (tokens[at].capital and at > 0):
        return 0
    before = at - 1
    while before >= 0 and adverb(tokens[before]):
        before -= 1
    low = tokens[before].low if before >= 0 else ""
    if low == "to" or low in AUXILIARIES or low in ("be", "been", "being"):
        return 0
    if word in AUXILIARIES:
        return 2
    if low in _SUBJECTS and (word.endswith("ed") or _base(word) is not None or word in _PAST_OR_PARTICIPLE):
        return 2  # "it extended", "she hopes"
    if word in _PAST:
        return 2
    if word in _PAST_OR_PARTICIPLE or (word.endswith("ed") and len(word) > 4):
        return 0 if low in _NO_NOUN and low not in ("and", "or", "but", "that") else 1
    if (low in _NO_NOUN and low not in ("and", "or", "but", "that")) or low.endswith(("'s", "s'")):
        return 0
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    free = (
        after is None
        or not after.low[0].isalpha()
        or after.low in _FOLLOWS_A_VERB
        or after.capital
        or adverb(after)
        or (after.low.endswith("ing") and len(after.low) > 4)
    )
    base = _base(word)
    if base is not None and base != word:  # "opens"
        if base in _ALSO_NOUNS:
            return 1 if free and not low.endswith("s") else 0
        return 2
    if base is None or (base == word and low in PRESENT):
        return 0  # "takes hold"
    if base not in _ALSO_NOUNS and low != "and" and (low.endswith("s") or free):
        return 2  # "the closures begin on Monday"
    if low.endswith("s") or low in ("people", "they", "we", "who", "which", "both", "and", "that"):
        return 0 if not free or (low == "and" and before > 0) else 1
    return 0


def known(word: str) -> bool:
    """Whether a word is a verb as it stands after *to*."""
    return word in DUTY_VERBS or word in _OTHER_VERBS


def in_the_present(word: str) -> bool:
    """Whether a verb stands in the present; "cut", which may be the past, does not."""
    return _base(word) is not None and word not in _PAST_OR_PARTICIPLE


def _base(word: str) -> str | None:
    """The verb of which a word is a form in the present; None for another word."""
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and known(base := word.removesuffix(ending) + instead):
            return base
    return word if known(word) else None


def _third(verb: str) -> str:
    """A verb as it stands after *he*, *she* and *it*."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")


PLURAL: Final = ((DUTY_VERBS | _OTHER_VERBS) - _ALSO_NOUNS - {"last"}) | {"sit", "end"}
"""Verbs in the present behind a plural: "the sides sit down"."""
PRESENT: Final = frozenset(_third(verb) for verb in (DUTY_VERBS | _OTHER_VERBS) - _ALSO_NOUNS)
"""Verbs in the present that nothing else looks like: what they tell of a day is still to come."""
