"""Reads tables that offices send, .xlsx, .xls, .ods and .csv, and says what their columns may be.

`reading.read_tables` is the way in. Knows no app: what a row becomes is declared by the apps (`declaration`).
"""
