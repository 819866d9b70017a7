"""Milepost: what was promised, by whom, and for when."""

__version__ = "0.1.0"
