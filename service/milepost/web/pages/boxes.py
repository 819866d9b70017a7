"""The subscribe box: the address of a feed, and the links that make each calendar application take it."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from milepost.web.filters import Filter
from milepost.web.site import View


@dataclass(frozen=True, slots=True)
class Box:
    """The addresses of one feed; ``google`` and ``outlook`` are "" where those cannot reach it.

    ``webcal`` is "" where no public address is known: then the path is all that can be told.
    """

    host: str
    path: str
    webcal: str
    google: str
    outlook: str
    others: tuple[tuple[str, str], ...]


def subscribe(asked: Filter, view: View) -> Box:
    """The box of a page: it carries the page's filter."""
    address = view.url("/feeds/all.ics") + asked.query()
    webcal = "webcal:" + address.partition(":")[2] if view.base_url else ""
    google = outlook = ""
    if _public(urlsplit(address).hostname or ""):
        google = "https://calendar.google.com/calendar/r?cid=" + quote(webcal, safe="")
        outlook = "https://outlook.office.com/calendar/0/addfromweb?url=" + quote(address, safe="")
    others = tuple(
        (feed.title, view.link(f"/feeds/{quote(feed.name)}.ics")) for feed in view.feeds if feed.name != "all"
    )
    return Box(view.base_url, address.removeprefix(view.base_url), webcal, google, outlook, others)


def _public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal", ".lan"))
