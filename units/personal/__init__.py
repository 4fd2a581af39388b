"""What the portal stores about people: which tables, why, how long; what is given to them and what is removed."""
