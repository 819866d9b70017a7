"""Who is to be told what, and when; the words of a message."""

from milepost.reminders.changes import believe, notices
from milepost.reminders.due import HORIZON, due
from milepost.reminders.hours import defer, in_digest
from milepost.reminders.keys import key
from milepost.reminders.links import Link, sign, verify
from milepost.reminders.render import Scene, Words, address, digest, message, notice, trial, words

__all__ = [
    "HORIZON",
    "Link",
    "Scene",
    "Words",
    "address",
    "believe",
    "defer",
    "digest",
    "due",
    "in_digest",
    "key",
    "message",
    "notice",
    "notices",
    "sign",
    "trial",
    "verify",
    "words",
]
