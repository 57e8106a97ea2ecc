"""Whose a fact of a repository is: which away work goes on there, and which of its changes it is about."""

import re
from collections.abc import Iterable
from datetime import datetime

from portal.kit import audit
from portal.models import Clock
from services.forge.models import Fact, ForgeLogin
from services.forge.repositories import name_of
from teams.away.models import AwayChange, AwayRequest, AwayStay
from teams.people.models import Membership, Person

TAG = re.compile(r"(?:^|[^a-z0-9])at-?(\d{1,9})(?:[^0-9]|$)", re.IGNORECASE)
"""How a branch says to which away work it belongs: at-12, at-12-refunds, feature/AT-12."""
WHOLE = ("workflow ", "pipeline ")
"""How a check is called that stands for all that runs: it says of the build and of the tests."""
GATES = {"build": re.compile(r"build|compile", re.IGNORECASE), "tests": re.compile(r"test|spec", re.IGNORECASE)}
"""The standard gates of a preflight (F12) that a check can show, and what its name has in it."""
BASES = frozenset({"main", "master", "trunk"})
SOURCE = re.compile(r"fact:(\d{1,18})")
_K = Fact.Kind
HEADS = (_K.CHANGE_OPENED, _K.CHANGE_UPDATED, _K.REVIEW_REQUESTED)
"""What tells a change's newest commit."""


def source_of(fact: Fact) -> str:
    """What a step is marked with that this fact tells of."""
    return f"fact:{fact.pk}"


def tellers(sources: Iterable[str]) -> dict[str, str]:
    """Of what steps are marked with: which forge told it, or by whose hand. One query."""
    found = {text: int(one[1]) for text in sources if (one := SOURCE.fullmatch(text))}
    facts = Fact.objects.filter(pk__in=found.values()).select_related("by").in_bulk()
    return {text: facts[pk].told_by for text, pk in found.items() if pk in facts}


def work_in(repository: str) -> list[AwayRequest]:
    """The open stays at services whose source is in this repository, the newest first."""
    rows = AwayRequest.objects.with_sides().filter(state=AwayRequest.State.SIGNED).exclude(service__source_url="")
    rows = rows.exclude(stay__state__in=AwayStay.OVER).filter(stay__isnull=False).select_related("stay__charter")
    return [one for one in rows.order_by("-pk") if name_of(one.service.source_url) == repository]


def guests_of(fact: Fact, found: list[AwayRequest]) -> AwayRequest | None:
    """Whose change or push it is, of these: by what the branch says, by who came, by who is in the guest team."""
    tag = TAG.search(fact.branch)
    if tag is not None:
        return next((one for one in found if one.pk == int(tag[1])), None)
    who = author_of(fact)
    if who is None or not found:
        return None
    came = set(AwayRequest.objects.filter(pk__in=[one.pk for one in found], people=who).values_list("pk", flat=True))
    teams = set(Membership.objects.filter(person=who, until=None).values_list("team", flat=True))
    mine = [one for one in found if one.guest_id in teams]
    return next((one for one in mine if one.pk in came), mine[0] if mine else None)


def author_of(fact: Fact) -> Person | None:
    """Who made the change or the push, where their login on that forge is known here."""
    if not fact.author or fact.author == fact.login:
        return fact.person
    known = ForgeLogin.objects.filter(forge=fact.forge, login=fact.author.lower()).select_related("person").first()
    return known.person if known is not None else None


def address_of(fact: Fact) -> str:
    """Where the forge shows the change: as this fact says, or an earlier one about the same number did."""
    if fact.url and fact.kind in Fact.CHANGES:
        return fact.url
    about = Fact.objects.filter(repository=fact.repository, number=fact.number, kind__in=Fact.CHANGES)
    return about.exclude(url="").order_by("pk").values_list("url", flat=True).first() or ""


def change_of(fact: Fact) -> AwayChange | None:
    """The change it is about, if it is known here; the newest, where two stays had it."""
    address = address_of(fact) if fact.number is not None else ""
    rows = AwayChange.objects.filter(url=address).select_related("request").order_by("-request_id")
    return rows.first() if address else None


def paths_of(fact: Fact) -> list[str]:
    """The files that were pushed to its branch, as far as the forge said them."""
    if not fact.branch:
        return []
    pushes = Fact.objects.filter(repository=fact.repository, kind=_K.PUSHED, branch=fact.branch).order_by("pk")
    return list(dict.fromkeys(path for paths in pushes.values_list("paths", flat=True) for path in paths))


def head_of(repository: str, number: int | None) -> str:
    """The newest commit of a change, by the forge's time."""
    rows = Fact.objects.filter(repository=repository, number=number, kind__in=HEADS).exclude(commit="").newest()
    return rows.values_list("commit", flat=True).first() or ""


def changes_at(repository: str, commit: str) -> list[AwayChange]:
    """The changes whose newest commit this is."""
    facts = Fact.objects.filter(repository=repository, commit=commit, kind__in=Fact.CHANGES).exclude(number=None)
    numbers = {number for number in facts.values_list("number", flat=True) if number is not None}
    newest = [number for number in numbers if head_of(repository, number) == commit]
    about = Fact.objects.filter(repository=repository, number__in=newest, kind__in=Fact.CHANGES).exclude(url="")
    addresses = set(about.values_list("url", flat=True))
    return list(AwayChange.objects.filter(url__in=addresses, request__state=AwayRequest.State.SIGNED))


def without_sign_since(request: AwayRequest) -> datetime | None:
    """Since when the guests have given no sign of work: what is counted for F20, or their stall; None: not counted."""
    stay = request.told_stay
    if stay is not None and stay.state == AwayStay.State.BLOCKED_ON_GUEST:
        return stay.since
    running = Clock.objects.filter(kind="away.stall", subject=audit.ref(request), state=Clock.State.OPEN)
    return running.values_list("started_at", flat=True).first()


def gates_at(repository: str, branch: str) -> dict[str, tuple[bool, Fact]]:
    """What the checks say of a branch's newest checked commit: of each gate whether it is green, and by which fact."""
    rows = Fact.objects.filter(repository=repository, branch=branch, kind=_K.CHECK_FINISHED).newest()
    newest = rows.first()
    if newest is None:
        return {}
    words: dict[str, Fact] = {}
    for fact in rows.filter(commit=newest.commit).select_related("by"):
        words.setdefault(fact.name, fact)
    found = {}
    for code, pattern in GATES.items():
        about = [one for name, one in words.items() if name.startswith(WHOLE) or pattern.search(name)]
        red = next((one for one in about if one.outcome == Fact.Outcome.RED), None)
        if about:
            found[code] = (red is None, red or about[0])
    return found


def is_base(repository: str, branch: str) -> bool:
    """Whether guests would begin from there: it is called so, or changes go there."""
    return branch in BASES or (
        bool(branch) and Fact.objects.filter(repository=repository, base=branch, kind__in=Fact.CHANGES).exists()
    )
