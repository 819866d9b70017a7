"""``milepost token``: a random token, shown once, and the line that lets it in."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer


def command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Whose token it is, or the private feed that it opens.")],
    feeds: Annotated[
        list[str] | None, typer.Option("--feed", help="A private feed that it opens; may be repeated.")
    ] = None,
    post: Annotated[bool, typer.Option("--post", help="It may post announcements.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Make a token for a private feed or for posting; it is printed once and kept nowhere.

    Without --feed and --post: NAME is a feed of the settings and the token opens it, else it may post.
    """
    import hashlib
    import secrets

    from milepost.app.home import Home
    from milepost.errors import MilepostError

    settings = Home(context.obj).snapshot().settings
    known = {feed.name for feed in settings.feeds}
    opens = list(feeds or ([] if post or name not in known else [name]))
    if unknown := [feed for feed in opens if feed not in known]:
        there = ", ".join(sorted(known)) or "none"
        raise MilepostError(f"the settings have no feed {unknown[0]}; there are: {there}")
    posts = post or not opens
    token = secrets.token_urlsafe(32)
    digest = hashlib.sha256(token.encode()).hexdigest()
    shown = json.dumps(name, ensure_ascii=False)
    line = f"- {{name: {shown}, sha256: {digest}, feeds: {json.dumps(opens)}, post: {str(posts).lower()}}}"
    addresses = [f"{(settings.calendar.url or '').rstrip('/')}/feeds/{feed}.ics/{token}" for feed in opens]
    if as_json:
        told = {"name": name, "token": token, "sha256": digest, "feeds": opens, "post": posts}
        print(json.dumps({**told, "line": line, "addresses": addresses}, ensure_ascii=False))
        return
    print(token)
    for address in addresses:
        print(address)
    print(line)
    print(
        "Shown once. Put the last line under tokens: in milepost.yaml; delete it to revoke.", file=sys.stderr
    )
