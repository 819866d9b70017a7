from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from milepost.config import announcement
from milepost.errors import ConfigError
from milepost.when import During, Part, Year, parse
from tests.unit.config.folder import TEXT, a_folder, a_load, loaded, put, the_milestone, the_problems

NOTE = """\
announcement: seeds/note.txt
parties: [IN, JP]
milestones:
  - id: dialogue-2
    title: Economic Security Dialogue, 2nd round
    when: during 2026-H1
    kind: meeting
    series: {name: Economic Security Dialogue, number: 2}
    topics: economic-security
    quote: >-
      The second round of the Economic Security Dialogue
      will be held in the first half of 2026.
"""
CALL = """\
published: 2026-02-20
source: A call
updates:
  - {of: note/dialogue-2, when: 2026-05-12 10:00 Asia/Tokyo}
"""


def test_milestone_is_read_as_it_was_written(tmp_path: Path) -> None:
    a_folder(tmp_path, note=NOTE)
    found = the_milestone(tmp_path, "note/dialogue-2")
    assert found.when == During(Part("H1", Year(2026)))
    assert (found.parties, found.topics, found.home) == (("IN", "JP"), ("economic-security",), "IN")
    assert found.published == date(2026, 1, 16)
    assert found.source == "Test"


def test_quote_is_found_up_to_white_space_and_is_a_slice_of_the_text(tmp_path: Path) -> None:
    a_folder(tmp_path, note=NOTE)
    quote = the_milestone(tmp_path, "note/dialogue-2").quote
    assert quote is not None
    assert TEXT[quote.start : quote.end] == quote.text
    assert quote.text.startswith("The second round")
    assert "held\nin" in quote.text


def test_quote_that_the_announcement_does_not_hold_is_an_error_on_its_line(tmp_path: Path) -> None:
    a_folder(tmp_path, note=NOTE.replace("will be held", "was held"))
    assert the_problems(tmp_path) == [
        "config/milestones/note.yaml:10:12: seeds/note.txt does not hold these words:"
        " quote it word for word [quote]"
    ]


def test_update_moves_a_milestone_and_the_history_keeps_both(tmp_path: Path) -> None:
    a_folder(tmp_path, note=NOTE, call=CALL)
    found = the_milestone(tmp_path, "note/dialogue-2")
    assert found.when == parse("2026-05-12 10:00 Asia/Tokyo")
    assert [o.published for o in found.history] == [date(2026, 1, 16), date(2026, 2, 20)]
    before = found.as_of(date(2026, 2, 19))
    assert before is not None
    assert before.when == parse("during 2026-H1")
    assert found.as_of(date(2026, 1, 15)) is None


def test_updates_apply_in_order_of_publication_whatever_their_files_are_called(tmp_path: Path) -> None:
    later = CALL.replace("2026-02-20", "2026-03-20").replace("05-12", "06-01")
    a_folder(tmp_path, note=NOTE, z_first=CALL, a_later=later)
    assert the_milestone(tmp_path, "note/dialogue-2").when == parse("2026-06-01 10:00 Asia/Tokyo")


def test_only_changed_files_are_read_again(tmp_path: Path) -> None:
    a_folder(tmp_path, note=NOTE, call=CALL)
    before = loaded(tmp_path)
    put(tmp_path, "call", CALL.replace("05-12", "05-13"))
    after = loaded(tmp_path, before)
    note, call = (tmp_path / f"config/milestones/{name}.yaml" for name in ("note", "call"))
    assert after.files[note] is before.files[note]
    assert after.files[call] is not before.files[call]
    assert after.snapshot is not None
    assert after.snapshot.milestones[0].when == parse("2026-05-13 10:00 Asia/Tokyo")


def test_edited_text_makes_its_quotes_be_looked_for_again(tmp_path: Path) -> None:
    a_folder(tmp_path, note=NOTE)
    before = loaded(tmp_path)
    (tmp_path / "seeds/note.txt").write_text("Another text.")
    assert [p.rule for p in loaded(tmp_path, before).problems] == ["quote"]


def test_deleted_file_takes_its_milestones_with_it(tmp_path: Path) -> None:
    a_folder(tmp_path, note=NOTE)
    before = loaded(tmp_path)
    (tmp_path / "config/milestones/note.yaml").unlink()
    after = loaded(tmp_path, before)
    assert after.snapshot is not None
    assert after.snapshot.milestones == ()


def test_one_error_leaves_no_snapshot_and_all_problems_come_together(tmp_path: Path) -> None:
    a_folder(
        tmp_path,
        a="published: 2026-01-01\nmilestones:\n  - {id: x, titel: X}\n",
        b="published: 2026-01-01\nmilestones:\n  - {id: y, title: Y, when: within 3 days of z}\n",
    )
    found = loaded(tmp_path)
    assert found.snapshot is None
    assert [p.rule for p in found.problems] == ["missing", "key", "anchor"]


def test_file_may_follow_a_phone_call_that_has_no_text(tmp_path: Path) -> None:
    a_folder(tmp_path, call="published: 2026-01-01\nsource: A call\nmilestones:\n  - {id: x, title: X}\n")
    found = the_milestone(tmp_path, "call/x")
    assert (found.published, found.source, found.announcement) == (date(2026, 1, 1), "A call", None)


def test_anchors_and_updates_without_a_slash_are_of_the_same_announcement(tmp_path: Path) -> None:
    more = "  - {id: report, title: Report, when: within 60 days of dialogue-2}\n"
    a_folder(tmp_path, note=NOTE + more)
    assert the_milestone(tmp_path, "note/report").when == parse("within 60 days of note/dialogue-2")


def test_english_date_goes_through_the_phrase_that_was_passed(tmp_path: Path) -> None:
    from milepost.config import load

    a_folder(tmp_path, note=NOTE.replace("during 2026-H1", "the first half of 2026"))
    found = load(tmp_path / "config", lambda text: parse("2026-H1") if "half" in text else None)
    assert found.snapshot is not None
    assert found.snapshot.milestones[0].when == parse("2026-H1")


def test_reason_of_a_perhaps_is_the_comment_behind_it(tmp_path: Path) -> None:
    more = "  - {id: other, title: Other}\n  - id: third\n    title: T\n    perhaps: other # same week\n"
    a_folder(tmp_path, note=NOTE + more)
    found = the_milestone(tmp_path, "note/third")
    assert (found.perhaps, found.perhaps_because) == ("note/other", "same week")


def test_folder_without_a_config_says_what_makes_one(tmp_path: Path) -> None:
    assert the_problems(tmp_path) == ["config: there is no such folder: `milepost init` makes one [file]"]


def test_symlink_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "house"
    a_folder(root)
    (tmp_path / "secret.yaml").write_text("milestones: []")
    (root / "config/milestones/x.yaml").symlink_to(tmp_path / "secret.yaml")
    put(root, "y", "announcement: ../secret.yaml\nmilestones: []\n")
    assert [p.rule for p in loaded(root).problems] == ["outside", "outside"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"a" * 10_000_000, "file"),
        ("title: é".encode("latin-1"), "encoding"),
        ("title: x".encode("utf-16"), "encoding"),
        (b"a: \x00", "yaml"),
    ],
    ids=["ten megabytes", "latin-1", "utf-16", "control character"],
)
def test_file_that_is_no_text_is_one_problem(tmp_path: Path, data: bytes, rule: str) -> None:
    a_folder(tmp_path)
    (tmp_path / "config/milestones/x.yaml").write_bytes(data)
    assert [p.rule for p in loaded(tmp_path).problems] == [rule]


def test_file_that_vanishes_while_being_read_is_one_problem(tmp_path: Path) -> None:
    a_folder(tmp_path)
    (tmp_path / "config/milestones/x.yaml").symlink_to(tmp_path / "config/milestones/gone")
    assert [p.rule for p in loaded(tmp_path).problems] == ["file"]


def test_pipe_in_place_of_a_file_does_not_hang_the_loader(tmp_path: Path) -> None:
    import os

    a_folder(tmp_path)
    os.mkfifo(tmp_path / "config/milestones/x.yaml")
    assert [p.rule for p in loaded(tmp_path).problems] == ["file"]


def test_empty_folder_is_a_config_with_defaults(tmp_path: Path) -> None:
    a_folder(tmp_path)
    assert a_load(tmp_path).settings.calendar.name == "Milepost"


def test_two_announcements_of_one_name_are_an_error(tmp_path: Path) -> None:
    a_folder(tmp_path, note=NOTE, other="announcement: more/note.txt\nmilestones:\n  - {id: x, title: X}\n")
    (tmp_path / "more").mkdir()
    (tmp_path / "more/note.txt").write_text("Another text.")
    assert [p.rule for p in loaded(tmp_path).problems] == ["duplicate-announcement"]


def test_remarks_beside_a_text_are_left_alone_and_a_misspelt_key_is_noticed(tmp_path: Path) -> None:
    a_folder(tmp_path, note=NOTE)
    (tmp_path / "seeds/note.yaml").write_text("title: T\nlicence: free\npublised: 2026-01-16\n")
    assert the_problems(tmp_path) == [
        "seeds/note.yaml:3:1: publised is not read; did you mean published? [key]",
    ]


def test_announcement_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    a_folder(tmp_path)
    (tmp_path / "seeds/note.yaml").write_text("published: soon\n")
    with pytest.raises(ConfigError, match=r"note.yaml:1:12: 'soon' is not a day"):
        announcement(tmp_path / "seeds/note.txt")
