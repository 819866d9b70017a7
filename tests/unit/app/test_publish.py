from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from milepost.app.publish import Publisher
from milepost.model import Observation, Quote
from milepost.settings import CalendarSettings, Feed, Select, Settings
from milepost.web.feeds import Wanted
from milepost.web.filters import Filter
from milepost.when import parse
from tests.builders import a_milestone, a_snapshot
from tests.memory import Memory

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ALL = Feed("all", "All")
SETTINGS = Settings(CalendarSettings(name="Commitments", url="https://milestones.example.org"))


def published(*milestones, memory=None, now=NOW, settings=SETTINGS):
    publisher = Publisher((memory or Memory()).revise, "http://127.0.0.1:8000")
    publisher.publish(a_snapshot(*milestones, settings=settings), now)
    return publisher


def events(publisher, **asked):
    body, _ = publisher.make(Wanted(ALL, "ics", **asked))
    return {str(e["UID"]): e for e in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def test_a_visit_of_three_days_ends_before_the_fourth():
    visit = a_milestone("2026-01-15 to 2026-01-17", id="a/visit", kind="visit")
    event = events(published(visit))["a/visit"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 1, 15), date(2026, 1, 18))


def test_a_long_window_stands_on_its_last_day_with_its_name():
    event = events(published(a_milestone("during 2026-H1", id="a/round")))["a/round"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 6, 30), date(2026, 7, 1))
    assert event["SUMMARY"] == "Dialogue, 2nd round (first half of 2026)"
    assert event["STATUS"] == "TENTATIVE"


def test_windows_span_shows_all_days_of_a_window():
    event = events(published(a_milestone("during 2026-H1", id="a/round")), windows="span")["a/round"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 1, 1), date(2026, 7, 1))


def test_windows_end_shows_a_short_window_on_its_last_day():
    publisher = published(a_milestone("during 2026-05", id="a/round"))
    assert events(publisher)["a/round"]["DTSTART"].dt == date(2026, 5, 1)
    assert events(publisher, windows="end")["a/round"]["DTSTART"].dt == date(2026, 5, 31)


def test_a_feed_does_not_change_with_the_clock():
    memory, milestones = Memory(), (a_milestone(), a_milestone("during 2026-H1", id="a/round"))
    first = published(*milestones, memory=memory).make(Wanted(ALL, "ics"))
    later = published(*milestones, memory=memory, now=NOW + timedelta(days=3)).make(Wanted(ALL, "ics"))
    assert first == later


@pytest.mark.parametrize("form", ["ics", "json", "atom"])
def test_a_lost_process_writes_the_same_bytes_from_the_store(form):
    memory = Memory()
    first = published(a_milestone(), memory=memory)
    again = Publisher(memory.revise, "http://127.0.0.1:8000", lambda: memory.bodies)
    again.publish(a_snapshot(a_milestone(), settings=SETTINGS), NOW + timedelta(hours=1))
    assert first.make(Wanted(ALL, form)) == again.make(Wanted(ALL, form))


def test_an_edit_changes_only_its_own_entry_and_grows_its_sequence():
    publisher = published(a_milestone(id="a/one"), a_milestone(id="a/two"))
    before = events(publisher)
    publisher.publish(
        a_snapshot(a_milestone("2026-06-12", id="a/one"), a_milestone(id="a/two"), settings=SETTINGS),
        NOW + timedelta(minutes=5),
    )
    after = events(publisher)
    assert after["a/one"]["SEQUENCE"] > before["a/one"]["SEQUENCE"]
    assert after["a/one"]["DTSTAMP"].dt == after["a/one"]["LAST-MODIFIED"].dt == NOW + timedelta(minutes=5)
    assert after["a/two"].to_ical() == before["a/two"].to_ical()


def test_last_modified_advances_when_something_is_removed():
    publisher = published(a_milestone(id="a/one"), a_milestone(id="a/two"))
    _, before = publisher.make(Wanted(ALL, "ics"))
    publisher.publish(a_snapshot(a_milestone(id="a/one"), settings=SETTINGS), NOW + timedelta(minutes=5))
    _, after = publisher.make(Wanted(ALL, "ics"))
    assert list(events(publisher)) == ["a/one"]
    assert after == NOW + timedelta(minutes=5) > before


def test_two_changes_in_one_second_are_two_moments():
    publisher = published(a_milestone(id="a/one"))
    moments = [publisher.make(Wanted(ALL, "ics"))[1]]
    for day in (13, 14):
        publisher.publish(a_snapshot(a_milestone(f"2026-05-{day}", id="a/one"), settings=SETTINGS), NOW)
        moments.append(publisher.make(Wanted(ALL, "ics"))[1])
    assert len(set(moments)) == 3


def test_one_that_cannot_be_written_is_left_out_and_told_of():
    publisher = published(a_milestone(id="a/good"), a_milestone("9999-12-31", id="a/bad"))
    assert list(events(publisher)) == ["a/good"]
    assert list(publisher.left_out) == ["a/bad"]
    assert "a/bad cannot be written" in publisher.left_out["a/bad"]


def test_undated_is_in_json_and_atom_only():
    publisher = published(a_milestone("undated", id="a/some-day", title="Some day"))
    assert events(publisher) == {}
    assert b'"id":"a/some-day"' in publisher.make(Wanted(ALL, "json"))[0]
    assert b"Some day (no date)" in publisher.make(Wanted(ALL, "atom"))[0]


def test_atom_announces_a_move_with_both_dates():
    moved = a_milestone(
        "2026-05-12",
        id="a/talks",
        history=(
            Observation(date(2026, 1, 16), when=parse("during 2026-H1")),
            Observation(date(2026, 2, 19), when=parse("2026-05-12"), quote=Quote("b", 0, 9, "On 12 May")),
        ),
    )
    atom = published(moved).make(Wanted(ALL, "atom"))[0].decode()
    assert "moved from first half of 2026 to 12 May 2026" in atom
    assert "“On 12 May”" in atom


def test_cancelled_stays_marked_for_some_days_then_goes():
    memory = Memory()
    called_off = a_milestone(id="a/talks", standing="cancelled")
    event = events(published(called_off, memory=memory))["a/talks"]
    assert event["SUMMARY"].startswith("Cancelled: ")
    assert event["STATUS"] != "CANCELLED"
    assert events(published(called_off, memory=memory, now=NOW + timedelta(days=15))) == {}


def test_past_90_days_to_all_future_is_shown():
    publisher = published(
        a_milestone("2025-12-01", id="a/out"),
        a_milestone("2025-12-02", id="a/in"),
        a_milestone("2099-01-01", id="a/far"),
    )
    assert sorted(events(publisher)) == ["a/far", "a/in"]


def test_an_announcement_read_late_is_seen_before_it_ages():
    memory, late = Memory(), datetime(2026, 11, 24, tzinfo=UTC)
    told = (
        a_milestone("2026-01-15 to 2026-01-17", id="a/visit"),
        a_milestone("2025-10-29", id="a/history"),
    )
    assert sorted(events(published(*told, memory=memory, now=late))) == ["a/visit"]
    assert events(published(*told, memory=memory, now=late + timedelta(days=91))) == {}


def test_too_large_a_feed_says_so(monkeypatch):
    monkeypatch.setattr("milepost.feed.MOST", 2)
    publisher = published(*(a_milestone(f"2026-05-{n:02}", id=f"a/{n}") for n in range(1, 5)))
    body, _ = publisher.make(Wanted(ALL, "ics"))
    calendar = icalendar.Calendar.from_ical(body)
    assert len(calendar.walk("VEVENT")) == 2
    assert "Only the first 2 of 4 entries are here" in calendar["X-WR-CALDESC"]


def test_a_named_feed_holds_what_it_selects_and_a_filter_less():
    publisher = published(
        a_milestone(id="a/ai", topics=("ai",), parties=("JP",)),
        a_milestone(id="a/ai-2", topics=("ai",)),
        a_milestone(id="a/ores", topics=("ores",)),
    )
    some = Feed("ai", "AI", Select(topics=frozenset({"ai"})))
    body, _ = publisher.make(Wanted(some, "ics", Filter(parties=("JP",))))
    assert [str(e["UID"]) for e in icalendar.Calendar.from_ical(body).walk("VEVENT")] == ["a/ai"]


def test_alarms_ring_at_nine_before_a_day_and_exactly_before_a_time():
    publisher = published(a_milestone(id="a/day"), a_milestone("2026-05-12 10:00", id="a/time"))
    assert not [e for e in events(publisher).values() if e.walk("VALARM")]
    asked = events(publisher, alarms=(timedelta(days=1), timedelta(hours=1)))
    rings = {uid: [a["TRIGGER"].dt for a in e.walk("VALARM")] for uid, e in asked.items()}
    assert rings["a/day"] == [timedelta(hours=-15), timedelta(hours=-1)]
    assert rings["a/time"] == [timedelta(days=-1), timedelta(hours=-1)]


def test_the_view_tells_which_reminders_are_still_to_come():
    day, window = a_milestone("2026-03-08", id="a/day"), a_milestone("during 2026-H1", id="a/window")
    view = published(day, window).view
    told = {item.milestone.id: view.reminders(item) for item in view.items}
    assert told["a/day"] == (
        ("lead", "1 day", date(2026, 3, 7)),
        ("lead", "0 days at 09:00", date(2026, 3, 8)),
    )
    assert [(edge, day) for edge, _, day in told["a/window"]] == [
        ("halfway", date(2026, 4, 1)),
        ("closes", date(2026, 5, 31)),
        ("closes", date(2026, 6, 30)),
    ]
