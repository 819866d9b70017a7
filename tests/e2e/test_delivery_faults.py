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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests.e2e.process import (
    Hook,
    Serving,
    _HookHandler,
    a_hook,
    a_mail_server,
    environment,
    eventually,
    milepost,
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
        ids = promise(tmp_path, 1200, in_a_while(8), 6)
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


class _Unsteady(_HookHandler):
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


class _Hanging(_HookHandler):
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


def deliveries(home: Path, state: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        milepost("deliveries", "--state", state, "--json", at=home).stdout
    )
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
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url))
        ids = promise(tmp_path, 100, in_a_while(8), 2)
        with Serving(tmp_path) as serving:
            eventually(lambda: len(hook.calls) > 5)
            somebody = sqlite3.connect(tmp_path / "var" / "milepost.db", isolation_level=None, timeout=10)
            somebody.execute("BEGIN IMMEDIATE")
            time.sleep(8)  # longer than a statement waits
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


@pytest.fixture
def postgresql() -> str:
    url = os.environ.get("MILEPOST_TEST_POSTGRES")
    if not url:
        pytest.skip("MILEPOST_TEST_POSTGRES names no PostgreSQL server")
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return url


def test_frozen_process_past_its_lease_is_stood_in_for_by_another(tmp_path: Path, postgresql: str) -> None:
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url), store=postgresql, delivery="lease: 3s\n  timeout: 1s")
        ids = promise(tmp_path, 400, in_a_while(8), 3)
        with Serving(tmp_path) as serving:
            log = (tmp_path / "work.log").open("wb")
            worker = subprocess.Popen(
                [sys.executable, "-m", "milepost", "work"],
                cwd=tmp_path,
                env=environment(),
                stdout=log,
                stderr=log,
            )
            try:
                eventually(lambda: len(hook.calls) > 100)
                serving.process.send_signal(signal.SIGSTOP)
                eventually(lambda: set(ids) <= set(told(hook)), 30)
                serving.process.send_signal(signal.SIGCONT)
                time.sleep(2)
                assert serving.stop() == 0
            finally:
                worker.terminate()
                assert worker.wait(20) == 0
                log.close()
    found = told(hook)
    assert set(found) == set(ids)
    assert sum(found.values()) - len(found) <= CONCURRENCY
