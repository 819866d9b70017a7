"""The statements of the outbox: planned once, claimed under a lease, settled one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import (
    Connection,
    CursorResult,
    Executable,
    Row,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from milepost.model import Delivery, DeliveryState, Reminder
from milepost.store.tables import beliefs, outbox

PLANNED: Final = ("lead", "opens", "halfway", "closes", "undated")
"""The edges that follow from a date, and are cancelled when it moves; all others are told for good."""


_CURRENT: Final = (
    select(beliefs.c.milestone.label("named"), beliefs.c.revision.label("current"))
    .where(beliefs.c.gone.is_(None))
    .subquery()
)
"""Renamed, since SQLAlchemy leaves out the tables' names in what SQLite returns of an update."""

_LINE: Final = (
    outbox,
    select(_CURRENT.c.current)
    .where(_CURRENT.c.named == outbox.c.milestone)
    .scalar_subquery()
    .label("current"),
)
"""A line as ``delivery`` reads it, with the revision that its milestone's date has now."""

_WAITS: Final = and_(outbox.c.settled.is_(None), outbox.c.owner.is_(None))
"""The state ``waiting``, said so that SQLite does not choose the index on states, where a million wait."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one claimed delivery; counts only while ``owner`` and ``attempt`` still hold it.

    ``waiting`` is another try at ``next_try``; with ``refund`` the attempt was none and is not
    counted. ``members`` are the keys that a digest told, settled with it.
    """

    key: str
    owner: str
    attempt: int
    state: DeliveryState
    at: datetime
    next_try: datetime | None = None
    error: str | None = None
    refund: bool = False
    members: tuple[str, ...] = ()


def row(reminder: Reminder, state: DeliveryState, now: datetime, error: str | None = None) -> dict[str, Any]:
    """A reminder as a new line."""
    waits = state == "waiting"
    return {
        "key": reminder.key,
        "milestone": reminder.milestone,
        "revision": reminder.revision,
        "edge": reminder.edge,
        "lead": reminder.lead,
        "occurrence": reminder.occurrence,
        "due": reminder.due,
        "recipient": reminder.to,
        "channel": reminder.channel,
        "detail": reminder.detail,
        "bundle": reminder.bundle,
        "state": state,
        "attempts": 0,
        "next_try": reminder.due if waits and reminder.bundle is None else None,
        "owner": None,
        "error": error,
        "settled": None if waits else now,
    }


def enqueue(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Add what is not there yet.

    A line that is there stays, but for two cases: what still waits for its first try takes a new
    moment, and what was cancelled or skipped comes back when it is planned again for the future (an
    edit taken back, a clock that was wrong).
    """
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(outbox)
    new = insert.excluded
    fresh = and_(
        outbox.c.state == "waiting",
        outbox.c.attempts == 0,
        new.state == "waiting",
        outbox.c.due != new.due,
        outbox.c.due > now,  # what is due already belongs to the claim, not to planning
    )
    lost = or_(outbox.c.state == "cancelled", outbox.c.state == "skipped")  # IN cannot be sent many at once
    back = and_(lost, new.state == "waiting", new.due > now)
    names = ("due", "detail", "bundle", "state", "next_try", "error", "settled")
    statement = insert.on_conflict_do_update(
        index_elements=[outbox.c.key],
        set_={name: new[name] for name in names} | {"attempts": 0},
        where=or_(fresh, back),
    )
    connection.execute(statement, list(rows))


def claim(
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    busy: Collection[str],
    held: Collection[str],
    counted: bool,
) -> Executable:
    """Lease up to ``limit`` lines that may go out now, the longest waiting first; returns them.

    Not of the recipients that are ``busy``, nor what this process still has in its hands (``held``).
    It is an attempt where it is ``counted``; else whoever accepts it counts it.
    """
    picked = (
        select(outbox.c.key)
        .where(outbox.c.next_try <= now)
        .order_by(outbox.c.next_try)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if busy:
        picked = picked.where(outbox.c.recipient.not_in(sorted(busy)))
    if held:
        picked = picked.where(outbox.c.key.not_in(sorted(held)))
    # As a CTE the choice is made once: PostgreSQL may run a sub-select with LIMIT again for each row.
    chosen = picked.cte("chosen")
    return (
        update(outbox)
        .where(outbox.c.key.in_(select(chosen.c.key)))
        .values(state="leased", owner=owner, attempts=outbox.c.attempts + int(counted), next_try=now + lease)
        .returning(*_LINE)
    )


def accept(keys: Sequence[str], holder: str, owner: str, now: datetime, lease: timedelta) -> Executable:
    """Take over leases of another owner, as an attempt; returns those that it still held."""
    return (
        update(outbox)
        .where(outbox.c.key.in_(keys), outbox.c.owner == holder, outbox.c.state == "leased")
        .values(owner=owner, attempts=outbox.c.attempts + 1, next_try=now + lease)
        .returning(*_LINE)
    )


_SETTLE: Final = (
    update(outbox)
    .where(
        outbox.c.key.in_(bindparam("of_keys", expanding=True)),
        outbox.c.owner == bindparam("of_owner"),
        outbox.c.attempts == bindparam("of_attempt"),
        outbox.c.state == "leased",
    )
    .values(
        state=bindparam("new_state"),
        next_try=bindparam("new_next"),
        attempts=outbox.c.attempts - bindparam("new_refund"),
        error=bindparam("new_error"),
        settled=bindparam("new_settled"),
        owner=None,
    )
)


def settle(connection: Connection, settled: Sequence[Settled]) -> int:
    """Acknowledge each one; how many still belonged to the owner that says so."""
    taken = 0
    alike: dict[Any, list[Settled]] = {}
    for one in settled:
        if one.members:
            taken += _settle_digest(connection, one)
        else:
            alike.setdefault(
                (one.owner, one.attempt, one.state, one.next_try, one.error, one.refund), []
            ).append(one)
    # One statement for all that went the same way: a step of the database for each would cost more
    # than sending does.
    return taken + sum(_settle(connection, many) for many in alike.values())


def _settle_digest(connection: Connection, digest: Settled) -> int:
    taken = _settle(connection, [digest])
    if taken and digest.state != "waiting":
        members = update(outbox).where(outbox.c.key.in_(digest.members), outbox.c.state == "waiting")
        connection.execute(
            members.values(state=digest.state, settled=digest.at, error=digest.error, next_try=None)
        )
    return taken


def _settle(connection: Connection, alike: Sequence[Settled]) -> int:
    one = alike[-1]
    waits = one.state == "waiting"
    values = {
        "of_keys": [settled.key for settled in alike],
        "of_owner": one.owner,
        "of_attempt": one.attempt,
        "new_state": one.state,
        "new_next": one.next_try if waits else None,
        "new_refund": int(one.refund),
        "new_error": one.error,
        "new_settled": None if waits else one.at,
    }
    return cast("CursorResult[Any]", connection.execute(_SETTLE, values)).rowcount


def cancel_stale(
    connection: Connection, milestone: str, keep: Collection[str], now: datetime, reason: str
) -> None:
    """Cancel what is still to come for a milestone's date and is not among ``keep`` any more.

    What is due already was missed rather than taken back: the claim judges it.
    """
    waiting = connection.scalars(
        select(outbox.c.key).where(
            outbox.c.milestone == milestone,
            _WAITS,
            outbox.c.edge.in_(PLANNED),
            outbox.c.due > now,
        )
    )
    stale = [key for key in waiting if key not in keep]
    for start in range(0, len(stale), 500):
        connection.execute(
            update(outbox)
            .where(outbox.c.key.in_(stale[start : start + 500]))
            .values(state="cancelled", settled=now, next_try=None, error=reason)
        )


def members(connection: Connection, bundle: str) -> list[Delivery]:
    """What a digest is to tell, in order of due."""
    found = connection.execute(
        select(*_LINE).where(outbox.c.bundle == bundle, _WAITS).order_by(outbox.c.due, outbox.c.key)
    )
    return [delivery(line) for line in found]


def fold(bundle: str, keys: Sequence[tuple[str, str, int]]) -> Iterable[Executable]:
    """Give claimed lines to a digest instead of telling each on its own."""
    for key, owner, attempt in keys:
        yield (
            update(outbox)
            .where(outbox.c.key == key, outbox.c.owner == owner, outbox.c.attempts == attempt)
            .values(state="waiting", bundle=bundle, next_try=None, owner=None, attempts=outbox.c.attempts - 1)
        )


def free_orphans(now: datetime) -> Executable:
    """Let what waits for a digest that is already settled go out on its own."""
    digest = outbox.alias("digest")
    closed = select(digest.c.key).where(digest.c.key == outbox.c.bundle, digest.c.settled.is_not(None))
    return (
        update(outbox)
        .where(outbox.c.bundle.is_not(None), _WAITS, closed.exists())
        .values(bundle=None, next_try=now)
    )


def far_tries(limit: datetime) -> Executable:
    """The keys of tries that a wrong clock put further away than any schedule would."""
    return select(outbox.c.key).where(outbox.c.next_try > limit, outbox.c.attempts > 0)


def pull_in(now: datetime, keys: Sequence[str]) -> Executable:
    """Bring tries back to now."""
    waits = or_(outbox.c.state == "waiting", outbox.c.state == "leased")
    return update(outbox).where(outbox.c.key.in_(keys), waits).values(next_try=now)


def release(now: datetime) -> Executable:
    """Give up every lease: whoever held them is known to be dead."""
    return update(outbox).where(outbox.c.state == "leased").values(state="waiting", owner=None, next_try=now)


def again(now: datetime, keys: Sequence[str] | None) -> tuple[Executable, Executable]:
    """Settled lines wait again from now on, and so does what a digest told.

    None means every dead one but tests: whoever asked for one of those was told then that it failed.
    """
    dead = and_(outbox.c.state == "dead", outbox.c.edge != "test")
    chosen = dead if keys is None else outbox.c.key.in_(keys)
    open_ = and_(chosen, outbox.c.state.not_in(("waiting", "leased")))
    digests = select(outbox.c.key).where(open_, outbox.c.edge == "digest")
    told = (
        update(outbox)
        .where(outbox.c.bundle.in_(digests), outbox.c.state.in_(("dead", "sent")))
        .values(state="waiting", settled=None, error=None, attempts=0)
    )
    alone = (
        update(outbox)
        .where(open_ if keys is not None else and_(open_, outbox.c.bundle.is_(None)))
        .values(
            state="waiting",
            next_try=now,
            attempts=0,
            bundle=None,
            settled=None,
            error=None,
        )
    )
    return told, alone


def purge(before: datetime, limit: int) -> Executable:
    """Forget what was settled before a moment, some at a time."""
    old = (
        select(outbox.c.key)
        .where(outbox.c.state.in_(("sent", "dead", "cancelled", "skipped")), outbox.c.settled < before)
        .limit(limit)
    )
    return delete(outbox).where(outbox.c.key.in_(old))


def sent_since(recipients: Collection[str], since: datetime) -> Executable:
    """How many messages of their own each recipient was sent since a moment."""
    return (
        select(outbox.c.recipient, func.count())
        .where(
            outbox.c.state == "sent",
            outbox.c.settled > since,
            outbox.c.bundle.is_(None),
            outbox.c.edge != "digest",
            outbox.c.recipient.in_(sorted(recipients)),
        )
        .group_by(outbox.c.recipient)
    )


def counts() -> Executable:
    """How many lines are in each state."""
    return select(outbox.c.state, func.count()).group_by(outbox.c.state)


def listed(state: DeliveryState | None, limit: int) -> Executable:
    """Lines for people: what comes next first, then what was settled last."""
    found = select(*_LINE)
    if state is not None:
        found = found.where(outbox.c.state == state)
    return found.order_by(
        case((outbox.c.settled.is_(None), 0), else_=1),
        outbox.c.settled.desc(),
        outbox.c.due,
        outbox.c.key,
    ).limit(limit)


def single(key: str) -> Executable:
    """A single line."""
    return select(*_LINE).where(outbox.c.key == key)


def delivery(line: Row[Any]) -> Delivery:
    """A line as a value."""
    reminder = Reminder(
        line.key,
        line.milestone,
        line.revision,
        line.edge,
        line.lead,
        line.occurrence,
        line.due,
        line.recipient,
        line.channel,
        line.detail,
        line.bundle,
    )
    return Delivery(
        reminder,
        line.state,
        line.attempts,
        line.next_try,
        line.owner,
        line.error,
        line.settled,
        line.current,
    )
