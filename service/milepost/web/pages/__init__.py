"""The pages people look at: each is a function from a view to HTML, readable without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from milepost.web.assets import FILES
from milepost.web.filters import BadQuery
from milepost.web.pages import details, month, overview, timeline, words
from milepost.web.pages.asked import ask as read_query
from milepost.web.pages.paper import TEMPLATES
from milepost.web.pages.shelf import Shelf, shelf_of
from milepost.web.site import Query, Response, View
from milepost.when.words import say_day

_HTML: Final = "text/html; charset=utf-8"
_TITLES: Final = {
    200: "Done",
    400: "This cannot be answered",
    404: "Nothing is here",
    429: "Too many requests",
}


def render(path: str, query: Query, view: View) -> Response:
    """The page of a path; 404 where there is none, 400 for a key or value it does not know."""
    if found := FILES.get(path):
        return found
    try:
        return _page(path.rstrip("/") or "/", query, shelf_of(view))
    except BadQuery as bad:
        return problem(400, str(bad), view)


def problem(status: int, sentence: str, view: View) -> Response:
    """A page that says what is wrong in one sentence."""
    title = _TITLES.get(status, "This went wrong")
    return _html(status, "notice.html", "", shelf_of(view), title=title, sentence=sentence, button="")


def ask(title: str, sentence: str, button: str, view: View) -> Response:
    """A page with a sentence and one button that posts to its own address; it changes nothing itself."""
    return _html(200, "notice.html", "", shelf_of(view), title=title, sentence=sentence, button=button)


def api(document: Mapping[str, Any], view: View) -> Response:
    """An OpenAPI document as a page that needs no script and no other host."""
    schemas = document["components"]["schemas"].items()
    shapes = [(name, json.dumps(schema, indent=1, ensure_ascii=False)) for name, schema in schemas]
    shown = {"title": "API", "document": document, "shapes": shapes}
    return _html(200, "api.html", "", shelf_of(view), **shown)


def paths(view: View) -> Iterable[str]:
    """Every path that ``render`` answers without a query, for ``build``."""
    yield from ("/", "/timeline", "/month", "/undated")
    yield from ("/milestones/" + item.milestone.id for item in view.items)
    yield from ("/announcements/" + name for name in view.announcements)
    yield from (f"/month/{first:%Y-%m}" for first in month.months(shelf_of(view)))
    yield from FILES


def _page(path: str, query: Query, shelf: Shelf) -> Response:
    view = shelf.view
    match path.split("/", 2)[1:]:
        case [""]:
            return _html(200, "agenda.html", "/", shelf, **overview.agenda(query, shelf))
        case ["timeline"]:
            return _html(200, "timeline.html", "/timeline", shelf, **timeline.timeline(query, shelf))
        case ["month", *rest] if first := month.month_of("".join(rest), view.today):
            return _html(200, "month.html", "/month", shelf, **month.month(first, query, shelf))
        case ["undated"]:
            return _html(200, "undated.html", "/undated", shelf, **overview.undated(query, shelf))
        case ["milestones", name] if item := shelf.by_id.get(name):
            read_query("/milestones", query, view)
            if item.milestone.id != name:
                return Response(301, _HTML, b"", (("location", shelf.milestone(item.milestone.id)),))
            return _html(200, "milestone.html", "", shelf, **details.milestone(item, shelf))
        case ["announcements", name] if name in view.announcements:
            read_query("/announcements", query, view)
            return _html(200, "announcement.html", "", shelf, **details.announcement(name, shelf))
        case _:
            return problem(404, "There is no such page. What was here may have been withdrawn.", view)


def _html(status: int, template: str, here: str, shelf: Shelf, **shown: object) -> Response:
    view = shelf.view
    today = view.today
    frame = {
        "calendar": view.settings.calendar.name,
        "link": view.link,
        "here": here,
        "static": view.static,
        "zone": view.zone,
        "signs": words.SIGNS,
        "today_iso": today.isoformat(),
        "today_words": f"{words.WEEKDAYS[today.weekday()]} {words.bound(say_day(today))}",
        "footing": "Every date here comes with the sentence it was read from.",
        "filtered": "",
    }
    return Response(status, _HTML, TEMPLATES.page(template, **(frame | shown)).encode())


__all__ = ["api", "ask", "paths", "problem", "render"]
