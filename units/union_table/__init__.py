"""The tree of unions as a table that comes in: its columns, and what a row of it would do to the tree."""
