"""From sentences and the dates in them to drafts of milestones; ``draft_all`` is the one door."""

from milepost.reading.events.draft import STORY_DAY, Draft, Drafting, Dropped
from milepost.reading.events.drafter import draft_all

__all__ = ["STORY_DAY", "Draft", "Drafting", "Dropped", "draft_all"]
