"""What gunicorn reads by itself when it is started in this folder."""

import os
from typing import Any

from gunicorn.glogging import Logger

from foundation.logs import JsonLines

forwarded_allow_ips = ""
"""Whose word counts that a visitor came by https: the portal alone decides (PROXY_ADDRESSES)."""
limit_request_line = 8190
"""Bytes, the most that gunicorn takes: an address that is too long is answered by the portal, in its words."""


class logger_class(Logger):
    """Writes gunicorn's own lines like those of the portal in use."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        if not os.environ.get("DEBUG"):
            for handler in self.error_log.handlers:
                handler.setFormatter(JsonLines())
