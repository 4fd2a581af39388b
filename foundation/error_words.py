"""Says in a stored sentence what went wrong, for whoever looks after the server."""

LONGEST = 300  # characters of the columns that keep it


def described(problem: str, error: Exception) -> str:
    """Return the problem with the error behind it: "Làm không xong (ValueError: …)"."""
    return f"{problem} ({type(error).__name__}: {error})"[:LONGEST]
