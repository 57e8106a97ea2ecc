"""The Celery app. JSON only, no result back end: the job row is the truth, a message is only a bell."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("homeport")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def leave_logging_to_django(**kwargs: object) -> None:
    """Celery's own log set-up would write over ours; settings.LOGGING holds in every process."""
