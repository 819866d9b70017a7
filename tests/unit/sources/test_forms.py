"""Every form becomes text, and whatever is none is refused in one sentence; all texts here are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from milepost.errors import SourceError
from milepost.net import Guard
from milepost.sources import LARGEST, fetch, text_of

SENTENCE = "The second round of the Maritime Dialogue will be held in the first half of 2026."


def test_text_is_kept_character_for_character() -> None:
    text = "Talks “resume” on 2\u00a0August.\n\n  • one\n"
    assert text_of("a.txt", text.encode()).text == text


def test_line_ends_of_other_systems_become_newlines() -> None:
    assert text_of("a.md", b"one\r\ntwo\rthree").text == "one\ntwo\nthree"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_decides_and_is_not_kept(encoding: str) -> None:
    assert text_of("a.txt", SENTENCE.encode(encoding)).text == SENTENCE


def test_western_text_of_old_machines_is_read() -> None:
    assert (
        text_of("a.txt", "Séjour – “visite” à Genève".encode("cp1252")).text == "Séjour – “visite” à Genève"
    )


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", b"PK\x03\x04\x00\x00", "no text"),
        ("a.txt", b"\x01\x02\x03\x04" * 20, "no text"),
        ("a.txt", "日本とインドは対話を行う。".encode("shift_jis") * 5, "UTF-8"),
        ("a.txt", b"\xff\xfe\x00", "begins like"),
        ("a.pdf", b"%PDF-1.7 nothing more", "damaged"),
        ("a.html", b"<html><body></body></html>", "no article"),
        ("a.eml", b"Subject: x\n\n", "without text"),
        ("a.txt", b"x" * (LARGEST + 1), "not read"),
    ],
    ids=[
        "nothing",
        "blank",
        "zip",
        "control",
        "shift-jis",
        "cut utf-16",
        "cut pdf",
        "bare page",
        "bare mail",
        "huge",
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(name: str, data: bytes, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        text_of(name, data)
    assert name in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_page_gives_its_article_title_and_day() -> None:
    html = (
        "<html><head><title>Dialogue agreed</title><meta property='article:published_time'"
        " content='2026-01-16T09:00:00Z'></head><body><nav><a href='/x'>Menu</a></nav>"
        "<article><h1>Dialogue agreed</h1>" + f"<p>{SENTENCE}</p>" * 3 + "</article></body></html>"
    )
    sourced = text_of("story.html", html.encode())
    assert SENTENCE in sourced.text
    assert "Menu" not in sourced.text
    assert (sourced.published, sourced.published_from) == (date(2026, 1, 16), "metadata")


def test_mail_gives_its_subject_sender_and_day() -> None:
    mail = (
        "From: Press <press@example.org>\r\nTo: desk@example.org\r\nSubject: Dialogue agreed\r\n"
        "Date: Fri, 16 Jan 2026 09:00:00 +0900\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{SENTENCE}\r\n"
    )
    sourced = text_of("note.eml", mail.encode())
    assert sourced.text.strip() == SENTENCE
    assert sourced.title == "Dialogue agreed"
    assert (sourced.published, sourced.published_from) == (date(2026, 1, 16), "metadata")
    assert "press@example.org" in sourced.source


def test_pdf_gives_its_text() -> None:
    assert SENTENCE in " ".join(text_of("act.pdf", a_pdf(SENTENCE)).text.split())


def test_fetched_file_keeps_its_bytes_only_where_its_text_is_not_all_of_them(tmp_path: Path) -> None:
    plain, page = tmp_path / "a.txt", tmp_path / "b.pdf"
    plain.write_text(SENTENCE, encoding="utf-8")
    page.write_bytes(a_pdf(SENTENCE))
    assert fetch(str(plain), Guard()).original is None
    assert fetch(str(page), Guard()).original == page.read_bytes()


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no file"):
        fetch(str(tmp_path / "no.txt"), Guard())
    with pytest.raises(SourceError, match="is a folder"):
        fetch(str(tmp_path), Guard())


def a_pdf(line: str) -> bytes:
    """A PDF of one page with one line, written by hand."""
    stream = f"BT /F1 10 Tf 20 100 Td ({line}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    )
