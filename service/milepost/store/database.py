"""The store: one SQLite file or a PostgreSQL database, opened, brought forward and asked."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    delete,
    event,
    func,
    make_url,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from milepost.errors import StoreError
from milepost.model import Ask, AskKind, Belief, Delivery, DeliveryState, Reminder, Revision
from milepost.store import outbox as box
from milepost.store.lock import Lock
from milepost.store.migrate import migrate
from milepost.store.outbox import Settled
from milepost.store.tables import asks, beliefs, endpoints, facts, outbox, published

_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
_BUSY: Final = 5.0
"""Seconds that a statement waits for another writer of a SQLite file."""
_FEW: Final = 200


def open(url: str, root: Path, *, own: bool = False) -> Store:
    """The store of a URL, made and brought forward if need be; a relative path counts from ``root``.

    With ``own`` this process delivers from it: of a SQLite file only one process may (StoreError
    with a sentence for the second). StoreError too where it cannot be opened.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreError(
            "store: is no database URL; write sqlite:///var/milepost.db or postgresql+psycopg://HOST/NAME"
        ) from None
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address, root, own)
    if address.get_backend_name() == "postgresql":
        return _open_postgresql(address)
    raise StoreError(
        f"store: {address.get_backend_name()} is not supported; write sqlite:/// or postgresql+psycopg://"
    )


def _open_sqlite(address: URL, root: Path, own: bool) -> Store:
    if not address.database or address.database == ":memory:":
        raise StoreError("store: a SQLite store needs a file, such as sqlite:///var/milepost.db")
    path = root / address.database
    where = str(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = Lock(path.with_name(path.name + ".lock")) if own else None
    except OSError as error:
        raise StoreError(f"{where} cannot be opened ({error.strerror}): make its folder writable") from error
    engine = create_engine(
        URL.create("sqlite", database=where), connect_args={"timeout": _BUSY, "check_same_thread": False}
    )
    event.listen(engine, "connect", _tune)
    event.listen(engine, "begin", _begin)
    return _ready(Store(engine, where, lock))


def _open_postgresql(address: URL) -> Store:
    where = f"PostgreSQL at {address.host or 'the local socket'}"
    try:
        engine = create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            connect_args={"connect_timeout": 5, "options": "-c synchronous_commit=on"},
        )
    except ImportError as error:
        raise StoreError("store: PostgreSQL needs psycopg; install milepost[postgres]") from error
    return _ready(Store(engine, where, None))


def _ready(store: Store) -> Store:
    try:
        with store.speaking():
            migrate(store.engine, store.where)
    except BaseException:
        store.close()
        raise
    return store


def _tune(connection: Any, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would begin late and deferred
    # A journal of 1 MB is enough for our small writes: 4 MB, as SQLite would have it, can fill what is left
    # of a disk, where it then cannot be emptied either.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=250"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A transaction that begins by reading and then writes fails at once when another writer came first,
    # whatever the time-out; one that says so at the start waits its turn.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Store:
    """What was sent, published and asked for. Safe to use from several threads; closed by ``close``.

    Every method is one transaction: it happened as a whole or StoreError was raised and it did not.
    """

    def __init__(self, engine: Engine, where: str, lock: Lock | None) -> None:
        """Use ``open``."""
        self.engine = engine
        self.where = where
        self.shared = engine.dialect.name == "postgresql"
        self._writer = engine.execution_options(writes=True)
        self._lock = lock

    def close(self) -> None:
        """Let go of connections and of the lock."""
        self.engine.dispose()
        if self._lock:
            self._lock.close()
            self._lock = None

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Turn what the database says into one sentence."""
        try:
            yield
        except DBAPIError as error:
            said = " ".join(str(error.orig).split()) or type(error.orig).__name__
            raise StoreError(f"{self.where}: {said}") from error
        except SQLAlchemyError as error:
            raise StoreError(f"{self.where}: {error}") from error

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self.speaking(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self.speaking(), self.engine.connect() as connection:
            yield connection

    def _upsert(self, table: Any, rows: list[dict[str, Any]], connection: Connection, *keys: str) -> None:
        if not rows:
            return
        insert = (postgresql if self.shared else sqlite).insert(table)
        changed = {name: insert.excluded[name] for name in rows[0] if name not in keys}
        connection.execute(insert.on_conflict_do_update(index_elements=list(keys), set_=changed), rows)

    # What is published

    def revise(
        self,
        contents: Mapping[str, str],
        now: datetime,
        fragments: Mapping[str, bytes] | None = None,
    ) -> dict[str, Revision]:
        """The revision of each milestone's content, given by its hash; a new one where that changed.

        A sequence is minutes since 2020 and grows with every change, even after the store was lost.
        """
        moment = now.replace(microsecond=0)
        asked = select(published.c.milestone, published.c.content, published.c.sequence, published.c.modified)
        if len(contents) <= _FEW:  # an edit changes one of thousands
            asked = asked.where(published.c.milestone.in_(list(contents)))
        with self._write() as connection:
            known = {line.milestone: line for line in connection.execute(asked)}
            revisions, changed = {}, []
            for name, content in contents.items():
                old = known.get(name)
                if old is not None and old.content == content:
                    revisions[name] = Revision(old.sequence, old.modified)
                    continue
                modified = moment if old is None else max(moment, old.modified)
                sequence = sequence_at(moment, None if old is None else old.sequence)
                revisions[name] = Revision(sequence, modified)
                changed.append(
                    {
                        "milestone": name,
                        "content": content,
                        "sequence": sequence,
                        "modified": modified,
                        "fragment": (fragments or {}).get(name),
                    }
                )
            self._upsert(published, changed, connection, "milestone")
        return revisions

    def fragments(self) -> dict[str, tuple[str, bytes]]:
        """Content hash and fragment of every milestone that was published with one."""
        with self._read() as connection:
            found = connection.execute(
                select(published.c.milestone, published.c.content, published.c.fragment).where(
                    published.c.fragment.is_not(None)
                )
            )
            return {line.milestone: (line.content, bytes(line.fragment)) for line in found}

    # Facts

    def fact(self, name: str) -> str | None:
        """A single fact, or None."""
        with self._read() as connection:
            return _fact(connection, name)

    def secret(self) -> bytes:
        """The key that signs links in messages: random, made once, the same for every process."""
        with self._read() as connection:
            if known := _fact(connection, "secret"):
                return bytes.fromhex(known)
        with self._write() as connection:
            insert = (postgresql if self.shared else sqlite).insert(facts)
            made = insert.values(name="secret", value=secrets.token_hex(32)).on_conflict_do_nothing()
            connection.execute(made)
            return bytes.fromhex(_fact(connection, "secret") or "")

    # What people believe, and what follows from it

    def beliefs(self) -> dict[str, Belief]:
        """What recipients were last told of every milestone, those that are gone from the config too."""
        with self._read() as connection:
            found = connection.execute(select(beliefs))
            return {
                line.milestone: Belief(line.milestone, line.revision, line.since, json.loads(line.body))
                for line in found
            }

    def plan(
        self,
        now: datetime,
        beliefs_now: Iterable[Belief],
        waiting: Iterable[Reminder],
        skipped: Iterable[Reminder] = (),
        planned: Collection[str] = (),
        begun: bool = False,
    ) -> None:
        """Take over new beliefs together with all that follows from them, in one transaction.

        ``planned`` are the milestones whose reminders are all in ``waiting``: what waits for another
        date of them is cancelled. ``begun`` notes that the store has been planned into.
        """
        new = [box.row(r, "waiting", now) for r in waiting]
        past = [box.row(r, "skipped", now, "already past when it was planned") for r in skipped]
        keep: dict[str, set[str]] = {name: set() for name in planned}
        for line in new:
            if line["milestone"] in keep:
                keep[line["milestone"]].add(line["key"])
        bodies = [
            {
                "milestone": b.milestone,
                "revision": b.revision,
                "since": b.since,
                "gone": None,
                "body": json.dumps(b.body, ensure_ascii=False, sort_keys=True),
            }
            for b in beliefs_now
        ]
        with self._write() as connection:
            self._upsert(beliefs, bodies, connection, "milestone")
            for name, keys in keep.items():
                box.cancel_stale(connection, name, keys, now, "the date or who is told of it changed")
            for lines in (new, past):
                for start in range(0, len(lines), 1000):
                    box.enqueue(connection, lines[start : start + 1000], now)
            if begun:
                self._upsert(facts, [{"name": "begun", "value": now.isoformat()}], connection, "name")

    def record(
        self, reminder: Reminder, state: DeliveryState, now: datetime, error: str | None = None
    ) -> None:
        """Note what was sent outside of planning, such as a test."""
        with self._write() as connection:
            box.enqueue(connection, [box.row(reminder, state, now, error)], now)

    def enqueue(self, reminders: Iterable[Reminder], now: datetime) -> None:
        """Add reminders that are not there yet; planning twice adds nothing."""
        self.plan(now, (), reminders)

    def forget(self, milestones: Collection[str], now: datetime) -> None:
        """Milestones that are in the config no longer: nothing that waits for their dates goes out."""
        with self._write() as connection:
            for name in milestones:
                box.cancel_stale(connection, name, (), now, "the milestone is in the config no longer")
            connection.execute(
                update(beliefs)
                .where(beliefs.c.milestone.in_(list(milestones)), beliefs.c.gone.is_(None))
                .values(gone=now)
            )

    # The outbox

    def next_due(self, after: datetime) -> datetime | None:
        """The first moment after another at which a delivery may go out or a lease runs out, or None."""
        with self._read() as connection:
            soonest: datetime | None = connection.scalar(
                select(func.min(outbox.c.next_try)).where(outbox.c.next_try > after)
            )
            return soonest

    def claim(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        limit: int,
        busy: Collection[str] = (),
        held: Collection[str] = (),
        *,
        counted: bool = True,
    ) -> list[Delivery]:
        """Lease to ``owner`` up to ``limit`` deliveries that may go out now, the longest waiting first.

        Not of recipients that are ``busy``, nor keys that this process still has in hand (``held``).
        It is an attempt unless it is not ``counted``: whoever accepts it from ``owner`` counts it then.
        """
        with self._write() as connection:
            found = connection.execute(box.claim(owner, now, lease, limit, busy, held, counted))
            taken = [box.delivery(line) for line in found]
        return sorted(taken, key=lambda d: (d.reminder.due, d.reminder.key))

    def accept(
        self, tickets: Sequence[tuple[str, str]], owner: str, now: datetime, lease: timedelta
    ) -> list[Delivery]:
        """Take over leases, each told by its key and its holder; those that the holder still held."""
        of: dict[str, list[str]] = {}
        for key, holder in tickets:
            of.setdefault(holder, []).append(key)
        with self._write() as connection:
            return [
                box.delivery(line)
                for holder, keys in of.items()
                for line in connection.execute(box.accept(keys, holder, owner, now, lease))
            ]

    def leased(self) -> list[tuple[str, str, str]]:
        """The key, recipient and holder of everything that is leased."""
        with self._read() as connection:
            found = connection.execute(
                select(outbox.c.key, outbox.c.recipient, outbox.c.owner).where(outbox.c.state == "leased")
            )
            return [(line.key, line.recipient, line.owner) for line in found]

    def members(self, bundle: str) -> list[Delivery]:
        """What a digest is to tell, in order of due."""
        with self._read() as connection:
            return box.members(connection, bundle)

    def settle(self, settled: Sequence[Settled]) -> int:
        """Acknowledge each; how many of them still belonged to the owner and attempt that says so."""
        with self._write() as connection:
            return box.settle(connection, settled)

    def fold(self, digest: Reminder, claimed: Sequence[Delivery], now: datetime) -> None:
        """Tell claimed deliveries in a digest instead, each still owned by its claimer."""
        keys = [(d.reminder.key, d.owner or "", d.attempts) for d in claimed]
        with self._write() as connection:
            box.enqueue(connection, [box.row(digest, "waiting", now)], now)
            for statement in box.fold(digest.key, keys):
                connection.execute(statement)

    def release(self, now: datetime) -> None:
        """Take back every lease: this process owns the store, so nobody else holds one."""
        with self._write() as connection:
            connection.execute(box.release(now))

    def mend(self, now: datetime, limit: datetime) -> None:
        """Undo what a wrong clock left: tries beyond ``limit`` come back.

        It reads all that waits, which takes seconds of a million, and locks nothing meanwhile.
        """
        with self._read() as connection:
            far = list(connection.execute(box.far_tries(limit)).scalars())
        for start in range(0, len(far), 500):
            with self._write() as connection:
                connection.execute(box.pull_in(now, far[start : start + 500]))
        self.free_orphans(now)

    def free_orphans(self, now: datetime) -> None:
        """Let what waits for a digest that is settled already go out on its own."""
        with self._write() as connection:
            connection.execute(box.free_orphans(now))

    def retry(self, keys: Sequence[str] | None, now: datetime) -> int:
        """Let settled deliveries go out again under the same key (None: every dead one); how many."""
        with self._write() as connection:
            told, alone = box.again(now, keys)
            connection.execute(told)
            return connection.execute(alone).rowcount

    def missing(self, keys: Sequence[str]) -> list[str]:
        """Those of the keys that the outbox does not know."""
        with self._read() as connection:
            known = set(connection.scalars(select(outbox.c.key).where(outbox.c.key.in_(keys))))
        return [key for key in keys if key not in known]

    def deliveries(self, state: DeliveryState | None = None, limit: int = 1000) -> list[Delivery]:
        """Lines of the outbox: what comes next first, then what was settled last."""
        with self._read() as connection:
            return [box.delivery(line) for line in connection.execute(box.listed(state, limit))]

    def get(self, key: str) -> Delivery | None:
        """One line."""
        with self._read() as connection:
            line = connection.execute(box.single(key)).first()
            return box.delivery(line) if line else None

    def counts(self) -> dict[str, int]:
        """How many lines are in each state."""
        with self._read() as connection:
            return {line[0]: line[1] for line in connection.execute(box.counts())}

    def due(self, now: datetime, without: Collection[str] = ()) -> tuple[int, datetime | None]:
        """How many deliveries could go out now, and since when the oldest of them has waited.

        Those of the recipients in ``without`` are not counted.
        """
        with self._read() as connection:
            line = connection.execute(
                select(func.count(), func.min(outbox.c.next_try)).where(
                    outbox.c.next_try <= now,
                    outbox.c.owner.is_(None),
                    outbox.c.recipient.not_in(sorted(without)),
                )
            ).one()
            return line[0], line[1]

    def sent_since(self, recipients: Collection[str], since: datetime) -> dict[str, int]:
        """How many messages of their own (not digests) each recipient was sent since a moment."""
        with self._read() as connection:
            return {line[0]: line[1] for line in connection.execute(box.sent_since(recipients, since))}

    def purge(self, before: datetime, limit: int = 1000) -> int:
        """Forget up to ``limit`` deliveries settled before a moment; how many."""
        with self._write() as connection:
            return connection.execute(box.purge(before, limit)).rowcount

    # What recipients asked for, and how their addresses answer

    def asks(self, now: datetime) -> list[Ask]:
        """Everything that keeps somebody from being told now."""
        with self._read() as connection:
            found = connection.execute(
                select(asks).where(or_(asks.c.until.is_(None), asks.c.until > now)).order_by(asks.c.since)
            )
            return [
                Ask(a.recipient, a.kind, a.address, a.since, a.milestone, a.until, a.reason) for a in found
            ]

    def ask(self, ask: Ask) -> None:
        """Remember it; a second of its kind takes the place of the first."""
        line = {name: getattr(ask, name) for name in Ask.__slots__}
        with self._write() as connection:
            self._upsert(asks, [line], connection, "recipient", "kind", "milestone")

    def lift(self, recipient: str, kinds: Collection[AskKind]) -> int:
        """Take back what kept a recipient from being told; how many asks that were."""
        with self._write() as connection:
            return connection.execute(
                delete(asks).where(asks.c.recipient == recipient, asks.c.kind.in_(list(kinds)))
            ).rowcount

    def answered(self, recipient: str, address: str, now: datetime, *, well: bool) -> datetime | None:
        """Note how an address answered; since when it has only failed, or None."""
        with self._write() as connection:
            known = connection.execute(select(endpoints).where(endpoints.c.recipient == recipient)).first()
            same = known is not None and known.address == address
            failing = None if well else (known.failing_since if known is not None and same else None) or now
            line = {
                "recipient": recipient,
                "address": address,
                "failing_since": failing,
                "succeeded": now if well else (known.succeeded if known is not None and same else None),
            }
            self._upsert(endpoints, [line], connection, "recipient")
        return failing

    def failing(self) -> dict[str, datetime]:
        """The recipients whose address has only failed, and since when."""
        with self._read() as connection:
            found = connection.execute(select(endpoints).where(endpoints.c.failing_since.is_not(None)))
            return {line.recipient: line.failing_since for line in found}


def sequence_at(moment: datetime, old: int | None) -> int:
    """A revision's number: minutes since 2020, but always more than the one before."""
    minutes = (moment - _EPOCH) // timedelta(minutes=1)
    return minutes if old is None else max(minutes, old + 1)


def _fact(connection: Connection, name: str) -> str | None:
    return connection.scalar(select(facts.c.value).where(facts.c.name == name))
