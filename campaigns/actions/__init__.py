"""The actions of campaigns. Each takes who acts as `by`, runs in one transaction and records an event.

A change of state raises Forbidden or StateConflict when `campaigns.access` does not allow it.
"""
