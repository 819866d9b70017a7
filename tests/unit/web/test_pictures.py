"""The timeline and the month: what is drawn where, and that much of it stays a picture."""

import re
from datetime import date
from itertools import pairwise

import pytest

from milepost.model import Observation
from milepost.when import parse
from tests.builders import a_milestone
from tests.unit.web.test_pages import a_view, elements, page


def drawn(html):
    """The picture, and the attributes of every element in it."""
    return html.split('<svg class="plot"')[1].split("</svg></section>")[0]


def moved(*whens, **known):
    history = tuple(Observation(date(2025, 12, n + 1), when=parse(when)) for n, when in enumerate(whens))
    return a_milestone(whens[-1], history=history, **known)


def test_a_window_is_one_bar_from_its_first_day_to_its_last():
    picture = drawn(page(a_view(a_milestone("during 2026-H1")), "/timeline"))
    bars = [a for tag, a in elements("<svg" + picture) if tag == "svg" and a.get("height") == "12"]
    assert [(a["x"], a["width"]) for a in bars] == [("12.0", "474.1")]  # 181 of 365 days of 956


def test_a_window_that_leaves_the_picture_has_a_hard_end_there():
    picture = drawn(page(a_view(a_milestone("between 2026-06 and 2027-06")), "/timeline"))
    assert '"#cap"' in picture
    assert '"#cap2"' not in picture


def test_a_chain_is_an_elbow_from_the_anchor_to_the_deadline():
    view = a_view(
        a_milestone("2026-01-20", id="jp/decision"),
        a_milestone("within 90 days of jp/decision", id="jp/report"),
    )
    chain = drawn(page(view, "/timeline")).split('<g class="ghost chain">')[1].split("</g>")[0]
    assert len(re.findall(r"<path", chain)) == 1
    start, end = re.match(r'.* d="M([\d.]+) [\d.]+V[\d.]+H([\d.]+)', chain).groups()
    assert float(start) < float(end)


def test_a_move_leaves_a_ghost_and_a_window_that_got_its_day_a_box():
    ghosts = drawn(page(a_view(moved("2026-02-25", "2026-04-18")), "/timeline"))
    assert '<circle class="thin dash"' in ghosts
    box = drawn(page(a_view(moved("during spring 2026", "2026-05-12")), "/timeline"))
    assert '<path class="ghost thin dash"' in box


def test_what_recurs_is_drawn_each_time():
    picture = drawn(page(a_view(a_milestone("2026-01-31, every month")), "/timeline"))
    assert picture.count("<circle") == 12


def test_the_list_tells_everything_that_is_drawn():
    view = a_view(*(a_milestone(f"2026-{n:02}-15", id=f"n/{n}", title=f"Talks {n}") for n in range(1, 13)))
    html = page(view, "/timeline")
    assert drawn(html).count("<a ") == html.split('<table class="list">')[1].count('<th scope="row">') == 12


def test_thousands_are_cut_to_the_nearest_with_a_sentence():
    view = a_view(*(a_milestone(f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}", id=f"n/{n}") for n in range(1000)))
    html = page(view, "/timeline")
    assert drawn(html).count("<a ") == 400
    assert "Drawn are the 400 nearest to today of 1000." in html


def test_marks_of_a_packed_row_do_not_overlap():
    view = a_view(*(a_milestone(f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}", id=f"n/{n}") for n in range(200)))
    rows = {}
    for x, y in re.findall(
        r'<circle class="fill" cx="([\d.]+)" cy="([\d.]+)"', drawn(page(view, "/timeline"))
    ):
        rows.setdefault(y, []).append(float(x))
    assert len(rows) < 200
    for places in rows.values():
        places.sort()
        assert all(right - left > 100 for left, right in pairwise(places))


def test_many_parties_become_few_lanes():
    view = a_view(*(a_milestone("2026-05-12", id=f"n/{n}", parties=(f"P{n}",)) for n in range(60)))
    assert drawn(page(view, "/timeline")).count('class="lane') == 12


@pytest.mark.parametrize(
    "query", ["from=2026", "from=2026-13", "months=7", "months=x", "from=2026-01&from=2026-02"]
)
def test_a_time_that_is_none_is_400(query):
    page(a_view(), f"/timeline?{query}", status=400)


def test_the_picture_ends_where_the_calendar_does():
    view = a_view(a_milestone("9999-12-31"), a_milestone("0001-01-01", id="note/old"))
    for address in ("/", "/timeline", "/month", "/timeline?from=8999-12&months=36", "/month/8999-12"):
        page(view, address)
    for address in ("/month/9999-12", "/month/0001-01", "/month/2026-00", "/month/2026-3", "/month/x"):
        page(view, address, status=404)


def test_in_a_month_a_window_is_one_bar_and_no_day():
    html = page(a_view(a_milestone("during 2026-H1", title="Talks")), "/month/2026-03")
    assert html.count("Talks") == 1
    assert "to 30\N{NO-BREAK SPACE}June" in html


def test_in_a_month_a_span_is_a_cell_across_its_days_even_over_a_weekend():
    html = page(a_view(a_milestone("2026-03-05 to 2026-03-10", title="Visit")), "/month/2026-03")
    cells = re.findall(r'<td(?: colspan="(\d)")?><span class="bar"', html)
    assert cells == ["4", "2"]


def test_rows_of_the_month_hold_seven_days():
    spans = (
        ("2026-03-05 to 2026-03-10", "a"),
        ("2026-03-06 to 2026-03-07", "b"),
        ("2026-03-11 to 2026-03-12", "c"),
    )
    view = a_view(*(a_milestone(when, id=f"n/{name}") for when, name in spans))
    table = page(view, "/month/2026-03").split("<tbody>")[1].split("</tbody>")[0]
    for row in table.split('<tr class="spans">')[1:]:
        cells = re.findall(r"<td([^>]*)>", row.split("</tr>")[0])
        assert sum(int(re.search(r'colspan="(\d)"', c)[1]) if "colspan" in c else 1 for c in cells) == 7


def test_a_clock_time_stands_on_the_day_it_is_here():
    html = page(a_view(a_milestone("2026-03-10 22:00 America/New_York", title="Call")), "/month/2026-03")
    cell = html.split('datetime="2026-03-11"')[1].split("</td>")[0]
    assert "07:30 <bdi>Call</bdi>" in cell


def test_what_recurs_stands_on_each_of_its_days():
    html = page(a_view(a_milestone("2026-03-02, every week", title="Call")), "/month/2026-03")
    assert html.count("<bdi>Call</bdi>") == 5


def test_a_full_day_folds_what_finds_no_room():
    view = a_view(*(a_milestone("2026-03-18", id=f"n/{n}") for n in range(30)))
    assert "<summary>22 more</summary>" in page(view, "/month/2026-03")


def test_month_and_filter_are_kept_in_the_links_to_its_neighbours():
    html = page(a_view(a_milestone(topics=("ai",))), "/month/2026-01?topic=ai")
    assert 'href="/month/2025-12?topic=ai" rel="prev">← December 2025' in html
    assert 'href="/month/2026-02?topic=ai" rel="next">February →' in html
