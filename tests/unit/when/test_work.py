"""Working days: weekends, public holidays, and what is said where those are not known."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.when import Calendar, Length, Unit, add
from milepost.when.work import public_holidays

TEN = Length(10, Unit.WORKING_DAY)


def test_ten_working_days_skip_weekends_and_public_holidays() -> None:
    # From Friday 16 January 2026 in the United States: Monday the 19th is Martin Luther King's day.
    assert add(date(2026, 1, 16), TEN, 1, Calendar(country="US")) == (date(2026, 2, 2), None)


def test_own_holidays_count_too() -> None:
    calendar = Calendar(country="US", holidays=frozenset({date(2026, 2, 2)}))
    assert add(date(2026, 1, 16), TEN, 1, calendar)[0] == date(2026, 2, 3)


def test_working_days_go_back_as_well() -> None:
    assert add(date(2026, 2, 2), TEN, -1, Calendar(country="US")) == (date(2026, 1, 16), None)


@pytest.mark.parametrize("country", ["EU", "XX", None])
def test_without_known_holidays_only_weekends_are_skipped_and_it_says_so(country: str | None) -> None:
    day, doubt = add(date(2026, 1, 16), TEN, 1, Calendar(country=country))
    assert day == date(2026, 1, 30)
    assert doubt is not None
    assert "only weekends were skipped" in doubt


def test_years_whose_feasts_are_only_estimated_are_not_known() -> None:
    assert public_holidays("IN", 2035)
    assert public_holidays("IN", 2036) is None
    day, doubt = add(date(2036, 1, 16), TEN, 1, Calendar(country="IN"))
    assert day == date(2036, 1, 30)
    assert doubt == "public holidays of IN in 2036 are not known: only weekends were skipped"
