"""One announcement all the way: read, kept, served as a calendar, and reminders that survive a kill."""

from __future__ import annotations

import json
import shutil
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from standardwebhooks import Webhook

from tests.e2e.process import Serving, a_hook, a_mail_server, eventually, milepost

STORY = Path(__file__).parents[2] / "seeds" / "india-japan-18.txt"
SECRET = "whsec_" + "bWlsZXBvc3QtdGVzdC1zZWNyZXQtbWlsZXBvc3Q="


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A new calendar that has read the founding story."""
    (tmp_path / "seeds").mkdir()
    for part in (STORY, STORY.with_suffix(".yaml")):
        shutil.copy(part, tmp_path / "seeds")
    assert milepost("init", at=tmp_path).returncode == 0
    assert milepost("read", "seeds/india-japan-18.txt", at=tmp_path).returncode == 0
    return tmp_path


def events(body: bytes) -> dict[str, tuple[date, date]]:
    """First day and last day of every event, by its id."""
    found = {}
    for event in Calendar.from_ical(body).events:
        uid = str(event["UID"]).partition("@")[0].rpartition("/")[2]
        found[uid] = (event.start, event.end - timedelta(days=1))
    return found


def test_story_becomes_a_calendar(home: Path) -> None:
    with Serving(home) as serving:
        status, body, headers = serving.get("/feeds/all.ics")
        assert status == 200
        assert headers["content-type"] == "text/calendar; charset=utf-8"
        days = events(body)
        visit = next(name for name in days if "motegi" in name)
        dialogue = next(name for name in days if "economic-security-dialogue" in name)
        assert days[visit] == (date(2026, 1, 15), date(2026, 1, 17))
        assert days[dialogue] == (date(2026, 6, 30), date(2026, 6, 30))
        spans = events(serving.get("/feeds/all.ics?windows=span")[1])
        assert spans[dialogue] == (date(2026, 1, 1), date(2026, 6, 30))

        page = serving.get("/")[1].decode()
        assert "Economic Security Dialogue" in page
        assert "Private-sector dialogue" in page
        assert serving.get("/feeds/all.ics", **{"If-None-Match": headers["etag"]})[0] == 304
        assert serving.health()["status"] == "ok"


def test_reading_again_offers_nothing_again_and_keeps_every_edit(home: Path) -> None:
    written = home / "config" / "milestones" / "india-japan-18.yaml"
    edited = written.read_text().replace("during 2026-H1", "2026-05-12") + "# settled by telephone\n"
    written.write_text(edited)
    again = json.loads(milepost("read", "seeds/india-japan-18.txt", "--json", at=home).stdout)
    assert len(again["milestones"]) == 8
    assert written.read_text() == edited
    assert [path.name for path in written.parent.iterdir()] == [written.name]
    shown = json.loads(
        milepost("show", "india-japan-18/economic-security-dialogue-2", "--json", at=home).stdout
    )
    assert shown["when"] == "2026-05-12"


def test_wrong_edit_is_reported_with_its_place(home: Path) -> None:
    written = home / "config" / "milestones" / "india-japan-18.yaml"
    lines = written.read_text().replace("during 2026-H1", "during 2026-H3").splitlines()
    written.write_text("\n".join(lines) + "\n")
    line = next(n for n, text in enumerate(lines, 1) if "2026-H3" in text)
    checked = milepost("check", at=home)
    assert checked.returncode == 1
    assert f"config/milestones/india-japan-18.yaml:{line}:" in checked.stderr


def configure(home: Path, mail_port: int, hook_url: str) -> None:
    (home / "config" / "milepost.yaml").write_text(
        f"""\
version: 1
calendar: {{name: Test, zone: UTC, url: "http://127.0.0.1:8000"}}
delivery: {{allow_private: [127.0.0.0/8]}}
email: {{host: 127.0.0.1, port: {mail_port}, tls: none, sender: "Milepost <milepost@example.org>"}}
recipients:
  - {{name: desk, email: desk@example.org}}
  - {{name: hook, webhook: {{url: "{hook_url}", secret: "{SECRET}"}}}}
"""
    )


def promise(home: Path, name: str, at: datetime) -> None:
    """A milestone at a moment, told by telephone, with a reminder one second before."""
    (home / "config" / "milestones" / f"{name}.yaml").write_text(
        f"""\
published: {(at - timedelta(days=1)).date()}
source: a telephone call
milestones:
  - id: call
    title: "Call {name}"
    kind: event
    when: {at.strftime("%Y-%m-%d %H:%M:%S")} UTC
    remind: [1s]
"""
    )


def test_reminders_arrive_by_mail_and_webhook_and_survive_a_kill(home: Path) -> None:
    with a_mail_server() as (box, mail_port), a_hook() as (hook, hook_url):
        configure(home, mail_port, hook_url)
        with Serving(home) as serving:
            promise(home, "first", datetime.now(UTC) + timedelta(seconds=6))
            eventually(lambda: any("Call first" in mail["subject"] for mail in box.mails))
            eventually(lambda: any(b"Call first" in body for _, body in hook.calls))
            promise(home, "second", datetime.now(UTC) + timedelta(seconds=8))
            eventually(lambda: b"Call second" in serving.get("/feeds/all.ics")[1])
            serving.kill()
        time.sleep(1)
        with Serving(home) as serving:
            eventually(lambda: any("Call second" in mail["subject"] for mail in box.mails))
            eventually(lambda: any(b"Call second" in body for _, body in hook.calls))
            assert serving.stop() == 0

        verify = Webhook(SECRET)
        for headers, body in hook.calls:
            verify.verify(body, headers)
        reminders = [m for m in box.mails if "Call" in m["subject"]]
        keys = [m["X-Milepost-Delivery"] for m in reminders]
        assert len(keys) - len(set(keys)) <= 1  # what was in hand at the kill may come twice, with one key
        assert all(key in m["Message-ID"] for key, m in zip(keys, reminders, strict=True))
        assert sum("Call first" in m["subject"] and "seconds" in m["subject"] for m in box.mails) <= 2


def test_folder_is_read_in_the_order_of_publication(home: Path) -> None:
    (home / "in").mkdir()
    for name, day, text in (
        ("a-later", "2026-03-01", "Invented: the Water Dialogue will be held on 5 May 2026."),
        ("b-earlier", "2026-02-01", "Invented: the Water Dialogue will be held in May 2026."),
    ):
        (home / "in" / f"{name}.txt").write_text(text + "\n")
        (home / "in" / f"{name}.yaml").write_text(f"published: {day}\n")
    read = json.loads(milepost("read", "in", "--json", at=home).stdout)
    assert [one["announcement"]["id"] for one in read] == ["b-earlier", "a-later"]


def test_sources_of_the_settings_are_read_when_none_is_named(home: Path) -> None:
    assert milepost("read", at=home).returncode == 2
    (home / "config" / "milepost.yaml").write_text("version: 1\nsources: [seeds]\n")
    read = json.loads(milepost("read", "--json", at=home).stdout)
    assert [one["announcement"]["id"] for one in read] == ["india-japan-18"]
