"""The door for web servers: `granian --interface wsgi raceme.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raceme.config.settings")
application = get_wsgi_application()
