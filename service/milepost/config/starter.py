"""A config to begin with: settings with every key explained, and what editors and git need."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from milepost.config.schema import schema_files
from milepost.config.writing import create, replace
from milepost.errors import ConfigError

SETTINGS: Final = """\
# yaml-language-server: $schema=schema/settings.json
# Every key has a default; what stands behind a # is one you may take up. Look: docs/config.md.
version: 1
calendar:
  name: Milepost                     # what subscribers see
  zone: UTC                          # of clock times told without one: Asia/Kolkata
  # country: IN                      # working days, holidays, fiscal year
  # url: https://milestones.example.org
  # weekend: [saturday, sunday]
  # holidays: [2026-11-09]           # beside the country's own

# store: sqlite:///var/milepost.db   # or {env: DATABASE_URL}, for postgresql+psycopg://…

# remind:
#   default: [30d, 7d, 1d, 0d at 09:00]
#   windows: [opens, halfway, 30d before close, closes]
#   undated: every 90d               # or never
#   changes: true
#   kinds: {deadline: [30d, 14d, 7d, 3 working days, 1d]}

# Without a host, mails are written to var/mail/.
# email: {host: mail.example.org, port: 587, tls: starttls, sender: Milepost <milepost@example.org>,
#         username: milepost, password: {env: SMTP_PASSWORD}}

# sources: [seeds]                   # what `milepost read` reads when nothing is named

# Keys AND, values OR: topics, parties, kinds, standings. The feed `all` is always there.
feeds: []
#  - {name: economic-security, title: Economic security, select: {topics: [economic-security]}}

recipients: []
#  - {name: desk, email: desk@example.org, zone: Asia/Tokyo, select: {parties: [JP]}, remind: [7d, 1d],
#     digest: weekly monday 08:00, quiet: 20:00-07:00}
#  - {name: hook, webhook: {url: https://hooks.example.org/in, secret: {env: HOOK_SECRET}}}

tokens: []                           # lines that `milepost token` prints

# delivery:
#   engine: local                    # or celery, with broker: {env: BROKER_URL}
#   concurrency: 8
#   timeout: 10s
#   lease: 60s
#   retention: 400d                  # how long what was sent is remembered
#   grace: 2d                        # missed by more than this: recorded as skipped
#   retries: [5s, 5min, 30min, 2h, 5h, 10h, 10h]
#   allow_private: []                # networks that webhooks may reach: 127.0.0.0/8
"""

_ATTRIBUTES: Final = """\
* text=auto eol=lf
seeds/** -text
{config}/offered.lock merge=union
"""
_IGNORE: Final = "/var/\n"


@dataclass(frozen=True, slots=True)
class Started:
    """The files that were made, and those that were there and stay as they are."""

    made: tuple[Path, ...]
    kept: tuple[Path, ...]


def init(config: Path) -> Started:
    """Make a config folder, and what git needs beside it; a file that is there is never touched.

    The schemas are ours and derived, so they are brought up to date. ConfigError where the folder
    cannot be written.
    """
    root = config.parent
    files = {
        config / "milepost.yaml": SETTINGS.encode(),
        root / ".gitattributes": _ATTRIBUTES.format(config=config.name).encode(),
        root / ".gitignore": _IGNORE.encode(),
    }
    made: list[Path] = []
    kept: list[Path] = []
    try:
        for folder in (config / "milestones", config / "schema", root / "seeds"):
            folder.mkdir(parents=True, exist_ok=True)
        for path, data in files.items():
            (made if create(path, data) else kept).append(path)
        for path, data in schema_files(config).items():
            if not path.exists() or path.read_bytes() != data:
                replace(path, data)
                made.append(path)
    except OSError as error:
        raise ConfigError(f"{config} cannot be made: {error.strerror or error}") from error
    return Started(tuple(made), tuple(kept))
