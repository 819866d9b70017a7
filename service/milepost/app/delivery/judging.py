"""Judging: whether what is due goes out after all, now that its moment has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from milepost import reminders
from milepost.app.delivery.ground import Ground
from milepost.model import Ask, Delivery, DeliveryState

_PLANNED: Final = frozenset({"lead", "opens", "halfway", "closes", "undated"})
"""What follows from a date, and is out of date when that moves."""

_APART: Final = timedelta(seconds=30)
"""How long a worker gives its copy of the config to become that of the planner."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a delivery becomes instead of being sent; ``waiting`` is put off to ``next_try``."""

    state: DeliveryState
    error: str | None = None
    next_try: datetime | None = None


def judge(
    line: Delivery,
    ground: Ground,
    asks: Iterable[Ask],
    now: datetime,
    *,
    plans: bool,
) -> Verdict | None:
    """Why a claimed delivery is not to be sent now; None if it is.

    ``plans`` is whether this process made the plans.
    """
    reminder = line.reminder
    recipient = ground.recipients.get(reminder.to)
    if recipient is None or recipient.channel != reminder.channel:
        return Verdict("cancelled", "the recipient is in the settings no longer")
    if reminder.edge == "test":
        return None
    address = reminders.address(recipient)
    for ask in asks:
        if ask.recipient != recipient.name or ask.address != address:
            continue
        if ask.kind == "unsubscribed":
            return Verdict("skipped", "unsubscribed")
        if ask.kind in ("suppressed", "disabled"):
            return Verdict("dead", f"{ask.kind}: {ask.reason}")
        if ask.milestone == reminder.milestone and ask.until and ask.until > now:
            return Verdict("waiting", next_try=ask.until)
    if reminder.edge in _PLANNED:
        if why := stale(line, ground):
            if not plans and line.current is not None:
                return Verdict("waiting", next_try=now + _APART)
            return Verdict("cancelled", why)
        if line.attempts == 1 and now - reminder.due > ground.settings.delivery.grace:
            return Verdict("skipped", "missed by more than delivery.grace")
    elif reminder.milestone and reminder.milestone not in ground.items:
        return Verdict("cancelled", "the milestone is in the config no longer")
    quiet = reminders.defer(now, recipient)
    return Verdict("waiting", next_try=quiet) if quiet > now else None


def stale(line: Delivery, ground: Ground) -> str | None:
    """Why a reminder's date is not the milestone's any more; None while it is, and for all but reminders."""
    reminder = line.reminder
    if reminder.edge not in _PLANNED:
        return None
    item = ground.items.get(reminder.milestone)
    if item is None or line.current is None:
        return "the milestone is in the config no longer"
    if item.milestone.done is not None or item.milestone.standing == "cancelled":
        return "the milestone is done or cancelled"
    if line.current != reminder.revision:
        return "the date changed"
    return None
