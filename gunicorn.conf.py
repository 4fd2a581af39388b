"""What gunicorn reads by itself when it is started in this folder."""

limit_request_line = 8190
"""Bytes, the most that gunicorn takes: an address that is too long is answered by the portal, in its words."""
