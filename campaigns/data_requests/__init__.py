"""Data requests as rules and data: whom they ask, what was typed, what it is prefilled with, what it adds up to."""
