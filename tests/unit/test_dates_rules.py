"""The rules of reading dates, run over their own examples."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.reading.dates import Timex, find
from milepost.reading.dates.engine import HIDDEN
from milepost.reading.dates.rules import RULES
from milepost.when import Calendar, write
from tests.docs_dates import PAGE, page

PUBLISHED = date(2026, 1, 16)
INDIA = Calendar("Asia/Kolkata", "IN")


def read(found: Timex) -> str:
    """What was read, as the rules' examples write it."""
    return write(found.when) if found.when is not None else f"{found.type} {found.value}"


YES = [(rule.name, text, expected) for rule in RULES for text, expected in rule.yes.items()]
NO = [(rule.name, text) for rule in RULES for text in rule.no]


@pytest.mark.parametrize(("name", "text", "expected"), YES, ids=[f"{name}: {text}" for name, text, _ in YES])
def test_rule_reads_its_example(name: str, text: str, expected: str) -> None:
    found = find(text, PUBLISHED, INDIA)
    assert [read(timex) for timex in found if name in timex.rules] == [expected], found


@pytest.mark.parametrize(("name", "text"), NO, ids=[f"{name}: {text}" for name, text in NO])
def test_rule_leaves_alone_what_is_none_of_its(name: str, text: str) -> None:
    assert not [timex for timex in find(text, PUBLISHED, INDIA) if name in timex.rules]


def test_no_row_is_hidden_by_a_row_before_it() -> None:
    assert HIDDEN == ()


def test_every_rule_that_reads_has_an_example() -> None:
    assert [rule.name for rule in RULES if not rule.yes and not rule.no] == []


def test_no_two_rules_share_a_name() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))


def test_page_of_dates_is_made_from_the_rules() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.docs_dates"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in the second half of 2026", ["during 2026-H2"]),
        ("for two seconds", ["DURATION PT2S"]),
        ("on the second of May 2026", ["2026-05-02"]),
        ("in May 2026 parties may agree", ["during 2026-05"]),
        ("on 5 March 2026 they march", ["2026-03-05"]),
        ("in fall 2026 prices fall", ["during autumn 2026"]),
        ("at 10:00 am on 1 June 2026 I am", ["2026-06-01 10:00"]),
    ],
)
def test_word_of_several_classes_is_read_in_each(text: str, expected: list[str]) -> None:
    assert [read(timex) for timex in find(text, PUBLISHED, INDIA)] == expected
