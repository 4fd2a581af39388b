"""The module path under which jobs queued by version 0.1.0 call `count_again`."""

from campaigns.progress.rollups import count_again

__all__ = ["count_again"]
