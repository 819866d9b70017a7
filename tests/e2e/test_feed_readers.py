"""The programs that people subscribe with read every feed, and agree on it."""

import json
import os
import shutil
import subprocess
import warnings
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import ics
import pytest
import vobject

from milepost.model import Quote
from tests.builders import a_milestone
from tests.serving import running

# Without a backslash: ics.py and node-ical take an escaped one before an n for a new line.
HOSTILE = 'Talks; "one", two three: 日本語 हिन्दी עברית ' + "é" * 60 + " \x07 <b>&amp;</b>"

MILESTONES = (
    a_milestone("2026-01-15 to 2026-01-17", id="r/visit", title="Visit", kind="visit"),
    a_milestone("during 2026-H1", id="r/window", title="Window", topics=("trade, tariffs", "ai")),
    a_milestone("during 2026-05", id="r/short-window", title="Short window"),
    a_milestone("by 2026-12-31", id="r/limit", title="Limit", kind="deadline", doubt="the year was not told"),
    a_milestone("from 2026-08-02", id="r/start", title="Start", kind="effective"),
    a_milestone("2026-05-12 10:00 Asia/Tokyo", id="r/timed", title="Timed", place="Tokyo; hall 1, left"),
    a_milestone("2026-10-26 09:30 Europe/Berlin, every 1 month", id="r/monthly", title="Monthly"),
    a_milestone("2026-07-12 10:00 UTC+5:30", id="r/half-hour", title="Half hour"),
    a_milestone("2026-01-31, every 1 month until 2026-12-31", id="r/month-ends", title="Month ends"),
    a_milestone("2026-05-12, every 3 months on the second tuesday", id="r/nth", title="Nth"),
    a_milestone(
        "2026-06-30",
        id="r/hostile",
        title=HOSTILE,
        quote=Quote("r", 0, 1, HOSTILE),
        url="https://www.example.org/a?b=1,2;c",
    ),
)
FEEDS = ["/feeds/all.ics", "/feeds/all.ics?windows=span", "/feeds/all.ics?alarms=1d,1h&windows=end"]


@pytest.fixture(scope="module")
def site():
    with running() as site:
        site.publish(*MILESTONES)
        yield site


@pytest.fixture(params=FEEDS)
def feed(site, request):
    status, body, _ = site.ask(request.param)
    assert status == 200
    return body


def instant(value):
    """A day as its date, a moment as ISO 8601 in UTC, so that all readers can be compared."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return value.isoformat()


def as_icalendar(body):
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return {
        str(e["UID"]): (str(e["SUMMARY"]), instant(e["DTSTART"].dt), instant(e.get("DTEND", e["DTSTART"]).dt))
        for e in events
    }


def test_ics_py_the_strictest_agrees(feed):
    read = {}
    for event in ics.Calendar(feed.decode()).events:
        begin, end = event.begin.datetime, event.end.datetime
        if event.all_day:
            begin, end = begin.date(), end.date()
        read[event.uid] = (event.name, instant(begin), instant(end))
    assert read == as_icalendar(feed)


def test_vobject_agrees(feed):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # vobject's own
        calendar = vobject.readOne(feed.decode())
        read = {
            e.uid.value: (
                e.summary.value,
                instant(e.dtstart.value),
                instant(e.dtend.value if hasattr(e, "dtend") else e.dtstart.value),
            )
            for e in calendar.vevent_list
        }
    assert read == as_icalendar(feed)


def test_ical_js_and_node_ical_agree(feed, tmp_path):
    modules = os.environ.get("MILEPOST_TEST_NODE_MODULES")
    if not modules or not shutil.which("node"):
        pytest.skip("MILEPOST_TEST_NODE_MODULES names no folder with ical.js and node-ical")
    (tmp_path / "feed.ics").write_bytes(feed)
    script = Path(__file__).with_name("read_feed.cjs")
    told = subprocess.run(
        ["node", str(script), modules, str(tmp_path / "feed.ics")],
        capture_output=True,
        check=True,
        env={**os.environ, "TZ": "UTC"},
        timeout=60,
    )
    expected = as_icalendar(feed)
    for reader, events in json.loads(told.stdout).items():
        read = {e["uid"]: (e["summary"], e["start"], e["end"]) for e in events}
        assert read == expected, reader
        categories = {e["uid"]: e["categories"] for e in events}
        assert categories["r/window"] == ["meeting", "trade / tariffs", "ai"], reader
        assert {e["uid"] for e in events if e["repeats"]} == {"r/monthly", "r/month-ends", "r/nth"}, reader


def test_vdirsyncer_fetches_and_khal_lists_every_event(site, tmp_path):
    if not shutil.which("vdirsyncer") or not shutil.which("khal"):
        pytest.skip("vdirsyncer and khal are not installed")
    (tmp_path / "items").mkdir()
    (tmp_path / "vdirsyncer.conf").write_text(
        f"""\
[general]
status_path = "{tmp_path}/status/"
[pair feed]
a = "remote"
b = "local"
collections = null
[storage remote]
type = "http"
url = "http://127.0.0.1:{site.port}/feeds/all.ics"
[storage local]
type = "filesystem"
path = "{tmp_path}/items/"
fileext = ".ics"
"""
    )
    (tmp_path / "khal.conf").write_text(
        f"""\
[calendars]
[[feed]]
path = {tmp_path}/items
type = calendar
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {tmp_path}/khal.db
"""
    )
    own = {**os.environ, "VDIRSYNCER_CONFIG": str(tmp_path / "vdirsyncer.conf"), "HOME": str(tmp_path)}
    for step in ("discover", "sync"):
        subprocess.run(
            ["vdirsyncer", step], env=own, check=True, capture_output=True, input=b"y\n", timeout=60
        )
    assert len(list((tmp_path / "items").iterdir())) == len(MILESTONES)
    listed = subprocess.run(
        [
            *("khal", "-c", str(tmp_path / "khal.conf"), "list", "--day-format", ""),
            *("--format", "{title}|{start}|{end}", "2026-01-01", "1100d"),
        ],
        env=own,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout
    rows = [line.split("|") for line in listed.splitlines() if "|" in line]
    # vdirsyncer gives every item of an HTTP collection a UID of its own, so titles tell them apart.
    titles = {uid: title for uid, (title, _, _) in as_icalendar(site.ask("/feeds/all.ics")[1]).items()}
    assert {row[0] for row in rows} == set(titles.values())
    assert [titles["r/visit"], "2026-01-15", "2026-01-17"] in rows
    assert [titles["r/window"], "2026-06-30", "2026-06-30"] in rows
    ends = {row[1] for row in rows if row[0] == titles["r/month-ends"]}
    assert ends >= {"2026-02-28", "2026-03-31", "2026-04-30"}
    assert [titles["r/monthly"], "2026-11-26 08:30"] in [row[:2] for row in rows]
