"""Mail: the letter by RFC 5322, 8058 and 3834, handed to a server (SMTP) or written as a file."""

from __future__ import annotations

import os
import re
import secrets
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Final

from milepost.errors import DeliveryError
from milepost.model import Message
from milepost.settings import Email, Recipient

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")
_TIMEOUT: Final = 15.0


def letter(message: Message, recipient: Recipient, email: Email, now: datetime) -> EmailMessage:
    """The mail of a message: text, html, the calendar entry, and the headers that machines read."""
    name, sender = parseaddr(email.sender)
    domain = _domain(sender)
    mail = EmailMessage(policy=SMTP.clone(max_line_length=76))
    mail["From"] = Address(_plain(name), addr_spec=_ascii(sender))
    mail["To"] = Address(addr_spec=_ascii(recipient.email or ""))
    mail["Subject"] = _plain(message.subject)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message.key}@{domain}>"
    if message.thread:
        mail["References"] = f"<{message.thread}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-ID"] = f"<milepost.{domain}>"
    if message.unsubscribe:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["X-Milepost-Delivery"] = message.key
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    for filename, kind, data in message.attachments:
        maintype, _, subtype = kind.partition("/")
        mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=filename, cte="base64")
        if kind == "text/calendar":
            list(mail.iter_attachments())[-1].set_param("method", "PUBLISH")
    return mail


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def _ascii(address: str) -> str:
    """An address whose domain is in ASCII (IDNA), as SMTP without SMTPUTF8 wants it."""
    local, at, domain = _plain(address).rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise DeliveryError(f"{address} is no mail address", permanent=True) from error


def _domain(address: str) -> str:
    return _ascii(address).rpartition("@")[2] or "localhost"


class MailChannel:
    """Hands mails to the server that the settings name."""

    def __init__(self, email: Email) -> None:
        """Nothing is opened before the first mail."""
        self._email = email

    async def send(self, message: Message, recipient: Recipient, now: datetime) -> None:
        """Hand one mail over; a 5xx is for good, anything else may be tried again."""
        import aiosmtplib

        email = self._email
        mail = letter(message, recipient, email, now)
        try:
            await aiosmtplib.send(
                mail,
                hostname=email.host,
                port=email.port,
                username=email.username,
                password=email.password,
                use_tls=email.tls == "tls",
                start_tls=email.tls == "starttls",
                timeout=_TIMEOUT,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            code = error.recipients[0].code if error.recipients else 0
            raise DeliveryError(f"{recipient.email} was refused: {code}", permanent=code >= 500) from error
        except aiosmtplib.SMTPResponseException as error:
            sentence = f"the mail server answered {error.code} {_plain(error.message)}"
            raise DeliveryError(sentence, permanent=error.code >= 500) from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise DeliveryError(f"the mail server {email.host}: {_plain(str(error))}") from error

    async def close(self) -> None:
        """Nothing is kept open."""


class FolderChannel:
    """Writes each mail as a file, where no server is configured."""

    def __init__(self, folder: Path, email: Email) -> None:
        """The folder is made with the first mail."""
        self._folder = folder
        self._email = email

    async def send(self, message: Message, recipient: Recipient, now: datetime) -> None:
        """Write NAME.eml whole or not at all; the same message takes the same name."""
        data = letter(message, recipient, self._email, now).as_bytes()
        part = self._folder / f".{message.key}.{secrets.token_hex(4)}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._folder / f"{message.key}.eml")
        except OSError as error:
            part.unlink(missing_ok=True)
            raise DeliveryError(f"{self._folder} cannot be written: {error.strerror}") from error

    async def close(self) -> None:
        """Nothing is kept open."""
