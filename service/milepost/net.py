"""The guarded way out: every address is checked as a connection is made, every answer is bounded."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from milepost.errors import DeliveryError

if TYPE_CHECKING:
    import aiohttp

Network = IPv4Network | IPv6Network

_FETCH: Final = timedelta(seconds=30)

_REFUSED_4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
"""The special-purpose registry of IANA (RFC 6890 and later), and multicast."""

_GLOBAL_6: Final = IPv6Network("2000::/3")
_REFUSED_6: Final = tuple(
    IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
"""Inside what is global: protocol assignments with Teredo, documentation, 6to4 (it hides IPv4 addresses)."""


def is_refused(address: str, allowed: Collection[Network] = ()) -> bool:
    """Whether an address may not be spoken to: all that is not plainly public, unless ``allowed`` has it."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if any(found.version == network.version and found in network for network in allowed):
        return False
    if isinstance(found, IPv4Address):
        return any(found in network for network in _REFUSED_4)
    return found not in _GLOBAL_6 or any(found in network for network in _REFUSED_6)


@dataclass(frozen=True, slots=True)
class Guard:
    """Makes sessions that connect only to public addresses and to the networks in ``allowed``."""

    allowed: tuple[Network, ...] = ()

    def session(self, timeout: timedelta) -> aiohttp.ClientSession:
        """A session without proxies, cookies or redirects of its own; the caller closes it.

        The address is checked when the socket for it is made, after every look-up of a name, so a name
        that changes its mind between a check and a connection gains nothing.
        """
        import aiohttp  # late: only what sends needs it

        connector = aiohttp.TCPConnector(socket_factory=self._socket, limit=0, ttl_dns_cache=60)
        return aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=timeout.total_seconds()),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=True,
        )

    def _socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = info
        if is_refused(str(address[0]), self.allowed):
            raise PermissionError(errno.EACCES, f"{address[0]} is no public address")
        return socket.socket(family, kind, protocol)


async def read_capped(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The body of an answer; raises DeliveryError where it is longer than ``most`` bytes."""
    body = bytearray()
    async for piece in response.content.iter_chunked(65_536):
        body += piece
        if len(body) > most:
            raise DeliveryError(f"{response.url.host} answers with more than {most:,} bytes", permanent=True)
    return bytes(body)


def fetch(url: str, guard: Guard, most: int) -> tuple[bytes, str]:
    """The bytes at an http(s) address and their content type; raises DeliveryError with a sentence.

    Up to five redirects are followed, each checked like the first address.
    """
    return asyncio.run(_fetch(url, guard, most))


async def _fetch(url: str, guard: Guard, most: int) -> tuple[bytes, str]:
    import aiohttp
    from yarl import URL  # what aiohttp speaks

    async with guard.session(_FETCH) as session:
        for _ in range(6):
            if urlsplit(url).scheme not in ("http", "https"):
                raise DeliveryError(f"{url}: only http and https addresses can be read", permanent=True)
            try:
                async with session.get(url, allow_redirects=False) as response:
                    if response.status in (301, 302, 303, 307, 308) and "location" in response.headers:
                        url = str(response.url.join(URL(response.headers["location"])))
                        continue
                    if response.status != 200:
                        raise DeliveryError(f"{url} answers {response.status}", permanent=True)
                    return await read_capped(response, most), response.headers.get("content-type", "")
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                raise DeliveryError(f"{url} cannot be read: {error or type(error).__name__}") from error
    raise DeliveryError(f"{url} goes round in redirects", permanent=True)
