"""The timekeeper keeps its word whatever is done to the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from milepost.app.timekeeper import Jumps, _Every

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_work_that_repeats_is_due_once_after_any_jump() -> None:
    assert _Every(1).get_next_fire_time(NOW, NOW + timedelta(days=3650)) == NOW + timedelta(
        days=3650, seconds=1
    )


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(days=3650)])
def test_jump_is_seen_once_and_time_that_passes_is_none(jump: timedelta) -> None:
    moment = NOW
    jumps = Jumps(lambda: moment)
    assert jumps.since() is None
    moment += jump
    seen = jumps.since()
    assert seen is not None
    assert abs(seen - jump) < timedelta(seconds=1)
    assert jumps.since() is None
