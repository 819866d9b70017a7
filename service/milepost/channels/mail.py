"""Mail over SMTP: connections are kept and used again, a 4xx may come right, a 5xx will not."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

import aiosmtplib
from aiosmtplib import SMTP

from milepost.channels.letter import addressed, letter
from milepost.errors import DeliveryError
from milepost.model import Message
from milepost.settings import Email, Recipient


class Mail:
    """One server, up to ``connections`` at a time, one recipient a mail."""

    def __init__(
        self,
        email: Email,
        calendar: str,
        now: Callable[[], datetime],
        timeout: float = 10,
        connections: int = 8,
    ) -> None:
        """Nothing is connected before the first mail."""
        self._email = email
        self._calendar = calendar
        self._now = now
        self._timeout = timeout
        self._idle: list[SMTP] = []
        self._room = asyncio.Semaphore(connections)

    async def send(self, message: Message, recipient: Recipient) -> None:
        """Hand one mail to the server; DeliveryError: 4xx may be tried again, 5xx is permanent.

        ``gone`` is set where the server refused the recipient for good, so that nothing more is sent there.
        """
        to = addressed(recipient.email or "")
        mail = letter(message, self._email.sender, to, self._calendar, self._now())
        data = mail.as_bytes()
        sender = mail["From"].addresses[0].addr_spec
        async with self._room:
            try:
                async with asyncio.timeout(self._timeout):
                    client = await self._ready()
                    try:
                        await client.sendmail(sender, [to], data)
                    except BaseException:
                        client.close()
                        raise
                    self._idle.append(client)
            except TimeoutError as error:
                raise DeliveryError(f"{self._where()} did not answer in time") from error
            except aiosmtplib.SMTPException as error:
                raise _told(error, self._where()) from error
            except OSError as error:
                raise DeliveryError(
                    f"{self._where()} cannot be reached: {error.strerror or error}"
                ) from error

    async def _ready(self) -> SMTP:
        while self._idle:
            client = self._idle.pop()
            # The server may have hung up meanwhile: found out before the mail is on its way, where
            # trying again cannot send it twice.
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await client.rset()
                return client
            client.close()
        email = self._email
        client = SMTP(
            hostname=email.host,
            port=email.port,
            timeout=self._timeout,
            use_tls=email.tls == "tls",
            start_tls=email.tls == "starttls",
        )
        try:
            await client.connect()
            if email.username:
                await client.login(email.username, email.password or "")
        except BaseException:
            client.close()
            raise
        return client

    def _where(self) -> str:
        return f"the mail server {self._email.host}:{self._email.port}"

    async def close(self) -> None:
        """QUIT."""
        while self._idle:
            client = self._idle.pop()
            with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(2):
                    await client.quit()
            client.close()


def _told(error: aiosmtplib.SMTPException, where: str) -> DeliveryError:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        refused = error.recipients[0]
        for_good = refused.code // 100 == 5
        return DeliveryError(
            f"{where} answered {refused.code} {_line(refused.message)}", permanent=for_good, gone=for_good
        )
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        # A wrong password is mended in the settings, and says nothing about the recipient.
        return DeliveryError(f"{where} refused the login: {error.code} {_line(error.message)}")
    if isinstance(error, aiosmtplib.SMTPResponseException):
        # By the first digit: servers answer codes of their own (524).
        return DeliveryError(
            f"{where} answered {error.code} {_line(error.message)}", permanent=error.code // 100 == 5
        )
    return DeliveryError(f"{where}: {_line(str(error)) or type(error).__name__}")


def _line(text: str) -> str:
    return " ".join(text.split())[:300]
