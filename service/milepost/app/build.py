"""Building: the feeds and pages as files for any web server, touching only what changed."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Final, cast, get_args

from milepost.app.home import Home
from milepost.app.publish import Publisher, Revise
from milepost.errors import MilepostError
from milepost.model import Revision
from milepost.web import assets, pages
from milepost.web.asgi import ROBOTS
from milepost.web.feeds import Format, Wanted
from milepost.web.site import View

MANIFEST: Final = "milepost.json"
"""What the last build wrote, and the revision of every entry: the memory of a calendar without a store."""

_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Built:
    """How many files were written, left as they were, and removed; and what could not be shown."""

    written: int
    same: int
    removed: int
    left_out: Mapping[str, str]


def build(home: Home, target: Path, now: datetime) -> Built:
    """Write everything into ``target``. Files that we did not write there are never touched.

    Each file is put in place whole, so a server that reads meanwhile sees the old one or the new one.
    Raises ConfigError for a wrong config and MilepostError where the folder cannot be written.
    """
    snapshot = home.snapshot()
    try:
        target.mkdir(parents=True, exist_ok=True)
        last = _manifest(target)
        with _revise(home, snapshot.settings.store, last) as (revise, kept):
            publisher = Publisher(revise, "")
            view = publisher.publish(snapshot, now, static=True)
            files = dict(_files(publisher, view))
            written = sum(_put(target, name, body) for name, body in files.items())
            removed = sum(_remove(target, name) for name in last["files"] if name not in files)
            manifest = {"version": 1, "files": sorted(files), "revisions": kept}
            _put(target, MANIFEST, json.dumps(manifest, indent=0, sort_keys=True).encode() + b"\n")
    except OSError as error:
        raise MilepostError(f"{error.filename or target} cannot be written: {error.strerror}") from error
    return Built(written, len(files) - written, removed, publisher.left_out)


def _files(publisher: Publisher, view: View) -> Iterator[tuple[str, bytes]]:
    """Each file's path below the target, and its bytes."""
    for feed in view.feeds:
        for form in cast(tuple[Format, ...], get_args(Format)):
            yield f"feeds/{feed.name}.{form}", publisher.make(Wanted(feed, form))[0]
    for path, found in assets.FILES.items():
        yield path.lstrip("/"), found.body
    for path in pages.paths(view):
        if path not in assets.FILES and (page := pages.render(path, {}, view)).status == 200:
            yield _place(path), page.body
    yield "404.html", pages.problem(404, "There is no such page.", view).body
    yield "robots.txt", ROBOTS


def _place(path: str) -> str:
    return f"{path.strip('/')}/index.html".lstrip("/")


def _inside(target: Path, name: str) -> Path:
    """The file of a name; one that would lie elsewhere is refused."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\x00" in name:
        raise MilepostError(f"{name!r} cannot be a file below {target}: change the id")
    return target / pure


def _put(target: Path, name: str, body: bytes) -> bool:
    """Put a file in place whole, unless it is there already; whether it was written."""
    path = _inside(target, name)
    try:
        if path.read_bytes() == body:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".milepost-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


def _remove(target: Path, name: str) -> bool:
    path = _inside(target, name)
    if not path.is_file():
        return False
    path.unlink()
    for folder in path.relative_to(target).parents:
        if folder != Path() and not any((target / folder).iterdir()):
            (target / folder).rmdir()
    return True


def _manifest(target: Path) -> dict[str, Any]:
    path = target / MANIFEST
    try:
        read = json.loads(path.read_bytes())
        files, revisions = read["files"], read["revisions"]
        known = {
            name: (str(content), Revision(int(number), datetime.fromisoformat(moment)))
            for name, (content, number, moment) in revisions.items()
        }
        return {"files": [str(name) for name in files], "revisions": known}
    except FileNotFoundError:
        return {"files": [], "revisions": {}}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MilepostError(
            f"{path} is damaged: delete it to build anew (entries get new revisions)"
        ) from error


@contextmanager
def _revise(home: Home, url: str, last: Mapping[str, Any]) -> Iterator[tuple[Revise, dict[str, Any]]]:
    """Revisions from the store where there is one, so that files and server agree; else from the last build.

    What was given is collected for the manifest.
    """
    kept: dict[str, Any] = {}

    def noting(revise: Revise) -> Revise:
        def noted(
            contents: Mapping[str, str], now: datetime, fragments: Mapping[str, bytes] | None = None
        ) -> Mapping[str, Revision]:
            given = revise(contents, now, fragments)
            for name, revision in given.items():
                kept[name] = (contents[name], revision.sequence, revision.modified.isoformat())
            return given

        return noted

    if _has_store(home, url):
        from milepost import store

        opened = store.open(url, home.root)
        try:
            yield noting(opened.revise), kept
        finally:
            opened.close()
    else:
        yield noting(_remembered(last["revisions"])), kept


def _has_store(home: Home, url: str) -> bool:
    if not url.startswith("sqlite:///"):
        return True
    return (home.root / url.removeprefix("sqlite:///")).is_file()


def _remembered(known: Mapping[str, tuple[str, Revision]]) -> Revise:
    """The store's promise kept from the last build's manifest."""

    def revise(
        contents: Mapping[str, str], now: datetime, fragments: Mapping[str, bytes] | None = None
    ) -> Mapping[str, Revision]:
        minutes = (now - _EPOCH) // timedelta(minutes=1)
        given = {}
        for name, content in contents.items():
            old = known.get(name)
            if old and old[0] == content:
                given[name] = old[1]
            else:
                number = max(minutes, old[1].sequence + 1) if old else minutes
                given[name] = Revision(number, now.replace(microsecond=0))
        return given

    return revise
