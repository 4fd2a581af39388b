"""What gunicorn reads by itself when it is started in this folder."""

forwarded_allow_ips = ""
"""Whose word counts that a visitor came by https: the portal alone decides (PROXY_ADDRESSES)."""
limit_request_line = 8190
"""Bytes, the most that gunicorn takes: an address that is too long is answered by the portal, in its words."""
