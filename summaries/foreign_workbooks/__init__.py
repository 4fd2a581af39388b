"""Workbooks of the higher body: what their cells are called, what goes into them, what is carried over."""
