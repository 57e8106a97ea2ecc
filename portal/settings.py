"""Every setting, read once from the environment. The defaults make a laptop work: SQLite, no Redis, console mail.

Two modes, one code. *Embedded* (no ``HOMEPORT_BROKER_URL``): one process holds the web, a worker and a timetable.
*Company* (a broker is named): several web processes, workers and one timetable, over PostgreSQL and Redis.
docs/settings.md lists each variable; a test keeps the list whole.
"""

import sys
from datetime import timedelta
from pathlib import Path

from celery.schedules import schedule
from django.utils.csp import CSP

from portal import env

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(env.text("HOMEPORT_VAR", str(ROOT / "var")))

BROKER_URL = env.text("HOMEPORT_BROKER_URL")
EMBEDDED = not BROKER_URL
ADDRESS = env.text("HOMEPORT_ADDRESS")  # https://homeport.example.com, as people type it
DEBUG = env.flag("HOMEPORT_DEBUG", False)
DEMO = env.flag("HOMEPORT_DEMO", EMBEDDED)  # a demo company with known logins; loopback only

SECRET_KEY = env.text("HOMEPORT_SECRET_KEY") or ("embedded-" + "not-a-secret-" * 4 if EMBEDDED else "")
ALLOWED_HOSTS = env.words("HOMEPORT_HOSTS", "127.0.0.1,localhost,[::1]" if EMBEDDED else "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "portal",
    "teams.people",
    "services",
    "services.forge",
    "teams.away",
    "teams.reviews",
    "teams.proposals",
]

MIDDLEWARE = [
    "portal.kit.requests.RequestIdMiddleware",
    "portal.metrics.MeasureMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.kit.bodies.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.kit.refusals.LoginMiddleware",
    "portal.kit.zones.TimeZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.kit.rates.RateMiddleware",
    "portal.kit.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "portal.urls"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_refused"
WSGI_APPLICATION = "portal.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.everywhere",
            ],
            "builtins": [
                "portal.templatetags.portal_ui",
                "teams.away.templatetags.away_ui",
                "django.templatetags.static",
            ],
        },
    }
]

DATABASES = {"default": env.database("HOMEPORT_DATABASE_URL", VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = None if EMBEDDED else ROOT / "static.built"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.made.MadeFinder",  # icons and typeface, from packages
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = EMBEDDED  # straight from static/, nothing to build; a company's image holds them built
WHITENOISE_AUTOREFRESH = DEBUG

# What a browser may do here. No inline script, style or handler anywhere, so 'self' is enough.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
HTTPS = not EMBEDDED and env.flag("HOMEPORT_HTTPS", True)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
CSRF_TRUSTED_ORIGINS = [ADDRESS] if ADDRESS else []
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("HOMEPORT_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# How big a thing may be. One above the largest contract, so that our own message is the one people read.
MAX_CONTRACT_BYTES = env.whole("HOMEPORT_MAX_CONTRACT_BYTES", 32 * 1024 * 1024, least=1024, most=2**30)
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_CONTRACT_BYTES * 2
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# A check of one contract: seconds, memory of its child process, and how much may be in it (docs/engine.md).
CHECK_SECONDS = env.whole("HOMEPORT_CHECK_SECONDS", 120, least=1)
LIVE_CHECKS = env.whole("HOMEPORT_LIVE_CHECKS", 2, least=1, most=64)
CHECK_MEMORY_BYTES = env.whole("HOMEPORT_CHECK_MEMORY_BYTES", 1024 * 1024 * 1024, least=64 * 1024 * 1024, most=2**40)
CHECK_FILES = env.whole("HOMEPORT_CHECK_FILES", 2_000, least=1, most=100_000)
CHECK_DEPTH = env.whole("HOMEPORT_CHECK_DEPTH", 200, least=10, most=1_000)
CHECK_NODES = env.whole("HOMEPORT_CHECK_NODES", 5_000_000, least=1_000, most=10**9)
CHECK_ALIASES = env.whole("HOMEPORT_CHECK_ALIASES", 10_000, least=0, most=10**7)

# Hosts that "register by URL" may reach although they are private, as host or host:port.
FETCH_ALLOWED_HOSTS = env.words("HOMEPORT_FETCH_ALLOWED_HOSTS")
FETCH_SECONDS = env.whole("HOMEPORT_FETCH_SECONDS", 15, least=1)

# Requests a minute, by what is asked and by whom. 0 switches a limit off.
RATES = {
    "login": env.whole("HOMEPORT_RATE_LOGIN", 10),
    "write": env.whole("HOMEPORT_RATE_WRITE", 120),
    "upload": env.whole("HOMEPORT_RATE_UPLOAD", 30),
    "api": env.whole("HOMEPORT_RATE_API", 1200),
    "try": env.whole("HOMEPORT_RATE_TRY", 60),
    "forge": env.whole("HOMEPORT_RATE_FORGE", 600),
    "forge-refused": env.whole("HOMEPORT_RATE_FORGE_REFUSED", 60),
}

# What forges send: how much at once, and how long it is kept after it was read.
FORGE_BYTES = env.whole("HOMEPORT_FORGE_BYTES", 25 * 1024 * 1024, least=1024, most=2**30)
FORGE_KEEP = timedelta(days=env.whole("HOMEPORT_FORGE_KEEP_DAYS", 30, least=1, most=3650))

# Written proposals: working days for comments, after which silence agrees; more for what cannot be taken back.
PROPOSAL_DAYS = env.whole("HOMEPORT_PROPOSAL_DAYS", 5, least=1, most=60)
PROPOSAL_ONE_WAY_DAYS = env.whole("HOMEPORT_PROPOSAL_ONE_WAY_DAYS", 10, least=1, most=60)

METRICS_TOKEN = env.text("HOMEPORT_METRICS_TOKEN")  # without one, /metrics is for programs on this machine

_mailer = env.mailer("HOMEPORT_MAIL_URL")
MAILERS = {"default": _mailer[0]}
MAIL_FROM: str = _mailer[1]

# Jobs: the row is the truth, the queue is a bell. Times are what a lost worker costs.
JOB_LEASE = env.seconds("HOMEPORT_JOB_LEASE", 30)
JOB_SWEEP = env.seconds("HOMEPORT_JOB_SWEEP", 2 if EMBEDDED else 5)
WORKER_THREADS = env.whole("HOMEPORT_WORKER_THREADS", 2, least=1, most=64)

CELERY_BROKER_URL = BROKER_URL or "memory://localhost/"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {} if EMBEDDED else {"socket_timeout": 5, "socket_connect_timeout": 5}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_PUBLISH_RETRY = False  # the sweeper rings again; a request never waits for a broker
CELERY_WORKER_CONCURRENCY = WORKER_THREADS
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DIRECT = not EMBEDDED  # a queue of each worker's own, for its sign of life (portal/pulse.py)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_ENABLE_UTC = True
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "portal.sweep", "schedule": schedule(JOB_SWEEP)},
    "clocks": {"task": "portal.ring_clocks", "schedule": schedule(timedelta(seconds=10))},
    "watch": {"task": "portal.watch_teams", "schedule": schedule(timedelta(hours=1))},
    "guild": {"task": "portal.watch_guild", "schedule": schedule(timedelta(hours=1))},
    "managers": {"task": "portal.tell_managers", "schedule": schedule(timedelta(hours=1))},
    "seal": {"task": "portal.seal_audit", "schedule": schedule(timedelta(seconds=3))},
    "post": {"task": "portal.write_letters", "schedule": schedule(timedelta(seconds=60))},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.kit.api.TokenAuthentication", "portal.kit.api.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["portal.kit.api.Scope"],
    "DEFAULT_THROTTLE_CLASSES": ["portal.kit.api.Throttle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "portal.kit.api.OneLanguage",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "portal.kit.schema.Schema",
    "EXCEPTION_HANDLER": "portal.kit.refusals.api_refusal",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Homeport",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["portal.kit.schema.complete"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"context": {"()": "portal.kit.loglines.Context"}},
    "formatters": {"line": {"()": "portal.kit.loglines.Lines"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["context"]},
    },
    "root": {"handlers": ["console"], "level": env.text("HOMEPORT_LOG_LEVEL", "WARNING" if EMBEDDED else "INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        # A line for each message would drown the rest: beat alone sends one every two seconds.
        "celery.beat": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}

TESTING = "pytest" in sys.modules
SILENCED_SYSTEM_CHECKS: list[str] = []
