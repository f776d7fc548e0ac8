"""The door for web servers: `granian --interface wsgi raceme.config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raceme.config.settings")
application = get_wsgi_application()
# What is loaded now stays until the end: looking through it for garbage would only delay answers.
gc.collect()
gc.freeze()
