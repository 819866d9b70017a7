"""What the tests from outside share: a PostgreSQL server where there is one."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def postgresql() -> str:
    """An empty database."""
    url = os.environ.get("MILEPOST_TEST_POSTGRES")
    if not url:
        pytest.skip("MILEPOST_TEST_POSTGRES names no PostgreSQL server")
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return url
