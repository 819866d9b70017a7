"""iCalendar and Atom: one milestone to one checked fragment, fragments to a feed."""
