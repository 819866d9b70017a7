"""A crash inside the enqueue itself, right before its commit or right after, loses and doubles nothing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.e2e.process import Serving, a_hook, environment, eventually
from tests.e2e.test_delivery_faults import a_calendar, a_hooked, in_a_while, promise

CRASHING = Path(__file__).with_name("crashing.py")


def crash(home: Path, when: str) -> None:
    """A service that ends at its first commit of an enqueue."""
    with (home / "crash.log").open("ab") as log:
        command = [sys.executable, str(CRASHING), when, "serve", "--port", "0"]
        ended = subprocess.run(
            command, cwd=home, env=environment(), stdout=log, stderr=log, timeout=30, check=False
        )
    assert ended.returncode == -signal.SIGKILL, (home / "crash.log").read_text()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return "sqlite:///var/milepost.db"
    url: str = request.getfixturevalue("postgresql")
    return url


@pytest.mark.long
def test_crash_at_the_commit_of_a_plan_leaves_each_reminder_and_each_notice_once(
    tmp_path: Path, store: str
) -> None:
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url), store=store)
        settings = tmp_path / "config" / "milepost.yaml"
        settings.write_text(settings.read_text().replace("changes: false", "changes: true"))
        old = promise(tmp_path, 250, in_a_while(3600), 1)
        crash(tmp_path, "before")
        crash(tmp_path, "after")
        with Serving(tmp_path) as serving:
            assert serving.stop() == 0
        assert not hook.calls  # what was there when the store was begun is no news, whatever ended it
        due = promise(tmp_path, 250, in_a_while(12), 1)
        new = promise(tmp_path, 30, in_a_while(3600), 1, name="more")
        crash(tmp_path, "before")
        crash(tmp_path, "after")
        with Serving(tmp_path) as serving:
            eventually(lambda: len(hook.calls) >= len(new) + 2 * len(due), 40)
            assert serving.stop() == 0
    assert old == due  # the same milestones, moved
    kinds = {kind: Counter[str]() for kind in ("added", "changed", "reminder")}
    for _, body in hook.calls:
        said = json.loads(body)
        kinds[said["type"].removeprefix("milestone.")][said["data"]["milestone"]["id"]] += 1
    assert kinds == {"added": Counter(new), "changed": Counter(due), "reminder": Counter(due)}
