"""YAML that a person likes to read, and files that are there whole or not at all."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_PLAIN: Final = re.compile(r"[^\W_][\w ./()+’“”„–—-]*(?:, [\w ./()+’“”„–—-]+)*")
_PLAIN_IN_LIST: Final = re.compile(r"[^\W_][\w ./()+’–—-]*")
_GUESSED: Final = re.compile(r"(?i)null|true|false|yes|no|on|off|y|n|[\d_.:+-]+|0[xo]?[\da-f_]+|\d.*[\d:].*")
_ODD: Final = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\uffef]")
WIDTH: Final = 100


def scalar(text: str, *, in_list: bool = False) -> str:
    """A text on one line of YAML, in quotes where it would otherwise be read as something else."""
    pattern = _PLAIN_IN_LIST if in_list else _PLAIN
    if pattern.fullmatch(text) and not _GUESSED.fullmatch(text) and text == text.strip():
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ODD.sub(lambda found: _escape(found[0]), quoted)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def folded(text: str, indent: int) -> str:
    """A long text as a block that folds back to one line, its white space narrowed to single spaces."""
    words = text.split()
    short = " ".join(words)
    if _ODD.search(short) or not short:
        return scalar(short)
    if len(short) + indent <= WIDTH - 20 and scalar(short) == short:
        return short
    margin, lines, line = " " * indent, [], ""
    for word in words:
        if line and len(line) + 1 + len(word) + indent > WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return ">-\n" + "\n".join(margin + line for line in [*lines, line])


def listed(texts: Iterable[str]) -> str:
    """Texts as a list on one line."""
    return "[" + ", ".join(scalar(text, in_list=True) for text in texts) + "]"


def create(path: Path, data: bytes) -> bool:
    """Put a new file in place, whole; False, and nothing touched, if the name is taken. Raises OSError."""
    temporary = _write_beside(path, data)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        temporary.unlink(missing_ok=True)
    _settle(path.parent)
    return True


def replace(path: Path, data: bytes) -> None:
    """Put a file of ours in place of the one before it, whole. Raises OSError."""
    temporary = _write_beside(path, data)
    try:
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _write_beside(path: Path, data: bytes) -> Path:
    temporary = path.parent / f".{path.name}.{secrets.token_hex(4)}.tmp"
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _settle(folder: Path) -> None:
    """Make the names in a folder last through a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
