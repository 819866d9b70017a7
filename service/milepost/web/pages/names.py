"""What codes are called where a person reads: parties, topics, kinds, zones."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

_OWN: Final = {
    "GB": "United Kingdom",
    "UK": "United Kingdom",
    "KR": "South Korea",
    "KP": "North Korea",
    "MM": "Myanmar",
    "CZ": "Czechia",
    "CD": "DR Congo",
    "CG": "Congo",
    "EU": "European Union",
    "UN": "United Nations",
}
"""Groups of states, and states that the list of the zone database calls by a name for map readers."""

_KINDS: Final = {"effective": "in force"}


@cache
def _countries() -> dict[str, str]:
    listed = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in listed.splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows} | _OWN


def party(code: str) -> str:
    """The name of a country code ("IN" is India); anything else is its own name."""
    return _countries().get(code, code)


def parties(codes: tuple[str, ...], most: int = 4) -> str:
    """Several parties in one line: "India, Japan"; beyond ``most`` they are counted."""
    shown = [party(code) for code in codes[:most]]
    rest = len(codes) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def topic(name: str) -> str:
    """A topic as it is read: "economic-security" is economic security."""
    return name.replace("-", " ").replace("_", " ")


def kind(name: str) -> str:
    """A kind as it is read: "effective" is in force."""
    return _KINDS.get(name, name)
