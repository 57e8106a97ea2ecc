"""The server's door."""

import os
import shutil

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from portal import checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
if not settings.EMBEDDED and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    # Before the processes are forked and before its library is imported: where they share what they measure. A process
    # that starts anew starts at zero, which monitors know how to read; one that reloads has the variable already.
    shared = settings.VAR / "metrics"
    shutil.rmtree(shared, ignore_errors=True)
    shared.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(shared)
application = get_wsgi_application()
checks.refuse_unsafe()
_ = get_resolver().url_patterns  # every view now, once, before processes are forked: not in somebody's first request
