"""Who is to be told what, and when, and in which words. Quiet: no clock, no file, no network."""

from milepost.reminders.plan import Plan, belief_of, plan
from milepost.reminders.words import Occasion, render

__all__ = ["Occasion", "Plan", "belief_of", "plan", "render"]
