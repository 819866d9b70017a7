"""The log: one line per thing that happened, a constant message and fields, on stderr."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import Final

_PLAIN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}


class Fields(logging.Formatter):
    """``2026-01-16T09:00:00Z info milepost.delivery: delivery failed attempt=3 milestone=…``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the fields hold; a traceback follows where the log was given one."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        fields = "".join(
            f" {name}={_one_line(value)}" for name, value in vars(record).items() if name not in _PLAIN
        )
        line = f"{at} {record.levelname.lower()} {record.name}: {_one_line(record.getMessage())}{fields}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _one_line(value: object) -> str:
    text = str(value)
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")


def start() -> None:
    """Send what happens to stderr; libraries speak only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Fields())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("milepost").setLevel(logging.INFO)
