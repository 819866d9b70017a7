"""Laws of *when*: its text form loses nothing, its EDTF keeps its days, its days are in order."""

from __future__ import annotations

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from milepost.when import (
    Between,
    By,
    Calendar,
    Days,
    Decade,
    During,
    Every,
    Fiscal,
    From,
    Length,
    Month,
    Nth,
    Offset,
    On,
    Part,
    Reckoned,
    Season,
    Throughout,
    Undated,
    Unit,
    Week,
    When,
    WhenError,
    Year,
    edtf,
    from_edtf,
    parse,
    reckon,
    sort_key,
    write,
)

CALENDAR = Calendar("Asia/Kolkata", "IN")
ANCHOR = Reckoned(Days(date(2026, 1, 16), date(2026, 1, 16), spans=True))

years = st.integers(1, 9999)
zones = st.sampled_from(["Asia/Tokyo", "UTC", "America/New_York", "UTC+5:30"])
fiscals = st.builds(Fiscal, st.integers(1, 9998), st.booleans())
whole = st.builds(Year, years) | fiscals
periods = (
    whole
    | st.builds(Decade, st.integers(1, 999).map(lambda n: n * 10))
    | st.builds(Month, years, st.integers(1, 12))
    | st.builds(Week, years, st.integers(1, 52))
    | st.builds(Season, st.sampled_from(["spring", "summer", "autumn", "winter"]), years)
    | st.builds(Part, st.sampled_from(["H1", "H2", "Q1", "Q2", "Q3", "Q4"]), whole)
    | st.builds(
        Part, st.sampled_from(["early", "mid", "late"]), whole | st.builds(Month, years, st.integers(1, 12))
    )
)
clocks = st.times().map(lambda at: at.replace(microsecond=0))
days = st.builds(On, st.dates()) | st.builds(On, st.dates(), clocks, st.none() | zones)
lengths = st.builds(
    Length, st.integers(0, 99999), st.sampled_from(Unit).filter(lambda u: u != Unit.WORKING_DAY)
)
offsets = st.builds(
    Offset, lengths, st.sampled_from(["after", "before"]), st.sampled_from(["publication", "a/b", "c"])
) | (
    st.builds(
        Offset,
        lengths,
        st.sampled_from(["after", "before"]),
        st.just("issuance of the guidance"),
        st.just(False),
    )
)
points = days | periods | offsets
singles = (
    days
    | offsets
    | st.tuples(st.dates(), st.dates()).map(lambda pair: Throughout(*sorted(pair)))
    | st.builds(During, periods)
    | st.builds(Between, points, points)
    | st.builds(By, points)
    | st.builds(From, points)
    | st.just(Undated())
)
whens = singles | st.builds(
    Every,
    singles,
    st.builds(Length, st.integers(1, 9999), st.sampled_from(Unit)),
    st.none() | st.builds(Nth, st.sampled_from([1, 2, 3, 4, 5, -1]), st.integers(0, 6)),
    st.none() | st.dates(),
)


def reckoned(when: When) -> Reckoned:
    return reckon(when, CALENDAR, lambda _: ANCHOR)


@given(whens)
def test_text_form_loses_nothing(when: When) -> None:
    assert parse(write(when)) == when


@given(whens)
def test_first_day_is_never_after_the_last(when: When) -> None:
    found = reckoned(when).days
    assert found is None or found.first is None or found.last is None or found.first <= found.last


@given(whens)
def test_edtf_keeps_the_days(when: When) -> None:
    mine = reckoned(when)
    if (code := edtf(when, mine, CALENDAR.zone)) is not None:
        again = reckoned(from_edtf(code)).days
        assert again is not None
        assert mine.days is not None
        assert (again.first, again.last) == (mine.days.first, mine.days.last)


@given(st.lists(whens))
def test_any_dates_can_be_put_in_order(some: list[When]) -> None:
    assert len(sorted(some, key=lambda when: sort_key(reckoned(when)))) == len(some)


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        parse(text)
    except WhenError as error:
        assert str(error)


def test_midnight_is_a_clock_time() -> None:
    assert parse("2026-05-12 00:00 Asia/Tokyo") == On(date(2026, 5, 12), time(0), "Asia/Tokyo")
