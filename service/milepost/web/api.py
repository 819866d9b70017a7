"""The documented API (FastAPI); imported when the first request for it arrives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Body, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, ValidationError, field_validator
from starlette.exceptions import HTTPException

from milepost import __version__
from milepost.errors import MilepostError
from milepost.model import KINDS, STANDINGS, Announcement
from milepost.web import filters, pages
from milepost.web.feeds import holder_of
from milepost.web.prepared import Prepared
from milepost.web.site import View

if TYPE_CHECKING:
    from milepost.web.asgi import Site

_JSON: Final = "application/json; charset=utf-8"
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ID: Final = r"^[\w.-]+(/[\w.-]+)?$"
_PAGE: Final = 100
_MOST: Final = 1000

_ERROR: Final[dict[str, Any]] = {
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["error"],
                "properties": {"error": {"type": "string", "description": "One sentence: what is wrong."}},
            }
        }
    }
}


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    words = {
        400: "A key or value that is not known",
        401: "No token, or one that may not post",
        404: "There is no such thing",
        413: "Too large",
        415: "No JSON",
        429: "Too much was asked from this address",
        503: "This calendar takes no announcements, or is not ready",
    }
    return {status: {"description": words[status], **_ERROR} for status in (*statuses, 429, 503)}


class Published(BaseModel):
    """An announcement to read: its text, and what is known of it.

    However its characters are escaped, the longest one still fits what the site reads of a body.
    """

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
    text: Annotated[str, Field(min_length=1, max_length=300_000, pattern=r"\S")]
    published: date | None = None
    source: Annotated[str, Field(max_length=500)] = ""
    url: AnyHttpUrl | None = None

    @field_validator("published", mode="before")
    @classmethod
    def _a_day_is_told_in_words(cls, value: Any) -> Any:
        if value is not None and not (isinstance(value, str) and _DAY.fullmatch(value)):
            raise ValueError("write the day as 2026-01-16")  # pydantic would take 0 for 1 January 1970
        return value

    @field_validator("title", "text", "source")
    @classmethod
    def _without_controls(cls, value: str) -> str:
        return _CONTROL.sub(" ", value).strip()


class Quote(BaseModel):
    """A slice of the announcement's text: ``text`` is what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str
    opening: dict[str, Any] | None = None


class Milestone(BaseModel):
    """A milestone as ``read --json`` prints it, with what publishing adds."""

    model_config = ConfigDict(extra="allow")

    id: str
    title: str
    kind: str
    standing: str
    when: str | None = Field(description="EDTF; null is undated")
    when_text: str
    earliest: date | None
    latest: date | None
    relative: dict[str, Any] | None
    recurrence: str | None
    parties: list[str]
    topics: list[str]
    doubt: str | None
    quote: Quote | None
    sequence: int
    modified: str
    history: list[dict[str, Any]]


class Milestones(BaseModel):
    """One page of milestones in order of date; ``next`` is the address of the page after it."""

    total: int
    next: str | None
    milestones: list[Milestone]


class Told(BaseModel):
    """An announcement and the ids of the milestones that were made of it."""

    id: str
    title: str
    published: date | None
    published_from: str | None
    source: str
    url: str | None
    milestones: list[str]


class ToldInFull(Told):
    """With its text."""

    text: str


class Announcements(BaseModel):
    """One page of announcements, the newest first."""

    total: int
    next: str | None
    announcements: list[Told]


def api(site: Site) -> FastAPI:
    """The application; it reads ``site.view`` anew for every request."""
    app = FastAPI(
        title="Milepost",
        version=__version__,
        description="What was promised, by whom, and for when, with the sentence each date was read from.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )

    @app.exception_handler(filters.BadQuery)
    async def bad_query(_: Request, bad: Exception) -> Response:
        return _error(400, str(bad))

    @app.exception_handler(RequestValidationError)
    async def not_valid(_: Request, bad: Exception) -> Response:
        return _error(400, _sentence(bad.errors()) if isinstance(bad, RequestValidationError) else str(bad))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, bad: Exception) -> Response:
        status = bad.status_code if isinstance(bad, HTTPException) else 500
        words = {
            404: "There is nothing at this address or after this id.",
            405: "This address does not take that method.",
            413: "More than 4 MB is not read.",
        }
        headers = dict(bad.headers or {}) if isinstance(bad, HTTPException) else {}
        if status == 405:
            posts = request.scope["path"] == "/api/v1/announcements"
            headers = {"Allow": "GET, HEAD, POST" if posts else "GET, HEAD"}
        return _error(status, words.get(status, "This cannot be answered."), headers)

    def view() -> View:
        if site.view is None:
            raise HTTPException(503)
        return site.view

    @app.get(
        "/api/v1/milestones",
        response_model=Milestones,
        responses=_errors(400, 404),
        summary="Milestones, filtered, in order of date",
    )
    async def milestones(request: Request) -> Response:
        query, now = _query(request), view()
        chosen = filters.read(query, now, also=("limit", "after"))
        limit = _limit(query)
        items = chosen.pick(now.items, now.today)
        page, following = _page([i.milestone.id for i in items], query, limit)
        by_id = {i.milestone.id: i for i in items}
        found = [site.roof.record(by_id[name]) for name in page]
        return _answer(
            request,
            {
                "total": len(items),
                "next": _next(now, "/api/v1/milestones", chosen, limit, following),
                "milestones": found,
            },
        )

    @app.get(
        "/api/v1/milestones/{id:path}",
        response_model=Milestone,
        responses=_errors(400, 404),
        summary="One milestone with its history",
    )
    async def milestone(request: Request, id: str) -> Response:
        now = view()
        filters.none(_query(request))
        for item in now.items:
            if item.milestone.id == id or id in item.milestone.aliases:
                return _answer(request, site.roof.record(item))
        return _error(404, "There is no such milestone.")

    @app.get(
        "/api/v1/announcements",
        response_model=Announcements,
        responses=_errors(400, 404),
        summary="Announcements, the newest first",
    )
    async def announcements(request: Request) -> Response:
        query, now = _query(request), view()
        filters.none(query, also=("limit", "after"))
        limit = _limit(query)
        known = sorted(
            now.announcements.values(), key=lambda a: (a.published or date.min, a.id), reverse=True
        )
        page, following = _page([a.id for a in known], query, limit)
        made = _made(now)
        return _answer(
            request,
            {
                "total": len(known),
                "next": _next(now, "/api/v1/announcements", filters.Filter(), limit, following),
                "announcements": [_told(now.announcements[name], made) for name in page],
            },
        )

    @app.get(
        "/api/v1/announcements/{id:path}",
        response_model=ToldInFull,
        responses=_errors(400, 404),
        summary="One announcement with its text",
    )
    async def announcement(request: Request, id: str) -> Response:
        now = view()
        filters.none(_query(request))
        if (known := now.announcements.get(id)) is None:
            return _error(404, "There is no such announcement.")
        return _answer(request, {**_told(known, _made(now)), "text": known.text})

    @app.post(
        "/api/v1/announcements",
        status_code=201,
        response_model=dict[str, Any],
        responses=_errors(400, 401, 413, 415),
        openapi_extra={"security": [{"token": []}]},
        summary="Have an announcement read; answers what was made of it",
    )
    async def announce(request: Request, told: Annotated[Any, Body()]) -> Response:
        filters.none(_query(request))
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        holder = holder_of(token.strip(), view().settings.tokens) if scheme.lower() == "bearer" else None
        if holder is None or not holder.post:
            return _error(401, "Posting needs a token that may post.", {"WWW-Authenticate": "Bearer"})
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _error(415, "Send the announcement as application/json.")
        if site.roof.announce is None:
            return _error(503, "This calendar takes no announcements.")
        try:
            made = await site.roof.announce(_checked(told), holder.name)
        except MilepostError as error:
            return _error(400, str(error))
        return _written(201, dict(made))

    @app.get("/api/openapi.json", include_in_schema=False)
    async def document(request: Request) -> Response:
        return _answer(request, _openapi(app, view()))

    @app.get("/api/docs", include_in_schema=False)
    async def docs(request: Request) -> Response:
        page = pages.api(_openapi(app, view()), view())
        return _send(request, Prepared(page.body, page.content_type, secure=True))

    return app


def _checked(told: Any) -> dict[str, Any]:
    try:
        return Published.model_validate(told).model_dump()
    except ValidationError as error:
        raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in error.errors()]) from None


def _openapi(app: FastAPI, view: View) -> dict[str, Any]:
    document = dict(app.openapi())
    document["servers"] = [{"url": view.base_url or "/"}]
    components = document.setdefault("components", {})
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    components.setdefault("schemas", {})["Published"] = Published.model_json_schema()
    post = document["paths"]["/api/v1/announcements"]["post"]
    post["requestBody"] = {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Published"}}},
    }
    document["paths"]["/api/v1/milestones"]["get"]["parameters"] = _filter_parameters(view)
    document["paths"]["/api/v1/announcements"]["get"]["parameters"] = _page_parameters()
    for path in document["paths"].values():
        for told in path["get"]["parameters"]:
            if told["in"] == "path":
                told["schema"]["pattern"] = _ID
        for operation in path.values():
            operation["responses"].pop("422", None)
    return document


def _filter_parameters(view: View) -> list[dict[str, Any]]:
    """The keys with the values that this calendar knows now."""

    def many(name: str, what: str, values: Sequence[str]) -> dict[str, Any]:
        item = {"type": "string", "enum": list(values)} if values else {"type": "string"}
        schema = {"type": "array", "items": item, "maxItems": 50 if values else 0}
        return {"name": name, "in": "query", "required": False, "description": what, "schema": schema}

    words = {"type": "string", "maxLength": 200}
    return [
        many("topic", "one of these topics", view.topics),
        many("party", "one of these parties", view.parties),
        many("kind", "one of these kinds", KINDS),
        many("standing", "one of these standings", STANDINGS),
        {
            "name": "q",
            "in": "query",
            "required": False,
            "description": "all of these words, without case and accents",
            "schema": words,
        },
        *_page_parameters(),
    ]


def _page_parameters() -> list[dict[str, Any]]:
    limit = {"type": "integer", "minimum": 1, "maximum": _MOST, "default": _PAGE}
    return [
        {"name": "limit", "in": "query", "required": False, "description": "entries a page", "schema": limit},
        {
            "name": "after",
            "in": "query",
            "required": False,
            "description": "the id that the page begins after",
            "schema": {"type": "string"},
        },
    ]


def _query(request: Request) -> dict[str, list[str]]:
    pairs = request.query_params.multi_items()
    query: dict[str, list[str]] = {}
    for key, value in pairs[:101]:
        query.setdefault(key, []).append(value)
    if len(pairs) > 100:
        raise filters.BadQuery("This query has too many parts.")
    return query


def _limit(query: Mapping[str, list[str]]) -> int:
    asked = query.get("limit", [str(_PAGE)])
    if len(asked) != 1 or not asked[0].isascii() or not asked[0].isdigit() or len(asked[0]) > 4:
        raise filters.BadQuery(f"limit is a number from 1 to {_MOST}.")
    if not 1 <= int(asked[0]) <= _MOST:
        raise filters.BadQuery(f"limit is a number from 1 to {_MOST}.")
    return int(asked[0])


def _page(
    names: Sequence[str], query: Mapping[str, list[str]], limit: int
) -> tuple[Sequence[str], str | None]:
    """The names of a page, and the last of them if more follow."""
    after = query.get("after", [])
    if len(after) > 1:
        raise filters.BadQuery("after stands more than once.")
    if after and after[0] not in names:
        raise HTTPException(404)
    start = names.index(after[0]) + 1 if after else 0
    page = names[start : start + limit]
    return page, page[-1] if start + limit < len(names) else None


def _next(view: View, path: str, chosen: filters.Filter, limit: int, following: str | None) -> str | None:
    if following is None:
        return None
    query = chosen.query().removeprefix("?")
    own = urlencode({"limit": limit, "after": following})
    return view.link(f"{path}?{query}&{own}" if query else f"{path}?{own}")


def _made(view: View) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for item in view.items:
        for name in {o.announcement for o in item.milestone.history} | {item.milestone.announcement}:
            if name:
                made.setdefault(name, []).append(item.milestone.id)
    return made


def _told(announcement: Announcement, made: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        "id": announcement.id,
        "title": announcement.title,
        "published": announcement.published.isoformat() if announcement.published else None,
        "published_from": announcement.published_from,
        "source": announcement.source,
        "url": announcement.url,
        "milestones": made.get(announcement.id, []),
    }


def _sentence(errors: Iterable[Any]) -> str:
    said = []
    for error in list(errors)[:5]:
        place = ".".join(str(part) for part in error["loc"] if part not in ("body", "query"))
        said.append(f"{place}: {error['msg']}" if place else str(error["msg"]))
    return f"This cannot be taken: {'; '.join(said)}."


def _error(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    return _written(status, {"error": sentence}, headers)


def _written(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(value, ensure_ascii=False, default=str).encode(errors="replace") + b"\n"
    own = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **(headers or {})}
    return Response(body, status, own, _JSON)


def _answer(request: Request, value: Any) -> Response:
    body = json.dumps(value, ensure_ascii=False, default=str).encode(errors="replace") + b"\n"
    return _send(request, Prepared(body, _JSON, headers=(("access-control-allow-origin", "*"),)))


def _send(request: Request, ready: Prepared) -> Response:
    status, headers, body = ready.answer(request.scope["headers"])
    response = Response(body, status)
    response.raw_headers = list(headers)
    return response
