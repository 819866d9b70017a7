"""Fiscal years: whose they are decides which days they have."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.when import Calendar, parse, reckon


@pytest.mark.parametrize(
    ("when", "country", "first", "last"),
    [
        ("FY2027", "US", date(2026, 10, 1), date(2027, 9, 30)),
        ("FY2027", "IN", date(2026, 4, 1), date(2027, 3, 31)),
        ("FY2027", "JP", date(2027, 4, 1), date(2028, 3, 31)),
        ("FY2027", None, date(2027, 1, 1), date(2027, 12, 31)),
        ("FY2026-27", "GB", date(2026, 4, 1), date(2027, 3, 31)),
        ("FY2026-27", "AU", date(2026, 7, 1), date(2027, 6, 30)),
        pytest.param(
            "FY2026-27", None, date(2026, 4, 1), date(2027, 3, 31), id="two names are no calendar year"
        ),
        ("FY2026-27-Q3", "IN", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_fiscal_year_is_that_of_its_country(when: str, country: str | None, first: date, last: date) -> None:
    days = reckon(parse(when), Calendar(country=country)).days
    assert days is not None
    assert (days.first, days.last) == (first, last)
