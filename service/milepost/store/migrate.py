"""Bringing a store forward: Alembic, loaded only where the store is not at the newest revision."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from milepost.errors import StoreError
from milepost.store.tables import HEAD

_SCRIPTS: Final = Path(__file__).parent / "migrations"
_ADVISORY: Final = 0x6D696C65
"""PostgreSQL's number for "somebody is migrating a Milepost store"."""


def migrate(engine: Engine, where: str) -> None:
    """Run what is missing, all of it or nothing; StoreError for a store from a later version."""
    with engine.connect() as connection:
        if revision(connection) == HEAD:
            return
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _ADVISORY})
        now_at = revision(connection)  # asked again: another process may have been quicker
        if now_at != HEAD:
            _upgrade(connection, now_at, where)


def revision(connection: Connection) -> str | None:
    """The revision that a store is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def _upgrade(connection: Connection, now_at: str | None, where: str) -> None:
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(_SCRIPTS))
    known = {script.revision for script in scripts.walk_revisions()}
    if now_at is not None and now_at not in known:
        raise StoreError(
            f"{where} was written by a later version of Milepost (revision {now_at}): install that version"
        )

    def steps(current: object, _: MigrationContext) -> list[object]:
        return list(scripts._upgrade_revs(HEAD, current))  # type: ignore[arg-type]

    from alembic.config import Config

    with EnvironmentContext(Config(), scripts, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=False)
        environment.run_migrations()
