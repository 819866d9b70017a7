"""Celery: the keys of claimed deliveries go out to RabbitMQ, and come in at a worker on any machine."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from milepost.errors import MilepostError
from milepost.settings import Settings
from milepost.store import Store

_TASK: Final = "milepost.send"
_THREADS: Final = 16
_ANSWER: Final = 3.0


class BrokerError(MilepostError):
    """The broker cannot be reached, or did not take what it was given."""


class Broker:
    """One queue of a RabbitMQ server. What is lost in it is published again when its lease has run out."""

    def __init__(self, url: str, secret: bytes) -> None:
        """Nothing is connected yet; MilepostError where Celery is not installed.

        The queue is named by the store's secret: several calendars may share a broker.
        """
        try:
            from celery import Celery
            from kombu.exceptions import OperationalError
        except ImportError:
            raise MilepostError("delivery.engine: celery needs Celery; install milepost[celery]") from None
        self.queue = f"milepost-{hashlib.sha256(secret).hexdigest()[:12]}"
        self._app = Celery("milepost", broker=url, set_as_current=False)
        self._app.conf.update(
            broker_connection_retry_on_startup=True,
            broker_connection_max_retries=None,
            broker_connection_timeout=_ANSWER,
            task_default_queue=self.queue,
            task_ignore_result=True,
            worker_hijack_root_logger=False,
            worker_enable_remote_control=False,
            task_publish_retry=False,
        )
        self._errors = (OperationalError, *self._app.connection_for_write().connection_errors)
        self._producer: Any = None

    def publish(self, keys: Sequence[str], owner: str, expires: timedelta) -> None:
        """Tell the workers of deliveries that ``owner`` has leased; BrokerError where that failed.

        A connection that the broker has closed meanwhile is opened again, so a key may be told twice.
        """
        for last in (False, True):
            try:
                self._producer = self._producer or self._connected()
                for key in keys:
                    self._app.send_task(
                        _TASK, (key, owner), producer=self._producer, expires=expires.total_seconds()
                    )
                return
            except self._errors as error:
                self.close()
                if last:
                    raise BrokerError(f"the broker cannot be reached: {_said(error)}") from error

    def reach(self) -> None:
        """Whether the broker answers; BrokerError if it does not."""
        self.publish((), "", timedelta())
        self.close()

    def _connected(self) -> Any:
        # Once and no longer than that: kombu tries for ever if it is let.
        connection = self._app.connection_for_write(
            heartbeat=0, connect_timeout=_ANSWER, transport_options={"max_retries": 1, "interval_start": 0}
        )
        connection.ensure_connection(max_retries=1, interval_start=0, timeout=_ANSWER)
        return self._app.amqp.Producer(connection)

    def close(self) -> None:
        """Say goodbye to the broker."""
        producer, self._producer = self._producer, None
        if producer:
            with suppress(*self._errors):
                producer.connection.release()

    def consume(self, take: Callable[[str, str], None]) -> Callable[[], None]:
        """Run a Celery worker in threads of this process; give back what stops it.

        ``take`` is called in one of its threads with a key and the owner that leased it. What it does
        not take is not given again: acknowledging is the store's.
        """
        from celery.worker import state

        @self._app.task(name=_TASK)  # type: ignore[untyped-decorator]
        def send(key: str, owner: str) -> None:
            take(key, owner)

        state.should_stop = None
        worker: Any = self._app.WorkController(
            pool="threads",
            concurrency=_THREADS,
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        # It looks whether it should stop when something happens; something does, twice a second.
        worker.timer.call_repeatedly(0.5, lambda: None)
        thread = threading.Thread(target=worker.start, name="celery", daemon=True)
        thread.start()

        def stop() -> None:
            state.should_stop = 0
            thread.join(20)

        return stop


def open_broker(settings: Settings, store: Store) -> Broker:
    """The broker of the settings; MilepostError with a sentence where they cannot be followed."""
    if not store.shared:
        raise MilepostError(
            "delivery.engine: celery needs a PostgreSQL store, which its workers share: "
            "write store: postgresql+psycopg://…, or engine: local"
        )
    return Broker(settings.delivery.broker or "", store.secret())


def _said(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
