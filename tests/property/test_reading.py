"""Laws of reading, for any text: it ends, it never raises, and all that it quotes is in the text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.reading import read
from milepost.reading.outline import flatten, outline
from milepost.when import parse, write
from tests.builders import an_announcement

PIECES = st.sampled_from(
    [
        *"\n\n (a) |(i) |1. |• |Section 2. |Article 9\n|; |: |. |, |“|”|\u00a0|\t|—|İ|ß".split("|"),
        "The ministers will meet in Tokyo on 3 May 2026",
        "within 60 days of the date of this order",
        "the agency shall submit a report",
        "agreed to hold a dialogue",
        "the second round of the Talks",
        "by the end of 2027 and every two years thereafter",
        "has been postponed to",
        "no earlier than",
        "shall apply from 2 August 2026",
        "visit to",
        "annual",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=25).map("".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_quotes_are_slices_and_ids_unique_whatever_the_text(text: str) -> None:
    found = read(an_announcement(text)).milestones
    assert len({f.milestone.id for f in found}) == len(found)
    for f in found:
        m = f.milestone
        assert 0 < len(m.title) <= 70
        assert parse(write(m.when)) == m.when
        for quote in (m.quote, *m.again, m.quote.opening if m.quote else None):
            if quote is not None:
                assert quote.text == text[quote.start : quote.end]
                assert len(quote.text) <= 600


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_layout_keeps_every_offset(text: str) -> None:
    laid = outline(text)
    assert len(laid.flat) == len(laid.low) == len(text) == len(flatten(text))
    ends = [0]
    for unit in laid.units:
        assert ends[-1] <= unit.start < unit.end <= len(text)
        ends.append(unit.end)


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read(an_announcement(text)) == read(an_announcement(text))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        "\n",
        "(",
        "A. ",
        "shall ",
        "agreed to hold a dialogue ",
        "on 2 May 2026 ",
        "1. x\n",
        '"',
        "of the ",
    ],
)
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    def cost(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        spent = []
        for _ in range(2):  # the least is what the text costs; more is what else the machine does
            begun = time.process_time()
            read(an_announcement(text))
            spent.append(time.process_time() - begun)
        return min(spent)

    assert cost(64_000) < 16 * max(cost(8_000), 0.02)


def test_text_without_milestones_says_nothing_and_is_no_error() -> None:
    reading = read(an_announcement("The river was calm and the town was quiet, as it is in most years."))
    assert reading.milestones == ()
    assert reading.needs is None
    assert reading.not_understood is None


def test_text_in_another_language_says_that_it_was_not_understood() -> None:
    german = (
        "Die Minister beider Staaten treffen sich am 3. Mai 2026 in Berlin und wollen danach ein Abkommen "
        * 3
    )
    reading = read(an_announcement(german))
    assert reading.milestones == ()
    assert reading.not_understood is not None


def test_relative_date_without_a_day_of_publication_asks_for_it() -> None:
    reading = read(an_announcement("The ministers will meet next month in Tokyo.", published=None))
    assert reading.needs is not None
    assert "--published" in reading.needs


def test_seeds_are_read_without_a_doubt_about_the_language() -> None:
    for path in (Path(__file__).parents[2] / "seeds").glob("*.txt"):
        assert read(an_announcement(path.read_text(encoding="utf-8"))).not_understood is None
