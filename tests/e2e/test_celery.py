"""With ``engine: celery`` keys travel through RabbitMQ to workers, and the table stays the truth."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.process import Serving, a_hook, eventually, milepost, working
from tests.e2e.test_delivery_faults import (
    CONCURRENCY,
    a_calendar,
    a_hooked,
    deliveries,
    in_a_while,
    promise,
    told,
)


@pytest.fixture
def broker() -> Iterator[str]:
    url = os.environ.get("MILEPOST_TEST_AMQP")
    if not url:
        pytest.skip("MILEPOST_TEST_AMQP names no RabbitMQ server")
    pytest.importorskip("celery", reason="Celery is not installed (milepost[celery])")
    return url


def a_shared_calendar(home: Path, url: str, store: str, broker: str) -> None:
    """A calendar whose workers are told by a broker, with a lease that runs out soon."""
    engine = f"engine: celery\n  broker: {{file: {home / 'broker'}}}\n  lease: 4s\n  timeout: 1s"
    (home / "broker").write_text(broker)
    a_calendar(home, a_hooked("hook", url), store=store, delivery=engine)


def test_workers_send_what_serve_plans_and_one_that_is_killed_is_stood_in_for(
    tmp_path: Path, postgresql: str, broker: str
) -> None:
    with a_hook() as (hook, url):
        a_shared_calendar(tmp_path, url, postgresql, broker)
        ids = promise(tmp_path, 600, in_a_while(9), 6)
        with Serving(tmp_path) as serving, working(tmp_path, "one") as one, working(tmp_path, "other"):
            eventually(lambda: len(hook.calls) > 100, 30)
            one.kill()
            eventually(lambda: set(ids) <= set(told(hook)), 30)
            eventually(lambda: len(deliveries(tmp_path, "sent")) == len(ids))
            assert serving.get("/health")[0] == 200
            assert serving.stop() == 0
    found = told(hook)
    assert set(found) == set(ids)
    assert sum(found.values()) - len(found) <= CONCURRENCY


def test_broker_that_is_away_is_said_and_costs_time_and_no_reminder(
    tmp_path: Path, postgresql: str, broker: str
) -> None:
    with a_hook() as (hook, url):
        a_shared_calendar(tmp_path, url, postgresql, "amqp://guest:guest@127.0.0.1:1//")
        ids = promise(tmp_path, 50, in_a_while(8), 1)
        with Serving(tmp_path) as serving:
            eventually(lambda: serving.get("/health")[0] == 503)
            assert "the broker cannot be reached" in serving.health()["delivery"]["error"]
            assert serving.stop() == 0
        doctor = milepost("doctor", at=tmp_path)
        assert "the broker cannot be reached" in doctor.stdout
        (tmp_path / "broker").write_text(broker)
        with Serving(tmp_path) as serving:
            time.sleep(6)  # nobody takes what was published: it runs out, and is no attempt
            with working(tmp_path):
                eventually(lambda: set(ids) <= set(told(hook)), 30)
                eventually(lambda: len(deliveries(tmp_path, "sent")) == len(ids))
            assert {line["attempts"] for line in deliveries(tmp_path, "sent")} == {1}
            assert serving.stop() == 0
        assert "answers" in milepost("doctor", at=tmp_path).stdout
    found = told(hook)
    assert set(found) == set(ids)
    assert sum(found.values()) == len(ids)
