"""The ladder of identity, rung by rung; the milestones are invented."""

from __future__ import annotations

import pytest

from milepost.identity import canonical, match
from milepost.model import Found, Offer, Series
from tests.builders import a_dated, a_milestone


def judged(
    title: str, known_title: str, when: str = "2026-05-12", known_when: str = "during 2026-H1"
) -> Offer:
    found = Found(a_milestone(when, id="later/x", title=title, parties=("IN", "JP")), (0, 1))
    known = a_dated(known_when, id="early/y", title=known_title, parties=("JP", "IN"))
    return match([found], [known])[0]


def test_same_round_of_same_dialogue_updates_whatever_its_words() -> None:
    offer = judged("Eighteenth Strategic Dialogue", "Strategic Dialogue, 18th round (India–Japan)")
    assert (offer.verdict, offer.of) == ("updates", "early/y")
    assert "18" in offer.because


def test_another_round_is_new() -> None:
    assert judged("Strategic Dialogue, 19th round", "Strategic Dialogue, 18th round").verdict == "new"


def test_round_without_number_is_for_a_person_to_decide() -> None:
    offer = judged("Next Strategic Dialogue", "Strategic Dialogue, 18th round")
    assert offer.verdict == "perhaps"
    assert offer.because


def test_round_without_number_at_another_time_is_new() -> None:
    assert judged("Next Strategic Dialogue", "Strategic Dialogue, 18th round", "2028-05-12").verdict == "new"


def test_economic_dialogue_is_not_the_economic_security_dialogue() -> None:
    assert judged("Economic Dialogue, 2nd round", "Economic Security Dialogue, 2nd round").verdict == "new"


def test_other_parties_are_another_milestone() -> None:
    found = Found(
        a_milestone(id="later/x", title="Strategic Dialogue, 18th round", parties=("IN", "FR")), (0, 1)
    )
    known = a_dated(id="early/y", title="Strategic Dialogue, 18th round", parties=("IN", "JP"))
    assert match([found], [known])[0].verdict == "new"


def test_same_round_told_with_fewer_parties_is_for_a_person_to_decide() -> None:
    found = Found(a_milestone(id="later/x", title="Ports Dialogue, 3rd round", parties=("IN",)), (0, 1))
    known = a_dated(id="early/y", title="Ports Dialogue, 3rd round", parties=("IN", "JP"))
    assert match([found], [known])[0].verdict == "perhaps"


def test_parties_joined_before_a_name_are_no_part_of_it() -> None:
    assert (
        judged("India-Japan Economic Dialogue, 2nd round", "Economic Dialogue, 2nd round").verdict
        == "updates"
    )
    assert judged("Asia-Pacific-Africa Dialogue, 2nd round", "Dialogue, 2nd round").verdict != "updates"


def test_alias_updates() -> None:
    found = Found(a_milestone(id="old/name", title="Something else"), (0, 1))
    known = a_dated(id="new/name", title="Talks on ports", aliases=("old/name",))
    assert match([found], [known])[0].of == "new/name"


def test_act_and_section_update() -> None:
    title = "Regulation (EU) 2031/9 applies"
    found = Found(a_milestone(id="later/x", title=title, kind="effective"), (0, 1))
    known = a_dated(id="early/y", title=title, kind="effective", parties=("EU",))
    assert match([found], [known])[0].verdict == "updates"


def test_two_sentences_do_not_both_update_one_milestone() -> None:
    twice = [Found(a_milestone(id=f"later/{n}", title="Forum, 3rd round"), (n, n + 1)) for n in (0, 1)]
    offers = match(twice, [a_dated(id="early/y", title="Forum, 3rd round")])
    assert [offer.verdict for offer in offers] == ["updates", "perhaps"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("18th Strategic Dialogue", ("dialogue strategic", 18)),
        ("The Strategic Dialogue, eighteenth round (India–Japan)", ("dialogue strategic", 18)),
        ("Economic talks", ("dialogue economic", None)),
    ],
)
def test_canonical_name_forgets_articles_numbers_and_brackets(
    name: str, expected: tuple[str, int | None]
) -> None:
    assert canonical(name) == expected


def test_series_number_wins_over_the_title() -> None:
    found = Found(a_milestone(id="later/x", title="Dialogue", series=Series("Ports Dialogue", 4)), (0, 1))
    known = a_dated(id="early/y", title="Ports Dialogue, 4th round")
    assert match([found], [known])[0].verdict == "updates"
