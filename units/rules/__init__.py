"""Rules of the day: what they say on a day (`reader`), and those that ship (`loading`)."""
