"""Static files: the same bytes as the server's, touching only what changed and nothing that is not ours."""

import json
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from milepost import store
from milepost.app.build import MANIFEST, build
from milepost.app.home import Home
from milepost.app.publish import Publisher
from milepost.errors import MilepostError
from milepost.settings import Feed
from milepost.web.feeds import Wanted

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SETTINGS = """\
version: 1
calendar: {name: Commitments, url: https://milestones.example.org}
feeds:
  - {name: ai, title: AI, select: {topics: [ai]}}
  - {name: inner, title: Inner circle, private: true}
"""
ENTRY = """\
published: 2026-01-16
source: invented for this test
milestones:
  - {id: a/talks, title: Talks, kind: meeting, when: 2026-05-12, topics: [ai]}
"""
SECOND = "  - {id: a/ores, title: Ores, kind: deadline, when: by 2026-06-30}\n"


@pytest.fixture
def home(tmp_path):
    (tmp_path / "config" / "milestones").mkdir(parents=True)
    (tmp_path / "config" / "milepost.yaml").write_text(SETTINGS)
    (tmp_path / "config" / "milestones" / "a.yaml").write_text(ENTRY + SECOND)
    return Home(tmp_path / "config")


def files(folder):
    return {str(p.relative_to(folder)): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def events(folder):
    calendar = icalendar.Calendar.from_ical((folder / "feeds" / "all.ics").read_bytes())
    return {str(e["UID"]): e for e in calendar.walk("VEVENT")}


def test_everything_public_is_written_and_nothing_private(home, tmp_path):
    build(home, tmp_path / "out", NOW)
    written = set(files(tmp_path / "out"))
    assert {"index.html", "timeline/index.html", "feeds/all.ics", "feeds/ai.atom", "robots.txt"} <= written
    assert "milestones/a/talks/index.html" in written
    assert not [name for name in written if "inner" in name]


def test_building_again_later_touches_nothing(home, tmp_path):
    build(home, tmp_path / "out", NOW)
    before = files(tmp_path / "out")
    again = build(home, tmp_path / "out", NOW + timedelta(minutes=30))
    assert (again.written, again.removed) == (0, 0)
    assert files(tmp_path / "out") == before


def test_an_edit_grows_its_sequence_from_the_last_output_alone(home, tmp_path):
    build(home, tmp_path / "out", NOW)
    before = events(tmp_path / "out")
    (home.config / "milestones" / "a.yaml").write_text(ENTRY.replace("05-12", "05-13") + SECOND)
    build(home, tmp_path / "out", NOW + timedelta(minutes=30))
    after = events(tmp_path / "out")
    assert after["a/talks"]["SEQUENCE"] == before["a/talks"]["SEQUENCE"] + 30
    assert after["a/ores"].to_ical() == before["a/ores"].to_ical()


def test_what_is_gone_is_removed_and_what_is_not_ours_stays(home, tmp_path):
    build(home, tmp_path / "out", NOW)
    (tmp_path / "out" / "milestones" / "a" / "mine.html").write_text("mine")
    (tmp_path / "out" / "CNAME").write_text("milestones.example.org")
    (home.config / "milestones" / "a.yaml").write_text(ENTRY)
    assert build(home, tmp_path / "out", NOW).removed
    left = set(files(tmp_path / "out"))
    assert "milestones/a/ores/index.html" not in left
    assert {"milestones/a/mine.html", "CNAME"} <= left


def test_with_a_store_the_files_are_what_the_server_answers(home, tmp_path):
    with_store = store.open("sqlite:///var/milepost.db", tmp_path)
    publisher = Publisher(with_store.revise, "")
    publisher.publish(home.snapshot(), NOW - timedelta(days=1))
    served, _ = publisher.make(Wanted(Feed("all", "Commitments"), "ics"))
    with_store.close()
    build(home, tmp_path / "out", NOW)
    assert (tmp_path / "out" / "feeds" / "all.ics").read_bytes() == served


def test_a_damaged_memory_is_told_and_nothing_is_overwritten(home, tmp_path):
    build(home, tmp_path / "out", NOW)
    (tmp_path / "out" / MANIFEST).write_text("{")
    before = files(tmp_path / "out")
    with pytest.raises(MilepostError, match="is damaged: delete it"):
        build(home, tmp_path / "out", NOW)
    assert files(tmp_path / "out") == before


def test_a_file_where_the_folder_should_be_is_a_sentence(home, tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(MilepostError, match="cannot be written"):
        build(home, tmp_path / "out", NOW)


def test_the_manifest_names_only_files_below_the_folder(home, tmp_path):
    build(home, tmp_path / "out", NOW)
    outside = tmp_path / "outside"
    outside.write_text("keep")
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text())
    manifest["files"].append("../outside")
    (tmp_path / "out" / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(MilepostError, match="cannot be a file below"):
        build(home, tmp_path / "out", NOW)
    assert outside.read_text() == "keep"
