"""How a log record becomes a line: JSON for machines in company mode, words for a person on a laptop.

A line may say ids, addresses and figures; never a name, never what somebody wrote or asked for.
"""

import json
import logging
import re
from datetime import UTC, datetime

from django.conf import settings

from portal.kit import requests

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Context(logging.Filter):
    """Puts what is being done right now on each record, in the thread that says it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.errand = requests.now()
        return True


class Lines(logging.Formatter):
    """One record, one line. ``extra={"facts": {...}}`` adds figures of its own to the JSON."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        errand: requests.Errand = getattr(record, "errand", None) or requests.now()
        trouble = self.formatException(record.exc_info) if record.exc_info else ""
        if settings.EMBEDDED:
            message = _CONTROL.sub(lambda one: repr(one[0])[1:-1], record.getMessage())
            job = f"{errand.job_name} {errand.job}" if errand.job else ""
            words = [at, record.levelname.lower(), record.name, message, job, errand.id]
            return " ".join(word for word in words if word) + (f"\n{trouble}" if trouble else "")
        line = {
            "time": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": errand.id,
            "via": errand.door,
            "job": errand.job,
            "job_name": errand.job_name,
            "person": errand.person,
            **getattr(record, "facts", {}),
            "trouble": trouble,
        }
        said = {name: value for name, value in line.items() if value not in ("", None)}
        # Half a surrogate from an address cannot be written as UTF-8; escaped it is JSON all the same.
        return json.dumps(said, ensure_ascii=False, default=str).encode("utf-8", "backslashreplace").decode()
