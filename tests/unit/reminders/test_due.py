"""When somebody is told: leads, windows, nags, zones, quiet hours and digests."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from milepost.agenda import dated
from milepost.model import Milestone, Reminder
from milepost.reminders import believe, due
from milepost.settings import Digest, Lead, Policy, Recipient, Select, Settings
from milepost.when import Length, Unit
from tests.builders import a_milestone, a_snapshot

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY, SECOND = Unit.DAY, Unit.SECOND


def a_lead(amount: int, unit: Unit = DAY, at: time | None = None) -> Lead:
    return Lead(Length(amount, unit), at)


def a_recipient(**known: Any) -> Recipient:
    return Recipient(**{"name": "desk", "email": "desk@example.org"} | known)


def told(
    milestone: Milestone,
    recipient: Recipient | None = None,
    policy: Policy | None = None,
    now: datetime = NOW,
) -> list[Reminder]:
    settings = Settings(recipients=(recipient or a_recipient(),), remind=policy or Policy())
    items = dated(a_snapshot(milestone, settings=settings))
    beliefs = {i.milestone.id: believe(i, None, now)[0] for i in items}
    coming, _ = due(items, beliefs, settings, now, now + timedelta(days=400))
    return sorted(coming, key=lambda r: r.due)


def moments(*arguments: Any, **known: Any) -> list[str]:
    return [f"{r.due:%Y-%m-%d %H:%M:%S}" for r in told(*arguments, **known)]


@pytest.mark.parametrize(
    ("when", "lead", "zone", "expected"),
    [
        ("2026-05-12", a_lead(7), "UTC", "2026-05-05 09:00:00"),
        ("2026-05-12", a_lead(7), "Asia/Tokyo", "2026-05-05 00:00:00"),
        ("2026-05-12", a_lead(0, at=time(8, 30)), "UTC", "2026-05-12 08:30:00"),
        ("2026-05-12", a_lead(1, Unit.WORKING_DAY), "UTC", "2026-05-11 09:00:00"),
        ("2026-05-11", a_lead(1, Unit.WORKING_DAY), "UTC", "2026-05-08 09:00:00"),
        ("2026-05-12", a_lead(2, Unit.MONTH), "UTC", "2026-03-12 09:00:00"),
        ("2026-05-12 10:00 UTC", a_lead(15, Unit.MINUTE), "UTC", "2026-05-12 09:45:00"),
        ("2026-05-12", a_lead(2, Unit.HOUR), "UTC", "2026-05-11 22:00:00"),
        ("by 2026-05-12", a_lead(1), "UTC", "2026-05-11 09:00:00"),
        ("from 2026-05-12", a_lead(1), "UTC", "2026-05-11 09:00:00"),
        ("2026-05-12 to 2026-05-14", a_lead(1), "UTC", "2026-05-11 09:00:00"),
        # what begins at 06:00 is not announced at 09:00 of that day
        ("2026-05-12 06:00 UTC", a_lead(0, at=time(9)), "UTC", "2026-05-12 06:00:00"),
        # the day is that on which it happens for the recipient
        ("2026-05-12 01:00 UTC", a_lead(1), "America/New_York", "2026-05-10 13:00:00"),
        # clocks jump over 02:30 on 29 March and show it twice on 25 October
        ("2026-03-29", a_lead(0, at=time(2, 30)), "Europe/Berlin", "2026-03-29 01:30:00"),
        ("2026-10-25", a_lead(0, at=time(2, 30)), "Europe/Berlin", "2026-10-25 00:30:00"),
    ],
)
def test_lead_falls_at_the_moment(when: str, lead: Lead, zone: str, expected: str) -> None:
    assert moments(a_milestone(when, remind=(lead,)), a_recipient(zone=zone)) == [expected]


def test_window_is_told_as_it_opens_half_gone_before_it_closes_and_as_it_closes() -> None:
    found = told(a_milestone("during 2026-H1"), now=datetime(2025, 12, 1, tzinfo=UTC))
    assert [(r.edge, f"{r.due:%d %b}", r.lead) for r in found] == [
        ("opens", "01 Jan", ""),
        ("halfway", "01 Apr", ""),
        ("closes", "31 May", "30 days before"),
        ("closes", "30 Jun", ""),
    ]


def test_short_window_is_not_told_twice_for_one_day() -> None:
    found = told(a_milestone("between 2026-05-12 and 2026-05-13"))
    assert [(r.edge, f"{r.due:%d %b}") for r in found] == [("opens", "12 May"), ("closes", "13 May")]


def test_undated_promise_nags_at_its_interval() -> None:
    found = told(a_milestone("undated", published=date(2026, 1, 16)))
    assert [f"{r.due:%Y-%m-%d}" for r in found][:2] == ["2026-04-16", "2026-07-15"]
    assert [r.edge for r in found] == ["undated"] * len(found)


@pytest.mark.parametrize("unit", list(Unit))
def test_nags_of_every_unit_come_to_an_end(unit: Unit) -> None:
    policy = Policy(undated=Length(1, unit))
    found = told(a_milestone("undated", published=date(1990, 1, 1)), policy=policy)
    assert 1 <= len(found) <= 400
    assert all(r.due > NOW for r in found)


def test_recurring_milestone_is_told_each_time() -> None:
    found = told(a_milestone("2020-05-12, every 3 months", remind=(a_lead(1),)))
    assert [f"{r.due:%Y-%m-%d}" for r in found][:3] == ["2026-05-11", "2026-08-11", "2026-11-11"]
    assert len({r.key for r in found}) == len(found)


def test_own_leads_win_over_the_recipients_and_those_over_the_kinds() -> None:
    policy = Policy(kinds={"meeting": (a_lead(3),)})
    plain, own = a_milestone("2026-05-12"), a_milestone("2026-05-12", remind=(a_lead(1),))
    asked = a_recipient(remind=(a_lead(2),))
    assert moments(plain, policy=policy) == ["2026-05-09 09:00:00"]
    assert moments(plain, asked, policy) == ["2026-05-10 09:00:00"]
    assert moments(own, asked, policy) == ["2026-05-11 09:00:00"]


@pytest.mark.parametrize("known", [{"done": date(2026, 3, 1)}, {"standing": "cancelled"}])
def test_done_and_cancelled_milestones_are_not_told(known: dict[str, Any]) -> None:
    assert told(a_milestone("2026-05-12", **known)) == []


def test_recipient_is_told_only_what_was_selected() -> None:
    milestone = a_milestone("2026-05-12", parties=("JP",), remind=(a_lead(1),))
    assert told(milestone, a_recipient(select=Select(parties=frozenset({"IN"})))) == []
    assert len(told(milestone, a_recipient(select=Select(parties=frozenset({"IN", "JP"}))))) == 1


@pytest.mark.parametrize(
    ("quiet", "expected"),
    [
        ((time(8), time(10)), "2026-05-11 10:00:00"),
        ((time(20), time(9, 30)), "2026-05-11 09:30:00"),
        ((time(22), time(7)), "2026-05-11 09:00:00"),
        ((time(9), time(9)), "2026-05-11 09:00:00"),
    ],
)
def test_quiet_hours_defer(quiet: tuple[time, time], expected: str) -> None:
    milestone = a_milestone("2026-05-12", remind=(a_lead(1),))
    assert moments(milestone, a_recipient(quiet=quiet)) == [expected]


def test_daily_digest_tells_what_falls_due_until_the_next() -> None:
    milestone = a_milestone("2026-05-12", remind=(a_lead(1), a_lead(0)))
    found = told(milestone, a_recipient(digest=Digest(time(8))))
    members = [r for r in found if r.bundle]
    digests = {r.key: r for r in found if r.edge == "digest"}
    assert [f"{r.due:%d %H:%M}" for r in members] == ["11 08:00", "12 08:00"]
    assert {m.bundle for m in members} == set(digests)


def test_weekly_digest_tells_a_reminder_early_rather_than_after_its_day() -> None:
    milestone = a_milestone("2026-05-14", remind=(a_lead(1),))  # a Thursday
    found = told(milestone, a_recipient(digest=Digest(time(8), weekday=0)))
    assert [f"{r.due:%a %d %H:%M}" for r in found] == ["Mon 11 08:00"] * 2


def test_reminder_that_no_digest_can_tell_in_time_goes_out_on_its_own() -> None:
    milestone = a_milestone("2026-03-05", remind=(a_lead(1),))  # Thursday; the next digest is on Monday 9th
    [found] = told(milestone, a_recipient(digest=Digest(time(8), weekday=0)))
    assert (found.bundle, f"{found.due:%d %H:%M}") == (None, "04 09:00")


def test_key_changes_with_the_date_and_with_nothing_else() -> None:
    settings = Settings(recipients=(a_recipient(),))
    first, again, moved = (
        dated(a_snapshot(m, settings=settings))
        for m in (
            a_milestone("2026-05-12"),
            a_milestone("2026-05-12", title="Another title"),
            a_milestone("2026-05-13"),
        )
    )
    old, _ = believe(first[0], None, NOW)
    later = NOW + timedelta(days=1)
    keys = []
    for items in (first, again, moved):
        belief, _ = believe(items[0], old, later)
        keys.append(
            {r.key for r in due(items, {"note/round": belief}, settings, later, later + timedelta(400))[0]}
        )
    assert keys[0] == keys[1]
    assert keys[0].isdisjoint(keys[2])


def test_leads_already_past_are_kept_apart() -> None:
    settings = Settings(recipients=(a_recipient(),))
    items = dated(a_snapshot(a_milestone("2026-03-05"), settings=settings))
    beliefs = {"note/round": believe(items[0], None, NOW)[0]}
    coming, past = due(items, beliefs, settings, NOW, NOW + timedelta(days=400))
    assert [r.lead for r in coming] == ["1 day", "0 days at 09:00"]
    assert [r.lead for r in past] == ["30 days", "7 days"]


def test_milestone_of_the_past_is_not_told() -> None:
    assert told(a_milestone("2026-02-01")) == []
