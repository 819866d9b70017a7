"""Is this the milestone that we know? Sure, perhaps, or new, with the reason."""
