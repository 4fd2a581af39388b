"""A reorganisation: the tree as a plan would make it, what hinders it, and what its act writes."""
