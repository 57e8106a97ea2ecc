"""People join, change and leave."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, jobs, policies
from portal.kit.refusals import Invalid, Refused, refuse_reserved
from teams.people.actions.finding import index_person
from teams.people.models import Membership, Person


@transaction.atomic
def add_person(
    login: str,
    *,
    by: Person | None,
    name: str,
    email: str = "",
    password: str | None = None,
    password_hash: str = "",
    manager: Person | None = None,
    kind: str = Person.Kind.PERSON,
    time_zone: str = "UTC",
    is_steward: bool = False,
) -> Person:
    """Somebody new. Without a password they cannot log in with one. ``by`` None is the server's own command line.

    ``password_hash``: a password that was hashed already, where several people get the same.
    """
    if by is not None:
        policies.require(by, "person.change", None)
    refuse_reserved(login, "login")
    if Person.objects.filter(login__iexact=login).exists():
        raise Invalid("login-taken", f"The login {login} is taken. Choose another one.", login="Taken.")
    person = Person(
        login=login,
        name=name,
        email=email,
        manager=manager,
        kind=kind,
        time_zone=time_zone,
        is_steward=is_steward,
    )
    if password_hash:
        person.password = password_hash
    elif password is None:
        person.set_unusable_password()
    else:
        person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise Invalid("login-taken", f"The login {login} is taken. Choose another one.", login="Taken.") from None
    audit.record(by, "person.add", person, after="active")
    index_person(person)
    return person


@transaction.atomic
def let_go(person: Person, *, by: Person) -> Person:
    """The person has left: their memberships end, their login closes. What they did stays theirs.

    Refuses while they lead a team, because a team without a lead has nobody who answers.
    """
    policies.require(by, "person.change", person)
    led = list(person.leads.filter(retired_at=None).values_list("name", flat=True))
    if led:
        raise Refused("person-leads-a-team", f"{person.name} leads {', '.join(led)}. Give it another lead first.")
    now = timezone.now()
    Membership.objects.filter(person=person, until=None).update(until=now)
    Person.objects.filter(pk=person.pk).update(is_active=False, left_at=now)
    person.is_active, person.left_at = False, now
    audit.record(by, "person.let-go", person, before="active", after="left")
    jobs.enqueue("away.end_access_of_leaver", person.pk)  # upwards, by name
    index_person(person)
    return person
