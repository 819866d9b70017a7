"""Laws of reading dates: it holds for any text, its spans are slices, its time is linear."""

from __future__ import annotations

import gc
import string
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.reading.dates import find
from milepost.reading.dates.engine import lowered, windows
from milepost.reading.dates.lexicon import WORDS
from milepost.when import Calendar, parse, reckon, write

_MORE = (
    "the of by within to and - , ( ) this order publication 2026 31 1 0 9999 10000 29 12:61 99.99.9999 "
    "2026-02-30 after following from until before thereafter every a in day 's İ ß"
)
WORD = st.sampled_from([*sorted(WORDS), *_MORE.split(), "\u00a0", "\n\n"])
texts = (
    st.lists(WORD, max_size=30).map(" ".join)
    | st.text(max_size=200)
    | st.text(string.printable, max_size=200)
)
days = st.none() | st.sampled_from([date(2026, 1, 16), date.min, date.max, date(2024, 2, 29)])


@given(texts, days)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_its_spans_are_slices_in_order(text: str, published: date | None) -> None:
    before = 0
    for found in find(text, published, Calendar("Asia/Kolkata", "IN")):
        assert before <= found.start < found.end <= len(text)
        assert 0 <= found.said[0] <= found.start < found.end <= found.said[1] <= len(text)
        before = found.end


@given(texts, days)
@settings(max_examples=200, deadline=None)
def test_what_is_read_can_be_written_down_and_reckoned(text: str, published: date | None) -> None:
    for found in find(text, published):
        if found.when is not None:
            assert parse(write(found.when)) == found.when
            reckon(found.when, Calendar())


@given(st.text(max_size=300))
def test_small_letters_keep_their_places(text: str) -> None:
    assert len(lowered(text)) == len(text)


@given(texts)
def test_windows_do_not_overlap(text: str) -> None:
    end = 0
    for begin, stop in windows(lowered(text)):
        assert end <= begin <= stop <= len(text)
        end = stop


def test_a_word_that_two_windows_reach_belongs_to_one() -> None:
    first, second = windows("2026" + " " * 38 + "worded" + " " * 26 + "2026")
    assert first[1] <= second[0]


HOSTILE = {
    "months": "January ",
    "days": "2 August 2026 ",
    "digits": "1",
    "years": "2026 ",
    "brackets": "(",
    "within": "within ",
    "within days": "within 90 days of ",
    "spaces": " ",
    "a word": "a",
    "hyphens": "-",
    "lines": "\n",
    "numbers": "nineteen ",
    "hundreds": "one hundred ",
    "parts": "the end of ",
    "ranges": "March 9-",
    "day following": "day following ",
    "every": "2026 and every year ",
    "dots": "a.",
    "chain": "1.1.",
    "acts": "of 2026 ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_text_costs_no_more_than_in_proportion(piece: str) -> None:
    text = piece * (125_000 // len(piece))
    begin = time.process_time()
    find(text, date(2026, 1, 16))
    assert time.process_time() - begin < 10  # what grows with the square takes minutes; bench has the aim


@pytest.mark.parametrize("before", [True, False], ids=["on", "off"])
def test_the_search_for_cycles_is_left_as_it_was(before: bool) -> None:
    try:
        (gc.enable if before else gc.disable)()
        find("by 30 September 2026")
        assert gc.isenabled() is before
    finally:
        gc.enable()
