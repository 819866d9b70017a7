"""``milepost`` whose clock can be set: ``shifting.py FILE COMMAND…``; FILE holds seconds to add to it."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import apscheduler.schedulers.base

import milepost.app.clock
from milepost.cli import main

_shift = Path(sys.argv[1])


class _Shifted(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> _Shifted:  # type: ignore[override]
        moment = datetime.now(tz) + timedelta(seconds=float(_shift.read_text()))
        return cls.combine(moment.date(), moment.timetz())


milepost.app.clock.datetime = _Shifted  # type: ignore[attr-defined]
apscheduler.schedulers.base.datetime = _Shifted
del sys.argv[1]
main()
