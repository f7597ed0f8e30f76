"""The settings of the site, all from the environment; docs/operating.md lists them.

Without any variable set the site is a demonstration on http://localhost:8000 over one SQLite file.
"""

from pathlib import Path

from csp.constants import NONE, SELF

from elearning import environment as e

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(e.env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

DEMO = e.read("DEMO", "1", e.boolean, "1 (a demonstration) or 0 (production)")
DEBUG = e.read("DEBUG", "0", e.boolean, "1 or 0")
PORT = e.read("PORT", "8000", int, "8000, a number")
SITE_URL = e.read("SITE_URL", f"http://localhost:{PORT}" if DEMO else None, e.site_url, "https://learn.example.org")
SITE_NAME = e.env.str("SITE_NAME", default="Oncology Learning")
SITE_PROVIDER = e.env.str("SITE_PROVIDER", default="Demonstration Society of Medical Oncology")
SITE_CONTACT = e.env.str("SITE_CONTACT", default="education@example.org")

SECRET_KEY = e.read(
    "SECRET_KEY",
    e.kept_secret(VAR_DIR / "secret-key") if DEMO else None,
    e.long_secret,
    "at least 50 random characters",
    secret=True,
)
ALLOWED_HOSTS = e.read(
    "ALLOWED_HOSTS",
    "localhost,127.0.0.1,[::1]" if DEMO else None,
    e.some_names,
    "learn.example.org, a list with commas",
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SEAL_KEY = e.env.str("SEAL_KEY", default="")
SEAL_KEY_PASSWORD = e.env.str("SEAL_KEY_PASSWORD", default="")
DATABASES = {
    "default": e.read(
        "DATABASE_URL",
        f"sqlite:///{VAR_DIR / 'db.sqlite3'}",
        e.database,
        "postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3",
        secret=True,
    )
}

INSTALLED_APPS = [
    "elearning.accounts",
    "elearning.audit",
    "elearning.notices",
    "courses",
    "quizzes",
    "elearning.evaluation",
    "elearning.standards",
    "elearning.certificates",
    "elearning.delivery",
    "elearning.badges",
    "elearning.transcript",
    "elearning.followup",
    "elearning.reports",
    "elearning.privacy",
    "elearning.publishing",
    "elearning.lifecycle",
    "elearning",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "elearning.middleware.readable_requests",
    "elearning.middleware.whole_forms",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "elearning.middleware.private_pages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "elearning.urls"
WSGI_APPLICATION = "elearning.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "elearning.context.site",
            ],
        },
    },
]

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-learning"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "elearning.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "elearning.accounts.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

# Badges are signed with a key of their own: a file in PEM, or one made in VAR_DIR where none is named.
BADGE_KEY = e.env.str("BADGE_KEY", default="")

# Mail: printed to the console in a demonstration.
EMAIL_CONFIG = e.read(
    "EMAIL_URL",
    "consolemail://" if DEMO else None,
    e.env.email_url_config,
    "smtp+tls://user:password@host:587",
    secret=True,
)
globals().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds: a mail server that does not answer must not hold up a learner
DEFAULT_FROM_EMAIL = e.env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <{SITE_CONTACT}>")

# Rate limits are counted in the database, so that they hold across processes and hosts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # the default of 300 would forget counts under a flood of addresses
    }
}

# What bodies that credit is reported to call the provider; empty where there is no such body.
ACCME_PROVIDER_ID = e.read("ACCME_PROVIDER_ID", "", e.digits(7), "0001234, the seven digits that ACCME gave")
CEBROKER_PROVIDER_ID = e.env.str("CEBROKER_PROVIDER_ID", default="")
CEBROKER_SUBJECT_AREA = e.env.str("CEBROKER_SUBJECT_AREA", default="")

# Records of credit are kept for at least six years (ACCME); then the names of erased accounts are blanked.
RETENTION_YEARS = e.read("RETENTION_YEARS", "6", e.years(least=6), "6, a number of years not below 6")

# A request with files is refused whole when it is larger than any page asks for, before anything of it is stored.
FILE_UPLOAD_HANDLERS = [
    "elearning.uploads.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = e.read("TIME_ZONE", "Europe/Zurich", e.time_zone, "Europe/Zurich, a name of the tz database")
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's form controls are data: pictures
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # the scripts read the token from the page
if not DEMO:
    SECURE_SSL_REDIRECT = e.read("SECURE_SSL_REDIRECT", "1", e.boolean, "1 or 0")
    SECURE_HSTS_SECONDS = e.read("SECURE_HSTS_SECONDS", "31536000", int, "31536000, a number of seconds")
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if e.read("BEHIND_PROXY", "0", e.boolean, "1 where a proxy sets X-Forwarded-Proto and X-Forwarded-For, else 0"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = 1  # rate limits count the addresses that the proxy reports in X-Forwarded-For

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "elearning.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
