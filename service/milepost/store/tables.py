"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

HEAD: Final = "0001"
"""The newest migration; a test holds it to the scripts. Known here so that Alembic need not be loaded."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """An aware moment as microseconds since 1970: the same order and size in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To microseconds; integer arithmetic, so nothing is rounded."""
        return None if value is None else (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Back to a moment in UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


metadata = MetaData()

facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Single facts: when the store was first planned into, and the secret that signs links."""

published = Table(
    "published",
    metadata,
    Column("milestone", Text, primary_key=True),
    Column("content", String(128), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("modified", Moment, nullable=False),
    Column("fragment", LargeBinary),
)
"""The revision under which the present content of each milestone was published."""

beliefs = Table(
    "beliefs",
    metadata,
    Column("milestone", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("since", Moment, nullable=False),
    Column("gone", Moment),
    Column("body", Text, nullable=False),
)
"""The date of each milestone as recipients were last told it, to know a change from a restart."""

outbox = Table(
    "outbox",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("milestone", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("edge", String(16), nullable=False),
    Column("lead", Text, nullable=False),
    Column("occurrence", Text, nullable=False),
    Column("due", Moment, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    Column("bundle", String(64)),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    # One column answers "what now?": when a waiting one may go out, when a leased one is given up.
    # It is null for what is settled and for what waits for its digest.
    Column("next_try", Moment),
    Column("owner", String(64)),
    Column("error", Text),
    Column("settled", Moment),
)
Index(
    "outbox_next",
    outbox.c.next_try,
    sqlite_where=text("next_try IS NOT NULL"),
    postgresql_where=text("next_try IS NOT NULL"),
)
Index("outbox_milestone", outbox.c.milestone)
Index("outbox_state", outbox.c.state, outbox.c.settled)
Index(
    "outbox_bundle",
    outbox.c.bundle,
    sqlite_where=text("bundle IS NOT NULL"),
    postgresql_where=text("bundle IS NOT NULL"),
)

asks = Table(
    "asks",
    metadata,
    Column("recipient", Text, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("milestone", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Column("reason", Text, nullable=False),
)
"""What keeps a recipient from being told: unsubscribed, snoozed, suppressed, disabled."""

endpoints = Table(
    "endpoints",
    metadata,
    Column("recipient", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("failing_since", Moment),
    Column("succeeded", Moment),
)
"""How each recipient's address has been answering."""
