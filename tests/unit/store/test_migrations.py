"""Migrations run forward from every version there was, to exactly the tables that the code uses."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import milepost.store
from milepost.store import migrate
from milepost.store.tables import HEAD, metadata

SCRIPTS = ScriptDirectory(str(migrate._SCRIPTS))
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()]


def test_head_is_the_newest_script() -> None:
    assert SCRIPTS.get_heads() == [HEAD]


@pytest.mark.parametrize("start", [None, *REVISIONS])
def test_every_earlier_version_comes_to_the_tables_of_today(tmp_path: Path, start: str | None) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'm.db'}")
    if start is not None:
        from alembic.config import Config

        with (
            engine.begin() as connection,
            EnvironmentContext(
                Config(), SCRIPTS, fn=lambda now, _: SCRIPTS._upgrade_revs(start, now)
            ) as environment,
        ):
            environment.configure(connection=connection)
            environment.run_migrations()
    milepost.store.open("sqlite:///m.db", tmp_path).close()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
