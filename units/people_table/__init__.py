"""The table of people as one that comes in: its columns, and what a row of it would do to accounts and posts."""
