"""Sets the portal up for `make bench`: as in production, but without TLS and on the clock of the generated year.

BENCH_BARE=1: a bare Django instead, nothing but session and user, on the same database: the yardstick.
"""

import os

os.environ["DEBUG"] = "1"  # the year's clock may be set

from emulation.settings import *  # noqa: F403
from emulation.settings import STORAGES, TEMPLATES, VAR_DIR

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ALLOW_GENERATED = True
WHITENOISE_USE_FINDERS = False
STATIC_ROOT = VAR_DIR / "bench" / "static"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
CONN_MAX_AGE = 60

if os.environ.get("BENCH_BARE"):
    MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    ROOT_URLCONF = "tests.bench.yardstick"
    AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    TEMPLATES = [TEMPLATES[0] | {"OPTIONS": {"context_processors": []}}]
