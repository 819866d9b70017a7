"""English in, milestones out: an announcement becomes found milestones, each a slice of the text."""
