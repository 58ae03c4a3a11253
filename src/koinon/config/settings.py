"""Django's settings. What differs between machines comes from the environment (KOINON_*)."""

from __future__ import annotations

import os
from pathlib import Path

from koinon.config import environment, logs

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.home()

DEBUG = False
SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = os.environ.get("KOINON_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("KOINON_ORIGINS", "").split(",") if o]
ROOT_URLCONF = "koinon.config.urls"
WSGI_APPLICATION = "koinon.config.wsgi.application"

INSTALLED_APPS = [
    "koinon.record",
    "koinon.acts",
    "koinon.people",
    "koinon.post",
    "koinon.charter",
    "koinon.cities",
    "koinon.assembly",
    "koinon.treasury",
    "koinon.forum",
    "koinon.interfaces.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "koinon.interfaces.web.limits.RequestLimit",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "koinon.interfaces.web.seen.LastSeen",
    "koinon.interfaces.web.pages.signing.AskToSign",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "interfaces/web/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "koinon.interfaces.web.context.page",
            ]
        },
    }
]

DATABASES = {
    "default": environment.database(
        os.environ.get("KOINON_DATABASE_URL", f"sqlite:///{HOME / 'koinon.sqlite3'}")
    )
}
if _replay := os.environ.get("KOINON_REPLAY_DATABASE_URL"):
    DATABASES["replay"] = environment.database(_replay)
DATABASE_ROUTERS = ["koinon.acts.routing.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "koinon.interfaces.web.accounts.InvitedOnly"
SOCIALACCOUNT_ADAPTER = "koinon.interfaces.web.city_sign_in.CitySignIn"
# A link, because the content policy lets no form lead to another host.
SOCIALACCOUNT_LOGIN_ON_GET = True
PRIVATE_PROVIDERS = os.environ.get("KOINON_PRIVATE_PROVIDERS", "0") == "1"
"""Whether a city's sign-in may lie inside a private network, or behind the machine's web proxy."""
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = os.environ.get("KOINON_HTTPS", "0") != "1"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]
LOCALE_PATHS = [PACKAGE / "interfaces/web/locale"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = os.environ.get("KOINON_DEVELOP", "0") == "1"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

MAIL_SERVER = environment.mail_server()
_WAY = "smtp" if MAIL_SERVER.host else "filebased"
EMAIL_BACKEND = os.environ.get(
    "KOINON_EMAIL_BACKEND", f"django.core.mail.backends.{_WAY}.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
EMAIL_USE_TLS = MAIL_SERVER.security == "starttls"
EMAIL_USE_SSL = MAIL_SERVER.security == "tls"
EMAIL_TIMEOUT = MAIL_SERVER.timeout_seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_SERVER.sender
KOINON_SITE = os.environ.get("KOINON_SITE", (CSRF_TRUSTED_ORIGINS or [""])[0]).rstrip("/")
"""Where the pages are, for links in mails; "" when it was not said."""

DATA_LICENCE = environment.data_licence()
"""The licence that the open data is published under."""

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if os.environ.get("KOINON_HTTPS", "0") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the address that the proxy names is the visitor's
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = logs.LOGGING

# One server process owns the sequencer thread that groups waiting acts (see acts/sequencer.py).
KOINON_SEQUENCER = os.environ.get("KOINON_SEQUENCER", "0") == "1"
