"""Settings of the measurement: those of the product, with a watch, and the plain list beside it."""

import os

os.environ.setdefault("RACEME_MODE", "demo")

from raceme.config.settings import *  # noqa: F403 - the mode must stand before it is read

ROOT_URLCONF = "bench.members.urls"
MIDDLEWARE = ["bench.members.watch.Watch", *MIDDLEWARE]  # noqa: F405
