"""A real Chromium, driven through its own WebDriver, and the pages behind a real server."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from milepost.web import pages
from milepost.web.prepared import SECURITY
from milepost.web.site import View
from tests.e2e.process import eventually


@contextmanager
def serving(view: View) -> Iterator[str]:
    """The pages of a view, under the site's own headers, on a free port; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            found = pages.render(unquote(parts.path), parse_qs(parts.query, keep_blank_values=True), view)
            self.send_response(found.status)
            for name, value in (
                *found.headers,
                ("content-type", found.content_type),
                ("content-length", str(len(found.body))),
                *((name.decode(), value.decode()) for name, value in SECURITY),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def missing() -> str:
    """Why no browser can be driven here, or ""."""
    for program in ("chromium", "chromedriver"):
        if not shutil.which(program):
            return f"{program} is not installed"
    return ""


class Browser:
    """One window of a headless Chromium."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        chrome: dict[str, Any] = {
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        }
        if binary := shutil.which("chromium"):
            chrome["binary"] = binary
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": chrome,
            "goog:loggingPrefs": {"browser": "ALL"},
        }
        self._session = self._call("/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def _call(self, path: str, body: dict[str, Any] | None = None, method: str | None = None) -> Any:
        request = urllib.request.Request(
            self._base + path,
            json.dumps(body).encode() if body is not None else None,
            {"content-type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()[:2000]) from None

    def _ask(self, path: str, body: dict[str, Any] | None = None, method: str | None = None) -> Any:
        return self._call(f"/session/{self._session}{path}", body, method)

    def go(self, address: str) -> None:
        """Open a page and wait until it has loaded."""
        self._ask("/url", {"url": address})

    def run(self, script: str, *given: object) -> Any:
        """What a script returns; it is the test's own, pages have none."""
        return self._ask("/execute/sync", {"script": script, "args": given})

    def wait(self, script: str) -> Any:
        """What a script hands to the function that is its last argument."""
        return self._ask("/execute/async", {"script": script, "args": []})

    def cdp(self, command: str, **given: object) -> Any:
        """A command of Chromium's own protocol."""
        return self._ask("/goog/cdp/execute", {"cmd": command, "params": given})

    def look(self, width: int, dark: bool = False, media: str = "screen") -> None:
        """Be so wide, dark or light, screen or paper."""
        self.cdp(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.cdp("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        acts = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._ask("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": acts}]})

    def complaints(self) -> list[str]:
        """What the browser wrote to its console since last asked: refused styles, missing files."""
        return [entry["message"] for entry in self._ask("/se/log", {"type": "browser"})]

    def close(self) -> None:
        """End the session."""
        self._ask("", method="DELETE")


@contextmanager
def driven() -> Iterator[Browser]:
    """A browser; it and its driver are ended whatever happens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    driver = subprocess.Popen(
        ["chromedriver", f"--port={port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        eventually(lambda: _listens(port))
        browser = Browser(port)
        try:
            yield browser
        finally:
            browser.close()
    finally:
        driver.terminate()
        driver.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
