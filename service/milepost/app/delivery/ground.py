"""The ground that delivery stands on: one snapshot of the config, taken apart once for all that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from milepost import reminders
from milepost.agenda import dated
from milepost.model import Dated, Snapshot
from milepost.settings import Recipient, Settings


class Published(Protocol):
    """What delivery needs of what is published: a milestone's calendar entry, and its JSON."""

    def attachment(self, milestone: str, /) -> bytes | None:
        """The entry as a calendar of its own, with the UID of the feed."""
        ...

    def record(self, item: Dated, /) -> Mapping[str, Any]:
        """The milestone as the API shows it."""
        ...


@dataclass(frozen=True, slots=True)
class Ground:
    """A snapshot with its milestones dated, its recipients by name, and the scene of its messages."""

    snapshot: Snapshot
    items: Mapping[str, Dated]
    recipients: Mapping[str, Recipient]
    scene: reminders.Scene

    @property
    def settings(self) -> Settings:
        """Those of the snapshot."""
        return self.snapshot.settings

    @property
    def timeout(self) -> timedelta:
        """How long a channel may take: under half the lease, which must not run out on the way."""
        delivery = self.settings.delivery
        return min(delivery.timeout, delivery.lease / 2 - timedelta(milliseconds=100))

    def width(self, name: str) -> int:
        """How many messages may be on their way to a recipient at once."""
        recipient = self.recipients.get(name)
        hook = recipient.webhook if recipient else None
        return (hook.concurrency if hook else None) or self.settings.delivery.concurrency


def ground(snapshot: Snapshot, secret: bytes, words: reminders.Words, published: Published) -> Ground:
    """All that delivery reads of a snapshot."""
    items = {item.milestone.id: item for item in dated(snapshot)}
    scene = reminders.Scene(
        items,
        snapshot.settings,
        secret,
        words,
        snapshot.announcements,
        snapshot.settings.calendar.url,
        published.attachment,
        published.record,
    )
    return Ground(snapshot, items, {r.name: r for r in snapshot.settings.recipients}, scene)
