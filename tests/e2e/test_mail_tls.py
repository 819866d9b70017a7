"""Mail goes out over TLS to a server whose certificate holds, and to no other."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.e2e.process import Mailbox, Serving, eventually, free_port, milepost
from tests.e2e.test_delivery_faults import a_calendar, deliveries, in_a_while, promise


@pytest.fixture(autouse=True)
def _openssl() -> None:
    if not shutil.which("openssl"):
        pytest.skip("certificates are made by the openssl command, which is not here")


def a_certificate(folder: Path, name: str, holder: str = "IP:127.0.0.1") -> tuple[Path, Path]:
    """A certificate that signs itself, and its key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    made = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -addext subjectAltName={holder}"
    )
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made.split(), *files], check=True, capture_output=True)
    return certificate, key


class Guarded(Mailbox):
    """A mailbox for one user; it notes whether anything came in the clear."""

    def __init__(self) -> None:
        super().__init__()
        self.clear: list[str] = []
        self.tried: list[bytes] = []

    def login(self, server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.note(server, "AUTH")
        self.tried.append(data.password)
        return AuthResult(success=data == LoginPassword(b"desk", b"right"), handled=False)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.note(server, "MAIL")
        envelope.mail_from = address
        return "250 ok"

    def note(self, server: SMTP, command: str) -> None:
        if server.transport is None or server.transport.get_extra_info("ssl_object") is None:
            self.clear.append(command)


@contextmanager
def a_guarded_server(tls: str, context: ssl.SSLContext) -> Iterator[tuple[Guarded, int]]:
    """A mail server that takes logins; ``tls`` is starttls, tls, or none."""
    box, port = Guarded(), free_port()
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        ssl_context=context if tls == "tls" else None,
        tls_context=context if tls == "starttls" else None,
        require_starttls=tls == "starttls",
        authenticator=box.login,
        auth_required=tls == "starttls",
        auth_require_tls=tls == "starttls",
    )
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


def a_mailing(
    home: Path, port: int, tls: str, trusted: Path, monkeypatch: pytest.MonkeyPatch, password: str = "right"
) -> None:
    """A calendar that mails by this server, on a machine that trusts these certificates alone."""
    a_calendar(home, "{name: desk, email: desk@example.org}", mail_port=port)
    settings = home / "config" / "milepost.yaml"
    login = "username: desk, password: {env: MAIL_PASSWORD}"
    settings.write_text(settings.read_text().replace("tls: none", f"tls: {tls}, {login}"))
    monkeypatch.setenv("MAIL_PASSWORD", password)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv("SSL_CERT_DIR", str(home / "none"))


def a_context(*files: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    return context


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_mail_goes_out_encrypted_after_a_login(
    tls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = a_certificate(tmp_path, "right")
    with a_guarded_server(tls, a_context(*right)) as (box, port):
        a_mailing(tmp_path, port, tls, right[0], monkeypatch)
        done = milepost("test", "desk", at=tmp_path)
        assert done.returncode == 0, done.stderr
    assert [mail["To"] for mail in box.mails] == ["desk@example.org"]
    assert box.tried == [b"right"]
    assert box.clear == []


def test_wrong_password_is_told_in_a_sentence_that_does_not_show_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = a_certificate(tmp_path, "right")
    with a_guarded_server("starttls", a_context(*right)) as (box, port):
        a_mailing(tmp_path, port, "starttls", right[0], monkeypatch, password="wr0ng-one")
        done = milepost("test", "desk", at=tmp_path)
    assert done.returncode == 1
    assert "refused the login" in done.stderr
    assert "wr0ng-one" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert box.mails == []


@pytest.mark.long
@pytest.mark.parametrize("tls", ["starttls", "tls"])
@pytest.mark.parametrize("wrong", ["unknown", "another's"])
def test_wrong_certificate_gets_neither_mail_nor_password_and_the_mail_comes_once_it_is_mended(
    tls: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = a_certificate(tmp_path, "right")
    bad = a_certificate(tmp_path, "wrong", "IP:127.0.0.1" if wrong == "unknown" else "DNS:mail.example.net")
    trusted = tmp_path / "trusted.pem"
    trusted.write_text(right[0].read_text() + (bad[0].read_text() if wrong == "another's" else ""))
    context = a_context(*bad)
    with a_guarded_server(tls, context) as (box, port):
        a_mailing(tmp_path, port, tls, trusted, monkeypatch)
        promise(tmp_path, 1, in_a_while(4), 1)
        with Serving(tmp_path) as serving:
            [waiting] = eventually(
                lambda: [d for d in deliveries(tmp_path, "waiting") if d["attempts"] > 1], 40
            )
            assert f"the mail server 127.0.0.1:{port}" in waiting["error"]
            assert "certificate" in waiting["error"]
            assert (box.mails, box.tried, box.clear) == ([], [], [])
            context.load_cert_chain(*right)
            eventually(lambda: box.mails, 40)
            eventually(lambda: deliveries(tmp_path, "sent"))
            assert serving.stop() == 0
    assert [mail["X-Milepost-Delivery"] for mail in box.mails] == [waiting["key"]]
    assert box.clear == []


def test_server_that_offers_no_encryption_gets_nothing_in_the_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = a_certificate(tmp_path, "right")
    with a_guarded_server("none", a_context(*right)) as (box, port):
        a_mailing(tmp_path, port, "starttls", right[0], monkeypatch)
        done = milepost("test", "desk", at=tmp_path)
    assert done.returncode == 1
    assert "STARTTLS" in done.stderr
    assert (box.mails, box.tried, box.clear) == ([], [], [])
