"""``milepost`` that is killed at a commit: ``crashing.py before|after COMMAND…``.

The first commit of a transaction that enqueued ends in SIGKILL, right before it or right after.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect

from milepost.cli import main

_when = sys.argv.pop(1)
_enqueued: set[int] = set()
_commit = DefaultDialect.do_commit


@event.listens_for(Engine, "before_cursor_execute")
def _noted(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
    if statement.startswith("INSERT INTO outbox"):
        _enqueued.add(id(connection.connection.dbapi_connection))


def _crash(self: DefaultDialect, connection: Any) -> None:
    last = id(getattr(connection, "dbapi_connection", connection)) in _enqueued
    if last and _when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    _commit(self, connection)
    if last:
        os.kill(os.getpid(), signal.SIGKILL)


DefaultDialect.do_commit = _crash  # type: ignore[method-assign]
main()
