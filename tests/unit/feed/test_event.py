"""Every rule that a subscribed feed must keep, read back by two libraries that did not write it so."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import icalendar
import ics
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.feed import Head, assemble, body, entry, fragment
from milepost.feed.event import check
from milepost.model import Quote, Revision
from milepost.when import Every, occurrences
from tests.builders import a_dated

REVISION = Revision(3_200_000, datetime(2026, 1, 16, 9, 30, tzinfo=UTC))
HEAD = Head("Commitments; ours, all", "What was promised", "https://m.example.org/feeds/all.ics?a=b,c")


def written(when="2026-05-12", **known):
    return fragment(body(entry(a_dated(when, **known))), REVISION)


def read(*fragments, zones=()):
    return icalendar.Calendar.from_ical(assemble(HEAD, fragments, zones))


def event_of(when="2026-05-12", **known):
    (event,) = read(written(when, **known)).walk("VEVENT")
    return event


def test_stamps_are_the_revision():
    event = event_of()
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == REVISION.modified
    assert event["SEQUENCE"] == REVISION.sequence


def test_uid_is_the_id_whatever_else_changes():
    assert event_of(title="Other", topics=("x",))["UID"] == event_of("during 2027")["UID"] == "note/round"


def test_nobody_is_shown_as_busy():
    event = event_of()
    assert (event["TRANSP"], event["X-MICROSOFT-CDO-BUSYSTATUS"]) == ("TRANSPARENT", "FREE")


def test_precision_is_in_title_status_and_a_property_of_our_own():
    event = event_of("during 2026-H1")
    assert event["SUMMARY"].endswith("(first half of 2026)")
    assert event["STATUS"] == "TENTATIVE"
    assert event["X-MILEPOST-EDTF"] == "2026-40"


@pytest.mark.parametrize(
    ("when", "first", "end", "in_title"),
    [
        ("2026-05-12", date(2026, 5, 12), date(2026, 5, 13), ""),
        ("during 2026-05", date(2026, 5, 1), date(2026, 6, 1), "(May 2026)"),
        ("by 2026-12-31", date(2026, 12, 31), date(2027, 1, 1), "(by 31 December 2026)"),
        ("from 2026-08-02", date(2026, 8, 2), date(2026, 8, 3), "(from 2 August 2026)"),
        ("between 2026-02 and 2026-04", date(2026, 4, 30), date(2026, 5, 1), "(February 2026 to April 2026)"),
        ("90 days after publication", date(2026, 4, 16), date(2026, 4, 17), ""),
    ],
)
def test_each_form_has_its_place(when, first, end, in_title):
    event = event_of(when)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (first, end)
    assert event["SUMMARY"] == f"Dialogue, 2nd round {in_title}".strip()


def test_doubt_is_shown():
    event = event_of(doubt="the year was not told")
    assert event["SUMMARY"].endswith("(in doubt)")
    assert event["STATUS"] == "TENTATIVE"
    assert "In doubt: the year was not told" in event["DESCRIPTION"]


def test_a_time_has_its_zone_and_the_zone_its_rules():
    calendar = read(
        written("2026-07-12 10:00 Europe/Berlin"),
        zones=[("Europe/Berlin", date(2026, 7, 12), date(2026, 7, 12))],
    )
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 7, 12, 8, tzinfo=UTC)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Berlin"


def test_a_fixed_offset_is_written_in_utc():
    assert event_of("2026-07-12 10:00 UTC+5:30")["DTSTART"].dt == datetime(2026, 7, 12, 4, 30, tzinfo=UTC)


def test_a_comma_never_stands_inside_a_category():
    (line,) = [x for x in written(topics=("trade, tariffs",)).split(b"\r\n") if x.startswith(b"CATEGORIES")]
    assert line == b"CATEGORIES:meeting,trade / tariffs"


def test_provenance_is_in_description_url_and_link():
    event = event_of(url="https://www.example.org/notice?id=1,2", quote=Quote("note", 0, 9, "Will be held"))
    assert "“Will be held”" in event["DESCRIPTION"]
    assert event["URL"] == event["LINK"] == "https://www.example.org/notice?id=1,2"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a.example/\r\nX-EVIL:1", 'https://a.example/"']
)
def test_an_address_that_is_not_safe_is_no_link(url):
    event = event_of(url=url)
    assert "URL" not in event
    assert "X-EVIL" not in event


def test_what_it_depends_on_is_told():
    from milepost.agenda import dated
    from tests.builders import a_milestone, a_snapshot

    items = dated(a_snapshot(a_milestone(id="a/one"), a_milestone("20 working days after a/one", id="a/two")))
    two = next(item for item in items if item.milestone.id == "a/two")
    (event,) = read(fragment(body(entry(two)), REVISION)).walk("VEVENT")
    assert (event["RELATED-TO"], event["RELATED-TO"].params["RELTYPE"]) == ("a/one", "DEPENDS-ON")


def test_head_says_everything_twice_and_has_no_uid():
    calendar = read(written())
    assert "UID" not in calendar
    assert calendar["DESCRIPTION"] == calendar["X-WR-CALDESC"] == HEAD.description
    raw = assemble(HEAD, [written()])
    assert b"\r\nNAME:Commitments\\; ours\\, all\r\n" in raw
    assert b"\r\nX-WR-CALNAME:Commitments\\; ours\\, all\r\n" in raw
    assert b"SOURCE;VALUE=URI:https://m.example.org/feeds/all.ics?a=b,c\r\n" in raw
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in raw
    assert b"X-PUBLISHED-TTL:PT6H\r\n" in raw


RECURRING = [
    "2026-01-31, every 1 month",
    "2026-01-30, every 1 month",
    "2026-01-29, every 3 months",
    "2026-08-31, every 6 months",
    "2024-02-29, every 1 year",
    "2024-02-29, every 4 years",
    "2026-05-12, every 2 years",
    "2026-05-12, every 2 weeks until 2027-01-01",
    "2026-05-12, every 10 days",
    "2026-05-12, every 1 month on the second tuesday",
    "2026-05-14, every 1 month on the second tuesday",
    "2026-05-31, every 1 month on the fifth sunday",
    "2026-05-01, every 3 months on the last friday",
    "2026-11-03, every 1 year on the first tuesday",
    "2026-05-12, every 20 working days",
    "during 2026-H1, every 1 year",
    "by 2026-03-31, every 1 year until 2030-12-31",
]


@pytest.mark.parametrize("when", RECURRING)
def test_a_rule_falls_on_the_days_that_are_reckoned(when):
    item = a_dated(when)
    event = event_of(when)
    every = item.milestone.when
    assert isinstance(every, Every)
    first = item.last if "during" in when or "by" in when else item.first
    reckoned = list(islice(occurrences(every, first, date.max), 40))
    start = event["DTSTART"].dt
    if "RRULE" in event:
        rule = rrulestr(
            event["RRULE"].to_ical().decode(),
            dtstart=datetime.combine(start, datetime.min.time()),
            cache=True,
        )
        falls = [moment.date() for moment in islice(rule, 40)]
    else:
        falls = [start, *(d.dt for d in event["RDATE"].dts)][:40]
    assert falls == list(dict.fromkeys(reckoned))


def test_until_of_a_timed_one_is_in_utc():
    event = event_of("2026-05-12 23:00 Asia/Tokyo, every 1 week until 2026-05-19")
    assert event["RRULE"]["UNTIL"] == [datetime(2026, 5, 19, 14, 59, 59, tzinfo=UTC)]


@pytest.mark.parametrize(
    "line",
    [
        b"no colon here",
        b"SUMMARY:second",
        b"X-A:bell\x07",
        b"X-LONG:" + b"x" * 80,
        b"X-CUT:" + "é".encode()[:1],
        b"X-BARE:a\nb",
    ],
)
def test_a_wrong_line_is_caught_before_it_costs_the_feed(line):
    good = written()
    check(good, "a/b")
    with pytest.raises(ValueError, match=r"a/b|utf-8"):
        check(good.replace(b"END:VEVENT", line + b"\r\nEND:VEVENT"), "a/b")


@settings(max_examples=150, deadline=None)
@given(
    title=st.text(max_size=200),
    quote=st.text(max_size=300),
    topics=st.lists(st.text(max_size=30), max_size=3),
    place=st.text(max_size=60),
)
def test_any_words_give_a_feed_that_two_readers_agree_on(title, quote, topics, place):
    raw = assemble(
        HEAD,
        [written(title=title, quote=Quote("n", 0, 1, quote), topics=tuple(topics), place=place), written()],
    )
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert not [byte for byte in raw if byte < 32 and byte not in b"\r\n"]
    one, other = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert other["SUMMARY"] == "Dialogue, 2nd round"
    strict = ics.Calendar(raw.decode())
    assert {e.name or "" for e in strict.events} == {str(one["SUMMARY"]), str(other["SUMMARY"])}
    assert {e.end - e.begin for e in strict.events} == {timedelta(days=1)}
