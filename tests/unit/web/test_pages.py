"""Pages: what they show, what they refuse, and that nothing that others wrote can leave its place."""

import re
import time
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from milepost.agenda import dated
from milepost.model import Announcement, Observation, Place, Quote
from milepost.settings import CalendarSettings, Feed, Settings
from milepost.web import pages
from milepost.web.pages import texts
from milepost.web.site import View
from milepost.when import parse
from tests.builders import a_milestone, a_snapshot

TODAY = date(2026, 3, 2)
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}</title></style>&amp;"


def a_view(*milestones, announcements=(), url="https://milestones.example.org", static=False, edit=None):
    settings = Settings(calendar=CalendarSettings(name="Commitments", zone="Asia/Kolkata", edit_url=edit))
    snapshot = replace(
        a_snapshot(*milestones, settings=settings), announcements={a.id: a for a in announcements}
    )
    return View(
        snapshot,
        dated(snapshot),
        TODAY,
        "Asia/Kolkata",
        url,
        (Feed("all", "Everything"),),
        tuple(sorted({t for m in milestones for t in m.topics})),
        tuple(sorted({p for m in milestones for p in m.parties})),
        static=static,
    )


def page(view, address="/", status=200):
    parts = urlsplit(address)
    found = pages.render(parts.path, parse_qs(parts.query, keep_blank_values=True), view)
    assert found.status == status, found.body.decode()
    return found.body.decode()


def section(html, name):
    return html.split(f'<section id="{name}">')[1].split("</section>")[0]


def quoted(text, words):
    at = text.index(words)
    return Quote("note", at, at + len(words), words)


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def elements(html):
    return Elements(html).found


@pytest.mark.parametrize(
    ("when", "name"),
    [
        ("by 2026-02-02", "overdue"),
        ("2026-03-03", "week"),
        ("2026-03-18", "month"),
        ("during 2026-H1", "open"),
        ("2026-08-02", "later"),
        ("2027-08-02", "after"),
        ("undated", "undated"),
    ],
)
def test_a_milestone_stands_in_one_section_of_the_agenda(when, name):
    html = page(a_view(a_milestone(when, title="Round table")))
    assert "Round table" in section(html, name)
    assert html.count("<h3><a") == 1


def test_sections_without_milestones_say_so_and_stay():
    html = page(a_view(a_milestone("2027-08-02")))
    for sentence in (
        "Nothing is overdue.",
        "Nothing falls in this week.",
        "No window is open.",
        "Nothing was promised without a date.",
    ):
        assert f'<p class="empty">{sentence}</p>' in html


def test_an_empty_calendar_says_how_to_begin():
    assert "No announcement has been read. <code>milepost read FILE</code> begins." in page(a_view())


def test_a_filter_without_matches_offers_everything():
    html = page(a_view(a_milestone()), "/?q=rare+earths")
    assert "Nothing matches <bdi>earths, rare</bdi>" in html
    assert '<a href="/">Show all</a>' in html


def test_empty_values_of_the_form_ask_for_nothing():
    view = a_view(a_milestone(topics=("ai",)))
    assert page(view, "/?topic=&party=&kind=&q=") == page(view)


@pytest.mark.parametrize(
    "address", ["/?colour=red", "/?topic=none", "/?show=all", "/?page=0&show=later", "/?show=later&show=week"]
)
def test_what_a_page_does_not_know_is_400_with_a_sentence(address):
    assert "This cannot be answered" in page(a_view(a_milestone(topics=("ai",))), address, status=400)


def test_the_subscribe_box_carries_the_filter_and_says_how_long_each_takes():
    html = page(a_view(a_milestone(topics=("ai",))), "/?topic=ai")
    box = html.split('id="subscribe"')[1]
    assert "webcal://milestones.example.org/feeds/all.ics?topic=ai" in box
    assert "cid=webcal%3A%2F%2Fmilestones.example.org%2Ffeeds%2Fall.ics%3Ftopic%3Dai" in box
    assert "url=https%3A%2F%2Fmilestones.example.org%2Ffeeds%2Fall.ics%3Ftopic%3Dai" in box
    assert box.index("Google Calendar") < box.index("4 to 24 hours") < box.index("Outlook")


def test_a_private_address_is_not_offered_to_services_that_cannot_reach_it():
    html = page(a_view(a_milestone(), url="http://127.0.0.1:8000"))
    assert "calendar.google.com" not in html
    assert "webcal://127.0.0.1:8000/feeds/all.ics" in html


def test_a_site_below_a_path_links_below_it():
    html = page(a_view(a_milestone(), url="https://example.org/calendar"))
    own = [a["href"] for tag, a in elements(html) if tag == "a" and a["href"].startswith("/")]
    assert own
    assert all(href.startswith("/calendar/") for href in own)


def test_a_long_section_shows_its_beginning_and_leads_to_the_rest():
    view = a_view(*(a_milestone("2026-08-02", id=f"n/{n:04}", title=f"Talks {n:04}") for n in range(450)))
    first = page(view)
    assert first.count('class="entry"') == 40
    assert '<a href="/?show=later">Show all 450</a>' in first
    last = page(view, "/?show=later&page=3")
    assert last.count('class="entry"') == 50
    assert "Talks 0449" in last


def test_a_page_written_to_a_file_shows_all_and_has_no_form():
    html = page(
        a_view(*(a_milestone("2026-08-02", id=f"n/{n}", topics=("ai",)) for n in range(60)), static=True)
    )
    assert html.count('class="entry"') == 60
    assert "<form" not in html
    assert 'href="/?' not in html
    assert "default-src 'none'" in html  # no server may be there to send the policy


TEXT = "The parties met today.\n\nThe second round will be held in the first half of 2026. It was agreed."
SENTENCE = "The second round will be held in the first half of 2026."


def told(**known):
    note = Announcement("note", "A briefing", TEXT, date(2026, 1, 16), "given", url="https://news.example/1")
    milestone = a_milestone(
        "during 2026-H1",
        announcement="note",
        quote=quoted(TEXT, SENTENCE),
        said="in the first half of 2026",
        **known,
    )
    return a_view(milestone, announcements=[note])


def test_a_milestone_shows_its_sentence_in_context_with_the_date_in_it():
    html = page(told(), "/milestones/note/round")
    assert "Some time in the first half of 2026" in html
    assert (
        "<mark>The second round will be held <b>in the first half of 2026</b>.</mark> It was agreed." in html
    )
    assert '<a href="/announcements/note#q1">Read it where it stands</a>' in html
    assert "<code>during 2026-H1</code>" in html


def test_an_announcement_marks_the_quote_and_links_both_ways():
    html = page(told(), "/announcements/note")
    ids = {a["id"] for _, a in elements(html) if "id" in a}
    assert {"q1", "m1"} <= ids
    assert 'href="#m1"' in html
    assert 'href="#q1"' in html
    assert '<p dir="auto">The parties met today.</p>' in html


def test_quotes_that_overlap_share_a_mark_and_keep_every_word():
    note = Announcement("note", "A briefing", TEXT, date(2026, 1, 16))
    tail = "first half of 2026. It was agreed."
    one = a_milestone("2026-05-12", id="note/a", announcement="note", quote=quoted(TEXT, SENTENCE))
    two = a_milestone(
        "2026-05-13",
        id="note/b",
        announcement="note",
        quote=quoted(TEXT, tail),
    )
    html = page(a_view(one, two, announcements=[note]), "/announcements/note")
    body = html.split('<div class="prose">')[1].split("</div>")[0]
    assert body.count("<mark>") == body.count("</mark>") == 1
    plain = re.sub(r"<sup>.*?</sup>", "", body)
    assert SENTENCE + " It was agreed." in re.sub(r"<[^>]+>", "", plain)


def test_the_reckoning_names_what_it_starts_from_in_words():
    view = a_view(
        a_milestone("2026-01-20", id="jp/decision", title="The decision"),
        a_milestone("within 90 days of jp/decision", id="jp/report", title="The report"),
    )
    html = page(view, "/milestones/jp/report")
    assert (
        '<a href="/milestones/jp/decision"><bdi>The decision</bdi></a>: 20\N{NO-BREAK SPACE}January 2026'
        in html
    )
    assert "The report" in page(view, "/milestones/jp/decision").split("Reckoned from it")[1]


def test_history_tells_a_move_with_its_distance():
    history = (
        Observation(date(2025, 12, 9), when=parse("2026-02-25")),
        Observation(date(2026, 2, 19), when=parse("2026-03-18")),
    )
    html = page(a_view(a_milestone("2026-03-18", history=history)), "/milestones/note/round")
    assert "Moved: 25\N{NO-BREAK SPACE}February → 18\N{NO-BREAK SPACE}March" in html
    assert "3 weeks later" in html


def test_a_clock_time_is_told_there_and_here():
    html = page(a_view(a_milestone("2026-05-12 10:00 Asia/Tokyo")), "/milestones/note/round")
    assert "Tuesday 12\N{NO-BREAK SPACE}May 2026, 10:00" in html
    assert "06:30 on 12\N{NO-BREAK SPACE}May 2026 in Asia/Kolkata" in html


def test_a_doubtful_date_is_never_passed_off_as_certain():
    html = page(a_view(a_milestone("2026-03-18", doubt="The year was not told.")))
    assert "in doubt" in html
    assert "perhaps 18\N{NO-BREAK SPACE}March" in html


def test_an_alias_leads_to_the_id():
    view = a_view(a_milestone(aliases=("old/name",)))
    moved = pages.render("/milestones/old/name", {}, view)
    assert (moved.status, dict(moved.headers)["location"]) == (301, "/milestones/note/round")


def test_edit_this_leads_to_the_file_and_line():
    view = a_view(
        a_milestone(written=Place("config/milestones/a b.yaml", 7)),
        edit="https://git.example.org/edit/{path}#L{line}",
    )
    assert 'href="https://git.example.org/edit/config/milestones/a%20b.yaml#L7"' in page(
        view, "/milestones/note/round"
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//[bad"])
def test_only_addresses_of_the_web_become_links(url):
    note = Announcement("note", "A note", TEXT, url=url)
    view = a_view(a_milestone(announcement="note", url=url), announcements=[note])
    for address in ("/announcements/note", "/milestones/note/round"):
        assert url.lower() not in page(view, address).lower()


def test_what_others_wrote_is_shown_and_never_obeyed():
    text = f"Before {HOSTILE} after."
    note = Announcement("note", HOSTILE, text, source=HOSTILE)
    milestone = a_milestone(
        "during 2026-H1", title=HOSTILE, announcement="note", quote=quoted(text, HOSTILE), said="alert(1)",
        place=HOSTILE, parties=(HOSTILE,), topics=(HOSTILE,), actors=(HOSTILE,), note=HOSTILE, doubt=HOSTILE,
        source=HOSTILE, id=f"note/{HOSTILE}",
    )  # fmt: skip
    view = a_view(milestone, announcements=[note])
    for address in (*pages.paths(view), "/nope", "/?" + "q=%3Cscript%3E"):
        path, _, query = address.partition("?") if address.startswith("/?") else (address, "", "")
        if path.startswith("/static/"):
            continue
        html = pages.render(path, parse_qs(query), view).body.decode()
        found = elements(html)
        assert not {"script", "style", "iframe", "img"} & {tag for tag, _ in found}, path
        assert not [a for _, attributes in found for a in attributes if a.startswith("on") or a == "style"]
        assert "49</title>" not in html


def test_every_page_of_the_site_is_answered_and_asks_no_other_host_for_anything():
    view = told(topics=("ai",))
    for path in pages.paths(view):
        found = pages.render(path, {}, view)
        assert found.status == 200, path
        if found.content_type.startswith("text/html"):
            loads = [
                a.get("href", a.get("src", ""))
                for tag, a in elements(found.body.decode())
                if tag in ("link", "img", "script", "use", "image")
            ]
            assert all(address.startswith(("/", "#")) for address in loads), path


def test_links_between_pages_lead_somewhere():
    view = told(topics=("ai",))
    for path in pages.paths(view):
        if path.startswith("/static/"):
            continue
        for tag, attributes in elements(page(view, path)):
            href = attributes.get("href", "")
            if tag == "a" and href.startswith("/") and not href.startswith(("/feeds/", "/api/")):
                page(view, href.split("#")[0])


def test_ids_on_a_page_are_unique():
    view = told()
    for path in ("/", "/undated", "/announcements/note", "/milestones/note/round"):
        ids = [a["id"] for _, a in elements(page(view, path)) if "id" in a]
        assert len(ids) == len(set(ids)), path


def test_a_page_of_a_question_posts_to_its_own_address():
    html = pages.ask(
        "Unsubscribe", "desk@example.org is told nothing more.", "Unsubscribe", a_view()
    ).body.decode()
    assert '<form method="post"><button type="submit">Unsubscribe</button></form>' in html


def test_nothing_here_is_a_page_with_a_way_on():
    html = page(a_view(), "/nope", status=404)
    assert "Nothing is here" in html
    assert '<a href="/">To the agenda</a>' in html


def test_a_stylesheet_is_named_for_its_content():
    html = page(a_view())
    href = next(a["href"] for tag, a in elements(html) if tag == "link" and a["rel"] == "stylesheet")
    assert re.fullmatch(r"/static/style\.[0-9a-f]{12}\.css", href)
    found = pages.render(href, {}, a_view())
    assert found.content_type.startswith("text/css")


def test_a_span_is_told_as_all_its_days_and_a_window_as_one_of_them():
    span = page(a_view(a_milestone("2026-03-05 to 2026-03-06")), "/milestones/note/round")
    window = page(a_view(a_milestone("during 2026-H1")), "/milestones/note/round")
    assert "all days from 5\N{NO-BREAK SPACE}March 2026 to 6\N{NO-BREAK SPACE}March 2026 are meant" in span
    assert "one day of that time is meant" in window


def test_a_promise_that_got_a_window_and_then_its_day_tells_both():
    whens = ("undated", "during spring 2026", "2026-05-12")
    history = tuple(Observation(date(2026, 1, n + 1), when=parse(when)) for n, when in enumerate(whens))
    html = page(a_view(a_milestone("2026-05-12", history=history)), "/milestones/note/round")
    assert "Dated: no date → spring 2026" in html
    assert "Set: spring 2026 → 12\N{NO-BREAK SPACE}May" in html
    assert "Changed twice." in html


def test_what_is_overdue_is_told_as_such():
    html = page(a_view(a_milestone("by 2026-02-02")), "/milestones/note/round")
    assert '<p class="over">28 days over. Nothing was heard since. Monday.</p>' in html


def test_the_words_of_a_date_are_found_across_a_line_break():
    text = "The second round of the dialogue will be held in the first\nhalf of 2026."
    note = Announcement("note", "A briefing", text)
    milestone = a_milestone(
        "during 2026-H1", announcement="note", quote=quoted(text, text), said="in the first half of 2026"
    )
    html = page(a_view(milestone, announcements=[note]), "/announcements/note")
    assert "<b>in the first\nhalf of 2026</b>" in html


def test_without_a_public_address_no_link_pretends_to_one():
    html = page(a_view(a_milestone(), url=""))
    assert "webcal:" not in html
    assert "Put the host of this page before this path" in html


def test_marking_grows_with_the_text_and_not_with_its_square():
    line = "A report will be published in 2026.\n"

    def taken(size):
        text = line * size
        marks = [texts.Mark(n, 0, 20 + n, (0, 10)) for n in range(size // 10)]
        rounds = []
        for _ in range(3):
            begun = time.process_time()
            html = "".join(texts.marked_paragraphs(text, marks))
            rounds.append(time.process_time() - begun)
        assert html.count('class="ref" href="#m') == len(marks)
        return min(rounds)

    assert taken(20_000) < 9 * taken(5_000)  # four times as much; each line against each quote: sixteen


def test_a_day_told_from_the_announcement_says_when_it_was_published():
    html = page(a_view(a_milestone("within 60 days of publication")), "/milestones/note/round")
    assert "the announcement was published on 16\N{NO-BREAK SPACE}January 2026" in html


def test_what_changed_lately_is_listed_and_what_is_older_is_not():
    html = page(
        a_view(
            a_milestone("2026-08-02", id="n/new", title="New talks", published=date(2026, 2, 27)),
            a_milestone("2026-08-03", id="n/old", title="Old talks", published=date(2026, 2, 20)),
        )
    )
    news = html.split('id="moves"')[1].split("</section>")[0]
    assert "New talks" in news
    assert "Old talks" not in news


@pytest.mark.parametrize("static", [False, True], ids=["served", "file"])
def test_what_is_past_stands_behind_a_link_or_at_the_end_of_a_file(static):
    html = page(a_view(a_milestone("2026-02-03", done=date(2026, 2, 3), title="Held"), static=static))
    assert ("Held" in html) == static
    assert ('<a href="/?show=past">1 past</a>' in html) != static


def test_the_margin_of_a_milestone_says_what_will_still_be_told():
    coming = (
        ("lead", "7 days", date(2026, 5, 5)),
        ("lead", "0 days at 09:00", date(2026, 5, 12)),
        ("closes", "30 days before", date(2026, 5, 31)),
        ("halfway", "", date(2026, 4, 1)),
    )
    view = replace(a_view(a_milestone()), reminders=lambda _: coming)
    margin = page(view, "/milestones/note/round").split("<h2>Reminders</h2>")[1].split("</section>")[0]
    shown = re.findall(r"<li><span>(.*?)</span> <span>(.*?)</span></li>", margin)
    assert shown == [
        ("7 days before", "5\N{NO-BREAK SPACE}May"),
        ("on the day, 09:00", "12\N{NO-BREAK SPACE}May"),
        ("30 days before it closes", "31\N{NO-BREAK SPACE}May"),
        ("halfway, still no day", "1\N{NO-BREAK SPACE}April"),
    ]
