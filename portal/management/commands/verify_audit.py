"""`manage.py verify_audit`: walk the chain of seals and name the first entry that does not hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.kit import audit
from portal.models import AuditEntry


class Command(BaseCommand):
    help = "Check that no audit entry was changed or removed since it was sealed. Exit status 1 when one was."

    def handle(self, *args: Any, **options: Any) -> None:
        held, flaw = audit.verify()
        if flaw is not None:
            which = f"entry {flaw.entry}" if flaw.entry else f"place {flaw.order}"
            raise CommandError(f"The audit does not hold at {which}: {flaw.why}. The {held} entries before it hold.")
        waiting = AuditEntry.objects.filter(seal_order=None).count()
        self.stdout.write(f"All {held} sealed entries hold. {waiting} wait to be sealed.")
