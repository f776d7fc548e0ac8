"""Settings of the test run: those of the product, in demo mode, with quick passwords."""

import os

os.environ.setdefault("RACEME_MODE", "demo")

from raceme.config.settings import *  # noqa: F403 - the mode must stand before it is read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The test client asks for pages only, and Django's live server serves the assets by itself.
MIDDLEWARE = [one for one in MIDDLEWARE if not one.startswith("whitenoise.")]  # noqa: F405
