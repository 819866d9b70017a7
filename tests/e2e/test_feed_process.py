"""The real process: an edit, a removal, a restart as a subscriber sees them; tokens; posting."""

from __future__ import annotations

import http.client
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import icalendar
import pytest

from tests.e2e.process import Serving, eventually, free_port, milepost

TEXT = (
    "The two governments met today. The third round of the Maritime Dialogue will be held on 12 March 2031."
)


def day(distance: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=distance)).isoformat()


def entries(*written: tuple[str, str]) -> str:
    lines = [
        f"  - {{id: {name}, title: Round {name}, kind: meeting, when: {when}}}" for name, when in written
    ]
    return "\n".join((f"published: {day(-1)}", "source: invented for this test", "milestones:", *lines, ""))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert milepost("init", at=tmp_path).returncode == 0
    (tmp_path / "config" / "milestones").mkdir(exist_ok=True)
    (tmp_path / "config" / "milestones" / "a.yaml").write_text(entries(("one", day(30)), ("two", day(60))))
    return tmp_path


EDITED_WHILE_IT_IS_READ = """
from milepost.app.home import Home
from milepost.cli import main

load = Home.load

def load_and_be_too_late(home, previous=None):
    loaded = load(home, previous)
    waiting = home.config / "new.yaml"
    if previous is not None and waiting.exists():
        waiting.rename(home.config / "milestones" / "new.yaml")
    return loaded

Home.load = load_and_be_too_late
main()
"""


def events(body: bytes) -> dict[str, icalendar.Event]:
    return {str(e["UID"]): e for e in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def test_an_edit_a_removal_and_a_restart_reach_a_subscriber_who_revalidates_by_date(home: Path) -> None:
    written = home / "config" / "milestones" / "a.yaml"
    port = free_port()  # the feed names its own address
    with Serving(home, port=port) as serving:
        _, body, headers = serving.get("/feeds/all.ics")
        before = events(body)
        since = {"If-Modified-Since": headers["last-modified"]}
        assert serving.get("/feeds/all.ics", **since)[0] == 304

        time.sleep(1.1)  # Last-Modified counts whole seconds
        written.write_text(entries(("one", day(31)), ("two", day(60))))
        eventually(lambda: serving.get("/feeds/all.ics", **since)[0] == 200)
        _, body, headers = serving.get("/feeds/all.ics")
        after = events(body)
        assert after["a/one"]["DTSTART"].dt.isoformat() == day(31)
        assert after["a/one"]["SEQUENCE"] > before["a/one"]["SEQUENCE"]
        assert after["a/two"].to_ical() == before["a/two"].to_ical()

        since = {"If-Modified-Since": headers["last-modified"]}
        time.sleep(1.1)
        written.write_text(entries(("one", day(31))))
        eventually(lambda: serving.get("/feeds/all.ics", **since)[0] == 200)
        _, body, headers = serving.get("/feeds/all.ics")
        assert list(events(body)) == ["a/one"]
        serving.kill()
    with Serving(home, port=port) as serving:
        again = serving.get("/feeds/all.ics")
        assert again[1] == body
        assert again[2]["etag"] == headers["etag"]
        assert again[2]["last-modified"] == headers["last-modified"]


def post(serving: Serving, token: str, told: dict[str, str]) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection(urlsplit(serving.url).netloc, timeout=30)
    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    connection.request("POST", "/api/v1/announcements", json.dumps(told), sent)
    answer = connection.getresponse()
    read = answer.status, json.loads(answer.read())
    connection.close()
    return read


def test_a_token_from_the_command_line_opens_its_feed_and_posts_and_stays_out_of_the_log(home: Path) -> None:
    settings = home / "config" / "milepost.yaml"
    own = "version: 1\nfeeds:\n  - {name: inner, title: Inner circle, private: true}\n"
    settings.write_text(own)
    told = json.loads(milepost("token", "inner", "--post", "--feed", "inner", "--json", at=home).stdout)
    settings.write_text(f"{own}tokens:\n  {told['line']}\n")
    with Serving(home) as serving:
        assert serving.get("/feeds/inner.ics")[0] == 404
        status, body, _ = serving.get(f"/feeds/inner.ics/{told['token']}")
        assert (status, set(events(body))) == (200, {"a/one", "a/two"})

        announcement = {"title": "Joint statement", "text": TEXT, "published": "2031-01-16"}
        status, answer = post(serving, told["token"], announcement)
        assert status == 201, answer
        assert post(serving, "wrong", announcement)[0] == 401
        (kept,) = (home / "seeds").glob("*.txt")
        assert kept.read_text() == TEXT
        eventually(lambda: b"Maritime Dialogue" in serving.get("/feeds/all.ics")[1])
        refused, sentence = post(serving, told["token"], announcement | {"text": TEXT + " It was good."})
        assert refused == 400, sentence
        assert kept.read_text() == TEXT
        serving.stop()
        assert told["token"] not in serving.log.read_text()


def test_an_edit_made_while_the_config_is_first_read_is_taken_over(home: Path) -> None:
    (home / "config" / "new.yaml").write_text(entries(("new", day(40))))
    with Serving(home, by=("-c", EDITED_WHILE_IT_IS_READ)) as serving:
        eventually(lambda: b"Round new" in serving.get("/feeds/all.ics")[1])
        assert serving.stop() == 0
