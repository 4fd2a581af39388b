"""Rules of the day: which there are (`registry`), what they say on a day (`reader`), the shipped ones (`loading`)."""
