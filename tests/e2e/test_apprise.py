"""Chat and push: Apprise itself hands messages to a receiver on loopback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.process import Serving, a_hook, eventually, milepost
from tests.e2e.test_delivery_faults import a_calendar, deliveries, in_a_while, promise

pytest.importorskip("apprise", reason="the extra milepost[apprise] is not installed")


def a_pushed(home: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A calendar with one recipient who is told by an address of Apprise."""
    monkeypatch.setenv("PUSH_ADDRESS", address)
    a_calendar(home, "{name: chat, apprise: {env: PUSH_ADDRESS}}")


def test_reminder_is_pushed_again_under_its_key_until_the_service_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_hook() as (hook, url):
        hook.status = 500
        a_pushed(tmp_path, url.replace("http://", "json://"), monkeypatch)
        promise(tmp_path, 1, in_a_while(4), 1)
        with Serving(tmp_path) as serving:
            [waiting] = eventually(
                lambda: [d for d in deliveries(tmp_path, "waiting") if d["attempts"] > 1], 40
            )
            assert "chat: the service did not take the message" in waiting["error"]
            hook.status = 200
            [sent] = eventually(lambda: deliveries(tmp_path, "sent"), 40)
            assert serving.stop() == 0
    assert sent["key"] == waiting["key"]
    said = json.loads(hook.calls[-1][1])
    assert "Milestone 0" in said["title"]
    assert "MILESTONE 0" in said["message"]


def test_service_that_is_away_costs_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_hook() as (_, url):
        pass
    a_pushed(tmp_path, url.replace("http://", "json://user:hush-hush@"), monkeypatch)
    done = milepost("test", "chat", at=tmp_path)
    assert done.returncode == 1
    assert "chat: the service did not take the message" in done.stderr
    assert "Traceback" not in done.stderr
    assert "hush-hush" not in done.stderr + done.stdout


def test_address_that_apprise_does_not_know_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_pushed(tmp_path, "no-such-service://hush-hush", monkeypatch)
    done = milepost("test", "chat", at=tmp_path)
    assert done.returncode == 1
    assert "chat: Apprise does not know this address" in done.stderr
    assert "hush-hush" not in done.stderr + done.stdout
