from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from milepost.agenda import closing, dated, days_of, due, is_overdue, late_series, moves, slipped, waiting
from milepost.model import Milestone, Observation, Series, replay
from milepost.when import parse
from tests.builders import a_milestone, a_snapshot

TODAY = date(2026, 3, 2)


def heard(milestone: Milestone, *later: tuple[str, str | None]) -> Milestone:
    """The milestone with later tellings: a day, and a date in its text form (None: nothing but that day)."""
    told = tuple(
        Observation(date.fromisoformat(day), when=parse(when) if when else None) for day, when in later
    )
    return replay(milestone, (*milestone.history, *told))


@pytest.mark.parametrize(
    ("before", "after", "what", "by"),
    [
        ("2026-05-12", "2026-06-12", "moved", 31),
        ("2026-05-12", "2026-05-01", "moved", -11),
        ("during 2026-H1", "2026-05-12", "narrowed", -49),
        ("during 2026-H1", "during 2026-05", "narrowed", -30),
        ("during 2026-H1", "during 2026-H2", "moved", 184),
        ("during 2026-H1", "2026-08-01", "moved", 32),
        ("by 2026-05-12", "by 2026-05-20", "moved", 8),
        ("undated", "2026-05-12", "dated", None),
        ("2026-05-12", "undated", "undated", None),
        ("2026-05-10 to 2026-05-20", "2026-05-12 to 2026-05-14", "moved", -6),
    ],
)
def test_move_tells_what_it_is_and_by_how_many_days(
    before: str, after: str, what: str, by: int | None
) -> None:
    item = dated(a_snapshot(heard(a_milestone(before), ("2026-02-20", after))))[0]
    (move,) = moves(item, {})
    assert (move.what, move.by) == (what, by)


def test_same_days_told_again_are_no_move() -> None:
    item = dated(a_snapshot(heard(a_milestone("during 2026-H1"), ("2026-02-20", "during 2026-H1"))))[0]
    assert moves(item, {}) == ()


def test_publication_means_the_day_of_the_announcement_that_told_the_present_date() -> None:
    milestone = heard(a_milestone("2026-05-12"), ("2026-03-01", "within 30 days of publication"))
    assert dated(a_snapshot(milestone))[0].last == date(2026, 3, 31)


def test_longest_delay_is_first_and_what_came_nearer_is_no_slip() -> None:
    once = heard(a_milestone("2026-05-12", id="a/once"), ("2026-02-20", "2026-06-12"))
    twice = heard(
        a_milestone("2026-05-12", id="a/twice"), ("2026-02-20", "2026-05-20"), ("2026-02-21", "2026-07-20")
    )
    nearer = heard(a_milestone("during 2026-H1", id="a/near"), ("2026-02-20", "2026-05-12"))
    found = slipped(dated(a_snapshot(once, twice, nearer)))
    assert [(s.item.milestone.id, s.days, s.times) for s in found] == [("a/twice", 69, 2), ("a/once", 31, 1)]


def test_cancelled_milestone_has_slipped_and_a_new_date_revives_it() -> None:
    first = a_milestone("2026-05-12")
    cancelled = Observation(date(2026, 2, 1), standing="cancelled")
    again = Observation(date(2026, 2, 2), when=parse("2026-09-01"))
    gone = dated(a_snapshot(replay(first, (*first.history, cancelled))))
    assert slipped(gone)[0].moves[0].what == "cancelled"
    back = dated(a_snapshot(replay(first, (*first.history, cancelled, again))))
    assert [m.what for m in slipped(back)[0].moves] == ["cancelled", "revived"]
    assert back[0].standing(TODAY) == "scheduled"


def test_as_of_asks_what_was_believed_and_knows_nothing_of_later_announcements() -> None:
    snapshot = a_snapshot(
        heard(a_milestone("during 2026-H1"), ("2026-02-20", "2026-05-12")),
        a_milestone("2026-09-01", id="later/x", published=date(2026, 2, 25)),
    )
    then = dated(snapshot, date(2026, 2, 19))
    assert [(i.milestone.id, i.last) for i in then] == [("note/round", date(2026, 6, 30))]
    assert [i.last for i in dated(snapshot, date(2026, 2, 20))] == [date(2026, 5, 12)]


def test_due_holds_days_limits_closing_windows_and_what_is_under_way() -> None:
    snapshot = a_snapshot(
        a_milestone("2026-03-18", id="a/day"),
        a_milestone("by 2026-03-06", id="a/limit"),
        a_milestone("during 2026-03", id="a/window"),
        a_milestone("2026-02-27 to 2026-03-04", id="a/running"),
        a_milestone("2026-04-02", id="a/beyond"),
        a_milestone("2026-03-10", id="a/done", done=date(2026, 3, 1)),
        a_milestone("2024-03-20, every 1 year", id="a/yearly"),
    )
    found = due(dated(snapshot), TODAY, date(2026, 4, 1))
    assert [i.milestone.id for _, i in found] == ["a/running", "a/limit", "a/day", "a/yearly", "a/window"]


def test_closing_windows_are_those_without_a_day() -> None:
    snapshot = a_snapshot(
        a_milestone("during 2026-03", id="a/window"), a_milestone("2026-03-10 to 2026-03-12", id="a/span")
    )
    assert [i.milestone.id for i in closing(dated(snapshot), TODAY, date(2026, 3, 31))] == ["a/window"]


def test_waiting_is_what_rests_on_an_event_to_come_or_on_words() -> None:
    snapshot = a_snapshot(
        a_milestone("2026-05-12", id="a/event"),
        a_milestone("2026-01-20", id="a/past"),
        a_milestone("within 60 days of a/event", id="a/rests"),
        a_milestone("within 90 days of a/past", id="a/runs"),
        a_milestone('within 90 days of "the signing"', id="a/words"),
    )
    assert {i.milestone.id for i in waiting(dated(snapshot), TODAY)} == {"a/rests", "a/words"}


def rounds(*days: str) -> list[Milestone]:
    return [
        a_milestone(day, id=f"a/{n}", series=Series("Dialogue", n), published=date(2020, 1, 1))
        for n, day in enumerate(days, 1)
    ]


def test_series_is_late_once_its_own_rhythm_and_a_quarter_have_passed() -> None:
    items = dated(a_snapshot(*rounds("2023-01-10", "2024-01-10", "2025-01-10")))
    (late,) = late_series(items, date(2026, 5, 1))
    assert (late.series, late.rhythm, late.expected) == ("Dialogue", 366, date(2026, 1, 11))
    assert late_series(items, date(2026, 3, 1)) == ()


def test_missing_numbers_count_as_rounds_and_a_round_in_sight_ends_the_lateness() -> None:
    held = rounds("2020-01-10", "2021-01-10", "2022-01-10")
    gap = replace(held[2], when=parse("2024-01-10"), series=Series("Dialogue", 5))
    assert late_series(dated(a_snapshot(held[0], held[1], gap)), date(2026, 1, 1))[0].rhythm == 366
    to_come = a_milestone("during 2026-H2", id="a/next", series=Series("Dialogue", 6))
    assert late_series(dated(a_snapshot(held[0], held[1], gap, to_come)), date(2026, 1, 1)) == ()


def test_two_rounds_are_no_rhythm() -> None:
    assert late_series(dated(a_snapshot(*rounds("2020-01-10", "2021-01-10"))), TODAY) == ()


def test_anchors_may_be_named_by_an_alias() -> None:
    items = dated(
        a_snapshot(
            a_milestone("2026-05-12", id="a/event", aliases=("old/event",)),
            a_milestone("10 days after old/event", id="a/rests"),
        )
    )
    assert (
        days_of(items)["a/rests"].days
        == days_of(dated(a_snapshot(a_milestone("2026-05-22"))))["note/round"].days
    )


@pytest.mark.parametrize(
    ("when", "late"),
    [
        pytest.param("by 2026-02-02", True, id="a deadline"),
        pytest.param("during 2026-02", True, id="a window"),
        pytest.param("2026-02-20 to 2026-02-21", True, id="days that were to come"),
        pytest.param("2026-01-15 to 2026-01-17", False, id="days that had begun when they were told"),
        pytest.param("2026-01-10", False, id="a day that had been"),
        pytest.param("by 2026-03-02", False, id="a deadline of today"),
        pytest.param("undated", False, id="no date"),
    ],
)
def test_overdue_is_what_was_to_come_when_it_was_told_and_is_past_now(when: str, late: bool) -> None:
    assert is_overdue(dated(a_snapshot(a_milestone(when)))[0], TODAY) is late
