"""What breaks from outside loses no reminder: kills, refusals, hanging endpoints, locks, frozen workers."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests.e2e.process import (
    Hook,
    HookHandler,
    Serving,
    a_hook,
    a_mail_server,
    environment,
    eventually,
    milepost,
    working,
)

SECRET = "whsec_" + "bWlsZXBvc3QtdGVzdC1zZWNyZXQtbWlsZXBvc3Q="
CONCURRENCY = 4


def a_calendar(
    home: Path,
    *recipients: str,
    mail_port: int = 0,
    delivery: str = "",
    store: str = "sqlite:///var/milepost.db",
) -> None:
    """A calendar with these recipients, telling no news, with quick retries."""
    (home / "config" / "milestones").mkdir(parents=True, exist_ok=True)
    email = (
        f"email: {{host: 127.0.0.1, port: {mail_port}, tls: none, sender: m@example.org}}"
        if mail_port
        else ""
    )
    (home / "config" / "milepost.yaml").write_text(
        f"""\
version: 1
calendar: {{name: Test, zone: UTC, url: "http://127.0.0.1:8000"}}
store: {store}
delivery:
  allow_private: [127.0.0.0/8]
  concurrency: {CONCURRENCY}
  retries: [1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s, 1s]
  {delivery}
{email}
remind: {{changes: false}}
recipients:
{"".join(f"  - {r}" + chr(10) for r in recipients)}"""
    )


def a_hooked(name: str, url: str) -> str:
    return f'{{name: {name}, webhook: {{url: "{url}", secret: "{SECRET}"}}}}'


def promise(home: Path, count: int, start: datetime, seconds: float, name: str = "many") -> list[str]:
    """Milestones that fall due evenly over some seconds, each told at its moment; their ids."""
    lines = [f"published: {(start - timedelta(days=1)).date()}", "source: an invented list", "milestones:"]
    for n in range(count):
        at = start + timedelta(seconds=n * seconds / count)
        lines += [
            f"  - id: m{n}",
            f'    title: "Milestone {n}"',
            "    kind: event",
            f"    when: {at:%Y-%m-%d %H:%M:%S} UTC",
            "    remind: [0s]",
        ]
    (home / "config" / "milestones" / f"{name}.yaml").write_text("\n".join(lines) + "\n")
    return [f"{name}/m{n}" for n in range(count)]


def told(hook: Hook) -> Counter[str]:
    """How often each milestone was told; every signature is checked."""
    verify = Webhook(SECRET)
    found: Counter[str] = Counter()
    keys: dict[str, str] = {}
    for headers, body in list(hook.calls):
        data = verify.verify(body, headers)
        milestone = data["data"]["milestone"]["id"]
        found[milestone] += 1
        assert keys.setdefault(milestone, headers["webhook-id"]) == headers["webhook-id"]
    return found


def in_a_while(seconds: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds)


def test_kills_at_random_moments_lose_nothing_and_double_only_what_was_in_hand(tmp_path: Path) -> None:
    chance, kills = random.Random(), 0
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url))
        ids = promise(tmp_path, 2400, in_a_while(8), 16)
        for _ in range(4):
            with Serving(tmp_path) as serving:
                seen = len(hook.calls)
                eventually(lambda seen=seen: len(hook.calls) > seen, 30)
                time.sleep(chance.uniform(0, 0.7))
                serving.kill()
                kills += 1
        with Serving(tmp_path) as serving:
            eventually(lambda: set(ids) <= set(told(hook)), 60)
            assert serving.stop() == 0
    found = told(hook)
    assert set(found) == set(ids)
    assert sum(found.values()) - len(found) <= kills * CONCURRENCY


def test_stop_finishes_what_is_in_hand_and_the_rest_comes_later_without_doubles(tmp_path: Path) -> None:
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url))
        ids = promise(tmp_path, 300, in_a_while(8), 2)
        with Serving(tmp_path) as serving:
            eventually(lambda: len(hook.calls) > 50)
            assert serving.stop() == 0
        with Serving(tmp_path) as serving:
            eventually(lambda: set(ids) <= set(told(hook)), 30)
            assert serving.stop() == 0
    assert told(hook) == Counter(ids)


class _Unsteady(HookHandler):
    """Refuses three in ten, and hangs up on one in ten after it has taken it."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        chance = random.random()
        if chance < 0.7:
            self.server.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
        if chance < 0.1:
            self.close_connection = True
            return
        self.send_response(204 if chance < 0.7 else 503)
        self.send_header("content-length", "0")
        self.end_headers()


def test_endpoint_that_refuses_three_in_ten_gets_everything(tmp_path: Path) -> None:
    with a_hook() as (hook, url):
        hook.RequestHandlerClass = _Unsteady
        a_calendar(tmp_path, a_hooked("hook", url))
        ids = promise(tmp_path, 60, in_a_while(7), 1)
        with Serving(tmp_path) as serving:
            eventually(lambda: set(ids) <= set(told(hook)), 60)
            assert serving.stop() == 0
    assert told(hook).keys() == set(ids)


class _Hanging(HookHandler):
    def do_POST(self) -> None:
        time.sleep(8)


def test_endpoint_that_hangs_holds_up_nobody_else(tmp_path: Path) -> None:
    with a_hook() as (good, good_url), a_hook() as (bad, bad_url):
        bad.RequestHandlerClass = _Hanging
        a_calendar(tmp_path, a_hooked("bad", bad_url), a_hooked("good", good_url), delivery="timeout: 5s")
        start = in_a_while(8)
        ids = promise(tmp_path, 200, start, 1)
        with Serving(tmp_path) as serving:
            eventually(lambda: set(ids) <= set(told(good)), 20)
            assert datetime.now(UTC) - start < timedelta(seconds=5)
            serving.kill()


def deliveries(home: Path, state: str | None = None) -> list[dict[str, Any]]:
    of = ("--state", state) if state else ()
    found: list[dict[str, Any]] = json.loads(milepost("deliveries", *of, "--json", at=home).stdout)
    return found


def test_mail_refused_for_now_comes_again_and_for_good_is_a_dead_letter(tmp_path: Path) -> None:
    with a_mail_server() as (box, port):
        a_calendar(tmp_path, "{name: desk, email: desk@example.org}", mail_port=port)
        box.refuse = "451 try later"
        promise(tmp_path, 3, in_a_while(7), 1)
        with Serving(tmp_path) as serving:
            eventually(lambda: [d for d in deliveries(tmp_path, "waiting") if d["attempts"]])
            box.refuse = None
            eventually(lambda: len(box.mails) == 3)
            box.refuse = "550 not wanted"
            promise(tmp_path, 1, in_a_while(5), 1, name="more")
            [dead] = eventually(lambda: deliveries(tmp_path, "dead"))
            assert "550 not wanted" in dead["error"]
            box.refuse = None
            assert milepost("retry", "--dead", at=tmp_path).returncode == 0
            eventually(lambda: len(box.mails) == 4)
            assert box.mails[-1]["X-Milepost-Delivery"] == dead["key"]
            assert serving.stop() == 0
    keys = [m["X-Milepost-Delivery"] for m in box.mails]
    assert len(keys) == len(set(keys))


def test_locked_store_delays_and_doubles_nothing(tmp_path: Path) -> None:
    # Longer than a statement waits; where nothing is skipped, a whole minute.
    seconds = 60 if os.environ.get("MILEPOST_SKIP_NOTHING") else 8
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url))
        ids = promise(tmp_path, 100, in_a_while(8), 2)
        with Serving(tmp_path) as serving:
            eventually(lambda: len(hook.calls) > 5)
            somebody = sqlite3.connect(tmp_path / "var" / "milepost.db", isolation_level=None, timeout=10)
            somebody.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            somebody.execute("ROLLBACK")
            somebody.close()
            eventually(lambda: set(ids) <= set(told(hook)), 30)
            assert serving.stop() == 0
    assert told(hook) == Counter(ids)


def test_edited_date_is_told_and_the_old_one_is_not(tmp_path: Path) -> None:
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url))
        promise(tmp_path, 5, in_a_while(60), 1)
        with Serving(tmp_path) as serving:
            eventually(lambda: len(deliveries(tmp_path, "waiting")) == 5)
            new = in_a_while(6)
            ids = promise(tmp_path, 5, new, 1)
            eventually(lambda: len(hook.calls) == 5)
            assert len(deliveries(tmp_path, "cancelled")) == 5
            assert serving.stop() == 0
    assert told(hook) == Counter(ids)
    days = {json.loads(body)["data"]["milestone"]["when"][:16] for _, body in hook.calls}
    assert days == {f"{new:%Y-%m-%dT%H:%M}"} or len(days) == 2


def test_second_process_on_the_same_file_is_refused_and_commands_work_beside_it(tmp_path: Path) -> None:
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url))
        with Serving(tmp_path):
            refused = milepost("work", at=tmp_path)
            assert refused.returncode == 1
            assert "is served by another process" in refused.stderr
            assert milepost("test", "hook", at=tmp_path).returncode == 0
        assert [json.loads(body)["type"] for _, body in hook.calls] == ["test"]
        assert milepost("test", "nobody", at=tmp_path).returncode == 1


def test_frozen_process_past_its_lease_is_stood_in_for_by_another(tmp_path: Path, postgresql: str) -> None:
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url), store=postgresql, delivery="lease: 3s\n  timeout: 1s")
        ids = promise(tmp_path, 400, in_a_while(8), 3)
        with Serving(tmp_path) as serving, working(tmp_path):
            eventually(lambda: len(hook.calls) > 100)
            serving.process.send_signal(signal.SIGSTOP)
            eventually(lambda: set(ids) <= set(told(hook)), 30)
            serving.process.send_signal(signal.SIGCONT)
            time.sleep(2)
            assert serving.stop() == 0
    found = told(hook)
    assert set(found) == set(ids)
    assert sum(found.values()) - len(found) <= CONCURRENCY


def test_database_that_ends_its_connections_under_load_costs_time_and_no_reminder(
    tmp_path: Path, postgresql: str
) -> None:
    import psycopg

    chance, ended = random.Random(), 0
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url), store=postgresql, delivery="lease: 6s\n  timeout: 3s")
        ids = promise(tmp_path, 300, in_a_while(8), 5)
        with (
            Serving(tmp_path) as serving,
            psycopg.connect(postgresql.replace("+psycopg", ""), autocommit=True) as connection,
        ):
            eventually(lambda: hook.calls, 40)
            while len(hook.calls) < 250 and ended < 100:
                ended += connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                ).rowcount
                time.sleep(chance.uniform(0.02, 0.3))
            assert ended >= 5
            eventually(lambda: set(ids) <= set(told(hook)), 40)
            eventually(lambda: len(deliveries(tmp_path, "sent")) == len(ids))
            eventually(lambda: serving.get("/health")[0] == 200)
            assert serving.stop() == 0
    found = told(hook)
    assert set(found) == set(ids)
    assert sum(found.values()) - len(found) <= CONCURRENCY


def planned(home: Path) -> set[tuple[str, ...]]:
    """What a SQLite store is to tell, each thing once, with its state.

    Not by its key: that holds the minute of its first planning, which is another in another calendar.
    """
    store = home / "var" / "milepost.db"
    if not store.exists():
        return set()
    columns = "milestone, edge, lead, occurrence, recipient, state"
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=10)) as connection:
        try:
            lines = connection.execute(f"SELECT {columns} FROM outbox").fetchall()
        except sqlite3.OperationalError:  # its tables are not made yet
            return set()
    assert len({line[:-1] for line in lines}) == len(lines)
    return set(lines)


@pytest.mark.long
def test_kills_while_planning_leave_every_key_once_and_nothing_that_was_there_is_news(tmp_path: Path) -> None:
    chance, partial, start = random.Random(), 0, in_a_while(6 * 3600)
    for name in ("killed", "spared"):
        a_calendar(
            tmp_path / name, *(f"{{name: {who}, email: {who}@example.org}}" for who in ("desk", "chair"))
        )
        promise(tmp_path / name, 2000, start, 3000)
        for file in (tmp_path / name / "config").rglob("*.yaml"):
            text = file.read_text().replace("changes: false", "changes: true")
            file.write_text(text.replace("remind: [0s]", "remind: [0s, 1h, 2h, 3d]"))
    with Serving(tmp_path / "spared") as serving:
        assert serving.stop() == 0
    whole = planned(tmp_path / "spared")
    assert Counter(line[-1] for line in whole) == {"waiting": 12_000, "skipped": 4_000}
    for _ in range(3):
        before = len(planned(tmp_path / "killed"))
        with (tmp_path / "killed.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "milepost", "serve", "--port", "0"],
                cwd=tmp_path / "killed",
                env=environment(),
                stdout=log,
                stderr=log,
            )
        try:
            eventually(lambda before=before: len(planned(tmp_path / "killed")) > before, 40)
            time.sleep(chance.uniform(0, 0.1))
        finally:
            process.kill()
            process.wait(10)
        found = planned(tmp_path / "killed")
        assert found <= whole
        if found == whole:
            break
        partial += 1
    assert partial, "no kill came while planning"
    with Serving(tmp_path / "killed") as serving:
        assert serving.stop() == 0
    assert planned(tmp_path / "killed") == whole
