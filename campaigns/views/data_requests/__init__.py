"""The pages of data requests: the Board's, and those of the units that are asked."""
