"""The store keeps its promises on a real SQLite file, and on PostgreSQL where there is one."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import milepost.store
from milepost.errors import StoreError
from milepost.model import Ask, Belief, Delivery, DeliveryState, Reminder
from milepost.store import Settled, Store

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def later(**by: float) -> datetime:
    return NOW + timedelta(**by)


def a_reminder(key: str = "msg_a", **known: Any) -> Reminder:
    return Reminder(
        **{
            "key": key,
            "milestone": "note/round",
            "revision": 1,
            "edge": "lead",
            "lead": "7d",
            "occurrence": "2026-03-09",
            "due": NOW,
            "to": "desk",
            "channel": "email",
        }
        | known
    )


def settled(claimed: Delivery, state: DeliveryState = "sent", **known: Any) -> Settled:
    return Settled(claimed.reminder.key, claimed.owner or "", claimed.attempts, state, NOW, **known)


def states(store: Store) -> dict[str, str]:
    return {d.reminder.key: d.state for d in store.deliveries()}


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = "sqlite:///var/milepost.db"
    if request.param == "postgresql":
        url = os.environ.get("MILEPOST_TEST_POSTGRES", "")
        if not url:
            pytest.skip("MILEPOST_TEST_POSTGRES names no PostgreSQL server")
        empty_postgresql(url)
    opened = milepost.store.open(url, tmp_path, own=True)
    yield opened
    opened.close()


def empty_postgresql(url: str) -> None:
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def test_planning_twice_adds_nothing(store: Store) -> None:
    store.enqueue([a_reminder("msg_a"), a_reminder("msg_b")], NOW)
    store.enqueue([a_reminder("msg_a"), a_reminder("msg_b")], NOW)
    assert states(store) == {"msg_a": "waiting", "msg_b": "waiting"}


def test_what_is_sent_is_not_planned_again(store: Store) -> None:
    store.enqueue([a_reminder()], NOW)
    [claimed] = store.claim("w", NOW, LEASE, 10)
    assert store.settle([settled(claimed)]) == 1
    store.enqueue([a_reminder(due=later(days=1))], NOW)
    assert states(store) == {"msg_a": "sent"}


def test_claim_leases_once_and_again_when_the_lease_ran_out(store: Store) -> None:
    store.enqueue([a_reminder()], NOW)
    [first] = store.claim("one", NOW, LEASE, 10)
    assert (first.owner, first.attempts, first.state) == ("one", 1, "leased")
    assert store.claim("two", later(seconds=59), LEASE, 10) == []
    [second] = store.claim("two", later(seconds=60), LEASE, 10)
    assert second.attempts == 2


def test_late_word_of_a_frozen_worker_is_refused(store: Store) -> None:
    store.enqueue([a_reminder()], NOW)
    [frozen] = store.claim("one", NOW, LEASE, 10)
    [taken] = store.claim("two", later(seconds=61), LEASE, 10)
    assert store.settle([settled(frozen, "dead")]) == 0
    assert states(store) == {"msg_a": "leased"}
    assert store.settle([settled(taken)]) == 1


def test_claim_takes_the_longest_waiting_and_leaves_busy_recipients(store: Store) -> None:
    store.enqueue(
        [
            a_reminder("msg_slow", to="slow", due=later(hours=-3)),
            a_reminder("msg_old", due=later(hours=-2)),
            a_reminder("msg_new", due=later(hours=-1)),
            a_reminder("msg_future", due=later(hours=1)),
        ],
        later(hours=-4),
    )
    claimed = store.claim("w", NOW, LEASE, 1, busy={"slow"}, held={"msg_else"})
    assert [d.reminder.key for d in claimed] == ["msg_old"]


def test_claimed_line_tells_the_revision_that_its_own_date_has_now(store: Store) -> None:
    believed = [Belief(f"note/m{n}", n, NOW, {}) for n in (7, 8, 9)]
    lines = [a_reminder(f"msg_{n}", milestone=f"note/m{n}", revision=n) for n in (7, 8, 9)]
    store.plan(NOW, believed, lines)
    store.forget(["note/m9"], NOW)
    current = {"msg_7": 7, "msg_8": 8, "msg_9": None}
    claimed = store.claim("planner", NOW, LEASE, 10, counted=False)
    assert {line.reminder.key: line.current for line in claimed} == current
    accepted = store.accept([(key, "planner") for key in current], "worker", NOW, LEASE)
    assert {line.reminder.key: line.current for line in accepted} == current
    assert {line.reminder.key: line.current for line in store.deliveries()} == current


def test_lease_is_taken_over_once_and_only_then_is_an_attempt(store: Store) -> None:
    store.enqueue([a_reminder("msg_a"), a_reminder("msg_b")], NOW)
    handed = store.claim("planner", NOW, LEASE, 10, counted=False)
    assert [line.attempts for line in handed] == [0, 0]
    assert sorted(store.leased()) == [("msg_a", "desk", "planner"), ("msg_b", "desk", "planner")]
    [line] = store.accept([("msg_a", "planner"), ("msg_b", "somebody")], "worker", NOW, LEASE)
    assert (line.reminder.key, line.owner, line.attempts) == ("msg_a", "worker", 1)
    assert line.next_try == NOW + LEASE
    assert store.accept([("msg_a", "planner")], "other", NOW, LEASE) == []
    again = store.claim("planner", NOW + LEASE, LEASE, 10, counted=False, held={"msg_a"})
    assert [(line.reminder.key, line.attempts) for line in again] == [("msg_b", 0)]


def test_next_due_counts_leases_and_leaves_what_is_settled(store: Store) -> None:
    assert store.next_due(later(seconds=-1)) is None
    store.enqueue([a_reminder("msg_a"), a_reminder("msg_b", due=later(hours=2))], NOW)
    assert store.next_due(later(seconds=-1)) == NOW
    [claimed] = store.claim("w", NOW, LEASE, 1)
    assert store.next_due(later(seconds=-1)) == NOW + LEASE
    store.settle([settled(claimed)])
    assert store.next_due(later(seconds=-1)) == later(hours=2)


def test_moved_date_cancels_what_waits_and_an_edit_taken_back_revives_it(store: Store) -> None:
    old, new = a_reminder("msg_old", due=later(days=1)), a_reminder("msg_new", due=later(days=2))
    store.plan(NOW, [], [old], planned=["note/round"])
    store.plan(NOW, [], [new], planned=["note/round"])
    assert states(store) == {"msg_old": "cancelled", "msg_new": "waiting"}
    store.plan(NOW, [], [old], planned=["note/round"])
    assert states(store) == {"msg_old": "waiting", "msg_new": "cancelled"}


def test_notice_of_a_change_is_not_cancelled_by_the_next_change(store: Store) -> None:
    store.plan(NOW, [], [a_reminder(edge="moved")], planned=["note/round"])
    store.plan(NOW, [], [], planned=["note/round"])
    assert states(store) == {"msg_a": "waiting"}


def test_waiting_reminder_takes_a_new_moment(store: Store) -> None:
    store.enqueue([a_reminder(due=later(days=1))], NOW)
    store.enqueue([a_reminder(due=later(days=1, hours=5))], NOW)
    assert store.next_due(later(seconds=-1)) == later(days=1, hours=5)


def test_milestone_that_left_the_config_is_told_no_more(store: Store) -> None:
    belief = Belief("note/round", 7, NOW, {"when": "2026-03-09"})
    store.plan(NOW, [belief], [a_reminder(due=later(days=1))], begun=True)
    store.forget(["note/round"], NOW)
    assert states(store) == {"msg_a": "cancelled"}
    assert store.beliefs() == {"note/round": belief}
    line = store.get("msg_a")
    assert line is not None
    assert line.current is None
    assert store.fact("begun") == NOW.isoformat()


def test_digest_settles_what_it_told_and_nothing_else(store: Store) -> None:
    digest = a_reminder("msg_digest", edge="digest", due=NOW)
    store.enqueue([digest, *(a_reminder(f"msg_{n}", bundle="msg_digest") for n in range(3))], NOW)
    [claimed] = store.claim("w", NOW, LEASE, 10)
    told = [d.reminder.key for d in store.members("msg_digest")]
    store.enqueue([a_reminder("msg_late", bundle="msg_digest")], NOW)
    store.settle([settled(claimed, members=tuple(told))])
    assert states(store) == dict.fromkeys(["msg_digest", *told], "sent") | {"msg_late": "waiting"}
    store.mend(NOW, later(days=3))
    assert [d.reminder.key for d in store.claim("w", NOW, LEASE, 10)] == ["msg_late"]


def test_folded_deliveries_wait_for_their_digest(store: Store) -> None:
    store.enqueue([a_reminder("msg_a"), a_reminder("msg_b")], NOW)
    claimed = store.claim("w", NOW, LEASE, 10)
    store.fold(a_reminder("msg_digest", edge="digest", due=later(hours=1)), claimed, NOW)
    assert store.claim("w", NOW, LEASE, 10) == []
    assert [d.attempts for d in store.members("msg_digest")] == [0, 0]
    assert [d.reminder.key for d in store.claim("w", later(hours=1), LEASE, 10)] == ["msg_digest"]


def test_dead_letter_goes_out_again_with_its_key(store: Store) -> None:
    store.enqueue([a_reminder()], NOW)
    [claimed] = store.claim("w", NOW, LEASE, 10)
    store.settle([settled(claimed, "dead", error="550 no such user")])
    assert store.retry(None, NOW) == 1
    [again] = store.claim("w", NOW, LEASE, 10)
    assert (again.reminder.key, again.attempts, again.error) == ("msg_a", 1, None)


def test_retrying_every_dead_letter_leaves_tests_dead(store: Store) -> None:
    store.enqueue([a_reminder("msg_test", edge="test"), a_reminder("msg_real")], NOW)
    store.settle([settled(line, "dead") for line in store.claim("w", NOW, LEASE, 10)])
    assert store.retry(None, NOW) == 1
    assert states(store) == {"msg_test": "dead", "msg_real": "waiting"}
    assert store.retry(["msg_test"], NOW) == 1


def test_dead_digest_goes_out_again_with_what_it_told(store: Store) -> None:
    store.enqueue([a_reminder("msg_d", edge="digest"), a_reminder("msg_a", bundle="msg_d")], NOW)
    [claimed] = store.claim("w", NOW, LEASE, 10)
    store.settle([settled(claimed, "dead", members=("msg_a",))])
    assert states(store) == {"msg_d": "dead", "msg_a": "dead"}
    store.retry(None, NOW)
    assert [d.reminder.key for d in store.claim("w", NOW, LEASE, 10)] == ["msg_d"]
    assert [d.reminder.key for d in store.members("msg_d")] == ["msg_a"]


def test_attempt_that_was_none_is_not_counted(store: Store) -> None:
    store.enqueue([a_reminder()], NOW)
    [claimed] = store.claim("w", NOW, LEASE, 10)
    store.settle([settled(claimed, "waiting", next_try=later(hours=1), refund=True)])
    [again] = store.claim("w", later(hours=1), LEASE, 10)
    assert again.attempts == 1


def test_tries_that_a_wrong_clock_put_far_away_come_back(store: Store) -> None:
    store.enqueue([a_reminder("msg_a"), a_reminder("msg_plan", due=later(days=300))], NOW)
    [claimed] = store.claim("w", NOW, LEASE, 10)
    store.settle([settled(claimed, "waiting", next_try=later(days=3650))])
    store.mend(NOW, later(days=3))
    assert [d.reminder.key for d in store.claim("w", NOW, LEASE, 10)] == ["msg_a"]


def test_asks_hold_until_they_end_or_are_lifted(store: Store) -> None:
    store.ask(Ask("desk", "snoozed", "desk@example.org", NOW, "note/round", later(days=3)))
    store.ask(Ask("desk", "unsubscribed", "desk@example.org", NOW, reason="by their link"))
    assert [a.kind for a in store.asks(later(days=2))] == ["snoozed", "unsubscribed"]
    assert [a.kind for a in store.asks(later(days=3))] == ["unsubscribed"]
    assert store.lift("desk", ["unsubscribed"]) == 1
    assert [a.kind for a in store.asks(NOW)] == ["snoozed"]


def test_address_fails_since_its_first_failure_after_a_success(store: Store) -> None:
    assert store.answered("hook", "u", NOW, well=False) == NOW
    assert store.answered("hook", "u", later(days=1), well=False) == NOW
    assert store.failing() == {"hook": NOW}
    assert store.answered("hook", "other", later(days=2), well=False) == later(days=2)
    assert store.answered("hook", "other", later(days=3), well=True) is None
    assert store.failing() == {}


def test_revision_changes_with_the_content_only_and_grows(store: Store) -> None:
    first = store.revise({"a": "1", "b": "1"}, NOW)
    second = store.revise({"a": "2", "b": "1"}, NOW)
    assert second["b"] == first["b"]
    assert second["a"].sequence == first["a"].sequence + 1
    assert second["a"].modified == NOW
    earlier = store.revise({"a": "3"}, later(days=-400))["a"]
    assert (earlier.sequence, earlier.modified) == (second["a"].sequence + 1, NOW)


def test_fragments_are_kept_beside_their_content(store: Store) -> None:
    store.revise({"a": "1", "b": "1"}, NOW, {"a": b"BEGIN:VEVENT"})
    assert store.fragments() == {"a": ("1", b"BEGIN:VEVENT")}


def test_secret_is_made_once(store: Store) -> None:
    assert store.secret() == store.secret()
    assert len(store.secret()) == 32


def test_purge_forgets_old_settled_lines_only(store: Store) -> None:
    store.enqueue([a_reminder("msg_a"), a_reminder("msg_b")], NOW)
    [claimed] = store.claim("w", NOW, LEASE, 1)
    store.settle([settled(claimed)])
    assert store.purge(later(seconds=1)) == 1
    assert states(store) == {"msg_b": "waiting"}


def test_counts_and_due_tell_what_waits(store: Store) -> None:
    store.enqueue([a_reminder("msg_a", due=later(hours=-1)), a_reminder("msg_b", due=later(hours=1))], NOW)
    assert store.counts() == {"waiting": 2}
    assert store.due(NOW) == (1, later(hours=-1))
    [claimed] = store.claim("w", NOW, LEASE, 1)
    store.settle([settled(claimed)])
    assert store.sent_since(["desk"], later(hours=-24)) == {"desk": 1}
    assert store.missing(["msg_a", "msg_x"]) == ["msg_x"]


def test_opening_again_needs_no_alembic(tmp_path: Path) -> None:
    milepost.store.open("sqlite:///m.db", tmp_path).close()
    code = (
        "import sys, pathlib, milepost.store;"
        f"milepost.store.open('sqlite:///m.db', pathlib.Path({str(tmp_path)!r}));"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_store_of_a_later_version_is_refused(tmp_path: Path) -> None:
    milepost.store.open("sqlite:///m.db", tmp_path).close()
    with sqlite3.connect(tmp_path / "m.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="later version"):
        milepost.store.open("sqlite:///m.db", tmp_path)


def test_second_owner_is_refused_and_others_work_beside_it(tmp_path: Path) -> None:
    first = milepost.store.open("sqlite:///m.db", tmp_path, own=True)
    with pytest.raises(StoreError, match=f"served by another process \\({os.getpid()}\\)"):
        milepost.store.open("sqlite:///m.db", tmp_path, own=True)
    beside = milepost.store.open("sqlite:///m.db", tmp_path)
    beside.enqueue([a_reminder()], NOW)
    assert first.next_due(later(seconds=-1)) == NOW
    first.close()
    milepost.store.open("sqlite:///m.db", tmp_path, own=True).close()
    beside.close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "is no database URL"),
        ("mysql://x/y", "not supported"),
        ("sqlite://", "needs a file"),
        ("sqlite:///not-a-db", "not a database"),
    ],
)
def test_store_that_cannot_be_opened_is_one_sentence(tmp_path: Path, url: str, sentence: str) -> None:
    (tmp_path / "not-a-db").write_text("a text that is long enough to be no SQLite file at all" * 40)
    with pytest.raises(StoreError, match=sentence):
        milepost.store.open(url, tmp_path)


def test_locked_store_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("milepost.store.database._BUSY", 0.1)
    store = milepost.store.open("sqlite:///m.db", tmp_path)
    other = sqlite3.connect(tmp_path / "m.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        store.enqueue([a_reminder()], NOW)
    other.execute("ROLLBACK")
    store.enqueue([a_reminder()], NOW)
    other.close()
    store.close()


def test_missed_reminder_is_not_cancelled_by_planning(store: Store) -> None:
    store.plan(NOW, [], [a_reminder(due=later(minutes=-5))], planned=["note/round"])
    store.plan(NOW, [], [], planned=["note/round"])
    assert states(store) == {"msg_a": "waiting"}


def test_reminder_that_is_due_is_not_put_off_by_planning(store: Store) -> None:
    store.enqueue([a_reminder(due=later(minutes=-1))], later(minutes=-2))
    store.enqueue([a_reminder(due=later(days=1))], NOW)
    assert [d.reminder.due for d in store.claim("w", NOW, LEASE, 1)] == [later(minutes=-1)]
