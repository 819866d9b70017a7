"""A clock that is set, by an hour or ten years and in either direction, loses and doubles no reminder."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from tests.e2e.process import Hook, Serving, a_hook, eventually
from tests.e2e.test_delivery_faults import SECRET, a_calendar, a_hooked, deliveries, promise

SHIFTING = Path(__file__).with_name("shifting.py")
JUMPS = (timedelta(hours=1), -timedelta(hours=1), timedelta(days=3650), -timedelta(days=3650))


def told(hook: Hook) -> Counter[str]:
    """How often each milestone was told; signatures are checked, whatever moment they name."""
    found: Counter[str] = Counter()
    for headers, body in list(hook.calls):
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        assert headers["webhook-signature"] == Webhook(SECRET).sign(headers["webhook-id"], at, body.decode())
        found[json.loads(body)["data"]["milestone"]["id"]] += 1
    return found


def set_and_set_right(home: Path, jump: timedelta) -> None:
    """One calendar whose clock jumps, stays wrong for a while in which it goes on, and is set right."""
    shift = home / "shift"
    home.mkdir()

    def set_clock(by: timedelta) -> None:
        """In one step, as a clock is: it is read all the time."""
        written = home / "written"
        written.write_text(str(by.total_seconds()))
        written.replace(shift)

    set_clock(timedelta(0))

    def now() -> datetime:
        return (datetime.now(UTC) + timedelta(seconds=float(shift.read_text()))).replace(microsecond=0)

    with a_hook() as (hook, url):
        a_calendar(home, a_hooked("hook", url))
        with Serving(home, by=(str(SHIFTING), str(shift))) as serving:
            before = promise(home, 20, now() + timedelta(seconds=6), 1, name="before")
            after = promise(home, 20, now() + timedelta(seconds=21), 1, name="after")
            eventually(lambda: set(told(hook)) == set(before))
            set_clock(jump)
            meanwhile = promise(home, 20, now() + timedelta(seconds=5), 1, name="meanwhile")
            eventually(lambda: set(meanwhile) <= set(told(hook)))
            assert serving.get("/health")[0] == 200
            set_clock(timedelta(0))
            eventually(lambda: set(after) <= set(told(hook)))
            assert serving.get("/health")[0] == 200
            assert serving.stop() == 0
    assert told(hook) == Counter([*before, *meanwhile, *after]), jump
    assert {line["state"] for line in deliveries(home)} == {"sent"}  # and nothing of it is forgotten


@pytest.mark.long
def test_clock_that_is_set_and_set_right_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as pool:  # they wait more than they work
        list(pool.map(lambda n: set_and_set_right(tmp_path / str(n), JUMPS[n]), range(len(JUMPS))))
