"""The Celery app. JSON only, no result back end: the job row is the truth, a message is only a bell."""

import os

from celery import Celery
from celery.signals import import_modules, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # Celery would run Django's checks and drop what they say

app = Celery("homeport")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["portal"], related_name="pulse")


@setup_logging.connect
def leave_logging_to_django(**kwargs: object) -> None:
    """Celery's own log set-up would write over ours; settings.LOGGING holds in every process."""


@import_modules.connect
def refuse_unsafe(**kwargs: object) -> None:
    """The one signal that both worker and beat send before they begin; Celery's own checks refuse nothing."""
    import django

    django.setup()
    from portal import checks

    checks.refuse_unsafe()
