"""HTTP in: prepared bytes first, then the API and the pages."""
