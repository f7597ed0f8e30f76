"""The site's settings, with static files from their sources: nothing has to be collected before a run."""

from elearning.settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# Servers and connections end all the time here; errors that nobody expects are counted by the learners.
LOGGING = {"version": 1, "root": {"level": "CRITICAL"}, "loggers": {"psycopg": {"level": "CRITICAL"}}}
