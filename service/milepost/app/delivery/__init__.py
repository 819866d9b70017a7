"""Delivery: plans what is due, claims it, sends it and settles it."""

from milepost.app.delivery.delivery import Delivery

__all__ = ["Delivery"]
