from datetime import date

import pytest

from milepost.agenda import dated
from milepost.web.filters import BadQuery, Filter, read
from milepost.web.site import View
from tests.builders import a_milestone, a_snapshot

TODAY = date(2026, 3, 2)


def a_view(*milestones):
    snapshot = a_snapshot(*milestones)
    items = dated(snapshot)
    return View(
        snapshot,
        items,
        TODAY,
        "UTC",
        "https://milestones.example.org",
        (),
        tuple(sorted({t for m in milestones for t in m.topics})),
        tuple(sorted({p for m in milestones for p in m.parties})),
    )


VIEW = a_view(
    a_milestone(
        id="a/ai", topics=("ai", "trade"), parties=("IN", "JP"), title="Dialogue on Künstliche Dinge"
    ),
    a_milestone(id="a/ores", topics=("ores",), parties=("IN",), kind="deadline"),
)


def test_keys_and_values_or():
    asked = read({"topic": ["ores", "ai"], "party": ["JP"]}, VIEW)
    assert [item.milestone.id for item in asked.pick(VIEW.items, TODAY)] == ["a/ai"]


def test_words_are_found_without_case_and_accents():
    assert [i.milestone.id for i in read({"q": ["KUNSTLICHE dialogue"]}, VIEW).pick(VIEW.items, TODAY)] == [
        "a/ai"
    ]


def test_order_and_repetition_in_the_url_make_no_other_filter():
    one, other = read({"topic": ["ai", "ores", "ai"]}, VIEW), read({"topic": ["ores", "ai"]}, VIEW)
    assert one == other
    assert one.query() == "?topic=ai&topic=ores"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"topics": ["ai"]}, '"topics" is no filter; there are: topic, party, kind, standing, q.'),
        ({"topic": ["oress"]}, 'topic="oress" is not known; did you mean ores?'),
        ({"party": [""]}, "party=an empty value is not known: no milestone has this party."),
        ({"q": ["x" * 201]}, "q is longer than 200 characters."),
        ({"topic": ["ai"] * 51}, "topic stands more than 50 times."),
    ],
)
def test_what_is_not_known_is_refused_with_a_sentence(query, sentence):
    with pytest.raises(BadQuery) as caught:
        read(query, VIEW)
    assert str(caught.value) == sentence


def test_an_empty_filter_takes_all():
    assert not Filter()
    assert Filter().pick(VIEW.items, TODAY) == VIEW.items
