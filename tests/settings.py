"""Sets the portal up for tests: quick passwords, real time, a database file of its own on SQLite."""

import os
import tempfile
from pathlib import Path

# Read by the settings when they are imported: plain static files, no redirect to https, no clock of the demo.
os.environ["DEBUG"] = "1"
os.environ["PORTAL_NOW"] = ""

from emulation.settings import *  # noqa: F403
from emulation.settings import DATABASES

DEBUG = False  # pytest-django says so too, but after modules of tests may have read the URLs, which DEBUG adds to
WHITENOISE_AUTOREFRESH = True  # as with `make run`: files are looked up when asked for
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: as in use, so that the live server's threads each have a connection of their own. Tests that
    # ask no database are given none: theirs is an empty one then, not the one in use, which may not be migrated.
    _folder = tempfile.TemporaryDirectory(prefix="emulation-test-", ignore_cleanup_errors=True)
    DATABASES["default"] |= {
        "NAME": str(Path(_folder.name) / "empty.sqlite3"),
        "TEST": {"NAME": str(Path(_folder.name) / "test.sqlite3")},
    }
else:
    # Every test is rolled back and leaves dead rows that statistics know nothing of: the planner, thinking the
    # tables empty, would read through all of them again and again.
    DATABASES["default"]["OPTIONS"]["options"] += " -c enable_seqscan=off"
