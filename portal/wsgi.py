"""The server's door."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from portal import checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()
checks.refuse_unsafe()
_ = get_resolver().url_patterns  # every view now, once, before processes are forked: not in somebody's first request
