"""What the operations in tests/house/api_access.py are asked about: one thing in each state that one of them needs."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.kit import clocks
from services.actions import contracts
from services.models import Ruleset
from teams.away.actions import (
    access,
    back_doors,
    boxes,
    changes,
    designs,
    handing_back,
    leaving,
    offers,
    releasing,
    skeletons,
    standing,
)
from teams.away.actions.silence import escalate_request
from teams.away.models import AwayAccess, AwayRequest
from teams.people.models import Person, Team
from teams.reviews.actions import deputies, risks
from teams.reviews.actions.answer_drafts import keep_answer
from teams.reviews.actions.attaching import attach_file
from teams.reviews.actions.reviews import keep_typed
from teams.reviews.models import Certification, Review, RuleDoubt, Seat
from tests import make
from tests.away import endings, stages

WANTED = {"title": "Invoices in several languages", "problem": "Invoices in English only anger customers abroad."}


def cast(things: dict[str, Any]) -> dict[str, Person]:
    """Everybody in ``CAST``, after tests/house/test_access.py has made its things."""
    home, guest = Team.objects.get(slug="home"), Team.objects.get(slug="away")
    hal = make.person(login="hal", name="Hal of the host")
    make.join_team(home, hal, by=home.lead)
    sent = AwayRequest.objects.get(pk=things["sent"])
    return {
        "eve": make.team(slug="elsewhere").lead,
        "ben": Person.objects.get(login="ben"),
        "lea": guest.lead,
        "gia": guest.division.head,
        "kim": sent.sponsor,
        "hal": hal,
        "ana": home.lead,
        "ida": home.division.head,
        "sam": make.steward(),
    }


def more_things(things: dict[str, Any], people: dict[str, Person]) -> dict[str, Any]:
    """The states that no page's row needs."""
    ana, lea, ben = people["ana"], people["lea"], people["ben"]
    home, guest = Team.objects.get(slug="home"), Team.objects.get(slug="away")
    service = home.services.get(slug=things["service"])
    today = timezone.now().date()

    def begun() -> AwayRequest:
        return stages.begun(stages.signed(service, guest))

    def pk(thing: Any) -> str:
        return str(thing.pk)

    signed = stages.again(AwayRequest(pk=things["signed"]))
    found: dict[str, Any] = {}

    escalated = make.away(service, guest)
    clocks.meet("away.answer", escalated)
    escalate_request(escalated.pk)
    make.away(service, make.team(), **WANTED)
    promised = make.away_offered(service, guest)
    offers.take_offered(promised, by=lea)
    chartered = make.away_agreed(service, guest)
    found |= {
        "escalated": pk(escalated), "bundled": pk(make.away(service, guest, **WANTED)), "promised": pk(promised),
        "chartered": pk(chartered), "digest": make.charter(chartered).digest,
    }  # fmt: skip

    parted = begun()
    gone = AwayAccess.objects.get(stay__request=parted)
    access.grant_access(gone, by=ana, scope="postings/")
    leaving.leave_stay(parted, by=lea, answer="The budget is gone.")
    leaving.wind_down(parted, by=lea, merged="off", archive=stages.LINK)
    onboarding = stages.onboarding(stages.signed(service, guest))
    found |= {
        "comer": AwayAccess.objects.get(stay__request=onboarding).person.login, "gone": gone.person.login,
        "onboarding": pk(onboarding), "parted": pk(parted),
    }  # fmt: skip

    paused, blocked, stalled, designed, risky, extending = (begun() for _ in range(6))
    standing.pause_work(paused, by=ana, why="The fair.", resumes_on=today + timedelta(days=9))
    standing.block_on_host(blocked, by=ben, why="The database is down.")
    clocks.meet("away.stall", stalled)
    standing.stall(stalled.pk)
    clocks.meet("away.reclaim", stalled)
    standing.open_reclaim(stalled.pk)
    designs.write_design(designed, by=ben, title="Two tables", words="One each.", door="one-way")
    clocks.meet("away.skeleton", risky)
    skeletons.mark_risk(risky.pk)
    later = {"ends_on": stages.stay_of(extending).ends_on + timedelta(days=5), "why": "The fair.", "value": "9 days"}
    boxes.ask_extension(extending, by=ben, source=stages.LINK, **later)
    found |= {
        "paused": pk(paused), "blocked": pk(blocked), "stalled": pk(stalled), "designed": pk(designed),
        "risky": pk(risky), "extending": pk(extending),
    }  # fmt: skip

    for allowed in (False, True):
        change = stages.change(signed)
        back_doors.say_back_door(change, by=ana, adds=True, words="Reads the table orders.")
        back_doors.ask_override(change, by=ana, reason="Late.", ends_on=today + timedelta(days=9))
        if allowed:
            back_doors.answer_override(change, by=lea, agrees=True)
    disputed = stages.in_review(signed)
    for _ in range(3):
        changes.give_review(disputed, "changes-asked", by=ana, words="Not yet.")
        changes.ask_review(disputed, by=ben)

    ready = begun()
    endings.way_back(ready)
    off = endings.released(service, guest)
    releasing.switch_off(off, by=ana, why="Twice")
    handback, lacking = endings.at_handback(service, guest), endings.at_handback(service, guest)
    for one in (handback, lacking):
        endings.hand_all_over(one)
    handing_back.name_keeper(handback, by=ana, side="host", person=ana)
    handing_back.ask_missing(lacking, by=ana, missing="The alarm.")
    found |= {
        "ready": pk(ready), "off": pk(off), "handback": pk(handback), "lacking": pk(lacking),
        "measured": pk(endings.all_looked_back(service, guest)),
    }  # fmt: skip

    critical = make.checked(make.draft(make.service(home, criticality="critical"), slug="api"))
    live, ending = (make.published(make.service(home), slug="api") for _ in range(2))
    contracts.deprecate_revision(ending, by=ana, sunset_on=today + timedelta(days=9), replacement="Nothing.")
    ready_to = make.checked(make.draft(make.service(home), slug="api"))
    for one in (critical, ready_to):
        make.waive_errors(one)
    unfound = make.review(home, slug="api")  # stood down again: nobody looks at it
    unfound.seats.update(state="released", ended_at=timezone.now())
    clocks.close_all(unfound, met=False)
    Review.objects.filter(pk=unfound.pk).update(
        state="nobody", reviewer=None, assigned_at=None, closed_at=timezone.now(), reason="Nobody had room."
    )
    quiet = make.advised(home, slug="api", count=0)
    feared, named = make.advised(home, slug="api"), make.advised(home, slug="api")
    table = {"by": ana, "name": "orders.csv", "content": b"day,orders\n2026-11-20,42\n"}
    file, loose = (attach_file(one.suggestions.get(number=2), **table) for one in (feared, named))
    make.answer(feared.suggestions.get(number=2))
    doubt = RuleDoubt.objects.create(rule="contact-named", words="It asks too early.", right=1, known=3, by=ana)
    keep_answer(named.suggestions.get(number=1), by=ana, words={"text": "Half a sen"})
    deputies.name_deputy(named, by=ana, person=people["ben"])
    feared.team.refresh_from_db()
    serious = feared.suggestions.get(number=1)
    serious.review = feared
    risks.mark_risk(serious, by=feared.reviewer, words="Two of twelve callers book twice in a sale.")
    looked_at = make.review(home, slug="api")
    make.suggestion(looked_at)
    keep_typed(looked_at, by=looked_at.reviewer, form="advice", words={"summary": "So far so"})
    compared = make.review(home, slug="api")
    after = make.draft(compared.revision.contract, make.CLEAN.replace("1.0.0", "1.1.0"))
    Review.objects.filter(pk=compared.pk).update(revision=after)
    proposed = looked_at.revision
    make.ruleset(of=Ruleset.objects.get(slug=things["ruleset"]), content=make.RULES + "# again\n")
    found |= {
        "critical": critical.contract.service.slug, "live": live.contract.service.slug,
        "ending": ending.contract.service.slug, "ready_to": ready_to.contract.service.slug,
        "proposed": proposed.contract.service.slug, "looked_at": pk(looked_at), "compared": pk(compared),
        "service_ref": f"services.service:{service.pk}", "feared": pk(feared), "named": pk(named),
        "unfound": pk(unfound), "quiet": pk(quiet), "free": make.bar_raiser().person.login,
        "file": pk(file), "loose": pk(loose),
        "doubt": pk(doubt),
        "check": pk(live.checks.first()),
        "theirs": make.published(make.service(), slug="api").contract.service.slug,
    }  # fmt: skip
    found |= {"certification": pk(Certification.objects.get(person=ana)), "closed": pk(make.advised(count=0))}
    rae = people["rae"] = Person.objects.get(login=things["raiser"])  # one bar raiser looks at all of it here
    Review.objects.filter(team=home, reviewer__isnull=False).update(reviewer=rae)
    Seat.objects.filter(review__team=home, role="lead").exclude(review=unfound).update(person=rae)
    return {
        **things, **found, "gia": people["gia"].login, "guest_division": guest.division.slug,
        "yesterday": str(today - timedelta(days=1)), "draft": pk(stages.draft(guest=guest)),
        "fact": pk(make.fact(service)), "now": timezone.now().isoformat(), "tomorrow": str(today + timedelta(days=1)),
        "later": str(stages.stay_of(signed).ends_on + timedelta(days=5)),
    }  # fmt: skip
