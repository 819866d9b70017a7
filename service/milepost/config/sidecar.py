"""seeds/: a text as it was published, and beside it NAME.yaml with what is known of it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from milepost.config.sentences import problems_of
from milepost.config.shapes import SidecarShape, did_you_mean
from milepost.config.tree import Tree, read_bytes, read_tree
from milepost.config.writing import create, scalar
from milepost.errors import ConfigError
from milepost.model import Announcement, Problem

LARGEST_TEXT = 20_000_000
"""Bytes of a text beyond which it is no announcement."""


def announcement(path: Path) -> Announcement:
    """The text at a path with what NAME.yaml beside it says; ConfigError with every problem in them."""
    found, problems = read_announcement(path, str(path), str(path.with_suffix(".yaml")))
    wrong = tuple(p for p in problems if p.severity == "error")
    if found is None or wrong:
        why = "; ".join(str(problem) for problem in wrong)
        raise ConfigError(f"{path} cannot be used as an announcement: {why}", wrong)
    return found


def read_announcement(
    path: Path, shown: str, shown_sidecar: str
) -> tuple[Announcement | None, tuple[Problem, ...]]:
    """The announcement at a path, or why there is none; the names are those that problems show."""
    try:
        text = read_bytes(path, LARGEST_TEXT).decode("utf-8-sig")
    except FileNotFoundError:
        return None, (Problem(shown, None, None, "there is no such file", "file"),)
    except OSError as error:
        return None, (Problem(shown, None, None, f"cannot be read: {error.strerror}", "file"),)
    except UnicodeDecodeError:
        sentence = "this is not UTF-8: save the file in that encoding"
        return None, (Problem(shown, None, None, sentence, "encoding"),)
    beside = path.with_suffix(".yaml")
    if not beside.exists():
        return Announcement(path.stem, path.stem, text, source=shown), ()
    tree, problems = read_tree(beside, shown_sidecar)
    if tree is None:
        return None, problems
    try:
        shape = SidecarShape.model_validate(tree.value or {})
    except ValidationError as error:
        return None, (*problems, *problems_of(error, tree, SidecarShape))
    problems = (*problems, *_near_misses(tree))
    given = shape.published_from or ("given" if shape.published else None)
    return Announcement(
        path.stem,
        shape.title or path.stem,
        text,
        shape.published,
        given,
        shape.source or "",
        shape.url,
    ), problems


def _near_misses(tree: Tree) -> list[Problem]:
    """Keys that look like one of ours; any other is a remark of whoever put the text there."""
    known = SidecarShape.model_fields
    unknown = [key for key in tree.value or {} if key not in known]
    near = [(key, did_you_mean(key, known)) for key in unknown]
    return [tree.notice((key,), f"{key} is not read{hint}", "key", key=True) for key, hint in near if hint]


def keep(
    seeds: Path,
    announcement: Announcement,
    original: bytes | None = None,
    *,
    suffix: str = "",
    fetched: datetime | None = None,
) -> Path:
    """Keep an announcement in seeds/ as NAME.txt with NAME.yaml, and its original as NAME and ``suffix``.

    A file that is there already is never opened for writing: keeping the same announcement again
    changes nothing, another text or another day of publication under the same name is a ConfigError.
    The text comes last, so an announcement whose text is there is there whole.
    """
    known = published_in(seeds / f"{announcement.id}.yaml")
    if known and announcement.published and known != announcement.published.isoformat():
        raise ConfigError(
            f"{seeds / announcement.id}.yaml says that it was published on {known}: mend it there"
        )
    path = seeds / f"{announcement.id}.txt"
    data = announcement.text.encode("utf-8", "surrogatepass")
    if path.exists() and _other(path, data):
        raise ConfigError(f"{path} holds another text: give this announcement another name with --title")
    try:
        seeds.mkdir(parents=True, exist_ok=True)
        if original is not None and suffix not in ("", ".txt", ".yaml"):
            create(seeds / f"{announcement.id}{suffix}", original)
        create(path.with_suffix(".yaml"), _sidecar(announcement, original, suffix, fetched).encode())
        if not create(path, data) and _other(path, data):
            raise ConfigError(f"{path} holds another text: give this announcement another name with --title")
    except OSError as error:
        raise ConfigError(f"{seeds} cannot be written: {error.strerror}; nothing is half written") from error
    return path


def published_in(sidecar: Path) -> str | None:
    """The day of publication as a sidecar tells it, or None."""
    tree, _ = read_tree(sidecar, str(sidecar))
    value = tree.value if tree else None
    day = value.get("published") if isinstance(value, dict) else None
    return day if isinstance(day, str) else None


def _other(path: Path, data: bytes) -> bool:
    """Whether a file holds another text; one that an editor saved with a byte-order mark does not."""
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf") != data
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error


def _sidecar(
    announcement: Announcement, original: bytes | None, suffix: str, fetched: datetime | None
) -> str:
    data = original if original is not None else announcement.text.encode("utf-8", "surrogatepass")
    known: dict[str, str | None] = {
        "title": scalar(announcement.title),
        "published": announcement.published.isoformat() if announcement.published else None,
        "published_from": announcement.published_from,
        "source": scalar(announcement.source) if announcement.source else None,
        "url": scalar(announcement.url) if announcement.url else "null",
        "fetched": scalar(fetched.isoformat()) if fetched else None,
        "original": scalar(f"{announcement.id}{suffix}") if original is not None and suffix else None,
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    return "".join(f"{key}: {value}\n" for key, value in known.items() if value)
