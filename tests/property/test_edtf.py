"""EDTF against the PyPI package ``edtf``, where it knows the grammar too."""

from __future__ import annotations

from datetime import date
from time import struct_time

import pytest
from edtf import parse_edtf  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from milepost.when import Calendar, Reckoned, edtf, from_edtf, reckon
from milepost.when.forms import Days, Decade, During, From, Month, On, Throughout, When, Year

days = st.dates(date(1000, 1, 1), date(9000, 12, 31))
years = st.integers(1000, 8999)
known = (
    st.builds(On, days)
    | st.builds(During, st.builds(Year, years))
    | st.builds(During, st.builds(Month, years, st.integers(1, 12)))
    | st.builds(During, st.builds(Decade, st.integers(100, 899).map(lambda n: n * 10)))
    | st.tuples(days, days).map(lambda pair: Throughout(*sorted(pair)))
)


def _day(stamp: struct_time) -> date:
    return date(*stamp[:3])


def _mine(when: When) -> tuple[str, Days]:
    reckoned: Reckoned = reckon(when, Calendar())
    code = edtf(when, reckoned, "UTC")
    assert code is not None
    assert reckoned.days is not None
    return code, reckoned.days


@given(known)
def test_the_oracle_reads_the_same_days(when: When) -> None:
    code, mine = _mine(when)
    oracle = parse_edtf(code)
    assert (_day(oracle.lower_strict()), _day(oracle.upper_strict())) == (mine.first, mine.last)


@given(st.builds(From, st.builds(On, days)))
def test_the_oracle_reads_an_open_end(when: When) -> None:
    code, mine = _mine(when)
    assert _day(parse_edtf(code).lower_strict()) == mine.first


@pytest.mark.parametrize("code", ["[..2026-12-31]", "[2026-01-01..2026-04-30]"])
def test_the_oracle_reads_one_of_a_set(code: str) -> None:
    mine = reckon(from_edtf(code), Calendar()).days
    assert mine is not None
    oracle = parse_edtf(code)
    assert _day(oracle.upper_strict()) == mine.last


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-02-30", "0000", "[..]", "2026/2025x", "20X6", "/", "../.."]
)
def test_what_is_no_edtf_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="no EDTF date"):
        from_edtf(text)
