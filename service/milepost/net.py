"""The guarded way out: addresses are checked, answers are bounded, nothing is followed blindly."""
