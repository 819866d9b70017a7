"""YAML: settings, milestones and the sidecars of announcements, read with their places, written once."""
