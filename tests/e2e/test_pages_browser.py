"""The pages in a real browser: accessible, narrow and wide, light and dark, on paper, without a script."""

import os
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from milepost.model import Announcement, Observation, Place
from milepost.when import parse
from tests.builders import a_milestone
from tests.e2e import browser as browsers
from tests.unit.web.test_pages import HOSTILE, a_view, quoted

pytestmark = pytest.mark.skipif(bool(browsers.missing()), reason=browsers.missing() or "-")

CJK = "第十八回日印外相間戦略対話における経済安全保障に関する作業部会"
TAB, ENTER = "\ue004", "\ue007"
# An invented announcement.
TEXT = (
    "The ministers met today and opened a dialogue.\n\nThe second round will be held in the first half of "
    "2026. A working group on minerals will be convened.\n\nالمؤتمر الدولي حول المعادن الحرجة"
)


def everything():
    """Milestones of every form, in three scripts, one of them hostile."""
    note = Announcement("note", "A briefing", TEXT, date(2026, 1, 16), "given", url="https://news.example/1")
    second = quoted(TEXT, "The second round will be held in the first half of 2026.")
    moved = (
        Observation(date(2025, 12, 9), when=parse("2026-02-25")),
        Observation(date(2026, 2, 27), when=parse("2026-03-18")),
    )
    milestones = (
        a_milestone("by 2026-02-02", id="n/late", parties=("EU",), topics=("ai",), said="no later than"),
        a_milestone("2026-03-03 10:00 Asia/Tokyo", id="n/call", parties=("IN", "JP")),
        a_milestone("2026-03-05 to 2026-03-09", id="n/visit", kind="visit", parties=("IN", "JP")),
        a_milestone("2026-03-18", id="n/moved", history=moved, parties=("IN",)),
        a_milestone(
            "during 2026-H1", id="note/second", announcement="note", quote=second, parties=("IN", "JP"),
            said="in the first half of 2026", topics=("ai",), written=Place("config/milestones/note.yaml", 3),
        ),
        a_milestone("within 60 days of note/second", id="n/chain", kind="publication", parties=("IN", "JP")),
        a_milestone("from 2026-08-02", id="n/law", kind="effective", parties=("EU",)),
        a_milestone("by 2028-08-02, every 4 years", id="n/review", kind="review", parties=("EU",)),
        a_milestone("2026-04-14", id="n/rtl", title="المؤتمر الدولي حول المعادن الحرجة، الجولة الثانية"),
        a_milestone("2026-04-22", id="n/cjk", title=CJK * 2),
        a_milestone("2026-05-01", id="n/hostile", title=HOSTILE, place=HOSTILE),
        a_milestone("2026-05-02", id="n/unbroken", title="n" * 240),
        a_milestone("during 2026", id="n/doubt", doubt="Last year may be meant.", parties=("IN",)),
        a_milestone("undated", id="n/undated", kind="commitment", topics=("minerals",)),
    )  # fmt: skip
    return a_view(*milestones, announcements=[note], edit="https://git.example.org/edit/{path}#L{line}")


PATHS = (
    "/", "/?topic=ai", "/?q=nothing-like-it", "/?show=later", "/undated", "/timeline", "/timeline?months=36",
    "/month/2026-03", "/milestones/note/second", "/milestones/n/moved", "/milestones/n/hostile",
    "/announcements/note", "/nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    with browsers.driven() as opened:
        yield opened


@pytest.fixture(scope="module")
def site():
    with browsers.serving(everything()) as address:
        yield address


@pytest.fixture(scope="module")
def axe():
    where = os.environ.get("MILEPOST_TEST_AXE")
    if not where:
        pytest.skip("MILEPOST_TEST_AXE names no axe.min.js")
    return Path(where).read_text(encoding="utf-8")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious(browser, site, axe, path, width, dark):
    browser.look(width, dark)
    browser.go(site + path)
    browser.run(axe + "; window.axe = axe")
    found = browser.wait(
        "const done = arguments[0], tags ="
        " ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];"
        "axe.run(document, {runOnly: tags}).then(result => done(result.violations"
        ".filter(v => v.impact == 'serious' || v.impact == 'critical')"
        ".map(v => [v.id, v.nodes.map(n => n.html + ' ' + n.failureSummary).slice(0, 3)])))"
    )
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_the_window(browser, site, path, width):
    browser.look(width)
    browser.go(site + path)
    assert browser.run("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PATHS)
def test_the_policy_of_the_site_refuses_nothing_and_there_is_no_script(browser, site, path):
    browser.complaints()
    browser.go(site + path)
    said = [line for line in browser.complaints() if "favicon" not in line and "404" not in line]
    assert said == []
    assert browser.run("return document.scripts.length") == 0
    assert browser.run("return document.styleSheets[0].cssRules.length") > 50


def test_keys_alone_lead_past_the_navigation_and_into_a_milestone(browser, site):
    browser.look(1280)
    browser.go(site + "/")
    browser.press(TAB)
    assert browser.run("return document.activeElement.className") == "skip"
    assert browser.run("return document.activeElement.getBoundingClientRect().top >= 0")
    browser.press(ENTER)
    assert browser.run("return location.hash") == "#main"
    browser.run("document.querySelector('.entry h3 a').focus({focusVisible: true})")
    assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    browser.press(ENTER)
    assert browser.run("return location.pathname").startswith("/milestones/")


def test_the_filter_form_leads_to_the_address_of_the_filtered_page(browser, site):
    browser.look(1280)
    browser.go(site + "/")
    browser.run("document.querySelector('select[name=topic]').value = 'ai'")
    browser.run("document.querySelector('form.filter').submit()")
    assert browser.run("return new URL(location).searchParams.get('topic')") == "ai"
    assert browser.run("return document.querySelectorAll('.entry').length") == 2


def test_no_label_of_the_timeline_lies_on_another_or_leaves_the_picture(browser):
    many = a_view(
        *(
            a_milestone(
                f"{'by ' * (n % 3 == 0)}2026-{n % 12 + 1:02}-{n * 7 % 28 + 1:02}",
                published=date(2025, 12, 1),
                id=f"n/{n}",
                title=f"{'Working group WW' if n % 2 else 'mineral supply list'} {n}",
            )
            for n in range(300)
        )
    )
    with browsers.serving(many) as address:
        browser.look(1280)
        browser.go(address + "/timeline")
        boxes = browser.run(
            "return [...document.querySelectorAll('.plot a > text')].map(t => t.getBBox())"
            ".map(b => [b.x, b.y, b.width])"
        )
    assert len(boxes) == 300
    rows = {}
    for x, y, width in boxes:
        assert x >= 0
        assert x + width <= 1120
        rows.setdefault(round(y), []).append((x, x + width))
    for row in rows.values():
        row.sort()
        assert all(a[1] < b[0] for a, b in pairwise(row))


def test_on_paper_there_is_no_navigation_and_the_ink_is_black(browser, site):
    browser.look(800, dark=True, media="print")
    browser.go(site + "/")
    assert browser.run("return getComputedStyle(document.querySelector('nav')).display") == "none"
    assert browser.run("return getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    assert (
        browser.run("return getComputedStyle(document.documentElement).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    browser.look(800)


def test_a_link_to_a_sentence_leads_to_it_and_back(browser, site):
    browser.look(1280)
    browser.go(site + "/milestones/note/second")
    browser.run("document.querySelector('a[href*=\"#q\"]').click()")
    assert browser.run("return location.pathname + location.hash") == "/announcements/note#q1"
    assert browser.run("return document.querySelector('#q1').closest('mark').textContent").startswith(
        "The second"
    )
