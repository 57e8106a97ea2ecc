"""A request is written: kept as it is typed, right or wrong, until it is sent or thrown away."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from services.models import Service
from teams.away.models import AwayDraft, AwayRequest
from teams.away.models.draft import LONGEST_LOGIN, PERCENT
from teams.people.models import Person, Team

LONGEST_FIELD = 50_000
LONGEST_NAME = len(PERCENT) + LONGEST_LOGIN
MOST_FIELDS = 60
NOT_WORDS = {"csrfmiddlewaretoken", "service", "guest", "saves", "draft"}


@transaction.atomic
def save_draft(
    service: Service,
    *,
    guest: Team,
    by: Person,
    words: Mapping[str, Any],
    draft: AwayDraft | None = None,
    saves: int = 0,
) -> AwayDraft:
    """Keep what was typed, whatever it is. Without a ``draft`` it begins one, or goes on with the writer's own.

    Refuses when the draft was saved by somebody else, or in another tab, after it was read (``saves``): nothing that
    the other typed is written over. Refuses fields so long that nobody typed them.
    """
    policies.require(by, "away.ask", guest)
    kept = _storable(words)
    held = _held(draft, service, guest, by)
    if held is None:
        try:
            with transaction.atomic():
                made = AwayDraft.objects.create(service=service, guest=guest, made_by=by, saved_by=by, words=kept)
        except IntegrityError:  # the same person in two tabs, at the same moment
            raise _changed(AwayDraft.objects.open().get(service=service, guest=guest, made_by=by)) from None
        audit.record(by, "awaydraft.begin", made, data={"service": service.pk, "guest": guest.pk})
        return made
    if held.saves != saves and held.words != kept:
        raise _changed(held)
    if held.words != kept:
        held.words, held.saved_at, held.saved_by, held.saves = kept, timezone.now(), by, held.saves + 1
        held.save(update_fields=["words", "saved_at", "saved_by", "saves"])
    return held


@transaction.atomic
def discard_draft(draft: AwayDraft, *, by: Person) -> None:
    """Throw it away. Refused when it is over already."""
    policies.require(by, "away.ask", draft.guest)
    if not AwayDraft.objects.open().filter(pk=draft.pk).update(ended_at=timezone.now()):
        raise Refused("away-draft-over", "This draft was sent or thrown away meanwhile.")
    audit.record(by, "awaydraft.discard", draft)


def draft_again(request: AwayRequest, *, by: Person) -> AwayDraft:
    """What was asked, as a draft of whoever asked, so that it can be mended and sent again."""
    words = {
        name: str(getattr(request, name))
        for name in ("title", "problem", "measure", "unit", "scope", "cost_of_nothing", "wanted_by")
    }
    words |= {name: f"{getattr(request, name).normalize():f}" for name in ("now_value", "expected_value")}
    shares = request.members.select_related("person")
    words |= {"looked": "on"} if request.looked else {}
    words |= {f"{PERCENT}{one.person.login}": str(one.percent) for one in shares}
    open_one = AwayDraft.objects.open().filter(service=request.service, guest=request.guest, made_by=by).first()
    if open_one is not None:  # they have begun another one; it stays as it is
        return open_one
    return AwayDraft.objects.create(
        service=request.service, guest=request.guest, made_by=by, saved_by=by, words=words, came_from=request
    )


def end_draft(request: AwayRequest, draft: AwayDraft | None, *, by: Person) -> None:
    """The draft has become this request: the one that was sent, or the sender's own of the same service."""
    mine = AwayDraft.objects.open().filter(service=request.service, guest=request.guest)
    mine = mine.filter(pk=draft.pk) if draft is not None else mine.filter(made_by=by)
    mine.update(ended_at=timezone.now(), request=request)


def _held(draft: AwayDraft | None, service: Service, guest: Team, by: Person) -> AwayDraft | None:
    """The open draft that is meant, held until the transaction ends."""
    rows = AwayDraft.objects.select_for_update().open()
    if draft is None:
        return rows.filter(service=service, guest=guest, made_by=by).first()
    held = rows.filter(pk=draft.pk).first()
    if held is None:
        raise Refused("away-draft-over", "This draft was sent or thrown away meanwhile. What you see is not kept.")
    return held


def _changed(held: AwayDraft) -> Refused:
    who = held.saved_by.name
    text = f"{who} saved this draft after you had opened it. Open it again in another tab, and take over what differs."
    return Refused("away-draft-changed", text)


def _storable(words: Mapping[str, Any]) -> dict[str, str]:
    kept = {
        storable(name[:LONGEST_NAME]): storable(str(text))
        for name, text in words.items()
        if name not in NOT_WORDS and str(text)
    }
    longest = max(kept, key=lambda name: len(kept[name]), default="")
    if len(kept) > MOST_FIELDS or len(kept.get(longest, "")) > LONGEST_FIELD:
        what = f"At most {LONGEST_FIELD:,} characters can be kept."
        raise Invalid("away-draft-too-long", f"This is too long to be kept. {what}", **{longest: what})
    return kept
