"""A whole site on a port of this machine, in a thread, with a roof that a test can look at."""

import asyncio
import hashlib
import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection

import uvicorn

from milepost.app.publish import Publisher
from milepost.errors import SourceError
from milepost.settings import CalendarSettings, Feed, Select, Settings, Token
from milepost.web.asgi import Roof, Site
from milepost.web.protocol import PATIENCE, protocol
from tests.builders import a_milestone, a_snapshot, an_announcement
from tests.memory import Memory

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TOKEN = "a-token-for-tests"
SETTINGS = Settings(
    CalendarSettings(name="Commitments"),
    feeds=(
        Feed("ai", "AI", Select(topics=frozenset({"ai"}))),
        Feed("inner", "Inner circle", private=True),
    ),
    tokens=(
        Token("press", hashlib.sha256(TOKEN.encode()).hexdigest(), ("inner",), post=True),
        Token("reader", hashlib.sha256(b"other").hexdigest(), ("elsewhere",)),
    ),
)
MILESTONES = (
    a_milestone(
        id="note/ai", topics=("ai",), parties=("IN", "JP"), announcement="note", title="AI <b>dialogue</b>"
    ),
    a_milestone("during 2026-H1", id="note/ores", topics=("ores",), kind="deadline"),
    a_milestone("undated", id="note/some-day"),
)


class Links:
    """A roof that knows one link and what was done by it."""

    def __init__(self):
        self.done = []

    def ask(self, kind, token):
        return "Nothing more will come." if token == "known" else None

    def act(self, kind, token):
        self.done.append((kind, token))
        return "Nothing more will come, from now on." if token == "known" else None


class Posted:
    """A roof that reads announcements."""

    def __init__(self):
        self.told = []

    async def announce(self, fields, by):
        self.told.append((fields["title"], by))
        if fields["title"] == "unreadable":
            raise SourceError("The day of publication is needed: add published.")
        return {"announcement": {"id": "new"}, "milestones": []}


class Running:
    """A site that answers on a port."""

    def __init__(self):
        self.now = NOW
        self.well = True
        self.links, self.posted = Links(), Posted()
        self.publisher = Publisher(Memory().revise, "http://127.0.0.1")
        self.site = Site(
            Roof(
                self.publisher.make,
                time.monotonic,
                self.publisher.record,
                health=lambda: (self.well, {"status": "ok" if self.well else "late"}),
                metrics=lambda: "milepost_up 1\n",
                ask=self.links.ask,
                act=self.links.act,
                announce=self.posted.announce,
            )
        )
        self.publish(*MILESTONES)

    def publish(self, *milestones):
        snapshot = a_snapshot(*milestones, settings=SETTINGS)
        note = an_announcement("India and Japan will talk.", id="note")
        view = self.publisher.publish(type(snapshot)(SETTINGS, milestones, {"note": note}), self.now)
        self.site.swap(view)

    def ask(self, path, method="GET", body=None, **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        read = answer.read()
        connection.close()
        return answer.status, read, {k.lower(): v for k, v in answer.getheaders()}


@contextmanager
def running(patience=PATIENCE):
    site = Running()
    listening = socket.create_server(("127.0.0.1", 0))
    site.port = listening.getsockname()[1]
    config = uvicorn.Config(
        site.site,
        http=protocol(site.site, patience),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server._serve([listening])))
    thread.start()
    try:
        yield site
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
