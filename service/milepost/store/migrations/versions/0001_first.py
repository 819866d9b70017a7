"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "facts",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "published",
        sa.Column("milestone", sa.Text, primary_key=True),
        sa.Column("content", sa.String(128), nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("modified", sa.BigInteger, nullable=False),
        sa.Column("fragment", sa.LargeBinary),
    )
    op.create_table(
        "beliefs",
        sa.Column("milestone", sa.Text, primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("gone", sa.BigInteger),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("milestone", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("edge", sa.String(16), nullable=False),
        sa.Column("lead", sa.Text, nullable=False),
        sa.Column("occurrence", sa.Text, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("bundle", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try", sa.BigInteger),
        sa.Column("owner", sa.String(64)),
        sa.Column("error", sa.Text),
        sa.Column("settled", sa.BigInteger),
    )
    waits = sa.text("next_try IS NOT NULL")
    bundled = sa.text("bundle IS NOT NULL")
    op.create_index("outbox_next", "outbox", ["next_try"], sqlite_where=waits, postgresql_where=waits)
    op.create_index("outbox_milestone", "outbox", ["milestone"])
    op.create_index("outbox_state", "outbox", ["state", "settled"])
    op.create_index("outbox_bundle", "outbox", ["bundle"], sqlite_where=bundled, postgresql_where=bundled)
    op.create_table(
        "asks",
        sa.Column("recipient", sa.Text, primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("milestone", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "endpoints",
        sa.Column("recipient", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("failing_since", sa.BigInteger),
        sa.Column("succeeded", sa.BigInteger),
    )
