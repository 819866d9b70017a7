"""The real program in its own process, and real servers on loopback that it sends to."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

T = TypeVar("T")


def eventually(ask: Callable[[], T], seconds: float = 20) -> T:
    """The first true answer; fails when none came in time."""
    end = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < end, f"nothing came within {seconds} s"
        time.sleep(0.05)
    return answer


def environment() -> dict[str, str]:
    """This environment without what would steer the program from outside."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MILEPOST", "COLUMNS"))}


def milepost(*words: str | Path, at: Path, **given: Any) -> subprocess.CompletedProcess[str]:
    """One run of the command in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "milepost", *map(str, words)],
        cwd=at,
        env=environment() | given.pop("env", {}),
        capture_output=True,
        text=True,
        timeout=60,
        **given,
    )


class Serving:
    """``milepost serve`` as its own process on a free port; killed at the end whatever happens.

    ``by`` runs it in another way than ``python -m milepost``.
    """

    def __init__(
        self, at: Path, *options: str, port: int = 0, by: Sequence[str] = ("-m", "milepost")
    ) -> None:
        self.log = at / "serve.log"
        with self.log.open("ab") as log:
            self._from = log.tell()
            self.process = subprocess.Popen(
                [sys.executable, *by, "serve", "--port", str(port), *options],
                cwd=at,
                env=environment(),
                stdout=log,
                stderr=log,
            )
        self.url = eventually(self._announced)

    def _announced(self) -> str | None:
        said = self.log.read_bytes()[self._from :].decode()
        assert self.process.poll() is None, f"serve ended with {self.process.returncode}:\n{said}"
        found = re.search(r"http://[\d.]+:\d+", said)
        return found[0] if found else None

    def get(self, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers (their names in lower case) of a GET."""
        request = urllib.request.Request(self.url + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read(), {k.lower(): v for k, v in answer.headers.items()}
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), {k.lower(): v for k, v in error.headers.items()}

    def health(self) -> dict[str, Any]:
        """What /health says."""
        state: dict[str, Any] = json.loads(self.get("/health")[1])
        return state

    def kill(self) -> None:
        """SIGKILL: no goodbye."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        """SIGTERM, and the exit status."""
        self.process.terminate()
        return self.process.wait(20)

    def __enter__(self) -> Serving:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.process.poll() is None:
            self.kill()


@contextmanager
def working(at: Path, name: str = "work") -> Iterator[subprocess.Popen[bytes]]:
    """``milepost work`` as its own process, ended by SIGTERM at the end unless it has ended already."""
    with (at / f"{name}.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "milepost", "work"], cwd=at, env=environment(), stdout=log, stderr=log
        )
        try:
            yield worker
        finally:
            if worker.poll() is None:
                worker.terminate()
                assert worker.wait(30) == 0


class Mailbox:
    """A real SMTP server that keeps what it is handed; ``refuse`` answers instead of taking."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse: str | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse:
            return self.refuse
        mail = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 taken"


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


@contextmanager
def a_mail_server() -> Iterator[tuple[Mailbox, int]]:
    """A mailbox and the port it listens on."""
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


class Hook(ThreadingHTTPServer):
    """An HTTP receiver that keeps headers and bodies; ``status`` is what it answers."""

    daemon_threads = True

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        super().__init__(("127.0.0.1", 0), HookHandler)


class HookHandler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def a_hook() -> Iterator[tuple[Hook, str]]:
    """A webhook receiver and its URL."""
    hook = Hook()
    thread = threading.Thread(target=hook.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hook, f"http://127.0.0.1:{hook.server_address[1]}/in"
    finally:
        hook.shutdown()
        hook.server_close()
        thread.join()
