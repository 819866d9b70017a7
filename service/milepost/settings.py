"""What people asked for: calendar, feeds, recipients and when they want to be told. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import Literal

from milepost.when import Calendar, FiscalYear, Length, Unit


class Secret(str):
    """A string that shows itself to nobody who only prints or logs it."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Never the secret."""
        return "Secret(…)"


@dataclass(frozen=True, slots=True)
class Select:
    """Which milestones; keys AND, values OR, an empty key takes all."""

    topics: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    standings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before a day to tell: "7d", "3 working days", "0d at 09:00"."""

    length: Length
    at: time | None = None


@dataclass(frozen=True, slots=True)
class WindowLead:
    """When to tell of a window: as it opens, halfway, as it closes, or a length before it closes."""

    edge: Literal["opens", "halfway", "closes"]
    before: Lead | None = None


_LEADS = (
    Lead(Length(30, Unit.DAY)),
    Lead(Length(7, Unit.DAY)),
    Lead(Length(1, Unit.DAY)),
    Lead(Length(0, Unit.DAY), time(9)),
)
_WINDOW_LEADS = (
    WindowLead("opens"),
    WindowLead("halfway"),
    WindowLead("closes", Lead(Length(30, Unit.DAY))),
    WindowLead("closes"),
)
_NAG = Length(90, Unit.DAY)


@dataclass(frozen=True, slots=True)
class Policy:
    """What is told when, where neither the milestone nor the recipient says otherwise."""

    default: tuple[Lead, ...] = _LEADS
    windows: tuple[WindowLead, ...] = _WINDOW_LEADS
    undated: Length | None = _NAG
    changes: bool = True
    kinds: Mapping[str, tuple[Lead, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Digest:
    """One message for many reminders: daily, or weekly on a weekday (0 is Monday), at a local time."""

    at: time
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """An endpoint by Standard Webhooks 1.0; all secrets sign, so that they can be rotated."""

    url: str
    secrets: tuple[Secret, ...]
    timeout: timedelta | None = None
    concurrency: int | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told, by which one channel, about what, and when not."""

    name: str
    email: str | None = None
    webhook: Webhook | None = None
    apprise: Secret | None = None
    zone: str = "UTC"
    select: Select = Select()
    remind: tuple[Lead, ...] | None = None
    digest: Digest | None = None
    quiet: tuple[time, time] | None = None
    cap: int = 50

    @property
    def channel(self) -> Literal["email", "webhook", "apprise"]:
        """The name of the one channel that is set."""
        return "email" if self.email else "webhook" if self.webhook else "apprise"


@dataclass(frozen=True, slots=True)
class Feed:
    """A named feed; a private one is served only under a token."""

    name: str
    title: str
    select: Select = Select()
    private: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A token by its SHA-256: which private feeds it opens, and whether it may post announcements."""

    name: str
    sha256: str
    feeds: tuple[str, ...] = ()
    post: bool = False


@dataclass(frozen=True, slots=True)
class Email:
    """The mail server; without a host mails are written as files."""

    host: str | None = None
    port: int = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    sender: str = "Milepost <milepost@localhost>"
    username: str | None = None
    password: Secret | None = None


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """How deliveries run; ``retries`` are the waits before each further try."""

    engine: Literal["local", "celery"] = "local"
    broker: Secret | None = None
    concurrency: int = 8
    timeout: timedelta = timedelta(seconds=10)
    lease: timedelta = timedelta(seconds=60)
    grace: timedelta = timedelta(days=2)
    retries: tuple[timedelta, ...] = (
        timedelta(seconds=5),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=5),
        timedelta(hours=10),
        timedelta(hours=10),
    )
    retention: timedelta = timedelta(days=400)
    allow_private: tuple[IPv4Network | IPv6Network, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """Whose calendar it is: its name, zone, country, working week, fiscal year and public address.

    ``edit_url`` is where an entry is edited on the web; ``{path}`` and ``{line}`` in it are the entry's.
    """

    name: str = "Milepost"
    zone: str = "UTC"
    country: str | None = None
    url: str | None = None
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()
    fiscal_year: FiscalYear | None = None
    edit_url: str | None = None

    def of(self, home: str | None) -> Calendar:
        """The calendar that dates of a country's milestones are reckoned by."""
        own = home is None or home == self.country
        return Calendar(
            self.zone,
            home or self.country,
            self.weekend,
            self.holidays if own else frozenset(),
            self.fiscal_year if own else None,
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything in config/milepost.yaml."""

    calendar: CalendarSettings = CalendarSettings()
    store: str = "sqlite:///var/milepost.db"
    delivery: DeliverySettings = DeliverySettings()
    email: Email = Email()
    remind: Policy = Policy()
    sources: tuple[str, ...] = ()
    feeds: tuple[Feed, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    tokens: tuple[Token, ...] = ()
