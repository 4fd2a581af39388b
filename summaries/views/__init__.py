"""The screens of a summary."""
