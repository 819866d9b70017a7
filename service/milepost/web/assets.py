"""The files under /static/: each with a hash of its content in its name, so a copy never grows stale."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from typing import Final

from milepost.web.site import Response

FOREVER: Final = "public, max-age=31536000, immutable"
"""How long to keep them: another content would have another name."""

_TYPES: Final = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


def _load() -> tuple[dict[str, str], dict[str, Response]]:
    addresses, found = {}, {}
    for source in sorted(files("milepost.web").joinpath("static").iterdir(), key=lambda path: path.name):
        stem, _, ending = source.name.rpartition(".")
        if ending not in _TYPES:
            continue
        body = source.read_bytes()
        path = f"/static/{stem}.{sha256(body).hexdigest()[:12]}.{ending}"
        addresses[source.name] = path
        found[path] = Response(200, _TYPES[ending], body)
    return addresses, found


ADDRESSES, FILES = _load()
"""The path of each file by its plain name, and the answer of each path."""
