"""What counts as a change, and that a notice carries what was said before and what is said now."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from milepost.agenda import dated
from milepost.model import Dated, Milestone, Observation, Quote
from milepost.reminders import Scene, believe, digest, message, notices, sign, verify, words
from milepost.reminders.due import digest_at
from milepost.reminders.links import Link
from milepost.settings import CalendarSettings, Recipient, Settings
from milepost.when import parse
from tests.builders import a_milestone, a_snapshot

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DESK = Recipient("desk", email="desk@example.org")
SETTINGS = Settings(
    calendar=CalendarSettings("Test & <Co>", url="https://milestones.example.org"), recipients=(DESK,)
)


def a_quote(text: str) -> Quote:
    return Quote("note", 0, len(text), text)


def item(milestone: Milestone) -> Dated:
    return dated(a_snapshot(milestone, settings=SETTINGS))[0]


def updated(old: Milestone, when: str | None, **known: Any) -> Milestone:
    """The milestone after one more announcement."""
    value = parse(when) if when else None
    heard = Observation(date(2026, 2, 20), "later", value, **known)
    changed = {"when": value} if value else {}
    changed |= {"standing": "cancelled"} if known.get("standing") == "cancelled" else {}
    return replace(old, history=(*old.history, heard), **changed)


def edge(old: Milestone, new: Milestone) -> str | None:
    before, _ = believe(item(old), None, NOW)
    return believe(item(new), before, NOW)[1]


OLD = a_milestone("during 2026-H1")
DAY = a_milestone("2026-05-12")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (DAY, updated(DAY, "2026-06-01"), "moved"),
        (OLD, updated(OLD, "2026-05-12"), "narrowed"),
        (OLD, updated(OLD, "during 2026-Q2"), "narrowed"),
        (OLD, updated(OLD, "during 2026-H2"), "moved"),
        (DAY, updated(DAY, "undated"), "moved"),
        (a_milestone("undated"), updated(a_milestone("undated"), "2026-05-12"), "narrowed"),
        (a_milestone("by 2026-06-30"), updated(a_milestone("by 2026-06-30"), "2026-05-12"), "narrowed"),
        (DAY, updated(DAY, "2026-05-12"), "confirmed"),
        (DAY, updated(DAY, None, standing="cancelled"), "cancelled"),
        (DAY, a_milestone("2026-05-13"), "changed"),
        (DAY, replace(DAY, title="Another"), None),
        (DAY, DAY, None),
        (a_milestone("2026-01-20"), a_milestone("2026-01-21"), None),
    ],
)
def test_change_has_its_name(old: Milestone, new: Milestone, expected: str | None) -> None:
    assert edge(old, new) == expected


def test_new_milestone_is_added_unless_it_is_history() -> None:
    assert believe(item(DAY), None, NOW)[1] == "added"
    assert believe(item(a_milestone("2026-01-20")), None, NOW)[1] is None


def test_revision_grows_with_the_date_only() -> None:
    first, _ = believe(item(DAY), None, NOW)
    same, _ = believe(item(replace(DAY, title="Another")), first, NOW)
    moved, _ = believe(item(updated(DAY, "2026-06-01")), first, NOW)
    assert same.revision == first.revision
    assert moved.revision == first.revision + 1


def a_scene(*milestones: Milestone, **own: str) -> Scene:
    return Scene(
        {m.id: item(m) for m in milestones},
        SETTINGS,
        b"s" * 32,
        words({name.replace("_", "."): text for name, text in own.items()}),
        base=SETTINGS.calendar.url,
        entry=lambda _: b"BEGIN:VCALENDAR",
    )


def a_move() -> tuple[Milestone, Any]:
    old = a_milestone("2026-05-12", quote=a_quote("The round will be on 12 May."), title="Round <2> & talks")
    new = updated(old, "2026-06-01", quote=a_quote("The round was put off to 1 June."))
    before, _ = believe(item(old), None, NOW)
    after, name = believe(item(new), before, NOW)
    assert name == "moved"
    return new, notices(item(new), name, before, after, SETTINGS, NOW)[0]


def test_notice_of_a_move_carries_both_sentences() -> None:
    new, reminder = a_move()
    told = message(reminder, DESK, a_scene(new), NOW)
    for part in (told.text, told.html):
        assert "The round will be on 12 May." in part
        assert "The round was put off to 1 June." in part
        assert "Monday 1 June 2026" in part
    assert told.subject == "Moved: Round <2> & talks, 1 June"
    assert told.payload["type"] == "milestone.changed"
    assert told.payload["data"]["before"]["quote"] == "The round will be on 12 May."


def test_html_escapes_what_came_from_outside() -> None:
    new, reminder = a_move()
    told = message(reminder, DESK, a_scene(new), NOW)
    assert "Round &lt;2&gt; &amp; talks" in told.html
    assert "Test &amp; &lt;Co&gt;" in told.html
    assert "<2>" not in told.html


def test_message_carries_links_and_the_calendar_entry() -> None:
    new, reminder = a_move()
    told = message(replace(reminder, edge="lead", detail=""), DESK, a_scene(new), NOW)
    assert told.attachments == (("milestone.ics", "text/calendar; method=PUBLISH", b"BEGIN:VCALENDAR"),)
    assert told.unsubscribe is not None
    token = told.unsubscribe.removeprefix("https://milestones.example.org/unsubscribe/")
    assert verify(token, b"s" * 32) == Link("unsubscribe", "desk", "desk@example.org")
    assert "/snooze/" in told.text
    assert "/milestones/note/round" in told.text


def test_late_message_says_so() -> None:
    new, reminder = a_move()
    told = message(reminder, DESK, a_scene(new), datetime(2026, 3, 2, 13, tzinfo=UTC))
    assert "This comes late: it was due on 2 March 2026 at 12:00 UTC." in " ".join(told.text.split())
    assert told.payload["data"]["late"] is True


def test_own_template_takes_the_place_of_ours_and_a_broken_one_does_not() -> None:
    new, reminder = a_move()
    assert message(reminder, DESK, a_scene(new, mail_txt="{{ title }}!"), NOW).text == "Round <2> & talks!"
    broken = a_scene(new, mail_txt="{{ no.such.thing }}")
    assert "The round was put off" in message(reminder, DESK, broken, NOW).text
    assert "mail.txt" in (broken.words.problem or "")


def test_own_letter_is_the_paper_of_reminders_and_digests_and_own_mails_may_use_ours() -> None:
    new, reminder = a_move()
    paper = a_scene(new, letter_txt="Our office\n{% block body %}{% endblock %}")
    told = message(reminder, DESK, paper, NOW).text
    assert told.startswith("Our office")
    assert "The round was put off" in told
    assert digest(digest_at(NOW, DESK), [reminder], DESK, paper, NOW).text.startswith("Our office")
    short = a_scene(new, mail_txt="{% extends 'letter.txt' %}{% block body %}Only this.{% endblock %}")
    told = message(reminder, DESK, short, NOW).text
    assert "Only this." in told
    assert "Unsubscribe: https://milestones.example.org/unsubscribe/" in told


def test_digest_tells_each_of_its_members() -> None:
    new, reminder = a_move()
    told = digest(digest_at(NOW, DESK), [reminder], DESK, a_scene(new), NOW)
    assert told.payload["type"] == "digest"
    assert told.payload["data"]["items"][0]["milestone"]["id"] == "note/round"
    assert "Round <2> & talks" in told.text
    assert "put off" in told.html


def test_webhook_of_a_large_digest_stays_small() -> None:
    new, reminder = a_move()
    told = digest(digest_at(NOW, DESK), [reminder] * 300, DESK, a_scene(new), NOW)
    assert len(json.dumps(told.payload)) < 25_000
    assert told.payload["data"]["count"] == 300


@pytest.mark.parametrize("change", ["x", ".", "", "é", "a.b", "=" * 5000])
def test_forged_link_is_refused(change: str) -> None:
    token = sign(Link("unsubscribe", "desk", "desk@example.org"), b"s" * 32)
    assert verify(token, b"s" * 32) is not None
    assert verify(token, b"t" * 32) is None
    assert verify(change, b"s" * 32) is None
    assert verify(change + token, b"s" * 32) is None or not change
