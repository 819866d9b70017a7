"""Opening what messages are made and sent with: a channel by its name, templates of the config folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from milepost.app.home import Home
from milepost.channels import Channel
from milepost.settings import Settings


def open_channel(
    name: str, settings: Settings, home: Home, now: Callable[[], datetime], timeout: timedelta
) -> Channel:
    """One of the channels, by its name; call within a running loop."""
    match name:
        case "email":
            return _mailer(settings, home, now, timeout)
        case "webhook":
            from milepost.channels.webhook import Webhooks

            return Webhooks(settings.delivery.allow_private, now, timeout)
        case _:
            from milepost.channels.apprise import Push

            return Push()


def _mailer(settings: Settings, home: Home, now: Callable[[], datetime], timeout: timedelta) -> Channel:
    """Mail over the server of the settings; without one as files under var/mail."""
    email, calendar = settings.email, settings.calendar.name
    if email.host is None:
        from milepost.channels.files import Files

        return Files(home.var / "mail", email.sender, calendar, now)
    from milepost.channels.mail import Mail

    return Mail(email, calendar, now, timeout.total_seconds(), settings.delivery.concurrency)


def templates(config: Path) -> dict[str, str]:
    """The templates in config/templates that take the place of ours, by name."""
    found = {}
    for name in (f"{part}.{kind}" for part in ("letter", "mail", "digest") for kind in ("txt", "html")):
        with suppress(OSError, UnicodeDecodeError):
            found[name] = (config / "templates" / name).read_text(encoding="utf-8")
    return found
