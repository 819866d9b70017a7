"""Offering: new milestones go into new files, once; no file that exists is ever opened for writing.

``offered.lock`` remembers what was offered, one sorted line each: id, SHA-256 of the announcement's
text, span of the quote, span of the date or cue words. It is replaced after the file is in place, so
what a crash leaves between the two is known by the files: "seen" is the lock or the files.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from milepost.config.quotes import Places
from milepost.config.schema import schema_files
from milepost.config.sidecar import published_in
from milepost.config.tree import read_bytes, read_tree
from milepost.config.writing import create, folded, listed, scalar
from milepost.config.writing import replace as put_in_place
from milepost.errors import ConfigError
from milepost.model import Announcement, Milestone, Offer, Problem
from milepost.when import Undated, write

MODELINE: Final = "# yaml-language-server: $schema=../schema/announcement.json\n"
LOCK: Final = "offered.lock"
_LARGEST_LOCK: Final = 200_000_000
_LINE: Final = re.compile(r"(\S+) ([0-9a-f]{64}) (\d+)-(\d+) (\d+)-(\d+)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Offered:
    """What became of offers: those written, to which file (None if none was), and those known before.

    The ids in ``written`` are final: one that was taken has a number after it.
    """

    path: Path | None
    written: tuple[Offer, ...]
    known: tuple[Offer, ...]


def offer(
    config: Path, announcement: Announcement, offers: Sequence[Offer], text: str | None = None
) -> Offered:
    """Write what was never offered into a new file of ``config/milestones/``, and remember it.

    ``text`` is the path of the announcement as the file names it, ``seeds/NAME.txt`` if left out.
    Raises ConfigError, with nothing half written, where the folder cannot be read or written.
    """
    config = Path(os.path.abspath(config))
    folder = config / "milestones"
    named = text or f"seeds/{announcement.id}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            seen = _Seen(config, announcement, named)
            new, known = [], []
            for one in offers:
                if seen.knows(one):
                    known.append(one)
                else:
                    new.append(seen.enter(one))
            beside = published_in((config.parent / named).with_suffix(".yaml"))
            path = _create(folder, announcement, named, new, beside is not None) if new else None
            seen.write()
            if new or known:
                _complete(config)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ConfigError(f"{config} cannot be written: {why}; nothing is half written") from error
    return Offered(path, tuple(new), tuple(known))


def _complete(config: Path) -> None:
    """The schemas that the modeline names, where nobody has put them yet."""
    for path, data in schema_files(config).items():
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            create(path, data)


def offered_spans(config: Path) -> dict[str, Span]:
    """Every id that was ever offered, with the span of its quote."""
    found = (_LINE.fullmatch(line) for line in _lock_lines(config / LOCK))
    return {line[1]: (int(line[3]), int(line[4])) for line in found if line}


def lock_problems(config: Path) -> tuple[Problem, ...]:
    """Lines of the lock that are none, such as the marks of a merge that was not settled."""
    shown, found = f"{config.name}/{LOCK}", []
    try:
        read_bytes(config / LOCK, _LARGEST_LOCK)
    except FileNotFoundError:
        return ()
    except OSError as error:
        return (Problem(shown, None, None, f"cannot be read: {error.strerror}", "lock"),)
    for number, line in enumerate(_lock_lines(config / LOCK), 1):
        if line and not _LINE.fullmatch(line):
            sentence = "this is no line of the lock: take it out, or restore the file from git"
            found.append(Problem(shown, number, 1, sentence, "lock"))
    return tuple(found)


def _lock_lines(path: Path) -> list[str]:
    try:
        return read_bytes(path, _LARGEST_LOCK).decode("utf-8", "replace").splitlines()
    except OSError:
        return []


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time offers; the others wait."""
    import fcntl  # late: where it is missing, only offering is

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for place in (folder, folder.parent, folder.parent / "schema"):
            for left in place.glob(".*.tmp"):  # what a crash left: nobody else writes now
                left.unlink(missing_ok=True)
        yield
    finally:
        os.close(handle)


class _Seen:
    """What was offered before: by the lock, or by the files where a crash kept the lock from knowing."""

    def __init__(self, config: Path, announcement: Announcement, text: str) -> None:
        self.path = config / LOCK
        self.sha = hashlib.sha256(announcement.text.encode("utf-8", "surrogatepass")).hexdigest()
        try:
            before = read_bytes(self.path, _LARGEST_LOCK).decode("utf-8", "replace").splitlines()
        except FileNotFoundError:
            before = []
        self.lines = {line for line in before if line.strip()}
        self.before = frozenset(self.lines)
        found = [m for line in self.lines if (m := _LINE.fullmatch(line))]
        self.cues: list[Span] = [(int(m[5]), int(m[6])) for m in found if m[2] == self.sha]
        self.here = {m[1] for m in found if m[2] == self.sha}
        self.elsewhere = {m[1] for m in found if m[2] != self.sha}
        self.in_files: set[str] = set()
        self._read_files(config / "milestones", announcement, text)

    def knows(self, one: Offer) -> bool:
        cue, name = one.found.cue, one.found.milestone.id
        if any(_overlap(cue, other) for other in self.cues):
            self._remember(one, name)
            return True
        if name in self.elsewhere and name not in self.here:
            # The announcement's text changed since: the name is all that can tell.
            self.elsewhere.discard(name)
            self._remember(one, name)
            return True
        return False

    def enter(self, one: Offer) -> Offer:
        """Take note of a new offer; its id gets a number if it is taken."""
        name, number = one.found.milestone.id, 2
        taken = self.here | self.elsewhere | self.in_files
        while name in taken:
            name = f"{one.found.milestone.id}-{number}"
            number += 1
        self._remember(one, name)
        found = replace(one.found, milestone=replace(one.found.milestone, id=name))
        return replace(one, found=found)

    def _remember(self, one: Offer, name: str) -> None:
        quote = one.found.milestone.quote
        span = (quote.start, quote.end) if quote else one.found.cue
        cue = one.found.cue
        if not any(_overlap(cue, other) for other in self.cues) or name not in self.here:
            self.lines.add(f"{name} {self.sha} {span[0]}-{span[1]} {cue[0]}-{cue[1]}")
        self.here.add(name)
        self.cues.append(cue)

    def write(self) -> None:
        """Put the lock in place, if there is something new in it."""
        if self.lines != self.before:
            put_in_place(self.path, ("\n".join(sorted(self.lines)) + "\n").encode())

    def _read_files(self, folder: Path, announcement: Announcement, text: str) -> None:
        """Entries of this announcement that the lock does not know: their words are taken as offered."""
        places = Places(announcement)
        for path in sorted(folder.glob("*.yaml")):
            tree, _ = read_tree(path, path.name)
            value = tree.value if tree else None
            if not isinstance(value, dict):
                continue
            stem = _stem_of(value.get("announcement"), path.stem)
            ours = stem == announcement.id and "announcement" in value
            for group in ("milestones", "updates"):
                entries = value.get(group)
                for entry in entries if isinstance(entries, list) else ():
                    if isinstance(entry, dict):
                        self._entry(entry, stem, ours, places, group)

    def _entry(self, entry: dict[str, Any], stem: str, ours: bool, places: Places, group: str) -> None:
        name = entry.get("id")
        if isinstance(name, str):
            name = name if "/" in name else f"{stem}/{name}"
            self.in_files.add(name)
            if name in self.here:
                return
        if ours and (span := _words(entry, places)):
            self.cues.append(span)


def _words(entry: dict[str, Any], places: Places) -> Span | None:
    """Where the words of an entry stand: those of its date if it tells them, else its quote."""
    quote, said = entry.get("quote"), entry.get("said")
    whole = places.span(quote) if isinstance(quote, str) else None
    if whole is None or not isinstance(said, str):
        return whole
    at = places.announcement.text.find(said, *whole)
    return (at, at + len(said)) if at >= 0 else whole


def _stem_of(name: object, otherwise: str) -> str:
    return Path(name).stem if isinstance(name, str) and name else otherwise


def _overlap(one: Span, other: Span) -> bool:
    return (one[0] < other[1] and other[0] < one[1]) or one == other


def _create(
    folder: Path, announcement: Announcement, text: str, offers: Sequence[Offer], dated: bool
) -> Path:
    data = render(announcement, text, offers, dated=dated).encode()
    number = 1
    while True:
        path = folder / f"{announcement.id}{f'.{number}' if number > 1 else ''}.yaml"
        if create(path, data):
            return path
        number += 1


def render(announcement: Announcement, text: str, offers: Sequence[Offer], *, dated: bool = True) -> str:
    """The file of an announcement's milestones and updates, as a person would write it.

    ``dated``: whether the day of publication stands beside the text; else it stands here.
    """
    parties = _common([one.found.milestone for one in offers])
    lines = [MODELINE, f"announcement: {scalar(text)}\n"]
    if not dated and announcement.published is not None:
        lines.append(f"published: {announcement.published.isoformat()}\n")
    if parties:
        lines.append(f"parties: {listed(parties)}\n")
    entries = [one for one in offers if one.verdict != "updates"]
    updates = [one for one in offers if one.verdict == "updates"]
    if entries:
        lines.append("milestones:\n")
        lines += [_entry_text(one, parties, announcement.id) for one in entries]
    if updates:
        lines.append("updates:\n")
        lines += [_update_text(one, announcement.id) for one in updates]
    return "".join(lines)


def _common(milestones: Sequence[Milestone]) -> tuple[str, ...]:
    """The parties that most milestones have."""
    all_parties = [m.parties for m in milestones]
    return max(all_parties, key=lambda parties: (all_parties.count(parties), len(parties)), default=())


def _short(name: str, stem: str) -> str:
    return name.removeprefix(f"{stem}/")


def _when_text(milestone: Milestone, stem: str) -> str:
    text = write(milestone.when)
    return scalar(text) if not re.fullmatch(r"[\w][\w :/.,+-]*", text) or ": " in text else text


def _entry_text(one: Offer, parties: tuple[str, ...], stem: str) -> str:
    m = one.found.milestone
    fields: list[tuple[str, str | None]] = [
        ("id", scalar(_short(m.id, stem))),
        ("title", scalar(m.title)),
        ("when", _when_text(m, stem)),
        ("said", scalar(" ".join(m.said.split())) if m.said.strip() else None),
        ("kind", m.kind),
        ("series", _series_text(m)),
        ("parties", listed(m.parties) if m.parties != parties else None),
        ("actors", listed(m.actors) if m.actors else None),
        ("topics", listed(m.topics) if m.topics else None),
        ("place", scalar(m.place) if m.place else None),
        ("standing", m.standing),
        ("done", m.done.isoformat() if m.done else None),
        ("doubt", scalar(m.doubt) if m.doubt else None),
        ("perhaps", _perhaps_text(one)),
        *_quote_fields(m),
    ]
    return _item(fields)


def _update_text(one: Offer, stem: str) -> str:
    m = one.found.milestone
    fields: list[tuple[str, str | None]] = [
        ("of", _with_reason(one.of or m.id, one.because)),
        ("when", _when_text(m, stem) if not isinstance(m.when, Undated) else None),
        ("said", scalar(" ".join(m.said.split())) if m.said.strip() else None),
        ("place", scalar(m.place) if m.place else None),
        ("standing", m.standing),
        ("done", m.done.isoformat() if m.done else None),
        *_quote_fields(m),
    ]
    return _item(fields)


def _quote_fields(m: Milestone) -> list[tuple[str, str | None]]:
    opening = m.quote.opening if m.quote else None
    also = "".join(f"\n      - {folded(quote.text, 8)}" for quote in m.again)
    return [
        ("opening", folded(opening.text, 6) if opening else None),
        ("quote", folded(m.quote.text, 6) if m.quote else None),
        ("also", also or None),
    ]


def _series_text(m: Milestone) -> str | None:
    if m.series is None:
        return None
    name = scalar(m.series.name, in_list=True)
    return f"{{name: {name}, number: {m.series.number}}}" if m.series.number is not None else name


def _perhaps_text(one: Offer) -> str | None:
    other = one.of if one.verdict == "perhaps" else one.found.milestone.perhaps
    if not other:
        return None
    return _with_reason(other, one.because or one.found.milestone.perhaps_because)


def _with_reason(name: str, because: str) -> str:
    """An id with the reason for it as a comment, for the person who judges it."""
    reason = "".join(c for c in " ".join(because.split()) if c.isprintable())
    return f"{scalar(name)} # {reason}" if reason else scalar(name)


def _item(fields: Sequence[tuple[str, str | None]]) -> str:
    written = [f"{key}:{'' if value.startswith(chr(10)) else ' '}{value}" for key, value in fields if value]
    return "  - " + "\n    ".join(written) + "\n"
