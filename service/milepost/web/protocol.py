"""uvicorn's HTTP protocol with a shorter way for prepared bytes, and limits on slow and endless requests.

A subscribed calendar asks for the same few addresses again and again. Those are answered as soon as
their headers are read, without a task, a scope or an ASGI message (docs/decisions/ has the figures);
everything else goes the usual way.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from milepost.web.asgi import Site

PATIENCE: Final = 30.0
"""Seconds that a client may take to send a whole request."""

_LONGEST_HEAD: Final = 65_536


def protocol(site: Site, patience: float = PATIENCE) -> type[asyncio.Protocol]:
    """The protocol class for ``uvicorn.Config(http=…)`` that answers from ``site.hot``."""

    class Protocol(HttpToolsProtocol):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self._answered = False
            self._receiving = True
            self._head_bytes = 0
            self._slow: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._slow = self.loop.call_later(patience, transport.close)

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            self._forgive()

        def data_received(self, data: bytes) -> None:
            self._head_bytes += len(data)
            super().data_received(data)
            if not self._receiving:
                self._forgive()
            elif self._head_bytes > _LONGEST_HEAD:
                self.transport.close()
            elif self._slow is None:
                self._slow = self.loop.call_later(patience, self.transport.close)

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._answered, self._receiving = False, True

        def on_headers_complete(self) -> None:
            self._head_bytes = -(1 << 40)  # a body has limits of its own
            method = self.parser.get_method()
            if (method == b"GET" or method == b"HEAD") and (
                ready := site.hot.get(self.url.decode("latin-1"))
            ):
                cycle: RequestResponseCycle | None = self.cycle  # None until the first one
                if (
                    (cycle is None or cycle.response_complete)
                    and not self.pipeline
                    and not self.transport.get_write_buffer_size()
                    and self.parser.get_http_version() == "1.1"
                    and self.parser.should_keep_alive()
                    and not self.parser.should_upgrade()
                ):
                    head, body = ready.raw(self.headers, head=method == b"HEAD")
                    dated = b"".join(b"%s: %s\r\n" % pair for pair in self.server_state.default_headers)
                    self._answered = True
                    self.transport.write(b"".join((head, dated, b"\r\n", body)))
                    return
            super().on_headers_complete()

        def on_body(self, body: bytes) -> None:
            if not self._answered:
                super().on_body(body)

        def on_message_complete(self) -> None:
            self._receiving, self._head_bytes = False, 0
            if self._answered:
                self.on_response_complete()
            else:
                super().on_message_complete()

        def _forgive(self) -> None:
            if self._slow is not None:
                self._slow.cancel()
                self._slow = None

    return Protocol
