"""The site over a real socket: what every client and every odd request gets."""

import gzip
import json
import socket
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from milepost.web.asgi import Allowance, redacted
from milepost.web.prepared import accepts_gzip
from tests.serving import MILESTONES, TOKEN, running


@pytest.fixture(scope="module")
def site():
    with running() as site:
        yield site


def test_a_feed_is_a_calendar_and_no_download(site):
    status, body, headers = site.ask("/feeds/all.ics")
    assert status == 200
    assert headers["content-type"] == "text/calendar; charset=utf-8"
    assert "content-disposition" not in headers
    assert headers["vary"] == "Accept-Encoding"
    assert headers["cache-control"] == "public, no-cache"
    assert body.startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize(
    "path", ["/feeds/all.ics", "/feeds/all.ics?topic=ai", "/feeds/all.json", "/feeds/ai.atom"]
)
def test_nothing_new_is_304_to_either_validator(site, path):
    _, body, headers = site.ask(path)
    assert site.ask(path, If_None_Match=headers["etag"])[:2] == (304, b"")
    assert site.ask(path, If_None_Match=f'"x", W/{headers["etag"]}')[0] == 304
    assert site.ask(path, If_Modified_Since=headers["last-modified"])[:2] == (304, b"")
    assert site.ask(path, If_Modified_Since="Mon, 02 Mar 2020 10:00:00 GMT")[:2] == (200, body)
    assert site.ask(path, If_None_Match='"other"', If_Modified_Since=headers["last-modified"])[0] == 200
    assert site.ask(path, If_Modified_Since="yesterday")[0] == 200


def test_each_coding_has_its_own_tag(site):
    _, plain, headers = site.ask("/feeds/all.ics")
    _, packed, packed_headers = site.ask("/feeds/all.ics", Accept_Encoding="gzip, br")
    assert gzip.decompress(packed) == plain
    assert packed_headers["content-encoding"] == "gzip"
    assert packed_headers["etag"] != headers["etag"]
    assert not packed_headers["etag"].startswith("W/")


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("*", True),
        ("identity", False),
        ("gzip;q=0", False),
        ("br", False),
    ],
)
def test_gzip_is_given_to_who_takes_it(sent, taken):
    assert accepts_gzip(sent.encode()) is taken


@pytest.mark.parametrize("path", ["/feeds/all.ics", "/feeds/ai.json", "/", "/health", "/api/v1/milestones"])
def test_head_is_get_without_a_body(site, path):
    status, _, headers = site.ask(path)
    head_status, nothing, head_headers = site.ask(path, "HEAD")
    assert (head_status, nothing) == (status, b"")
    headers.pop("date"), head_headers.pop("date")
    assert head_headers == headers


def test_an_edit_and_a_removal_reach_who_asks_again():
    with running() as site:
        _, _, first = site.ask("/feeds/all.ics")
        for left in (MILESTONES[1:], MILESTONES[2:]):
            site.now += timedelta(minutes=1)
            site.publish(*left)
            status, body, headers = site.ask("/feeds/all.ics", If_Modified_Since=first["last-modified"])
            assert status == 200
            assert body.count(b"BEGIN:VEVENT") == len(left) - 1
            assert headers["last-modified"] != first["last-modified"]
            first = headers


def test_a_filtered_feed_that_did_not_change_keeps_its_date_when_others_do():
    with running() as site:
        _, _, headers = site.ask("/feeds/all.ics?topic=ai")
        site.now += timedelta(minutes=1)
        site.publish(*MILESTONES[:1])
        status, _, _ = site.ask("/feeds/all.ics?topic=ai", If_Modified_Since=headers["last-modified"])
        assert status == 304


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/feeds/none.ics", 404, "There is no such feed."),
        ("/feeds/all.xml", 404, "There is no such feed."),
        ("/feeds/../etc.ics", 404, "There is no such feed."),
        ("/feeds/all.ics?tpoic=ai", 400, '"tpoic" is no filter'),
        ("/feeds/all.ics?topic=orse", 400, 'topic="orse" is not known; did you mean ores?'),
        ("/feeds/all.ics?windows=all", 400, "windows is span"),
        ("/feeds/all.ics?alarms=soon", 400, "alarms are told as"),
        ("/feeds/all.ics?alarms=400d", 400, "at most a year"),
        ("/feeds/all.ics?" + "q=a&" * 200, 400, "too many parts"),
        ("/feeds/all.ics?q=" + "a" * 5000, 414, "too long"),
        ("/feeds/all.ics?topic=%00%ff%0d%0aX-Evil:1", 400, "is not known"),
        ("/feeds/inner.ics", 404, "There is no such feed."),
        ("/feeds/inner.ics/wrong", 404, "There is no such feed."),
        ("/feeds/inner.ics/other", 404, "There is no such feed."),
        ("/nowhere", 404, "There is no such page"),
        ("/milestones/%00", 400, "no address of ours has"),
        ("/unsubscribe/wrong", 404, "not, or no longer, one of ours"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(site, path, status, sentence):
    got, body, headers = site.ask(path)
    assert got == status
    assert sentence.replace('"', "&#34;" if "html" in headers["content-type"] else '"') in body.decode()
    assert "x-evil" not in headers
    assert "content-security-policy" in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND"])
def test_a_method_that_is_not_taken_is_405_and_says_which_are(site, method):
    status, _, headers = site.ask("/feeds/all.ics", method)
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_a_private_feed_opens_to_its_token_alone_and_is_not_for_shared_caches(site):
    status, body, headers = site.ask(f"/feeds/inner.ics/{TOKEN}")
    assert (status, body.count(b"BEGIN:VEVENT")) == (200, 2)
    assert headers["cache-control"].startswith("private")
    assert site.ask(f"/feeds/ai.ics/{TOKEN}")[0] == 404
    assert b"inner" not in site.ask("/")[1]
    assert f"/feeds/inner.ics/{TOKEN}" not in site.site.hot


def test_no_token_reaches_a_log():
    assert redacted("/feeds/inner.ics/secret") == "/feeds/inner.ics/…"
    assert redacted("/unsubscribe/secret") == "/unsubscribe/…"
    assert redacted("/milestones/a/b") == "/milestones/a/b"


def test_following_a_link_changes_nothing_and_posting_acts(site):
    site.links.done.clear()
    status, page, headers = site.ask("/unsubscribe/known")
    assert status == 200
    assert b"Nothing more will come." in page
    assert headers["cache-control"] == "no-store"
    assert site.links.done == []
    status, page, _ = site.ask("/unsubscribe/known", "POST", b"List-Unsubscribe=One-Click")
    assert status == 200
    assert site.links.done == [("unsubscribe", "known")]


def test_pages_carry_a_strict_policy(site):
    policy = site.ask("/")[2]["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert site.ask("/api/docs")[2]["content-security-policy"] == policy


def test_health_is_503_when_reminders_cannot_go_out():
    with running() as site:
        assert site.ask("/health")[0] == 200
        site.well = False
        status, body, _ = site.ask("/health")
        assert (status, json.loads(body)) == (503, {"status": "late"})


def test_metrics_and_robots_are_text(site):
    assert site.ask("/metrics")[1] == b"milepost_up 1\n"
    assert b"Disallow: /api/" in site.ask("/robots.txt")[1]


def test_pipelined_requests_are_answered_in_order(site):
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as wire:
        paths = ("/feeds/all.ics", "/health", "/feeds/ai.ics", "/robots.txt")
        wire.sendall(b"".join(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths))
        wire.settimeout(5)
        got = b""
        while b"Disallow" not in got and (more := wire.recv(65536)):
            got += more
    order = [
        got.index(mark)
        for mark in (b"X-WR-CALNAME:Commitments", b'"status"', b"X-WR-CALNAME:AI", b"User-agent")
    ]
    assert order == sorted(order)


@pytest.mark.parametrize("sent", [{}, {"Accept-Encoding": "gzip"}, {"If-None-Match": "*"}])
def test_the_short_way_and_the_long_one_answer_alike(site, sent):
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    answers, close = [], {"1.1": "", "1.0": "Connection: close\r\n"}
    for version in ("1.1", "1.0"):  # HTTP/1.0 never takes the short way
        with socket.create_connection(("127.0.0.1", site.port), timeout=10) as wire:
            wire.sendall(f"GET /feeds/all.ics HTTP/{version}\r\n{lines}{close[version]}\r\n".encode())
            wire.settimeout(0.3)
            got = b""
            with suppress(TimeoutError):
                while more := wire.recv(65536):
                    got += more
        head, _, body = got.partition(b"\r\n\r\n")
        kept = {line for line in head.lower().split(b"\r\n") if not line.startswith((b"date", b"conn"))}
        answers.append((kept, body))
    assert answers[0] == answers[1]


def test_an_endless_header_ends(site):
    sent = 0
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as wire, suppress(OSError):
        wire.sendall(b"GET / HTTP/1.1\r\n")
        while sent < 10_000_000:
            wire.sendall(b"X-A: " + b"a" * 1000 + b"\r\n")
            sent += 1007
    assert sent < 10_000_000


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /feeds/all.ics HTTP/1.1\r\nHost:", b"POST /snooze/a HTTP/1.1\r\nContent-Length: 9\r\n\r\n"],
)
def test_a_request_that_does_not_arrive_ends(sent):
    with running(patience=0.2) as site, socket.create_connection(("127.0.0.1", site.port), timeout=5) as wire:
        wire.sendall(sent)
        assert wire.recv(100) == b""


def test_a_slow_answer_is_not_a_slow_request():
    with running(patience=0.2) as site:
        act = site.links.act
        site.site.roof = replace(
            site.site.roof, act=lambda kind, token: (time.sleep(0.6), act(kind, token))[1]
        )
        assert site.ask("/unsubscribe/known", "POST", b"List-Unsubscribe=One-Click")[0] == 200


def test_an_address_that_used_its_share_waits():
    allowance = Allowance()
    assert allowance.wait("a", 0.0) == 0
    allowance.spend("a", 0.0, 6.0)
    assert allowance.wait("a", 0.0) == 5
    assert allowance.wait("b", 0.0) == 0
    assert allowance.wait("a", 5.0) == 0


def test_who_asks_for_too_much_work_is_429_but_calendars_still_come():
    with running() as site:
        site.site.allowance.spend("127.0.0.1", time.monotonic(), 100.0)
        status, _, headers = site.ask("/feeds/all.ics?topic=ai")
        assert status == 429
        assert int(headers["retry-after"]) > 0
        assert site.ask("/feeds/all.ics")[0] == 200


# The API


def test_milestones_are_filtered_and_paged(site):
    status, body, headers = site.ask("/api/v1/milestones?limit=2")
    page = json.loads(body)
    assert (status, page["total"], len(page["milestones"])) == (200, 3, 2)
    rest = json.loads(site.ask(page["next"])[1])
    assert rest["next"] is None
    assert len({m["id"] for m in (*page["milestones"], *rest["milestones"])}) == 3
    assert site.ask("/api/v1/milestones?limit=2", If_None_Match=headers["etag"])[0] == 304
    only = json.loads(site.ask("/api/v1/milestones?topic=ai&party=JP")[1])
    assert [m["id"] for m in only["milestones"]] == ["note/ai"]


def test_a_milestone_has_its_history(site):
    status, body, _ = site.ask("/api/v1/milestones/note/ores")
    told = json.loads(body)
    assert (status, told["when"], told["history"][0]["when"]) == (200, "2026-40", "during 2026-H1")


def test_announcements_name_what_was_made_of_them(site):
    (told,) = json.loads(site.ask("/api/v1/announcements")[1])["announcements"]
    assert (told["id"], told["milestones"]) == ("note", ["note/ai"])
    assert json.loads(site.ask("/api/v1/announcements/note")[1])["text"] == "India and Japan will talk."


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/milestones?colour=red", 400),
        ("/api/v1/milestones?limit=0", 400),
        ("/api/v1/milestones?limit=abc", 400),
        ("/api/v1/milestones?after=none", 404),
        ("/api/v1/milestones/none", 404),
        ("/api/v1/milestones/note/ai?x=1", 400),
        ("/api/v1/announcements/none", 404),
        ("/api/v2/milestones", 404),
        ("/api/", 404),
    ],
)
def test_the_api_refuses_with_a_sentence(site, path, status):
    got, body, headers = site.ask(path)
    assert (got, headers["content-type"]) == (status, "application/json; charset=utf-8")
    assert json.loads(body)["error"].endswith(".")


def post(site, value, token=TOKEN, kind="application/json"):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    sent = {"Content_Type": kind} | ({"Authorization": f"Bearer {token}"} if token else {})
    status, answer, headers = site.ask("/api/v1/announcements", "POST", body, **sent)
    return status, json.loads(answer), headers


def test_a_holder_of_a_posting_token_may_announce(site):
    status, answer, _ = post(site, {"title": "A note", "text": "They will meet.", "published": "2026-01-16"})
    assert (status, answer["announcement"]["id"]) == (201, "new")
    assert site.posted.told[-1] == ("A note", "press")


@pytest.mark.parametrize("token", [None, "wrong", "other"])
def test_nobody_else_may(site, token):
    told = len(site.posted.told)
    status, _, headers = post(site, {"title": "A note", "text": "Text"}, token)
    assert (status, headers["www-authenticate"]) == (401, "Bearer")
    assert len(site.posted.told) == told


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ({"title": "A", "text": ""}, 400),
        ({"title": "A", "text": "T", "published": "yesterday"}, 400),
        ({"title": "A", "text": "T", "published": 0}, 400),
        ({"title": "A", "text": "T", "colour": "red"}, 400),
        ({"title": " ", "text": "T"}, 400),
        ({"title": "unreadable", "text": "T"}, 400),
        ([], 400),
        (b"{", 400),
        (b'{"title": "' + b"a" * 4_200_000, 413),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(site, value, status):
    got, answer, _ = post(site, value)
    assert got == status
    assert answer["error"].endswith(".")


def test_the_document_describes_every_door(site):
    document = json.loads(site.ask("/api/openapi.json")[1])
    assert set(document["paths"]) == {
        "/api/v1/milestones",
        "/api/v1/milestones/{id}",
        "/api/v1/announcements",
        "/api/v1/announcements/{id}",
    }
    page = site.ask("/api/docs")[1].decode()
    assert "<script" not in page
    assert all(path in page for path in document["paths"])
