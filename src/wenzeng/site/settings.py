"""Settings, all from the environment; the defaults suit one machine with nothing but Python.

WENZENG_VAR             where data lives (default ./var)
WENZENG_DATABASE        a path (SQLite) or postgresql://user:password@host:port/name
WENZENG_DEMO            1 = the demonstration: fixed day, demo accounts, 演示 marks
WENZENG_SECRET_KEY      else kept in $WENZENG_VAR/secret-key, made at first use
WENZENG_HOSTS           comma-separated host names that we answer to
WENZENG_HTTPS           1 = cookies only over HTTPS
WENZENG_RULES           a folder with the city's own rules
WENZENG_SOFFICE         LibreOffice's program, for the proof of a bulletin's pages (default soffice; empty = no proof)
"""

import datetime as dt
import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("WENZENG_VAR", "var")).resolve()

WENZENG_TESTING = False
WENZENG_DEMO = os.environ.get("WENZENG_DEMO") == "1"
WENZENG_TODAY = dt.date(2020, 6, 24) if WENZENG_DEMO else None
WENZENG_DEMO_PASSWORD = "wenzeng-2020"  # noqa: S105  # printed on the demo's own login page; opens nothing elsewhere
WENZENG_RULES = os.environ.get("WENZENG_RULES") or None
WENZENG_FILES = VAR / ("demo" if WENZENG_DEMO else "") / "files"
WENZENG_SOFFICE = os.environ.get("WENZENG_SOFFICE", "soffice")
WENZENG_FILE_LIMIT_MB = int(os.environ.get("WENZENG_FILE_LIMIT_MB", "20"))

DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("WENZENG_HOSTS", "127.0.0.1,localhost").split(",") if host]


def _secret_key() -> str:
    given = os.environ.get("WENZENG_SECRET_KEY")
    if given:
        return given
    place = VAR / "secret-key"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600)
        place.write_text(secrets.token_urlsafe(50))
    return place.read_text().strip()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "wenzeng.base",
    "wenzeng.cadence",
    "wenzeng.situation",
    "wenzeng.targets",
    "wenzeng.supervision",
    "wenzeng.bulletins",
    "wenzeng.site",
    *(["wenzeng.demo"] if WENZENG_DEMO else []),
]

_BUILT_IN_CSP = django.VERSION >= (6, 0)
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware"
    if _BUILT_IN_CSP
    else "csp.middleware.CSPMiddleware",
    "wenzeng.site.middleware.RequestTrail",
    "wenzeng.site.middleware.NothingKept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wenzeng.site.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wenzeng.site.middleware.PlainRefusals",
    "wenzeng.site.middleware.NothingTypedIsLost",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "wenzeng.site.urls"
WSGI_APPLICATION = "wenzeng.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wenzeng.site.navigation.shell",
            ],
        },
    },
]


def _database(given: str) -> dict[str, object]:
    if given.startswith(("postgresql://", "postgres://")):
        parts = urlsplit(given)
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or query.get("host", "")),
            "PORT": str(parts.port or ""),
            "OPTIONS": {"pool": {"timeout": 10}},
        }
    if "://" in given:
        kind = given.split("://", 1)[0]
        raise ImproperlyConfigured(
            f"不认得数据库“{kind}://”：写一个 SQLite 文件路径，或 postgresql://用户:密码@主机:端口/库。"
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": given,
        # Without IMMEDIATE and WAL, 80–96 % of concurrent writes fail with “database is locked”. Never ATOMIC_REQUESTS.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
                "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


_default_database = VAR / ("demo.sqlite3" if WENZENG_DEMO else "wenzeng.sqlite3")
DATABASES = {"default": _database(os.environ.get("WENZENG_DATABASE") or str(_default_database))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "base.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "wenzeng.site.login.Accounts"]
# Five failures of one login name from one address close it for a quarter of an hour. Counted in each process's memory:
# no tables, and of several workers each counts by itself (ADR 0009).
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "wenzeng.site.login.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
MIGRATION_MODULES = {"axes": None}
SILENCED_SYSTEM_CHECKS = ["axes.W001"]  # a count in memory, on purpose
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "wenzeng.site.passwords.Similar"},
    {"NAME": "wenzeng.site.passwords.Length", "OPTIONS": {"min_length": 10}},
    {"NAME": "wenzeng.site.passwords.Common"},
    {"NAME": "wenzeng.site.passwords.Digits"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("WENZENG_HTTPS") == "1"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

_SELF = "'self'"
_DIRECTIVES = {
    "default-src": ["'none'"],
    "script-src": [_SELF],
    "style-src": [_SELF],
    "img-src": [_SELF, "data:"],
    "font-src": [_SELF],
    "connect-src": [_SELF],
    "form-action": [_SELF],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "manifest-src": [_SELF],
}
SECURE_CSP = _DIRECTIVES
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _DIRECTIVES}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("WENZENG_LOG", "WARNING")},
}
