"""The day of publication that a text tells of itself; the texts are invented."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.reading.published import published

TOLD = {
    "a line that says so": ("Ministry of Roads\nPublished 14 June 2027\n\nThe ministry", date(2027, 6, 14)),
    "a dateline": ("Title\n\nPORT LUNE, 3 March 2027 — The minister", date(2027, 3, 3)),
    "the line of its author": ("Title\n\nBy Our Correspondent | 21 October 2026\n\nThe", date(2026, 10, 21)),
    "the line of its author, by weekday": ("By Ada Moss, Monday 4 May 2026\n\nThe", date(2026, 5, 4)),
    "a duty by a day": ("Reports are due\n\nBy all operators of plants from 4 May 2026 on, reports", None),
}


@pytest.mark.parametrize(("text", "day"), TOLD.values(), ids=TOLD.keys())
def test_day_of_publication_is_read_where_the_text_tells_it(text: str, day: date | None) -> None:
    found = published(text)
    assert (found and found[0]) == day
