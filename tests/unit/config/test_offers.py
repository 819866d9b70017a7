from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from milepost.config import announcement, check, keep, offer
from milepost.errors import ConfigError
from milepost.model import Announcement, Found, Milestone, Offer, Quote
from milepost.when import parse
from tests.unit.config.folder import a_folder, loaded, the_milestone

FIRST = "The second round of the Economic Security Dialogue will be held\nin the first half of 2026."
SECOND = "Both sides agreed to hold a private-sector dialogue."


def an_offer(
    told: Announcement, sentence: str, cue: str, slug: str, when: str = "undated", verdict: str = "new"
) -> Offer:
    start = told.text.index(sentence)
    at = start + sentence.index(cue)
    quote = Quote(told.id, start, start + len(sentence), sentence)
    milestone = Milestone(
        f"{told.id}/{slug}",
        slug.title(),
        "meeting",
        parse(when),
        told.id,
        told.published,
        quote=quote,
        said=cue,
    )
    return Offer(Found(milestone, (at, at + len(cue))), verdict, "note/first" if verdict != "new" else None)  # type: ignore[arg-type]


def two(told: Announcement) -> list[Offer]:
    return [
        an_offer(told, FIRST, "in the first half of 2026", "first", "during 2026-H1"),
        an_offer(told, SECOND, "agreed to hold", "second"),
    ]


def told(tmp_path: Path) -> Announcement:
    return announcement(tmp_path / "seeds/note.txt")


def test_offered_milestones_load_as_they_were_found(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    offers = two(told(tmp_path))
    assert offer(config, told(tmp_path), offers).path == config / "milestones/note.yaml"
    for one in offers:
        found, known = one.found.milestone, the_milestone(tmp_path, one.found.milestone.id)
        assert (known.title, known.when, known.quote, known.said) == (
            found.title,
            found.when,
            found.quote,
            found.said,
        )


def test_offering_twice_changes_nothing(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    offer(config, told(tmp_path), two(told(tmp_path)))
    before = {path: path.read_bytes() for path in config.rglob("*") if path.is_file()}
    again = offer(config, told(tmp_path), two(told(tmp_path)))
    assert (again.path, len(again.known)) == (None, 2)
    assert {path: path.read_bytes() for path in config.rglob("*") if path.is_file()} == before


def test_deleted_milestone_is_not_offered_again(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    path = offer(config, told(tmp_path), two(told(tmp_path))).path
    assert path
    path.unlink()
    assert offer(config, told(tmp_path), two(told(tmp_path))).path is None


def test_same_words_in_a_longer_quote_and_under_another_id_are_the_same_offer(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    offer(config, told(tmp_path), two(told(tmp_path)))
    better = an_offer(told(tmp_path), f"{FIRST} {SECOND}", "first half of 2026", "another-name")
    assert offer(config, told(tmp_path), [better]).path is None


def test_second_reading_that_finds_more_writes_only_that_into_a_second_file(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    offers = two(told(tmp_path))
    offer(config, told(tmp_path), offers[:1])
    again = offer(config, told(tmp_path), offers)
    assert again.path == config / "milestones/note.2.yaml"
    assert [one.found.milestone.id for one in again.written] == ["note/second"]
    assert not loaded(tmp_path).errors


def test_id_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    offers = two(told(tmp_path))
    offer(config, told(tmp_path), offers[:1])
    same_name = an_offer(told(tmp_path), SECOND, "agreed to hold", "first")
    written = offer(config, told(tmp_path), [same_name]).written
    assert [one.found.milestone.id for one in written] == ["note/first-2"]


def test_entry_that_a_person_wrote_of_the_same_words_is_not_doubled(tmp_path: Path) -> None:
    mine = f'announcement: seeds/note.txt\nmilestones:\n  - {{id: mine, title: Mine, quote: "{SECOND}"}}\n'
    config = a_folder(tmp_path, mine=mine)
    written = offer(config, told(tmp_path), two(told(tmp_path))).written
    assert [one.found.milestone.id for one in written] == ["note/first"]


def test_update_is_written_as_an_update(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    offer(config, told(tmp_path), two(told(tmp_path))[:1])
    update = an_offer(told(tmp_path), SECOND, "agreed", "again", "2026-05-12", verdict="updates")
    offer(config, told(tmp_path), [update])
    assert the_milestone(tmp_path, "note/first").when == parse("2026-05-12")


def test_name_that_is_taken_by_anything_is_never_opened(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    (config / "milestones/note.yaml").symlink_to(tmp_path / "nowhere")
    path = offer(config, told(tmp_path), two(told(tmp_path))).path
    assert path == config / "milestones/note.2.yaml"
    assert not (tmp_path / "nowhere").exists()


def test_full_disk_is_a_sentence_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = a_folder(tmp_path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError, match="No space left on device; nothing is half written"):
        offer(config, told(tmp_path), two(told(tmp_path)))
    assert list((config / "milestones").iterdir()) == []
    assert not (config / "offered.lock").exists()


def test_kept_announcement_reads_back_as_it_was(tmp_path: Path) -> None:
    mine = Announcement(
        "x",
        'A "title": #1',
        "Text\r\nwith\u2028odd\tends ",
        date(2026, 1, 2),
        "given",
        "- a",
        "https://x.org/#a",
    )
    path = keep(tmp_path / "seeds", mine, b"%PDF", suffix=".pdf")
    assert announcement(path) == mine
    assert (tmp_path / "seeds/x.pdf").read_bytes() == b"%PDF"
    assert keep(tmp_path / "seeds", mine) == path


def test_kept_announcement_is_never_replaced_by_another_text(tmp_path: Path) -> None:
    mine = Announcement("x", "T", "one")
    keep(tmp_path / "seeds", mine)
    with pytest.raises(ConfigError, match="holds another text"):
        keep(tmp_path / "seeds", replace(mine, text="two"))
    assert (tmp_path / "seeds/x.txt").read_text() == "one"


def test_day_of_publication_that_no_sidecar_tells_stands_in_the_offered_file(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    (tmp_path / "seeds/note.yaml").unlink()
    dated = replace(told(tmp_path), published=date(2026, 1, 16))
    offer(config, dated, two(dated))
    assert the_milestone(tmp_path, "note/first").published == date(2026, 1, 16)


def test_other_day_of_publication_than_the_kept_one_is_refused(tmp_path: Path) -> None:
    a_folder(tmp_path)
    with pytest.raises(ConfigError, match="published on 2026-01-16: mend it there"):
        keep(tmp_path / "seeds", replace(told(tmp_path), published=date(2026, 1, 17)))


def test_reason_of_an_update_stands_beside_it_for_the_person_who_judges(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    offer(config, told(tmp_path), two(told(tmp_path))[:1])
    update = an_offer(told(tmp_path), SECOND, "agreed", "again", "2026-05-12", verdict="updates")
    path = offer(config, told(tmp_path), [replace(update, because="same series:\nround 2")]).path
    assert path is not None
    assert "  - of: note/first # same series: round 2\n" in path.read_text()


def test_many_that_offer_at_once_write_each_milestone_once(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    note = told(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: offer(config, note, two(note)), range(8)))
    assert sum(len(one.written) for one in done) == 2
    assert [path.name for path in (config / "milestones").iterdir()] == ["note.yaml"]


def test_schema_that_the_first_line_names_is_there_for_the_editor(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    path = offer(config, told(tmp_path), two(told(tmp_path))).path
    assert path is not None
    named = path.read_text().splitlines()[0].partition("$schema=")[2]
    assert (path.parent / named).is_file()


def test_lock_that_cannot_be_read_is_a_problem_and_stops_an_offering(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    (config / "offered.lock").mkdir()
    assert [p.rule for p in check(loaded(tmp_path), config, date(2026, 3, 1))] == ["lock"]
    with pytest.raises(ConfigError, match="no regular file"):
        offer(config, told(tmp_path), two(told(tmp_path)))
    assert list((config / "milestones").iterdir()) == []


def test_of_words_that_stand_twice_those_that_were_offered_are_quoted(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    text = f"{SECOND} {FIRST}\n\n{SECOND}"
    (tmp_path / "seeds/note.txt").write_text(text)
    note = told(tmp_path)
    one = an_offer(note, SECOND, "agreed to hold", "first")
    start = text.rindex(SECOND)
    again = an_offer(note, SECOND, "agreed to hold", "second").found.milestone
    at = start + SECOND.index("agreed")
    moved = replace(again, quote=Quote("note", start, len(text), SECOND))
    offer(config, note, [one, Offer(Found(moved, (at, at + 14)))])
    assert the_milestone(tmp_path, "note/first").quote == one.found.milestone.quote
    assert the_milestone(tmp_path, "note/second").quote == moved.quote
