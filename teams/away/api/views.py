"""The API of away-team requests."""

from typing import Any

from django.shortcuts import get_object_or_404

from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_from
from portal.kit.refusals import Invalid
from services.models import Service
from teams.away.actions import asking as actions_of_asking
from teams.away.actions import offers as actions_of_offers
from teams.away.actions import requests as actions
from teams.away.actions.bundles import answer_for_all
from teams.away.api import shapes, words
from teams.away.models import AwayRequest
from teams.away.reads import requests as reads
from teams.away.reads.places import place_of
from teams.away.reads.waits import clocks_here, next_first
from teams.people.models import Person, Team

path_word(
    "away", "The id of an away-team request.", "112",
    type="string", pattern="^[0-9]+$", minLength=1, maxLength=18,
)  # fmt: skip

away = Group("Away teams", "A team asks to work on another team's service: with an effect in numbers, and people.")


@away.get(gives=shapes.AwayRequestAnswer, many=True, asks=words.RequestQuery)
def list_away_requests(request: Call, words: Given) -> Rows:
    """List away-team requests.

    What is due first stands at the top, unless `sort` says otherwise; those that are over come after it.
    """
    names = ("state", "service", "team", "person")
    wanted = reads.RequestFilter(
        text=words.get("q", ""), sort=words["sort"], **{name: words.get(name, "") for name in names}
    )
    return rows_from(words, lambda page, size: reads.listed(request.user, wanted, page, size).page)


@away.post(takes=words.NewRequest, gives=shapes.AwayRequestWhole, status=201)
def ask_away(request: Call, words: Given) -> object:
    """Ask to work on another team's service.

    A member asks for their own team. It is `sent` to the guest's manager first, who confirms people and time: to
    `sponsor`, if you name one, else to the nearest above the guest. Then the owning team has five working days. What
    is closed answers at once with `not-open`, until when and whom to ask.
    Refused with `away-own-service` or `away-service-retired` where nobody can ask, and with `away-asked-already` while
    the same request of the same team is open; `away-sponsor-elsewhere` says who is above the guest.
    """
    services = Service.objects.visible_to(request.user)
    service = named(services.select_related("team__lead", "team__division__head", "closed_by"), words, "service")
    guest = named(Team.objects.visible_to(request.user).select_related("lead"), words, "guest")
    coming = words.pop("people")
    logins = [one["person"] for one in coming]
    known = {person.login: person for person in Person.objects.visible_to(request.user).filter(login__in=logins)}
    for login in logins:
        if login not in known:
            raise Invalid("person-unknown", f"There is nobody with the login {login}.", people="Unknown.")
    people = [(known[one["person"]], one["percent"]) for one in coming]
    if "sponsor" in words:
        words["sponsor"] = person_named(request, words["sponsor"], "sponsor")
    return whole(actions_of_asking.ask_away(service, guest=guest, by=request.user, people=people, **words))


@away.get(gives=shapes.AwayRequestWhole)
def get_away_request(request: Call, away: int) -> object:
    """Read one away-team request.

    With the people who would come, and `waits`: from whom what is awaited, since when, until when, and what silence
    means. One that is over stays as it was: what was asked, answered and measured.
    """
    return whole(request_of(request, away))


@away.post(takes=words.Agreement, gives=shapes.AwayRequestWhole)
def agree_to_away(request: Call, away: int, words: Given) -> object:
    """Agree that the guests come.

    Members of the host may; once it was silent, also whoever leads its division. The contact is a member of the host.
    """
    contact = person_named(request, words["contact"], "contact")
    found = request_of(request, away)
    given = {"contact": contact, "answer": words["answer"], "for_all": words["for_all"]}
    answer_for_all(found, actions.agree_to_away, by=request.user, **given)
    return whole(found)


@away.post(takes=words.NewOffer, gives=shapes.AwayRequestWhole)
def offer_instead_of_away(request: Call, away: int, words: Given) -> object:
    """Offer something else than letting the guests in.

    Whoever may agree may offer, once: to do it by a day (`will-do`), a place to build it on (`extension-point`) or a
    copy (`own-copy`). The guest has five working days to say no; its silence takes it. A promise that is late by more
    than ten working days becomes an agreement. A second offer is refused with `away-offered-already`.
    """
    found = request_of(request, away)
    answer_for_all(found, actions_of_offers.offer_instead, by=request.user, **words)
    return whole(found)


@away.post(gives=shapes.AwayRequestWhole)
def take_offered(request: Call, away: int) -> object:
    """Take what the host offers instead.

    Members of the guest may. A promise makes the request `promised`; anything else settles it.
    """
    return whole(actions_of_offers.take_offered(request_of(request, away), by=request.user))


@away.post(takes=words.Ending, gives=shapes.AwayRequestWhole)
def dispute_offered(request: Call, away: int, words: Given) -> object:
    """Do not take what is offered, and have it passed on.

    Members of the guest may. Whoever leads above those who offered it agrees or declines.
    """
    return whole(actions_of_offers.dispute_offered(request_of(request, away), by=request.user, **words))


@away.post(takes=words.Refusal, gives=shapes.AwayRequestWhole)
def decline_away(request: Call, away: int, words: Given) -> object:
    """Decline, with a reason and data.

    Whoever may agree may decline. The guest may build its own copy from then on.
    """
    found = request_of(request, away)
    answer_for_all(found, actions.decline_away, by=request.user, **words)
    return whole(found)


@away.post(takes=words.Ending, gives=shapes.AwayRequestWhole)
def withdraw_away(request: Call, away: int, words: Given) -> object:
    """Withdraw a request before anything has begun.

    Members of the guest may. One that the host has agreed to, and that waits no longer, is ended instead.
    """
    return whole(actions.withdraw_away(request_of(request, away), by=request.user, **words))


@away.post(takes=words.Finish, gives=shapes.AwayRequestWhole)
def finish_away(request: Call, away: int, words: Given) -> object:
    """Say that the work is done, and what came of it.

    Members of the guest may; of a promise, members of the host, which does it itself. The measure stands beside what
    was expected, for everybody to see.
    """
    return whole(actions.finish_away(request_of(request, away), by=request.user, **words))


@away.post(takes=words.Ending, gives=shapes.AwayRequestWhole)
def end_away(request: Call, away: int, words: Given) -> object:
    """End the work before it is done, with a reason.

    Members of either side may; of a promise only those of the guest, for it binds. The guest may build its own copy
    from then on.
    """
    return whole(actions.end_away(request_of(request, away), by=request.user, **words))


def request_of(request: Call, pk: int) -> AwayRequest:
    """The request of this address with both its sides, or a 404."""
    return get_object_or_404(AwayRequest.objects.visible_to(request.user).with_sides(), pk=pk)


def whole(found: AwayRequest) -> AwayRequest:
    """The request with the people who would come, its place in a queue, and who is waited for."""
    found.place = place_of(found)  # type: ignore[attr-defined]
    found.waits = next_first(clocks_here(found))  # type: ignore[attr-defined]
    found.told_members = list(found.members.select_related("person"))  # type: ignore[attr-defined]
    return found


def person_named(request: Call, login: str, field: str) -> Person:
    """Whoever has this login; nobody is a fault of the field."""
    found: Person | None = Person.objects.visible_to(request.user).filter(login=login).first()
    if found is None:
        raise Invalid("person-unknown", f"There is nobody with the login {login}.", **{field: "Unknown."})
    return found


def named(rows: Any, words: Given, name: str) -> Any:
    """What a body names by its short name: what is missing is a fault of that field, not of the address."""
    slug = words.pop(name)
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Invalid(f"{name}-unknown", f"There is no {name} {slug}.", **{name: "Unknown."})
    return found
