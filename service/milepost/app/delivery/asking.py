"""What recipients asked for by the signed links in their messages: to be told no more, or not of this one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from milepost import reminders
from milepost.app.delivery.ground import Ground
from milepost.model import Ask

Act = Literal["unsubscribe", "snooze"]


def followed(what: Act, token: str, ground: Ground) -> reminders.Link | None:
    """The link of a token that is ours, for an address that is still told; else None."""
    found = reminders.verify(token, ground.scene.secret)
    recipient = ground.recipients.get(found.recipient) if found else None
    if found is None or recipient is None or found.act != what:
        return None
    return found if reminders.address(recipient) == found.address else None


def outlook(link: reminders.Link, ground: Ground) -> str:
    """What following a link will do, in a sentence."""
    if link.act == "unsubscribe":
        return f"{link.address} will be told nothing more."
    return f"{link.address} will hear nothing about {_about(link, ground)} for {link.days} days."


def asked(link: reminders.Link, ground: Ground, now: datetime) -> tuple[Ask, str]:
    """What following a link asks for, and what that does, in a sentence."""
    by = "by the link in a mail"
    if link.act == "unsubscribe":
        ask = Ask(link.recipient, "unsubscribed", link.address, now, reason=by)
        return ask, f"{link.address} is told nothing more."
    until = now + timedelta(days=link.days)
    ask = Ask(link.recipient, "snoozed", link.address, now, link.milestone, until, by)
    return ask, f"{link.address} hears nothing about {_about(link, ground)} for {link.days} days."


def _about(link: reminders.Link, ground: Ground) -> str:
    item = ground.items.get(link.milestone)
    return item.milestone.title if item else link.milestone
