"""Who is to be told what, and when, and in which words. Quiet: no clock, no file, no network."""
