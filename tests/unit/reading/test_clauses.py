"""Whose verb it is; the sentences are invented, the bar stands where the verb begins."""

from __future__ import annotations

import pytest

from milepost.reading.clauses import Words, frame, subject
from milepost.reading.phrases import words

SUBJECTS = {
    "a plain clause": ("The ministers | will meet", "The ministers"),
    "a second verb": ("Voting opens in May and | closes in June", "Voting"),
    "a second verb behind an aside": (
        "The rules were laid before Parliament in May and, if approved, | come into force",
        "The rules",
    ),
    "a second clause": ("The talks will resume and the ministers | will sign", "the ministers"),
    "a second clause behind a comma": ("The levy applies from 2029, the duty | lapses", "the duty"),
    "what was said": ("She said that the ministers | will meet", "the ministers"),
    "what was said without that": ("The railway said it | starts on Sunday", "it"),
    "words before the main clause": ("Under the deal, the two sides | will set up a fund", "the two sides"),
    "a condition": ("If parliament approves the bill, it | will take effect", "it"),
    "several who do it": (
        "Ministers from Peru, Chile and Fiji | will meet",
        "Ministers from Peru , Chile and Fiji",
    ),
    "an aside": ("The agency, founded in Rome, Italy, | will publish", "The agency"),
    "a relative clause inside": ("The committee that approved the plan | will meet", "The committee"),
    "a relative clause of the subject": (
        "The section on housing, which | kicks in",
        "The section on housing",
    ),
    "a relative clause of the object": (
        "The mayor will open talks with Peru on the fund, which | starts",
        "the fund",
    ),
    "a relative clause behind words before the main clause that no comma ends": (
        "During the visit the two sides will sign a pact on visas, which is due to | enter into force",
        "a pact on visas",
    ),
    "a relative clause of a name": (
        "They are on their way to Exercise Polar Shield 27, which | begins",
        "Exercise Polar Shield 27",
    ),
    "a relative clause of an exception": (
        "The law changes little except for the section on rent, which | starts",
        "the section on rent",
    ),
    "a clause behind after": (
        "The men could walk off after their union | served notice",
        "their union",
    ),
    "who said it, between": (
        "The authority will close the lagoon, its director said, and | hopes to reopen it",
        "The authority",
    ),
    "a plural verb before what it does": (
        "The two airlines start selling tickets and | plan to merge",
        "The two airlines",
    ),
    "an aside behind shall": (
        "A licence shall, unless earlier surrendered, | expire",
        "A licence",
    ),
    "a name of several words": (
        "They will set up a Joint Group on Rice and Dairy Trade, which | will meet",
        "Joint Group on Rice and Dairy Trade",
    ),
    "words before the main clause without a comma": ("On money we | will agree", "we"),
    "a participle": ("The truce signed in Suva | expires", "The truce signed in Suva"),
    "a number with a comma": (
        "Training of 9,000 health workers | begins",
        "Training of 9 , 000 health workers",
    ),
    "what was expected of it": ("The report is expected | to be published", "The report"),
}


@pytest.mark.parametrize(("text", "who"), SUBJECTS.values(), ids=SUBJECTS)
def test_verb_has_this_subject(text: str, who: str) -> None:
    before, after = text.split("|")
    found = subject(Words(words(before + after, 0, len(text))), len(before))
    assert " ".join(word.text for word in found) == who


def test_clause_of_a_date_is_its_subject_and_the_verb_nearest_to_it() -> None:
    text = "The campaign opens in Suva on D and reaches the rest of the islands by "
    told = frame(Words(words(text, 0, len(text))), len(text))
    assert " ".join(word.text for word in (*told.subject, *told.told)) == (
        "The campaign reaches the rest of the islands by"
    )
