"""The memory: what was sent, which revision was published, and what recipients asked for."""

from milepost.store.database import Store, open
from milepost.store.outbox import Settled

__all__ = ["Settled", "Store", "open"]
