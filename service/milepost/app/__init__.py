"""The roof: introduces the rooms to each other, starts, reloads and stops them, and owns the clock."""
