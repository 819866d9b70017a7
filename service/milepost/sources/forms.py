"""The forms an announcement comes in, each with the function that makes text of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from milepost.errors import SourceError
from milepost.model import PublishedFrom
from milepost.sources.bytes import decoded

LARGEST: Final = 20_000_000
"""Bytes beyond which nothing is read: the longest act of a parliament has a tenth of it."""
_MOST_PAGES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Sourced:
    """A text as it is kept in seeds/ (offsets count its characters), with what its form tells of it.

    ``published_from`` is "metadata" where the form itself says the day (a mail's Date, a page's tags)
    and "inferred" where it was guessed; None with ``published`` None.
    """

    text: str
    title: str = ""
    published: date | None = None
    published_from: PublishedFrom | None = None
    source: str = ""
    url: str | None = None
    original: bytes | None = None
    """What it was made from, where the text is not all of it."""


def text_of(name: str, data: bytes) -> Sourced:
    """The text of a file by its name and bytes: .txt and .md as they are, .html, .pdf and .eml read.

    A name without a known ending is told by its first bytes. Raises SourceError, one sentence, for
    what is empty, larger than LARGEST, damaged, locked or no text.
    """
    if not data.strip():
        raise SourceError(f"{name} is empty")
    if len(data) > LARGEST:
        raise SourceError(f"{name} has {len(data):,} bytes; more than {LARGEST:,} are not read")
    sourced = FORMS[_form(name, data)](name, data)
    if not sourced.text.strip():
        raise SourceError(f"{name} holds no text that can be read")
    return sourced


def _form(name: str, data: bytes) -> str:
    ending = name.lower().rsplit(".", 1)[-1] if "." in name else ""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if ending in FORMS:
        return ending
    head = data[:2_000].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if re.match(rb"(?:[a-z-]+: [^\n]*\r?\n){3}", head) and b"\nsubject:" in head:
        return "eml"
    return "txt"


def _plain(name: str, data: bytes) -> Sourced:
    return Sourced(decoded(name, data))


def _html(name: str, data: bytes) -> Sourced:
    """The article of a page without its menus; its day is a suggestion by its tags or its text."""
    text = decoded(name, data)
    return page(name, text)


def page(name: str, html: str, url: str | None = None) -> Sourced:
    """The article of an HTML page."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it complains about what we report ourselves
    try:
        tree = trafilatura.load_html(html)
        article = (
            trafilatura.extract(tree, url=url, include_comments=False, include_tables=True, favor_recall=True)
            if tree is not None
            else None
        )
        found = trafilatura.extract_metadata(tree, default_url=url) if tree is not None else None
    except Exception as error:  # the parser below raises whatever a damaged page makes it raise
        raise SourceError(
            f"{name} cannot be read as a page ({type(error).__name__}): save its text as .txt"
        ) from error
    if not article:
        raise SourceError(f"{name} is a page in which no article was found: save its text as .txt")
    day, origin = _page_day(html)
    return Sourced(
        article,
        " ".join((found.title or "").split()) if found else "",
        day,
        origin,
        (found.sitename or "") if found else "",
        url or (found.url if found else None),
    )


def _page_day(html: str) -> tuple[date | None, PublishedFrom | None]:
    """A page's day of publication: from its tags if they name one, else guessed."""
    from htmldate import find_date

    for extensive, origin in ((False, "metadata"), (True, "inferred")):
        try:
            told = find_date(html, extensive_search=extensive, original_date=True)
            if told:
                return date.fromisoformat(told[:10]), "metadata" if origin == "metadata" else "inferred"
        except Exception:  # noqa: S112 — a page that its parser stumbles over simply tells no day
            continue
    return None, None


def _pdf(name: str, data: bytes) -> Sourced:
    """The text of a PDF, page after page; words cut at a line's end are joined again."""
    import io
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(f"{name} is locked by a password: save it without one")
        pages = [page.extract_text() or "" for page in reader.pages[:_MOST_PAGES]]
        told = reader.metadata
        title, made = (told.title or "", told.creation_date) if told else ("", None)
    except SourceError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        raise SourceError(
            f"{name} is damaged or no PDF ({type(error).__name__}): save its text as .txt"
        ) from error
    text = "\n\n".join(part.strip() for part in pages if part.strip())
    if not text:
        raise SourceError(f"{name} is a PDF of pictures without text: run it through text recognition first")
    text = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text.replace("\0", ""))
    return Sourced(text, " ".join(title.split()), made.date() if made else None, "inferred" if made else None)


def _eml(name: str, data: bytes) -> Sourced:
    """The text of a mail; its Date is the day, its From the source."""
    from email import policy
    from email.parser import BytesParser
    from email.utils import parsedate_to_datetime

    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        body = message.get_body(preferencelist=("plain", "html"))
        payload = body.get_content() if body is not None else ""
    except (LookupError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(
            f"{name} cannot be read as a mail ({type(error).__name__}): save its text as .txt"
        ) from error
    if not isinstance(payload, str) or not payload.strip():
        raise SourceError(f"{name} is a mail without text")
    text = payload.replace("\r\n", "\n")
    if body is not None and body.get_content_subtype() == "html":
        text = page(name, text).text
    day: date | None = None
    try:
        day = parsedate_to_datetime(str(message["date"])).date() if message["date"] else None
    except (ValueError, TypeError, IndexError):
        day = None
    subject, sender = (
        " ".join(str(message["subject"] or "").split()),
        " ".join(str(message["from"] or "").split()),
    )
    return Sourced(text, subject, day, "metadata" if day else None, sender)


FORMS: Final[Mapping[str, Callable[[str, bytes], Sourced]]] = {
    "txt": _plain,
    "text": _plain,
    "md": _plain,
    "html": _html,
    "htm": _html,
    "xhtml": _html,
    "pdf": _pdf,
    "eml": _eml,
}
"""What a name may end in, and how it is read."""
