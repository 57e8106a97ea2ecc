"""The roof and the floor of the house: settings, urls, home on top; jobs, clocks, audit, policies below."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
