"""What tests change: a fast hasher, plain static storage, no rate limits. Everything else is the real thing."""

from portal.settings import *  # noqa: F403
from portal.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
RATES = {"login": 0, "write": 0, "upload": 0, "api": 0, "try": 0, "forge": 0, "forge-refused": 0}
DEMO = True
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
