"""``work``: a delivery worker alone, for several machines that share a PostgreSQL store."""

from __future__ import annotations

import typer


def command(context: typer.Context) -> None:
    """Send what ``serve`` plans, until told to stop; the config is read again every half minute.

    With delivery.engine: celery this is a Celery worker.
    """
    from milepost import store
    from milepost.app import log, loop
    from milepost.app.home import Home
    from milepost.app.worker import work

    home = Home(context.obj)
    home.make_var()
    settings = home.snapshot().settings
    log.start()
    opened = store.open(settings.store, home.root, own=True)
    try:
        loop.run(work(home, opened))
    finally:
        opened.close()
