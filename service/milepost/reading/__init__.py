"""Reading: an announcement in, the milestones that it tells out, each a slice of the text."""

from milepost.reading.reader import LeftOutDate, Reading, read

__all__ = ["LeftOutDate", "Reading", "read"]
