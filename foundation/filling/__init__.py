"""Fills cells of somebody else's .xlsx workbook: values are written into its XML, the rest stays the same bytes."""
