"""A campaign and its indicators, read from TOML files and written as rows."""
