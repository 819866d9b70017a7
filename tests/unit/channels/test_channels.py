"""Mails and webhooks, against a real SMTP server and a real HTTP server on loopback."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook as Oracle

from milepost.channels.files import Files
from milepost.channels.letter import letter
from milepost.channels.mail import Mail
from milepost.channels.webhook import Webhooks, retry_after, signature
from milepost.errors import DeliveryError
from milepost.model import Message
from milepost.settings import Email, Recipient, Secret, Webhook
from tests.e2e.process import a_hook, a_mail_server

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "whsec_" + "bWlsZXBvc3QtdGVzdC1zZWNyZXQtbWlsZXBvc3Q="
OLD = "whsec_" + "b2xkLW1pbGVwb3N0LXRlc3Qtc2VjcmV0LW9sZC1vbGQ="
LOOPBACK = (IPv4Network("127.0.0.0/8"),)
DESK = Recipient("desk", email="desk@example.org")


def a_message(**known: Any) -> Message:
    return Message(
        **{
            "key": "msg_abc",
            "to": "desk",
            "subject": "In 7 days: Öffnung",
            "text": "Grüße\n" + "x" * 2000,
            "html": "<p>Grüße</p>",
            "payload": {"type": "milestone.reminder", "data": {}},
            "thread": "note/round",
            "attachments": (("milestone.ics", "text/calendar; method=PUBLISH", b"BEGIN:VCALENDAR\r\n"),),
            "unsubscribe": "https://m.example.org/unsubscribe/T",
        }
        | known
    )


def now() -> datetime:
    return datetime.now(UTC)


def test_letter_has_every_header_that_mail_programs_ask_for() -> None:
    raw = letter(a_message(), "Milepost <m@example.org>", "desk@example.org", "Test", NOW).as_bytes()
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Message-ID"] == "<msg_abc@example.org>"
    assert mail["X-Milepost-Delivery"] == "msg_abc"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://m.example.org/unsubscribe/T>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-ID"] == '"Test" <milepost.example.org>'
    assert mail["References"] == mail["In-Reply-To"] != mail["Message-ID"]
    assert mail["Subject"] == "In 7 days: Öffnung"
    assert mail["Date"] == "Mon, 02 Mar 2026 12:00:00 +0000"
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]
    entry = list(mail.walk())[-1]
    assert entry.get_param("method") == "PUBLISH"
    assert entry.get_content().startswith("BEGIN:VCALENDAR")
    assert raw.isascii()
    assert max(len(line) for line in raw.splitlines()) < 998


def test_threads_are_per_milestone_and_the_id_is_per_key() -> None:
    first, second, other = (
        letter(a_message(key=key, thread=thread), "m@example.org", "d@example.org", "Test", NOW)
        for key, thread in (("msg_a", "x/1"), ("msg_b", "x/1"), ("msg_c", "x/2"))
    )
    assert first["References"] == second["References"] != other["References"]
    assert len({m["Message-ID"] for m in (first, second, other)}) == 3


@pytest.mark.parametrize("subject", ["a\r\nBcc: x@example.org", "a\0b", "a\x85b"])
def test_subject_cannot_break_out_of_its_header(subject: str) -> None:
    mail = letter(a_message(subject=subject), "m@example.org", "d@example.org", "T\r\nX: y", NOW)
    again = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert again["Bcc"] is None
    assert again["X"] is None
    assert b"\0" not in mail.as_bytes()


def test_subject_begins_on_its_own_line() -> None:
    subject = "7 dates: " + "Dialogue, 2nd round, " * 3
    raw = letter(a_message(subject=subject), "m@example.org", "d@example.org", "Test", NOW).as_bytes()
    assert f"\r\nSubject: {subject.strip()}\r\n".encode() in raw
    assert max(len(line) for line in raw.partition(b"\r\n\r\n")[2].splitlines()) <= 100


def test_domain_is_written_as_dns_spells_it() -> None:
    mail = letter(a_message(), "m@example.org", "desk@bücher.example", "Test", NOW)
    assert mail["To"].addresses[0].addr_spec == "desk@xn--bcher-kva.example"


@pytest.mark.parametrize("address", ["", "nobody", "@example.org", "a b@example.org", "müller@example.org"])
def test_address_that_mail_cannot_reach_is_dead_at_once(address: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        letter(a_message(), "m@example.org", address, "Test", NOW)
    assert caught.value.permanent


async def test_mail_reaches_a_server_over_one_connection() -> None:
    with a_mail_server() as (box, port):
        mail = Mail(Email("127.0.0.1", port, "none", "Milepost <m@example.org>"), "Test", now)
        for number in range(3):
            await mail.send(a_message(key=f"msg_{number}"), DESK)
        await mail.close()
    assert [m["X-Milepost-Delivery"] for m in box.mails] == ["msg_0", "msg_1", "msg_2"]


@pytest.mark.parametrize(("answer", "permanent"), [("451 later", False), ("550 no", True), ("524 odd", True)])
async def test_first_digit_of_the_answer_decides(answer: str, permanent: bool) -> None:
    with a_mail_server() as (box, port):
        mail = Mail(Email("127.0.0.1", port, "none", "m@example.org"), "Test", now)
        box.refuse = answer
        with pytest.raises(DeliveryError, match=answer[:3]) as caught:
            await mail.send(a_message(), DESK)
        assert caught.value.permanent is permanent
        box.refuse = None
        await mail.send(a_message(), DESK)  # the connection that was refused on is not used again
        await mail.close()
    assert len(box.mails) == 1


async def test_server_that_is_not_there_may_come_back() -> None:
    with pytest.raises(DeliveryError) as caught:
        await Mail(Email("127.0.0.1", 9, "none", "m@example.org"), "Test", now).send(a_message(), DESK)
    assert not caught.value.permanent


async def test_mail_without_a_server_is_one_whole_file_however_often_it_is_sent(tmp_path: Path) -> None:
    files = Files(tmp_path / "mail", "m@example.org", "Test", now)
    await files.send(a_message(), DESK)
    await files.send(a_message(), DESK)
    assert [p.name for p in (tmp_path / "mail").iterdir()] == ["msg_abc.eml"]
    mail = message_from_bytes((tmp_path / "mail" / "msg_abc.eml").read_bytes(), policy=policy.default)
    assert mail["Subject"] == "In 7 days: Öffnung"


def a_hooked(url: str, **known: Any) -> Recipient:
    return Recipient("hook", webhook=Webhook(url, (Secret(SECRET), Secret(OLD)), **known))


async def test_webhook_is_signed_by_every_secret() -> None:
    with a_hook() as (hook, url):
        channel = Webhooks(LOOPBACK, now, timedelta(seconds=5))
        await channel.send(a_message(), a_hooked(url))
        await channel.close()
    [(headers, body)] = hook.calls
    for secret in (SECRET, OLD):
        assert Oracle(secret).verify(body, headers)["type"] == "milestone.reminder"
    assert headers["webhook-id"] == "msg_abc"


def test_signature_is_that_of_the_reference_library() -> None:
    body = b'{"a":1}'
    assert signature("msg_abc", int(NOW.timestamp()), body, [SECRET]) == Oracle(SECRET).sign(
        "msg_abc", NOW, body.decode()
    )


@pytest.mark.parametrize(
    ("status", "gone"), [(410, True), (404, False), (500, False), (503, False), (302, False)]
)
async def test_only_410_is_for_good(status: int, gone: bool) -> None:
    with a_hook() as (hook, url):
        hook.status = status
        channel = Webhooks(LOOPBACK, now, timedelta(seconds=5))
        with pytest.raises(DeliveryError, match=str(status)) as caught:
            await channel.send(a_message(), a_hooked(url))
        await channel.close()
    assert (caught.value.gone, caught.value.permanent) == (gone, gone)
    assert len(hook.calls) == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]"]
)
async def test_webhook_into_our_own_network_is_refused(host: str) -> None:
    with a_hook() as (hook, url):
        channel = Webhooks((), now, timedelta(seconds=5))
        with pytest.raises(DeliveryError):
            await channel.send(a_message(), a_hooked(url.replace("127.0.0.1", host)))
        await channel.close()
    assert hook.calls == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("999999999999", 86400),
        ("Mon, 02 Mar 2026 12:01:00 GMT", 60),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after_is_honoured_within_a_day(header: str, seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(header, NOW) == expected
