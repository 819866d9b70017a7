"""Serving: web, timekeeper and delivery in one process and one loop, from start to stop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from datetime import time as clock_time
from typing import Any, Final

import uvicorn
from watchfiles import awatch

from milepost import __version__, store
from milepost.app import log, loop
from milepost.app.clock import now
from milepost.app.delivery import Delivery
from milepost.app.home import Home
from milepost.app.intake import Said, receive, record
from milepost.app.publish import Publisher
from milepost.app.timekeeper import Timekeeper
from milepost.config import Loaded
from milepost.errors import ConfigError, MilepostError
from milepost.web.asgi import Roof, Site
from milepost.web.protocol import protocol
from milepost.when import local, moment

_LOG: Final = logging.getLogger("milepost.service")


def run(home: Home, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until told to stop; ``announce`` is given the address once it answers.

    Raises MilepostError with a sentence where it cannot start: the config is wrong, the port in use,
    ``var/`` not writable, the store held by another process.
    """
    listening = _listen(host, port)
    with contextlib.closing(listening):
        home.make_var()
        settings = home.snapshot().settings
        log.start()
        with contextlib.closing(store.open(settings.store, home.root, own=True)) as opened:
            service = Service(home, opened, _address(listening))
            loop.run(service.serve(listening, announce))


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket, or a sentence: before anything is read or written, so that a second try is free."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
            listening.listen(1024)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise MilepostError(
                f"port {port} of {host} is in use: stop what listens there, or choose another with --port"
            ) from error
        raise MilepostError(f"cannot listen on {host} port {port}: {error.strerror or error}") from error
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: it would die of the signal that it was stopped by."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the service."""
        yield


class Service:
    """One running calendar: what is believed now, the site that shows it, the delivery that tells it."""

    def __init__(self, home: Home, opened: store.Store, address: str) -> None:
        """Nothing runs yet."""
        self.home = home
        self.address = address
        self.started = now()
        self.loaded = Loaded(None, ())
        self.stale_since: datetime | None = None
        self.timekeeper = Timekeeper()
        self.publisher = Publisher(opened.revise, address, opened.fragments)
        self.delivery = Delivery(home, opened, self.timekeeper, self.publisher)
        self.site = Site(
            Roof(
                make=self.publisher.make,
                ticks=time.monotonic,
                record=self.publisher.record,
                health=self.health,
                metrics=self.delivery.metrics,
                ask=self.delivery.ask,
                act=self.delivery.act,
                announce=self.announce,
            )
        )
        self._reloading = asyncio.Lock()
        self._reading = asyncio.Lock()

    async def serve(self, listening: socket.socket, announce: Callable[[str], None]) -> None:
        """Run until SIGTERM or SIGINT; what is in flight is finished, what waits stays in the store."""
        config = uvicorn.Config(
            self.site,
            http=protocol(self.site),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        server = _Server(config)
        running = asyncio.get_running_loop()
        for stop in (signal.SIGTERM, signal.SIGINT):
            running.add_signal_handler(stop, lambda: setattr(server, "should_exit", True))
        running.add_signal_handler(signal.SIGHUP, lambda: asyncio.ensure_future(self.reload()))
        stopped = asyncio.Event()
        watching = asyncio.create_task(self._watch(stopped))
        await asyncio.sleep(0)  # it watches from here on: no edit is lost while the config is first read
        try:
            await self.reload()
            self.timekeeper.start()
            await self.delivery.start()
            announce(self.address)
            await server.serve(sockets=[listening])
        finally:
            stopped.set()
            await asyncio.wait([watching])  # whatever became of it, delivery is stopped in order
            await self.delivery.stop()
            self.timekeeper.stop()
            _LOG.info("stopped")
            watching.result()

    async def reload(self) -> None:
        """Take over the config as it is now, whole or not at all; a bad one leaves the old in place."""
        async with self._reloading:
            loaded = await asyncio.to_thread(self.home.load, self.loaded)
            if loaded.snapshot is None:
                self.stale_since = self.stale_since or now()
                self.loaded = replace(loaded, snapshot=self.loaded.snapshot)
                _LOG.error(
                    "config not taken over",
                    extra={"mistakes": len(loaded.errors), "first": loaded.errors[0]},
                )
                if self.loaded.snapshot is None:
                    raise ConfigError(
                        f"{self.home.config} has mistakes: mend what is listed above", loaded.errors
                    )
                return
            self.loaded, self.stale_since = loaded, None
            await self._publish()
            await self.delivery.snapshot_changed(loaded.snapshot)
            _LOG.info("config taken over", extra={"milestones": len(loaded.snapshot.milestones)})

    async def _publish(self) -> None:
        """Show what is believed now, and again when the calendar's next day begins."""
        if (snapshot := self.loaded.snapshot) is None:
            return
        at = now()
        self.site.swap(await asyncio.to_thread(self.publisher.publish, snapshot, at))
        zone = snapshot.settings.calendar.zone
        tomorrow = moment(local(at, zone).date() + timedelta(days=1), clock_time(0), zone)
        self.timekeeper.at(max(tomorrow, at + timedelta(minutes=1)), self._publish, "new day")

    async def _watch(self, stopped: asyncio.Event) -> None:
        """Reload when a file of the config or an announcement changes."""
        folders = [path for path in (self.home.config, self.home.seeds) if path.is_dir()]
        async for _ in awatch(*folders, stop_event=stopped, debounce=200, step=50, rust_timeout=1000):
            try:
                await self.reload()
            except Exception:  # the roof catches everything: one bad reload must not end the watch
                _LOG.exception("reload failed")

    async def announce(self, fields: Mapping[str, Any], by: str) -> Mapping[str, Any]:
        """Read an announcement that a holder of a posting token sent; the watch takes over what it offers."""
        said = Said(fields["published"], fields["title"], str(fields["url"]) if fields["url"] else None)
        async with self._reading:
            if (snapshot := self.loaded.snapshot) is None:
                raise MilepostError("The config cannot be used at the moment.")
            at = now()
            taken = await asyncio.to_thread(
                receive, self.home, snapshot, fields["text"], said, fields["source"], at
            )
        _LOG.info("announcement taken in", extra={"announcement": taken.reading.announcement.id, "by": by})
        return record(taken, at.date())

    def health(self) -> tuple[bool, Mapping[str, Any]]:
        """Whether reminders can go out, and the state of everything as JSON."""
        going_out, delivery = self.delivery.health()
        well = going_out and self.stale_since is None and not self.publisher.left_out
        return going_out, {
            "status": "ok" if well else "degraded" if going_out else "failing",
            "version": __version__,
            "started": self.started.isoformat(timespec="seconds"),
            "config": {
                "stale_since": self.stale_since.isoformat(timespec="seconds") if self.stale_since else None,
                "problems": [str(p) for p in self.loaded.errors],
            },
            "delivery": delivery,
            "feed": {"left_out": dict(self.publisher.left_out)},
        }
