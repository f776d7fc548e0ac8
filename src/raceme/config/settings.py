"""All settings, read from the environment; docs/guide/running.md lists every variable.

Safe by default: without RACEME_MODE=demo this is production, which refuses to start without a
secret key of its own, and sends cookies over HTTPS only.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


def _switch(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent.parent
HOME = Path(os.environ.get("RACEME_HOME", CHECKOUT / "var")).resolve()
ASSETS = Path(os.environ.get("RACEME_ASSETS", CHECKOUT / "build" / "assets")).resolve()

MODE = os.environ.get("RACEME_MODE", "production")
if MODE not in {"production", "demo"}:
    raise ImproperlyConfigured("RACEME_MODE is either production or demo.")
IS_DEMO = MODE == "demo"
DEBUG = False

DEMO_KEY = "demo-key-that-everybody-knows-never-use-it-where-real-members-are"
SECRET_KEY = os.environ.get("RACEME_SECRET_KEY", DEMO_KEY if IS_DEMO else "")
if not IS_DEMO and (SECRET_KEY == DEMO_KEY or len(SECRET_KEY) < 40):
    raise ImproperlyConfigured(
        "Set RACEME_SECRET_KEY to a secret of at least 40 characters (raceme key prints one),"
        " or RACEME_MODE=demo to look around."
    )

ALLOWED_HOSTS = _list("RACEME_HOSTS", "127.0.0.1,localhost,[::1]" if IS_DEMO else "")
# ".example.org" stands for all its subdomains among hosts; among origins that is "*.example.org".
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS if host != "*"
]

# Where people reach this installation; links in letters begin with it.
PUBLIC_ADDRESS = os.environ.get(
    "RACEME_ADDRESS",
    f"https://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS and not IS_DEMO else "http://127.0.0.1:8000",
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "raceme.access",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "raceme.foundation",
    "raceme.strategy",
    "raceme.members",
    "raceme.needs",
    "raceme.catalogue",
    "raceme.portfolio",
    "raceme.intake",
    "raceme.region",
    "raceme.events",
    "raceme.meetings",
    "raceme.programmes",
    "raceme.collaboration",
    "raceme.thread",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "raceme.access.http.ActorMiddleware",
]

ROOT_URLCONF = "raceme.config.urls"
WSGI_APPLICATION = "raceme.config.wsgi.application"
FORM_RENDERER = "raceme.foundation.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "raceme.access.http.whoever_acts",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "raceme.access.templatetags.addresses",
                "raceme.foundation.templatetags.panels",
                "raceme.foundation.templatetags.raceme",
            ],
        },
    }
]

# --- Data ---------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{HOME / 'raceme.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time, readers never wait; a writer waits 20 s for its turn, then fails.
    # Connections are not kept: a SQLite file is cheap to open and must not be held by idle threads.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Pages ask short questions that an index answers. As installed, PostgreSQL takes reading in
    # leaps to be four times as dear as reading in a row (true of turning discs), reads whole
    # tables instead, and hands them to several processes: filtered and sorted lists of 100,000
    # took up to half as long again (decision 14).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0 -c jit=off"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Work for later: at once, unless a worker looks after the queue (`raceme serve` starts one).
HAS_WORKER = _switch("RACEME_WORKER", default=False)
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if HAS_WORKER
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

# --- Who signs in -------------------------------------------------------------------------------

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "raceme.access.signin.InvitationOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_DEMO
MFA_TOTP_ISSUER = "Raceme"
SOCIALACCOUNT_ADAPTER = "raceme.access.signin.KnownAddressOnly"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {}
# Browsers follow a form only to where it may be sent: also when the answer to it leads on from
# here to the page of the single sign-on.
SIGN_ON_ORIGINS: list[str] = []
if os.environ.get("RACEME_OIDC_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("RACEME_OIDC_NAME", "Single sign-on"),
                "client_id": os.environ["RACEME_OIDC_CLIENT_ID"],
                "secret": os.environ["RACEME_OIDC_SECRET"],
                "settings": {"server_url": os.environ["RACEME_OIDC_URL"]},
            }
        ]
    }
    _sign_on = urlsplit(os.environ["RACEME_OIDC_URL"])
    SIGN_ON_ORIGINS.append(f"{_sign_on.scheme}://{_sign_on.netloc}")

# --- Mail ---------------------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("RACEME_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("RACEME_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("RACEME_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("RACEME_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _switch("RACEME_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("RACEME_MAIL_FROM", "raceme@localhost")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.console.EmailBackend"
)

# --- The wire -----------------------------------------------------------------------------------

IS_HTTPS = _switch("RACEME_HTTPS", default=not IS_DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = int(os.environ.get("RACEME_HSTS_SECONDS", "0"))
SECURE_HSTS_INCLUDE_SUBDOMAINS = _switch("RACEME_HSTS_SUBDOMAINS", default=False)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _switch("RACEME_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Else all people would share the proxy's address, and the limit on wrong passwords with it.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *SIGN_ON_ORIGINS],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
NINJA_PAGINATION_MAX_LIMIT = 1000  # rows of one API answer

# --- Files and languages ------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [ASSETS] if ASSETS.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"
        if IS_DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = IS_DEMO

LANGUAGES = [("en", _("English")), ("de", _("German"))]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = os.environ.get("RACEME_TIME_ZONE", "Europe/Brussels")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["raceme.foundation.formats"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("RACEME_LOG", "WARNING")},
}
