"""A message as a mail: RFC 5322 with text, html and the calendar entry, the same bytes for SMTP and files."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Final

from milepost.errors import DeliveryError
from milepost.model import Message

# 7bit: no server on the way needs 8BITMIME, so text goes out as quoted-printable or base64.
_POLICY: Final = SMTP.clone(cte_type="7bit", max_line_length=78)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def letter(message: Message, sender: str, to: str, calendar: str, now: datetime) -> EmailMessage:
    """The mail of a message; DeliveryError (permanent) for an address that no mail can carry.

    Message-ID is made of the key, so a retry is the same mail; all mails of a milestone refer to one
    id that is never sent, so that they form a thread.
    """
    name, from_address = parseaddr(_line(sender))
    origin, target = addressed(from_address), addressed(to)
    domain = origin.rpartition("@")[2]
    mail = EmailMessage(policy=_POLICY)
    mail["Date"] = format_datetime(now)
    mail["From"] = Address(_line(name), addr_spec=origin)
    mail["To"] = Address(addr_spec=target)
    mail["Subject"] = _line(message.subject)
    mail["Message-ID"] = f"<{message.key}@{domain}>"
    if message.thread:
        thread = hashlib.sha256(message.thread.encode()).hexdigest()[:32]
        mail["In-Reply-To"] = mail["References"] = f"<milestone-{thread}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Milepost-Delivery"] = message.key
    mail["List-ID"] = f"{_phrase(calendar)} <milepost.{domain}>"
    if message.unsubscribe:
        # RFC 8058: one POST to this address, with no cookie and no question asked, ends it.
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text, charset="utf-8", cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", charset="utf-8", cte="quoted-printable")
    for filename, kind, data in message.attachments:
        main, _, rest = kind.partition("/")
        sub, _, parameters = rest.partition(";")
        mail.add_attachment(data, main, sub.strip(), cte="base64", filename=filename)
        part = list(mail.iter_attachments())[-1]
        part.set_param("charset", "utf-8")
        for parameter in filter(None, (p.strip() for p in parameters.split(";"))):
            word, _, value = parameter.partition("=")
            part.set_param(word, value)
    if str(mail["Subject"]).isascii():
        # The email package folds a subject of 70 to 77 characters to an empty first line.
        mail.policy = _POLICY.clone(max_line_length=998)
    return mail


def addressed(address: str) -> str:
    """An address with its domain as DNS spells it; DeliveryError (permanent) where that cannot be."""
    local, at, domain = address.strip().rpartition("@")
    plain = ""
    try:
        plain = f"{local}@{domain.encode('idna').decode('ascii')}"
        plain.encode("ascii")
        Address(addr_spec=plain)
    except (MessageError, UnicodeError, ValueError, IndexError):
        at = ""
    if not at or not local or not domain or _CONTROL.search(address):
        raise DeliveryError(f"{address!r} is no address that mail can reach: correct it", permanent=True)
    return plain


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _phrase(text: str) -> str:
    plain = "".join(c for c in _line(text) if c.isascii() and c not in '"\\<>')
    return f'"{plain[:100] or "Milepost"}"'
