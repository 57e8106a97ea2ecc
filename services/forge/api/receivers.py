"""The API of receiving addresses, and of what people are called on forges."""

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_of
from portal.kit.refusals import Invalid
from services.api.catalog import ID
from services.forge.actions import receivers as actions
from services.forge.actions.logins import say_login
from services.forge.api import receiver_shapes as shapes
from services.forge.api.views import facts
from services.forge.models import Delivery, Forge, ForgeLogin, Receiver, Refusal
from services.models import Service
from teams.people.models import Person, Team

path_word("receiver", "The id of a receiving address.", "5", **ID)


def hold_person(request: Call, login: str) -> None:
    """Nobody else says what they are called until the transaction ends."""
    Person.objects.visible_to(request.user).select_for_update(of=("self",)).filter(login=login).first()


@facts.get(gives=shapes.ReceiverAnswer, many=True)
def list_receivers(request: Call, words: Given) -> Rows:
    """List the addresses by which forges tell.

    Those that listen first, the newest first. Their secrets are told to nobody again.
    """
    return rows_of(words, _receivers(request).order_by("ended_at", "-pk"))


@facts.post(takes=shapes.NewReceiver, gives=shapes.ReceiverMade, status=201)
def add_receiver(request: Call, words: Given) -> object:
    """Make an address by which a forge tells.

    Members for their team and its services; for the whole company a steward. The answer has the secret, which is told
    this once. Refused with `source-not-said` for a service that does not say where its source is.
    """
    service, team = words.get("service"), words.get("team")
    if service and team:
        raise Invalid("receiver-of-one-or-of-all", "Name a service, or a team, or neither.", team="One of the two.")
    return actions.add_receiver(
        words["forge"],
        by=request.user,
        service=_named(Service.objects.visible_to(request.user).select_related("team__lead"), service, "service"),
        team=_named(Team.objects.visible_to(request.user).select_related("lead"), team, "team"),
    )


@facts.get(gives=shapes.ReceiverAnswer)
def get_receiver(request: Call, receiver: int) -> object:
    """Read one receiving address.

    With when it heard from its forge last, and how many deliveries were not let in.
    """
    return get_object_or_404(_receivers(request), pk=receiver)


@facts.post(takes=shapes.NewSecret, gives=shapes.ReceiverMade)
def change_receiver_secret(request: Call, receiver: int, words: Given) -> object:
    """Give a receiving address a new secret.

    Whoever may make it may. The one before is good for seven days more, so that nobody has to change two places at
    once; or ends now.
    """
    found = get_object_or_404(_receivers(request), pk=receiver)
    changed = actions.change_secret(found, by=request.user, **words)
    changed.made_by = found.made_by
    return changed


@facts.post(gives=shapes.ReceiverAnswer)
def end_receiver(request: Call, receiver: int) -> object:
    """End a receiving address.

    Whoever may make it may. Nothing is let in by it any more; what was told stays.
    """
    found = get_object_or_404(_receivers(request), pk=receiver)
    ended = actions.end_receiver(found, by=request.user)
    ended.made_by = found.made_by
    return ended


@facts.get(gives=shapes.DeliveryAnswer, many=True)
def list_deliveries(request: Call, receiver: int, words: Given) -> Rows:
    """List what came in by a receiving address.

    The newest first, as long as it is kept. Never the body.
    """
    found = get_object_or_404(_receivers(request), pk=receiver)
    return rows_of(words, Delivery.objects.filter(receiver=found).defer("body").order_by("-pk"))


@facts.get(gives=shapes.KeptOutAnswer, many=True)
def list_refusals(request: Call, receiver: int, words: Given) -> Rows:
    """List what a receiving address did not let in.

    The newest first. Only the last few are kept.
    """
    found = get_object_or_404(_receivers(request), pk=receiver)
    return rows_of(words, Refusal.objects.filter(receiver=found).order_by("-pk"))


@facts.get(gives=shapes.ForgeLoginsAnswer)
def get_forge_logins(request: Call, login: str) -> object:
    """Read what somebody is called on the forges.

    By it what happens there is told to be theirs.
    """
    return _logins(_person(request, login))


@facts.patch(takes=shapes.ForgeLoginsWords, gives=shapes.ForgeLoginsAnswer, holds=hold_person)
def say_forge_logins(request: Call, login: str, words: Given) -> object:
    """Say what somebody is called on the forges.

    Everybody for themselves, stewards to repair. All of it or nothing: refused with `forge-login-taken` when somebody
    else says that a login is theirs.
    """
    person = _person(request, login)
    with transaction.atomic():
        for forge, said in words.items():
            say_login(person, forge, said, by=request.user)
    return _logins(person)


def _receivers(request: Call) -> Any:
    return Receiver.objects.visible_to(request.user).select_related("service__team__lead", "team__lead", "made_by")


def _person(request: Call, login: str) -> Person:
    found: Person = get_object_or_404(Person.objects.visible_to(request.user), login=login)
    return found


def _logins(person: Person) -> dict[str, str]:
    said = dict(ForgeLogin.objects.filter(person=person).values_list("forge", "login"))
    return {forge: said.get(forge, "") for forge in Forge.values}


def _named(rows: Any, slug: str | None, field: str) -> Any:
    if not slug:
        return None
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Invalid(f"{field}-unknown", f"There is no {field} with the short name {slug}.", **{field: "Unknown."})
    return found
