"""People say what they are called on the forges, so that what happens there has a face here."""

import re

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.kit.refusals import Invalid
from services.forge.models import Forge, ForgeLogin
from teams.people.models import Person

LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,118}[A-Za-z0-9_])?|[A-Za-z0-9]+\[bot\]")


@transaction.atomic
def say_login(person: Person, forge: str, login: str, *, by: Person) -> ForgeLogin | None:
    """From now on what this login does is theirs; empty: it is nobody's again. What was told before stays as it was.

    Refuses a login that somebody else says is theirs.
    """
    policies.require(by, "forge-login.say", person)
    if forge not in Forge.values:
        raise Invalid("forge-unknown", "Choose one of the forges.", forge="Unknown.")
    said = login.strip().removeprefix("@").lower()
    before = ForgeLogin.objects.filter(person=person, forge=forge).first()
    if (before.login if before else "") == said:
        return before
    if said and not LOGIN.fullmatch(said):
        words = "A login has letters, digits, dots, dashes and underscores."
        raise Invalid("forge-login-unfit", words, **{forge: "Look again."})
    other = ForgeLogin.objects.filter(forge=forge, login=said).exclude(person=person).select_related("person").first()
    if other is not None:
        raise Invalid(
            "forge-login-taken", f"{other.person.name} says that {said} is theirs. Ask them, or a steward.",
            **{forge: "Taken."},
        )  # fmt: skip
    if not said:
        ForgeLogin.objects.filter(person=person, forge=forge).delete()
        audit.record(by, "forge-login.say", person, data={"forge": forge, "login": None})
        return None
    try:
        with transaction.atomic():
            now = {"login": said, "said_at": timezone.now()}
            row, _ = ForgeLogin.objects.update_or_create(person=person, forge=forge, defaults=now)
    except IntegrityError:
        raise Invalid("forge-login-taken", f"{said} was taken just now. Look again.", **{forge: "Taken."}) from None
    audit.record(by, "forge-login.say", row, data={"forge": forge, "person": person.pk})
    return row
