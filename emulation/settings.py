"""Settings, read from the environment. `make run` sets DEBUG; production sets at least all of REQUIRED."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
# Pages for developers, and no protection: never on a server.
DEBUG = env.bool("DEBUG", default=False)

# Without DEBUG the portal does not start unless all of these are set.
REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "PORTAL_URL")
if missing := [name for name in REQUIRED if not DEBUG and not env.str(name, default="").strip()]:
    raise ImproperlyConfigured(f"The portal does not start without its settings. Missing: {', '.join(missing)}.")

# What sessions and marks of forms are signed with: 50 random characters or more. A new one signs everybody out.
SECRET_KEY = env("SECRET_KEY", default="only-for-development-never-in-production")
if not DEBUG and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or "insecure" in SECRET_KEY):
    raise ImproperlyConfigured("SECRET_KEY can be guessed: it has to be 50 random characters or more.")
# The names under which the portal is asked for, the first the main one.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"] if DEBUG else [])
# Whose X-Forwarded-… headers are believed: addresses of the proxy, or "unix" for one that comes by a socket.
PROXY_ADDRESSES = env.list("PROXY_ADDRESSES", default=[])
# Other addresses whose pages may send forms to the portal, with https://: as a rule none.
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The demo's clock, what it showed at PORTAL_STARTED: never on a server. See foundation/clock.py.
PORTAL_NOW = env("PORTAL_NOW", default="")
# When the demo's clock was started, in seconds since 1970.
PORTAL_STARTED = env.float("PORTAL_STARTED", default=0.0)
if PORTAL_NOW and not DEBUG:
    raise ImproperlyConfigured("PORTAL_NOW sets the clock of the demo: outside DEBUG it must be empty.")
# Data made by `manage.py generate` are served without DEBUG only if this is set: for load tests, drills, scanners.
ALLOW_GENERATED = env.bool("ALLOW_GENERATED", default=False)
# The portal's address with https://, in mails and in the QR codes of certificates.
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/")
# The socket of the drawing service, `manage.py draw`. Empty: whoever asks for a paper draws it.
DRAWING_SOCKET = env("DRAWING_SOCKET", default="")
# A time, as 13:30: every page answers that the portal is at rest until then.
MAINTENANCE_UNTIL = env("MAINTENANCE_UNTIL", default="")

INSTALLED_APPS = [
    "emulation.admin_config.PortalAdminConfig",
    "emulation",  # before Django's apps, of which it takes over a command
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_otp_webauthn",
    "foundation",
    "units",
    "campaigns",
    "awards",
    "summaries",
]
MIDDLEWARE = [
    "foundation.middleware.headers_of_proxy",
    "foundation.logs.request_ids",
    "foundation.metrics.counted",
    "foundation.middleware.probes",
    "foundation.middleware.language",
    # These next ones add headers to every response, error pages included.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "foundation.middleware.head_without_body",
    "foundation.middleware.Compression",
    "foundation.middleware.privacy_headers",
    "foundation.faults.faults",
    "foundation.middleware.allowed_methods",
    "foundation.middleware.query_length",
    "foundation.middleware.maintenance",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "foundation.middleware.OversizedForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "units.unsent_views.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "units.middleware.acting",
    "units.middleware.inspections",
    "foundation.middleware.ErrorPages",
]
ROOT_URLCONF = "emulation.urls"
WSGI_APPLICATION = "emulation.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "emulation.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Where the database is, as postgres:///cong-thi-dua or postgres://user:password@host/name?sslmode=require.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # `.iterator()`, as in choice fields, is one statement instead of the four of a server-side cursor, which would also
    # not work with a transaction pooler.
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    # A page joins up to twelve small tables by key: planning all join orders took ten times the query.
    # Statements are short and rows are in memory or on SSD, so JIT and parallel workers would only cost time.
    planning = "-c join_collapse_limit=5 -c jit=off -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
    # Whether the database role has the planner settings, as `deploy/install` gives them: a pooler refuses them else.
    sent = {} if env.bool("PLANNING_BY_ROLE", default=False) else {"options": planning}
    patience = {"connect_timeout": 5}  # seconds: the 503 page comes before visitors give up
    DATABASES["default"]["OPTIONS"] = sent | patience | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = ["units.backends.WithPosts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "units.demo_accounts.NotThePublicPassword"},
    {"NAME": "units.password_words.NotAKnownWord"},
    {"NAME": "units.password_names.NotAName"},
]
# The first hashes; a hash of another is made anew at its person's next sign-in.
PASSWORD_HASHERS = ["foundation.hashers.Argon2id", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
# Days for which the code of a letter that hands out an account can be exchanged for a password.
CODE_VALID_DAYS = env.int("CODE_VALID_DAYS", default=45)
# Days after which the file of a list that came in is deleted with what its rows said; what became of them stays.
IMPORT_DAYS = env.int("IMPORT_DAYS", default=90)
# For how many minutes the link of a mail that sets a new password can be used.
PASSWORD_RESET_TIMEOUT = env.int("RESET_LINK_MINUTES", default=60) * 60
# After how many wrong passwords in a row an account is locked for devices unknown to it; pauses begin at half of it.
SIGN_IN_FAILURES_OF_ACCOUNT = env.int("SIGN_IN_FAILURES_OF_ACCOUNT", default=10)
# After how many within SIGN_IN_LOCK_MINUTES an address is, behind which a whole office may be.
SIGN_IN_FAILURES_OF_ADDRESS = env.int("SIGN_IN_FAILURES_OF_ADDRESS", default=50)
# For how many minutes.
SIGN_IN_LOCK_MINUTES = env.int("SIGN_IN_LOCK_MINUTES", default=15)
# Signing in by way of an OpenID Connect provider: off unless all six are set (docs/operations.md). What the provider
# calls itself in its tokens, with https://.
OIDC_ISSUER = env("OIDC_ISSUER", default="")
# What the button of the sign-in page calls the provider.
OIDC_NAME = env("OIDC_NAME", default="")
# The provider's address at which people sign in.
OIDC_OP_AUTHORIZATION_ENDPOINT = env("OIDC_OP_AUTHORIZATION_ENDPOINT", default="")
# The provider's address at which the portal exchanges a code for a token.
OIDC_OP_TOKEN_ENDPOINT = env("OIDC_OP_TOKEN_ENDPOINT", default="")
# The provider's address with its public keys.
OIDC_OP_JWKS_ENDPOINT = env("OIDC_OP_JWKS_ENDPOINT", default="")
# What the provider calls the portal.
OIDC_RP_CLIENT_ID = env("OIDC_RP_CLIENT_ID", default="")
# The secret that the provider gave the portal; empty for a provider that asks for none.
OIDC_RP_CLIENT_SECRET = env("OIDC_RP_CLIENT_SECRET", default="")
# Whether the provider asks for a second factor, so that the portal does not ask for another.
OIDC_HAS_SECOND_FACTOR = env.bool("OIDC_HAS_SECOND_FACTOR", default=False)
OIDC_RP_SIGN_ALGO, OIDC_RP_SCOPES, OIDC_USE_PKCE = "RS256", "openid", True
OIDC_OP_USER_ENDPOINT = ""  # nothing is asked there: who somebody is in the portal is said by their account
OIDC_AUTHENTICATION_CALLBACK_URL = "provider_callback"
OIDC_TIMEOUT = 10  # seconds
_provider = {
    "OIDC_ISSUER": OIDC_ISSUER,
    "OIDC_NAME": OIDC_NAME,
    "OIDC_OP_AUTHORIZATION_ENDPOINT": OIDC_OP_AUTHORIZATION_ENDPOINT,
    "OIDC_OP_TOKEN_ENDPOINT": OIDC_OP_TOKEN_ENDPOINT,
    "OIDC_OP_JWKS_ENDPOINT": OIDC_OP_JWKS_ENDPOINT,
    "OIDC_RP_CLIENT_ID": OIDC_RP_CLIENT_ID,
}
if any(_provider.values()) and (missing := [name for name, value in _provider.items() if not value]):
    raise ImproperlyConfigured(f"Signing in by way of a provider lacks settings: {', '.join(missing)}.")
if not DEBUG and [name for name, value in _provider.items() if "_OP_" in name and value[:8] not in ("", "https://")]:
    raise ImproperlyConfigured("The addresses of the provider begin with https://.")
# Whose sign-in must have a second step, by their posts: board, leader, administrator or any other role. Empty: nobody
# has to have one, and whoever wants to has.
SECOND_FACTOR_FOR = env.list("SECOND_FACTOR_FOR", default=[])
# `board`: reviewers of a union that can launch a campaign.
_roles = "board officer reviewer leader administrator clerk accountant secretary member inspector desk"
if unknown := sorted(set(SECOND_FACTOR_FOR) - set(_roles.split())):
    raise ImproperlyConfigured(f"SECOND_FACTOR_FOR names no role of the portal: {', '.join(unknown)}.")
# A passkey is made for the name of the portal: under another one all have to be made anew. Browsers make none for an
# address of numbers, nor without https but on the machine itself.
_portal = urlsplit(PORTAL_URL.replace("//127.0.0.1", "//localhost"))
OTP_WEBAUTHN_RP_ID = _portal.hostname or "localhost"
OTP_WEBAUTHN_RP_NAME = "Cổng thi đua"
OTP_WEBAUTHN_ALLOWED_ORIGINS = [
    f"http://{_portal.netloc}" if OTP_WEBAUTHN_RP_ID == "localhost" else f"https://{_portal.netloc}"
]
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False  # a passkey is asked for after the password
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0  # units/actions/guessing.py counts wrong codes
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"
SESSION_ENGINE = "units.models.sign_in_session"
# Hours after its last use at which a session ends.
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 60 * 60
# Minutes after which the password is asked again: for closing, registering and issuing papers, posts, accounts and how
# one is reached, ending sessions, second-factor resets, imports, removing or taking along personal data and history.
PASSWORD_MINUTES = env.int("PASSWORD_MINUTES", default=15)
# Days after its sign-in at which a session ends, however it is used.
SESSION_DAYS = env.int("SESSION_DAYS", default=14)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "foundation.message_cookie.MessageStorage"
CSRF_FAILURE_VIEW = "emulation.views.expired"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt"))]
FORMAT_MODULE_PATH = "foundation.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
# The folder that `manage.py collectstatic` fills with styles, scripts and pictures, seen from the release.
STATIC_ROOT = BASE_DIR / env("STATIC_ROOT", default="var/static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # robots.txt and favicon.ico, which are asked for at the root
# The typefaces of papers are read from the disk and never sent: to compress them took most of `collectstatic`.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "ttf")

# The mail server, as smtp+tls://user:password@host:587. Without one mails wait for a week; with DEBUG they are printed.
_mail = env.email("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_BACKEND"], _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "foundation.mail.Backend"
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20  # seconds
# How many mails are sent in a minute at most; more wait for the next one.
MAILS_PER_MINUTE = env.int("MAILS_PER_MINUTE", default=60)
# Days for which a draft of a form is kept after somebody last typed in it.
KEEP_DRAFTS_DAYS = env.int("KEEP_DRAFTS_DAYS", default=30)
# Days for which a mail that was sent, or will not be, is kept.
KEEP_MAILS_DAYS = env.int("KEEP_MAILS_DAYS", default=365)
# Days for which the code of an account's letter is kept once it was used or replaced, or ran out.
KEEP_CODES_DAYS = env.int("KEEP_CODES_DAYS", default=365)
# Days for which a job of the worker that is done is kept.
KEEP_DONE_JOBS_DAYS = env.int("KEEP_DONE_JOBS_DAYS", default=7)
# Days for which a job that was cancelled is kept.
KEEP_CANCELLED_JOBS_DAYS = env.int("KEEP_CANCELLED_JOBS_DAYS", default=30)
# Days for which a job that failed is kept.
KEEP_FAILED_JOBS_DAYS = env.int("KEEP_FAILED_JOBS_DAYS", default=90)
# Days for which a list that was brought in and never written is kept, with its file.
KEEP_UNWRITTEN_LISTS_DAYS = env.int("KEEP_UNWRITTEN_LISTS_DAYS", default=30)

# Whom mails are from.
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="cong-thi-dua@localhost")

# The folder of backups, as `deploy/install` writes it. First steps and checks look there for the newest.
BACKUP_FOLDER = env("BACKUP_FOLDER", default="")
# The file of a public key of gpg: backups are encrypted for it. Without one they are not encrypted.
BACKUP_KEY = env("BACKUP_KEY", default="")
# Of how many days the last backup is kept; all of the last two days, and the last of each of twelve months, are too.
BACKUP_DAYS = env.int("BACKUP_DAYS", default=30)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Only the project's own files, nothing inline. `data:` is for the ticks and arrows in Bootstrap's style sheet; images
# run no scripts.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a decision of 3,300 awards to be corrected has three boxes for each
if not DEBUG:
    # Whether a visitor by http is sent on to https.
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = ["^(healthz|livez|readyz)$"]  # called by monitoring on the server itself, over plain HTTP
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # only from PROXY_ADDRESSES
    SECURE_HSTS_SECONDS = 31536000
    # Whether browsers use https for the sites below the portal's host too: whoever keeps the domain says so.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
    # Whether browsers may ship that they use https for this domain: whoever keeps the domain says so.
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # which ask for both
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # With this prefix a browser takes a cookie by https alone and gives it to this very host: no site beside or below
    # it can set one for the portal.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

# The socket at which `manage.py metrics` is told of each request; nothing is told where it is not set.
METRICS_SOCKET = env("METRICS_SOCKET", default="")
# Exceptions propagate to foundation/faults.py, which answers and logs them once. Despite its name it applies always.
DEBUG_PROPAGATE_EXCEPTIONS = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"short_refusals": {"()": "foundation.refusal_log.ShortRefusals"}},
    "formatters": {"json": {"()": "foundation.logs.JsonLines"}, "plain": {}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["short_refusals"],
            "formatter": "plain" if DEBUG else "json",  # in use lines are for machines and name nobody
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"level": "WARNING"},  # no handlers of its own, which would log every line twice
        "security": {"level": "INFO"},
    },
}
