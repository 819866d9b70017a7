"""A look at everything the service stands on: config, folders, store, mail, what is dangerous."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal
from urllib.parse import urlsplit

from milepost import reminders, store
from milepost.app.clock import now
from milepost.app.home import Home
from milepost.errors import MilepostError
from milepost.model import Ask
from milepost.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: ``good``, ``notice`` (works, but read this) or ``broken``."""

    state: Literal["good", "notice", "broken"]
    what: str
    sentence: str

    def record(self) -> dict[str, str]:
        """As JSON."""
        return asdict(self)


def examine(home: Home) -> tuple[Finding, ...]:
    """Everything there is to say, in the order in which it would stop the service."""
    return tuple(_examine(home))


def _examine(home: Home) -> Iterator[Finding]:
    try:
        loaded = home.load()
    except MilepostError as error:
        yield Finding("broken", "config", str(error))
        return
    for problem in loaded.problems:
        yield Finding("broken" if problem.severity == "error" else "notice", "config", str(problem))
    if loaded.snapshot is None:
        return
    yield Finding("good", "config", f"{len(loaded.snapshot.milestones)} milestones in {home.config}")
    settings = loaded.snapshot.settings
    yield from _address(settings)
    yield from _store(home, settings)
    yield from _mail(home, settings)
    yield from _recipients(settings)
    if not os.access(home.seeds, os.W_OK):
        yield Finding(
            "notice", "seeds", f"{home.seeds} is not there or cannot be written: read cannot keep texts"
        )


def _address(settings: Settings) -> Iterator[Finding]:
    url = settings.calendar.url
    if url is None:
        yield Finding(
            "notice", "address", "calendar.url is not set: links in feeds and mails name the local host"
        )
    elif urlsplit(url).scheme != "https":
        yield Finding("notice", "address", f"{url} is not https: tokens and one-click unsubscribe need it")
    else:
        yield Finding("good", "address", url)


def _store(home: Home, settings: Settings) -> Iterator[Finding]:
    try:
        home.make_var()
        with contextlib.closing(store.open(settings.store, home.root)) as opened:
            counts = opened.counts()
            waiting, oldest = opened.due(now())
            broker = list(_broker(settings, opened))
            asks = opened.asks(now())
    except MilepostError as error:
        yield Finding("broken", "store", str(error))
        return
    told = ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "nothing sent yet"
    yield Finding("good", "store", told)
    yield from broker
    yield from _silenced(settings, asks)
    if counts.get("dead"):
        yield Finding(
            "notice",
            "store",
            "some deliveries are dead: milepost deliveries --state dead, then milepost retry",
        )
    if waiting and oldest is not None and now() - oldest > settings.delivery.lease:
        yield Finding(
            "notice",
            "store",
            f"{waiting} due since {oldest.isoformat(timespec='minutes')}: is serve running?",
        )


def _silenced(settings: Settings, asks: list[Ask]) -> Iterator[Finding]:
    told = {r.name: reminders.address(r) for r in settings.recipients}
    for ask in asks:
        if told.get(ask.recipient) != ask.address:
            continue
        since = f"{ask.kind} since {ask.since.date()}"
        if ask.kind in ("suppressed", "disabled"):
            what = f"{since}, {ask.reason}: when that is mended, milepost test {ask.recipient}"
        else:
            about = f" about {ask.milestone} until {ask.until.date()}" if ask.until else ""
            back = f"if they ask for it, milepost test {ask.recipient} --resume"
            what = f"{since}{about}, {ask.reason}: {back}"
        yield Finding("notice", ask.recipient, what)


def _broker(settings: Settings, opened: store.Store) -> Iterator[Finding]:
    if settings.delivery.engine != "celery":
        return
    from milepost.app.delivery.broker import open_broker

    try:
        open_broker(settings, opened).reach()
        yield Finding("good", "broker", "it answers; milepost work sends what serve hands to it")
    except MilepostError as error:
        yield Finding("broken", "broker", str(error))


def _mail(home: Home, settings: Settings) -> Iterator[Finding]:
    mail = settings.email
    if mail.host is None:
        yield Finding("notice", "mail", f"no email.host: mails are written to {home.var / 'mail'}")
        return
    try:
        socket.create_connection((mail.host, mail.port), timeout=5).close()
    except OSError as error:
        yield Finding(
            "broken", "mail", f"{mail.host}:{mail.port} does not answer ({error.strerror or error})"
        )
        return
    if mail.tls == "none" and mail.password:
        yield Finding("notice", "mail", "email.tls is none: the password goes out in the clear")
    yield Finding("good", "mail", f"{mail.host}:{mail.port} answers")


def _recipients(settings: Settings) -> Iterator[Finding]:
    if not settings.recipients:
        yield Finding(
            "notice", "recipients", "nobody is told anything: add recipients to config/milepost.yaml"
        )
    for recipient in settings.recipients:
        hook = recipient.webhook
        if hook and urlsplit(hook.url).scheme != "https" and not settings.delivery.allow_private:
            yield Finding(
                "notice", recipient.name, f"{urlsplit(hook.url).hostname} is told in the clear: use https"
            )
