"""The peer: Celery on RabbitMQ, acknowledged late, posting the same signed messages and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

from celery import Celery

from milepost.channels.webhook import signature

BROKER = os.environ.get("MILEPOST_BENCH_BROKER")
QUEUE = "milepost-bench"
SECRET = "whsec_" + "bWlsZXBvc3QtYmVuY2gtc2VjcmV0LW1pbGVwb3N0"

app = Celery("peer", broker=BROKER)
app.conf.update(
    task_acks_late=True, task_reject_on_worker_lost=True, task_default_queue=QUEUE, task_ignore_result=True
)


def _session() -> Any:
    import http.client
    from urllib.parse import urlsplit

    return http.client.HTTPConnection(urlsplit(os.environ["MILEPOST_BENCH_URL"]).netloc)


_connection: Any = None


@app.task(name="peer.post")
def post(key: str, body: str) -> None:
    """One POST over a connection that is kept."""
    global _connection
    _connection = _connection or _session()
    seconds = int(time.time())
    _connection.request(
        "POST",
        "/",
        body.encode(),
        {
            "content-type": "application/json",
            "webhook-id": key,
            "webhook-timestamp": str(seconds),
            "webhook-signature": signature(key, seconds, body.encode(), [SECRET]),
        },
    )
    _connection.getresponse().read()


def rate(broker: str, url: str, count: int) -> float:
    """Messages a second from the first taken to an empty queue."""
    from kombu import Connection, Queue

    body = json.dumps({"type": "milestone.reminder", "data": {"text": "x" * 1400}})
    with Connection(broker, connect_timeout=3) as connection:
        queue = Queue(QUEUE, channel=connection.channel())
        queue.declare()
        queue.purge()
        for number in range(count):
            post.delay(f"msg_{number}", body)
        worker = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "celery",
                "-A",
                "tests.bench.celery_peer",
                "worker",
                "-c",
                "2",
                "-l",
                "ERROR",
            ],
            env=os.environ | {"MILEPOST_BENCH_URL": url, "MILEPOST_BENCH_BROKER": broker},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while queue.queue_declare(passive=True).message_count > count - 200:
                time.sleep(0.01)
            start, left = time.perf_counter(), queue.queue_declare(passive=True).message_count
            while queue.queue_declare(passive=True).message_count:
                time.sleep(0.01)
            return left / (time.perf_counter() - start)
        finally:
            os.killpg(worker.pid, signal.SIGKILL)  # the queue is empty; its warm shutdown may hang
            worker.wait(30)
